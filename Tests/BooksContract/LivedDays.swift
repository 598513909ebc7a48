// A residence that lives day by day through the real planning and committing, on a clock and by a chance of its own.

import Domain
public import Operations

/// A residence of many rooms that buys and uses electricity: days of work for whoever wants books with a past.
///
/// Every third room has an energy meter, a money meter, or a meter without prepaid items. Every sale is delivered at once, some of them
/// by way of an unknown outcome; every twentieth order is left waiting.
public struct LivedDays<Chance: RandomNumberGenerator> {
    private let rooms: [RoomID]
    private let meters: [RoomID: MeterPoint]
    private var registers: [RoomID: Energy] = [:]
    private var chance: Chance
    private var day: Day
    private var plans = 0

    /// Where the meters hang.
    private static var bus: BusID { BusID(concentrator: ConcentratorID("C1"), number: 1) }

    /// A residence whose first day is 2026-01-01; what it does follows from the chance alone.
    public init(rooms count: Int, chance: Chance) {
        self.chance = chance
        day = Day(number: 20_454)
        let start = day.start(at: .china)
        rooms = (0..<count).map { RoomID("\(1 + $0 / 100)-\(101 + $0 % 100)") }
        meters = Dictionary(
            uniqueKeysWithValues: rooms.enumerated().map { index, room in
                let unit: CreditUnit = index % 3 == 1 ? .money : .energy
                let baseline = Baseline(
                    count: index % 7, totalBought: Credit(unit, hundredths: Int64(index % 7) * 50_00),
                    remaining: Credit(unit, hundredths: Int64(index % 11) * 1_01), register: Energy(hundredths: Int64(index) * 1_37),
                    at: start)
                let meter = MeterPoint(
                    id: MeterID("\(100_000_000_000 + index)"), place: .room(room, circuit: "main"), bus: Self.bus,
                    profile: index % 3 == 2 ? .plain645 : .dorm645, unit: unit, baseline: baseline)
                return (room, meter)
            })
    }

    private var now: Instant { day.start(at: .china).adding(seconds: 10 * 3600) }
    private var cashier: Actor {
        let name = day.number.isMultiple(of: 2) ? "chen" : "wang"
        return Actor(name: name, role: .cashier, shift: "\(day)/\(name)", console: "desk-1")
    }

    /// Takes rooms and meters into empty books.
    public mutating func moveIn(to books: any Books) throws {
        for room in rooms { registers[room] = meters[room]?.baseline?.register }
        let change = InventoryChange(
            version: try books.inventoryVersion(),
            concentrators: [
                Concentrator(id: Self.bus.concentrator, host: "127.0.0.1", port: 6450, buses: [Bus(id: Self.bus, baud: 9600)])
            ],
            rooms: rooms.map { Room(id: $0, building: "\($0.text.prefix { $0 != "-" })", floor: 1, number: $0.text, beds: 4) },
            meters: rooms.compactMap { meters[$0] })
        try expect(try books.take(change, actor: cashier, at: now), is: .taken, "the residence moves into empty books")
    }

    /// One day: a part of the rooms buys, everybody uses, and use is posted when it is asked for.
    public mutating func live(in books: any Books, buying part: Double, postingUse posts: Bool) throws {
        try sell(in: books, part: part)
        for room in rooms {
            let used = Energy(hundredths: Int64.random(in: 1_00...6_00, using: &chance))
            registers[room, default: .zero] = registers[room, default: .zero] + used
        }
        if posts { try postUse(in: books) }
        day = day.advanced(by: 1)
    }

    private mutating func nextPlan() -> PlanID {
        plans += 1
        return PlanID("lived-\(plans)")
    }

    private mutating func sell(in books: any Books, part: Double) throws {
        let buyers = rooms.filter { _ in Double.random(in: 0..<1, using: &chance) < part }
        guard !buyers.isEmpty else { return }
        let rules = DeskRules()
        let planner = TopUpPlanner(
            standings: try books.standings(of: buyers), price: try books.price(on: day), readings: [:], rules: rules)
        let lines = buyers.map { TopUpLine(room: $0, money: Money(fen: Int64.random(in: 20_00...120_00, using: &chance))) }
        let plan = planner.plan(lines, actor: cashier, now: now, id: nextPlan())
        guard case .committed = try books.commit(plan, at: now) else { throw BrokenPromise(description: "a sale is not committed") }
        for order in try books.orders(OrderFilter(states: [.queued], plan: plan.id)) { try deliver(order, in: books) }
    }

    private mutating func deliver(_ order: Order, in books: any Books) throws {
        guard Int.random(in: 0..<20, using: &chance) > 0 else { return }
        let sent = now.adding(seconds: 5)
        let register = registers[order.room, default: .zero]
        let unit = order.task.amount.unit
        func reading(_ count: Int, _ total: Credit, at: Instant) -> CreditReading {
            CreditReading(
                at: at, count: count, lastAmount: order.task.amount, totalBought: total, remaining: total, subsidy: .zero(unit),
                register: register, registerAfter: register)
        }
        let before = reading(order.count - 1, order.totalAfter - order.task.amount, at: sent)
        _ = try books.record(
            OrderStep(
                order: order.id, from: .queued, to: .sent, at: sent, count: order.count, totalAfter: order.totalAfter, before: before,
                isAttempt: true))
        var from = OrderState.sent
        if Int.random(in: 0..<10, using: &chance) == 0 {
            _ = try books.record(OrderStep(order: order.id, from: .sent, to: .unknown, at: sent.adding(seconds: 3), note: "no answer"))
            from = .unknown
        }
        let after = reading(order.count, order.totalAfter, at: sent.adding(seconds: 9))
        _ = try books.record(OrderStep(order: order.id, from: from, to: .confirmed, at: sent.adding(seconds: 9), after: after))
    }

    private mutating func postUse(in books: any Books) throws {
        let at = day.start(at: .china).adding(seconds: 86_390)
        let pairs = rooms.compactMap { room -> (MeterID, Reading)? in
            guard let meter = meters[room] else { return nil }
            var reading = Reading(meter: meter.id, at: at)
            reading.register = registers[room]
            return (meter.id, reading)
        }
        let planner = UsePlanner(
            standings: try books.standings(of: rooms), price: try books.price(on: day), readings: Dictionary(uniqueKeysWithValues: pairs))
        let use = planner.plan(actor: ContractCampus.system, now: at, day: day, id: nextPlan())
        guard case .committed = try books.commit(use.plan, at: at) else { throw BrokenPromise(description: "use is not committed") }
    }
}
