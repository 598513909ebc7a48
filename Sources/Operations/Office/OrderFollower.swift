public import Domain

/// Follows the orders of the books from look to look, and tells each one that is new or has moved.
///
/// New orders are followed by their entries: ten thousand of one commit carry the same instant, and it is as old as the commit was long.
/// Moves are followed by their instants, and now and then the last of them are looked at again: a step carries the instant from before its
/// writer waited for the books.
///
/// What lies ahead of the clock was told before the clock was set back. It is told once more when the clock gets there, and not read again
/// at each look until then.
public struct OrderFollower: Sendable {
    /// Whether more waited at the last look than are told at a time, so that the next one should come at once.
    public private(set) var isBehind = false
    private let atOnce: Int
    private var newest: Int64
    private var moves: Mark
    /// When moves that had been told were looked at again last.
    private var lookedBackAt: Instant
    private var ahead: Ahead?
    /// What was told of those moves that are looked at again.
    private var told: [OrderID: Told] = [:]

    /// How far moves were followed.
    private struct Mark: Sendable {
        var at: Instant
        var entry: Int64 = 0
    }

    /// What a clock that was set back has left behind it ahead: moves that nobody had seen yet, and those of who asked for the time before.
    private struct Ahead: Sendable {
        let from: Instant
        let setBackAt: Instant
        var moves: Mark
    }

    private struct Told: Hashable, Sendable {
        let state: OrderState
        let at: Instant

        init(_ order: Order) { (state, at) = (order.state, order.changedAt) }
    }

    /// A step is found that is so many seconds late: who writes it asks for the time, waits up to five for his turn with the books and at
    /// the end up to five more for those who read, and may have many others to write in between.
    private static let late: Int64 = 12
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
        (moves, lookedBackAt) = (Mark(at: now.adding(seconds: -Self.late)), now)
        repeat { _ = try look(at: books, now: now) } while isBehind
    }

    /// The orders that are new or have moved since the last look, each once and as it stands now, in the order of their changes.
    ///
    /// A look that fails has told nothing.
    public mutating func look(at books: any Books, now: Instant) throws -> [Order] {
        let new = try books.orders(OrderFilter(after: .entry(newest), limit: atOnce))
        let steps = try Self.steps(books, after: moves, until: now.adding(seconds: Self.late), limit: atOnce - new.count)
        let left = atOnce - new.count - steps.count
        let stepsAhead = try ahead.map { try Self.steps(books, after: $0.moves, limit: left) } ?? []
        newest = new.last?.entry ?? newest
        if let last = steps.last { moves = Mark(at: last.changedAt, entry: last.entry) }
        if let last = stepsAhead.last { ahead?.moves = Mark(at: last.changedAt, entry: last.entry) }
        isBehind = stepsAhead.count == left
        var news: [OrderID: Order] = [:]
        for order in new + steps + stepsAhead where told[order.id] != Told(order) { news[order.id] = order }
        for order in news.values where order.state != .queued { told[order.id] = Told(order) }
        if !isBehind { lookBack(at: now) }
        return news.values.sorted { ($0.changedAt, $0.entry) < ($1.changedAt, $1.entry) }
    }

    private static func steps(_ books: any Books, after mark: Mark, until end: Instant? = nil, limit: Int) throws -> [Order] {
        try books.orders(
            OrderFilter(states: moved, changedUntil: end, after: .change(mark.at, entry: mark.entry), limit: limit))
    }

    /// Begins again at what may have been written since the last time although it is older. A clock that was set back is no reason to wait.
    private mutating func lookBack(at now: Instant) {
        let passed = now.milliseconds(since: lookedBackAt)
        guard !(0..<Self.pause).contains(passed) else { return }
        followAhead(at: now, isSetBack: passed < 0)
        let again = min(now, lookedBackAt).adding(seconds: -Self.late)
        moves = Mark(at: again)
        told = told.filter { $0.value.at >= again }
        lookedBackAt = now
    }

    /// As long as anybody may still write an instant from before the clock was set back.
    private mutating func followAhead(at now: Instant, isSetBack: Bool) {
        if isSetBack {
            let unseen = min(moves.at, lookedBackAt.adding(seconds: -Self.late))
            let from = min(unseen, ahead?.from ?? unseen)
            ahead = Ahead(from: from, setBackAt: now, moves: Mark(at: from))
        } else if let old = ahead {
            let isOver = now.milliseconds(since: old.setBackAt) > Self.late * 1000 + Self.pause
            ahead = isOver ? nil : Ahead(from: old.from, setBackAt: old.setBackAt, moves: Mark(at: old.from))
        }
    }
}
