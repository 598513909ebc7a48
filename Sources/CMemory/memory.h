// How the C library keeps memory that was given back.
#include <malloc.h>
