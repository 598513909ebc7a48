// Protects everybody from a concentrator that misbehaves: what it costs in memory, time and attempts is bounded, no wrong value comes from
// it, and an order that it swallowed is unknown.
// How: concentrator machines on a simulated clock against one that floods, drips, answers for others, or hangs up at each request.
import Domain
import MeterWire
import Operations
import Seeded
import Testing

@testable import Concentrator

struct BadConcentratorTests {
    private static let order = MeterTask.apply(.topUp(Credit(.energy, hundredths: 100)), count: 7)
    private static let meter = "100000000000"
    private static let hour: Int64 = 3_600_000

    private static func knownCustomer() -> SimulatedField {
        var field = SimulatedField(MeterPoint.row(3))
        field.run(milliseconds: 2_000)
        field.submit(900, meter, .apply(.topUp(Credit(.energy, hundredths: 100)), count: 6))
        field.run(milliseconds: 2_000)
        return field
    }

    // MARK: Floods

    /// A megabyte of what a flooding concentrator sends.
    private static func flood(_ kind: String) throws -> [UInt8] {
        var chance = SeededRandom(seed: 5)
        let foreign = Frame(
            address: try #require(MeterAddress("555555555555")), control: ControlCode(rawValue: 0x91), data: [0x2E, 0, 0x80, 2, 1])
        let piece: [UInt8] =
            switch kind {
            case "frames of others": foreign.encoded()
            case "beginnings of frames": Array(foreign.encoded().dropFirst(4).prefix(9))
            case "text": Array("+++ NO CARRIER\r\n".utf8)
            default: (0..<4_096).map { _ in UInt8(chance.below(256)) }
            }
        return Array((0...(1_000_000 / piece.count)).map { _ in piece }.joined())
    }

    @Test(arguments: ["noise", "frames of others", "beginnings of frames", "text"])
    func oneThatFloodsIsHungUpOnAndRests(_ kind: String) throws {
        var field = Self.knownCustomer()
        field.submit(1, Self.meter, Self.order)
        field.submit(2, Self.meter, .credit)
        let flood = try Self.flood(kind)[...]
        var rest = flood
        while field.machine.isConnected, !rest.isEmpty {
            field.act(field.machine.received(Array(rest.prefix(1_024)), at: field.now))
            #expect(field.machine.parser.pendingCount <= FrameParser.longestPending)
            rest = rest.dropFirst(1_024)
        }
        #expect(flood.count - rest.count <= Int(FloodGuard.burst) + 8 * 1_024, "what was taken in")
        #expect(field.outcome(of: 1) == .noAnswer("the line broke before the answer: the concentrator sends without end"))
        #expect(field.outcome(of: 2) == .notSent("the concentrator sends without end"))
        #expect(field.machine.health.first?.trouble == "the concentrator sends without end")
        #expect(try #require(field.machine.wakeAt).milliseconds(since: field.now) >= 20_000)
    }

    @Test func oneThatFloodsForAnHourCostsAFewAttempts() throws {
        var field = SimulatedField(MeterPoint.row(3))
        let flood = Array(try Self.flood("noise").prefix(100_000))
        var taken = 0
        let end = field.now.adding(milliseconds: Self.hour)
        while field.now < end {
            field.run(milliseconds: 1_000)
            guard field.machine.isConnected else { continue }
            taken += 1
            field.act(field.machine.received(flood, at: field.now))
        }
        #expect(field.connects.count == taken && taken <= 1 + 3_600 / 20)
        #expect(field.sent.count <= 4 * taken, "and it is asked little")
    }

    @Test func aFullLineIsNoFlood() {
        var guardian = FloodGuard(at: .start)
        // Two buses at 9600 bits per second bring 1745 bytes a second between them.
        for millisecond in 1...Int64(600_000) where millisecond.isMultiple(of: 11) {
            let isTaken = guardian.take(19, rate: 19_200, at: Instant.start.adding(milliseconds: millisecond))
            #expect(isTaken, "after \(millisecond) ms")
            if !isTaken { return }
        }
        let isTaken = guardian.take(Int(FloodGuard.burst) + 1, rate: 19_200, at: .start)
        #expect(!isTaken, "a clock that was set back brings nothing")
        var unpaced = FloodGuard(at: .start)
        for _ in 1...10_000 {
            unpaced.asked()
            guard unpaced.take(2 * (Frame.overhead + Frame.maximumDataLength), rate: 0, at: .start) else {
                Issue.record("answers that were asked for are no flood, however fast they come")
                return
            }
        }
    }

    // MARK: Drips

    @Test func oneByteAMinuteProlongsNothing() throws {
        var field = SimulatedField(MeterPoint.row(2))
        field.dead = Set(MeterPoint.row(2).map(\.id.text))
        var meter = FakeMeter(subsidy: nil)
        let address = try #require(MeterAddress(Self.meter))
        let frame = meter.answer(.read(0x0280_002E, from: address))
        let answer = try #require(frame).encoded(preamble: 0)
        field.run(milliseconds: 1)
        for minute in 0..<60 {
            field.submit(UInt64(minute + 1), Self.meter, .poll, .now)
            let begin = field.now
            field.deliver([answer[minute % answer.count]], after: 100)
            field.run(milliseconds: 60_000)
            let report = try #require(field.reports.first { $0.job == UInt64(minute + 1) })
            #expect(report.outcome == .noAnswer("no answer in time"))
            // Whatever the round had on the line, its own two tries at most, and the rests between them.
            #expect(report.at.milliseconds(since: begin) < 5_000)
            #expect(field.machine.parser.pendingCount == 0, "what does not go on is given up")
        }
        #expect(field.connects.count == 1 && field.reports.allSatisfy { $0.outcome == .noAnswer("no answer in time") })
        #expect(field.sent.count < 4 * 60, "a meter that does not answer is asked rarely")
        #expect(try #require(field.machine.health.first).noise > 40)
    }

    // MARK: Strangers' answers

    @Test func oneThatAnswersForOthersIsBelievedNothing() throws {
        // Its own two meters on two buses, and a third that hangs elsewhere.
        var field = SimulatedField(MeterPoint.row(2, buses: 2), buses: 2)
        for (index, point) in MeterPoint.row(2).enumerated() {
            field.meters[point.id.text] = FakeMeter(energy: Int64(1_000 * (index + 1)), subsidy: nil)
        }
        let elsewhere = try #require(MeterAddress("999999000001"))
        // Each question to bus 1 is answered in another's name: the one on bus 2 in turn with the one that hangs elsewhere.
        field.fault = { request, frame in
            guard frame.address.description == Self.meter else { return .none }
            var answer = frame
            var meter = FakeMeter(energy: 66_666, subsidy: nil)
            guard let made = meter.answer(frame) else { return .none }
            answer = made
            answer.address = elsewhere
            return .instead(answer.encoded())
        }
        field.submit(1, Self.meter, .credit)
        field.submit(2, "100000000001", .credit)
        field.run(milliseconds: 600_000)
        #expect(field.outcome(of: 1) == .noAnswer("no answer in time"))
        guard case .credit = field.outcome(of: 2) else {
            Issue.record("\(String(describing: field.outcome(of: 2)))")
            return
        }
        #expect(Set(field.reports.map(\.meter.text)).isSubset(of: [Self.meter, "100000000001"]))
        for report in field.reports {
            guard case .reading(let reading) = report.outcome else { continue }
            #expect(reading.meter.text == "100000000001" && reading.register == Energy(hundredths: 2_000))
        }
        let health = field.machine.health
        #expect(health[0].noise > 0 && health[0].broken == 0, "what it says is whole, only nobody asked for it")
        #expect(health[0].timeouts > 0 && health[0].answers == 0 && health[0].silent.count == 1)
        #expect(health[1].broken == 0 && health[1].timeouts == 0 && health[1].answers > 100, "the other bus is read as ever")
    }

    // MARK: Hangs up

    @Test func oneThatHangsUpAtEachRequestIsTriedRarely() throws {
        var field = SimulatedField(MeterPoint.row(3))
        field.fault = { _, _ in .hangUp }
        field.run(milliseconds: Self.hour)
        #expect((60...200).contains(field.connects.count), "\(field.connects.count) attempts in an hour")
        #expect(field.sent.count <= field.connects.count)
        #expect(try #require(field.machine.health.first).silent.isEmpty, "the meters are not to blame")
    }

    @Test func neitherAPushNorAnOldAnswerBeforeItHangsUpMakesItSound() throws {
        let address = try #require(MeterAddress(Self.meter))
        var meter = FakeMeter(subsidy: nil)
        let made = meter.answer(.read(0x0000_0000, from: address))
        let older = try #require(made)
        let push = Frame(
            address: address, control: ControlCode.read.answer(), data: [0xFF, 0x11, 0x80, 0x02] + [UInt8](repeating: 0, count: 65))
        for words in [push, older] {
            var field = SimulatedField(MeterPoint.row(3))
            field.fault = { _, _ in .lastWords(words.encoded()) }
            field.run(milliseconds: Self.hour)
            #expect((60...200).contains(field.connects.count), "\(field.connects.count) attempts in an hour")
        }
    }

    @Test func oneThatAnswersBeforeItHangsUpIsTriedSoon() {
        var field = SimulatedField(MeterPoint.row(3))
        field.fault = { request, _ in request.isMultiple(of: 4) ? .hangUp : .none }
        field.run(milliseconds: 600_000)
        #expect(field.connects.count > 100, "\(field.connects.count) attempts in ten minutes")
    }

    @Test func anOrderThatItSwallowedIsUnknownAndNotRepeated() {
        var field = Self.knownCustomer()
        field.fault = { _, _ in .hangUp }
        let before = field.sent.count
        field.submit(1, Self.meter, Self.order)
        field.run(milliseconds: 600_000)
        #expect(field.outcome(of: 1) == .noAnswer("the line broke before the answer: the concentrator closed the connection"))
        #expect(field.sent[before...].count { $0.frame.control == .security } == 1)
        #expect(field.reports.count { $0.job == 1 } == 1)
    }
}
