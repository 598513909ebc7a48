// Protects the connection of a concentrator: what a broken line does to jobs on it, how it comes back, and that changes of the
// inventory disturb nobody else.
// How: a concentrator machine on a simulated clock whose line is cut at chosen moments.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct LineTests {
    private static let order = MeterTask.apply(.topUp(Credit(.energy, hundredths: 100)), count: 7)
    private static let meter = "100000000000"

    /// A field whose meter has told its customer number already, so that an order is one exchange.
    private static func field(_ count: Int = 1) -> SimulatedField {
        var field = SimulatedField(MeterPoint.row(count))
        field.run(milliseconds: 2_000)
        field.submit(900, meter, .apply(.topUp(Credit(.energy, hundredths: 100)), count: 6))
        field.run(milliseconds: 2_000)
        return field
    }

    @Test func anOrderWhoseBytesWereHandedOverIsUnknownWhenTheLineBreaks() {
        var field = Self.field()
        field.submit(1, Self.meter, Self.order)
        #expect(field.sent.last?.frame.control == .security, "the order is on the line")
        field.cut()
        #expect(field.outcome(of: 1) == .noAnswer("the line broke before the answer: cut"))
        #expect(field.meters[Self.meter]?.count == 7, "and the meter has done it")
    }

    @Test func anOrderThatWaitedOrOnlyAskedForTheCustomerWasNotSent() {
        var field = SimulatedField(MeterPoint.row(1))
        field.run(milliseconds: 2_000)
        field.submit(1, Self.meter, Self.order)
        field.submit(2, Self.meter, Self.order)
        field.submit(3, Self.meter, .credit)
        #expect(field.sent.last?.frame.identifier == 0x0450_000D)
        field.cut()
        #expect(field.outcome(of: 1) == .notSent("cut") && field.outcome(of: 2) == .notSent("cut"))
        #expect(field.outcome(of: 3) == .notSent("cut"))
        #expect(field.meters[Self.meter]?.count == 6)
    }

    @Test func aReadOnTheLineHasNoAnswerWhenItBreaks() {
        var field = Self.field()
        field.submit(1, Self.meter, .credit)
        field.cut()
        #expect(field.outcome(of: 1) == .noAnswer("the line broke before the answer: cut"))
        #expect(field.machine.health.first?.silent == [], "the meter is not to blame")
    }

    @Test func aLateAnswerToAnOrderOfTheOldLineIsNotTakenForTheNewOnes() {
        var field = Self.field()
        field.submit(1, Self.meter, Self.order)
        field.cut()
        field.run(milliseconds: 3_000)
        field.submit(2, Self.meter, .credit, .now)
        field.deliver(Hex.bytes("68 00 00 00 00 00 10 68 83 06 32 35 34 3A 33 33 A4 16"), after: 5)
        field.run(milliseconds: 3_000)
        guard case .credit(let credit) = field.outcome(of: 2) else {
            Issue.record("\(String(describing: field.outcome(of: 2)))")
            return
        }
        #expect(credit.count == 7)
    }

    @Test func jobsWhileTheLineIsDownAreAnsweredAtOnce() {
        var field = SimulatedField(MeterPoint.row(1))
        field.isReachable = false
        field.run(milliseconds: 100)
        for (id, task) in [(UInt64(1), MeterTask.credit), (2, Self.order), (3, .poll)] {
            field.submit(id, Self.meter, task)
            #expect(field.outcome(of: id) == .notSent("the line to concentrator C1 is down: nothing listens"))
        }
        #expect(field.sent.isEmpty)
        #expect(field.machine.health.first?.isConnected == false)
        #expect(field.machine.health.first?.trouble == "nothing listens")
    }

    @Test func jobsBeforeTheFirstConnectionWaitForIt() {
        var field = SimulatedField(MeterPoint.row(1))
        field.submit(1, Self.meter, .detail, .now)
        #expect(field.outcome(of: 1) == nil && field.machine.health.first?.isConnected == nil)
        field.run(milliseconds: 2_000)
        guard case .reading = field.outcome(of: 1) else {
            Issue.record("\(String(describing: field.outcome(of: 1)))")
            return
        }
        var broken = SimulatedField(MeterPoint.row(1))
        broken.isReachable = false
        broken.submit(1, Self.meter, .detail, .now)
        broken.run(milliseconds: 1)
        #expect(broken.outcome(of: 1) == .notSent("nothing listens"))
    }

    @Test func theLineIsTriedAgainWithGrowingPauses() {
        var field = SimulatedField(MeterPoint.row(1))
        field.isReachable = false
        field.run(milliseconds: 600_000)
        let pauses = zip(field.connects, field.connects.dropFirst()).map { $1.milliseconds(since: $0) }
        for (index, pause) in pauses.enumerated() {
            let mean = min(40_000, Int64(1_000) << Int64(min(index, 20)))
            #expect((mean / 2..<mean * 3 / 2).contains(pause), "pause \(index): \(pause)")
        }
        #expect(pauses.count > 10 && Set(pauses.suffix(5)).count == 5, "the longest pauses differ as well")
        field.isReachable = true
        field.run(milliseconds: 61_000)
        #expect(field.machine.isConnected && field.reports.contains { if case .reading = $0.outcome { true } else { false } })
        field.cut()
        let count = field.connects.count
        field.run(milliseconds: 1_600)
        #expect(field.connects.count == count + 1, "a line that has worked is tried again at once")
    }

    @Test func pausesDifferBySeedAndNotByRun() {
        func pauses(_ seed: UInt64) -> [Int64] {
            var pause = ReconnectPause(seed: seed)
            return (0..<5).map { _ in pause.next(first: 1_000, longest: 60_000) }
        }
        #expect(pauses(1) == pauses(1))
        #expect(Set((0..<20).map { pauses($0) }).count > 15)
    }

    @Test func aClockThatIsSetBackStopsNothing() {
        var field = SimulatedField(MeterPoint.row(3))
        field.dead = ["100000000001"]
        field.run(milliseconds: 30_000)
        field.setClock(back: 86_400_000)
        let reports = field.reports.count
        field.submit(1, "100000000000", .credit, .now)
        field.run(milliseconds: 130_000)
        #expect(field.outcome(of: 1) != nil)
        #expect(field.reports.count - reports > 40, "the rounds go on")
        let asked = field.sent.filter { $0.frame.address.description == "100000000001" && $0.at < .start }
        #expect((1...3).contains(asked.count), "the silent meter rests as long as before")
        var down = SimulatedField(MeterPoint.row(1))
        down.isReachable = false
        down.run(milliseconds: 100_000)
        down.setClock(back: 86_400_000)
        let connects = down.connects.count
        down.run(milliseconds: 61_000)
        #expect(down.connects.count > connects)
    }

    // MARK: Inventory

    @Test func aChangedInventoryDisturbsNobodyElse() throws {
        var field = SimulatedField(MeterPoint.row(3))
        field.run(milliseconds: 2_000)
        for id in 1...3 { field.submit(UInt64(id), "10000000000\(id - 1)", .credit) }
        let less = MeterPoint.row(4).filter { $0.id.text != "100000000001" }
        field.meters["100000000003"] = FakeMeter(subsidy: nil)
        field.act(field.machine.configure(.test(), meters: less, at: field.now))
        #expect(field.outcome(of: 2) == .notSent("the meter was taken from its bus"))
        field.run(milliseconds: 10_000)
        for id in [UInt64(1), 3] {
            guard case .credit = field.outcome(of: id) else {
                Issue.record("job \(id)")
                continue
            }
        }
        #expect(field.connects.count == 1 && field.machine.health.first?.meters == 3)
        #expect(field.reports.contains { $0.meter.text == "100000000003" })
        let asksForPurse = field.sent.filter { $0.frame.identifier == 0x0091_0101 && $0.frame.address.description == "100000000000" }
        #expect(asksForPurse.count == 1, "what was learned of a meter that stays is kept")
    }

    @Test func aNewBusIsReadAndARemovedOneEndsItsJobs() {
        var field = SimulatedField(MeterPoint.row(4, buses: 2), buses: 1)
        field.run(milliseconds: 1_000)
        #expect(Set(field.reports.map(\.meter.text)) == ["100000000000", "100000000002"])
        field.act(field.machine.configure(.test(buses: 2), meters: MeterPoint.row(4, buses: 2), at: field.now))
        field.run(milliseconds: 6_000)
        #expect(Set(field.reports.map(\.meter.text)).count == 4)
        field.submit(1, "100000000001", Self.order)
        field.submit(2, "100000000001", .credit)
        field.act(field.machine.configure(.test(buses: 1), meters: MeterPoint.row(4, buses: 2), at: field.now))
        #expect(field.outcome(of: 2) == .notSent("the bus was removed"))
        #expect(field.outcome(of: 1) == .notSent("the bus was removed"))
    }

    @Test func aNewAddressOfTheConcentratorConnectsAnew() {
        var field = SimulatedField(MeterPoint.row(2))
        field.run(milliseconds: 1_000)
        var moved = Domain.Concentrator.test()
        moved.port = 2
        field.act(field.machine.configure(moved, meters: MeterPoint.row(2), at: field.now))
        field.run(milliseconds: 1_000)
        #expect(field.connects.count == 2 && field.machine.isConnected)
    }

    @Test func afterStopNothingIsSent() {
        var field = SimulatedField(MeterPoint.row(2))
        field.submit(1, Self.meter, .credit)
        field.act(field.machine.stop(at: field.now))
        #expect(field.outcome(of: 1) == .notSent("reading was stopped"))
        let sent = field.sent.count
        field.submit(2, Self.meter, .poll)
        field.run(milliseconds: 100_000)
        #expect(field.sent.count == sent && field.outcome(of: 2) == .notSent("reading was stopped"))
        #expect(field.machine.wakeAt == nil)
    }
}
