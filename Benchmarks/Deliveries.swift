import Domain
import Foundation
import Operations
import Store

/// The delivery of a batch: what an order costs the office from the commit until it is confirmed, in one of ten thousand and in one of a
/// thousand, as with a month's free credit. Desk, watch and books are the collector's; the meters answer at once.
enum Deliveries {
    private static let start = Instant(milliseconds: 1_795_266_958_000)
    /// Answers between two looks into the books, a quarter of a second apart: what some hundred buses say in that time.
    private static let answersInALook = 125

    static func measure() throws -> [Figure] {
        let (few, many) = (try deliver(1_000), try deliver(10_000))
        let what = "delivery of an order, us of work: one of 10 000, and one of 1 000"
        return [Figure(what: what, ours: many * 1e6, peer: few * 1e6, goal: .atMost(1.5))]
    }

    /// Seconds of work for each order.
    private static func deliver(_ rooms: Int) throws -> Double {
        let place = FileManager.default.temporaryDirectory.appending(path: "dormwatt-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let folder = CampusFolder(place.path)
        try LargeCampus(rooms: rooms, baselineDays: 1).make(in: folder, at: start)
        let books = try SQLiteBooks.open(in: folder)
        let planned = try TopUpBatch.plan(for: books, at: start)
        guard case .committed(let rows) = try books.commit(planned, at: start), rows.count == rooms else {
            throw Unmeasurable("the batch was not committed")
        }
        var round = try Round(books)
        let begin = processWork()
        try round.deliver()
        let work = processWork() - begin
        let confirmed = try books.orders(OrderFilter(states: [.confirmed])).count
        guard confirmed == rooms else { throw Unmeasurable("\(confirmed) of \(rooms) orders were confirmed") }
        return work / Double(rooms)
    }

    /// The collector's work without its lines.
    private struct Round {
        private let books: SQLiteBooks
        private var desk = DeliveryDesk(rules: DeliveryRules())
        private var watch = DeliveryWatch()
        private var meters: [MeterID: CreditReading]
        private var jobs: [MeterJob] = []
        private var now = Deliveries.start

        init(_ books: SQLiteBooks) throws {
            self.books = books
            let points = try books.standingMeters()
            meters = Dictionary(uniqueKeysWithValues: points.compactMap { point in point.baseline.map { (point.id, CreditReading($0)) } })
        }

        mutating func deliver() throws {
            repeat {
                try follow(watch.look(books, &desk, now: now))
                let answered = jobs.prefix(Deliveries.answersInALook)
                jobs.removeFirst(answered.count)
                for job in answered {
                    try follow(desk.report(MeterReport(job: job.id, meter: job.meter, at: now, outcome: try outcome(of: job))))
                }
                now = now.adding(milliseconds: 250)
            } while !jobs.isEmpty
        }

        private mutating func outcome(of job: MeterJob) throws -> MeterOutcome {
            guard var meter = meters[job.meter] else { throw Unmeasurable("a job for no meter") }
            meter.at = now
            guard case .apply(let task, let count) = job.task else { return .credit(meter) }
            meter.count = count
            meter.lastAmount = task.amount
            meter.totalBought = meter.totalBought.map { $0 + task.change }
            meter.remaining = meter.remaining + task.change
            meters[job.meter] = meter
            return .accepted
        }

        private mutating func follow(_ actions: [DeliveryAction]) throws {
            var waiting = actions[...]
            while let action = waiting.popFirst() {
                switch action {
                case .submit(let job): jobs.append(job)
                case .record(let step): waiting += desk.recorded(try books.record(step), now: now)[...]
                case .sync: watch.lookAgain()
                }
            }
        }
    }
}

extension CreditReading {
    /// What a meter says that nobody has sold to since it was taken over.
    fileprivate init(_ baseline: Baseline) {
        self.init(
            at: baseline.at, count: baseline.count, lastAmount: .zero(baseline.remaining.unit), totalBought: baseline.totalBought,
            remaining: baseline.remaining, subsidy: .zero(baseline.remaining.unit), register: baseline.register,
            registerAfter: baseline.register)
    }
}

/// A top-up of fifty yuan for every room of a campus.
enum TopUpBatch {
    static func plan(for books: SQLiteBooks, at now: Instant) throws -> Plan {
        let rooms = try books.inventory().rooms.keys.sorted()
        let rules = DeskRules()
        let planner = TopUpPlanner(
            standings: try books.standings(of: rooms), price: try books.price(on: Day(of: now, at: rules.offset)), readings: [:],
            rules: rules)
        let actor = Actor(name: "chen", role: .manager, shift: "2026-11-21/chen", console: "desk-1")
        let lines = rooms.map { TopUpLine(room: $0, money: Money(fen: 50_00)) }
        return planner.plan(lines, actor: actor, now: now, id: PlanID("benchmark"))
    }
}
