// Protects the order of the list of orders while thousands are open and a few of them move: what is merged stands as if all were sorted.
// How: random moves, with older pictures, one order twice in an event, and many of one instant, go into the book and into a plain one
// that sorts everything each time.

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
        if !known.state.isOpen, order.state.isOpen { return true }
        let isEnd = known.state.isOpen && !order.state.isOpen
        return known.changedAt > order.changedAt && !isEnd && order.attempts <= known.attempts
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
