public import Domain

/// Follows the orders of the books from look to look, and tells each one that is new or has moved.
///
/// New orders are followed by their entries: ten thousand of one commit carry the same instant, and it is as old as the commit was long.
/// Moves are followed by their instants, and now and then the last of them are looked at again: a step carries the instant at which it was
/// to be written, and may have waited for the books since.
public struct OrderFollower: Sendable {
    /// Whether more waited at the last look than are told at a time, so that the next one should come at once.
    public private(set) var isBehind = false
    private let atOnce: Int
    private var newest: Int64
    private var moves: OrderMark
    /// When moves that had been told were looked at again last.
    private var lookedBackAt: Instant
    /// What was told of those moves that are looked at again.
    private var told: [OrderID: Told] = [:]

    private struct Told: Hashable, Sendable {
        let state: OrderState
        let at: Instant

        init(_ order: Order) { (state, at) = (order.state, order.changedAt) }
    }

    /// A step is found that is so many seconds late: a process waits five for the books, and a little longer for the disk.
    private static let late: Int64 = 6
    /// It is looked back so often, in milliseconds: thousands may move within the time that is looked at again.
    private static let pause: Int64 = 2_000
    /// What an order can have moved to; none comes back into the line.
    private static let moved = Set(OrderState.allCases).subtracting([.queued])

    /// Begins where the books stand: only what comes from now on is told.
    ///
    /// - Parameter atOnce: how many orders one look tells at most.
    public init(_ books: any Books, now: Instant, atOnce: Int = 2000) throws {
        self.atOnce = atOnce
        newest = try books.orders(OrderFilter(limit: 1)).last?.entry ?? 0
        (moves, lookedBackAt) = (.change(now.adding(seconds: -Self.late), entry: 0), now)
        repeat { _ = try look(at: books, now: now) } while isBehind
    }

    /// The orders that are new or have moved since the last look, each once and as it stands now, in the order of their changes.
    ///
    /// A look that fails has told nothing.
    public mutating func look(at books: any Books, now: Instant) throws -> [Order] {
        let new = try books.orders(OrderFilter(after: .entry(newest), limit: atOnce))
        let steps = try books.orders(OrderFilter(states: Self.moved, after: moves, limit: atOnce - new.count))
        newest = new.last?.entry ?? newest
        if let last = steps.last { moves = .change(last.changedAt, entry: last.entry) }
        isBehind = new.count + steps.count == atOnce
        var news: [OrderID: Order] = [:]
        for order in new + steps where told[order.id] != Told(order) { news[order.id] = order }
        for order in news.values where order.state != .queued { told[order.id] = Told(order) }
        if !isBehind { lookBack(at: now) }
        return news.values.sorted { ($0.changedAt, $0.entry) < ($1.changedAt, $1.entry) }
    }

    /// Begins again at what may have been written since the last time although it is older. A clock that was set back is no reason to wait.
    private mutating func lookBack(at now: Instant) {
        guard !(0..<Self.pause).contains(now.milliseconds(since: lookedBackAt)) else { return }
        let again = min(now, lookedBackAt).adding(seconds: -Self.late)
        moves = .change(again, entry: 0)
        told = told.filter { $0.value.at >= again }
        lookedBackAt = now
    }
}
