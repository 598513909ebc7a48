import Concentrator
import Domain
import Foundation
import MeterWire
import Operations
import Simulator

/// Measures what the program promises beside a peer in the same run, and prints ratios: absolute times mean nothing on shared machines.
@main
struct Benchmarks {
    static func main() async throws {
        print("what                                        ours         peer    ratio  goal")
        try decode()
        try await reads()
        try await sweep()
    }

    private static func row(_ what: String, ours: Double, peer: Double, ratio: Double, goal: String, isReached: Bool) {
        func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
        let name = what + String(repeating: " ", count: max(0, 36 - what.count))
        let figures = [
            right(String(format: "%.0f", ours), 12), right(String(format: "%.0f", peer), 12), right(String(format: "%.2f", ratio), 8),
        ]
        print(name + figures.joined(separator: " ") + "  \(goal) \(isReached ? "reached" : "MISSED")")
    }

    // MARK: - Decoding

    /// A captured answer: 317.76 kWh.
    private static let answer = "FEFEFEFE6829250707212068910833333333A94A36332E16"

    private static func decode() throws {
        let digits = Array(answer.utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        }
        let chunk = Array(repeatElement(bytes, count: 64).joined())
        var parser = FrameParser()
        var sum: Int64 = 0
        var frames = 0
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(2) {
            for _ in 0..<200 {
                for case .frame(let frame) in parser.receive(chunk) {
                    sum &+= DecodedItem(answer: frame)?.units ?? 0
                    frames += 1
                }
            }
        }
        precondition(sum == Int64(frames) * 31_776, "the benchmark decodes a wrong value")
        let ours = Double(frames) / seconds(since: start)
        let peer = try Peer.figure("decode.py", answer)
        row("decoding read answers, frames/s", ours: ours, peer: peer, ratio: ours / peer, goal: ">= 20", isReached: ours / peer >= 20)
    }

    // MARK: - Reads one by one over loopback

    private static func reads() async throws {
        let server = try PeerServer()
        defer { server.stop() }
        let peer = try Peer.figure("reads.py", "\(server.port)", PeerServer.address)
        let ours = try await readsPerSecond(port: server.port, address: PeerServer.address, profile: .plain645)
        row("reads/s against the peer's server", ours: ours, peer: peer, ratio: ours / peer, goal: ">= 1.7", isReached: ours / peer >= 1.7)

        let field = try await startField(rooms: 12, isPaced: false)
        defer { field.stop() }
        let simulated = try await readsPerSecond(port: field.endpoints[0].port, address: "000000000418", profile: .dorm645)
        row(
            "reads/s against our simulator", ours: simulated, peer: peer, ratio: simulated / peer, goal: ">= 4",
            isReached: simulated / peer >= 4)
    }

    /// Polls one meter as fast as its answers come, over the product's own lines.
    private static func readsPerSecond(port: Int, address: String, profile: MeterProfile) async throws -> Double {
        let id = ConcentratorID("B")
        let bus = BusID(concentrator: id, number: 1)
        var timing = LineTiming()
        timing.gap = 0
        timing.shortestRound = 0
        let collector = Collector(clock: MachineClock(), timing: timing, seed: 1)
        let point = MeterPoint(id: MeterID(address), place: .supply("benchmark"), bus: bus, profile: profile)
        collector.configure(
            concentrators: [Domain.Concentrator(id: id, host: "127.0.0.1", port: port, buses: [Bus(id: bus, baud: 9600)])], meters: [point])
        var first: (requests: Int, at: ContinuousClock.Instant)?
        var result = 0.0
        for await event in collector.events {
            guard case .health(let health) = event, let answers = health.first?.answers, answers > 0 else { continue }
            let now = ContinuousClock.now
            guard let begin = first else {
                first = (answers, now)
                continue
            }
            result = Double(answers - begin.requests) / seconds(since: begin.at)
            if now - begin.at > .seconds(3) { break }
        }
        await collector.stop()
        return result
    }

    // MARK: - Sweep of 500 rooms at the pace of their buses

    private static func sweep() async throws {
        let field = try await startField(rooms: 500, isPaced: true)
        defer { field.stop() }
        let ports = Dictionary(field.endpoints.map { ($0.concentrator, $0.port) }) { first, _ in first }
        var lines: [Domain.Concentrator] = []
        var meters: [MeterPoint] = []
        for concentrator in field.campus.concentrators {
            let id = ConcentratorID(concentrator.name)
            let buses = concentrator.buses.map { Bus(id: BusID(concentrator: id, number: $0.number), baud: $0.baud) }
            lines.append(Domain.Concentrator(id: id, host: "127.0.0.1", port: ports[concentrator.name] ?? 0, buses: buses))
            for bus in concentrator.buses {
                for meter in bus.meters where meter.room != nil {
                    meters.append(
                        MeterPoint(
                            id: MeterID(meter.settings.address), place: .supply(meter.settings.address),
                            bus: BusID(concentrator: id, number: bus.number), profile: .dorm645, phases: meter.settings.phases))
                }
            }
        }
        let collector = Collector(clock: MachineClock(), seed: 1)
        collector.configure(concentrators: lines, meters: meters)
        // The second round is the everyday one: what the first had to learn of each meter is known by then.
        var rounds: [BusID: Int64] = [:]
        var seen: [BusID: Set<Int64>] = [:]
        for await event in collector.events {
            guard case .health(let health) = event else { continue }
            for bus in health {
                guard let length = bus.roundMilliseconds, let end = bus.lastRound else { continue }
                if seen[bus.id, default: []].insert(end.milliseconds).inserted, seen[bus.id]?.count == 3 { rounds[bus.id] = length }
            }
            if rounds.count == health.count, !health.isEmpty { break }
        }
        await collector.stop()
        let counts = Dictionary(grouping: meters, by: \.bus).mapValues(\.count)
        let slowest = rounds.max { $0.value < $1.value }
        guard let slowest, let count = counts[slowest.key] else { return }
        // A poll: 16 bytes and 4 of preamble out, 24 ms in the meter, 56 bytes and 4 of preamble back, 11 bits a byte, and the line's gap.
        let air = Double(count) * (Double(20 + 60) * 11_000 / 9600 + 24 + Double(LineTiming().gap))
        let ratio = Double(slowest.value) / air
        row(
            "sweep of 500 rooms, slowest bus, ms", ours: Double(slowest.value), peer: air, ratio: ratio, goal: "<= 1.05",
            isReached: ratio <= 1.05)
    }

    private static func startField(rooms: Int, isPaced: Bool) async throws -> FieldServer {
        let now = ScaledClock.wallNow()
        let campus = SimulatedCampus.make(CampusPlan(rooms: rooms, seed: 1, now: now))
        var configuration = FieldConfiguration(folder: nil, campus: campus, clock: ScaledClock(epoch: now, wallStart: now))
        configuration.isPaced = isPaced
        configuration.playsScene = false
        configuration.idleLimit = nil
        return try await FieldServer.start(configuration)
    }
}

struct MachineClock: OfficeClock {
    func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

func seconds(since start: ContinuousClock.Instant) -> Double {
    let passed = (ContinuousClock.now - start).components
    return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
}
