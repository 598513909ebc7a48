#include "CPaper.h"

#include <dlfcn.h>
#include <stdatomic.h>

#define CONSTANT(type, name, value)

enum {
#define LATE(library, type, name, parameters, arguments) AT_##name,
#include "CPaperTable.h"
#undef LATE
    FUNCTIONS
};

static const struct {
    enum paper_library library;
    const char *name;
} table[FUNCTIONS] = {
#define LATE(library, type, name, parameters, arguments) {PAPER_##library, #name},
#include "CPaperTable.h"
#undef LATE
};

/* Written with the same addresses each time, read by every thread that draws or prints. */
static _Atomic(void *) functions[FUNCTIONS];

/* A library stays open: what it has started, types and threads of its own, can not be taken back. */
const char *paper_open(enum paper_library library, const char *file) {
    void *found[FUNCTIONS] = {0};
    void *opened = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!opened) return dlerror();
    for (int at = 0; at < FUNCTIONS; at++) {
        if (table[at].library != library) continue;
        found[at] = dlsym(opened, table[at].name);
        if (!found[at]) return dlerror(); /* an older one */
    }
    for (int at = 0; at < FUNCTIONS; at++) {
        if (found[at]) atomic_store_explicit(&functions[at], found[at], memory_order_release);
    }
    return NULL;
}

#define LATE(library, type, name, parameters, arguments) \
    type name parameters { \
        return ((type(*) parameters)atomic_load_explicit(&functions[AT_##name], memory_order_acquire)) arguments; \
    }
#include "CPaperTable.h"
