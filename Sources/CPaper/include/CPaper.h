#ifndef CPAPER_H
#define CPAPER_H

/*
 * The C face of the libraries behind papers, under the names that they have there. The program does not name these libraries, because
 * what it names is loaded at each start of any command, some sixty libraries with what they need; `paper_open` opens them for the first
 * paper. No policy.
 */

#include "CPaperTypes.h"

/* Seen by this program alone: what the libraries call among themselves must stay theirs. */
#pragma GCC visibility push(hidden)

enum paper_library {
    PAPER_DRAWING, /* pangocairo, and by it pango, cairo and gobject */
    PAPER_PRINTING /* cups */
};

/*
 * Opens the library in this file and finds all functions of the table in it; on any thread, as often as one likes. NULL, or why not: words
 * of the dynamic linker, good until this thread opens something else. Before it answered NULL no function below may be called.
 */
const char *paper_open(enum paper_library library, const char *file);

#define CONSTANT(type, name, value) static const type name = value;
#define LATE(library, type, name, parameters, arguments) type name parameters;
#include "CPaperTable.h"
#undef LATE
#undef CONSTANT

#pragma GCC visibility pop

#endif
