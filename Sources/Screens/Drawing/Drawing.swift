import Phrases
import Terminal
import TextLayout

/// What a cell is for; the role of a person at the desk is spelled `Domain.Role` here.
typealias Role = Terminal.Role

/// A piece of a line with what it is for.
typealias Run = (text: String, role: Role)

extension Frame {
    /// Writes text at a column and row; the width that it may take and where it stands in it.
    @discardableResult
    mutating func text(
        _ text: String, _ column: Int, _ row: Int, _ role: Role = .text, width: Int? = nil, _ alignment: Alignment = .left
    ) -> Int {
        put(text, at: Point(column: column, row: row), role: role, maxWidth: width, alignment: alignment)
    }

    /// Writes pieces one after the other.
    @discardableResult
    mutating func runs(_ runs: [Run], _ column: Int, _ row: Int, width: Int? = nil) -> Int {
        put(runs, at: Point(column: column, row: row), maxWidth: width)
    }

    /// Writes groups of pieces one after the other; one that does not fit whole is left out.
    mutating func groups(_ groups: [[Run]], _ column: Int, _ row: Int) {
        var column = column
        for group in groups {
            let width = group.reduce(0) { $0 + $1.text.cellWidth }
            guard column + width <= size.columns else { continue }
            column += runs(group, column, row) + 3
        }
    }

    /// Writes pieces so that they end at the right edge.
    mutating func runsAtRight(_ runs: [Run], row: Int, margin: Int = 1) {
        let width = runs.reduce(0) { $0 + $1.text.cellWidth }
        self.runs(runs, size.columns - margin - width, row)
    }

    /// Writes pieces at the left and others at the right edge; where both do not fit, the left ones matter more.
    mutating func line(_ left: [Run], _ right: [Run], row: Int) {
        let needed = right.reduce(0) { $0 + $1.text.cellWidth }
        let wanted = left.reduce(0) { $0 + $1.text.cellWidth }
        runs(left, 1, row, width: size.columns - 2)
        if wanted + needed + 3 <= size.columns - 1 { runsAtRight(right, row: row) }
    }

    /// Writes parts at the left and pieces at the right edge. Where they do not fit, the parts come closer, then those that are worth
    /// least are left out: a number that is cut would be another one.
    mutating func line(_ parts: [LinePart], _ right: [Run], row: Int) {
        let needed = right.reduce(0) { $0 + $1.text.cellWidth }
        let room = size.columns - 2 - (needed == 0 ? 0 : needed + 2)
        var parts = parts
        func wanted(_ gap: Int) -> Int { parts.reduce(-gap) { $0 + $1.width + gap } }
        while parts.count > 1, wanted(2) > room, let least = parts.indices.min(by: { parts[$0].worth < parts[$1].worth }) {
            parts.remove(at: least)
        }
        let gap = wanted(3) <= room ? 3 : 2
        var column = 1
        for part in parts { column += runs(part.runs, column, row, width: max(room + 1 - column, 0)) + gap }
        runsAtRight(right, row: row)
    }

    /// Parks the hardware cursor where the operator is.
    mutating func park(_ column: Int, _ row: Int) { cursor = Point(column: column, row: row) }

    /// Writes sentences in a designed empty state: what is the case, what to do. The cursor stands on them where nothing else has it.
    mutating func emptyState(_ sentences: [String], row: Int, column: Int = 3) {
        if cursor == nil { park(column, row) }
        for (index, sentence) in sentences.enumerated() {
            text(sentence, column, row + index, index == 0 ? .strong : .dim, width: size.columns - column - 2)
        }
    }

    /// Where the cursor is in a list, and whether there is more above or below; nothing where all of it is in view.
    func position<ID>(in list: ListState<ID>) -> [Run] {
        guard list.count > list.visible.count else { return [] }
        let signs = (list.visible.lowerBound > 0 ? glyphs.more[0] : " ") + (list.visible.upperBound < list.count ? glyphs.more[1] : " ")
        let figures = Figures(glyphs: glyphs)
        return [(phrase("\(figures.count(list.index + 1)) of \(figures.count(list.count)) \(signs)"), .dim)]
    }
}

/// A part of a line that is shown whole or not at all.
struct LinePart {
    let runs: [Run]
    /// The parts that are worth least are left out first.
    let worth: Int

    init(_ runs: [Run], worth: Int) { (self.runs, self.worth) = (runs, worth) }

    var width: Int { runs.reduce(0) { $0 + $1.text.cellWidth } }
}

/// A figure with its label and unit, in the same columns on every screen.
struct FigureLine {
    var label: String
    var value: String
    var unit = ""
    var role: Role = .text
    var note: [Run] = []

    init(_ label: String, _ value: String, _ unit: String = "", _ role: Role = .text, note: [Run] = []) {
        (self.label, self.value, self.unit, self.role, self.note) = (label, value, unit, role, note)
    }

    /// The cell after the last figure, and where notes begin.
    static let edge = 20
    static let notes = 26

    func draw(in frame: inout Frame, row: Int, column: Int = 0) {
        frame.text(label, column, row, .dim, width: 11)
        // Whole numbers stand on the units of figures with two places.
        let digits = value.contains(".") ? value.decimalAligned(digits: 2) : value.contains(where: \.isNumber) ? value + "   " : value
        frame.text(digits, column + 10, row, role, width: Self.edge - 10, .right)
        frame.text(unit, column + Self.edge + 1, row, .unit, width: 4)
        // A note that would be cut is left out; without a unit it may begin earlier.
        let start = unit.isEmpty ? Self.edge + 1 : Self.notes
        if start + note.reduce(0, { $0 + $1.text.cellWidth }) <= frame.size.columns - column { frame.runs(note, column + start, row) }
    }
}
