// Protects: a meter that somebody else wrote is read as what it says, and an item that it does not have is asked for once.
// How: our collector with profile plain645 reads the server of PyPI dlt645 3.2.0 over TCP; the values are the ones it was given.
import Concentrator
import Domain
import Foundation
import Operations
import Testing

@Suite(.serialized) struct PlainMeterPeerTests {
    private static let meter = MeterID("260305510012")
    private static let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)

    private struct WallClock: OfficeClock {
        func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
    }

    private static func point(phases: Int, profile: MeterProfile = .plain645) -> MeterPoint {
        MeterPoint(id: meter, place: .room(RoomID("3-418"), circuit: "main"), bus: bus, profile: profile, phases: phases)
    }

    /// Reads the meter so often in detail, one after the other, besides one poll of the round.
    private static func read(
        _ server: PlainMeterServer, _ point: MeterPoint, times: Int
    ) async -> (poll: MeterOutcome?, details: [MeterOutcome], health: BusHealth?) {
        var timing = LineTiming()
        timing.gap = 0
        timing.shortestRound = 3_600_000
        let collector = Collector(clock: WallClock(), timing: timing, seed: 1)
        let concentrator = Domain.Concentrator(
            id: bus.concentrator, host: "127.0.0.1", port: server.port, buses: [Bus(id: bus, baud: 9_600)])
        collector.configure(concentrators: [concentrator], meters: [point])
        var poll: MeterOutcome?
        var details: [MeterOutcome] = []
        var health: BusHealth?
        var isStopped = false
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let now): health = now.first ?? health
            case .reports(let reports):
                for report in reports {
                    if report.job == 0 { poll = report.outcome } else { details.append(report.outcome) }
                }
            }
            let isDone = poll != nil && details.count == times
            if isDone, !isStopped {
                isStopped = true
                await collector.stop()
            } else if case .reports = event, poll != nil, !isDone {
                collector.submit(MeterJob(id: UInt64(details.count + 1), meter: meter, task: .detail, priority: .now))
            }
        }
        return (poll, details, health)
    }

    @Test(.timeLimit(.minutes(1)))
    func valuesAreTheOnesThatTheServerWasGiven() async throws {
        let server = try await PlainMeterServer.start([Self.meter.text])
        defer { server.end() }
        let (poll, details, health) = await Self.read(server, Self.point(phases: 1), times: 1)
        guard case .reading(let short) = poll, case .reading(let full) = details.first else {
            Issue.record("\(String(describing: poll)) \(details)")
            return
        }
        for reading in [short, full] {
            #expect(reading.register == Energy(hundredths: 31_776))
            #expect(reading.load == Power(watts: 1_235))
            #expect(reading.flags == [] && reading.relayClosed == true)
            #expect(reading.remaining == nil && reading.count == nil, "such a meter keeps no credit")
        }
        #expect(short.voltages == [] && short.currents == [] && short.powerFactor == nil)
        #expect(full.voltages == [2_248])
        #expect(full.currents == [5_678])
        #expect(full.powerFactor == 967)
        #expect(health?.timeouts == 0 && health?.broken == 0 && health?.noise == 0)
    }

    @Test(.timeLimit(.minutes(1)))
    func threePhasesAreReadEachByItself() async throws {
        let values = [
            "00000000=799999.99", "02030000=79.9999", "02010100=220.1", "02010200=221.2", "02010300=222.3", "02020100=0.001",
            "02020200=10.5", "02020300=79.999", "02060000=0.5",
        ]
        let server = try await PlainMeterServer.start([Self.meter.text] + values)
        defer { server.end() }
        let (_, details, _) = await Self.read(server, Self.point(phases: 3), times: 1)
        guard case .reading(let reading) = details.first else {
            Issue.record("\(details)")
            return
        }
        #expect(reading.register == Energy(hundredths: 79_999_999))
        #expect(reading.load == Power(watts: 80_000))
        #expect(reading.voltages == [2_201, 2_212, 2_223])
        #expect(reading.currents == [1, 10_500, 79_999])
        #expect(reading.powerFactor == 500)
    }

    /// The poll asks for three items, of which one is missing; each detail then asks for the other two, and for U, I and power factor.
    @Test(.timeLimit(.minutes(1)))
    func anItemThatTheMeterDoesNotHaveIsAskedForOnce() async throws {
        let server = try await PlainMeterServer.start([Self.meter.text, "--without", "04000503"])
        defer { server.end() }
        let (poll, details, health) = await Self.read(server, Self.point(phases: 1), times: 3)
        #expect(details.count == 3)
        for outcome in [poll].compactMap({ $0 }) + details {
            guard case .reading(let reading) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(reading.register == Energy(hundredths: 31_776))
            #expect(reading.flags == nil && reading.relayClosed == nil, "what was not told is not known")
        }
        #expect(health?.requests == 3 + 3 * 5)
        #expect(health?.answers == 3 + 3 * 5)
    }

    @Test(.timeLimit(.minutes(1)))
    func aMeterOfAnotherKindIsToldApartFromADeadOne() async throws {
        let server = try await PlainMeterServer.start([Self.meter.text])
        defer { server.end() }
        let (poll, details, _) = await Self.read(server, Self.point(phases: 1, profile: .dorm645), times: 1)
        #expect(poll == .noAnswer("the meter has no item 0280002E; is its profile right?"))
        #expect(details == [.noAnswer("the meter has no item 0280002E; is its profile right?")])
    }
}
