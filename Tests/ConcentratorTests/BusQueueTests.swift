// Protects the fair queue of a bus: who goes first, that the round goes on, that one request is out at a time, that a dead meter delays
// nobody, and that a sweep takes hardly more than its time on the air.
// How: a concentrator machine against simulated buses on a simulated clock; times are compared by arithmetic.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct BusQueueTests {
    @Test func everyMeterIsPolledAndTheRoundIsMeasured() throws {
        var field = SimulatedField(MeterPoint.row(5))
        field.run(milliseconds: 4_900)
        let polled = field.reports.map(\.meter.text)
        #expect(polled == MeterPoint.row(5).map(\.id.text))
        #expect(field.reports.allSatisfy { $0.job == 0 })
        let health = try #require(field.machine.health.first)
        #expect(health.isConnected == true && health.meters == 5 && health.silent.isEmpty)
        #expect(health.lastRound != nil)
        field.run(milliseconds: 5_000)
        #expect(field.reports.count == 10, "the next round starts five seconds after the one before")
    }

    @Test func jobsGoByPriorityThenArrivalAndBeforeTheRound() {
        var timing = LineTiming()
        timing.jobsPerRoundPoll = 100
        var field = SimulatedField(MeterPoint.row(8), timing: timing)
        field.submit(1, "100000000001", .poll, .round)
        field.submit(2, "100000000002", .poll, .delivery)
        field.submit(3, "100000000003", .poll, .now)
        field.submit(4, "100000000004", .poll, .delivery)
        field.submit(5, "100000000005", .poll, .now)
        field.run(milliseconds: 3_000)
        #expect(field.reports.prefix(6).map(\.job) == [3, 5, 2, 4, 1, 0])
    }

    @Test func theRoundIsNotStarvedByJobs() {
        var field = SimulatedField(MeterPoint.row(30))
        for id in 1...40 { field.submit(UInt64(id), "100000000000", .poll, .now) }
        field.run(milliseconds: 60_000)
        let first = field.reports.prefix(50).map(\.job)
        #expect(first.filter { $0 == 0 }.count >= 10)
        for start in 0..<(first.count - 5) {
            #expect(first[start..<(start + 5)].contains(0) || start >= 45, "at most four jobs in a row")
        }
    }

    @Test func oneRequestIsOutAtATimeAndTheLineRestsBetween() {
        var field = SimulatedField(MeterPoint.row(4))
        field.run(milliseconds: 4_000)
        let steps = zip(field.sent, field.sent.dropFirst()).map { $1.at.milliseconds(since: $0.at) }
        // The block with its 60 bytes, then the refusal of the question for the purse with its 17, and 20 ms of rest after each.
        let block = field.time(20) + field.meterDelay + field.time(60) + 20
        let refusal = field.time(20) + field.meterDelay + field.time(17) + 20
        #expect(steps.prefix(7).elementsEqual([block, refusal, block, refusal, block, refusal, block]), "\(steps)")
    }

    @Test(arguments: [2_400, 9_600, 19_200])
    func aSweepTakesHardlyMoreThanItsTimeOnTheAir(_ baud: Int) throws {
        var timing = LineTiming()
        timing.shortestRound = 0
        var field = SimulatedField(MeterPoint.row(64), baud: baud, timing: timing)
        // The first round also learns that there is no subsidy purse.
        field.run(milliseconds: 120_000)
        let health = try #require(field.machine.health.first)
        let took = try #require(health.roundMilliseconds)
        let air = Double(64 * 11_000 * (20 + 60)) / Double(baud) + 64 * Double(field.meterDelay + 20)
        #expect(Double(took) <= 1.05 * air, "\(took) ms for \(air) ms on the air")
        #expect(Double(took) >= 0.98 * air)
        #expect(health.timeouts == 0 && health.requests - health.answers <= 1)
    }

    @Test func busesWorkAtTheSameTimeAndASlowOneDelaysNoOther() {
        let points = MeterPoint.row(20, buses: 2)
        var field = SimulatedField(points, buses: 2)
        field.dead = Set(points.filter { $0.bus.number == 1 }.map(\.id.text))
        field.run(milliseconds: 4_900)
        let answered = field.reports.filter { if case .reading = $0.outcome { true } else { false } }
        #expect(answered.count == 10, "the whole other bus was read while this one waited in vain")
        let health = field.machine.health
        #expect(health.map(\.silent.count) == [3, 0])
    }

    @Test func aDeadMeterIsAskedRarelyAndReportedSilent() throws {
        var field = SimulatedField(MeterPoint.row(10))
        field.dead = ["100000000003"]
        field.run(milliseconds: 60_000)
        let asked = field.sent.filter { $0.frame.address.description == "100000000003" }
        #expect(asked.count == 3, "two tries, then one, then it rests for a minute")
        #expect(field.machine.health.first?.silent == [MeterID("100000000003")])
        field.run(milliseconds: 1_000_000)
        let times = field.sent.filter { $0.frame.address.description == "100000000003" }.map(\.at)
        let gaps = zip(times, times.dropFirst()).map { $1.milliseconds(since: $0) }.suffix(from: 2)
        #expect(gaps.prefix(3).elementsEqual([60_000, 120_000, 240_000]) { (0..<8_000).contains($0 - $1) }, "\(gaps)")
        #expect(gaps.dropFirst(3).allSatisfy { (300_000..<308_000).contains($0) })
        let reports = field.reports.filter { $0.meter.text == "100000000003" }
        #expect(reports.allSatisfy { $0.outcome == .noAnswer("no answer in time") })
        #expect(reports.count == times.count - 1)
    }

    @Test func aDeadMeterDelaysNobody() throws {
        func lastRound(dead: Set<String>) throws -> Int64 {
            var field = SimulatedField(MeterPoint.row(40))
            field.dead = dead
            field.run(milliseconds: 45_000)
            return try #require(field.machine.health.first?.roundMilliseconds)
        }
        let healthy = try lastRound(dead: [])
        let sick = try lastRound(dead: ["100000000007", "100000000008", "100000000033"])
        #expect(sick <= healthy)
    }

    @Test func aMeterThatComesBackIsInTheNextRound() {
        var field = SimulatedField(MeterPoint.row(3))
        field.dead = ["100000000001"]
        field.run(milliseconds: 200_000)
        field.dead = []
        field.submit(9, "100000000001", .poll, .now)
        field.run(milliseconds: 1_000)
        #expect(field.machine.health.first?.silent == [])
        let before = field.sent.count
        field.run(milliseconds: 10_000)
        let asked = field.sent.dropFirst(before).filter { $0.frame.address.description == "100000000001" }
        #expect(asked.count == 2, "in each of the two rounds")
    }

    @Test func aBusOfDeadMetersNeitherSpinsNorEnds() {
        var timing = LineTiming()
        timing.shortestRound = 0
        var field = SimulatedField(MeterPoint.row(2), timing: timing)
        field.dead = ["100000000000", "100000000001"]
        field.run(milliseconds: 3_600_000)
        #expect((20...40).contains(field.sent.count), "\(field.sent.count)")
        #expect(field.machine.health.first?.lastRound != nil)
    }

    @Test func aLostReadIsTriedTwiceAndAnOrderOnce() {
        var field = SimulatedField(MeterPoint.row(1))
        field.fault = { request, frame in request == 1 || frame.control == .security ? .lost : .none }
        field.run(milliseconds: 3_000)
        #expect(field.reports.count == 1)
        #expect(field.reports.first.map { if case .reading = $0.outcome { true } else { false } } == true)
        field.submit(5, "100000000000", .apply(.topUp(Credit(.energy, hundredths: 100)), count: 7))
        field.run(milliseconds: 10_000)
        #expect(field.outcome(of: 5) == .noAnswer("no answer in time"))
        #expect(field.sent.filter { $0.frame.control == .security }.count == 1)
        #expect(field.meters["100000000000"]?.count == 7, "it was done, only the answer was lost")
        #expect(field.machine.health.first?.silent == [], "the meter had told its customer number just before")
    }

    @Test func anOrderMayTakeThreeSecondsBecauseTheRelayMoves() {
        var field = SimulatedField(MeterPoint.row(1))
        field.fault = { _, frame in frame.control == .security ? .late(2_900) : .none }
        field.submit(5, "100000000000", .apply(.topUp(Credit(.energy, hundredths: 100)), count: 7))
        field.run(milliseconds: 10_000)
        #expect(field.outcome(of: 5) == .accepted)
    }

    @Test func meterAndBusAreFoundOrTheJobIsRefused() {
        var field = SimulatedField(MeterPoint.row(1))
        field.submit(1, "200000000000", .poll, .now)
        field.submit(2, "no address", .poll, .now)
        for id in [UInt64(1), 2] {
            guard case .notSent = field.outcome(of: id) else {
                Issue.record("job \(id)")
                continue
            }
        }
    }
}
