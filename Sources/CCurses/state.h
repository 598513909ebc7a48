/* What the files of this target share; not for others. */
#ifndef CCURSES_STATE_H
#define CCURSES_STATE_H

#include <curses.h>
#include <term.h>

#include "CCurses.h"

struct terminal_state {
    SCREEN *screen;
    WINDOW *input; /* a pad of one cell: reading from it refreshes nothing */
    int paste, focus, mouse;
    int titled; /* the earlier title is kept by the terminal and has to be brought back */
    int active; /* full screen is on */
};
extern struct terminal_state terminal;

/* What a terminal is told when the console can not leave it in order. */
struct terminal_last_words {
    size_t length;
    char text[256];
};
extern struct terminal_last_words terminal_last_words;

void terminal_define_keys(void);
void terminal_send(const char *text);
void terminal_write_modes(int on);
void terminal_crash_remember(void);
void terminal_crash_begin(void);
void terminal_crash_guard(int on);
void terminal_crash_end(void);
void terminal_crash_give_back(int settings);
void terminal_guardian_begin(void);
void terminal_guardian_know(void);
void terminal_guardian_tell(int console_has_terminal);
void terminal_guardian_end(void);
void terminal_restore_errors(void);

#endif
