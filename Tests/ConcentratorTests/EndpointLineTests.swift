// Protects what a concentrator's host sets on its buses, the words of gateways, and a line that waits to be dialled.
// How: concentrator machines on a simulated clock; what is sent and when, and what the bus screen is told.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct EndpointLineTests {
    private static let meter = "100000000000"

    private static func concentrator(_ host: String, buses: Int = 1) -> Domain.Concentrator {
        var concentrator = Domain.Concentrator.test(buses: buses)
        concentrator.host = host
        return concentrator
    }

    private static func machine(_ host: String, meters: Int = 1, buses: Int = 1) -> ConcentratorMachine {
        ConcentratorMachine(
            concentrator(host, buses: buses), meters: MeterPoint.row(meters, buses: buses), seed: 1, at: .start)
    }

    private static func sent(_ actions: [ConcentratorMachine.Action]) -> [[UInt8]] {
        actions.compactMap { if case .send(let bytes) = $0 { bytes } else { nil } }
    }

    // MARK: Settings of buses

    @Test(arguments: [(0, "10.0.1.7?preamble=0"), (2, "serial:/dev/ttyS1?preamble=2"), (4, "10.0.1.7"), (16, "listen:?preamble=16")])
    func aBusSendsItsWakeUpBytes(_ count: Int, _ host: String) throws {
        var machine = Self.machine(host)
        _ = machine.wake(at: .start)
        let bytes = try #require(Self.sent(machine.connected(at: .start)).first)
        #expect(bytes.prefix { $0 == 0xFE }.count == count && bytes.count == count + 16)
    }

    @Test func eachBusWaitsAsLongAsItsMetersNeed() {
        var machine = Self.machine("10.0.1.7?timeout=300&timeout/2=2000", meters: 2, buses: 2)
        _ = machine.wake(at: .start)
        #expect(Self.sent(machine.connected(at: .start)).count == 2)
        func timeouts(_ milliseconds: Int64) -> [Int] {
            _ = machine.wake(at: Instant.start.adding(milliseconds: milliseconds))
            return machine.health.map(\.timeouts)
        }
        // A request of 20 bytes and an answer of 60 are 92 ms at 9600, and the network may add 200.
        #expect(timeouts(591) == [0, 0])
        #expect(timeouts(593) == [1, 0])
        #expect(timeouts(2_291) == [1, 0])
        #expect(timeouts(2_293) == [1, 1])
    }

    @Test func theRestBetweenAnswerAndRequestIsKept() {
        for (host, rest) in [("10.0.1.7?rest=350", Int64(350)), ("10.0.1.7?rest=0", 0), ("10.0.1.7", 20)] {
            var field = SimulatedField(MeterPoint.row(2))
            field.act(field.machine.configure(Self.concentrator(host), meters: MeterPoint.row(2), at: field.now))
            field.run(milliseconds: 2_000)
            let pause = field.sent[1].at.milliseconds(since: field.sent[0].at)
            // The block is asked for with 20 bytes and told with 60: 23 and 69 ms, and 24 ms between them.
            #expect(pause == 23 + 24 + 69 + rest, "\(host): \(pause)")
        }
    }

    @Test func theGapInAnAnswerIsKept() {
        for (host, gap) in [("10.0.1.7?gap=100", Int64(100)), ("10.0.1.7", 500), ("10.0.1.7?gap/2=3000", 3_000)] {
            var machine = Self.machine(host, buses: 2)
            _ = machine.wake(at: .start)
            _ = machine.connected(at: .start)
            _ = machine.received([0x68, 0x00], at: .start)
            _ = machine.wake(at: Instant.start.adding(milliseconds: gap + 199))
            #expect(machine.parser.pendingCount == 2, "\(host)")
            _ = machine.wake(at: Instant.start.adding(milliseconds: gap + 200))
            #expect(machine.parser.pendingCount == 0, "\(host): the longest gap of its buses, and what the network may add")
        }
    }

    @Test func anotherRateOfADeviceOpensItAnew() {
        var machine = Self.machine("serial:/dev/ttyS1")
        _ = machine.wake(at: .start)
        _ = machine.connected(at: .start)
        var faster = Self.concentrator("serial:/dev/ttyS1")
        #expect(machine.configure(faster, meters: MeterPoint.row(1), at: .start).isEmpty && machine.isConnected)
        faster.buses[0].baud = 19_200
        #expect(machine.configure(faster, meters: MeterPoint.row(1), at: .start).contains(.close))
        #expect(machine.wake(at: .start) == [.connect])
    }

    // MARK: Gateways

    private static let words: [(String, String)] = [
        ("Port already in use\r\n", "closed; it said \"Port already in use\""),
        ("\r\nDevice open failure: No such file\r\n\r\n", "closed; it said \"Device open failure: No such file\""),
        ("Port \u{1B}[31malready in use", "closed; it said \"[31malready in use\""),
        ("OK\r\n", "closed"),
        ("", "closed"),
    ]

    @Test(arguments: words)
    func whatAGatewaySaysBeforeItHangsUpIsTold(_ text: String, _ trouble: String) {
        for piece in [1, 7, 100] {
            var machine = Self.machine("10.0.1.7")
            _ = machine.wake(at: .start)
            _ = machine.connected(at: .start)
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                _ = machine.received(Array(rest.prefix(piece)), at: .start)
                rest = rest.dropFirst(piece)
            }
            let reports = machine.disconnected("closed", at: .start)
            #expect(machine.health.first?.trouble == trouble, "in pieces of \(piece)")
            #expect(!reports.contains(.close))
        }
    }

    @Test func whatAGatewaySaysIsShortAndGoneWithTheNextAnswer() throws {
        var text = GatewayText()
        text.heard([UInt8](repeating: 0x41, count: 100_000))
        #expect(text.explaining("closed").count < 160)
        var machine = Self.machine("10.0.1.7")
        _ = machine.wake(at: .start)
        _ = machine.connected(at: .start)
        let address = try #require(MeterAddress(Self.meter))
        _ = machine.received(Array("welcome to gateway\r\n".utf8), at: .start)
        _ = machine.received(Frame(address: address, control: ControlCode(rawValue: 0x91), data: [1, 2, 3, 4]).encoded(), at: .start)
        _ = machine.disconnected("closed", at: .start)
        #expect(machine.health.first?.trouble == "closed")
    }

    // MARK: Waiting to be dialled

    @Test func aLineThatWaitsSaysSoAndWorksOnceItIsDialled() {
        var machine = Self.machine("listen:")
        _ = machine.submit(MeterJob(id: 1, meter: MeterID(Self.meter), task: .poll, priority: .now), at: .start)
        #expect(machine.wake(at: .start) == [.connect])
        let words = "the concentrator has not dialled in"
        let waiting = machine.waiting(at: .start)
        #expect(waiting == [.report(MeterReport(job: 1, meter: MeterID(Self.meter), at: .start, outcome: .notSent(words)))])
        #expect(machine.isWaiting && machine.wakeAt == nil && machine.health.first?.trouble == words)
        let refused = machine.submit(MeterJob(id: 2, meter: MeterID(Self.meter), task: .poll, priority: .now), at: .start)
        let outcome = MeterOutcome.notSent("the line to concentrator C1 is down: \(words)")
        #expect(refused == [.report(MeterReport(job: 2, meter: MeterID(Self.meter), at: .start, outcome: outcome))])
        #expect(Self.sent(machine.connected(at: .start)).count == 1 && machine.isConnected)
        #expect(machine.health.first?.isConnected == true && machine.health.first?.trouble == "")
    }

    @Test func aLineThatWasLostRestsBeforeItIsTakenAgain() throws {
        var machine = Self.machine("listen:")
        _ = machine.wake(at: .start)
        _ = machine.waiting(at: .start)
        _ = machine.connected(at: .start)
        _ = machine.disconnected("gone", at: .start)
        #expect(!machine.isWaiting && machine.connected(at: .start).isEmpty, "a device that dials without end is not taken each time")
        let again = try #require(machine.wakeAt)
        #expect((500..<1_500).contains(again.milliseconds(since: .start)))
        #expect(machine.wake(at: again) == [.connect])
        _ = machine.waiting(at: again)
        #expect(machine.health.first?.trouble == "gone", "why it went says more than that it is not there")
        #expect(machine.stop(at: again).contains(.close) && !machine.isWaiting)
    }
}
