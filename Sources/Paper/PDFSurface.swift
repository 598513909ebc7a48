import CPaper
import Reports
import TextLayout

/// The C libraries behind the PDF: everything here that touches their pointers, and nothing that decides what a paper says.
///
/// Whoever calls has opened `LateLibrary.drawing`. The pointers live as long as the call that made them: a surface and a pen are only valid
/// inside the body of `PDFSurface.draw`.
struct PDFSurface {
    private let surface: OpaquePointer
    private let context: OpaquePointer

    /// Draws a file by means of `body` and gives its bytes. Lengths are points.
    static func draw(
        width: Double, height: Double, title: String, created: String, _ body: (PDFSurface) -> Void
    ) throws(PaperError) -> [UInt8] {
        var bytes: [UInt8] = []
        let status = withUnsafeMutablePointer(to: &bytes) { sink in
            // Called by cairo with every piece of the file, on this thread, before `draw` returns.
            let write: cairo_write_func_t = { sink, data, count in
                guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
                sink.assumingMemoryBound(to: [UInt8].self).pointee += UnsafeBufferPointer(start: data, count: Int(count))
                return CAIRO_STATUS_SUCCESS
            }
            guard let surface = cairo_pdf_surface_create_for_stream(write, sink, width, height), let context = cairo_create(surface) else {
                return CAIRO_STATUS_NO_MEMORY
            }
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Dormwatt")
            body(PDFSurface(surface: surface, context: context))
            cairo_destroy(context)
            cairo_surface_finish(surface)
            let status = cairo_surface_status(surface)
            cairo_surface_destroy(surface)
            return status
        }
        guard status == CAIRO_STATUS_SUCCESS else { throw .drawing(String(cString: cairo_status_to_string(status))) }
        return bytes
    }

    /// Of these characters those that no font has.
    static func missingGlyphs(in characters: [Character], families: String) -> [Character] {
        guard let surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, nil), let context = cairo_create(surface) else { return [] }
        defer {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
        }
        let pen = PDFSurface(surface: surface, context: context).pen(families: families, size: 10)
        // Most papers miss nothing: one question for all, and one for each only when something is missing.
        guard pen.unknownGlyphs(in: String(characters)) > 0 else { return [] }
        return characters.filter { pen.unknownGlyphs(in: String($0)) > 0 }
    }

    func pen(families: String, size: Double) -> Pen { Pen(context: context, families: families, size: size) }

    func endPage() { cairo_show_page(context) }
}

/// Writes texts and lines on a surface.
final class Pen {
    private let context: OpaquePointer
    private let layout: OpaquePointer
    private let regular: OpaquePointer
    private let bold: OpaquePointer

    fileprivate init(context: OpaquePointer, families: String, size: Double) {
        self.context = context
        layout = pango_cairo_create_layout(context)
        regular = pango_font_description_new()
        pango_font_description_set_family(regular, families)
        pango_font_description_set_absolute_size(regular, size * Double(PANGO_SCALE))
        bold = pango_font_description_copy(regular)
        pango_font_description_set_weight(bold, PANGO_WEIGHT_BOLD)
        // Chinese forms of characters that Japanese and Korean write otherwise; a right-to-left name stays on its side of the cell.
        pango_context_set_language(pango_layout_get_context(layout), pango_language_from_string("zh-cn"))
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_single_paragraph_mode(layout, 1)
        cairo_set_source_rgb(context, 0, 0, 0)
        cairo_set_line_width(context, 0.6)
    }

    deinit {
        pango_font_description_free(bold)
        pango_font_description_free(regular)
        g_object_unref(UnsafeMutableRawPointer(layout))
    }

    func line(from left: Double, to right: Double, y: Double) {
        cairo_move_to(context, left, y)
        cairo_line_to(context, right, y)
        cairo_stroke(context)
    }

    /// Writes one line of text into a cell: what may be shortened ends in "…" where it is too wide, the rest is set narrower.
    func write(
        _ text: String, x: Double, y: Double, width: Double, alignment: Alignment, isBold: Bool, isShortened: Bool
    ) {
        pango_layout_set_font_description(layout, isBold ? bold : regular)
        pango_layout_set_width(layout, isShortened ? Int32(width * Double(PANGO_SCALE)) : -1)
        pango_layout_set_ellipsize(layout, isShortened ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE)
        pango_layout_set_text(layout, text, -1)
        var (taken, height) = (Int32(0), Int32(0))
        pango_layout_get_size(layout, &taken, &height)
        let natural = Double(taken) / Double(PANGO_SCALE)
        let narrowing = natural > width ? width / natural : 1
        let free = width - natural * narrowing
        let offset =
            switch alignment {
            case .left: 0.0
            case .centre: free / 2
            case .right: free
            }
        cairo_save(context)
        cairo_translate(context, x + offset, y)
        cairo_scale(context, narrowing, 1)
        cairo_move_to(context, 0, 0)
        pango_cairo_show_layout(context, layout)
        cairo_restore(context)
    }

    func unknownGlyphs(in text: String) -> Int {
        pango_layout_set_font_description(layout, regular)
        pango_layout_set_width(layout, -1)
        pango_layout_set_text(layout, text, -1)
        return Int(pango_layout_get_unknown_glyphs_count(layout))
    }
}
