#include "state.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/*
 * A small process that waits for the console's end. No handler hears SIGKILL, which the system sends when memory runs short, and a
 * terminal without echo on its other screen would be left behind. It learns of the end by a pipe that the console alone holds open, and
 * by its last word who had the terminal then.
 */

enum { CONSOLE = 'c', SHELL = 's', KNOWS = 'k' };

/* What it has to know of the console's terminal; told when that is open, in one piece. */
struct knowledge {
    char kind; /* KNOWS */
    struct terminal_last_words restore;
    struct termios consoles;
};

static int words = -1;
static pid_t guardian = -1;

static _Noreturn void guard(int end_of_words) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL); /* also lets a process in the background write to the terminal */
    prctl(PR_SET_NAME, "dormwatt-guard");
    struct knowledge known;
    memset(&known, 0, sizeof known);
    /* Nothing of the console's may be kept open, least of all a lock. */
    dup2(end_of_words, STDERR_FILENO);
    closefrom(STDERR_FILENO + 1);
    char owner = SHELL, word;
    while (read(STDERR_FILENO, &word, 1) == 1) {
        if (word != KNOWS) owner = word;
        /* a pipe gives what was written in one piece as one piece */
        else if (read(STDERR_FILENO, (char *)&known + 1, sizeof known - 1) < 0) break;
    }
    if (owner == CONSOLE) {
        struct termios now;
        int changed = tcgetattr(STDIN_FILENO, &now) != 0 || now.c_lflag != known.consoles.c_lflag;
        terminal_last_words = known.restore;
        terminal_crash_give_back(!changed); /* a shell that was quicker keeps its own settings */
    }
    _exit(0);
}

void terminal_guardian_begin(void) {
    int ends[2];
    if (words >= 0) return;
    terminal_crash_remember();
    if (pipe2(ends, O_CLOEXEC) != 0) return;
    guardian = fork();
    if (guardian == 0) {
        close(ends[1]);
        guard(ends[0]);
    }
    close(ends[0]);
    words = ends[1];
    if (guardian < 0) terminal_guardian_end(); /* the console can do without */
}

void terminal_guardian_know(void) {
    struct knowledge known;
    memset(&known, 0, sizeof known);
    known.kind = KNOWS;
    known.restore = terminal_last_words;
    tcgetattr(STDIN_FILENO, &known.consoles);
    if (words >= 0 && write(words, &known, sizeof known) < 0) return;
    terminal_guardian_tell(1);
}

void terminal_guardian_tell(int console_has_terminal) {
    char word = console_has_terminal ? CONSOLE : SHELL;
    if (words >= 0 && write(words, &word, 1) < 0) return;
}

void terminal_guardian_end(void) {
    if (words >= 0) close(words);
    words = -1;
    if (guardian > 0) waitpid(guardian, NULL, 0);
    guardian = -1;
}
