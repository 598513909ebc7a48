#include "PaperFace.h"

#include <cairo-pdf.h>
#include <cups/cups.h>
#include <pango/pangocairo.h>
#include <stddef.h>

/*
 * Proves the table of CPaper, which is written by hand, against the headers of the libraries. Nothing of it runs: what is wrong does not
 * compile.
 */

/* A function that is declared twice must be the same function; a constant must have the value that it has there. */
#define CONSTANT(type, name, value) _Static_assert((name) == (value), #name);
#define LATE(library, type, name, parameters, arguments) type name parameters;
#include "CPaperTable.h"
#undef LATE
#undef CONSTANT

/* Types under the same name must be the same type; those that are written otherwise stand beside the real ones under another name. */
#define cairo_status_t our_cairo_status_t
#define cairo_content_t our_cairo_content_t
#define cairo_pdf_metadata_t our_cairo_pdf_metadata_t
#define cairo_write_func_t our_cairo_write_func_t
#define PangoEllipsizeMode our_PangoEllipsizeMode
#define PangoWeight our_PangoWeight
#define http_encryption_t our_http_encryption_t
#define ipp_jstate_t our_ipp_jstate_t
#define ipp_op_t our_ipp_op_t
#define ipp_tag_t our_ipp_tag_t
#define cups_option_s our_cups_option_s
#define cups_option_t our_cups_option_t
#define cups_dest_s our_cups_dest_s
#define cups_dest_t our_cups_dest_t
#define cups_job_s our_cups_job_s
#define cups_job_t our_cups_job_t
#include "CPaperTypes.h"
#undef cairo_status_t
#undef cairo_content_t
#undef cairo_pdf_metadata_t
#undef cairo_write_func_t
#undef PangoEllipsizeMode
#undef PangoWeight
#undef http_encryption_t
#undef ipp_jstate_t
#undef ipp_op_t
#undef ipp_tag_t
#undef cups_option_s
#undef cups_option_t
#undef cups_dest_s
#undef cups_dest_t
#undef cups_job_s
#undef cups_job_t

/* One variable declared with both: C takes an enumeration for the whole number that it is made of, and for no other. */
#define SAME_TYPE(type) \
    extern type same_##type; \
    extern our_##type same_##type
SAME_TYPE(cairo_status_t);
SAME_TYPE(cairo_content_t);
SAME_TYPE(cairo_pdf_metadata_t);
SAME_TYPE(cairo_write_func_t);
SAME_TYPE(PangoEllipsizeMode);
SAME_TYPE(PangoWeight);
SAME_TYPE(http_encryption_t);
SAME_TYPE(ipp_jstate_t);
SAME_TYPE(ipp_op_t);
SAME_TYPE(ipp_tag_t);

#define SAME_SIZE(type) _Static_assert(sizeof(type) == sizeof(our_##type), #type)
#define SAME_FIELD(type, field) \
    _Static_assert(offsetof(type, field) == offsetof(our_##type, field), #type "." #field); \
    _Static_assert(sizeof(((type *)0)->field) == sizeof(((our_##type *)0)->field), #type "." #field)
SAME_SIZE(cups_option_t);
SAME_SIZE(cups_dest_t);
SAME_SIZE(cups_job_t);
SAME_FIELD(cups_option_t, name);
SAME_FIELD(cups_option_t, value);
SAME_FIELD(cups_dest_t, name);
SAME_FIELD(cups_dest_t, num_options);
SAME_FIELD(cups_dest_t, options);
SAME_FIELD(cups_job_t, id);
SAME_FIELD(cups_job_t, state);

int paper_face_functions(void) {
#define CONSTANT(type, name, value)
#define LATE(library, type, name, parameters, arguments) +1
    return 0
#include "CPaperTable.h"
        ;
}
