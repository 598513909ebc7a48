import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the circuits of a room.
enum CircuitColumn: Hashable, Sendable {
    case circuit, state, load, register, left, age, meter, reason
}

/// A circuit of a room with what its meter said last.
struct Circuit: Hashable {
    var meter: MeterPoint
    var reading: Reading?
    var supply: SupplyState
}

extension Console {
    /// The circuits of a room that has several, the one that is sold to first; none for a room with one meter.
    func circuits(of view: RoomView, _ detail: RoomDetail?) -> [Circuit] {
        guard let detail, detail.meters.count > 1 else { return [] }
        return detail.meters.map { meter in
            let isCredit = meter.id == view.meter?.id
            let reading = isCredit ? view.reading : detail.readings[meter.id]
            let isSilent = desk.buses.first { $0.id == meter.bus }?.silent.contains(meter.id) ?? false
            let own = RoomView(
                room: view.room, meter: meter, reading: reading, silentSince: isCredit ? view.silentSince : isSilent ? reading?.at : nil,
                balance: isCredit ? view.balance : nil)
            return Circuit(meter: meter, reading: reading, supply: own.circuitSupply(desk.rules.alarms, at: desk.price))
        }
    }

    /// Rows that the circuits take on the screen of a room, with their heading.
    func circuitRows(of room: RoomID) -> Int {
        guard let view = desk.shown[room] else { return 0 }
        let circuits = circuits(of: view, desk.detail(of: room))
        return circuits.isEmpty ? 0 : min(circuits.count, 4) + 1
    }

    /// Draws each circuit as a line: whether it has power, and why not.
    func drawCircuits(_ circuits: [Circuit], in pane: inout Frame) {
        let figures = Figures(glyphs: pane.glyphs)
        let plan = ColumnPlan<CircuitColumn>(
            [
                Column(.circuit, title: phrase("circuit"), width: 9...14), Column(.state, title: phrase("state"), width: 8),
                Column(.load, title: "kW", width: 5, placement: .decimal(2)),
                Column(.register, title: phrase("kWh used"), width: 10, placement: .decimal(2), priority: 50),
                Column(.age, title: phrase("age"), width: 6, placement: .aligned(.right), priority: 80),
                Column(.reason, title: phrase("why"), width: 14...40, priority: 90),
                Column(.meter, title: phrase("meter"), width: 12, priority: 20),
            ], width: pane.size.columns, gap: 2)
        pane.tableHeader(plan, at: Point(column: 0, row: 0), width: pane.size.columns)
        let shown = pane.size.rows - 1
        for (index, circuit) in circuits.prefix(circuits.count > shown ? shown - 1 : shown).enumerated() {
            let at = Point(column: 0, row: index + 1)
            let age = circuit.reading.map { desk.now.milliseconds(since: $0.at) }
            let ink: Role = age.map { $0 > Age.stale } ?? false ? .stale : .text
            let load = circuit.reading?.load.map { Power(watts: $0.watts * Int64(circuit.meter.ctRatio)) }
            pane.tableCell(circuit.meter.spokenCircuit, in: .circuit, of: plan, at: at, role: index == 0 ? .strong : .text)
            pane.tableCell(circuit.supply.word, in: .state, of: plan, at: at, role: circuit.supply.role)
            pane.tableCell(figures.load(load), in: .load, of: plan, at: at, role: ink)
            pane.tableCell(figures.energy(circuit.reading?.register), in: .register, of: plan, at: at, role: ink)
            pane.tableCell(age.map(Age.text) ?? pane.glyphs.nothing, in: .age, of: plan, at: at, role: ink == .stale ? .stale : .dim)
            if case .cut(let reason) = circuit.supply {
                pane.tableCell(reason.short, in: .reason, of: plan, at: at, role: .stateCut)
            }
            pane.tableCell(circuit.meter.id.text, in: .meter, of: plan, at: at, role: .dim)
        }
        // At the end of the table stands how many did not fit.
        if circuits.count > shown { pane.text(phrase("and \(circuits.count - shown + 1) circuits more"), 0, shown, .dim) }
    }

    /// The circuits in one line, where a table has no room: name, state and load of each.
    func drawShort(_ circuits: [Circuit], row: Int, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let runs = circuits.flatMap { circuit -> [Run] in
            [
                (circuit.meter.spokenCircuit + " ", .dim), (circuit.supply.word, circuit.supply.role),
                (phrase(" \(figures.load(circuit.reading?.load)) kW   "), .text),
            ]
        }
        frame.runs(runs, 1, row, width: frame.size.columns - 2)
    }
}

extension RoomView {
    /// How a circuit is supplied; one whose meter keeps no credit of its own is on as long as its relay is closed.
    fileprivate func circuitSupply(_ alarms: AlarmRules, at price: Price) -> SupplyState {
        if let reading, silentSince == nil, reading.relayClosed != false, remaining == nil { return .on }
        return supply(alarms, at: price)
    }
}
