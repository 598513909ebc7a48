// Promises about orders: a step is written only from where the order stands, and only on the ways of "exactly once".

import Domain
import Operations

extension BooksContract {
    private static let later = ContractCampus.evening.adding(seconds: 5)

    private static let picture = CreditReading(
        at: later, count: 6, lastAmount: ContractCampus.energy(20_00), totalBought: ContractCampus.energy(300_00),
        remaining: ContractCampus.energy(3_25), subsidy: ContractCampus.energy(0), register: Energy(hundredths: 1234_56),
        registerAfter: Energy(hundredths: 1234_57), price: .standard)

    private static func sold(_ books: any Books, id: String = "P1") throws -> OrderID {
        try unwrap(try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: id).order, "the sale has an order")
    }

    private static func send(_ books: any Books, _ order: OrderID) throws -> Order {
        try books.record(
            OrderStep(
                order: order, from: .queued, to: .sent, at: later, count: 7, totalAfter: ContractCampus.energy(390_90), before: picture,
                isAttempt: true, note: "sent"))
    }

    static let orders: [BooksPromise] = [
        BooksPromise("a step is kept with all that it says") { books in
            try ContractCampus.open(in: books)
            let order = try send(books, try sold(books))
            try expect(order.state, is: .sent, "state")
            try expect(order.changedAt, is: later, "time")
            try expect(order.attempts, is: 1, "attempts")
            try expect(order.before, is: picture, "what the meter said before")
            try expect(order.after, is: nil, "what the meter said after")
            try expect(order.note, is: "sent", "note")
            try expect(try ContractCampus.order(books, order.id), is: order, "the order read again")
            let lost = try books.record(OrderStep(order: order.id, from: .sent, to: .unknown, at: later, note: "no answer"))
            try expect(lost.before, is: picture, "what the meter said before, after a step that does not speak of it")
            try expect(lost.count, is: 7, "count after a step that does not speak of it")
            try expect(lost.attempts, is: 1, "attempts after a step that sends nothing")
        },
        BooksPromise("a step from where the order no longer stands is refused") { books in
            try ContractCampus.open(in: books)
            let order = try sold(books)
            _ = try books.record(OrderStep(order: order, from: .queued, to: .withdrawn, at: later, note: "by chen"))
            let error = try expectThrown("sending") { _ = try send(books, order) }
            try expect(error as? BooksError, is: .orderMoved(order, now: .withdrawn), "error")
            try expect(try ContractCampus.order(books, order).attempts, is: 0, "attempts")
        },
        BooksPromise("a step of an order that does not exist is refused") { books in
            try ContractCampus.open(in: books)
            let error = try expectThrown("sending") { _ = try send(books, OrderID("no such order")) }
            try expect(error as? BooksError, is: .noSuchOrder(OrderID("no such order")), "error")
        },
        BooksPromise("only the ways of exactly once lead from state to state") { books in
            try ContractCampus.open(in: books)
            let order = try send(books, try sold(books)).id
            for state in OrderState.allCases where !OrderState.sent.successors.contains(state) {
                _ = try expectThrown("from sent to \(state)") {
                    _ = try books.record(OrderStep(order: order, from: .sent, to: state, at: later))
                }
            }
            try expect(try ContractCampus.order(books, order).state, is: .sent, "state")
        },
        BooksPromise("a confirmed order raises the expected count and total, others do not") { books in
            try ContractCampus.open(in: books)
            let first = try send(books, try sold(books)).id
            try expect(try ContractCampus.standing(books, ContractCampus.energyRoom).expectedCount, is: 6, "count while under way")
            _ = try books.record(OrderStep(order: first, from: .sent, to: .confirmed, at: later, after: picture))
            var standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.expectedCount, is: 7, "count after it was applied")
            try expect(standing.expectedTotal, is: ContractCampus.energy(390_90), "total after it was applied")
            try expect(standing.openOrders, is: [], "open orders")
            let second = try sold(books, id: "P2")
            try expect(try ContractCampus.order(books, second).count, is: 8, "count of the next")
            _ = try books.record(OrderStep(order: second, from: .queued, to: .withdrawn, at: later))
            standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.expectedCount, is: 7, "count after a withdrawal")
            try expect(standing.expectedTotal, is: ContractCampus.energy(390_90), "total after a withdrawal")
        },
        BooksPromise("an order to a relay waits in line, is found by that, and raises neither count nor total nor any sum") { books in
            try ContractCampus.open(in: books)
            let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            let meter = try unwrap(standing.meter, "the room has a meter")
            let trial = try books.trialBalance()
            let change = PlannedChange(
                room: standing.room.id, version: standing.version, priceVersion: try books.price(on: Day(of: later, at: .china)).version,
                money: .zero, credit: .zero(meter.unit), entry: EntryDraft(kind: .relay, room: standing.room.id, postings: []),
                order: OrderDraft(meter: meter.id, task: .relay(.close, meter.unit), count: 0, totalAfter: .zero(meter.unit)))
            let row = PlanRow(room: standing.room.id, money: .zero, decision: .change(change))
            let plan = Plan(
                id: PlanID("R1"), kind: .relay, madeAt: later, day: Day(of: later, at: .china), actor: ContractCampus.chen, rows: [row])
            _ = try books.commit(plan, at: later)
            let order = try unwrap(try books.committed(plan.id)?.first?.order, "it has an order")
            try expect(try books.trialBalance(), is: trial, "the sums of all accounts")
            try expect(try ContractCampus.order(books, order).task, is: .relay(.close, .energy), "task")
            _ = try sold(books)
            try expect(try books.orders(OrderFilter(movesRelay: true)).map(\.id), is: [order], "orders to relays")
            try expect(try ContractCampus.standing(books, ContractCampus.energyRoom).openOrders.map(\.count), is: [0, 7], "counts")
            _ = try books.record(OrderStep(order: order, from: .queued, to: .sent, at: later, isAttempt: true))
            var after = picture
            after.relayClosed = true
            _ = try books.record(OrderStep(order: order, from: .sent, to: .confirmed, at: later, after: after))
            try expect(try ContractCampus.order(books, order).after?.relayClosed, is: true, "where the relay stood")
            let now = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(now.expectedCount, is: standing.expectedCount, "count")
            try expect(now.expectedTotal, is: standing.expectedTotal, "total")
            try expect(try books.verify().findings, is: [], "findings")
        },
        BooksPromise("one unresolved order a meter") { books in
            try ContractCampus.open(in: books)
            let first = try send(books, try sold(books)).id
            let second = try sold(books, id: "P2")
            _ = try expectThrown("sending the second") { _ = try send(books, second) }
            try expect(
                try ContractCampus.standing(books, ContractCampus.energyRoom).openOrders.map(\.id), is: [first, second], "oldest first")
        },
        BooksPromise("a dispute stops sales that were planned before it") { books in
            try ContractCampus.open(in: books)
            let first = try send(books, try sold(books)).id
            let plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 20_00))], id: "P2")
            _ = try books.record(OrderStep(order: first, from: .sent, to: .disputed, at: later, note: "count 8"))
            guard case .stale(let rows) = try books.commit(plan, at: later), rows.keys.contains(ContractCampus.energyRoom) else {
                throw BrokenPromise(description: "the sale was committed over a dispute")
            }
        },
        BooksPromise("orders are found by state, room, plan, time and number") { books in
            try ContractCampus.open(in: books)
            let first = try sold(books)
            let second = try sold(books, id: "P2")
            let third = try unwrap(
                try ContractCampus.sell(books, ContractCampus.moneyRoom, Money(fen: 10_00), id: "P3").order, "the third has an order")
            _ = try send(books, first)
            func found(_ filter: OrderFilter) throws -> [OrderID] { try books.orders(filter).map(\.id) }
            try expect(try found(.open), is: [first, second, third], "open")
            try expect(try found(OrderFilter(states: [.queued])), is: [second, third], "queued")
            try expect(try found(OrderFilter(room: ContractCampus.moneyRoom)), is: [third], "of a room")
            try expect(try found(OrderFilter(plan: PlanID("P2"))), is: [second], "of a plan")
            try expect(try found(OrderFilter(changedSince: later)), is: [first], "changed since")
            try expect(try found(OrderFilter(changedSince: ContractCampus.evening, limit: 2)), is: [second, third], "the newest of those")
            try expect(try found(OrderFilter(states: [.queued], limit: 1)), is: [third], "the newest that waits")
            try expect(try found(OrderFilter(states: [.queued], room: ContractCampus.energyRoom)), is: [second], "that waits in a room")
            try expect(try found(OrderFilter(states: [.queued], plan: PlanID("P2"))), is: [second], "that waits of a plan")
            try expect(try found(OrderFilter(states: [.sent, .unknown])), is: [first], "unresolved")
            try expect(try found(OrderFilter(changedUntil: later.adding(milliseconds: -1))), is: [second, third], "changed before")
            try expect(try found(OrderFilter(limit: 2)), is: [second, third], "the newest two")
            try expect(try found(OrderFilter(states: [.disputed])), is: [], "none")
        },
        BooksPromise("rooms with open orders, and what moved, without reading the orders") { books in
            try ContractCampus.open(in: books)
            try expect(try books.roomsWithOpenOrders(), is: [], "rooms at first")
            let first = try sold(books)
            let second = try unwrap(
                try ContractCampus.sell(books, ContractCampus.moneyRoom, Money(fen: 10_00), id: "P2").order, "the second has an order")
            try expect(try books.roomsWithOpenOrders(), is: [ContractCampus.energyRoom, ContractCampus.moneyRoom], "rooms")
            _ = try books.record(OrderStep(order: first, from: .queued, to: .withdrawn, at: later))
            try expect(try books.roomsWithOpenOrders(), is: [ContractCampus.moneyRoom], "rooms after one was withdrawn")
            let entries = try [first, second].map { try ContractCampus.order(books, $0).entry }
            let withdrawn = OrderMove(
                order: first, entry: entries[0], room: ContractCampus.energyRoom, meter: ContractCampus.energyMeter.id, state: .withdrawn)
            let waiting = OrderMove(
                order: second, entry: entries[1], room: ContractCampus.moneyRoom, meter: ContractCampus.moneyMeter.id, state: .queued)
            let (evening, last) = (ContractCampus.evening, entries[1])
            try expect(Set(try books.orderMoves(after: 0, within: evening...later)), is: [withdrawn, waiting], "all, each once")
            try expect(try books.orderMoves(after: 0, within: evening...later).count, is: 2, "how many")
            try expect(try books.orderMoves(after: last, within: later...later), is: [withdrawn], "that left the line later")
            try expect(try books.orderMoves(after: last, within: evening...later), is: [withdrawn], "what waits, by its entry alone")
            try expect(Set(try books.orderMoves(after: entries[0], within: later...later)), is: [withdrawn, waiting], "new and moved")
            let (before, behind) = (later.adding(milliseconds: -1), later.adding(milliseconds: 1))
            try expect(try books.orderMoves(after: last, within: behind...behind), is: [], "nothing new")
            try expect(try books.orderMoves(after: last, within: evening...before), is: [], "that lies ahead")
        },
        BooksPromise("behind a mark orders come in its order, the first of them, so that they can be followed") { books in
            try ContractCampus.open(in: books)
            let orders = try ["P1", "P2", "P3"].map { try sold(books, id: $0) }
            let entries = try orders.map { try ContractCampus.order(books, $0).entry }
            let evening = ContractCampus.evening
            func found(_ mark: OrderMark, _ states: Set<OrderState>? = nil, limit: Int = 10) throws -> [OrderID] {
                try books.orders(OrderFilter(states: states, after: mark, limit: limit)).map(\.id)
            }
            try expect(try found(.entry(0)), is: orders, "all by entry")
            try expect(try found(.entry(entries[0]), limit: 1), is: [orders[1]], "the first behind an entry")
            try expect(try found(.entry(entries[2])), is: [], "behind the last entry")
            _ = try send(books, orders[0])
            try expect(try found(.change(evening, entry: 0)), is: [orders[1], orders[2], orders[0]], "all by change")
            try expect(try found(.change(evening, entry: 0), limit: 2), is: [orders[1], orders[2]], "the first by change")
            try expect(try found(.change(evening, entry: entries[1])), is: [orders[2], orders[0]], "behind a change")
            try expect(try found(.change(evening, entry: 0), [.sent, .confirmed]), is: [orders[0]], "of some states")
            try expect(try found(.change(later, entry: entries[0])), is: [], "behind the last change")
            let early = OrderFilter(changedUntil: later.adding(milliseconds: -1), after: .change(evening, entry: entries[1]))
            try expect(try books.orders(early).map(\.id), is: [orders[2]], "behind a change and before another")
        },
    ]
}
