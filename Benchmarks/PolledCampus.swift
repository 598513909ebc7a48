import Concentrator
import Domain
import Operations
import Simulator

/// The office's machines of a campus against its simulated field, on a simulated clock and without sockets.
///
/// Each line lives through a round with the field, and what came from the network is written down. The same is then played to the line's
/// own machine, and the work is counted there: the field's has no part in it.
struct PolledCampus {
    private enum Event {
        case wake
        case connected
        case received([UInt8])
    }

    private typealias Log = [(at: Instant, event: Event)]

    /// A round does not start earlier than this after the one before, and all lines read all their meters in less; milliseconds.
    private static let roundTime: Int64 = 5_000

    private var field: FieldMachine
    private var machines: [ConcentratorMachine]
    private var now = Instant(milliseconds: 1_795_266_958_000)

    init(rooms: Int) {
        let start = now
        let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: 1, now: start.milliseconds))
        field = FieldMachine(Field(campus), isPaced: false, faults: FaultPlan())
        let inventory = campus.inventory(at: start)
        let meters = Dictionary(grouping: inventory.meters, by: \.bus.concentrator)
        machines = inventory.concentrators.map {
            ConcentratorMachine($0, meters: meters[$0.id] ?? [], timing: LineTiming(), seed: 1, at: start)
        }
    }

    /// Reads every meter once; answers what they said, and what that cost the office.
    ///
    /// - Parameter cost: a figure that grows with the work of this process.
    mutating func round(cost: () -> Double) -> (readings: [Reading], cost: Double) {
        var readings: [Reading] = []
        var sum = 0.0
        for line in machines.indices {
            let log = live(line)
            let begin = cost()
            for (at, event) in log {
                for action in Self.apply(event, to: &machines[line], at: at) {
                    if case .report(let report) = action, case .reading(let reading) = report.outcome { readings.append(reading) }
                }
            }
            sum += cost() - begin
        }
        now = now.adding(milliseconds: Self.roundTime)
        return (readings, sum)
    }

    private static func apply(
        _ event: Event, to machine: inout ConcentratorMachine, at now: Instant
    ) -> [ConcentratorMachine.Action] {
        switch event {
        case .wake: machine.wake(at: now)
        case .connected: machine.connected(at: now)
        case .received(let bytes): machine.received(bytes, at: now)
        }
    }

    /// What happens to a line in a round.
    private mutating func live(_ line: Int) -> Log {
        var machine = machines[line]
        var log: Log = []
        let end = now.adding(milliseconds: Self.roundTime)
        var time = now
        while let at = machine.wakeAt, at < end {
            time = max(time, at)
            var waiting: [Event] = [.wake]
            while !waiting.isEmpty {
                let event = waiting.removeFirst()
                log.append((time, event))
                for action in Self.apply(event, to: &machine, at: time) {
                    switch action {
                    case .connect:
                        field.open(connection: line, concentrator: line)
                        waiting.append(.connected)
                    case .send(let bytes):
                        for case .send(_, let answer) in field.receive(bytes, connection: line, now: time.milliseconds).outputs {
                            waiting.append(.received(answer))
                        }
                    case .report, .close: break
                    }
                }
            }
        }
        return log
    }
}

extension SimulatedCampus {
    /// What an engineer would import of the campus, with what each meter held in the beginning.
    ///
    /// - Parameter ports: where the concentrators listen on this machine, by name.
    func inventory(at now: Instant, ports: [String: Int] = [:]) -> InventoryChange {
        var change = InventoryChange(version: 0)
        for concentrator in concentrators {
            let id = ConcentratorID(concentrator.name)
            let buses = concentrator.buses.map { Bus(id: BusID(concentrator: id, number: $0.number), baud: $0.baud) }
            change.concentrators.append(
                Domain.Concentrator(id: id, host: "127.0.0.1", port: ports[concentrator.name] ?? 1, buses: buses))
            for (bus, line) in zip(buses, concentrator.buses) {
                for meter in line.meters {
                    if let room = meter.roomOfCampus { change.rooms.append(room) }
                    change.meters.append(meter.point(on: bus.id, at: now))
                }
            }
        }
        return change
    }
}

extension SimulatedMeter {
    fileprivate var roomOfCampus: Room? {
        guard case .room(let building, let floor, let name, _, let beds, _, _, _) = place else { return nil }
        return Room(id: RoomID(name), building: building, floor: floor, number: String(name.suffix(3)), beds: beds)
    }

    fileprivate func point(on bus: BusID, at now: Instant) -> MeterPoint {
        var point = MeterPoint(
            id: MeterID(settings.address), place: .supply(settings.address), bus: bus,
            profile: MeterProfile(rawValue: profile) ?? .plain645, phases: settings.phases, ctRatio: settings.ctRatio)
        guard let room = roomOfCampus else { return point }
        point.place = .room(room.id, circuit: "main")
        point.baseline = Baseline(
            count: initial.count, totalBought: Credit(.energy, hundredths: initial.totalBought),
            remaining: Credit(.energy, hundredths: initial.balance), register: Energy(hundredths: initial.register), at: now)
        return point
    }
}
