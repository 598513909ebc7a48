// Protects a bus from meters without a baseline that do not answer: they are asked as rarely as any silent meter, each that answers is
// taken over once, and soon after it is back.
// How: the value by a table of what it is told and what it wants then; beside concentrator machines on a simulated clock, as the collector
// drives them.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct FirstReadingTests {
    private static let meter = MeterID("100000000007")
    private static let plain = MeterPoint.test("100000000008", profile: .plain645)
    private static let picture = CreditReading(
        at: .start, count: 6, lastAmount: .zero(.energy), totalBought: Credit(.energy, hundredths: 400),
        remaining: Credit(.energy, hundredths: 325), subsidy: .zero(.energy), register: Energy(hundredths: 123_456),
        registerAfter: Energy(hundredths: 123_456))
    private static let silence = MeterOutcome.noAnswer("no answer in time")

    /// What happens to one meter without a baseline, so many seconds after the start.
    private enum Step {
        /// It is looked who is due; whether a job comes of it.
        case look(Int64, Bool)
        /// What the job brings.
        case job(Int64, MeterOutcome)
        /// What the round brings.
        case round(Int64, MeterOutcome)
        case settle(Int64, Bool)
        /// The inventory is read again, with or without it.
        case inventory(Bool)
    }

    private static let reading = MeterOutcome.reading(Reading(meter: meter, at: .start))

    private static let tables: [(String, [Step])] = [
        ("asked once", [.look(0, true), .look(1, false), .look(900, false)]),
        (
            "rests as silent meters do",
            [
                .look(0, true), .job(2, silence), .look(3, false), .look(61, false), .look(62, true),
                .job(63, .notSent("the line is down")),
                .look(182, false), .look(183, true), .job(184, silence), .look(423, false), .look(424, true), .job(425, silence),
                .look(724, false), .look(725, true), .job(726, silence), .look(1_025, false), .look(1_026, true),
            ]
        ),
        (
            "a refusal is no baseline",
            [.look(0, true), .job(1, .refused(code: 2, meaning: "no such data")), .look(60, false), .look(61, true)]
        ),
        (
            "an answer in the round hurries, once",
            [
                .look(0, true), .job(1, silence), .round(5, silence), .look(6, false), .round(10, reading), .look(10, true),
                .round(11, reading),
                .look(12, false), .job(13, silence), .round(20, reading), .look(21, false), .look(132, false), .look(133, true),
            ]
        ),
        ("a changed inventory hurries nobody", [.look(0, true), .job(1, silence), .inventory(true), .look(2, false), .look(61, true)]),
        ("who is gone is not asked", [.look(0, true), .job(1, silence), .inventory(false), .look(100, false)]),
        (
            "who is back begins anew",
            [.look(0, true), .inventory(false), .inventory(true), .look(1, true), .job(2, silence), .look(3, false)]
        ),
        ("taken over", [.look(0, true), .job(1, .credit(picture)), .look(2, false), .settle(3, true), .look(900, false)]),
        (
            "what could not be written is asked for again",
            [.look(0, true), .job(1, .credit(picture)), .settle(2, false), .look(3, false), .look(61, false), .look(62, true)]
        ),
        ("a clock that was set back keeps nobody waiting", [.look(5_000, true), .job(5_001, silence), .look(0, true)]),
    ]

    @Test func eachMeterWaitsAsTheTableSays() {
        for (name, steps) in Self.tables {
            var first = FirstReadings()
            var jobs: UInt64 = 0
            let time = { (seconds: Int64) in Instant.start.adding(seconds: seconds) }
            first.configure([MeterPoint.test(Self.meter.text)])
            for (number, step) in steps.enumerated() {
                let place: Comment = "\(name), step \(number + 1)"
                switch step {
                case .look(let seconds, let isAsked):
                    let wanted = first.due(at: time(seconds)) {
                        jobs += 1
                        return jobs
                    }
                    let job = MeterJob(id: jobs, meter: Self.meter, task: .credit, priority: .delivery)
                    #expect(wanted == (isAsked ? [job] : []), place)
                case .job(let seconds, let outcome):
                    first.take(MeterReport(job: jobs, meter: Self.meter, at: time(seconds), outcome: outcome))
                    if case .credit = outcome { #expect(first.found[Self.meter]?.baseline.count == 6, place) }
                case .round(let seconds, let outcome):
                    first.take(MeterReport(job: 0, meter: Self.meter, at: time(seconds), outcome: outcome))
                case .settle(let seconds, let isTaken):
                    first.settle(taken: isTaken ? [Self.meter] : [], at: time(seconds))
                    #expect(first.found.isEmpty, place)
                case .inventory(let isThere): first.configure(isThere ? [MeterPoint.test(Self.meter.text)] : [])
                }
            }
        }
    }

    @Test func onlyRoomsWithoutABaselineAreRead() {
        var known = MeterPoint.test("100000000001")
        known.baseline = Baseline(
            count: 1, totalBought: .zero(.energy), remaining: .zero(.energy), register: Energy(hundredths: 1), at: .start)
        var supply = MeterPoint.test("100000000002")
        supply.place = .supply("Main")
        var first = FirstReadings()
        first.configure([known, supply, Self.plain, MeterPoint.test(Self.meter.text)])
        var id: UInt64 = 40
        let jobs = first.due(at: .start) {
            id += 1
            return id
        }
        #expect(jobs.map(\.meter) == [Self.meter, Self.plain.id] && jobs.map(\.task) == [.credit, .poll])
        // Of a meter that keeps no credit the register is all there is to take over.
        var reading = Reading(meter: Self.plain.id, at: .start)
        reading.register = Energy(hundredths: 77)
        first.take(MeterReport(job: 42, meter: Self.plain.id, at: .start, outcome: .reading(reading)))
        #expect(first.found.keys.sorted() == [Self.plain.id])
        #expect(first.found[Self.plain.id]?.baseline.register == Energy(hundredths: 77))
        #expect(first.found[Self.plain.id]?.room == Self.plain.room)
    }

    // MARK: Beside the round

    /// A bus of 34 meters and its first readings, looked after four times a second as the collector does.
    private struct Bus {
        var field: SimulatedField
        var first = FirstReadings()
        private var jobs: UInt64 = 0
        private var told = 0

        init(dead: Set<String>, unknown: Set<String>) {
            let points = MeterPoint.row(34)
            field = SimulatedField(points)
            field.dead = dead
            first.configure(points.filter { unknown.contains($0.id.text) })
        }

        mutating func run(seconds: Int) {
            for _ in 0..<(4 * seconds) {
                let due = first.due(at: field.now) {
                    jobs += 1
                    return jobs
                }
                for job in due { field.submit(job.id, job.meter.text, job.task, job.priority) }
                field.run(milliseconds: 250)
                for report in field.reports[told...] { first.take(report) }
                told = field.reports.count
            }
        }

        func asked(_ meter: String) -> Int { field.sent.count { $0.frame.address.description == meter } }
    }

    @Test func aDeadMeterWithoutABaselineCostsItsBusWhatAnyDeadMeterDoes() throws {
        let dead = Self.meter.text
        func lived(unknown: Set<String>) throws -> (health: BusHealth, asked: Int) {
            var bus = Bus(dead: [dead], unknown: unknown)
            bus.run(seconds: 1_800)
            return (try #require(bus.field.machine.health.first), bus.asked(dead))
        }
        let (known, unknown) = (try lived(unknown: []), try lived(unknown: [dead]))
        let rounds = (try #require(known.health.roundMilliseconds), try #require(unknown.health.roundMilliseconds))
        #expect(abs(rounds.0 - rounds.1) <= 1_000, "a round of \(rounds.1) ms beside \(rounds.0)")
        #expect(unknown.asked <= 2 * known.asked + 2, "\(unknown.asked) times beside \(known.asked)")
        #expect(unknown.health.condition == known.health.condition && unknown.health.stale == known.health.stale)
    }

    @Test func whoeverComesBackIsTakenOverInTheNextRound() {
        let points = Set(MeterPoint.row(34).map(\.id.text))
        var bus = Bus(dead: [Self.meter.text], unknown: points)
        bus.run(seconds: 120)
        #expect(bus.first.found.count == 33 && bus.first.found[Self.meter] == nil)
        bus.field.dead = []
        // The round asks a silent meter again after its pause.
        bus.run(seconds: 330)
        #expect(bus.first.found.count == 34 && bus.first.found[Self.meter]?.baseline.count == 6)
    }

    @Test func aCampusWhoseLineIsDownAsksLittleAndIsTakenOverWhenItIsBack() {
        let points = Set(MeterPoint.row(34).map(\.id.text))
        var bus = Bus(dead: [], unknown: points)
        bus.field.isReachable = false
        bus.run(seconds: 600)
        let jobs = bus.field.reports.count
        #expect((34...34 * 5).contains(jobs), "\(jobs) attempts in ten minutes")
        bus.field.isReachable = true
        bus.run(seconds: 90)
        #expect(bus.first.found.count == 34)
    }
}
