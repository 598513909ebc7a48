// The orders of the books in memory, with indexes: a question costs what it finds, not what there is, so that a million can be delivered.

import Domain
import Operations

/// All orders in the order in which they were committed.
struct MemoryOrders: Sendable {
    /// What the confirmed orders of a meter have done to it.
    struct Applied: Hashable, Sendable {
        var count = 0
        var change: Int64 = 0
    }

    /// The count that a purse of free credit showed at the end of the last order by it.
    private(set) var purseCounts: [MeterID: Int] = [:]

    private(set) var all: [Order] = []
    private var places: [OrderID: Int] = [:]
    private var byRoom: [RoomID: [Int]] = [:]
    private var open: [MeterID: [Int]] = [:]
    private var applied: [MeterID: Applied] = [:]

    subscript(id: OrderID) -> Order? { places[id].map { all[$0] } }

    /// Those of a meter that still wait for something, oldest first.
    func open(at meter: MeterID) -> [Order] { (open[meter] ?? []).map { all[$0] } }

    /// The one of a meter that a person has to decide about.
    func disputed(at meter: MeterID) -> Order? { (open[meter] ?? []).first { all[$0].state == .disputed }.map { all[$0] } }

    /// Whether another order of the meter may be there, and nobody knows.
    func hasUnresolved(besides id: OrderID, at meter: MeterID) -> Bool {
        (open[meter] ?? []).contains { all[$0].state != .queued && all[$0].id != id }
    }

    func applied(at meter: MeterID) -> Applied { applied[meter] ?? Applied() }

    mutating func append(_ order: Order) {
        places[order.id] = all.count
        byRoom[order.room, default: []].append(all.count)
        if order.state.isOpen { open[order.meter, default: []].append(all.count) }
        count(order, as: 1)
        all.append(order)
    }

    /// Puts an order in the place of its earlier self.
    mutating func update(_ order: Order) {
        guard let place = places[order.id] else { return }
        count(all[place], as: -1)
        count(order, as: 1)
        all[place] = order
        notePurse(order)
        if !order.state.isOpen { open[order.meter]?.removeAll { $0 == place } }
    }

    private mutating func count(_ order: Order, as sign: Int) {
        guard order.state == .confirmed, order.raisesCount else { return }
        applied[order.meter, default: Applied()].count += sign
        applied[order.meter, default: Applied()].change += Int64(sign) * order.task.change.hundredths
    }

    private mutating func notePurse(_ order: Order) {
        guard order.usesPurse, order.state == .confirmed || order.state == .refused else { return }
        guard let count = order.after?.purse?.count ?? (order.state == .confirmed ? order.count : nil) else { return }
        purseCounts[order.meter] = count
    }

    /// The newest orders that match, oldest of them first; behind a mark the first of them.
    func matching(_ filter: OrderFilter) -> [Order] {
        let candidates = candidates(filter)
        if let mark = filter.after {
            let behind = candidates.map { all[$0] }.filter { mark.isBefore($0) && filter.means($0) }
            return Array(behind.sorted { mark.at($0).isBefore($1) }.prefix(filter.limit))
        }
        var found: [Order] = []
        for place in candidates.reversed() where found.count < filter.limit {
            if filter.means(all[place]) { found.append(all[place]) }
        }
        return found.reversed()
    }

    private func candidates(_ filter: OrderFilter) -> [Int] {
        if let id = filter.id { return places[id].map { [$0] } ?? [] }
        if let room = filter.room { return byRoom[room] ?? [] }
        if let states = filter.states, states.allSatisfy(\.isOpen) { return open.values.flatMap { $0 }.sorted() }
        return Array(all.indices)
    }
}

extension OrderFilter {
    fileprivate func means(_ order: Order) -> Bool {
        (id.map { $0 == order.id } ?? true) && (states?.contains(order.state) ?? true) && (room.map { $0 == order.room } ?? true)
            && (!movesRelay || order.task.relay != nil) && (plan.map { $0 == order.plan } ?? true)
            && (changedSince.map { $0 <= order.changedAt } ?? true) && (changedUntil.map { $0 >= order.changedAt } ?? true)
    }
}

extension OrderMark {
    /// The same mark where it has come to an order.
    fileprivate func at(_ order: Order) -> OrderMark {
        switch self {
        case .entry: .entry(order.entry)
        case .change: .change(order.changedAt, entry: order.entry)
        }
    }

    fileprivate func isBefore(_ order: Order) -> Bool {
        switch self {
        case .entry(let entry): entry < order.entry
        case .change(let instant, let entry): (instant, entry) < (order.changedAt, order.entry)
        }
    }
}
