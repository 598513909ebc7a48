// Promises about commits: once, whole or not at all, and only from what is still true.

import Domain
import Operations

extension BooksContract {
    static let commits: [BooksPromise] = [
        BooksPromise("a sale stands as entry, lot, order and sums") { books in
            try ContractCampus.open(in: books)
            let row = try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
            try expect(row.money, is: Money(fen: 50_00), "money")
            try expect(row.credit, is: ContractCampus.energy(90_90), "credit")
            let entry = try unwrap(try books.entries(of: ContractCampus.energyRoom, limit: 1).first, "the entry is found")
            try expect(entry.sequence, is: row.entry, "the entry's place")
            try expect(entry.actor, is: ContractCampus.chen, "who sold")
            try expect(entry.plan, is: PlanID("P1"), "plan")
            try expect(entry.day, is: Day("2026-11-21") ?? Day(number: 0), "day")
            try expect(
                entry.draft.postings,
                is: [
                    Posting(Account("assets:cash:chen"), .yuan, 5000), Posting(Account("liabilities:prepaid:3-418"), .yuan, -5000),
                    Posting(Account("energy:issued"), .kWh, -90_900), Posting(Account("room:3-418:purchased"), .kWh, 90_900),
                ], "postings")
            let order = try ContractCampus.order(books, row.order)
            try expect(order.task, is: .topUp(ContractCampus.energy(90_90)), "task")
            try expect(order.count, is: 7, "count")
            try expect(order.totalAfter, is: ContractCampus.energy(390_90), "total after")
            try expect(order.state, is: .queued, "state")
            try expect(order.entry, is: row.entry, "entry of the order")
            let standing = try ContractCampus.standing(books, ContractCampus.energyRoom)
            try expect(standing.openOrders, is: [order], "open orders")
            try expect(standing.lots.last?.paid, is: Money(fen: 50_00), "paid for the lot")
            try expect(standing.lastSale, is: LastSale(at: ContractCampus.evening, money: Money(fen: 50_00)), "last sale")
            try expect(try books.account(of: ContractCampus.energyRoom).prepaid, is: Money(fen: 50_00), "prepaid")
        },
        BooksPromise("a meter without credit gets an entry and no order") { books in
            try ContractCampus.open(in: books)
            let row = try ContractCampus.sell(books, ContractCampus.plainRoom, Money(fen: 50_00), id: "P1")
            try expect(row.order, is: nil, "order")
            try expect(try books.account(of: ContractCampus.plainRoom).balance, is: ContractCampus.energy(90_90), "balance")
        },
        BooksPromise("the same id again answers what came of it and writes nothing") { books in
            try ContractCampus.open(in: books)
            let plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
            guard case .committed(let rows) = try books.commit(plan, at: ContractCampus.evening) else {
                throw BrokenPromise(description: "the first commit did not commit")
            }
            let before = try books.verify()
            try expect(try books.commit(plan, at: ContractCampus.evening), is: .exists(rows), "the second commit")
            let other = try ContractCampus.plan(books, [(ContractCampus.moneyRoom, Money(fen: 20_00))], id: "P1")
            try expect(try books.commit(other, at: ContractCampus.evening), is: .exists(rows), "another plan under the same id")
            try expect(try books.verify(), is: before, "the journal")
            try expect(try books.committed(PlanID("P1")), is: rows, "what came of it")
            try expect(try books.committed(PlanID("P2")), is: nil, "what came of a plan never committed")
        },
        BooksPromise("of two sales planned at once to one room the second is refused") { books in
            try ContractCampus.open(in: books)
            let first = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
            let second = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P2")
            guard case .committed = try books.commit(first, at: ContractCampus.evening) else {
                throw BrokenPromise(description: "the first sale did not commit")
            }
            let before = try books.verify()
            try expect(
                try books.commit(second, at: ContractCampus.evening), is: .stale([ContractCampus.energyRoom: .changedSincePlan]), "commit")
            try expect(try books.verify(), is: before, "the journal")
            try expect(try books.committed(PlanID("P2")), is: nil, "the refused plan")
        },
        BooksPromise("one stale row refuses the whole plan") { books in
            try ContractCampus.open(in: books)
            let batch = try ContractCampus.plan(
                books, [(ContractCampus.energyRoom, Money(fen: 50_00)), (ContractCampus.moneyRoom, Money(fen: 30_00))], id: "P1")
            try ContractCampus.sell(books, ContractCampus.moneyRoom, Money(fen: 20_00), id: "P2")
            let before = try books.verify()
            try expect(
                try books.commit(batch, at: ContractCampus.evening), is: .stale([ContractCampus.moneyRoom: .changedSincePlan]), "commit")
            try expect(try books.verify(), is: before, "the journal")
            try expect(try books.orders(.open).map(\.room), is: [ContractCampus.moneyRoom], "orders")
        },
        BooksPromise("a plan of refusals writes nothing and leaves its id free") { books in
            try ContractCampus.open(in: books)
            let nothing = try ContractCampus.plan(books, [(ContractCampus.bareRoom, Money(fen: 50_00))], id: "P1")
            try expect(try books.commit(nothing, at: ContractCampus.evening), is: .committed([]), "commit")
            try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        },
        BooksPromise("an entry that does not balance is not written") { books in
            try ContractCampus.open(in: books)
            var plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
            guard case .change(var change) = plan.rows[0].decision else { throw BrokenPromise(description: "no change was planned") }
            change.entry.postings[0].amount += 1
            plan.rows[0].decision = .change(change)
            let before = try books.verify()
            _ = try expectThrown("commit") { _ = try books.commit(plan, at: ContractCampus.evening) }
            try expect(try books.verify(), is: before, "the journal")
        },
        BooksPromise("a lot gives no more than it holds") { books in
            try ContractCampus.open(in: books)
            var plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
            guard case .change(var change) = plan.rows[0].decision else { throw BrokenPromise(description: "no change was planned") }
            let lot = try unwrap(try ContractCampus.standing(books, ContractCampus.energyRoom).lots.first, "the adopted lot is there")
            change.entry.lots = [.take(lot.id, credit: ContractCampus.energy(3_26), paid: .zero)]
            plan.rows[0].decision = .change(change)
            let before = try books.verify()
            _ = try expectThrown("commit") { _ = try books.commit(plan, at: ContractCampus.evening) }
            try expect(try books.verify(), is: before, "the journal")
        },
    ]
}
