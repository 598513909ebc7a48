import TextLayout

/// Papers as plain text: for pipes, for the preview on the console and for printers that know nothing else.
public enum TextPages {
    /// The pages as lines of text with a form feed after each page.
    public static func text(of pages: [Page], columns: Int = PageSize.a4.columns) -> String {
        pages.map { page in lines(of: page, columns: columns).map { $0 + "\n" }.joined() + "\u{0C}" }.joined()
    }

    /// The lines of one page, without spaces at their ends.
    public static func lines(of page: Page, columns: Int = PageSize.a4.columns) -> [String] {
        page.lines.map { line in
            switch line {
            case .blank: ""
            case .rule: String(repeating: "-", count: columns)
            case .cells(let cells): text(of: cells)
            }
        }
    }

    private static func text(of cells: [PageCell]) -> String {
        var line = ""
        var width = 0
        for cell in cells.sorted(by: { $0.column < $1.column }) where !cell.text.isEmpty && cell.width > 0 {
            line += String(repeating: " ", count: max(0, cell.column - width))
            line += cell.text.padded(to: cell.width, alignment: cell.alignment)
            width = max(width, cell.column) + cell.width
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
