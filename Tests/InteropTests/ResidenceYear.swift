// Protects nothing by itself: a residence that lives a year through the real desk, with sales, monthly free electricity, its expiry, and a building
// that is left in summer.
// How: meters as values that apply every order once and use what is in them; time, ids and chance of its own.

import BooksContract
import Domain
import Operations
import Seeded
import Store
import Synchronization

/// A day that could not be lived.
struct NotLived: Error {
    let what: String
}

/// A residence with sales, subsidies and refunds, day by day from 2026-01-01.
final class ResidenceYear {
    /// A clock that the days move.
    private final class DayClock: OfficeClock {
        private let time = Mutex(Instant(milliseconds: 0))
        func now() -> Instant { time.withLock { $0 } }
        func move(to instant: Instant) { time.withLock { $0 = max($0.adding(milliseconds: 1), instant) } }
    }

    /// Ids that follow from how many were asked for.
    private final class CountedIDs: IDSource {
        private let last = Mutex(0)
        func next() -> String {
            last.withLock {
                $0 += 1; return "id-\($0)"
            }
        }
    }

    /// What a meter holds, in hundredths.
    private struct Meter {
        var point: MeterPoint
        var count = 0
        var total, remaining, register: Int64
    }

    static let first = Day(number: 20_454)
    static let run = RefundRunID("summer-2026")
    let books: SQLiteBooks
    private let readings = MemoryReadings()
    private let clock = DayClock()
    private let office: Office
    private var meters: [RoomID: Meter] = [:]
    private var chance: SeededRandom
    private let chen = Actor(name: "chen", role: .manager, shift: "", console: "desk-1")
    private let li = Actor(name: "li", role: .supervisor, shift: "", console: "desk-2")

    init(rooms count: Int, books: SQLiteBooks, seed: UInt64) throws {
        self.books = books
        chance = SeededRandom(seed: seed)
        office = Office(
            books: books, readings: readings, clock: clock, ids: CountedIDs(), seal: SHA256Seal(), rules: DeskRules())
        let start = Self.first.start(at: .china)
        clock.move(to: start)
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        let rooms = (0..<count).map { index in
            let name = "\(1 + index / 25)-\(101 + index % 25)"
            return Room(id: RoomID(name), building: "\(1 + index / 25)", floor: 1, number: name, beds: 4)
        }
        for (index, room) in rooms.enumerated() {
            let unit: CreditUnit = index % 3 == 1 ? .money : .energy
            let left = Int64(index % 11) * 1_00
            let baseline = Baseline(
                count: 0, totalBought: .zero(unit), remaining: Credit(unit, hundredths: left), register: Energy(hundredths: 1_00), at: start
            )
            let point = MeterPoint(
                id: MeterID("\(100_000_000_000 + index)"), place: .room(room.id, circuit: "main"), bus: bus,
                profile: index % 3 == 2 ? .plain645 : .dorm645, unit: unit, baseline: baseline)
            meters[room.id] = Meter(point: point, total: 0, remaining: left, register: 1_00)
        }
        let concentrator = Concentrator(id: bus.concentrator, host: "127.0.0.1", port: 1, buses: [Bus(id: bus, baud: 9600)])
        let change = InventoryChange(
            version: try books.inventoryVersion(), concentrators: [concentrator], rooms: rooms, meters: meters.values.map(\.point))
        guard try books.take(change, actor: chen, at: start) == .taken else { throw NotLived(what: "the residence does not move in") }
        let people = rooms.indices.flatMap { index in (0...(index % 4)).map { "S\(index * 4 + $0 + 1000)" } }
        let homes = rooms.indices.flatMap { index in (0...(index % 4)).map { _ in rooms[index].id } }
        let roster = RosterChange(
            version: 0, residents: people.map { Resident(id: ResidentID($0), name: "Li \($0)") },
            stays: people.indices.map {
                Stay(id: Int64($0 + 1), resident: ResidentID(people[$0]), room: homes[$0], from: Self.first.advanced(by: -30))
            })
        guard try books.take(roster, actor: chen, at: start) == .taken else { throw NotLived(what: "people do not move in") }
        // Rooms of many get more than they use, so that some of it expires.
        let policy = SubsidyPolicy(name: "basic", from: Month(of: Self.first), amount: Energy(hundredths: 15_00), carriedMonths: 1)
        guard try books.add(policy, after: 0, actor: chen, at: start) else { throw NotLived(what: "there is no policy") }
    }

    /// Lives so many days; building 2 is left on the 181st.
    func live(days: Int) throws {
        for number in 0..<days {
            let day = Self.first.advanced(by: number)
            clock.move(to: day.start(at: .china).adding(seconds: 10 * 3600))
            try sell()
            if day == Month(of: day).first { try give(Month(of: day)) }
            if day == Month(of: day).first.advanced(by: 1) { _ = try subsidy.expire(actor: chen) }
            try deliver()
            if number == 180 { try leave() }
            if number == 180 + RefundDesk.unclaimedDays { _ = try refunds.setAside(Self.run, actor: chen) }
            clock.move(to: day.start(at: .china).adding(seconds: 86_000))
            try use()
            if number % 7 == 6 || number == days - 1 { _ = try office.postUse(actor: chen, day: day) }
        }
    }

    private var subsidy: SubsidyDesk { SubsidyDesk(books: books, office: office) }
    private var refunds: RefundDesk { RefundDesk(books: books, office: office) }
    private var rooms: [RoomID] { meters.keys.sorted() }

    private func sell() throws {
        let buyers = rooms.filter { _ in Int.random(in: 0..<30, using: &chance) == 0 }
        let lines = buyers.map {
            TopUpLine(room: $0.text, amount: "\(Int64.random(in: 20...120, using: &chance))")
        }
        guard !lines.isEmpty else { return }
        let plan = try office.planTopUp(lines, actor: chen)
        guard !plan.changes.isEmpty else { return }
        guard case .committed = try office.commit(plan) else { throw NotLived(what: "a sale is not committed") }
    }

    private func give(_ month: Month) throws {
        let run = try subsidy.plan(month, actor: chen)
        guard !run.plan.rows.isEmpty else { return }
        guard case .committed = try subsidy.commit(run) else { throw NotLived(what: "\(month) is not granted") }
    }

    /// The summer: building 2 is left, its credit is taken out and paid back, but for some who do not come for their share.
    private func leave() throws {
        try use()
        let day = Day(of: clock.now(), at: .china)
        let started = try refunds.planStart(
            Self.run.text, scope: .building("2"), exitDay: day, shareOfLeavers: .paidOut, actor: chen)
        _ = try refunds.start(started, actor: chen)
        _ = try refunds.approve(Self.run, rooms: nil, approval: try Approval(maker: chen, approver: li))
        _ = try refunds.take(Self.run, rooms: nil, actor: chen)
        try deliver(all: true)
        _ = try refunds.carryOn(Self.run, actor: chen)
        _ = try refunds.split(Self.run, rooms: nil, split: .equal, actor: chen)
        let due = try refunds.rooms(of: Self.run).values.filter { !$0.unpaid.isEmpty }.map(\.room).sorted()
        for (index, room) in due.enumerated() where index % 4 != 3 {
            _ = try refunds.pay(Self.run, rooms: [room], residents: nil, method: index % 2 == 0 ? .cash : .bank, actor: chen)
        }
        _ = try refunds.close(Self.run, rooms: nil, actor: chen)
    }

    // MARK: Meters

    private func use() throws {
        for room in rooms {
            guard var meter = meters[room] else { continue }
            // Steps of 0.20 kWh are whole fen at the price, so that a meter that keeps money and the books round alike.
            let wanted = Int64.random(in: 0...12, using: &chance) * 20
            let cost = meter.point.unit == .energy ? wanted : wanted * 55 / 100
            if !meter.point.profile.keepsCredit {
                meter.register += wanted
            } else if meter.remaining >= cost {
                meter.register += wanted
                meter.remaining -= cost
            }
            meters[room] = meter
        }
        try readings.record(meters.values.map { reading($0) })
    }

    private func reading(_ meter: Meter) -> Reading {
        var reading = Reading(meter: meter.point.id, at: clock.now())
        reading.register = Energy(hundredths: meter.register)
        reading.load = .zero
        guard meter.point.profile.keepsCredit else { return reading }
        reading.count = meter.count
        reading.remaining = Credit(meter.point.unit, hundredths: meter.remaining)
        return reading
    }

    /// Every order that waits is applied once; now and then one is left for the next day.
    private func deliver(all: Bool = false) throws {
        for order in try books.orders(OrderFilter(states: [.queued])).sorted(by: { ($0.meter, $0.count) < ($1.meter, $1.count) }) {
            guard var meter = meters[order.room], try books.standings(of: [order.room])[order.room]?.openOrders.first?.id == order.id,
                all || Int.random(in: 0..<20, using: &chance) > 0
            else { continue }
            let before = picture(meter, order)
            clock.move(to: clock.now().adding(seconds: 1))
            let (count, total) = (meter.count + 1, meter.total + order.task.change.hundredths)
            _ = try books.record(
                OrderStep(
                    order: order.id, from: .queued, to: .sent, at: clock.now(), count: count,
                    totalAfter: Credit(order.task.amount.unit, hundredths: total), before: before, isAttempt: true))
            let isEnough = meter.remaining + order.task.change.hundredths >= 0
            if isEnough {
                (meter.count, meter.total) = (count, total)
                meter.remaining += order.task.change.hundredths
                meters[order.room] = meter
            }
            clock.move(to: clock.now().adding(seconds: 1))
            _ = try books.record(
                OrderStep(
                    order: order.id, from: .sent, to: isEnough ? .confirmed : .refused, at: clock.now(), after: picture(meter, order)))
        }
        _ = try ReversalDesk(books: books, office: office).putBackUndelivered(since: clock.now().adding(seconds: -86_400), actor: chen)
        try readings.record(meters.values.map { reading($0) })
    }

    private func picture(_ meter: Meter, _ order: Order) -> CreditReading {
        let unit = meter.point.unit
        let register = Energy(hundredths: meter.register)
        return CreditReading(
            at: clock.now(), count: meter.count, lastAmount: order.task.amount, totalBought: Credit(unit, hundredths: meter.total),
            remaining: Credit(unit, hundredths: meter.remaining), subsidy: .zero(unit), register: register, registerAfter: register)
    }
}
