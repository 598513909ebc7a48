public import Domain

/// Follows the orders of the books from look to look, and tells each one that is new or has moved.
///
/// New orders are followed by their entries: ten thousand of one commit carry the same instant, and it is as old as the commit was long.
/// Moves are followed by their instants, and the last of them are looked at again: a step carries the instant of its decision, and may have
/// waited for the books since.
public struct OrderFollower: Sendable {
    /// Whether more waited at the last look than are told at a time, so that the next one should come at once.
    public private(set) var isBehind = false
    private let atOnce: Int
    private var newest: Int64
    private var moves: OrderMark
    /// What was told of those moves that are looked at again.
    private var told: [OrderID: Told] = [:]

    private struct Told: Hashable, Sendable {
        let state: OrderState
        let at: Instant

        init(_ order: Order) { (state, at) = (order.state, order.changedAt) }
    }

    /// Seconds for which moves are looked at again: a process waits five for the books, and a little longer for the disk.
    private static let late: Int64 = 6
    /// What an order can have moved to; none comes back into the line.
    private static let moved = Set(OrderState.allCases).subtracting([.queued])

    /// Begins where the books stand: only what comes from now on is told.
    ///
    /// - Parameter atOnce: how many orders one look tells at most.
    public init(_ books: any Books, now: Instant, atOnce: Int = 2000) throws {
        self.atOnce = atOnce
        newest = try books.orders(OrderFilter(limit: 1)).last?.entry ?? 0
        moves = .change(now.adding(seconds: -Self.late), entry: 0)
        repeat { _ = try look(at: books, now: now) } while isBehind
    }

    /// The orders that are new or have moved since the last look, each once and as it stands now, in the order of their changes.
    ///
    /// A look that fails has told nothing.
    public mutating func look(at books: any Books, now: Instant) throws -> [Order] {
        let new = try books.orders(OrderFilter(after: .entry(newest), limit: atOnce))
        let steps = try books.orders(OrderFilter(states: Self.moved, after: moves, limit: atOnce - new.count))
        newest = new.last?.entry ?? newest
        isBehind = new.count + steps.count == atOnce
        let again = now.adding(seconds: -Self.late)
        if !isBehind {
            moves = .change(again, entry: 0)
        } else if let last = steps.last {
            moves = .change(last.changedAt, entry: last.entry)
        }
        var news: [OrderID: Order] = [:]
        for order in new + steps where told[order.id] != Told(order) { news[order.id] = order }
        told = told.filter { $0.value.at >= again }
        for order in news.values where order.state != .queued && order.changedAt >= again { told[order.id] = Told(order) }
        return news.values.sorted { ($0.changedAt, $0.entry) < ($1.changedAt, $1.entry) }
    }
}
