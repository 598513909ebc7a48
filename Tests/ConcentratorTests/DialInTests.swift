// Protects lines that concentrators dial: each is known by what it says, its meters or its port, strangers cost little, and a line that is
// dialled anew leaves an order unknown.
// How: guests as values against rosters; then a collector that listens on loopback and devices of these tests that dial in.
import Domain
import MeterWire
import NIOCore
import Operations
import Testing

@testable import Concentrator

struct DialInGuestTests {
    private static func entry(_ id: String, _ registration: String = "", meters: [String] = []) -> DialInRoster.Entry {
        DialInRoster.Entry(
            id: ConcentratorID(id), registration: Array(registration.utf8), meters: Set(meters.compactMap { MeterAddress($0) }))
    }

    private static let roster = DialInRoster([
        entry("C1", "GW-1;"), entry("C2", "GW-17"), entry("C3", meters: ["251906510016"]), entry("C4", meters: ["000000000418"]),
    ])
    private static let heartbeat = Hex.bytes("68 16 00 51 06 19 25 68 91 04 B3 B3 B3 B3 DC 16")

    private static let introductions: [([UInt8], DialInGuest.Verdict)] = [
        (Array("GW-1;\r\n".utf8), .known(ConcentratorID("C1"))),
        (Array("+REG:GW-17;".utf8), .known(ConcentratorID("C2"))),
        ([0xFE, 0xFE] + heartbeat, .known(ConcentratorID("C3"))),
        (Array("AT\r\n".utf8) + heartbeat, .known(ConcentratorID("C3"))),
        (Array("GW-".utf8), .unknown),
        (Array("GW-2".utf8), .unknown),
        ([], .unknown),
        ([UInt8](repeating: 0x41, count: 511), .unknown),
        ([UInt8](repeating: 0x41, count: 600), .stranger),
    ]

    @Test(arguments: introductions)
    func aGuestIsKnownByWhatItSaysFirst(_ bytes: [UInt8], _ verdict: DialInGuest.Verdict) {
        var whole = DialInGuest(at: .start)
        #expect(whole.hear(bytes, Self.roster) == verdict)
        #expect(whole.heard.count <= DialInGuest.longestIntroduction)
        var cut = DialInGuest(at: .start)
        var last = cut.hear([], Self.roster)
        for byte in bytes where last == .unknown { last = cut.hear([byte], Self.roster) }
        #expect(last == verdict)
    }

    @Test func aPortOfItsOwnNeedsNoWord() {
        var guest = DialInGuest(at: .start)
        #expect(guest.hear([], DialInRoster([Self.entry("C9")])) == .known(ConcentratorID("C9")))
        #expect(guest.hear([], DialInRoster([Self.entry("C9", "GW-9")])) == .unknown, "who has a word must say it")
        #expect(guest.hear([], DialInRoster([])) == .unknown)
        #expect(guest.deadline == Instant.start.adding(milliseconds: 120_000))
    }
}

@Suite(.serialized) struct DialInTests {
    private static let waits = "the concentrator has not dialled in"

    private static func collector() -> Collector {
        var timing = LineTiming()
        (timing.gap, timing.shortestRound, timing.reconnectPause) = (0, 0, 1)
        return Collector(clock: WallClock(), timing: timing, seed: 1)
    }

    private static func point(_ address: String, _ concentrator: String) -> MeterPoint {
        MeterPoint(
            id: MeterID(address), place: .room(RoomID(concentrator), circuit: "main"),
            bus: BusID(concentrator: ConcentratorID(concentrator), number: 1), profile: .dorm645)
    }

    private static func concentrator(_ name: String, _ host: String, _ port: Int) -> Domain.Concentrator {
        let bus = BusID(concentrator: ConcentratorID(name), number: 1)
        return Domain.Concentrator(id: bus.concentrator, host: host, port: port, buses: [Bus(id: bus, baud: 115_200)])
    }

    @Test(.timeLimit(.minutes(1)))
    func devicesOnOnePortAreToldApartByWordAndByHeartbeat() async throws {
        let port = try await LoopbackMeters.freePort()
        let meters = [Self.point("100000000001", "C1"), Self.point("100000000002", "C2"), Self.point("100000000003", "C3")]
        let collector = Self.collector()
        collector.configure(
            concentrators: [
                Self.concentrator("C1", "listen:?id=GW-1;", port), Self.concentrator("C2", "listen:?id=GW-2;", port),
                Self.concentrator("C3", "listen:", port),
            ], meters: meters)
        var devices: [DialingMeters] = []
        var energy: [String: Int64] = [:]
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health):
                guard devices.isEmpty, health.allSatisfy({ $0.trouble == Self.waits }), health.count == 3 else { continue }
                for (index, word) in [Array("GW-1;".utf8), Array("GW-2;".utf8), Self.heartbeat("100000000003")].enumerated() {
                    let held = [meters[index].id.text: FakeMeter(energy: Int64(index + 1))]
                    devices.append(try await DialingMeters.dial(port, saying: word, held))
                }
            case .reports(let reports):
                for report in reports {
                    if case .reading(let reading) = report.outcome { energy[report.meter.text] = reading.register?.hundredths }
                }
            }
            if energy.count == 3 { break }
        }
        #expect(energy == ["100000000001": 1, "100000000002": 2, "100000000003": 3])
        await collector.stop()
        for device in devices { await device.close() }
    }

    @Test(.timeLimit(.minutes(1)))
    func jobsForOneThatHasNotDialledInComeBackAtOnce() async throws {
        let port = try await LoopbackMeters.freePort()
        let collector = Self.collector()
        collector.configure(concentrators: [Self.concentrator("C1", "listen:", port)], meters: [Self.point("100000000001", "C1")])
        collector.submit(MeterJob(id: 1, meter: MeterID("100000000001"), task: .poll, priority: .now))
        var outcome: MeterOutcome?
        for await event in collector.events {
            if case .reports(let reports) = event { outcome = reports.first?.outcome }
            if outcome != nil { break }
        }
        guard case .notSent(let reason) = outcome else {
            Issue.record("\(String(describing: outcome))")
            return
        }
        #expect(reason.hasSuffix(Self.waits))
        await collector.stop()
    }

    @Test(.timeLimit(.minutes(1)), .enabled(if: DialingMeters.hasVersion6, "this machine has no ::1"))
    func aDeviceDialsInToAnAddressOfVersion6() async throws {
        let port = try await LoopbackMeters.freePort()
        let meter = Self.point("100000000001", "C1")
        let collector = Self.collector()
        collector.configure(concentrators: [Self.concentrator("C1", "listen:::1", port)], meters: [meter])
        await Self.listens(collector)
        let device = try await DialingMeters.dial(port, at: "::1", [meter.id.text: FakeMeter(energy: 6)])
        var energy: Int64?
        for await event in collector.events {
            guard case .reports(let reports) = event else { continue }
            for case .reading(let reading) in reports.map(\.outcome) { energy = reading.register?.hundredths }
            if energy != nil { break }
        }
        #expect(energy == 6)
        await collector.stop()
        await device.close()
    }

    private static let places: [(String, String)] = [
        // An address for documents, which no machine has (RFC 5737).
        ("203.0.113.9", "this machine has no such address"), ("127.0.0.1", "another program listens at this port"),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: places)
    func whereNobodyCanListenIsToldWithItsAddress(_ address: String, _ reason: String) async throws {
        let other = try await LoopbackMeters.start([:])
        let collector = Self.collector()
        collector.configure(concentrators: [Self.concentrator("C1", "listen:\(address)", other.port)], meters: [])
        var trouble: String?
        for await event in collector.events {
            if case .health(let health) = event { trouble = health.map(\.trouble).first { !$0.isEmpty } }
            if trouble != nil { break }
        }
        #expect(trouble == "at \(address) port \(other.port): \(reason)")
        await collector.stop()
        try await other.close()
    }

    /// Comes back when the collector listens.
    private static func listens(_ collector: Collector) async {
        for await event in collector.events {
            if case .health(let health) = event, health.contains(where: { $0.trouble == waits }) { return }
        }
    }

    /// On a clock of two minutes in twelve milliseconds.
    @Test(.timeLimit(.minutes(1)))
    func aStrangerWhoSaysNothingIsHungUpOn() async throws {
        struct FastClock: OfficeClock {
            let begin = WallClock().now()
            func now() -> Instant { begin.adding(milliseconds: WallClock().now().milliseconds(since: begin) * 10_000) }
        }
        let clock = FastClock()
        let port = try await LoopbackMeters.freePort()
        let collector = Collector(
            clock: clock, delay: { .microseconds(max(0, $0.milliseconds(since: clock.now()) / 10)) }, seed: 1)
        collector.configure(concentrators: [Self.concentrator("C1", "listen:?id=GW-1", port)], meters: [])
        await Self.listens(collector)
        let stranger = try await DialingMeters.dial(port, saying: Array("GW-".utf8), [:])
        try await stranger.hungUp()
        await collector.stop()
        await stranger.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func ofTooManyStrangersTheOldestIsHungUpOn() async throws {
        let port = try await LoopbackMeters.freePort()
        let collector = Self.collector()
        collector.configure(concentrators: [Self.concentrator("C1", "listen:?id=GW-1", port)], meters: [])
        await Self.listens(collector)
        var strangers: [DialingMeters] = []
        // One is expected.
        for _ in 0...DialInCrowd.strangersAtMost + 1 { strangers.append(try await DialingMeters.dial(port, [:])) }
        try await strangers[0].hungUp()
        let talker = try await DialingMeters.dial(port, saying: [UInt8](repeating: 0x41, count: 600), [:])
        try await talker.hungUp()
        await collector.stop()
        for stranger in strangers + [talker] { await stranger.close() }
    }

    /// The first device says nothing to the order; a second connection of the same concentrator takes its place.
    @Test(.timeLimit(.minutes(1)))
    func anOrderOnALineThatIsDialledAnewIsUnknown() async throws {
        let port = try await LoopbackMeters.freePort()
        let meter = MeterID("100000000001")
        let collector = Self.collector()
        collector.configure(concentrators: [Self.concentrator("C1", "listen:", port)], meters: [Self.point(meter.text, "C1")])
        var devices: [DialingMeters] = []
        var outcome: MeterOutcome?
        var isOrdered = false
        var isReadAgain = false
        let order = MeterTask.apply(.topUp(Credit(.energy, hundredths: 100)), count: 7)
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health):
                // Before that nobody listens.
                guard devices.isEmpty, health.contains(where: { $0.trouble == "the concentrator has not dialled in" }) else { continue }
                devices.append(try await DialingMeters.dial(port, [meter.text: FakeMeter()], hushAt: .security))
            case .reports(let reports):
                if let report = reports.first(where: { $0.job == 1 }) { outcome = report.outcome }
                if outcome != nil, reports.contains(where: { if case .reading = $0.outcome { true } else { false } }) { isReadAgain = true }
                if !isOrdered {
                    isOrdered = true
                    collector.submit(MeterJob(id: 1, meter: meter, task: order, priority: .delivery))
                    await devices[0].heardOrder()
                    devices.append(try await DialingMeters.dial(port, [meter.text: FakeMeter()]))
                }
            }
            if isReadAgain { break }
        }
        #expect(outcome == .noAnswer("the line broke before the answer: the concentrator has dialled in again"))
        await collector.stop()
        for device in devices { await device.close() }
    }

    /// A device that finds nobody fails its own test, and not the process with all the others.
    @Test func aDeviceThatFindsNobodySaysSo() async throws {
        // Nobody listens at port 1.
        await #expect(throws: (any Error).self) { _ = try await DialingMeters.dial(1, [:]) }
    }

    private static func heartbeat(_ meter: String) -> [UInt8] {
        guard let address = MeterAddress(meter) else { return [] }
        return Frame(address: address, control: ControlCode(rawValue: 0x91), data: [0x80, 0x80, 0x80, 0x80]).encoded(preamble: 0)
    }
}
