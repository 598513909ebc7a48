/// Where an operator is in a list: the row under the cursor, the marked rows, and what is in view, held by identity.
///
/// Rows may be added, removed and put in another order at any time: the cursor and the marks stay on what they were on, and
/// the cursor's row keeps its line on the screen. Call ``reconcile(with:height:)`` with the rows before drawing or moving.
public struct ListState<ID: Hashable & Sendable>: Sendable, Hashable {
    /// What is under the cursor; nil in an empty list.
    public private(set) var cursor: ID?
    /// What is marked, also where it is not among the rows just now.
    public private(set) var marks: Set<ID> = []
    /// The index of the cursor's row in the rows last reconciled.
    public private(set) var index = 0
    /// The index of the uppermost row in view.
    public private(set) var top = 0
    /// Rows of the list, as last reconciled.
    public private(set) var count = 0
    /// Rows in view at once, as last reconciled.
    public private(set) var height = 1

    /// A state for a list not yet seen; with a cursor when the caller knows where to start.
    public init(cursor: ID? = nil) { self.cursor = cursor }

    /// The indices of the rows in view.
    public var visible: Range<Int> { top..<min(top + height, count) }

    /// The line of the cursor's row in the view; nil in an empty list.
    public var cursorLine: Int? { count == 0 ? nil : index - top }

    /// Takes over the rows as they are now and how many of them are in view.
    ///
    /// When the row under the cursor is gone, the one that took its place gets the cursor, at the end the last one. The search is
    /// linear only when the row is no longer where it was.
    public mutating func reconcile(with rows: some RandomAccessCollection<ID>, height newHeight: Int) {
        let line = index - top
        count = rows.count
        height = max(newHeight, 1)
        guard count > 0 else {
            (cursor, index, top) = (nil, 0, 0)
            return
        }
        if let cursor, row(index, of: rows) != cursor {
            if let found = rows.firstIndex(of: cursor) {
                index = rows.distance(from: rows.startIndex, to: found)
                top = index - line
            }
        }
        index = min(max(index, 0), count - 1)
        cursor = row(index, of: rows)
        bringIntoView()
    }

    /// Moves the cursor by rows, not past either end.
    public mutating func move(by rows: Int, in all: some RandomAccessCollection<ID>) { move(to: index + rows, in: all) }

    /// Moves the cursor to the row with this index, or the nearest end.
    public mutating func move(to row: Int, in all: some RandomAccessCollection<ID>) {
        count = all.count
        guard count > 0 else { return }
        index = min(max(row, 0), count - 1)
        cursor = self.row(index, of: all)
        bringIntoView()
    }

    /// Moves the cursor to this row; false, and nothing moves, when it is not in the list.
    @discardableResult
    public mutating func select(_ id: ID, in all: some RandomAccessCollection<ID>) -> Bool {
        guard let found = all.firstIndex(of: id) else { return false }
        move(to: all.distance(from: all.startIndex, to: found), in: all)
        return true
    }

    /// Moves the cursor as lists do: arrows, PgUp, PgDn, Home, End, `j` and `k`, Ctrl-D and Ctrl-U. False for any other key.
    public mutating func handle(_ key: Key, in all: some RandomAccessCollection<ID>) -> Bool {
        switch key {
        case .up, .character("k"): move(by: -1, in: all)
        case .down, .character("j"): move(by: 1, in: all)
        case .pageUp: move(by: -max(height - 1, 1), in: all)
        case .pageDown: move(by: max(height - 1, 1), in: all)
        case .control("u"): move(by: -max(height / 2, 1), in: all)
        case .control("d"): move(by: max(height / 2, 1), in: all)
        case .home: move(to: 0, in: all)
        case .end: move(to: all.count - 1, in: all)
        default: return false
        }
        return true
    }

    /// Marks the row under the cursor, or takes its mark away.
    public mutating func toggleMark() {
        guard let cursor else { return }
        if marks.remove(cursor) == nil { marks.insert(cursor) }
    }

    /// Marks these rows too.
    public mutating func mark(_ ids: some Collection<ID>) {
        marks.reserveCapacity(max(marks.count, ids.count))
        marks.formUnion(ids)
    }

    /// Marks those of these rows that are not marked, and takes the marks of the others away.
    public mutating func invertMarks(of ids: some Collection<ID>) {
        let unmarked = ids.filter { !marks.contains($0) }
        // Most often nothing else is marked, and taking a hundred thousand marks away one by one takes longer than a key may.
        if marks.count > ids.count - unmarked.count { marks.subtract(ids) } else { marks.removeAll() }
        mark(unmarked)
    }

    /// Takes all marks away.
    public mutating func unmarkAll() { marks.removeAll() }

    /// The marked rows that are in the list, in its order, and how many marks are on rows that are not.
    public func marked(in all: some RandomAccessCollection<ID>) -> (rows: [ID], missing: Int) {
        let rows = marks.isEmpty ? [] : all.filter(marks.contains)
        return (rows, marks.count - rows.count)
    }

    private func row(_ index: Int, of rows: some RandomAccessCollection<ID>) -> ID? {
        guard index >= 0, index < rows.count else { return nil }
        return rows[rows.index(rows.startIndex, offsetBy: index)]
    }

    private mutating func bringIntoView() {
        top = min(top, index)
        top = max(top, index - height + 1)
        top = max(min(top, count - height), 0)
    }
}
