// Promises about what one person makes and another one approves, and about making up for an entry once.

import Domain
import Operations

extension BooksContract {
    static let approvals: [BooksPromise] = [
        BooksPromise("a void without a second person is not written") { books in
            let sale = try soldOnce(books)
            for approver in [nil, ContractCampus.chen] {
                var plan = try voidPlan(books, of: sale, id: "V1")
                plan.approver = approver
                let before = try books.verify()
                _ = try expectThrown("commit") { _ = try books.commit(plan, at: ContractCampus.evening) }
                try expect(try books.verify(), is: before, "the journal")
            }
        },
        BooksPromise("a void withdraws the order that waits, gives the money back and says who approved") { books in
            let sale = try soldOnce(books)
            guard case .committed(let rows) = try books.commit(try voidPlan(books, of: sale, id: "V1"), at: ContractCampus.evening) else {
                throw BrokenPromise(description: "the void is not committed")
            }
            let order = try ContractCampus.order(books, sale.order)
            try expect(order.state, is: .withdrawn, "the order")
            let entry = try unwrap(try books.entries(of: ContractCampus.energyRoom, limit: 1).first, "the entry is found")
            try expect(entry.approver, is: ContractCampus.li, "who approved")
            try expect(entry.draft.corrects, is: sale.entry, "what it makes up for")
            try expect(try books.account(of: ContractCampus.energyRoom).prepaid, is: .zero, "prepaid")
            try expect(try books.orders(OrderFilter(id: order.id)), is: [order], "the order by its id")
            try expect(try books.verify().findings, is: [], "findings")
            let journal = try unwrap(books as? any JournalBook, "the books look up single entries")
            try expect(try journal.entry(rows[0].entry), is: entry, "the entry by its place")
            try expect(try journal.entry(999), is: nil, "an entry that was never written")
            try expect(try journal.correction(of: sale.entry), is: entry, "what makes up for the sale")
            try expect(try journal.correction(of: entry.sequence), is: nil, "what makes up for the void")
        },
        BooksPromise("of two voids of one sale the second is refused, also under the version of now") { books in
            let sale = try soldOnce(books)
            let first = try voidPlan(books, of: sale, id: "V1")
            var second = try voidPlan(books, of: sale, id: "V2")
            guard case .committed(let rows) = try books.commit(first, at: ContractCampus.evening) else {
                throw BrokenPromise(description: "the first void is not committed")
            }
            try expect(try books.commit(first, at: ContractCampus.evening), is: .exists(rows), "the same void again")
            try expect(
                try books.commit(second, at: ContractCampus.evening), is: .stale([ContractCampus.energyRoom: .changedSincePlan]), "commit")
            guard case .change(var change) = second.rows[0].decision else { throw BrokenPromise(description: "no change was planned") }
            change.version = try ContractCampus.standing(books, ContractCampus.energyRoom).version
            change.withdraws = nil
            change.entry.lots = []
            second.rows[0].decision = .change(change)
            let before = try books.verify()
            _ = try expectThrown("a second entry for the same sale") { _ = try books.commit(second, at: ContractCampus.evening) }
            try expect(try books.verify(), is: before, "the journal")
        },
        BooksPromise("an order that was sent meanwhile is not withdrawn") { books in
            let sale = try soldOnce(books)
            let plan = try voidPlan(books, of: sale, id: "V1")
            let order = try unwrap(sale.order, "the sale has an order")
            _ = try books.record(OrderStep(order: order, from: .queued, to: .sent, at: ContractCampus.evening, isAttempt: true))
            let before = try books.verify()
            try expect(
                try books.commit(plan, at: ContractCampus.evening), is: .stale([ContractCampus.energyRoom: .changedSincePlan]), "commit")
            try expect(try books.verify(), is: before, "the journal")
        },
    ]

    private static func soldOnce(_ books: any Books) throws -> CommittedRow {
        try ContractCampus.open(in: books)
        return try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
    }

    private static func voidPlan(_ books: any Books, of sale: CommittedRow, id: String) throws -> Plan {
        let entry = try unwrap(try books.entries(of: sale.room, limit: 1).first, "the sale is found")
        let planner = VoidPlanner(
            entry: entry, sale: entry, order: try ContractCampus.order(books, sale.order),
            standing: try ContractCampus.standing(books, sale.room), price: try books.price(on: entry.day), reading: nil)
        return try planner.plan(
            try Approval(maker: ContractCampus.chen, approver: ContractCampus.li), reason: "wrong room", now: ContractCampus.evening,
            day: entry.day, id: PlanID(id))
    }
}
