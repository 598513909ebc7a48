// Protects nothing by itself: a whole campus on a simulated clock, from one seed.
// How: a queue of events in order of time; chance loses, delays and doubles what goes over the lines, fills the disk, and kills the
// process between any two steps. The delivery desk and the office are the real ones; everything around them is played.

import BooksContract
import Domain
import Operations
import Seeded
import Synchronization

/// A campus in which everything goes wrong that can.
struct SimulatedCampus {
    enum Event {
        case serve(MeterJob, process: Int)
        case lateArrival(MeterID, MeterTask)
        case people
        case poll
        case operatorActs
        case look
        case start(process: Int)
        case foreignSale
    }

    /// What the disk does at the next write.
    enum DiskFault: Sendable { case none, nothingWritten, answerLost }

    private let fault = FaultSwitch()
    private let books = MemoryBooks()
    private let office: Office
    private let clock = MovingClock()
    private var chance: SeededRandom
    private var auditor = SimulationAuditor()
    private var meters: [MeterID: SimulatedMeter] = [:]
    private var baselines: [MeterID: Baseline] = [:]
    private var rooms: [MeterID: RoomID] = [:]
    private var events: [(at: Int64, number: Int, event: Event)] = []
    private var eventNumber = 0
    private var desk = DeliveryDesk(rules: DeliveryRules())
    private var watch = DeliveryWatch()
    private var isAlive = false
    private var process = 0
    private var lastPlan: Plan?
    private var hasFaults = true
    private let foreignSales: Bool
    private(set) var seen: [OrderState: Int] = [:]
    private(set) var eventsPlayed = 0

    init(seed: UInt64, rooms count: Int, foreignSales: Bool = false) throws {
        chance = SeededRandom(seed: seed)
        self.foreignSales = foreignSales
        let fault = self.fault
        let interrupted = InterruptedBooks(books) { books, plan, at in
            try fault.around { try books.commit(plan, at: at) }
        } recording: { books, step in
            try fault.around { try books.record(step) }
        }
        var rules = DeskRules()
        rules.sales.hoardingLimit = Energy(hundredths: 100_000_00)
        office = Office(
            books: interrupted, readings: MemoryReadings(), clock: clock, ids: CountingIDs(), seal: PlainSeal(), rules: rules)
        try build(count)
        schedule(.start(process: 0), in: 0)
        for event in [Event.people, .poll, .operatorActs, .look] { schedule(event, in: 1000) }
        if foreignSales { schedule(.foreignSale, in: 60_000) }
    }

    private mutating func build(_ count: Int) throws {
        var change = InventoryChange(version: 0)
        for number in 0..<count {
            let unit: CreditUnit = chance.below(2) == 0 ? .energy : .money
            let meter = SimulatedMeter(
                unit: unit, ctRatio: chance.below(5) == 0 ? 20 : 1, price: Price(tenThousandths: 5500), tellsTotal: chance.below(4) > 0,
                isClosed: chance.below(10) == 0, count: chance.below(50), total: Int64(chance.below(100_000)),
                left: Int64(chance.below(5000)) - 500, register: Int64(chance.below(1_000_000)),
                purse: chance.below(2) == 0 ? .init(count: chance.below(20), left: Int64(chance.below(300)) * 10_000) : nil)
            let id = MeterID(Decimals.padded(number, 12))
            let room = RoomID("1-\(100 + number)")
            let baseline = Baseline(
                count: meter.count, totalBought: Credit(unit, hundredths: meter.total),
                remaining: Credit(unit, hundredths: meter.remaining), register: Energy(hundredths: meter.register), at: clock.now())
            change.rooms.append(Room(id: room, building: "1", floor: 1, number: "\(100 + number)", beds: 4))
            change.meters.append(
                MeterPoint(
                    id: id, place: .room(room, circuit: "main"), bus: BusID(concentrator: ConcentratorID("C1"), number: 1),
                    profile: .dorm645, unit: unit, ctRatio: meter.ctRatio, baseline: baseline))
            meters[id] = meter
            baselines[id] = baseline
            rooms[id] = room
        }
        _ = try books.take(change, actor: ContractCampus.chen, at: clock.now())
    }

    /// Plays so many seconds with faults, then as long as it takes without.
    mutating func run(seconds: Int64) throws {
        try play(until: seconds * 1000)
        hasFaults = false
        fault.set(.none)
        // Whatever still hangs somewhere arrives within the first part; then everything must end by itself.
        var end = seconds * 1000
        repeat {
            end += 100_000
            try play(until: end)
        } while try end < seconds * 1000 + 900_000 && !books.orders(OrderFilter(states: [.queued, .sent, .unknown])).isEmpty
        try auditor.checkEnd(books, meters: meters, baselines: baselines)
        for order in try books.orders(OrderFilter()) { seen[order.state, default: 0] += 1 }
    }

    private mutating func schedule(_ event: Event, in milliseconds: Int64) {
        let at = clock.elapsed + milliseconds
        eventNumber += 1
        // Sorted by time, then by number; the queue is short.
        let index = events.lastIndex { $0.at <= at }.map { $0 + 1 } ?? 0
        events.insert((at, eventNumber, event), at: index)
    }

    private mutating func play(until end: Int64) throws {
        while true {
            let wake = isAlive ? desk.wakeAt.map { $0.milliseconds(since: MovingClock.start) } : nil
            guard let next = [events.first?.at, wake].compactMap({ $0 }).min(), next <= end else { break }
            clock.set(max(next, clock.elapsed))
            eventsPlayed += 1
            if let wake, wake <= next, events.first.map({ $0.at > wake }) ?? true {
                try follow(desk.wake(clock.now()))
            } else if !events.isEmpty {
                try happen(events.removeFirst().event)
            }
            try auditor.look(try books.orders(OrderFilter()), meters: meters)
        }
        clock.set(end)
    }

    private mutating func hits(_ perThousand: Int) -> Bool { hasFaults && chance.isHit(perThousand: perThousand) }

    private mutating func happen(_ event: Event) throws {
        switch event {
        case .serve(let job, let process): try serve(job, process: process)
        case .lateArrival(let meter, let task): _ = apply(task, to: meter)
        case .people:
            for id in meters.keys.sorted() { meters[id]?.use(chance.below(6)) }
            schedule(.people, in: 2000)
        case .poll:
            if let meter = chance.pick(meters.keys.sorted()) {
                let outcome: MeterOutcome = hits(200) ? .noAnswer("timeout") : .reading(Reading(meter: meter, at: clock.now()))
                try report(MeterReport(job: 0, meter: meter, at: clock.now(), outcome: outcome))
            }
            schedule(.poll, in: 3000)
        case .operatorActs:
            if hasFaults { try operatorActs() }
            schedule(.operatorActs, in: 2000 + Int64(chance.below(8000)))
        case .look:
            try look()
            schedule(.look, in: 5000)
        case .start(let process):
            guard process == self.process, !isAlive else { return }
            isAlive = true
            // Ids begin anew in each process, so that answers of the old one could be taken for its own if anything let them through.
            (desk, watch) = (DeliveryDesk(rules: DeliveryRules()), DeliveryWatch())
            try look()
        case .foreignSale:
            guard hasFaults, let meter = chance.pick(meters.keys.sorted()), let count = meters[meter]?.count, let unit = meters[meter]?.unit
            else { return }
            let credit = Credit(unit, hundredths: 1_23)
            if let purse = meters[meter]?.purse, chance.below(2) == 0 {
                _ = meters[meter]?.applyToPurse(.topUp(credit), count: purse.count + 1, isForeign: true)
            } else {
                _ = meters[meter]?.apply(.topUp(credit), count: count + 1, isForeign: true)
            }
            schedule(.foreignSale, in: 120_000)
        }
    }
}

// The process: office and delivery desk, and its deaths.
extension SimulatedCampus {
    private mutating func operatorActs() throws {
        if hits(150) { fault.set(chance.below(2) == 0 ? .nothingWritten : .answerLost) }
        defer { fault.set(.none) }
        do {
            switch chance.below(10) {
            case 0: try withdraw()
            case 1: if let lastPlan { try commit(lastPlan) }
            default: try sell()
            }
        } catch is BooksError {
            // The operator is told that nothing is known and does the same again later, under the same id.
        }
        if chance.below(3) > 0 { try look() }
    }

    private mutating func sell() throws {
        // A few rooms are favoured, so that orders stand in line.
        let all = rooms.values.sorted()
        guard let room = chance.pick(chance.below(2) == 0 ? Array(all.prefix(3)) : all) else { return }
        let money = Money(fen: Int64(1000 + 500 * chance.below(20)))
        var plan = try office.planTopUp([TopUpLine(room: room, money: money)], actor: ContractCampus.chen)
        guard !plan.changes.isEmpty else { return }
        // On its way free credit is like a sale that may go by the purse.
        if chance.below(2) == 0 { plan.rows = plan.rows.map(SimulatedCampus.offeringPurse) }
        lastPlan = plan
        try commit(plan)
    }

    private static func offeringPurse(_ row: PlanRow) -> PlanRow {
        guard case .change(var change) = row.decision else { return row }
        change.order?.offersPurse = true
        return PlanRow(room: row.room, money: row.money, decision: .change(change))
    }

    private mutating func commit(_ plan: Plan) throws {
        let known = try books.committed(plan.id) != nil
        do {
            let outcome = try office.commit(plan)
            if case .committed = outcome { try auditor.sold(plan.id, plan.total) }
            if case .exists = outcome, !known { throw Finding(description: "plan \(plan.id) exists, but was never committed") }
        } catch let error as BooksError {
            // What the disk did is not known at the desk; the auditor looks behind it.
            if !known, try books.committed(plan.id) != nil { try auditor.sold(plan.id, plan.total) }
            throw error
        }
    }

    private mutating func withdraw() throws {
        guard let order = chance.pick(try books.orders(OrderFilter(states: [.queued]))) else { return }
        try office.withdraw(order.id, actor: ContractCampus.chen)
    }

    private mutating func look() throws {
        guard isAlive else { return }
        try follow(watch.look(books, &desk, now: clock.now()))
    }

    private mutating func report(_ report: MeterReport) throws {
        if isAlive { try follow(desk.report(report)) }
    }

    private mutating func follow(_ actions: [DeliveryAction]) throws {
        var waiting = actions[...]
        while let action = waiting.popFirst() {
            if hits(15) { return die() }
            switch action {
            case .sync:
                watch.lookAgain()
                try look()
            case .submit(let job):
                try auditor.check(job, books: books)
                schedule(.serve(job, process: process), in: 50 + Int64(chance.below(3000)))
            case .record(let step):
                if hits(60) { fault.set(chance.below(2) == 0 ? .nothingWritten : .answerLost) }
                let next = written(step)
                fault.set(.none)
                if hits(15) { return die() }
                waiting += next[...]
            }
        }
    }

    private mutating func written(_ step: OrderStep) -> [DeliveryAction] {
        do {
            return desk.recorded(try office.books.record(step), now: clock.now())
        } catch {
            return desk.notRecorded(step, error: error as? BooksError ?? .other("\(error)"), now: clock.now())
        }
    }

    private mutating func die() {
        isAlive = false
        process += 1
        schedule(.start(process: process), in: 500 + Int64(chance.below(20_000)))
    }
}

// The lines.
extension SimulatedCampus {
    private mutating func serve(_ job: MeterJob, process: Int) throws {
        if process != self.process {
            // Its process is dead; what was on its way may still arrive, and nobody hears the answer.
            if chance.below(2) == 0 { _ = execute(job) }
            return
        }
        try report(MeterReport(job: job.id, meter: job.meter, at: clock.now(), outcome: outcome(of: job)))
        if hits(20) { try report(MeterReport(job: job.id, meter: job.meter, at: clock.now(), outcome: execute(job))) }
    }

    private mutating func outcome(of job: MeterJob) -> MeterOutcome {
        if hits(50) { return .notSent("the line is down") }
        if hits(120) { return .noAnswer("the request was lost") }
        if hits(120) {
            _ = execute(job)
            return .noAnswer("the answer was lost")
        }
        switch job.task {
        case .apply, .applyToPurse:
            if hits(80) {
                schedule(.lateArrival(job.meter, job.task), in: 100 + Int64(chance.below(90_000)))
                return .noAnswer("the request hangs somewhere")
            }
            if hits(60) { _ = execute(job) }
        default: break
        }
        return execute(job)
    }

    private mutating func apply(_ task: MeterTask, to meter: MeterID) -> MeterOutcome {
        switch task {
        case .apply(let task, let count): meters[meter]?.apply(task, count: count) ?? .noAnswer("")
        case .applyToPurse(let task, let count): meters[meter]?.applyToPurse(task, count: count) ?? .noAnswer("")
        default: .noAnswer("")
        }
    }

    private mutating func execute(_ job: MeterJob) -> MeterOutcome {
        guard meters[job.meter] != nil else { return .notSent("no such meter") }
        switch job.task {
        case .apply, .applyToPurse: return apply(job.task, to: job.meter)
        case .credit, .purchases, .purse:
            return meters[job.meter].map { meter in
                var meter = meter
                let picture = meter.picture(at: clock.now(), steps: chance.below(4))
                meters[job.meter] = meter
                return .credit(picture)
            } ?? .noAnswer("")
        case .poll, .detail, .relay: return .reading(Reading(meter: job.meter, at: clock.now()))
        case .move: return .notSent("these meters have no relay")
        }
    }
}

final class MovingClock: OfficeClock {
    static let start = ContractCampus.evening
    private let time = Mutex(Int64(0))

    var elapsed: Int64 { time.withLock { $0 } }
    func set(_ milliseconds: Int64) { time.withLock { $0 = milliseconds } }
    func now() -> Instant { MovingClock.start.adding(milliseconds: elapsed) }
}

/// Lets the next write fail, before or after it is on the disk.
final class FaultSwitch: Sendable {
    private let next = Mutex(SimulatedCampus.DiskFault.none)

    func set(_ fault: SimulatedCampus.DiskFault) { next.withLock { $0 = fault } }

    func around<Value>(_ write: () throws -> Value) throws -> Value {
        let fault = next.withLock { fault in
            defer { fault = .none }
            return fault
        }
        if fault == .nothingWritten { throw BooksError.diskFull }
        let value = try write()
        if fault == .answerLost { throw BooksError.other("the disk did not answer") }
        return value
    }
}
