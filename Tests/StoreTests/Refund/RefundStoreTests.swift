// Protects runs of refunds on disk: the contract, and that a run, an event or an entry that was changed behind the program's back is found.
// How: every promise on a new file; a run that went through every step, then every column changed once and the books verified.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

@Suite("Refunds on disk")
struct RefundStoreTests {
    @Test(arguments: RefundContract.all)
    func booksOnDiskKeep(_ promise: RefundPromise) throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        try promise.check(books)
        #expect(try books.verify().findings == [])
    }

    /// A run in which one room was closed and another was paid to one of two.
    private func lived() throws -> RefundBench {
        let bench = try RefundBench()
        try bench.sell(RefundBench.energy, yuan: 50)
        try bench.sell(RefundBench.plain, yuan: 20)
        try bench.start(.rooms, names: [RefundBench.energy, RefundBench.plain, RefundBench.money])
        _ = try bench.approve()
        _ = try bench.take()
        try bench.deliver(RefundBench.energy, using: 4_00)
        try bench.carryOn()
        _ = try bench.split()
        _ = try bench.pay([RefundBench.energy])
        _ = try bench.pay([RefundBench.plain], to: [ResidentID("S5")])
        _ = try bench.desk.close(RefundBench.run, rooms: [RefundBench.energy], actor: RefundBench.chen)
        return bench
    }

    private static let columns: [(table: String, columns: [String])] = [
        (
            "refundRun",
            ["id", "scope", "place", "exitDay", "shareOfLeavers", "at", "operator", "role", "shift", "console", "digest"]
        ),
        (
            "refundEvent",
            [
                "run", "room", "line", "event", "detail", "entry", "at", "operator", "role", "shift", "console", "approver", "digest",
            ]
        ),
        ("refundFreeze", ["room", "run"]),
    ]

    @Test("every column that is changed behind the program's back is found", arguments: columns)
    func tampering(table: String, columns: [String]) throws {
        let bench = try lived()
        #expect(try bench.books.verify().findings == [])
        for column in columns {
            let new = """
                CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 700 WHEN 'text' THEN \(column) || 'x' ELSE zeroblob(32) END
                """
            let folder = try TemporaryCampus()
            let copy = try BooksCopyForTest.make(of: bench.campus, in: folder)
            try folder.tamper { try $0.execute(sql: "UPDATE \(table) SET \(column) = \(new) WHERE \(column) IS NOT NULL") }
            #expect(try copy.verify().findings != [], "\(table).\(column)")
        }
    }

    @Test("an event or a room that is gone is found")
    func missing() throws {
        let statements = [
            "DELETE FROM refundEvent WHERE room = '3-418' AND line = (SELECT max(line) FROM refundEvent WHERE room = '3-418')",
            "DELETE FROM refundEvent WHERE room = '3-420'", "DELETE FROM refundFreeze",
            "INSERT INTO refundFreeze (room, run) VALUES ('3-421', 'graduation')",
        ]
        let bench = try lived()
        for statement in statements {
            let folder = try TemporaryCampus()
            let copy = try BooksCopyForTest.make(of: bench.campus, in: folder)
            try folder.tamper { try $0.execute(sql: statement) }
            #expect(try copy.verify().findings != [], "\(statement)")
        }
    }
}

/// A second folder with the same books.
enum BooksCopyForTest {
    static func make(of campus: TemporaryCampus, in target: TemporaryCampus) throws -> SQLiteBooks {
        try campus.rawConnection().backup(to: DatabaseQueue(path: target.folder.books))
        return try SQLiteBooks.open(in: target.folder)
    }
}
