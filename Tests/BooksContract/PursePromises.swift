// Promises about purses of free credit: what is offered stays offered, the purse is fixed by the first sending, and its count is counted
// apart from purchases.

import Domain
import Operations

extension BooksContract {
    private static let later = ContractCampus.evening.adding(seconds: 5)

    private static func picture(count: Int, amount: Int64, free: Int64) -> CreditReading {
        CreditReading(
            at: later, count: 6, lastAmount: ContractCampus.energy(20_00), totalBought: ContractCampus.energy(300_00),
            remaining: ContractCampus.energy(23_25 + free), subsidy: ContractCampus.energy(free), register: Energy(hundredths: 1234_56),
            registerAfter: Energy(hundredths: 1234_57), price: .standard,
            purse: PurseReading(count: count, lastAmount: ContractCampus.energy(amount)))
    }

    /// An order that may go by the purse, as a plan of free credit would make it.
    private static func offered(_ books: any Books, id: String = "P1") throws -> OrderID {
        var plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: id)
        plan.rows = plan.rows.map { row in
            guard case .change(var change) = row.decision else { return row }
            change.order?.offersPurse = true
            return PlanRow(room: row.room, money: row.money, decision: .change(change))
        }
        guard case .committed(let rows) = try books.commit(plan, at: ContractCampus.evening) else {
            throw BrokenPromise(description: "the plan is not committed")
        }
        return try unwrap(rows.first?.order, "the plan has an order")
    }

    private static func sent(_ order: OrderID) -> OrderStep {
        OrderStep(
            order: order, from: .queued, to: .sent, at: later, count: 4, totalAfter: ContractCampus.energy(300_00), usesPurse: true,
            before: picture(count: 3, amount: 1_00, free: 1_00), isAttempt: true)
    }

    static let purses: [BooksPromise] = [
        BooksPromise("an order that went by the purse counts for the purse alone") { books in
            try ContractCampus.open(in: books)
            let order = try offered(books)
            try expect(try ContractCampus.order(books, order).offersPurse, is: true, "offered")
            try expect(try ContractCampus.order(books, order).usesPurse, is: false, "used before it was sent")
            try expect(try ContractCampus.standing(books, ContractCampus.energyRoom).purseCount, is: nil, "count before the first")
            let sent = try books.record(sent(order))
            try expect(sent.usesPurse, is: true, "used")
            try expect(sent.before?.purse, is: PurseReading(count: 3, lastAmount: ContractCampus.energy(1_00)), "purse before")
            try expect(try ContractCampus.order(books, order), is: sent, "the order read again")
            let after = picture(count: 4, amount: 90_90, free: 91_90)
            _ = try books.record(OrderStep(order: order, from: .sent, to: .confirmed, at: later, after: after))
            let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.purseCount, is: 4, "count of the purse")
            try expect(standing.expectedCount, is: 6, "purchase count")
            try expect(standing.expectedTotal, is: ContractCampus.energy(300_00), "total bought")
            try expect(try books.verify().findings, is: [], "findings")
        },
        BooksPromise("an order that was offered the purse and went as plain credit counts as a purchase") { books in
            try ContractCampus.open(in: books)
            let order = try offered(books)
            _ = try books.record(
                OrderStep(
                    order: order, from: .queued, to: .sent, at: later, count: 7, totalAfter: ContractCampus.energy(390_90),
                    usesPurse: false, before: picture(count: 3, amount: 1_00, free: 0), isAttempt: true))
            _ = try books.record(OrderStep(order: order, from: .sent, to: .confirmed, at: later))
            let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.purseCount, is: nil, "count of the purse")
            try expect(standing.expectedCount, is: 7, "purchase count")
            try expect(standing.expectedTotal, is: ContractCampus.energy(390_90), "total bought")
            try expect(try books.verify().findings, is: [], "findings")
        },
        BooksPromise("who ends a dispute about a purse has seen its count, and the books expect that from then on") { books in
            try ContractCampus.open(in: books)
            for (id, end, count) in [("P1", OrderState.refused, 9), ("P2", .confirmed, 12), ("P3", .refused, 11)] {
                let order = try offered(books, id: id)
                _ = try books.record(
                    OrderStep(
                        order: order, from: .queued, to: .disputed, at: later, count: 4, totalAfter: ContractCampus.energy(300_00),
                        usesPurse: true, after: picture(count: count, amount: 2_00, free: 2_00)))
                _ = try books.record(OrderStep(order: order, from: .disputed, to: end, at: later))
                let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
                try expect(standing.purseCount, is: count, "count of the purse: also a lower one, of a meter that was set up anew")
                try expect(standing.expectedCount, is: 6, "purchase count")
            }
            try expect(try books.verify().findings, is: [], "findings")
        },
        BooksPromise("an order by the purse that is under way is not counted for the next purchase") { books in
            try ContractCampus.open(in: books)
            _ = try books.record(sent(try offered(books)))
            let plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P2")
            try expect(plan.changes.first?.order?.count, is: 7, "planned count")
            try expect(plan.changes.first?.order?.totalAfter, is: ContractCampus.energy(390_90), "planned total")
        },
    ]
}
