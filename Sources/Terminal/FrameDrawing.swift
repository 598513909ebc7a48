public import TextLayout

extension Frame {
    /// Writes text from this place to the right and returns how many cells it took.
    ///
    /// - Parameters:
    ///   - role: what the text is for.
    ///   - maxWidth: the cells that it may take; longer text ends in the ellipsis. Without it the frame's right edge is the limit.
    ///   - alignment: where it stands inside `maxWidth`; the cells that it leaves free stay as they are.
    @discardableResult
    public mutating func put(
        _ text: some StringProtocol, at point: Point, role: Role = .text, maxWidth: Int? = nil, alignment: Alignment = .left
    ) -> Int {
        let room = min(maxWidth ?? .max, size.columns - point.column)
        guard room > 0, point.row >= 0, point.row < size.rows else { return 0 }
        let (fitting, width) = text.fitting(room, ellipsis: glyphs.ellipsis)
        let free = min(maxWidth ?? width, room) - width
        let start =
            switch alignment {
            case .left: point.column
            case .right: point.column + free
            case .centre: point.column + free / 2
            }
        write(fitting, row: point.row, column: start, role: role)
        return width
    }

    /// Writes several pieces of text one after the other and returns how many cells they took.
    @discardableResult
    public mutating func put(_ runs: [(text: String, role: Role)], at point: Point, maxWidth: Int? = nil) -> Int {
        let room = min(maxWidth ?? .max, size.columns - point.column)
        var used = 0
        for run in runs where used < room {
            used += put(run.text, at: Point(column: point.column + used, row: point.row), role: run.role, maxWidth: room - used)
        }
        return used
    }

    /// Empties a rectangle and makes this role its ground: what is drawn there later keeps the ground's colours where its own
    /// role sets none.
    public mutating func fill(_ rect: Rect, role: Role) {
        for row in visible(rect.rows, size.rows) {
            for column in visible(rect.columns, size.columns) {
                set(Cell(character: " ", role: role, ground: role), row: row, column: column)
            }
        }
    }

    /// Puts a rectangle under a highlight, such as the cursor's row; text and roles stay.
    public mutating func highlight(_ rect: Rect, role: Role) {
        for row in visible(rect.rows, size.rows) {
            for column in visible(rect.columns, size.columns) { cells[row * size.columns + column].highlight = role }
        }
    }

    /// Draws a thin rule to the right.
    public mutating func horizontalRule(at point: Point, width: Int, role: Role = .border) {
        guard width > 0 else { return }
        for column in visible(point.column..<point.column + width, size.columns) {
            write(glyphs.horizontal, row: point.row, column: column, role: role)
        }
    }

    /// Draws a thin rule downwards.
    public mutating func verticalRule(at point: Point, height: Int, role: Role = .border) {
        guard height > 0 else { return }
        for row in visible(point.row..<point.row + height, size.rows) {
            write(glyphs.vertical, row: row, column: point.column, role: role)
        }
    }

    /// Draws a box's border, with a title in its upper edge; what is inside stays.
    public mutating func box(_ rect: Rect, title: String = "", role: Role = .border) {
        guard rect.size.columns >= 2, rect.size.rows >= 2 else { return }
        let (left, right) = (rect.origin.column, rect.origin.column + rect.size.columns - 1)
        let (top, bottom) = (rect.origin.row, rect.origin.row + rect.size.rows - 1)
        for row in [top, bottom] {
            horizontalRule(at: Point(column: left + 1, row: row), width: rect.size.columns - 2, role: role)
        }
        for column in [left, right] {
            verticalRule(at: Point(column: column, row: top + 1), height: rect.size.rows - 2, role: role)
        }
        for (corner, point) in zip(glyphs.corners, [(left, top), (right, top), (left, bottom), (right, bottom)]) {
            write(corner, row: point.1, column: point.0, role: role)
        }
        if !title.isEmpty, rect.size.columns >= 6 {
            put(" \(title) ", at: Point(column: left + 2, row: top), role: role, maxWidth: rect.size.columns - 4)
        }
    }

    /// Draws into a part of this frame in coordinates of its own; what lies outside of the part is clipped.
    public mutating func pane(_ rect: Rect, draw: (inout Frame) -> Void) {
        var pane = Frame(size: rect.size, glyphs: glyphs)
        let (rows, columns) = (visible(rect.rows, size.rows), visible(rect.columns, size.columns))
        let (top, left) = (rect.origin.row, rect.origin.column)
        for row in rows {
            for column in columns { pane.set(cells[row * size.columns + column], row: row - top, column: column - left) }
        }
        draw(&pane)
        for row in rows {
            for column in columns { set(pane.cells[(row - top) * rect.size.columns + column - left], row: row, column: column) }
        }
        if let inner = pane.cursor {
            cursor = Point(column: inner.column + rect.origin.column, row: inner.row + rect.origin.row)
            showsCursor = pane.showsCursor
        }
    }
}

extension StringProtocol {
    /// This text clipped to `width` cells, and its own width, measured once.
    fileprivate func fitting(_ width: Int, ellipsis: String) -> (text: String, width: Int) {
        let safe = sanitised
        let own = safe.cellWidth
        if own <= width { return (safe, own) }
        let clipped = safe.clipped(to: width, ellipsis: ellipsis)
        return (clipped, clipped.cellWidth)
    }
}
