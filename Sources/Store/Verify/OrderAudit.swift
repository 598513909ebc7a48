import Domain
import GRDB
import Operations

/// Holds orders against the entries that they deliver, and their state against the steps that led to it.
struct OrderAudit {
    /// An order with what it was when it was put in line.
    private struct Kept {
        var order: Order
        var planned: OrderDraft
    }

    /// Orders applied and the sum of their changes, by meter.
    private(set) var applied: [MeterID: (count: Int, credited: Int64)] = [:]
    private var orders: GroupedRows<Kept>?
    private var steps: GroupedRows<Row>?

    mutating func begin(_ database: Database) throws {
        orders = try GroupedRows(
            database,
            sql: "SELECT \(OrderRecords.columns), plannedCount, plannedTotal, plannedState FROM meterOrder ORDER BY entry"
        ) { row in
            let order = try OrderRecords.order(row)
            let planned = OrderDraft(
                meter: order.meter, task: order.task, count: try row.small(16),
                totalAfter: try row.credit(17, unit: order.task.amount.unit), state: try row.word(18))
            return Kept(order: order, planned: planned)
        }
        // The unit of a step is its order's, so rows are kept until that is known.
        steps = try GroupedRows(database, sql: "SELECT \(OrderSteps.columns) FROM orderStep ORDER BY entry, line") { $0.copy() }
    }

    mutating func check(_ entry: Entry, findings: inout Findings) throws {
        let sequence = entry.sequence
        let found = try orders?.rows(of: sequence).first
        let rows = try steps?.rows(of: sequence) ?? []
        guard let kept = found else {
            if !rows.isEmpty { findings.add("entry \(sequence): there are steps of an order that does not exist") }
            return
        }
        let order = kept.order
        if order.plan != entry.plan || order.room != entry.draft.room {
            findings.add("entry \(sequence): its order \(order.id) is of another plan or room")
        }
        let change = Posting(Account(""), order.task.change)
        if moved(entry, in: change.commodity) != change.amount {
            findings.add("entry \(sequence): its order \(order.id) asks for \(order.task.change) but the entry moves another amount")
        }
        let steps = try rows.map { try OrderSteps.step($0, unit: order.task.amount.unit) }
        var digest: [UInt8] = []
        for (step, row) in zip(steps, rows) {
            digest = try step.digest(after: digest)
            if try digest != row.bytes(11) { findings.add("entry \(sequence): a step of its order \(order.id) was changed or is missing") }
            digest = try row.bytes(11)
        }
        if replay(kept, steps: steps, at: entry.at) != order {
            findings.add("entry \(sequence): order \(order.id) stands at \(order.state.word), its steps lead elsewhere")
        }
        if order.state == .confirmed {
            let now = applied[order.meter] ?? (0, 0)
            applied[order.meter] = (now.count + 1, now.credited &+ order.task.change.hundredths)
        }
    }

    /// What an entry moves into the wallets of its room.
    private func moved(_ entry: Entry, in commodity: Commodity) -> Int64 {
        guard let room = entry.draft.room else { return 0 }
        let wallets = Set(WalletKind.allCases.map { Account.wallet($0, of: room) })
        return entry.draft.postings.reduce(0) { $1.commodity == commodity && wallets.contains($1.account) ? $0 &+ $1.amount : $0 }
    }

    /// The order as its steps lead to it; nil when a step does not start where the one before it ended.
    private func replay(_ kept: Kept, steps: [OrderStep], at: Instant) -> Order? {
        var order = kept.order
        (order.count, order.totalAfter, order.state) = (kept.planned.count, kept.planned.totalAfter, kept.planned.state)
        (order.createdAt, order.changedAt, order.attempts) = (at, at, 0)
        (order.before, order.after, order.note) = (nil, nil, "")
        for step in steps {
            guard step.from == order.state, step.from.successors.contains(step.to) else { return nil }
            order = order.taking(step)
        }
        return order
    }

    mutating func end(findings: inout Findings) throws {
        for stray in try orders?.strays() ?? [] { findings.add("order \(OrderRecords.id(ofEntry: stray)): its entry does not exist") }
        for stray in try steps?.strays() ?? [] { findings.add("there are steps of order \(OrderRecords.id(ofEntry: stray)) without entry") }
    }
}
