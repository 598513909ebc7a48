// Protects: a commit is written whole or not at all, once, and only while what it was planned from is still true.
// How: a fault is raised at every kind of row a commit writes, early and late; all tables are compared before and after.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

struct CommitTests {
    static let written = ["plan", "planRow", "entry", "posting", "lotMove", "lot", "balance", "meterOrder"]

    private func batch(_ books: SQLiteBooks, id: String) throws -> Plan {
        try ContractCampus.plan(
            books,
            [
                (ContractCampus.energyRoom, Money(fen: 50_00)), (ContractCampus.moneyRoom, Money(fen: 30_00)),
                (ContractCampus.plainRoom, Money(fen: 20_00)),
            ], id: id)
    }

    /// The n-th row of a table can not be written, for n = 1, 2, … until the commit succeeds because it writes fewer.
    @Test(arguments: written)
    func aFaultAtAnyRowWritesNothing(_ table: String) throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let plan = try batch(books, id: "P1")
        let before = try campus.dump()
        let start = try books.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") } ?? 0
        var faults = 0
        for number in start..<(start + 100) {
            let trigger =
                "CREATE TEMP TRIGGER fault BEFORE INSERT ON main.\(table) WHEN (SELECT count(*) FROM \(table)) >= \(number) "
                + "BEGIN SELECT RAISE(ABORT, 'injected fault'); END"
            try books.queue.inDatabase { try $0.execute(sql: trigger) }
            let outcome = Result { try books.commit(plan, at: ContractCampus.evening) }
            try books.queue.inDatabase { try $0.execute(sql: "DROP TRIGGER fault") }
            guard case .failure(let error) = outcome else { break }
            faults += 1
            guard case BooksError.other(let words) = error else { throw error }
            #expect(words.contains("injected fault"))
            #expect(try campus.dump() == before)
            #expect(try books.committed(PlanID("P1")) == nil)
        }
        #expect(faults >= (table == "plan" ? 1 : 2))
        guard case .exists(let rows) = try books.commit(plan, at: ContractCampus.evening) else {
            Issue.record("the plan was never committed")
            return
        }
        #expect(rows.count == 3)
        #expect(try books.verify().findings == [])
    }

    /// The same at the very end, when everything stands and only the commit itself is missing.
    @Test func aFaultAtTheCommitWritesNothing() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let plan = try batch(books, id: "P1")
        let before = try campus.dump()
        let fault = CommitFault()
        books.queue.add(transactionObserver: fault)
        #expect(throws: (any Error).self) { try books.commit(plan, at: ContractCampus.evening) }
        books.queue.remove(transactionObserver: fault)
        #expect(try campus.dump() == before)
        guard case .committed = try books.commit(plan, at: ContractCampus.evening) else {
            Issue.record("the plan can not be committed after the fault")
            return
        }
    }

    @Test func theSameIdAfterReopeningAnswersTheSame() throws {
        let campus = try TemporaryCampus()
        let plan = try batch(try campus.openedBooks(), id: "P1")
        guard case .committed(let rows) = try SQLiteBooks.open(in: campus.folder).commit(plan, at: ContractCampus.evening) else {
            Issue.record("not committed")
            return
        }
        let before = try campus.dump()
        #expect(try SQLiteBooks.open(in: campus.folder).commit(plan, at: ContractCampus.evening.adding(seconds: 9)) == .exists(rows))
        #expect(try campus.dump() == before)
    }

    @Test func aNewPriceMakesPlansStaleAndTheSameRoomTwiceIsRefused() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let today = Day(of: ContractCampus.evening, at: .china)
        var plan = try batch(books, id: "P1")
        let dearer = try books.setPrice(
            Price(tenThousandths: 6000), from: today.advanced(by: 30), actor: ContractCampus.chen, at: ContractCampus.evening)
        #expect(dearer.version == 2)
        #expect(try books.price(on: today) == PriceStanding(price: .standard, version: 2))
        #expect(try books.price(on: today.advanced(by: 30)) == dearer)
        let before = try campus.dump()
        let rooms = [ContractCampus.energyRoom, ContractCampus.moneyRoom, ContractCampus.plainRoom]
        let stale = Dictionary(uniqueKeysWithValues: rooms.map { ($0, Refusal.priceChanged) })
        #expect(try books.commit(plan, at: ContractCampus.evening) == .stale(stale))
        plan = try batch(books, id: "P1")
        plan.rows.append(plan.rows[0])
        #expect(
            try books.commit(plan, at: ContractCampus.evening)
                == .stale([ContractCampus.energyRoom: .twiceInList(ContractCampus.energyRoom)]))
        #expect(try campus.dump() == before)
    }

    @Test func pricesHoldFromTheirDayAndTheNewerOfOneDayHolds() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let first = Day(number: 20_000)
        func set(_ price: Int64, _ day: Day) throws {
            _ = try books.setPrice(Price(tenThousandths: price), from: day, actor: ContractCampus.chen, at: ContractCampus.evening)
        }
        try set(7000, first.advanced(by: 10))
        try set(6000, first)
        try set(6100, first)
        #expect(try books.price(on: first.advanced(by: -1)).price.tenThousandths == 5500)
        #expect(try books.price(on: first).price.tenThousandths == 6100)
        #expect(try books.price(on: first.advanced(by: 9)).price.tenThousandths == 6100)
        #expect(try books.price(on: first.advanced(by: 10)).price.tenThousandths == 7000)
        #expect(try books.verify().findings == [])
    }

    @Test(arguments: [Int64.max, Int64.min, 1 << 60])
    func amountsBeyondAllBoundsAreRefused(_ amount: Int64) throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        var plan = try batch(books, id: "P1")
        guard case .change(var change) = plan.rows[0].decision else { return }
        change.entry.postings = [Posting(.bank, .yuan, amount), Posting(.income, .yuan, amount == .min ? .max : -amount)]
        plan.rows[0].decision = .change(change)
        let before = try campus.dump()
        #expect(throws: BooksError.self) { try books.commit(plan, at: ContractCampus.evening) }
        #expect(try campus.dump() == before)
    }
}

/// Refuses every commit of the connection that it watches.
private final class CommitFault: TransactionObserver {
    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseWillCommit() throws { throw DatabaseError(resultCode: .SQLITE_IOERR, message: "injected fault") }
    func databaseDidCommit(_ database: Database) {}
    func databaseDidRollback(_ database: Database) {}
}
