import Concentrator
import Domain
import Foundation
import Operations
import Simulator

/// A round of all meters of a campus of 500 rooms in true time, every byte at the pace of its bus: how long the slowest bus takes beside
/// the time for which its line can not be free.
enum Sweep {
    private static let (rooms, baud) = (500, 9_600)
    /// Of each bus; the first round is another one, in which every subsidy purse is looked into.
    private static let rounds = 4
    private static let deadline = 90.0

    static func measure() async throws -> [Figure] {
        let now = MachineClock().now().milliseconds
        let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: 1, now: now, baud: baud))
        var configuration = FieldConfiguration(folder: nil, campus: campus, clock: ScaledClock(epoch: now, wallStart: now))
        configuration.playsScene = false
        configuration.idleLimit = nil
        let field = try await FieldServer.start(configuration)
        defer { field.stop() }
        let measured = try await sweep(field)
        guard let slowest = measured.max(by: { $0.airTime < $1.airTime }) else { throw Unmeasurable("no bus was measured") }
        return [
            Figure(
                what: "round of \(rooms) rooms: slowest bus \(slowest.bus), \(slowest.meters) meters, and its air time, ms",
                ours: slowest.milliseconds, peer: slowest.airTime, goal: .atMost(1.05))
        ]
    }

    private struct Measured {
        let bus: BusID
        let meters: Int
        let milliseconds: Double
        let airTime: Double
    }

    private static func sweep(_ field: FieldServer) async throws -> [Measured] {
        let (lines, meters) = inventory(field)
        let timing = LineTiming()
        let collector = Collector(clock: MachineClock(), timing: timing, seed: 1)
        collector.configure(concentrators: lines, meters: meters)
        let start = ContinuousClock.now
        var times: [BusID: [Int64: Double]] = [:]
        var last: [MeterID: Reading] = [:]
        var health: [BusHealth] = []
        events: for await event in collector.events {
            switch event {
            case .reports(let reports):
                for report in reports { if case .reading(let reading) = report.outcome { last[report.meter] = reading } }
            case .trace: break
            case .health(let buses):
                health = buses
                for bus in buses {
                    guard let end = bus.lastRound, let time = bus.roundMilliseconds else { continue }
                    times[bus.id, default: [:]][end.milliseconds] = Double(time)
                }
                let isDone = !times.isEmpty && buses.allSatisfy { (times[$0.id]?.count ?? 0) >= rounds }
                if isDone || seconds(since: start) > deadline { break events }
            }
        }
        await collector.stop()
        return try health.map { bus in
            guard bus.timeouts == 0, bus.broken == 0, let times = times[bus.id], times.count >= rounds else {
                throw Unmeasurable("bus \(bus.id) had no quiet rounds: \(bus)")
            }
            let own = meters.filter { $0.bus == bus.id }
            let air = own.reduce(0) { $0 + AirTime.poll($1, last[$1.id], gap: Double(timing.gap), baud: baud) }
            let everyday = times.sorted { $0.key < $1.key }.dropFirst().map(\.value)
            return Measured(bus: bus.id, meters: own.count, milliseconds: median(everyday), airTime: air)
        }
    }

    private static func inventory(_ field: FieldServer) -> (lines: [Domain.Concentrator], meters: [MeterPoint]) {
        let ports = Dictionary(field.endpoints.map { ($0.concentrator, $0.port) }) { first, _ in first }
        var lines: [Domain.Concentrator] = []
        var meters: [MeterPoint] = []
        for concentrator in field.campus.concentrators {
            let id = ConcentratorID(concentrator.name)
            let buses = concentrator.buses.map { Bus(id: BusID(concentrator: id, number: $0.number), baud: $0.baud) }
            lines.append(Domain.Concentrator(id: id, host: "127.0.0.1", port: ports[concentrator.name] ?? 0, buses: buses))
            for bus in concentrator.buses {
                meters += bus.meters.map { meter in
                    MeterPoint(
                        id: MeterID(meter.settings.address), place: .supply(meter.settings.address),
                        bus: BusID(concentrator: id, number: bus.number), profile: MeterProfile(rawValue: meter.profile) ?? .plain645,
                        phases: meter.settings.phases)
                }
            }
        }
        return (lines, meters)
    }
}

/// What polls need of a line at least, in milliseconds.
enum AirTime {
    /// Wake-up bytes and frame around the data.
    private static let frame = 4 + 12.0

    /// One poll, by the items that were read: request, the meter's delay, answer, gap.
    static func poll(_ meter: MeterPoint, _ reading: Reading?, gap: Double = Double(LineTiming().gap), baud: Int) -> Double {
        var lengths: [Double] = []
        switch meter.profile {
        case .plain645: lengths = [4, 3]
        case .dorm645:
            lengths = [40]
            let borrows = reading.map { ($0.remaining?.hundredths ?? 0) - ($0.subsidy?.hundredths ?? 0) <= 0 } ?? false
            if borrows { lengths.append(4) }
            if reading?.subsidy != nil { lengths.append(4) }
        }
        if reading?.flags != nil { lengths.append(2) }
        return lengths.reduce(0) { sum, length in
            let bytes = (frame + 4) + (frame + 4 + length)
            return sum + bytes * 11_000 / Double(baud) + Double(BusTiming.meterDelay) + gap
        }
    }
}
