import TextLayout

/// A question or an answer in a box as wide as its text: what it is about, before and after, and the keys.
public struct Dialog: Sendable, Hashable {
    /// A figure before and after.
    public struct Change: Sendable, Hashable {
        /// What changes.
        public let label: String
        /// What it is now.
        public let before: String
        /// What it will be; equal to `before` where it stays.
        public let after: String

        /// A line of the two aligned columns.
        public init(_ label: String, before: String, after: String) {
            self.label = label
            self.before = before
            self.after = after
        }
    }

    /// The question, the first line.
    public var question: String
    /// Sentences below it; wrapped to the box.
    public var text: [String]
    /// Figures in two aligned columns.
    public var changes: [Change]
    /// A field's label and the field, when something has to be typed.
    public var input: Input?
    /// Sentences below the figures, such as what cannot be undone.
    public var notes: [String]
    /// The keys, the last line.
    public var keys: [KeyHint]
    /// Whether what it asks cannot easily be taken back.
    public var isDanger: Bool

    /// A field in a dialog.
    public struct Input: Sendable, Hashable {
        /// What to type.
        public var label: String
        /// The field.
        public var field: TextField
        /// The cells of the field.
        public var width: Int
        /// Whether what it holds is wrong.
        public var isWrong: Bool

        /// A field in a dialog.
        public init(label: String, field: TextField, width: Int, isWrong: Bool = false) {
            self.label = label
            self.field = field
            self.width = width
            self.isWrong = isWrong
        }
    }

    /// A dialog.
    public init(
        question: String, text: [String] = [], changes: [Change] = [], input: Input? = nil, notes: [String] = [],
        keys: [KeyHint], isDanger: Bool = false
    ) {
        self.question = question
        self.text = text
        self.changes = changes
        self.input = input
        self.notes = notes
        self.keys = keys
        self.isDanger = isDanger
    }
}

extension Frame {
    /// Draws a dialog in the middle of the frame and returns the rectangle that it takes, border and all.
    @discardableResult
    public mutating func dialog(_ dialog: Dialog, widest: Int = 64) -> Rect {
        let role: Role = dialog.isDanger ? .dangerDialog : .dialog
        var layout = DialogLayout(dialog, room: min(widest, size.columns - 6), arrow: glyphs.arrow)
        let columns = min(layout.width + 6, size.columns)
        // Where the rows are few the blank ones give way, and never the keys.
        let isTight = layout.rows + 4 > size.rows
        let margin = isTight ? 1 : 2
        let rows = min((isTight ? layout.tightRows : layout.rows) + 2 * margin, size.rows)
        let rect = Rect(column: (size.columns - columns) / 2, row: (size.rows - rows) / 2, columns: columns, rows: rows)
        layout.fit(rows: rows - 2 * margin, more: glyphs.ellipsis)
        fill(rect, role: role)
        box(rect, role: dialog.isDanger ? role : .focusedBorder)
        pane(rect.inset(horizontal: 3, vertical: margin)) { pane in layout.draw(dialog, in: &pane, role: role, gap: isTight ? 0 : 1) }
        // Screen readers follow the cursor: without a field it stands on the keys, not on what lies behind.
        if dialog.input == nil { cursor = Point(column: rect.origin.column + 3, row: max(rect.origin.row + rows - 1 - margin, 0)) }
        return rect
    }
}

/// A dialog's lines, wrapped, and the widths of its columns.
private struct DialogLayout {
    let question: [String]
    private(set) var text: [String]
    private(set) var notes: [String]
    let labelWidth: Int
    let beforeWidth: Int
    let afterWidth: Int
    let arrow: String
    let width: Int
    let rows: Int
    /// The rows without blank ones between the blocks.
    let tightRows: Int

    init(_ dialog: Dialog, room: Int, arrow: String) {
        let room = max(room, 8)
        func widest(_ texts: [String]) -> Int { texts.map(\.cellWidth).max() ?? 0 }
        question = dialog.question.wrapped(to: room)
        text = dialog.text.flatMap { $0.wrapped(to: room) }
        notes = dialog.notes.flatMap { $0.wrapped(to: room) }
        labelWidth = widest(dialog.changes.map(\.label))
        beforeWidth = widest(dialog.changes.map(\.before))
        afterWidth = widest(dialog.changes.map(\.after))
        self.arrow = arrow
        let changes = dialog.changes.isEmpty ? 0 : labelWidth + 3 + beforeWidth + 2 + arrow.cellWidth + 2 + afterWidth
        let input = dialog.input.map { $0.label.cellWidth + 2 + $0.width } ?? 0
        let keys = dialog.keys.reduce(0) { $0 + $1.width } + 2 * max(dialog.keys.count - 1, 0)
        width = min([widest(question), widest(text), widest(notes), changes, input, keys].max() ?? 0, room)
        let blocks = [question.count, text.count, dialog.changes.count, dialog.input == nil ? 0 : 1, notes.count, 1]
        tightRows = blocks.reduce(0, +)
        rows = tightRows + blocks.filter { $0 > 0 }.count - 1
    }

    /// Where not even the tight rows fit, sentences give way and say how many lines are missing; the question, the figures, the field and the
    /// keys never do. The notes keep half of what is left to them and the text.
    mutating func fit(rows: Int, more sign: String) {
        guard tightRows > rows else { return }
        let spare = max(rows - (tightRows - text.count - notes.count), 0)
        func cut(_ lines: [String], to count: Int) -> [String] {
            lines.count <= count || count <= 0
                ? Array(lines.prefix(max(count, 0))) : lines.prefix(count - 1) + ["\(sign) +\(lines.count - count + 1)"]
        }
        let noteRows = min(notes.count, max(spare - text.count, spare / 2))
        (text, notes) = (cut(text, to: spare - noteRows), cut(notes, to: noteRows))
    }

    func draw(_ dialog: Dialog, in pane: inout Frame, role: Role, gap: Int) {
        var row = 0
        func lines(_ lines: [String], role: Role, in pane: inout Frame) {
            for line in lines {
                pane.put(line, at: Point(column: 0, row: row), role: role)
                row += 1
            }
            if !lines.isEmpty { row += gap }
        }
        lines(question, role: .strong, in: &pane)
        lines(text, role: role, in: &pane)
        for change in dialog.changes {
            draw(change, row: row, in: &pane, role: role)
            row += 1
        }
        if !dialog.changes.isEmpty { row += gap }
        if let input = dialog.input {
            pane.put(input.label, at: Point(column: 0, row: row), role: role)
            let place = Point(column: input.label.cellWidth + 2, row: row)
            pane.field(input.field, at: place, width: input.width, focused: true, wrong: input.isWrong)
            row += 1 + gap
        }
        lines(notes, role: dialog.isDanger ? role : .dim, in: &pane)
        let last = min(row, pane.size.rows - 1)
        pane.fill(Rect(column: 0, row: last, columns: pane.size.columns, rows: 1), role: role)
        pane.footer(dialog.keys, at: Point(column: 0, row: last), width: pane.size.columns)
    }

    private func draw(_ change: Dialog.Change, row: Int, in pane: inout Frame, role: Role) {
        pane.put(change.label, at: Point(column: 0, row: row), role: .dim)
        let before = Point(column: labelWidth + 3, row: row)
        pane.put(change.before, at: before, role: role, maxWidth: beforeWidth, alignment: .right)
        let column = before.column + beforeWidth + 2
        let changes = change.before != change.after
        if changes { pane.put(arrow, at: Point(column: column, row: row), role: .dim) }
        let after = Point(column: column + arrow.cellWidth + 2, row: row)
        pane.put(change.after, at: after, role: changes ? .strong : .dim, maxWidth: afterWidth, alignment: .right)
    }
}
