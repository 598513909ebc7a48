import TextLayout

/// A whole terminal screen as a value: cells, the hardware cursor, the title and the modes that it wants.
///
/// Drawing outside of it has no effect, and whatever is drawn is made safe first: control characters become visible signs.
public struct Frame: Sendable, Hashable {
    /// Its columns and rows.
    public let size: Size
    /// The signs that its drawing functions use.
    public let glyphs: Glyphs
    /// Where the hardware cursor stands. Screen readers and braille lines follow it, so every screen parks it on what is active.
    public var cursor: Point?
    /// Whether the hardware cursor is shown; in lists it may stand on the row unseen.
    public var showsCursor = true
    /// The window's title; nil leaves the terminal's own.
    public var title: String?
    /// The input modes that the screen wants.
    public var modes = TerminalModes()
    var cells: [Cell]

    /// An empty frame.
    public init(size: Size, glyphs: Glyphs = .unicode) {
        self.size = size
        self.glyphs = glyphs
        cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    /// The cell at this place; nil outside.
    public subscript(point: Point) -> Cell? {
        contains(point) ? cells[point.row * size.columns + point.column] : nil
    }

    /// The cells of a row from left to right; none outside.
    public func row(_ row: Int) -> ArraySlice<Cell> {
        guard row >= 0, row < size.rows else { return [] }
        return cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// The whole frame as a rectangle.
    public var bounds: Rect { Rect(origin: Point(column: 0, row: 0), size: size) }

    func contains(_ point: Point) -> Bool {
        point.column >= 0 && point.column < size.columns && point.row >= 0 && point.row < size.rows
    }
}

/// Input modes of a terminal that a frame asks for; they are switched off when the console is left.
public struct TerminalModes: Sendable, Hashable {
    /// Pasted text arrives as one key instead of as typed.
    public var bracketedPaste = true
    /// Gaining and losing the focus arrives.
    public var focus = false
    /// Clicks and the wheel arrive; the terminal then selects text only with Shift.
    public var mouse = false

    /// The usual: paste apart from typing.
    public init() {}
}
