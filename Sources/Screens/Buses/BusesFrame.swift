import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the list of buses.
enum BusesColumn: Hashable, Sendable {
    case bus, line, meters, silent, waiting, answered, timeouts, broken, noise, round, last
}

extension Console {
    /// Lines of buses in view; below them stands more about the one under the cursor.
    var busesHeight: Int { max(size.rows - 11, 1) }

    private static var plan: [Column<BusesColumn>] {
        [
            Column(.bus, title: phrase("bus"), width: 6...10), Column(.line, title: phrase("line"), width: 5),
            Column(.meters, title: phrase("meters"), width: 6, placement: .aligned(.right)),
            Column(.silent, title: phrase("silent"), width: 6, placement: .aligned(.right)),
            Column(.waiting, title: phrase("waiting"), shortTitle: phrase("wait"), width: 7, placement: .aligned(.right), priority: 60),
            Column(.answered, title: phrase("answered"), width: 8, placement: .aligned(.right)),
            Column(.timeouts, title: phrase("no reply"), width: 8, placement: .aligned(.right), priority: 70),
            Column(.broken, title: phrase("broken"), width: 6, placement: .aligned(.right), priority: 50),
            Column(.noise, title: phrase("noise"), width: 5, placement: .aligned(.right), priority: 40),
            Column(.round, title: phrase("round"), width: 7, placement: .aligned(.right), priority: 80),
            Column(.last, title: phrase("ended"), width: 6, placement: .aligned(.right), priority: 30),
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
        let plan = ColumnPlan(Self.plan, width: size.columns - 4, gap: 1)
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
        let line: (String, Role) =
            bus.isConnected.map { $0 ? (phrase("UP"), .stateOn) : (phrase("DOWN"), .stateCut) } ?? (phrase("WAIT"), .stateNoData)
        frame.tableCell(line.0, in: .line, of: plan, at: at, role: line.1)
        number(bus.meters, in: .meters)
        number(bus.silent.count, in: .silent, .stateLow)
        number(bus.waiting, in: .waiting)
        let share = bus.requests == 0 ? nil : Int64(bus.answers) * 1000 / Int64(bus.requests)
        frame.tableCell(
            share.map { Decimals.text($0, decimals: 1) + " %" } ?? frame.glyphs.nothing, in: .answered, of: plan, at: at,
            role: share.map { $0 < 950 } ?? false ? .stateLow : .text)
        number(bus.timeouts, in: .timeouts)
        number(bus.broken, in: .broken, .warning)
        number(bus.noise, in: .noise, .warning)
        let round = bus.roundMilliseconds.map { Decimals.text($0 / 100, decimals: 1) + " s" }
        frame.tableCell(round ?? frame.glyphs.nothing, in: .round, of: plan, at: at)
        let last = bus.lastRound.map { Age.text(of: $0, at: desk.now) }
        frame.tableCell(last ?? frame.glyphs.nothing, in: .last, of: plan, at: at, role: .dim)
        if isHere {
            frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
            frame.park(0, row)
        }
    }

    /// Trouble in words, and which meters are silent.
    private func drawBusFoot(_ bus: BusHealth, in frame: inout Frame) {
        let row = size.rows - 6
        let since = "\(monthDay(bus.since)) \(desk.wall(bus.since).minutes)"
        let state: [Run] =
            switch bus.isConnected {
            case true?: [("\(bus.id)", .accent), (phrase("  the line stands since \(since)"), .text)]
            case false?: [("\(bus.id)", .accent), (phrase("  the line is down since \(since): "), .stateCut), (bus.trouble, .text)]
            case nil: [("\(bus.id)", .accent), (phrase("  the line was not opened yet"), .dim)]
            }
        frame.runs(state, 1, row, width: size.columns - 2)
        if bus.isConnected == false {
            frame.text(
                phrase("Other buses are not delayed. Orders wait; the line is tried again by itself."), 1, row + 1, .dim,
                width: size.columns - 2)
        }
        guard !bus.silent.isEmpty else { return }
        let names = bus.silent.map { desk.silentRooms[$0]?.text ?? $0.text }
        let lines = (phrase("silent: ") + names.joined(separator: "  ")).wrapped(to: size.columns - 2)
        for (index, line) in lines.prefix(2).enumerated() {
            let isCut = index == 1 && lines.count > 2
            frame.text(isCut ? line + frame.glyphs.ellipsis : line, 1, row + 2 + index, .stateLow, width: size.columns - 2)
        }
    }
}
