// Protects: several connections and processes write the same books at once; nothing is lost, nothing happens twice, a lock is waited for.
// How: threads with a connection each, and a second process that writes or holds the lock.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct SharingTests {
    /// Eight desks sell to the same room until each has sold five times: who planned from an old state is refused and plans again.
    @Test func manyDesksSellToOneRoom() async throws {
        let campus = try TemporaryCampus()
        _ = try campus.openedBooks()
        let folder = campus.folder
        try await withThrowingTaskGroup(of: Int.self) { group in
            for desk in 0..<4 {
                group.addTask {
                    let books = try SQLiteBooks.open(in: folder, patience: 30)
                    var stale = 0
                    for number in 0..<5 {
                        let id = "D\(desk)-\(number)"
                        while true {
                            let plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 10_00))], id: id)
                            let outcome = try books.commit(plan, at: ContractCampus.evening)
                            if case .committed = outcome { break }
                            guard outcome == .stale([ContractCampus.energyRoom: .changedSincePlan]) else {
                                Issue.record("\(id): \(outcome)")
                                break
                            }
                            stale += 1
                        }
                    }
                    return stale
                }
            }
            try await group.waitForAll()
        }
        let books = try SQLiteBooks.open(in: folder)
        #expect(try books.orders(.open).map(\.count) == Array(7...26))
        #expect(try books.verify().findings == [])
        #expect(try books.trialBalance().first { $0.account == .cash("chen") }?.amount == 20 * 10_00)
    }

    /// The same plan from four desks at once happens once.
    @Test func theSamePlanFromManyDesksHappensOnce() async throws {
        let campus = try TemporaryCampus()
        let plan = try ContractCampus.plan(try campus.openedBooks(), [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
        let folder = campus.folder
        let outcomes = try await withThrowingTaskGroup(of: CommitOutcome.self) { group in
            for _ in 0..<4 {
                group.addTask { try SQLiteBooks.open(in: folder, patience: 30).commit(plan, at: ContractCampus.evening) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let rows = try #require(try SQLiteBooks.open(in: folder).committed(PlanID("P1")))
        #expect(outcomes.count { $0 == .committed(rows) } == 1)
        #expect(outcomes.count { $0 == .exists(rows) } == 3)
        #expect(try SQLiteBooks.open(in: folder).orders(OrderFilter()).count == 1)
    }

    private static let python = """
        import sqlite3, sys
        books = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
        for setting in ("journal_mode=TRUNCATE", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
            books.execute("PRAGMA " + setting).fetchall()
        """

    @Test func aSecondProcessWritesAtTheSameTime() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let script =
            SharingTests.python + """

                print("ready", flush=True)
                for number in range(200):
                    books.execute("BEGIN IMMEDIATE")
                    books.execute("INSERT INTO readRequest (id, meter, at) VALUES (?, '000000000418', ?)", ("x%d" % number, number))
                    books.execute("COMMIT")
                """
        let helper = try Helper(python: script, [campus.folder.books])
        #expect(helper.line() == "ready")
        for number in 0..<20 { try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 10_00), id: "P\(number)") }
        #expect(helper.wait() == 0)
        #expect(try books.openRequests().count == 200)
        #expect(try books.orders(.open).count == 20)
        #expect(try books.verify().findings == [])
    }

    @Test func aLockThatStaysIsBusyAndWritesNothing() throws {
        let campus = try TemporaryCampus()
        _ = try campus.openedBooks()
        let script =
            SharingTests.python + """

                books.execute("BEGIN IMMEDIATE")
                print("locked", flush=True)
                sys.stdin.readline()
                books.execute("ROLLBACK")
                print("free", flush=True)
                """
        let books = try SQLiteBooks.open(in: campus.folder, patience: 0.05)
        let before = try campus.dump()
        let plan = try ContractCampus.plan(books, [(ContractCampus.energyRoom, Money(fen: 50_00))], id: "P1")
        let helper = try Helper(python: script, [campus.folder.books])
        #expect(helper.line() == "locked")
        #expect(throws: BooksError.busy) { try books.commit(plan, at: ContractCampus.evening) }
        // Reading goes on meanwhile.
        #expect(try books.standings(of: [ContractCampus.energyRoom]).count == 1)
        #expect(try campus.dump() == before)
        helper.goOn()
        #expect(helper.line() == "free")
        guard case .committed = try books.commit(plan, at: ContractCampus.evening) else {
            Issue.record("not committed after the lock was gone")
            return
        }
        #expect(helper.wait() == 0)
    }

    /// A process that dies in the middle of a write leaves a journal behind; the next one to open the books takes it back.
    @Test func aProcessThatDiesInTheMiddleLeavesNothing() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let before = try campus.dump()
        let script =
            SharingTests.python + """

                books.execute("PRAGMA cache_size = 1")
                books.execute("PRAGMA cache_spill = 1")
                books.execute("BEGIN IMMEDIATE")
                for number in range(3000):
                    books.execute("INSERT INTO readRequest (id, meter, at) VALUES (?, '000000000418', ?)", ("x%d" % number, number))
                print("half way", flush=True)
                sys.stdin.readline()
                """
        let helper = try Helper(python: script, [campus.folder.books])
        #expect(helper.line() == "half way")
        let journal = campus.folder.books + "-journal"
        #expect(try FileManager.default.attributesOfItem(atPath: journal)[.size] as? Int ?? 0 > 0)
        helper.kill()
        #expect(try books.openRequests().map(\.id) == ["R1"])
        #expect(try campus.dump() == before)
        #expect(try SQLiteBooks.open(in: campus.folder).verify().findings == [])
    }
}
