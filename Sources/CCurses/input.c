#include "state.h"

#include <string.h>

/* Codes of our own for what terminfo has no name for, or a name without a number; above every KEY_ of curses. */
enum { OWN = 0x4000 };

static void define(const char *sequence, int key) { define_key(sequence, OWN + key); }

/* The keys that terminfo names by words alone: kUP, kUP5 and so on. */
static void define_extended(const char *name, int key) {
    const char *sequence = tigetstr(name);
    if (sequence != NULL && sequence != (const char *)-1) define(sequence, key);
}

static void define_moving(char letter, int key) {
    char sequence[] = "\033[X";
    sequence[2] = letter;
    define(sequence, key);
    sequence[1] = 'O';
    define(sequence, key);
    /* xterm: CSI 1 ; 2 is Shift, 5 is Ctrl; rxvt: Shift is the small letter after CSI, Ctrl the small letter after SS3 */
    char modified[] = "\033[1;2X";
    modified[5] = letter;
    define(modified, key + TERMINAL_KEY_SHIFT);
    modified[4] = '5';
    define(modified, key + TERMINAL_KEY_CONTROL);
}

static void define_paging(const char *digit, int key) {
    static const struct { const char *suffix; int added; } variants[] = {
        {"~", 0}, {";2~", TERMINAL_KEY_SHIFT}, {";5~", TERMINAL_KEY_CONTROL}, {"$", TERMINAL_KEY_SHIFT}, {"^", TERMINAL_KEY_CONTROL}};
    for (unsigned index = 0; index < sizeof variants / sizeof variants[0]; index++) {
        char sequence[16] = "\033[";
        strcat(sequence, digit);
        strcat(sequence, variants[index].suffix);
        define(sequence, key + variants[index].added);
    }
}

void terminal_define_keys(void) {
    static const struct { const char *name; int key; } extended[] = {
        {"kUP", TERMINAL_KEY_UP + TERMINAL_KEY_SHIFT}, {"kDN", TERMINAL_KEY_DOWN + TERMINAL_KEY_SHIFT},
        {"kUP5", TERMINAL_KEY_UP + TERMINAL_KEY_CONTROL}, {"kDN5", TERMINAL_KEY_DOWN + TERMINAL_KEY_CONTROL},
        {"kLFT5", TERMINAL_KEY_LEFT + TERMINAL_KEY_CONTROL}, {"kRIT5", TERMINAL_KEY_RIGHT + TERMINAL_KEY_CONTROL},
        {"kHOM5", TERMINAL_KEY_HOME + TERMINAL_KEY_CONTROL}, {"kEND5", TERMINAL_KEY_END + TERMINAL_KEY_CONTROL},
        {"kPRV5", TERMINAL_KEY_PAGE_UP + TERMINAL_KEY_CONTROL}, {"kNXT5", TERMINAL_KEY_PAGE_DOWN + TERMINAL_KEY_CONTROL}};
    for (unsigned index = 0; index < sizeof extended / sizeof extended[0]; index++)
        define_extended(extended[index].name, extended[index].key);
    define_moving('A', TERMINAL_KEY_UP);
    define_moving('B', TERMINAL_KEY_DOWN);
    define_moving('C', TERMINAL_KEY_RIGHT);
    define_moving('D', TERMINAL_KEY_LEFT);
    define_moving('H', TERMINAL_KEY_HOME);
    define_moving('F', TERMINAL_KEY_END);
    define_paging("1", TERMINAL_KEY_HOME);
    define_paging("7", TERMINAL_KEY_HOME);
    define_paging("4", TERMINAL_KEY_END);
    define_paging("8", TERMINAL_KEY_END);
    define_paging("5", TERMINAL_KEY_PAGE_UP);
    define_paging("6", TERMINAL_KEY_PAGE_DOWN);
    define("\033[2~", TERMINAL_KEY_INSERT);
    define("\033[3~", TERMINAL_KEY_DELETE);
    define("\033[Z", TERMINAL_KEY_BACK_TAB);
    define("\033OM", TERMINAL_KEY_ENTER);
    /* F1 to F4 of xterm, of the Linux console and of rxvt; F5 to F12 as everybody sends them */
    static const char *functions[][3] = {
        {"\033OP", "\033[[A", "\033[11~"}, {"\033OQ", "\033[[B", "\033[12~"}, {"\033OR", "\033[[C", "\033[13~"},
        {"\033OS", "\033[[D", "\033[14~"}, {"\033[15~", "\033[[E", NULL}, {"\033[17~", NULL, NULL}, {"\033[18~", NULL, NULL},
        {"\033[19~", NULL, NULL}, {"\033[20~", NULL, NULL}, {"\033[21~", NULL, NULL}, {"\033[23~", NULL, NULL}, {"\033[24~", NULL, NULL}};
    for (int number = 0; number < 12; number++)
        for (int variant = 0; variant < 3; variant++)
            if (functions[number][variant] != NULL) define(functions[number][variant], TERMINAL_KEY_F0 + number + 1);
    define("\033[200~", TERMINAL_KEY_PASTE_BEGIN);
    define("\033[201~", TERMINAL_KEY_PASTE_END);
    define("\033[I", TERMINAL_KEY_FOCUS_IN);
    define("\033[O", TERMINAL_KEY_FOCUS_OUT);
}

static int translated(wint_t code) {
    if (code > OWN) return (int)code - OWN;
    if (code >= KEY_F(1) && code <= KEY_F(24)) return TERMINAL_KEY_F0 + (int)(code - KEY_F0);
    switch (code) {
    case KEY_UP: return TERMINAL_KEY_UP;
    case KEY_DOWN: return TERMINAL_KEY_DOWN;
    case KEY_LEFT: return TERMINAL_KEY_LEFT;
    case KEY_RIGHT: return TERMINAL_KEY_RIGHT;
    case KEY_HOME: case KEY_FIND: case KEY_A1: return TERMINAL_KEY_HOME;
    case KEY_END: case KEY_SELECT: case KEY_C1: return TERMINAL_KEY_END;
    case KEY_PPAGE: case KEY_A3: return TERMINAL_KEY_PAGE_UP;
    case KEY_NPAGE: case KEY_C3: return TERMINAL_KEY_PAGE_DOWN;
    case KEY_SLEFT: return TERMINAL_KEY_LEFT + TERMINAL_KEY_SHIFT;
    case KEY_SRIGHT: return TERMINAL_KEY_RIGHT + TERMINAL_KEY_SHIFT;
    case KEY_SR: return TERMINAL_KEY_UP + TERMINAL_KEY_SHIFT;
    case KEY_SF: return TERMINAL_KEY_DOWN + TERMINAL_KEY_SHIFT;
    case KEY_SHOME: return TERMINAL_KEY_HOME + TERMINAL_KEY_SHIFT;
    case KEY_SEND: return TERMINAL_KEY_END + TERMINAL_KEY_SHIFT;
    case KEY_SPREVIOUS: return TERMINAL_KEY_PAGE_UP + TERMINAL_KEY_SHIFT;
    case KEY_SNEXT: return TERMINAL_KEY_PAGE_DOWN + TERMINAL_KEY_SHIFT;
    case KEY_ENTER: return TERMINAL_KEY_ENTER;
    case KEY_BACKSPACE: return TERMINAL_KEY_BACKSPACE;
    case KEY_DC: case KEY_SDC: return TERMINAL_KEY_DELETE;
    case KEY_IC: case KEY_SIC: return TERMINAL_KEY_INSERT;
    case KEY_BTAB: return TERMINAL_KEY_BACK_TAB;
    default: return 0;
    }
}

/* A click or a turn of the wheel with its place; 0 for what is not looked at. */
static uint32_t mouse_event(void) {
    MEVENT event;
    if (getmouse(&event) != OK || event.x < 0 || event.y < 0 || event.x > 0xFFF || event.y > 0xFFF) return 0;
    uint32_t kind = event.bstate & BUTTON1_PRESSED   ? TERMINAL_MOUSE_CLICK
                    : event.bstate & BUTTON4_PRESSED ? TERMINAL_MOUSE_UP
                    : event.bstate & BUTTON5_PRESSED ? TERMINAL_MOUSE_DOWN
                                                     : 0;
    return kind == 0 ? 0 : kind << 24 | (uint32_t)event.y << 12 | (uint32_t)event.x;
}

int terminal_read(uint32_t *value) {
    wint_t code = 0;
    if (!terminal.active) return TERMINAL_INPUT_NONE;
    for (;;) {
        int kind = wget_wch(terminal.input, &code);
        if (kind == OK) {
            *value = (uint32_t)code;
            return TERMINAL_INPUT_SCALAR;
        }
        if (kind != KEY_CODE_YES) return TERMINAL_INPUT_NONE;
        if (code == KEY_MOUSE) {
            *value = mouse_event();
            if (*value != 0) return TERMINAL_INPUT_MOUSE;
            continue;
        }
        *value = (uint32_t)translated(code);
        if (*value != 0) return TERMINAL_INPUT_KEY;
        /* A key that we have no word for, or KEY_RESIZE, which the signal has told already: the next one. */
    }
}

void terminal_flush_input(void) { flushinp(); }

void terminal_write_modes(int on) {
    if (terminal.paste) terminal_send(on ? "\033[?2004h" : "\033[?2004l");
    if (terminal.focus) terminal_send(on ? "\033[?1004h" : "\033[?1004l");
}

void terminal_mouse(int on) {
    if (on == terminal.mouse) return;
    terminal.mouse = on;
    mouseinterval(0); /* a press is told at once, instead of being held back for what may become a double click */
    mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

void terminal_modes(int paste, int focus) {
    if (paste == terminal.paste && focus == terminal.focus) return;
    if (terminal.active) terminal_write_modes(0);
    terminal.paste = paste;
    terminal.focus = focus;
    if (terminal.active) terminal_write_modes(1);
}
