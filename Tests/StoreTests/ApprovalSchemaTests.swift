// Protects: books of the first version are brought to today's schema without a changed hash, and work on from there.
// How: a file made by the first migration alone is filled with what today's program wrote, opened, verified, and a sale in it is voided.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

struct ApprovalSchemaTests {
    @Test func booksOfTheFirstVersionAreBroughtUpToDate() throws {
        let today = try TemporaryCampus()
        let books = try today.livedInBooks()
        let head = try books.verify().head
        let old = try TemporaryCampus()
        try old.writeFirstVersion(from: today)
        #expect(throws: BooksError.olderSchema(old.folder.path)) { try SQLiteBooks.open(in: old.folder, readOnly: true) }
        let upgraded = try SQLiteBooks.open(in: old.folder)
        #expect(try SQLiteBooks.open(in: old.folder, readOnly: true).campusID == upgraded.campusID)
        let found = try upgraded.verify()
        #expect(found.findings == [])
        #expect(found.head == head)
        #expect(try upgraded.orders(OrderFilter()) == books.orders(OrderFilter()))
        let sale = try #require(try upgraded.committed(PlanID("P3"))?.first)
        let entry = try #require(try upgraded.entry(sale.entry))
        let planner = VoidPlanner(
            entry: entry, sale: entry, order: nil, standing: try #require(try upgraded.standings(of: [sale.room])[sale.room]),
            price: try upgraded.price(on: entry.day), reading: nil)
        let people = try Approval(maker: ContractCampus.chen, approver: ContractCampus.li)
        let plan = try planner.plan(people, reason: "wrong room", now: ContractCampus.evening, day: entry.day, id: PlanID("V1"))
        guard case .committed = try upgraded.commit(plan, at: ContractCampus.evening) else {
            Issue.record("the void is not committed")
            return
        }
        #expect(try upgraded.verify().findings == [])
    }

    @Test(arguments: [
        "UPDATE entry SET approver = 'wang' WHERE approver IS NOT NULL",
        "UPDATE entry SET approverRole = 'manager' WHERE approver IS NOT NULL",
        "UPDATE entry SET approver = NULL, approverRole = NULL, approverShift = NULL, approverConsole = NULL",
        "UPDATE entry SET approver = 'li', approverRole = 'supervisor', approverShift = '', approverConsole = '' WHERE sequence = 1",
        "UPDATE orderStep SET actor = 'wang' WHERE actor IS NOT NULL",
        "UPDATE orderStep SET actor = NULL, actorRole = NULL, actorShift = NULL, actorConsole = NULL",
    ])
    func aChangedPersonIsFound(_ statement: String) throws {
        let promise = try #require(BooksContract.all.first { $0.name.hasPrefix("a void withdraws the order") })
        let campus = try TemporaryCampus()
        let filled = try SQLiteBooks.create(in: campus.folder)
        try promise.check(filled)
        #expect(try filled.verify().findings == [])
        try campus.tamper { try $0.execute(sql: statement) }
        #expect(try filled.verify().findings.isEmpty == false)
    }
}

extension TemporaryCampus {
    /// Makes the file as the first migration leaves it, and fills it with the rows of another campus, column by column of then.
    fileprivate func writeFirstVersion(from other: TemporaryCampus) throws {
        let queue = try rawConnection()
        try BooksSchema.migrator.migrate(queue, upTo: "1 ground")
        try queue.inDatabase { database in
            try database.execute(sql: "ATTACH ? AS other", arguments: [other.folder.books])
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'grdb%' ORDER BY rowid")
            for table in tables {
                let columns = try database.columns(in: table, in: "main").map(\.name)
                let list = columns.joined(separator: ", ")
                try database.execute(
                    sql: "INSERT INTO main.\(table) (\(list)) SELECT \(list) FROM other.\(table) ORDER BY \(columns[0])")
            }
        }
        try queue.close()
    }
}
