/// How many columns and rows a terminal, a frame or a part of one has.
public struct Size: Sendable, Hashable {
    /// Cells from left to right.
    public var columns: Int
    /// Lines from top to bottom.
    public var rows: Int

    /// A size; negative counts become zero.
    public init(columns: Int, rows: Int) {
        self.columns = max(columns, 0)
        self.rows = max(rows, 0)
    }
}

/// A cell's place, counted from zero at the upper left.
public struct Point: Sendable, Hashable {
    /// Cells from the left edge.
    public var column: Int
    /// Lines from the top.
    public var row: Int

    /// A place; it may lie outside of a frame, where drawing has no effect.
    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// A rectangle of cells.
public struct Rect: Sendable, Hashable {
    /// The upper left cell.
    public var origin: Point
    /// Its columns and rows.
    public var size: Size

    /// A rectangle from its upper left cell and its size.
    public init(origin: Point, size: Size) {
        self.origin = origin
        self.size = size
    }

    /// A rectangle from four numbers.
    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.init(origin: Point(column: column, row: row), size: Size(columns: columns, rows: rows))
    }

    /// The columns that it covers.
    public var columns: Range<Int> { origin.column..<origin.column + size.columns }

    /// The rows that it covers.
    public var rows: Range<Int> { origin.row..<origin.row + size.rows }

    /// This rectangle without `horizontal` columns on either side and `vertical` rows above and below.
    public func inset(horizontal: Int, vertical: Int) -> Rect {
        Rect(
            column: origin.column + horizontal, row: origin.row + vertical,
            columns: size.columns - 2 * horizontal, rows: size.rows - 2 * vertical)
    }
}
