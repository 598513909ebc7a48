#ifndef CCURSES_H
#define CCURSES_H

/*
 * The C face of ncursesw: what Swift cannot import (macros, variadic functions, global variables, signal handlers). No policy.
 * All functions belong to one thread, except where it says otherwise.
 */

#include <stdint.h>

/* Starting and leaving. */

/*
 * What is to be done while the program has one thread, once: takes the locale from the environment, and the size of the terminal out of it;
 * begins the small process that gives the terminal back when the console is killed, which keeps what is in memory then, and every page of
 * that which the console writes again has to be copied. terminal_start does it where nobody did. 1 when the encoding is UTF-8.
 */
int terminal_prepare(void);
/* Enters full screen on standard input and output: 0, or -1 when the terminal's description is missing or of no use. */
int terminal_start(void);
/* Leaves full screen for good and gives the terminal and standard error back as they were found. */
void terminal_stop(void);
/* Leaves full screen for a while, and enters it again with a full repaint to come. */
void terminal_leave(void);
void terminal_enter(void);

/* Size and colours. */

/* Takes over the size that the terminal has now. */
void terminal_resize(void);
int terminal_columns(void);
int terminal_rows(void);
/* Colours that can be shown at once; 0 without colour, 16777216 when they are red, green and blue. */
int terminal_colours(void);
int terminal_pairs(void);
/* Whether the terminal is of the family of xterm, which knows titles and drawing in one go. */
int terminal_is_xterm(void);

/* Drawing. */

enum {
    TERMINAL_BOLD = 1,
    TERMINAL_DIM = 2,
    TERMINAL_ITALIC = 4,
    TERMINAL_UNDERLINE = 8,
    TERMINAL_REVERSE = 16
};

/* Gives a pair its colours, -1 for the terminal's own: 0, or -1 when there is no such pair. */
int terminal_define_pair(int pair, int foreground, int background);
/* Empties the screen to be; nothing is sent. */
void terminal_erase(void);
/* Puts a cell: a scalar and up to four marks, 0 where there is none. */
void terminal_put(int row, int column, uint32_t scalar, uint32_t m1, uint32_t m2, uint32_t m3, uint32_t m4, int attributes, int pair);
/* Sends what changed and leaves the cursor there; with `synchronised` between the marks that keep the terminal from drawing halves. */
void terminal_flush(int row, int column, int visible, int synchronised);
/* Makes the next flush send every cell. */
void terminal_repaint(void);
void terminal_bell(void);
/* Sets the window's title where there is one; leaving brings the earlier one back. The text must be free of control characters. */
void terminal_title(const char *title);
/* Switches the input modes on or off; leaving switches them off, entering on again. */
void terminal_modes(int paste, int focus);
/* Lets the terminal tell clicks and the wheel, or leaves the mouse to it, which selects and copies with it. Curses itself switches it off
   when the terminal is left. */
void terminal_mouse(int on);

/* Reading. */

enum {
    TERMINAL_INPUT_NONE = 0,
    TERMINAL_INPUT_SCALAR = 1,
    TERMINAL_INPUT_KEY = 2,
    TERMINAL_INPUT_MOUSE = 3 /* kind << 24 | row << 12 | column */
};

enum {
    TERMINAL_MOUSE_CLICK = 1,
    TERMINAL_MOUSE_UP,
    TERMINAL_MOUSE_DOWN
};

/* What terminal_read reports as a key; F1 is TERMINAL_KEY_F0 + 1. */
enum {
    TERMINAL_KEY_UP = 1,
    TERMINAL_KEY_DOWN,
    TERMINAL_KEY_LEFT,
    TERMINAL_KEY_RIGHT,
    TERMINAL_KEY_HOME,
    TERMINAL_KEY_END,
    TERMINAL_KEY_PAGE_UP,
    TERMINAL_KEY_PAGE_DOWN,
    TERMINAL_KEY_SHIFT = 16,    /* added to one of the eight above */
    TERMINAL_KEY_CONTROL = 32,  /* added to one of the eight above */
    TERMINAL_KEY_ENTER = 64,
    TERMINAL_KEY_BACKSPACE,
    TERMINAL_KEY_DELETE,
    TERMINAL_KEY_INSERT,
    TERMINAL_KEY_BACK_TAB,
    TERMINAL_KEY_PASTE_BEGIN,
    TERMINAL_KEY_PASTE_END,
    TERMINAL_KEY_FOCUS_IN,
    TERMINAL_KEY_FOCUS_OUT,
    TERMINAL_KEY_F0 = 128
};

/* Takes what is there without waiting: one of TERMINAL_INPUT, its value in *value. */
int terminal_read(uint32_t *value);
/* Throws away what was typed and not yet read. */
void terminal_flush_input(void);

/* Signals. */

enum {
    TERMINAL_SIGNAL_RESIZE = 1,
    TERMINAL_SIGNAL_TERMINATE = 2,
    TERMINAL_SIGNAL_HANGUP = 4,
    TERMINAL_SIGNAL_STOP = 8,
    TERMINAL_SIGNAL_CONTINUE = 16
};

/* Makes the wake-up descriptor and the handlers that write to it: the descriptor, or -1. To be called before terminal_start. */
int terminal_signals_begin(void);
void terminal_signals_end(void);
/* The signals that came since the last call. */
int terminal_signals_take(void);
/* Stops this process and its group as Ctrl-Z would, until it is continued. Returns at once where nobody could continue it. */
void terminal_suspend(void);
/* Writes to the wake-up descriptor. From any thread. */
void terminal_wake(int descriptor);
/* Empties the wake-up descriptor. */
void terminal_drain(int descriptor);
/* Waits for a wake-up, for the time (milliseconds, -1 for ever) and, with `input`, for the terminal; 1 when the terminal has gone. */
int terminal_wait(int descriptor, int milliseconds, int input);

/* Sends standard error to the end of this file until terminal_stop or a crash: 0, or the error number. */
int terminal_redirect_errors(const char *path);

#endif
