import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the list of buildings.
enum BuildingColumn: Hashable, Sendable {
    case name, rooms, on, low, cut, noData, load, strip
}

extension Console {
    private func buildingsPlan(width: Int) -> ColumnPlan<BuildingColumn> {
        ColumnPlan(
            [
                Column(.name, title: phrase("building"), width: 10...20),
                Column(.rooms, title: phrase("rooms"), width: 5, placement: .aligned(.right), priority: 60),
                Column(.on, title: phrase("on"), width: 5, placement: .aligned(.right), priority: 50),
                Column(.low, title: phrase("low"), width: 4, placement: .aligned(.right)),
                Column(.cut, title: phrase("cut"), width: 4, placement: .aligned(.right)),
                Column(
                    .noData, title: phrase("no data"), shortTitle: phrase("n/a"), width: 4...7, placement: .aligned(.right), priority: 80),
                Column(.load, title: "kW", width: 7, placement: .decimal(1), priority: 70),
                Column(.strip, title: phrase("rooms by days left"), shortTitle: phrase("by days left"), width: 12...80),
            ], width: width, gap: 2)
    }

    /// Draws every building as a line: how many rooms are how, and all of them in the colours of the wall.
    func drawBuildings(in frame: inout Frame) {
        let table = desk.shown
        let figures = Figures(glyphs: frame.glyphs)
        let count = table.buildings.count
        let position = frame.position(in: buildings.list)
        let word = count == 1 ? phrase(" building") : phrase(" buildings")
        // Where the list is longer than the screen, its position says how many there are.
        let name = LinePart([(figures.count(count), .strong), (word, .dim)], worth: position.isEmpty ? 90 : 20)
        frame.line([name] + table.tally.parts(figures) + [table.tally.loadPart], position, row: 1)
        let plan = buildingsPlan(width: size.columns - 5)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 5)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        if count == 0 { frame.emptyState(desk.whyNoRooms, row: 5) }
        for index in buildings.list.visible where table.buildings.indices.contains(index) {
            let row = 4 + index - buildings.list.top
            draw(table.buildings[index].name, table.tallies[index], plan, row: row, isHere: index == buildings.list.index, in: &frame)
        }
        let scale = HeatScale(desk.rules.alarms)
        if size.rows >= 22 { frame.heatLegend(Heat.allCases.map { ($0, scale.label($0)) }, row: size.rows - 3) }
    }

    private func draw(
        _ name: String, _ tally: Tally, _ plan: ColumnPlan<BuildingColumn>, row: Int, isHere: Bool, in frame: inout Frame
    ) {
        let figures = Figures(glyphs: frame.glyphs)
        let at = Point(column: 3, row: row)
        func count(_ number: Int, _ column: BuildingColumn, _ role: Role) {
            frame.tableCell(
                number == 0 ? frame.glyphs.nothing : figures.count(number), in: column, of: plan, at: at, role: number == 0 ? .dim : role)
        }
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        frame.tableCell(name, in: .name, of: plan, at: at, role: .strong)
        count(tally.rooms, .rooms, .text)
        count(tally.on, .on, .stateOn)
        count(tally.low, .low, .stateLow)
        count(tally.cut, .cut, .stateCut)
        count(tally.noData, .noData, .stateNoData)
        frame.tableCell(Decimals.text(tally.load / 100, decimals: 1), in: .load, of: plan, at: at)
        guard let strip = plan[.strip] else { return }
        if isHere {
            // The strip keeps its own colours: they are what is to be read.
            frame.highlight(Rect(column: 0, row: row, columns: 3 + strip.start - 1, rows: 1), role: .cursor)
            frame.park(0, row)
        }
        frame.heatStrip(tally, at: Point(column: 3 + strip.start, row: row), width: strip.width)
    }
}

extension Frame {
    /// What the colours of the ramp stand for; answers the cell behind it.
    @discardableResult
    mutating func heatLegend(_ steps: [(heat: Heat, label: String)], row: Int, gap: Int = 1) -> Int {
        var column = 2 - gap + text(phrase("days"), 1, row, .dim)
        for (heat, label) in steps {
            let text = " \(label) "
            column += gap
            fill(Rect(column: column, row: row, columns: text.cellWidth, rows: 1), role: heat.role)
            column += self.text(text, column, row, heat.role)
        }
        return column
    }

    /// Rooms as one strip in the colours of the ramp, the worst first, each step as wide as its share and with its number where it fits.
    mutating func heatStrip(_ tally: Tally, at point: Point, width: Int) {
        var column = point.column
        let shares = tally.shares(of: width)
        // A number needs a cell before it, or it would read as one with that of its neighbour; the first has none.
        let first = shares.first { $0.cells > 0 }?.heat
        for (heat, cells) in shares where cells > 0 {
            let number = String(tally.heats[heat.rawValue])
            fill(Rect(column: column, row: point.row, columns: cells, rows: 1), role: heat.role)
            let spare = cells - number.utf8.count
            if spare > 0 || spare == 0 && heat == first {
                text(number, column, point.row, heat.role, width: cells, spare == 1 && heat != first ? .right : .centre)
            }
            column += cells
        }
    }
}

extension Tally {
    /// How many of so many cells each step of the ramp gets: its share, and at least one when it has a room; all cells together.
    func shares(of cells: Int) -> [(heat: Heat, cells: Int)] {
        let counts = Heat.allCases.map { max(Int(heats[$0.rawValue]), 0) }
        let all = counts.reduce(0, +)
        guard all > 0, cells > 0 else { return [] }
        var given = counts.map { $0 == 0 ? 0 : max($0 * cells / all, 1) }
        // What rounding left over, or took too much, is the largest step's.
        while case let sum = given.reduce(0, +), sum != cells, let largest = given.indices.max(by: { given[$0] < given[$1] }) {
            given[largest] += sum < cells ? cells - sum : -1
        }
        return zip(Heat.allCases, given).map { ($0, $1) }
    }
}
