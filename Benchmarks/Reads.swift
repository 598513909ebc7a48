import Concentrator
import Domain
import Foundation
import Operations
import Simulator

/// Reads of one meter over one connection on loopback, one after the other and without the rests of a real line: the collector as the
/// product runs it, beside the client of PyPI dlt645 3.2.0. Both ask for energy, power and status word in turn.
enum Reads {
    private static let repeats = 3
    private static let duration = 2.0

    static func measure() async throws -> [Figure] {
        let server = try PeerMeter()
        defer { server.stop() }
        let field = try await field()
        defer { field.stop() }
        guard let simulator = field.endpoints.first?.port, let room = field.campus.meters.first(where: { $0.room != nil }) else {
            throw Unmeasurable("the simulated campus is empty")
        }
        var peers: [Double] = []
        var theirs: [Double] = []
        var ours: [Double] = []
        for _ in 0..<repeats {
            peers += try Peer.figures("reads.py", ["\(duration)", "\(server.port)", PeerMeter.address], count: 1)
            theirs.append(try await readsPerSecond(port: server.port, address: PeerMeter.address))
            ours.append(try await readsPerSecond(port: simulator, address: room.settings.address))
        }
        return [
            Figure(what: "reads/s, collector and dlt645's server", ours: median(theirs), peer: median(peers), goal: .atLeast(1.7)),
            Figure(what: "reads/s, collector and our simulator", ours: median(ours), peer: median(peers), goal: .atLeast(4)),
        ]
    }

    private static func field() async throws -> FieldServer {
        let now = MachineClock().now().milliseconds
        let campus = SimulatedCampus.make(CampusPlan(rooms: 1, seed: 1, now: now, plainPercent: 100))
        var configuration = FieldConfiguration(folder: nil, campus: campus, clock: ScaledClock(epoch: now, wallStart: now))
        configuration.isPaced = false
        configuration.playsScene = false
        configuration.idleLimit = nil
        return try await FieldServer.start(configuration)
    }

    /// Polls the meter round after round; the answers are counted by the collector's own health of the bus, told once a second.
    private static func readsPerSecond(port: Int, address: String) async throws -> Double {
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        var timing = LineTiming()
        timing.gap = 0
        timing.shortestRound = 0
        let collector = Collector(clock: MachineClock(), timing: timing, seed: 1)
        let line = Domain.Concentrator(id: bus.concentrator, host: "127.0.0.1", port: port, buses: [Bus(id: bus, baud: 9_600)])
        let meter = MeterPoint(id: MeterID(address), place: .supply("one"), bus: bus, profile: .plain645)
        collector.configure(concentrators: [line], meters: [meter])
        var first: (answers: Int, at: ContinuousClock.Instant)?
        var speed = 0.0
        for await event in collector.events {
            guard case .health(let buses) = event, let health = buses.first, health.answers > 0 else { continue }
            guard health.answers == health.requests || health.answers == health.requests - 1, health.broken == 0 else {
                throw Unmeasurable("reads were lost: \(health)")
            }
            guard let first else {
                first = (health.answers, .now)
                continue
            }
            let passed = seconds(since: first.at)
            speed = Double(health.answers - first.answers) / passed
            if passed > duration { break }
        }
        await collector.stop()
        return speed
    }
}
