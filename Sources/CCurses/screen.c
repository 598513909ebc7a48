#include "state.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct terminal_state terminal;

int terminal_prepare(void) {
    static int is_utf8 = -1;
    if (is_utf8 < 0) {
        setlocale(LC_ALL, "");
        /* Numbers are read and written by the product itself. */
        setlocale(LC_NUMERIC, "C");
        is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
        /* They would override the real size. use_env(FALSE) is no way: then terminals without a size in terminfo do not start. */
        unsetenv("LINES");
        unsetenv("COLUMNS");
    }
    terminal_guardian_begin();
    return is_utf8;
}

static void program_modes(void) {
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
}

/*
 * A terminal of 256 colours that says by COLORTERM that it has all of them is taken by its description that ends in -direct, where the
 * machine has one. There is no other way: init_color would change the colours of every window.
 */
static SCREEN *open_screen(void) {
    const char *name = getenv("TERM"), *claim = getenv("COLORTERM");
    const char *end = name == NULL ? NULL : strstr(name, "-256color");
    char direct[64];
    if (end != NULL && claim != NULL && (strcmp(claim, "truecolor") == 0 || strcmp(claim, "24bit") == 0)
        && snprintf(direct, sizeof direct, "%.*s-direct", (int)(end - name), name) < (int)sizeof direct) {
        SCREEN *screen = newterm(direct, stdout, stdin);
        if (screen != NULL) return screen;
    }
    return newterm(NULL, stdout, stdin);
}

int terminal_start(void) {
    terminal_prepare();
    if (getenv("ESCDELAY") == NULL) set_escdelay(25);
    terminal_crash_remember();
    terminal.screen = open_screen();
    if (terminal.screen == NULL) return -1;
    program_modes();
    typeahead(-1);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    terminal.input = newpad(1, 1);
    if (terminal.input == NULL) {
        endwin();
        delscreen(terminal.screen);
        terminal.screen = NULL;
        return -1;
    }
    keypad(terminal.input, TRUE);
    nodelay(terminal.input, TRUE);
    leaveok(stdscr, FALSE);
    terminal_define_keys();
    terminal_resize();
    terminal.active = 1;
    terminal_crash_begin();
    terminal_guardian_know();
    return 0;
}

void terminal_leave(void) {
    if (!terminal.active) return;
    terminal_write_modes(0);
    if (terminal.titled) terminal_send("\033[23;2t");
    terminal.titled = 0;
    curs_set(1);
    endwin();
    terminal.active = 0;
    terminal_crash_guard(0);
    terminal_guardian_tell(0);
}

void terminal_enter(void) {
    if (terminal.screen == NULL) return;
    program_modes();
    def_prog_mode();
    reset_prog_mode();
    terminal_resize();
    clearok(curscr, TRUE);
    wnoutrefresh(stdscr);
    doupdate();
    terminal.active = 1;
    terminal_guardian_tell(1);
    terminal_crash_guard(1);
    terminal_write_modes(1);
}

void terminal_stop(void) {
    if (terminal.screen != NULL) {
        terminal_leave();
        terminal_guardian_end();
        terminal_crash_end();
        delwin(terminal.input);
        delscreen(terminal.screen);
        memset(&terminal, 0, sizeof terminal);
    }
    terminal_restore_errors();
}

void terminal_resize(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) resizeterm(size.ws_row, size.ws_col);
}

int terminal_columns(void) { return stdscr == NULL ? 0 : getmaxx(stdscr); }
int terminal_rows(void) { return stdscr == NULL ? 0 : getmaxy(stdscr); }

int terminal_colours(void) {
    if (!has_colors()) return 0;
    if (tigetflag("RGB") > 0 || tigetnum("RGB") > 0) return 16777216;
    return COLORS;
}

int terminal_pairs(void) { return has_colors() ? COLOR_PAIRS : 0; }

int terminal_is_xterm(void) {
    static const char *const family[] = {"xterm", "tmux", "screen", "rxvt", "foot", "alacritty", "kitty", "wezterm", "gnome", "konsole"};
    const char *name = termname();
    for (unsigned index = 0; name != NULL && index < sizeof family / sizeof family[0]; index++)
        if (strncmp(name, family[index], strlen(family[index])) == 0) return 1;
    return 0;
}

int terminal_define_pair(int pair, int foreground, int background) {
    return init_extended_pair(pair, foreground, background) == OK ? 0 : -1;
}

void terminal_erase(void) { werase(stdscr); }

void terminal_put(int row, int column, uint32_t scalar, uint32_t m1, uint32_t m2, uint32_t m3, uint32_t m4, int attributes, int pair) {
    wchar_t text[6] = {(wchar_t)scalar, (wchar_t)m1, (wchar_t)m2, (wchar_t)m3, (wchar_t)m4, 0};
    attr_t style = A_NORMAL;
    cchar_t cell;
    if (attributes & TERMINAL_BOLD) style |= A_BOLD;
    if (attributes & TERMINAL_DIM) style |= A_DIM;
    if (attributes & TERMINAL_ITALIC) style |= A_ITALIC;
    if (attributes & TERMINAL_UNDERLINE) style |= A_UNDERLINE;
    if (attributes & TERMINAL_REVERSE) style |= A_REVERSE;
    if (setcchar(&cell, text, style, 0, &pair) != OK) {
        /* This libc combines the marks otherwise than our table does. */
        text[1] = 0;
        if (setcchar(&cell, text, style, 0, &pair) != OK) return;
    }
    /* The lower right cell answers ERR although it is written, because the cursor cannot go on. */
    (void)mvwadd_wch(stdscr, row, column, &cell);
}

void terminal_flush(int row, int column, int visible, int synchronised) {
    curs_set(visible ? 1 : 0);
    if (row >= 0 && column >= 0) wmove(stdscr, row, column);
    /* Curses' own buffer is empty before and after doupdate, so the marks stand around what it sends. */
    if (synchronised) terminal_send("\033[?2026h");
    wnoutrefresh(stdscr);
    doupdate();
    if (synchronised) terminal_send("\033[?2026l");
}

void terminal_repaint(void) { clearok(curscr, TRUE); }

void terminal_bell(void) { beep(); }

void terminal_send(const char *text) {
    size_t left = strlen(text);
    while (left > 0) {
        ssize_t sent = write(STDOUT_FILENO, text, left);
        if (sent <= 0) return;
        text += sent;
        left -= (size_t)sent;
    }
}

void terminal_title(const char *title) {
    if (!terminal.active || !terminal_is_xterm()) return;
    if (!terminal.titled) terminal_send("\033[22;2t");
    terminal.titled = 1;
    terminal_send("\033]2;");
    terminal_send(title);
    terminal_send("\033\\");
}
