// Protects concentrators that share a port after an outage: all dial at once, say who they are half a minute later, and all stand then with
// the connection that each has dialled; strangers who dial meanwhile take nobody's place.
// How: a collector that listens on loopback, devices of these tests that dial in once, and a clock that is set forward.
import Domain
import MeterWire
import NIOCore
import Operations
import Synchronization
import Testing

@testable import Concentrator

@Suite(.serialized) struct DialInOutageTests {
    private final class LeapingClock: OfficeClock {
        private let leapt = Atomic<Int64>(0)
        func now() -> Instant { WallClock().now().adding(milliseconds: leapt.load(ordering: .relaxed)) }
        func leap(milliseconds: Int64) { leapt.add(milliseconds, ordering: .relaxed) }
    }

    private static func concentrator(_ name: String, _ host: String, _ port: Int) -> Domain.Concentrator {
        let bus = BusID(concentrator: ConcentratorID(name), number: 1)
        return Domain.Concentrator(id: bus.concentrator, host: host, port: port, buses: [Bus(id: bus, baud: 115_200)])
    }

    private static func point(_ address: String, _ concentrator: String) -> MeterPoint {
        MeterPoint(
            id: MeterID(address), place: .room(RoomID(concentrator), circuit: "main"),
            bus: BusID(concentrator: ConcentratorID(concentrator), number: 1), profile: .dorm645)
    }

    private static func heartbeat(_ meter: String) throws -> [UInt8] {
        let address = try #require(MeterAddress(meter))
        return Frame(address: address, control: ControlCode(rawValue: 0x91), data: [0x80, 0x80, 0x80, 0x80]).encoded(preamble: 0)
    }

    @Test(.timeLimit(.minutes(1)), arguments: [(200, 0), (200, 400)])
    func allWhoDialAtOnceStandAfterTheirFirstHeartbeat(_ count: Int, strangers: Int) async throws {
        let port = try await LoopbackMeters.freePort()
        let clock = LeapingClock()
        let collector = Collector(clock: clock, seed: 1)
        let meters = (0..<count).map { Self.point("\(100_000_000_000 + $0)", "C\($0)") }
        // Connections are taken in their order: once the last one stands, all wait.
        let last = Self.point("200000000000", "LAST")
        collector.configure(
            concentrators: meters.map { Self.concentrator($0.bus.concentrator.text, "listen:", port) }
                + [Self.concentrator("LAST", "listen:?id=LAST", port)], meters: meters + [last])
        var devices: [DialingMeters] = []
        var others: [DialingMeters] = []
        var standing: Set<MeterID> = []
        events: for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health):
                guard others.isEmpty, health.allSatisfy({ $0.trouble == "the concentrator has not dialled in" }) else { continue }
                for (index, meter) in meters.enumerated() {
                    let own = "127.1.\(index / 250).\(index % 250 + 1)"
                    devices.append(try await DialingMeters.dial(port, from: own, [meter.id.text: FakeMeter()]))
                }
                for _ in 0..<strangers { others.append(try await DialingMeters.dial(port, from: "127.0.0.2", [:])) }
                others.append(try await DialingMeters.dial(port, saying: Array("LAST".utf8), [last.id.text: FakeMeter()]))
            case .reports(let reports):
                for report in reports {
                    guard case .reading = report.outcome, standing.insert(report.meter).inserted, report.meter == last.id else { continue }
                    clock.leap(milliseconds: 30_000)
                    for (device, meter) in zip(devices, meters) { try await device.say(Self.heartbeat(meter.id.text)) }
                }
                if standing.count == count + 1 { break events }
            }
        }
        #expect(standing.count == count + 1)
        await collector.stop()
        for device in devices + others { await device.close() }
    }
}
