// Protects: the heart of the simulation. It keeps books of its own, knows what the meters really did, and trusts nothing of Operations.
// How: after every event each sale, each state and each purchase that a meter applied are compared, one with the other.

import BooksContract
import Domain
import Operations

/// What the auditor found wrong, in words.
struct Finding: Error, CustomStringConvertible {
    let description: String
}

/// An independent pair of eyes.
struct SimulationAuditor {
    private let ways: [OrderState: Set<OrderState>] = [
        .queued: [.sent, .confirmed, .disputed, .withdrawn], .sent: [.confirmed, .refused, .unknown, .disputed],
        .unknown: [.sent, .confirmed, .refused, .disputed], .disputed: [.confirmed, .refused],
    ]
    /// Plans that the operator was told are sold, with their money.
    private var sold: [PlanID: Int64] = [:]
    private var states: [OrderID: OrderState] = [:]

    mutating func sold(_ plan: PlanID, _ money: Money) throws {
        guard sold.updateValue(money.fen, forKey: plan) == nil else { throw Finding(description: "plan \(plan) was sold twice") }
    }

    /// An order may only be sent when the books already say so, under the count that stands there.
    func check(_ job: MeterJob, books: MemoryBooks) throws {
        let (task, count, isPurse): (OrderTask, Int, Bool)
        switch job.task {
        case .apply(let asked, let number): (task, count, isPurse) = (asked, number, false)
        case .applyToPurse(let asked, let number): (task, count, isPurse) = (asked, number, true)
        default: return
        }
        let sent = try books.orders(OrderFilter(states: [.sent])).filter { $0.meter == job.meter }
        guard sent.count == 1, sent[0].task == task, sent[0].count == count, sent[0].usesPurse == isPurse else {
            throw Finding(description: "\(task) under count \(count) goes to \(job.meter), but the books do not say so: \(sent)")
        }
    }

    private var last: (orders: [OrderState], applied: Int) = ([], 0)

    /// After every event; where no order and no meter moved there is nothing new to see.
    mutating func look(_ orders: [Order], meters: [MeterID: SimulatedMeter]) throws {
        let now = (orders: orders.map(\.state), applied: meters.values.reduce(0) { $0 + $1.applied.count })
        guard now != last else { return }
        last = now
        try check(orders, meters: meters)
    }

    private mutating func check(_ orders: [Order], meters: [MeterID: SimulatedMeter]) throws {
        var byMeter: [MeterID: [Order]] = [:]
        for order in orders {
            let before = states[order.id] ?? .queued
            // A crash may lie between two steps, never between a step and the books, so that no step is passed over but these two at once.
            guard before == order.state || ways[before]?.contains(order.state) == true || isTwoSteps(before, order.state) else {
                throw Finding(description: "order \(order.id) went from \(before) to \(order.state)")
            }
            states[order.id] = order.state
            byMeter[order.meter, default: []].append(order)
        }
        for (id, meter) in meters { try check(byMeter[id] ?? [], meter: meter) }
    }

    private func isTwoSteps(_ first: OrderState, _ last: OrderState) -> Bool {
        ways[first]?.contains { ways[$0]?.contains(last) == true } == true
    }

    private func check(_ orders: [Order], meter: SimulatedMeter) throws {
        let unresolved = orders.filter { [.sent, .unknown, .disputed].contains($0.state) }
        guard unresolved.count <= 1 else { throw Finding(description: "two orders of one meter are unresolved: \(unresolved)") }
        let isForeign = meter.applied.contains(where: \.isForeign)
        guard isForeign || !orders.contains(where: { $0.state == .disputed }) else {
            throw Finding(description: "an honest meter is disputed: \(unresolved)")
        }
        var counts: [Bool: Set<Int>] = [:]
        for order in orders where order.state == .confirmed {
            guard counts[order.usesPurse, default: []].insert(order.count).inserted else {
                throw Finding(description: "two orders are confirmed under count \(order.count)")
            }
            let done = SimulatedMeter.Applied(
                count: order.count, hundredths: order.task.amount.hundredths, isForeign: false, isPurse: order.usesPurse)
            guard meter.applied.contains(done) else {
                throw Finding(description: "order \(order.id) is confirmed, but its meter never applied it")
            }
        }
        for applied in meter.applied where !applied.isForeign {
            let told = orders.filter {
                $0.count == applied.count && $0.task.amount.hundredths == applied.hundredths && $0.usesPurse == applied.isPurse
            }
            guard told.contains(where: { [.sent, .unknown, .confirmed, .disputed].contains($0.state) }) else {
                throw Finding(description: "the meter applied \(applied), but no order says that it may have: \(told)")
            }
        }
    }

    /// At the end, when the faults have stopped: nothing waits but what a person has to decide, and everything adds up.
    func checkEnd(_ books: MemoryBooks, meters: [MeterID: SimulatedMeter], baselines: [MeterID: Baseline]) throws {
        let orders = try books.orders(OrderFilter())
        for (id, meter) in meters {
            let own = orders.filter { $0.meter == id }
            let confirmed = own.filter { $0.state == .confirmed }
            let isForeign = meter.applied.contains(where: \.isForeign)
            let waiting = own.filter { [.queued, .sent, .unknown].contains($0.state) }
            guard waiting.isEmpty || own.contains(where: { $0.state == .disputed }) else {
                throw Finding(description: "orders of \(id) never ended: \(waiting)")
            }
            guard !isForeign else { continue }
            guard own.filter({ $0.state == .refused }).isEmpty || meter.isClosed else {
                throw Finding(description: "an open meter is said to have refused")
            }
            let bought = confirmed.filter { !$0.usesPurse }
            let sum = bought.reduce(Int64(0)) { $0 + $1.task.amount.hundredths }
            let free = confirmed.filter(\.usesPurse).map(\.count)
            guard let baseline = baselines[id], meter.total == baseline.totalBought.hundredths + sum,
                meter.count == baseline.count + bought.count, free.isEmpty || meter.purse?.count == free.max()
            else { throw Finding(description: "the totals of meter \(id) do not follow from its confirmed orders") }
        }
        try checkMoney(books, orders: orders)
    }

    private func checkMoney(_ books: MemoryBooks, orders: [Order]) throws {
        let entries = books.journal().filter { $0.draft.kind == .sale }
        guard Dictionary(grouping: entries, by: \.plan).mapValues(\.count) == sold.mapValues({ _ in 1 }) else {
            throw Finding(description: "the journal has other sales than those that were told: \(entries.count) against \(sold.count)")
        }
        guard orders.count == entries.count, Set(orders.map(\.entry)) == Set(entries.map(\.sequence)) else {
            throw Finding(description: "orders and sales do not belong together one by one")
        }
        let sums = try books.trialBalance()
        let drawer = sums.first { $0.account == .cash("chen") }?.amount ?? 0
        guard drawer == sold.values.reduce(0, +) else { throw Finding(description: "the drawer holds \(drawer) fen by the books") }
        for commodity in Commodity.allCases where sums.filter({ $0.commodity == commodity }).reduce(0, { $0 + $1.amount }) != 0 {
            throw Finding(description: "\(commodity) does not sum to zero")
        }
        let findings = try books.verify().findings
        guard findings.isEmpty else { throw Finding(description: "the books do not verify: \(findings)") }
    }
}
