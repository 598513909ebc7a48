public import Reports
import TextLayout

/// Pages as PDF: A4, the same bytes for the same pages, fonts and date.
public struct PDFPages: Sendable {
    /// Which letters it is set in.
    public var fonts: PaperFonts
    /// What draws them.
    var library = LateLibrary.drawing

    /// Makes a setter of pages.
    public init(fonts: PaperFonts = PaperFonts()) { self.fonts = fonts }

    /// Throws `PaperError.missingLibrary` on a machine that can not draw: to be asked before what can not be taken back.
    public func ready() throws(PaperError) {
        if let reason = library.open() { throw .missingLibrary(library.file, reason: reason) }
    }

    /// The pages as one PDF file.
    ///
    /// - Parameters:
    ///   - title: the title that PDF readers show.
    ///   - created: when the paper was made, ISO 8601 with its offset, for example `2026-06-30T16:00:00+08:00`; it stands in the file.
    /// - Throws: `PaperError.missingLibrary` on a machine that can not draw, `PaperError.missingGlyphs` with every character that no font
    ///   has; nothing was drawn then.
    public func pdf(of pages: [Page], title: String, created: String, size: PageSize = .a4) throws(PaperError) -> [UInt8] {
        try ready()
        let missing = missingGlyphs(in: pages)
        guard missing.isEmpty else { throw .missingGlyphs(missing) }
        let sheet = Sheet(size: size)
        return try PDFSurface.draw(width: Sheet.width, height: Sheet.height, title: title, created: created) { surface in
            let pen = surface.pen(families: fonts.families, size: fonts.size)
            for page in pages {
                for (index, line) in page.lines.enumerated() { draw(line, at: index, on: sheet, with: pen) }
                surface.endPage()
            }
        }
    }

    /// Characters that no font of this machine can show, in the order in which they come.
    private func missingGlyphs(in pages: [Page]) -> [Character] {
        var seen: Set<Character> = []
        var characters: [Character] = []
        for case .cells(let cells) in pages.lazy.flatMap(\.lines) {
            for character in cells.lazy.flatMap(text(of:)) where seen.insert(character).inserted { characters.append(character) }
        }
        return PDFSurface.missingGlyphs(in: characters, families: fonts.families)
    }

    /// What is printed: cut by the same rule as on the console, with a question mark for every character that is none to be seen.
    private func text(of cell: PageCell) -> String {
        let text = cell.isShortened ? cell.text.clipped(to: cell.width) : cell.text.sanitised
        return String(text.map { ("\u{2400}"..."\u{2426}").contains($0) ? "?" : $0 })
    }

    private func draw(_ line: PageLine, at index: Int, on sheet: Sheet, with pen: Pen) {
        switch line {
        case .blank: break
        case .rule: pen.line(from: sheet.x(0), to: sheet.x(sheet.size.columns), y: sheet.y(index) + sheet.lineHeight / 2)
        case .cells(let cells):
            for cell in cells where !cell.text.isEmpty {
                pen.write(
                    text(of: cell), x: sheet.x(cell.column), y: sheet.y(index), width: Double(cell.width) * sheet.columnWidth,
                    alignment: cell.alignment, isBold: cell.isBold, isShortened: cell.isShortened)
            }
        }
    }
}

/// Where columns and lines of the grid lie on A4, in points.
struct Sheet {
    static let width = 595.28
    static let height = 841.89
    private static let margin = 42.0

    let size: PageSize
    let columnWidth: Double
    let lineHeight: Double

    init(size: PageSize) {
        self.size = size
        columnWidth = (Self.width - 2 * Self.margin) / Double(size.columns)
        lineHeight = (Self.height - 2 * Self.margin) / Double(size.lines)
    }

    func x(_ column: Int) -> Double { Self.margin + Double(column) * columnWidth }
    func y(_ line: Int) -> Double { Self.margin + Double(line) * lineHeight }
}
