#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

/* Signals that the loop acts on: a handler notes them and wakes the loop, nothing more. */

static atomic_int pending;
static atomic_int wake_descriptor = -1;

static const struct { int signal, meaning; } watched[] = {
    {SIGWINCH, TERMINAL_SIGNAL_RESIZE}, {SIGTERM, TERMINAL_SIGNAL_TERMINATE}, {SIGINT, TERMINAL_SIGNAL_TERMINATE},
    {SIGHUP, TERMINAL_SIGNAL_HANGUP}, {SIGTSTP, TERMINAL_SIGNAL_STOP}, {SIGCONT, TERMINAL_SIGNAL_CONTINUE}};
enum { WATCHED = sizeof watched / sizeof watched[0] };
static struct sigaction found[WATCHED];

static void note(int number) {
    int saved = errno;
    for (int index = 0; index < WATCHED; index++)
        if (watched[index].signal == number) atomic_fetch_or(&pending, watched[index].meaning);
    terminal_wake(atomic_load(&wake_descriptor));
    errno = saved;
}

int terminal_signals_begin(void) {
    int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (descriptor < 0) return -1;
    atomic_store(&pending, 0);
    atomic_store(&wake_descriptor, descriptor);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigfillset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    action.sa_handler = note;
    for (int index = 0; index < WATCHED; index++) {
        sigaction(watched[index].signal, NULL, &found[index]);
        /* What the parent switched off stays off, such as SIGHUP under nohup or SIGTSTP without job control. */
        int ignored = found[index].sa_handler == SIG_IGN && watched[index].signal != SIGWINCH;
        if (!ignored) sigaction(watched[index].signal, &action, NULL);
    }
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    return descriptor;
}

void terminal_signals_end(void) {
    for (int index = 0; index < WATCHED; index++) sigaction(watched[index].signal, &found[index], NULL);
    int descriptor = atomic_exchange(&wake_descriptor, -1);
    if (descriptor >= 0) close(descriptor);
}

int terminal_signals_take(void) { return atomic_exchange(&pending, 0); }

/*
 * The whole group is stopped, as the terminal's driver would do it, because a `make` or a shell script above waits for it. With the
 * action found at the start the kernel refuses to stop an orphaned group, which nobody could continue; SIGSTOP would stop it for good.
 */
void terminal_suspend(void) {
    struct sigaction previous;
    for (int index = 0; index < WATCHED; index++) {
        if (watched[index].signal != SIGTSTP) continue;
        sigaction(SIGTSTP, &found[index], &previous);
        kill(0, SIGTSTP);
        sigaction(SIGTSTP, &previous, NULL);
    }
    atomic_fetch_and(&pending, ~(TERMINAL_SIGNAL_STOP | TERMINAL_SIGNAL_CONTINUE));
}

void terminal_wake(int descriptor) {
    uint64_t one = 1;
    /* A full counter is a wake-up too, so a refused write loses nothing. */
    if (descriptor >= 0 && write(descriptor, &one, sizeof one) < 0) return;
}

void terminal_drain(int descriptor) {
    uint64_t count;
    if (read(descriptor, &count, sizeof count) < 0) return;
}

int terminal_wait(int descriptor, int milliseconds, int input) {
    struct pollfd sources[2] = {{.fd = descriptor, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    if (poll(sources, input ? 2 : 1, milliseconds) < 0) return 0; /* interrupted: the handler has woken the descriptor */
    return (sources[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

/* A crash: give the terminal back, then let the signal do what it would have done. Only what is safe in a handler. */

static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
enum { DEADLY = sizeof deadly / sizeof deadly[0] };
static struct sigaction found_deadly[DEADLY];
static struct termios shell_modes;
struct terminal_last_words terminal_last_words;
static volatile sig_atomic_t guarding;
static volatile sig_atomic_t saved_errors = -1;

static void append(const char *text) {
    if (text == NULL || text == (const char *)-1) return;
    for (; *text != 0 && terminal_last_words.length < sizeof terminal_last_words.text; text++) {
        /* terminfo's padding, $<5>, is for terminals that need a pause */
        if (text[0] == '$' && text[1] == '<') {
            while (*text != 0 && *text != '>') text++;
            if (*text == 0) return;
            continue;
        }
        terminal_last_words.text[terminal_last_words.length++] = *text;
    }
}

void terminal_crash_give_back(int settings) {
    if (write(STDOUT_FILENO, terminal_last_words.text, terminal_last_words.length) < 0) { /* nothing is left to try */ }
    if (settings) tcsetattr(STDIN_FILENO, TCSANOW, &shell_modes);
}

static void crashed(int number) {
    if (guarding) {
        guarding = 0;
        terminal_crash_give_back(1);
        terminal_guardian_tell(0);
        if (saved_errors >= 0) dup2(saved_errors, STDERR_FILENO);
    }
    for (int index = 0; index < DEADLY; index++)
        if (deadly[index] == number) sigaction(number, &found_deadly[index], NULL);
    raise(number);
}

void terminal_crash_remember(void) { tcgetattr(STDIN_FILENO, &shell_modes); }

void terminal_crash_guard(int on) { guarding = on; }

void terminal_crash_begin(void) {
    terminal_last_words.length = 0;
    append("\033[?2026l\033[?2004l\033[?1004l\033[?1006l\033[?1000l");
    if (terminal_is_xterm()) append("\033[23;2t");
    append(tigetstr("sgr0"));
    append(tigetstr("op"));
    append(tigetstr("rmkx"));
    append(tigetstr("cnorm"));
    append(tigetstr("rmcup"));
    append("\r");
    guarding = 1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_ONSTACK;
    action.sa_handler = crashed;
    for (int index = 0; index < DEADLY; index++) sigaction(deadly[index], &action, &found_deadly[index]);
}

void terminal_crash_end(void) {
    guarding = 0;
    for (int index = 0; index < DEADLY; index++) sigaction(deadly[index], &found_deadly[index], NULL);
}

int terminal_redirect_errors(const char *path) {
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return errno;
    int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    if (saved < 0 || dup2(file, STDERR_FILENO) < 0) {
        int error = errno;
        close(file);
        if (saved >= 0) close(saved);
        return error;
    }
    close(file);
    saved_errors = saved;
    return 0;
}

void terminal_restore_errors(void) {
    int saved = (int)saved_errors;
    saved_errors = -1;
    if (saved < 0) return;
    dup2(saved, STDERR_FILENO);
    close(saved);
}
