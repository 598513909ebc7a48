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
    ///
    /// Ten thousand may be open while a few of them move many times a second: only those are looked for and compared.
    mutating func take(_ changed: [Order]) -> [Order] {
        let news = newest(of: changed)
        let moved = changed.filter { orders[$0.id]?.state != $0.state && news[$0.id] == $0 }
        remove(news.keys.compactMap { orders[$0] })
        insert(news.values.sorted(by: Self.stands(_:before:)))
        for dropped in sorted.dropFirst(open + Self.kept) { orders[dropped] = nil }
        sorted.removeLast(max(0, sorted.count - open - Self.kept))
        return moved
    }

    /// Those that are taken over: an older picture of an order must not undo a newer one.
    private func newest(of changed: [Order]) -> [OrderID: Order] {
        var news: [OrderID: Order] = [:]
        for order in changed {
            if let known = news[order.id] ?? orders[order.id], !order.mayFollow(known) { continue }
            news[order.id] = order
        }
        return news
    }

    private mutating func remove(_ known: [Order]) {
        var rest: [OrderID] = []
        rest.reserveCapacity(sorted.count)
        var begin = 0
        for place in known.map({ place(of: $0, from: 0) }).sorted() {
            rest += sorted[begin..<place]
            begin = place + 1
        }
        sorted = rest + sorted[begin...]
        for order in known {
            orders[order.id] = nil
            count(order, as: -1)
        }
    }

    /// Puts orders, sorted, among those that are there.
    private mutating func insert(_ news: [Order]) {
        var all: [OrderID] = []
        all.reserveCapacity(sorted.count + news.count)
        var begin = 0
        for order in news {
            let place = place(of: order, from: begin)
            all += sorted[begin..<place]
            all.append(order.id)
            begin = place
        }
        sorted = all + sorted[begin...]
        for order in news {
            orders[order.id] = order
            count(order, as: 1)
        }
    }

    /// Where an order stands, or would stand, among those from a place on.
    private func place(of order: Order, from begin: Int) -> Int {
        var (low, high) = (begin, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if let other = orders[sorted[middle]], Self.stands(other, before: order) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func count(_ order: Order, as sign: Int) {
        if order.state.isOpen { open += sign }
        if order.state == .unknown || order.state == .disputed { troubled += sign }
    }

    private static func stands(_ left: Order, before right: Order) -> Bool {
        if left.state.isOpen != right.state.isOpen { return left.state.isOpen }
        if left.state.isOpen, left.state.rank != right.state.rank { return left.state.rank < right.state.rank }
        return (left.changedAt, left.id) > (right.changedAt, right.id)
    }
}

extension Order {
    /// Whether this may be the order as it stands after another picture of it, or at the same time.
    ///
    /// Instants tell only where nothing else does: the clock may have been set back in between. An order that has ended stays as it is,
    /// each sending counts, and between two sendings it only goes on.
    func mayFollow(_ known: Order) -> Bool { known.stand <= stand }

    private var stand: (Int, Int, Int, Instant) { (state.isOpen ? 0 : 1, attempts, state.progress, changedAt) }
}

extension OrderState {
    /// How far an order has come since it was last sent.
    fileprivate var progress: Int {
        switch self {
        case .queued: 0
        case .sent: 1
        case .unknown: 2
        case .disputed: 3
        case .confirmed, .refused, .expired, .withdrawn: 4
        }
    }
}
