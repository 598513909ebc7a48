import Domain
import Operations

/// What came of a grid that was posted.
struct GridResult: Sendable {
    let plan: Plan
    let rows: [RoomID: CommittedRow]
    /// Whether it had been posted before, so that nothing was sold now.
    let existed: Bool
    let since: Instant
    /// Its orders as they stand; the desk forgets those that ended long ago.
    private(set) var orders: [OrderID: Order] = [:]
    /// What was planned and what was refused, by room.
    let changes: [RoomID: PlannedChange]
    let refusals: [RoomID: Refusal]
    let money: Money
    /// How far they have come.
    private(set) var progress = GridProgress()

    init(plan: Plan, rows: [RoomID: CommittedRow], existed: Bool, since: Instant) {
        (self.plan, self.rows, self.existed, self.since) = (plan, rows, existed, since)
        changes = Dictionary(plan.changes.map { ($0.room, $0) }) { first, _ in first }
        refusals = Dictionary(plan.refusals.map { ($0.row.room, $0.refusal) }) { first, _ in first }
        money = rows.values.reduce(.zero) { $0 + $1.money }
        progress = GridProgress(of: self)
    }

    mutating func take(_ changed: [Order]) {
        let mine = changed.filter { $0.plan == plan.id }
        for order in mine {
            // An older picture of an order must not undo a newer one.
            if let known = orders[order.id], !order.mayFollow(known) { continue }
            orders[order.id] = order
        }
        if !mine.isEmpty { progress = GridProgress(of: self) }
    }
}
