#ifndef PAPERFACE_H
#define PAPERFACE_H

/* How many functions of the table of CPaper the compiler has held against the headers of the libraries. */
int paper_face_functions(void);

#endif
