import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the list of buses.
enum BusesColumn: Hashable, Sendable {
    case bus, state, meters, silent, stale, waiting, lost, again, broken, slower, round, last, since
}

extension Console {
    /// Lines of buses in view; below them stands more about the one under the cursor.
    var busesHeight: Int { max(size.rows - 13, 1) }

    private static var plan: [Column<BusesColumn>] {
        [
            Column(.bus, title: phrase("bus"), width: 6...10), Column(.state, title: phrase("state"), width: 5),
            Column(.meters, title: phrase("meters"), width: 6, placement: .aligned(.right)),
            Column(.silent, title: phrase("silent"), width: 6, placement: .aligned(.right)),
            Column(.stale, title: phrase("stale"), width: 5, placement: .aligned(.right), priority: 75),
            Column(.waiting, title: phrase("waiting"), shortTitle: phrase("wait"), width: 4...7, placement: .aligned(.right), priority: 60),
            Column(.lost, title: phrase("lost"), width: 6, placement: .aligned(.right)),
            Column(.slower, title: phrase("slower"), width: 6, placement: .aligned(.right), priority: 70),
            Column(.again, title: phrase("again"), width: 5, placement: .aligned(.right), priority: 40),
            Column(.broken, title: phrase("broken"), width: 6, placement: .aligned(.right), priority: 50),
            Column(.round, title: phrase("round"), width: 7, placement: .aligned(.right), priority: 80),
            Column(.last, title: phrase("ended"), width: 6, placement: .aligned(.right), priority: 30),
            Column(.since, title: phrase("trouble"), width: 7, placement: .aligned(.right), priority: 65),
        ]
    }

    /// Draws how concentrators and buses are doing.
    func drawBuses(in frame: inout Frame) {
        let buses = desk.buses
        let down = buses.count { $0.isConnected == false }
        let silent = buses.reduce(0) { $0 + $1.silent.count }
        let concentrators = Set(buses.map(\.id.concentrator)).count
        let filtered = filterRuns(filters.busRows.count, of: buses.count, Figures(glyphs: frame.glyphs))
        frame.line(
            !filtered.isEmpty
                ? filtered
                : [
                    ("\(buses.count)", .strong), (phrase(" buses on "), .dim), ("\(concentrators)", .strong),
                    (phrase(" concentrators"), .dim),
                    ("   \(down)", down > 0 ? .stateCut : .dim), (phrase(" down"), .dim), ("   \(silent)", silent > 0 ? .stateLow : .dim),
                    (silent == 1 ? phrase(" meter silent") : phrase(" meters silent"), .dim),
                ], frame.position(in: busList), row: 1)
        let plan = ColumnPlan(Self.plan, width: size.columns - 4)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        if buses.isEmpty {
            frame.emptyState([phrase("No bus was used yet."), phrase("They appear when a collector opens the concentrators.")], row: 5)
        }
        for index in busList.visible {
            guard let bus = buses.first(where: { $0.id == filters.busRows[index] }) else { continue }
            draw(bus, row: 4 + index - busList.top, plan, in: &frame)
        }
        drawCopies(in: &frame)
        if let bus = buses.first(where: { $0.id == busList.cursor }) { drawBusFoot(bus, in: &frame) }
    }

    private func draw(_ bus: BusHealth, row: Int, _ plan: ColumnPlan<BusesColumn>, in frame: inout Frame) {
        let at = Point(column: 3, row: row)
        let isHere = busList.cursor == bus.id
        func number(_ value: Int, in column: BusesColumn, _ role: Role = .text) {
            frame.tableCell(value == 0 ? frame.glyphs.nothing : String(value), in: column, of: plan, at: at, role: value == 0 ? .dim : role)
        }
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        frame.tableCell(bus.id.description, in: .bus, of: plan, at: at, role: .strong)
        frame.tableCell(bus.condition.word, in: .state, of: plan, at: at, role: bus.condition.role)
        number(bus.meters, in: .meters)
        number(bus.silent.count, in: .silent, .stateLow)
        number(bus.stale, in: .stale, .stateLow)
        number(bus.waiting, in: .waiting)
        let lost = bus.recent.lostPerMille
        frame.tableCell(
            lost.map { $0 == 1000 ? "100 %" : Decimals.text(Int64($0), decimals: 1) + " %" } ?? frame.glyphs.nothing, in: .lost, of: plan,
            at: at,
            role: lost.map { $0 >= 20 } ?? false ? .stateLow : .text)
        let slower = bus.recent.slowerPercent.flatMap { $0 == 0 ? nil : "\($0) %" }
        frame.tableCell(slower ?? frame.glyphs.nothing, in: .slower, of: plan, at: at, role: slower == nil ? .dim : .text)
        number(bus.recent.repeats, in: .again)
        number(bus.recent.broken, in: .broken, .warning)
        let since = (bus.troubledSince ?? (bus.isConnected == false ? bus.since : nil)).map { Age.text(of: $0, at: desk.now) }
        frame.tableCell(since ?? frame.glyphs.nothing, in: .since, of: plan, at: at, role: since == nil ? .dim : .text)
        let round = bus.roundMilliseconds.map { Decimals.text($0 / 100, decimals: 1) + " s" }
        frame.tableCell(round ?? frame.glyphs.nothing, in: .round, of: plan, at: at)
        let last = bus.lastRound.map { Age.text(of: $0, at: desk.now) }
        frame.tableCell(last ?? frame.glyphs.nothing, in: .last, of: plan, at: at, role: .dim)
        if isHere {
            frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
            frame.park(0, row)
        }
    }
}
