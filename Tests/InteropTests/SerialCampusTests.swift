// Protects: a whole campus behind serial lines, as ser2net makes them reachable: every meter is read as it is, and sold to once.
// How: socat gives every simulated concentrator a pseudo terminal, one ser2net opens them all, our collector dials it; what comes is held
// against the meters. SerialSoakTests lives it with thousands of rooms and a troubled field.
import Concentrator
import Domain
import Foundation
import Operations
import Simulator
import Testing

struct SerialCampusTests {
    private static let noon: Milliseconds = 1_795_233_600_000

    private struct WallClock: OfficeClock {
        func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
    }

    /// What the collector was told.
    private struct Told {
        var readings: [MeterID: Reading] = [:]
        var before: [MeterID: CreditReading] = [:]
        var after: [MeterID: CreditReading] = [:]
        var accepted = 0
        var health: [BusHealth] = []
    }

    @Test(.timeLimit(.minutes(2))) func severalBusesOfACampusThroughSer2net() async throws {
        let plan = CampusPlan(rooms: 130, seed: 7, unit: .energy, now: Self.noon)
        let clock = ScaledClock(epoch: Self.noon, wallStart: ScaledClock.wallNow(), speed: 1e-9)
        var configuration = FieldConfiguration(folder: nil, campus: SimulatedCampus.make(plan), clock: clock)
        (configuration.isPaced, configuration.playsScene) = (false, false)
        let field = try await SerialField.start(configuration)
        defer { field.end() }
        let inventory = field.inventory(at: Instant(milliseconds: Self.noon))
        let (lines, meters) = (inventory.concentrators, inventory.meters)
        #expect(lines.count == 3 && lines.flatMap { $0.buses }.count == 7 && meters.count == 132)
        let told = await live(lines, meters, selling: sold(lines, meters))
        try await check(told, meters, sold(lines, meters), field.server)
    }

    /// One prepaid meter of every bus.
    private func sold(_ lines: [Domain.Concentrator], _ meters: [MeterPoint]) -> [MeterID] {
        lines.flatMap(\.buses).compactMap { bus in meters.first { $0.bus == bus.id && $0.profile == .dorm645 }?.id }
    }

    /// Until every meter was read and every sale read back.
    private func live(_ lines: [Domain.Concentrator], _ meters: [MeterPoint], selling sold: [MeterID]) async -> Told {
        var timing = LineTiming()
        (timing.shortestRound, timing.reconnectPause, timing.longestReconnectPause) = (1_000, 50, 200)
        let collector = Collector(clock: WallClock(), timing: timing, seed: 1)
        collector.configure(concentrators: lines, meters: meters)
        var told = Told()
        var job: UInt64 = 0
        func submit(_ meter: MeterID, _ task: MeterTask) {
            job += 1
            collector.submit(MeterJob(id: job, meter: meter, task: task, priority: .delivery))
        }
        var asked: Set<MeterID> = []
        for await event in collector.events {
            if case .health(let health) = event { told.health = health }
            guard case .reports(let reports) = event else { continue }
            for report in reports {
                switch report.outcome {
                case .reading(let reading):
                    told.readings[report.meter] = reading
                    if sold.contains(report.meter), asked.insert(report.meter).inserted { submit(report.meter, .credit) }
                case .credit(let credit) where told.before[report.meter] == nil:
                    told.before[report.meter] = credit
                    submit(report.meter, .apply(.topUp(Credit(.energy, hundredths: 5_000)), count: credit.count + 1))
                case .credit(let credit): told.after[report.meter] = credit
                case .accepted:
                    told.accepted += 1
                    submit(report.meter, .credit)
                case .refused, .noAnswer, .notSent:
                    if report.job != 0, told.before[report.meter] == nil { submit(report.meter, .credit) }
                }
            }
            if told.readings.count == meters.count, told.after.count == sold.count { break }
        }
        await collector.stop()
        return told
    }

    private func check(_ told: Told, _ meters: [MeterPoint], _ sold: [MeterID], _ server: FieldServer) async throws {
        #expect(sold.count == 7 && told.accepted == 7)
        for meter in meters {
            let sample = try #require(try await server.sample(meter.id.text))
            let reading = try #require(told.readings[meter.id], "\(meter.id) was never read")
            #expect(reading.register == Energy(hundredths: sample.register), "\(meter.id)")
            guard sold.contains(meter.id) else {
                if let left = reading.remaining { #expect(left.hundredths == sample.balance + sample.subsidy - sample.overdraft) }
                continue
            }
            let (before, after) = (try #require(told.before[meter.id]), try #require(told.after[meter.id]))
            #expect(after.count == before.count + 1 && sample.count == after.count, "\(meter.id) was sold to once")
            #expect(after.remaining.hundredths == before.remaining.hundredths + 5_000)
        }
    }
}
