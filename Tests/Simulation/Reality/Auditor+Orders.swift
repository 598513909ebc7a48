// What the books show of orders, step by step, against what was asked for and what the meters really took.

extension Auditor {
    /// Looks at the newest orders of a meter, oldest of them first, after every write: also one that is said to have failed.
    ///
    /// - Parameter isAll: whether these are all orders of the meter.
    package mutating func sees(_ orders: [ShownOrder], at meter: Int, isAll: Bool = false) throws {
        looks += 1
        let known = places[meter].orders.count
        guard let first = orders.first else {
            guard known == 0 else { throw Finding("all \(known) orders of meter \(meter) have vanished") }
            return
        }
        var index = places[meter].orders.lastIndex { $0.id == first.id } ?? known
        guard index == 0 || !isAll && index < known else { throw Finding("orders of meter \(meter) before \(first) have vanished") }
        var unresolved = 0
        for order in orders {
            if index < known {
                let before = places[meter].orders[index]
                if before != order {
                    try moves(order, from: before)
                    places[meter].orders[index] = order
                }
            } else {
                try appears(order, at: meter)
                places[meter].orders.append(order)
            }
            if order.word.isUnresolved { unresolved += 1 }
            index += 1
        }
        guard index >= known else { throw Finding("orders of meter \(meter) behind \(orders[orders.count - 1]) have vanished") }
        guard unresolved <= 1 else { throw Finding("two orders of one meter are unresolved: \(orders.filter(\.word.isUnresolved))") }
        while let first = places[meter].open.first, first.word.isEnd { places[meter].firstOpen += 1 }
    }

    /// Whether an order was not shown like this before.
    package func isNews(_ order: ShownOrder, at meter: Int) -> Bool { !places[meter].orders.suffix(12).contains(order) }

    private mutating func appears(_ order: ShownOrder, at meter: Int) throws {
        let key = PlanKey(plan: order.plan, meter: order.meter)
        guard order.word == .queued, order.attempts == 0 else { throw Finding("\(order) begins in the middle") }
        if let sale = sales[key], sale.isSold != false {
            guard sale.order == nil else { throw Finding("two orders of one sale: \(order)") }
            guard order.amount == sale.amount else { throw Finding("\(order) for \(sale.fen) fen should be for \(sale.amount)") }
            sales[key]?.order = order.id
        } else if let back = backs[key], let sale = sales[back.sale] {
            guard back.order == nil else { throw Finding("two orders of one void: \(order)") }
            guard order.amount == -sale.amount else { throw Finding("\(order) takes back a sale of \(sale.amount)") }
            backs[key]?.order = order.id
        } else if let known = free[key], known.isDone != false {
            guard known.order == nil, order.amount == known.amount else { throw Finding("\(order) should bring \(known)") }
            free[key]?.order = order.id
        } else {
            throw Finding("\(order) belongs to no sale")
        }
        places[meter].waiting += 1
    }

    private mutating func moves(_ order: ShownOrder, from before: ShownOrder) throws {
        guard order.id == before.id else { throw Finding("\(before) has vanished, in its place is \(order)") }
        guard order.plan == before.plan, order.meter == before.meter, order.amount == before.amount else {
            throw Finding("\(before) changed into \(order)")
        }
        guard before.word.next.contains(order.word) else { throw Finding("\(order) was \(before.word.rawValue) before") }
        guard order.isFree == before.isFree || before.word == .queued else { throw Finding("\(before) changed its purse to \(order)") }
        let isSending = order.word == .sent
        guard order.attempts == before.attempts + (isSending ? 1 : 0) else { throw Finding("\(order) was sent \(before.attempts) times") }
        guard order.count == before.count || before.word == .queued else { throw Finding("\(before) changed its count to \(order)") }
        if order.word == .meter, order.attempts == 0 { findsThere(order) }
        try checkEnd(order, from: before)
        if order.word == .meter, order.isFree {
            places[order.meter].fills += 1
            places[order.meter].filled += order.amount
        } else if order.word == .meter {
            places[order.meter].done += 1
            places[order.meter].brought += order.amount
        }
        if before.word.waits, !order.word.waits { places[order.meter].waiting -= 1 }
        if order.word == .dispute || before.word == .dispute { places[order.meter].isDisputed = order.word == .dispute }
        if before.word != .dispute, !order.word.waits { ended[order.word, default: 0] += 1 }
    }

    /// The rule of the desk: what a meter has under the next count with the same amount is taken for the order, and nothing is sent.
    private mutating func findsThere(_ order: ShownOrder) {
        let isThere = places[order.meter].meter.purchases.suffix(2).contains {
            $0.isForeign && $0.count == order.count && $0.amount == order.amount && $0.isFree == order.isFree
        }
        if isThere { places[order.meter].taken.insert(order.id) }
    }

    /// What is shown as done is in the meter, what is shown as not done is not, and an honest meter is not disputed.
    private func checkEnd(_ order: ShownOrder, from before: ShownOrder) throws {
        let place = places[order.meter]
        let isTaken = place.taken.contains(order.id)
        let isSettled = place.settled.contains(order.id)
        guard before.word != .dispute || isSettled else { throw Finding("nobody decided about \(before), and now it is \(order)") }
        switch order.word {
        case .meter where !isTaken && !isSettled: throw Finding("\(order) is shown as done, but its meter has not taken it")
        case .refused where isTaken: throw Finding("\(order) is shown as not done, but it is in its meter")
        case .withdrawn where isTaken, .expired where isTaken: throw Finding("\(order) ended, but it is in its meter")
        case .refused where !isSettled && !place.meter.isClosed && !place.isSuspect:
            throw Finding("\(order) is shown as refused by an open meter")
        // What was used can not be taken out, and a sending that may still arrive leaves that to a person.
        case .dispute where !place.isSuspect && order.amount + (order.isFree ? place.meter.free : place.meter.bought) >= 0:
            throw Finding("an honest meter is disputed: \(order), \(place.meter.face)")
        default: break
        }
    }
}
