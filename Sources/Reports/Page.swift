public import TextLayout

/// A page as lines of cells on a grid of columns, the same for text and for PDF.
public struct Page: Hashable, Sendable {
    /// The lines from top to bottom, as many as the page holds.
    public var lines: [PageLine]
}

/// A line of a page.
public enum PageLine: Hashable, Sendable {
    /// Nothing.
    case blank
    /// A line across the page.
    case rule
    /// Texts side by side.
    case cells([PageCell])
}

/// A text at its place on a line.
public struct PageCell: Hashable, Sendable {
    /// The whole text.
    public var text: String
    /// Columns of the grid left of it.
    public var column: Int
    /// Columns of the grid that it may take.
    public var width: Int
    /// Where it stands inside them.
    public var alignment: Alignment
    /// Whether it is drawn bold.
    public var isBold: Bool
    /// Whether it ends in "…" where it does not fit; what may not be shortened is set narrower.
    public var isShortened: Bool

    /// Makes a cell.
    public init(
        _ text: String, column: Int, width: Int, alignment: Alignment = .left, isBold: Bool = false, isShortened: Bool = true
    ) {
        self.text = text
        self.column = column
        self.width = width
        self.alignment = alignment
        self.isBold = isBold
        self.isShortened = isShortened
    }
}

/// The size of a page in columns and lines of text.
public struct PageSize: Hashable, Sendable {
    /// Columns of the grid.
    public var columns: Int
    /// Lines.
    public var lines: Int

    /// Makes a size.
    public init(columns: Int, lines: Int) {
        self.columns = columns
        self.lines = lines
    }

    /// A4 upright at ten points: 80 columns, 62 lines.
    public static let a4 = PageSize(columns: 80, lines: 62)
}
