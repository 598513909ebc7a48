// How often this process has asked the C library for memory.
#ifndef COUNTED_MEMORY_H
#define COUNTED_MEMORY_H

#include <stdint.h>

uint64_t counted_memory_calls(void);

#endif
