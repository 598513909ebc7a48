// Protects: that after the hour books, orders and meters say the same, by sums that share nothing with the product's.
// How: what each meter held before, what was confirmed and what was used make what it must hold now.

import Domain
import Operations
import Simulator
import Store

/// Holds books and meters against each other at the end of the hour, by sums of its own.
struct HourAudit {
    private let world: HourWorld
    private let orders: [Order]

    init(_ world: HourWorld) {
        self.world = world
        orders = (try? world.books.orders(OrderFilter())) ?? []
    }

    private func count(_ state: OrderState) -> Int { orders.count { $0.state == state } }

    var text: String {
        "\(orders.count) orders: \(count(.confirmed)) confirmed, \(count(.disputed)) disputed, \(count(.withdrawn)) withdrawn; "
            + "books equal meters on \(world.startFacts.count - world.counts.torn.count) meters"
    }

    func check() throws {
        guard orders.count == world.counts.sales else { throw Finding("\(world.counts.sales) sales, \(orders.count) orders") }
        let byMeter = Dictionary(grouping: orders, by: \.meter)
        // Looking brings a meter to the moment, so that the field is changed by it: one copy for all.
        var field = world.field
        for (meter, start) in world.startFacts {
            guard let end = field.sample(meter.text, at: world.clock.milliseconds) else { throw Finding("no meter \(meter)") }
            try check(meter, start, end, byMeter[meter] ?? [])
        }
        try checkMoney()
        try checkAccounts()
        let findings = try world.books.verify().findings
        guard findings.isEmpty else { throw Finding("the books do not verify: \(findings)") }
    }

    private func check(_ meter: MeterID, _ start: MeterSample, _ end: MeterSample, _ orders: [Order]) throws {
        let isTorn = world.counts.torn.contains(meter.text)
        let isDisputed = orders.contains { $0.state == .disputed }
        guard !isDisputed || isTorn else { throw Finding("an honest meter is disputed: \(orders.filter { $0.state == .disputed })") }
        let open = orders.filter { [.queued, .sent, .unknown].contains($0.state) }
        guard open.isEmpty || isDisputed else { throw Finding("orders never ended: \(open)") }
        guard orders.allSatisfy({ $0.state != .refused && $0.state != .expired }) else { throw Finding("refused: \(orders)") }
        let applied = orders.filter { $0.state == .confirmed }
        let sum = applied.reduce(Int64(0)) { $0 + $1.task.change.hundredths }
        // What a meter kept of a torn purchase is a person's to find out; that it got no more than it was sold is not.
        let most = sum + (isTorn ? orders.first { $0.state == .disputed }?.task.change.hundredths ?? 0 : 0)
        let left = start.left + most - (end.register - start.register)
        guard end.left <= left + 1 else { throw Finding("meter \(meter) got more than was sold: \(start), \(end), \(orders)") }
        guard !isTorn else { return }
        guard end.count == start.count + applied.count, end.totalBought == start.totalBought + sum, end.left >= left - 1 else {
            throw Finding("meter \(meter) went from \(start) to \(end) with \(applied)")
        }
    }

    /// The drawer holds the money of every sale, and of each once.
    private func checkMoney() throws {
        let drawer = try world.books.trialBalance().filter { $0.account == .cash(HourWorld.cashier.name) }.reduce(Int64(0)) {
            $0 + $1.amount
        }
        var sold: Int64 = 0
        for room in Set(orders.map(\.room)) {
            for entry in try world.books.entries(of: room, limit: 10_000) where entry.draft.kind == .sale {
                sold += entry.draft.postings.filter { $0.account == .cash(HourWorld.cashier.name) }.reduce(Int64(0)) { $0 + $1.amount }
            }
        }
        guard drawer == sold, drawer > 0 else { throw Finding("the drawer holds \(drawer) fen, \(sold) were sold") }
    }

    /// When all use is posted, what is left in a room by the books is what its meter says, at the register up to which it was posted.
    private func checkAccounts() throws {
        let system = Actor(name: "dormwatt", role: .system, shift: "", console: "collector")
        _ = try world.office.postUse(actor: system)
        let confirmed = Dictionary(grouping: orders.filter { $0.state == .confirmed }, by: \.meter)
        for (meter, start) in world.startFacts where !world.counts.torn.contains(meter.text) {
            guard let room = world.inventory.meters[meter]?.room, world.inventory.meters[meter]?.profile == .dorm645 else { continue }
            let account = try world.books.account(of: room)
            guard let reached = account.reached else { continue }
            let sum = confirmed[meter, default: []].reduce(Int64(0)) { $0 + $1.task.change.hundredths }
            let expected = start.left + sum - (reached.register.hundredths - start.register)
            guard account.balance.hundredths == expected else {
                throw Finding("the books say \(account.balance) is left in \(room), the meter's figures make \(expected)")
            }
        }
    }
}
