import Domain
import Operations

/// The orders the desk knows: every open one, and the last of those that are closed.
struct OrderBook: Sendable {
    /// How many closed orders are kept.
    static let kept = 1000

    private(set) var orders: [OrderID: Order] = [:]
    /// Open ones first, what wants attention before the rest; then the closed ones, newest first.
    private(set) var sorted: [OrderID] = []
    /// How many are open.
    private(set) var open = 0
    /// How many want a person: without an answer or disputed.
    private(set) var troubled = 0

    subscript(id: OrderID) -> Order? { orders[id] }

    /// Takes orders over and answers those that are new or moved to another state.
    mutating func take(_ changed: [Order]) -> [Order] {
        let moved = changed.filter { orders[$0.id]?.state != $0.state }
        for order in changed {
            // An older picture of an order must not undo a newer one.
            if let known = orders[order.id], known.changedAt > order.changedAt { continue }
            orders[order.id] = order
        }
        let all = orders.values.sorted { left, right in
            if left.state.isOpen != right.state.isOpen { return left.state.isOpen }
            if left.state.isOpen, left.state.rank != right.state.rank { return left.state.rank < right.state.rank }
            return (left.changedAt, left.id) > (right.changedAt, right.id)
        }
        open = all.prefix { $0.state.isOpen }.count
        troubled = all.prefix(open).count { $0.state == .unknown || $0.state == .disputed }
        sorted = all.prefix(open + Self.kept).map(\.id)
        for dropped in all.dropFirst(open + Self.kept) { orders[dropped.id] = nil }
        return moved
    }
}
