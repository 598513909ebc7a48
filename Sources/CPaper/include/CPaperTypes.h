/*
 * The types of cairo, pango, gobject and cups that the table needs, as their headers have them; an enumeration is the whole number that a
 * compiler makes of it. Tests/PaperFace holds every line against the headers.
 */

#include <time.h>

/* gobject */
typedef int gboolean;
typedef void *gpointer;

/* cairo */
typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;
typedef struct _cairo_rectangle cairo_rectangle_t;
typedef unsigned int cairo_status_t;
typedef unsigned int cairo_content_t;
typedef unsigned int cairo_pdf_metadata_t;
typedef cairo_status_t (*cairo_write_func_t)(void *closure, const unsigned char *data, unsigned int length);

/* pango */
typedef struct _PangoContext PangoContext;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoLanguage PangoLanguage;
typedef struct _PangoLayout PangoLayout;
typedef unsigned int PangoEllipsizeMode;
typedef unsigned int PangoWeight;

/* cups */
typedef struct _http_s http_t;
typedef struct http_addrlist_s http_addrlist_t;
typedef struct _ipp_s ipp_t;
typedef struct _ipp_attribute_s ipp_attribute_t;
typedef unsigned int http_encryption_t;
typedef unsigned int ipp_jstate_t;
typedef int ipp_op_t;
typedef int ipp_tag_t;

typedef struct cups_option_s {
    char *name, *value;
} cups_option_t;

typedef struct cups_dest_s {
    char *name, *instance;
    int is_default, num_options;
    cups_option_t *options;
} cups_dest_t;

typedef struct cups_job_s {
    int id;
    char *dest, *title, *user, *format;
    ipp_jstate_t state;
    int size, priority;
    time_t completed_time, creation_time, processing_time;
} cups_job_t;
