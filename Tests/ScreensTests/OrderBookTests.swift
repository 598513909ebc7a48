// Protects the order of the list of orders while thousands are open and a few of them move: what is merged stands as if all were sorted.
// Also that no clock hides where an order stands.
// How: random moves, with older pictures, one order twice in an event, and many of one instant, go into the book and into a plain one
// that sorts everything each time. Every way that an order may go is gone with each step of the clock, forward and back.

import Domain
import Seeded
import Testing

@testable import Screens

@Suite struct OrderBookTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func whatMovesIsMergedAsIfAllWereSorted(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sample = SampleCampus().order("sample", "1-101", .queued)
        var (book, plain) = (OrderBook(), PlainBook())
        for round in 0..<60 {
            // First more than are kept, then few at a time and now and then none.
            let changed = (0..<(round < 2 ? 1400 : random.below(30))).map { number in
                var order = sample
                order.id = OrderID("O\(round < 2 ? number + round * 1000 : random.below(2400))")
                order.state = random.pick(OrderState.allCases) ?? .queued
                order.attempts = random.below(3)
                order.changedAt = SampleCampus.now.adding(seconds: Int64(round + random.below(12)))
                return order
            }
            let (moved, expected) = (book.take(changed), plain.take(changed))
            try #require(moved == expected, "seed \(seed), round \(round)")
            try #require(book.sorted == plain.sorted, "seed \(seed), round \(round)")
            try #require(book.orders == plain.orders, "seed \(seed), round \(round)")
            try #require(book.open == plain.open && book.troubled == plain.troubled, "seed \(seed), round \(round)")
            if round == 1 { #expect(book.sorted.count == book.open + OrderBook.kept && book.orders.count < 2400, "seed \(seed)") }
        }
    }
}

extension OrderBookTests {
    @Test func anOrderEndsAlsoByAClockThatWasSetBackAndNeverOpensAgain() {
        var book = OrderBook()
        var order = SampleCampus().order("o1", "1-101", .sent)
        order.attempts = 1
        _ = book.take([order])
        var end = order
        (end.state, end.changedAt) = (.confirmed, order.changedAt.adding(seconds: -3_600))
        #expect(book.take([end]) == [end] && book.open == 0)
        #expect(book.take([order]).isEmpty, "what came late is older than the end")
        #expect(book[order.id] == end)
    }

    @Test func aDisputeIsSeenThoughTheClockWasSetBack() {
        var book = OrderBook()
        _ = book.take([SampleCampus().order("o1", "1-101", .sent, ago: 0, attempts: 1)])
        let disputed = SampleCampus().order("o1", "1-101", .disputed, ago: 3_600, attempts: 1)
        #expect(book.take([disputed]) == [disputed])
        #expect(book[disputed.id]?.state == .disputed && book.troubled == 1)
    }

    @Test func everyWayOfAnOrderIsFollowedWhateverTheClockDoes() {
        let ways = Self.ways(from: .queued, attempts: 0)
        #expect(ways.count > 20)
        for way in ways {
            // Each step of the clock is a second forward, or an hour back.
            for setBack in 0..<(1 << (way.count - 1)) {
                let name = "\(way.map(\.state)), set back at \(String(setBack, radix: 2))"
                let pictures = Self.pictures(of: way, setBack: setBack)
                #expect(Self.isFollowed(pictures), "\(name)")
                var book = OrderBook()
                _ = book.take(pictures.reversed())
                #expect(book[pictures[0].id] == pictures.last, "\(name): all at once, the newest first")
            }
        }
    }

    /// Whether each picture is taken over in its turn, and none of those before it when it comes late.
    private static func isFollowed(_ pictures: [Order]) -> Bool {
        var book = OrderBook()
        return pictures.indices.allSatisfy { step in
            let now = pictures[step]
            guard book.take([now]) == [now], book.open == (now.state.isOpen ? 1 : 0),
                book.troubled == (now.state == .unknown || now.state == .disputed ? 1 : 0)
            else { return false }
            return pictures[..<step].allSatisfy { book.take([$0]).isEmpty && book[now.id] == now }
        }
    }

    private struct Step {
        let state: OrderState
        let attempts: Int
    }

    /// The ways from a state to an end that the rule of the orders allows, with at most two sendings.
    private static func ways(from state: OrderState, attempts: Int) -> [[Step]] {
        let step = Step(state: state, attempts: attempts)
        if state.successors.isEmpty { return [[step]] }
        return OrderState.allCases.filter(state.successors.contains).flatMap { next -> [[Step]] in
            let sent = attempts + (next == .sent ? 1 : 0)
            return sent > 2 ? [] : ways(from: next, attempts: sent).map { [step] + $0 }
        }
    }

    private static func pictures(of way: [Step], setBack: Int) -> [Order] {
        var order = SampleCampus().order("o1", "1-101", .queued)
        return way.enumerated().map { index, step in
            (order.state, order.attempts) = (step.state, step.attempts)
            let isBack = index > 0 && setBack & (1 << (index - 1)) != 0
            order.changedAt = order.changedAt.adding(seconds: isBack ? -3_600 : 1)
            return order
        }
    }

    @Test func anOlderPictureUndoesNothing() {
        var book = OrderBook()
        var order = SampleCampus().order("o1", "1-101", .unknown)
        order.attempts = 1
        _ = book.take([order])
        var older = order
        (older.state, older.changedAt) = (.sent, order.changedAt.adding(seconds: -1))
        #expect(book.take([older]).isEmpty && book[order.id] == order)
        older.attempts = 2
        #expect(book.take([older]) == [older], "it was sent once more, by a clock that was set back")
    }
}

/// Sorts all that it knows at every event.
private struct PlainBook {
    var orders: [OrderID: Order] = [:]
    var sorted: [OrderID] = []
    var open = 0
    var troubled = 0

    private func isOver(_ order: Order, _ known: Order) -> Bool {
        if known.state.isOpen != order.state.isOpen { return order.state.isOpen }
        if known.attempts != order.attempts { return order.attempts < known.attempts }
        let way: [OrderState] = [.queued, .sent, .unknown, .disputed]
        let (was, now) = (way.firstIndex(of: known.state) ?? 4, way.firstIndex(of: order.state) ?? 4)
        return was == now ? order.changedAt < known.changedAt : now < was
    }

    mutating func take(_ changed: [Order]) -> [Order] {
        let before = orders
        for order in changed {
            if let known = orders[order.id], isOver(order, known) { continue }
            orders[order.id] = order
        }
        let moved = changed.filter { before[$0.id]?.state != $0.state && orders[$0.id] == $0 }
        let all = orders.values.sorted { left, right in
            if left.state.isOpen != right.state.isOpen { return left.state.isOpen }
            if left.state.isOpen, left.state.rank != right.state.rank { return left.state.rank < right.state.rank }
            return (left.changedAt, left.id) > (right.changedAt, right.id)
        }
        open = all.prefix { $0.state.isOpen }.count
        troubled = all.prefix(open).count { $0.state == .unknown || $0.state == .disputed }
        sorted = all.prefix(open + OrderBook.kept).map(\.id)
        for dropped in all.dropFirst(open + OrderBook.kept) { orders[dropped.id] = nil }
        return moved
    }
}
