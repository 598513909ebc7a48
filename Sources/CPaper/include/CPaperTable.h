/*
 * What papers need of the libraries, once: CONSTANT(type, name, value), and for a function LATE(library, type, name, parameters,
 * arguments). Whoever includes it says by these two macros what a line becomes: a declaration, a definition, an entry of a list, a proof.
 */

CONSTANT(cairo_status_t, CAIRO_STATUS_SUCCESS, 0)
CONSTANT(cairo_status_t, CAIRO_STATUS_NO_MEMORY, 1)
CONSTANT(cairo_status_t, CAIRO_STATUS_WRITE_ERROR, 11)
CONSTANT(cairo_content_t, CAIRO_CONTENT_COLOR, 0x1000)
CONSTANT(cairo_pdf_metadata_t, CAIRO_PDF_METADATA_TITLE, 0)
CONSTANT(cairo_pdf_metadata_t, CAIRO_PDF_METADATA_CREATOR, 4)
CONSTANT(cairo_pdf_metadata_t, CAIRO_PDF_METADATA_CREATE_DATE, 5)

LATE(DRAWING, cairo_surface_t *, cairo_pdf_surface_create_for_stream,
    (cairo_write_func_t write, void *closure, double width, double height), (write, closure, width, height))
LATE(DRAWING, void, cairo_pdf_surface_set_metadata, (cairo_surface_t *surface, cairo_pdf_metadata_t metadata, const char *text),
    (surface, metadata, text))
LATE(DRAWING, cairo_surface_t *, cairo_recording_surface_create, (cairo_content_t content, const cairo_rectangle_t *extents),
    (content, extents))
LATE(DRAWING, void, cairo_surface_finish, (cairo_surface_t *surface), (surface))
LATE(DRAWING, cairo_status_t, cairo_surface_status, (cairo_surface_t *surface), (surface))
LATE(DRAWING, void, cairo_surface_destroy, (cairo_surface_t *surface), (surface))
LATE(DRAWING, const char *, cairo_status_to_string, (cairo_status_t status), (status))
LATE(DRAWING, cairo_t *, cairo_create, (cairo_surface_t *target), (target))
LATE(DRAWING, void, cairo_destroy, (cairo_t *context), (context))
LATE(DRAWING, void, cairo_save, (cairo_t *context), (context))
LATE(DRAWING, void, cairo_restore, (cairo_t *context), (context))
LATE(DRAWING, void, cairo_translate, (cairo_t *context, double x, double y), (context, x, y))
LATE(DRAWING, void, cairo_scale, (cairo_t *context, double x, double y), (context, x, y))
LATE(DRAWING, void, cairo_set_source_rgb, (cairo_t *context, double red, double green, double blue), (context, red, green, blue))
LATE(DRAWING, void, cairo_set_line_width, (cairo_t *context, double width), (context, width))
LATE(DRAWING, void, cairo_move_to, (cairo_t *context, double x, double y), (context, x, y))
LATE(DRAWING, void, cairo_line_to, (cairo_t *context, double x, double y), (context, x, y))
LATE(DRAWING, void, cairo_stroke, (cairo_t *context), (context))
LATE(DRAWING, void, cairo_show_page, (cairo_t *context), (context))

CONSTANT(int, PANGO_SCALE, 1024)
CONSTANT(PangoWeight, PANGO_WEIGHT_BOLD, 700)
CONSTANT(PangoEllipsizeMode, PANGO_ELLIPSIZE_NONE, 0)
CONSTANT(PangoEllipsizeMode, PANGO_ELLIPSIZE_END, 3)

LATE(DRAWING, void, g_object_unref, (gpointer object), (object))
LATE(DRAWING, PangoLanguage *, pango_language_from_string, (const char *language), (language))
LATE(DRAWING, void, pango_context_set_language, (PangoContext *context, PangoLanguage *language), (context, language))
LATE(DRAWING, PangoFontDescription *, pango_font_description_new, (void), ())
LATE(DRAWING, PangoFontDescription *, pango_font_description_copy, (const PangoFontDescription *font), (font))
LATE(DRAWING, void, pango_font_description_free, (PangoFontDescription *font), (font))
LATE(DRAWING, void, pango_font_description_set_family, (PangoFontDescription *font, const char *family), (font, family))
LATE(DRAWING, void, pango_font_description_set_absolute_size, (PangoFontDescription *font, double size), (font, size))
LATE(DRAWING, void, pango_font_description_set_weight, (PangoFontDescription *font, PangoWeight weight), (font, weight))
LATE(DRAWING, PangoLayout *, pango_cairo_create_layout, (cairo_t *context), (context))
LATE(DRAWING, void, pango_cairo_show_layout, (cairo_t *context, PangoLayout *layout), (context, layout))
LATE(DRAWING, PangoContext *, pango_layout_get_context, (PangoLayout *layout), (layout))
LATE(DRAWING, void, pango_layout_get_size, (PangoLayout *layout, int *width, int *height), (layout, width, height))
LATE(DRAWING, int, pango_layout_get_unknown_glyphs_count, (PangoLayout *layout), (layout))
LATE(DRAWING, void, pango_layout_set_auto_dir, (PangoLayout *layout, gboolean automatic), (layout, automatic))
LATE(DRAWING, void, pango_layout_set_ellipsize, (PangoLayout *layout, PangoEllipsizeMode mode), (layout, mode))
LATE(DRAWING, void, pango_layout_set_font_description, (PangoLayout *layout, const PangoFontDescription *font), (layout, font))
LATE(DRAWING, void, pango_layout_set_single_paragraph_mode, (PangoLayout *layout, gboolean single), (layout, single))
LATE(DRAWING, void, pango_layout_set_text, (PangoLayout *layout, const char *text, int length), (layout, text, length))
LATE(DRAWING, void, pango_layout_set_width, (PangoLayout *layout, int width), (layout, width))

CONSTANT(http_encryption_t, HTTP_ENCRYPTION_IF_REQUESTED, 0)
CONSTANT(int, CUPS_WHICHJOBS_ALL, -1)
CONSTANT(ipp_jstate_t, IPP_JSTATE_PENDING, 3)
CONSTANT(ipp_jstate_t, IPP_JSTATE_HELD, 4)
CONSTANT(ipp_jstate_t, IPP_JSTATE_PROCESSING, 5)
CONSTANT(ipp_jstate_t, IPP_JSTATE_STOPPED, 6)
CONSTANT(ipp_jstate_t, IPP_JSTATE_CANCELED, 7)
CONSTANT(ipp_jstate_t, IPP_JSTATE_ABORTED, 8)
CONSTANT(ipp_jstate_t, IPP_JSTATE_COMPLETED, 9)
CONSTANT(ipp_op_t, IPP_OP_GET_PRINTER_ATTRIBUTES, 0x000b)
CONSTANT(ipp_tag_t, IPP_TAG_OPERATION, 0x01)
CONSTANT(ipp_tag_t, IPP_TAG_TEXT, 0x41)
CONSTANT(ipp_tag_t, IPP_TAG_KEYWORD, 0x44)
CONSTANT(ipp_tag_t, IPP_TAG_URI, 0x45)

LATE(PRINTING, const char *, cupsServer, (void), ())
LATE(PRINTING, int, ippPort, (void), ())
LATE(PRINTING, http_t *, httpConnect2,
    (const char *host, int port, http_addrlist_t *addresses, int family, http_encryption_t encryption, int blocking, int msec, int *cancel),
    (host, port, addresses, family, encryption, blocking, msec, cancel))
LATE(PRINTING, void, httpClose, (http_t *connection), (connection))
LATE(PRINTING, const char *, cupsLastErrorString, (void), ())
LATE(PRINTING, int, cupsGetDests2, (http_t *connection, cups_dest_t **destinations), (connection, destinations))
LATE(PRINTING, cups_dest_t *, cupsGetNamedDest, (http_t *connection, const char *name, const char *instance), (connection, name, instance))
LATE(PRINTING, void, cupsFreeDests, (int count, cups_dest_t *destinations), (count, destinations))
LATE(PRINTING, int, cupsAddOption, (const char *name, const char *value, int count, cups_option_t **options), (name, value, count, options))
LATE(PRINTING, const char *, cupsGetOption, (const char *name, int count, cups_option_t *options), (name, count, options))
LATE(PRINTING, void, cupsFreeOptions, (int count, cups_option_t *options), (count, options))
LATE(PRINTING, int, cupsPrintFile2,
    (http_t *connection, const char *printer, const char *file, const char *title, int count, cups_option_t *options),
    (connection, printer, file, title, count, options))
LATE(PRINTING, int, cupsGetJobs2, (http_t *connection, cups_job_t **jobs, const char *printer, int mine, int which),
    (connection, jobs, printer, mine, which))
LATE(PRINTING, void, cupsFreeJobs, (int count, cups_job_t *jobs), (count, jobs))
LATE(PRINTING, ipp_t *, ippNewRequest, (ipp_op_t operation), (operation))
LATE(PRINTING, ipp_attribute_t *, ippAddString,
    (ipp_t *request, ipp_tag_t group, ipp_tag_t tag, const char *name, const char *language, const char *value),
    (request, group, tag, name, language, value))
LATE(PRINTING, ipp_t *, cupsDoRequest, (http_t *connection, ipp_t *request, const char *resource), (connection, request, resource))
LATE(PRINTING, ipp_attribute_t *, ippFindAttribute, (ipp_t *answer, const char *name, ipp_tag_t tag), (answer, name, tag))
LATE(PRINTING, const char *, ippGetString, (ipp_attribute_t *attribute, int element, const char **language), (attribute, element, language))
LATE(PRINTING, void, ippDelete, (ipp_t *message), (message))
