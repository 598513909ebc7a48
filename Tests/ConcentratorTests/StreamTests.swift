// Protects what comes over a line: any cutting of the answers, late answers, pushes, noise and broken frames lead to the same readings,
// are counted, and never to a wrong value.
// How: a concentrator machine on a simulated clock; a seeded campus with faults of every kind is held against what its meters hold.
import Domain
import MeterWire
import Operations
import Seeded
import Testing

@testable import Concentrator

struct StreamTests {
    private static let first = "100000000000"

    /// The only bus's health.
    private func health(_ field: SimulatedField) throws -> BusHealth { try #require(field.machine.health.first) }

    @Test(arguments: [1, 2, 3, 7, 11, 59])
    func anyCuttingGivesTheSameReading(_ piece: Int) throws {
        var whole = SimulatedField(MeterPoint.row(1))
        whole.run(milliseconds: 1_000)
        var field = SimulatedField(MeterPoint.row(1))
        field.fault = { _, _ in .instead([]) }
        let begin = field.now
        field.run(until: begin)
        for answer in [try answer(0x0280_002E), try refusal()] {
            var bytes = answer.encoded()[...]
            while !bytes.isEmpty {
                field.act(field.machine.received(Array(bytes.prefix(piece)), at: field.now))
                bytes = bytes.dropFirst(piece)
            }
            field.run(milliseconds: 25)
        }
        #expect(field.reports.map(\.outcome).count == 1)
        guard case .reading(let cut) = field.reports.first?.outcome, case .reading(var expected) = whole.reports.first?.outcome else {
            Issue.record("\(field.reports)")
            return
        }
        expected.at = cut.at
        #expect(cut == expected)
        let health = try health(field)
        #expect(health.broken == 0 && health.noise == 0 && health.answers == 2)
    }

    private func answer(_ identifier: UInt32) throws -> Frame {
        let address = try #require(MeterAddress(Self.first))
        var meter = FakeMeter(subsidy: nil)
        return try #require(answerOf(&meter, .read(DataIdentifier(rawValue: identifier), from: address)))
    }

    private func answerOf(_ meter: inout FakeMeter, _ request: Frame) -> Frame? { meter.answer(request) }

    private func refusal() throws -> Frame { try answer(0x0091_0101) }

    @Test func aLateAnswerIsNotTakenForAnothersAndNotCountedAsAFault() throws {
        var field = SimulatedField(MeterPoint.row(2))
        field.meters["100000000001"] = FakeMeter(energy: 777, subsidy: nil)
        field.fault = { request, _ in request <= 2 ? .late(1_900) : .none }
        field.run(milliseconds: 4_900)
        let readings = field.reports.compactMap { if case .reading(let reading) = $0.outcome { reading } else { nil } }
        #expect(readings.map(\.meter.text) == ["100000000001"])
        #expect(readings.map(\.register) == [Energy(hundredths: 777)])
        let health = try health(field)
        #expect(health.timeouts == 2 && health.broken == 0 && health.noise == 0)
        #expect(health.requests == health.answers + health.timeouts)
    }

    @Test func theLateAnswerToARepeatedReadServes() throws {
        var field = SimulatedField(MeterPoint.row(1))
        field.fault = { request, _ in request == 1 ? .late(900) : .none }
        field.run(milliseconds: 4_900)
        #expect(field.reports.count == 1)
        guard case .reading = field.reports.first?.outcome else {
            Issue.record("\(field.reports)")
            return
        }
        let health = try health(field)
        #expect(health.timeouts == 1 && health.broken == 0 && health.noise == 0, "the second answer is a late one, too")
    }

    @Test func aBrokenSumIsCountedAndTheReadRepeated() throws {
        var field = SimulatedField(MeterPoint.row(1))
        var broken = try answer(0x0280_002E).encoded()
        broken[20] ^= 0x40
        field.fault = { request, _ in request == 1 ? .instead(broken) : .none }
        field.run(milliseconds: 4_900)
        let health = try health(field)
        #expect(health.broken == 1 && health.timeouts == 1 && health.noise > 0)
        #expect(field.reports.map { if case .reading = $0.outcome { true } else { false } } == [true])
    }

    /// What answers the question and can not be understood is broken. A whole frame of another item or meter may be pushed, come twice or
    /// come late: it is noise, because neither the line nor the meter that was asked is at fault.
    @Test(arguments: ["wrong length", "letters", "another item", "another meter"])
    func aFrameThatIsNoAnswerIsCountedAndWaitingGoesOn(_ fault: String) throws {
        var field = SimulatedField(MeterPoint.row(1))
        var bad = try answer(0x0280_002E)
        switch fault {
        case "wrong length": bad.data.removeLast()
        case "letters": bad.data[4] = 0xFF
        case "another item": bad.data[0] = 0x2F
        default: bad.address = try #require(MeterAddress("555555555555"))
        }
        let isBroken = ["wrong length", "letters"].contains(fault)
        field.run(until: field.now)
        field.deliver(bad.encoded(), after: 5)
        field.run(milliseconds: 4_900)
        let health = try health(field)
        #expect(health.broken == (isBroken ? 1 : 0) && health.timeouts == 0)
        #expect(health.noise == (isBroken ? 0 : bad.encoded(preamble: 0).count))
        #expect(health.nodes.map(\.id.text) == (isBroken ? [Self.first] : []), "whom it is put down to")
        #expect(field.reports.map { if case .reading = $0.outcome { true } else { false } } == [true])
    }

    @Test func heartbeatsPushesEchoesAndTextAreNoise() throws {
        var field = SimulatedField(MeterPoint.row(1))
        field.run(milliseconds: 2_000)
        let before = try health(field)
        let heartbeat = Hex.bytes("68 16 00 51 19 06 25 68 91 04 B3 B3 B3 B3 DC 16")
        let text = Array("+++ gateway ready\r\n".utf8)
        for bytes in [heartbeat, text, try answer(0x0280_002E).encoded(preamble: 0)] { field.deliver(bytes) }
        field.run(milliseconds: 1_000)
        let after = try health(field)
        #expect(after.noise - before.noise == heartbeat.count + text.count + 12 + 44)
        #expect(after.broken == before.broken && after.answers == before.answers)
        // While an answer is awaited a heartbeat and the echo of the request change nothing, either.
        field.submit(1, Self.first, .poll, .now)
        field.deliver(heartbeat, after: 1)
        field.deliver(Frame.read(0x0280_002E, from: try #require(MeterAddress(Self.first))).encoded(), after: 2)
        field.run(milliseconds: 500)
        guard case .reading = field.outcome(of: 1) else {
            Issue.record("\(String(describing: field.outcome(of: 1)))")
            return
        }
        #expect(try health(field).broken == before.broken)
    }

    /// Meters that speak by themselves and gateways that resend do not make a sound bus look poor.
    @Test(arguments: ["push", "twice"])
    func whatNobodyAskedForMakesNoBusPoor(_ fault: String) throws {
        var timing = LineTiming()
        // The next question is on the line when the second answer comes.
        timing.gap = 0
        var field = SimulatedField(MeterPoint.row(4), timing: timing)
        let pusher = try #require(MeterAddress("100000000003"))
        let block: [UInt8] = [0xFF, 0x11, 0x80, 0x02] + [UInt8](repeating: 0, count: 65)
        let push = Frame(address: pusher, control: ControlCode.read.answer(), data: block).encoded(preamble: 0)
        var meter = FakeMeter(subsidy: nil)
        field.fault = { _, frame in
            guard let answer = meter.answer(frame)?.encoded() else { return .none }
            return .instead(fault == "push" ? push + answer : answer + answer)
        }
        field.run(milliseconds: 120_000)
        let health = try health(field)
        #expect(health.answers > 80 && health.noise > 80 * 13, "\(health)")
        #expect(health.broken == 0 && health.timeouts == 0 && health.nodes.isEmpty)
        #expect(health.condition == .good)
    }

    @Test func aShortenedFrameHidesTheNextOneOnlyUntilSilence() throws {
        var field = SimulatedField(MeterPoint.row(1))
        field.baud = 115_200
        var timing = LineTiming()
        timing.meterDelay = 2_000
        field.machine = ConcentratorMachine(.test(), meters: MeterPoint.row(1), timing: timing, seed: 1, at: field.now)
        // The beginning of a frame of 255 bytes, then the true answer.
        let stump = Hex.bytes("68 00 00 00 00 00 10 68 91 FF 33")
        let answer = try answer(0x0280_002E).encoded()
        field.fault = { request, _ in request == 1 ? .instead(stump + answer) : .none }
        field.run(milliseconds: 4_900)
        let health = try health(field)
        #expect(health.timeouts == 0 && health.broken == 1)
        guard let report = field.reports.first, case .reading(let reading) = report.outcome else {
            Issue.record("\(field.reports)")
            return
        }
        #expect(reading.at < report.at || reading.at < Instant.start.adding(milliseconds: 1_000), "the time its last byte came")
    }

    @Test func aLateRefusalOfOneItemIsNotTakenForTheRefusalOfAnother() throws {
        var field = SimulatedField(MeterPoint.row(1))
        field.submit(1, Self.first, .credit)
        // Both tries of the question for the purse are refused late: while the next questions are on the line.
        field.fault = { _, frame in frame.identifier == 0x0091_0101 ? .late(1_000) : .none }
        field.run(milliseconds: 4_000)
        field.submit(2, Self.first, .credit)
        field.fault = { _, _ in .none }
        field.run(milliseconds: 20_000)
        field.submit(3, Self.first, .credit)
        field.run(milliseconds: 5_000)
        for id in [UInt64(1), 2, 3] {
            guard case .credit(let credit) = field.outcome(of: id) else { continue }
            #expect(credit.totalBought == Credit(.energy, hundredths: 30_000), "job \(id)")
        }
        guard case .credit = field.outcome(of: 3) else {
            Issue.record("\(String(describing: field.outcome(of: 3)))")
            return
        }
    }

    /// A campus with every kind of fault, from one seed: what was asked for is reported once, what is read is what the meter holds.
    @Test(arguments: UInt64(1)...24)
    func aCampusWithFaultsNeverTellsAWrongValue(_ seed: UInt64) throws {
        var chance = SeededRandom(seed: seed)
        let points = MeterPoint.row(24, buses: 3)
        var field = SimulatedField(points, buses: 3)
        for (index, point) in points.enumerated() {
            field.meters[point.id.text] = FakeMeter(
                energy: Int64(1_000 * index), balance: Int64(index % 4) * 100, overdraft: Int64(index), subsidy: index % 2 == 0 ? nil : 50)
        }
        let meters = field.meters
        field.dead = Set(points.prefix(3).map(\.id.text))
        let noise = Hex.bytes("68 68 16 FE 68 00 11")
        field.fault = { [seed] request, frame in
            var chance = SeededRandom(seed: seed &* 1_000_003 &+ UInt64(request))
            switch chance.below(12) {
            case 0: return .lost
            case 1: return .late(Int64(chance.below(3_000)))
            case 2: return .instead(noise + frame.encoded())
            default: return .none
            }
        }
        var jobs: Set<UInt64> = []
        for id in 1...UInt64(60) {
            field.submit(id, points[chance.below(24)].id.text, [.poll, .detail, .credit][chance.below(3)], .delivery)
            jobs.insert(id)
            field.run(milliseconds: Int64(chance.below(2_000)))
            if chance.below(20) == 0 { field.cut() }
        }
        field.run(milliseconds: 120_000)
        #expect(field.reports.filter { $0.job != 0 }.map(\.job).sorted() == jobs.sorted(), "seed \(seed)")
        for report in field.reports {
            let meter = try #require(meters[report.meter.text])
            let remaining = meter.balance + (meter.subsidy ?? 0) - (meter.balance > 0 ? 0 : meter.overdraft)
            switch report.outcome {
            case .reading(let reading):
                #expect(reading.register == Energy(hundredths: meter.energy), "seed \(seed)")
                #expect(reading.remaining == Credit(.energy, hundredths: remaining), "seed \(seed)")
            case .credit(let credit):
                #expect(credit.remaining.hundredths == remaining && credit.register.hundredths == meter.energy, "seed \(seed)")
                #expect(credit.totalBought?.hundredths == meter.total, "seed \(seed)")
            case .noAnswer, .notSent: break
            case .accepted, .refused: Issue.record("seed \(seed): no order was given")
            }
        }
        for (index, health) in field.machine.health.enumerated() {
            let waiting = health.requests - health.answers - health.timeouts
            #expect((0...1).contains(waiting), "seed \(seed), bus \(index + 1): requests are answered, timed out, or waiting")
        }
    }
}
