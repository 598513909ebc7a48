// Protects: however often a room's meter dies or is exchanged, between sales, use and lost answers, the room keeps what it paid for, once.
// How: seeded lives of one room with a meter in plain numbers; what is owed is counted from what was sold, found and really used.

import BooksContract
import Domain
import Operations
import Seeded
import Testing

/// A meter as it really is, in hundredths of a kWh.
private struct BareMeter {
    var id: MeterID
    var count = 0
    var total: Int64 = 0
    var left: Int64 = 0
    var register: Int64 = 0

    mutating func use(_ amount: Int64) {
        register += amount
        left -= amount
    }

    mutating func hear(_ order: Order) {
        guard order.count == count + 1 else { return }
        (count, total, left) = (order.count, total + order.task.change.hundredths, left + order.task.change.hundredths)
    }

    var picture: CreditReading { SwapBench.picture(count: count, total: count == 0 ? nil : total, left: left, register: register) }
}

/// One room through many meters, with books of its own.
private struct SwapLife {
    let bench: OfficeBench
    var random: SeededRandom
    var meter: BareMeter
    /// Sold and found less really used: what the room must have in the end.
    var owed: Int64
    var (swaps, dead, lost) = (0, 0, 0)
    private let room = ContractCampus.energyRoom

    init(seed: UInt64) throws {
        bench = try OfficeBench()
        random = SeededRandom(seed: seed)
        meter = BareMeter(id: ContractCampus.energyMeter.id, count: 6, total: 300_00, left: 3_25, register: 1234_56)
        owed = 3_25
    }

    mutating func below(_ limit: Int64) -> Int64 { Int64.random(in: 0..<max(1, limit), using: &random) }

    var standing: RoomStanding {
        get throws { try #require(try bench.books.standings(of: [room])[room]) }
    }

    mutating func step(_ number: Int) throws {
        switch below(10) {
        case ..<2: try sell(number)
        case ..<6: use(below(min(8_00, max(1, meter.left))))
        case ..<8: try post()
        case ..<9: try deliver(isAnswered: below(3) > 0)
        default: try swap(number)
        }
    }

    mutating func use(_ amount: Int64) {
        meter.use(amount)
        owed -= amount
    }

    mutating func post() throws {
        var reading = Reading(meter: meter.id, at: ContractCampus.evening)
        reading.register = Energy(hundredths: meter.register)
        try bench.readings.record([reading])
        _ = try bench.office.postUse(actor: ContractCampus.system)
    }

    private mutating func sell(_ number: Int) throws {
        let plan = try ContractCampus.plan(bench.books, [(room, Money(fen: 10_00 + below(40_00)))], id: "P\(number)")
        guard let change = plan.changes.first else { return }
        guard case .committed = try bench.books.commit(plan, at: ContractCampus.evening) else { throw BrokenLife() }
        owed += change.credit.hundredths
    }

    /// The first order in line is sent, or read back when it was sent before. Without an answer nobody knows whether the meter has it.
    mutating func deliver(isAnswered: Bool) throws {
        guard let order = try standing.openOrders.first else { return }
        var asked = order
        if order.state == .queued {
            asked.count = try standing.expectedCount + 1
            _ = try bench.books.record(
                OrderStep(order: order.id, from: .queued, to: .sent, at: ContractCampus.evening, count: asked.count, isAttempt: true))
            if isAnswered || below(2) == 0 { meter.hear(asked) }
            if !isAnswered {
                _ = try bench.books.record(OrderStep(order: order.id, from: .sent, to: .unknown, at: ContractCampus.evening))
                lost += 1
            }
        }
        guard isAnswered else { return }
        let now = try #require(try bench.books.orders(OrderFilter(id: order.id)).first)
        if meter.count < asked.count { meter.hear(asked) }
        _ = try bench.books.record(OrderStep(order: order.id, from: now.state, to: .confirmed, at: ContractCampus.evening))
    }

    /// The old meter is dead or alive; the new one comes from the factory, from a shelf with credit in it, or has run for a while.
    private mutating func swap(_ number: Int) throws {
        let isDead = below(2) == 0
        while try standing.openOrders.contains(where: { !isDead || $0.state == .queued }) {
            try deliver(isAnswered: !isDead || below(3) > 0)
        }
        var new = BareMeter(id: MeterID("9" + String(String(100_000_000_000 + number).dropFirst())))
        new.register = below(50)
        if below(3) == 0 { (new.count, new.total, new.left) = (Int(1 + below(5)), 500_00, below(150_00)) }
        let initial = new.register
        let request = SwapRequest(
            room: room,
            last: LastReading(register: Energy(hundredths: meter.register), at: ContractCampus.evening, isTyped: isDead),
            new: NewMeter(address: new.id.text, serialNumber: "N\(number)", initial: Energy(hundredths: initial)), picture: new.picture,
            note: "seeded")
        let desk = SwapDesk(books: bench.books, office: bench.office)
        let plan = try desk.plan(request, approval: try #require(SwapBench.people), id: PlanID("S\(number)"))
        guard case .committed = try bench.books.commit(plan, at: ContractCampus.evening) else { throw BrokenLife() }
        owed += plan.changes.first?.swap?.found?.credit.hundredths ?? 0
        meter = new
        (swaps, dead) = (swaps + 1, dead + (isDead ? 1 : 0))
    }

    /// Everything is delivered and posted; then the meter holds what the room has, and the room has what is owed.
    mutating func end() throws -> (meter: Int64, books: Int64) {
        while try !standing.openOrders.isEmpty { try deliver(isAnswered: true) }
        try post()
        return (meter.left, try bench.books.account(of: room).balance.hundredths)
    }

    struct BrokenLife: Error {}
}

struct SwapLifeTests {
    @Test func aRoomKeepsWhatItPaidForThroughAllItsMeters() throws {
        var (swaps, dead, lost) = (0, 0, 0)
        for seed in UInt64(1)...60 {
            var life = try SwapLife(seed: seed)
            for number in 1...80 { try life.step(number) }
            let (meter, books) = try life.end()
            #expect(meter == books && books == life.owed, "SEED=\(seed): meter \(meter), books \(books), owed \(life.owed)")
            #expect(try life.bench.books.verify().findings == [], "SEED=\(seed)")
            swaps += life.swaps
            dead += life.dead
            lost += life.lost
        }
        #expect(swaps > 300 && dead > 100 && lost > 60, "\(swaps) swaps, \(dead) of dead meters, \(lost) answers lost")
    }
}
