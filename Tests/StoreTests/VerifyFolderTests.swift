// Protects: verify needs the folder alone, writes nothing, names the first bad entry, and says something clear of every kind of bad file.
// How: folders with books that were cut, exchanged, emptied or edited; a second connection that holds them; the folder compared after.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct VerifyFolderTests {
    private func edited(_ change: (inout Data) -> Void) throws -> TemporaryCampus {
        let campus = try TemporaryCampus()
        _ = try campus.livedInBooks()
        let place = URL(fileURLWithPath: campus.folder.books)
        var data = try Data(contentsOf: place)
        change(&data)
        try data.write(to: place)
        return campus
    }

    @Test func aTransactionThatWasCutOffIsTakenBackFirst() throws {
        let (campus, cut) = (try TemporaryCampus(), try TemporaryCampus())
        let books = try campus.livedInBooks()
        let entries = try books.verify().entries
        try books.queue.inDatabase { database in
            // A small cache writes pages before the end, as a large transaction does.
            try database.execute(sql: "PRAGMA cache_size = 1")
            try database.inTransaction(.immediate) {
                try database.execute(
                    sql: """
                        CREATE TABLE scratch AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
                        SELECT i, hex(randomblob(300)) FROM n
                        """)
                for suffix in ["", "-journal"] {
                    let copied = try Data(contentsOf: URL(fileURLWithPath: campus.folder.books + suffix))
                    try copied.write(to: URL(fileURLWithPath: cut.folder.books + suffix))
                }
                return .rollback
            }
        }
        let verdict = try SQLiteBooks.verify(in: cut.folder)
        #expect(verdict.agrees && verdict.result.entries == entries)
    }

    @Test func theFirstBadEntryIsNamedWithItsDay() throws {
        let campus = try TemporaryCampus()
        _ = try campus.livedInBooks()
        try campus.tamper {
            try $0.execute(sql: "UPDATE posting SET amount = amount * 2 WHERE entry = 5; UPDATE entry SET reason = 'x' WHERE sequence = 4")
        }
        let verdict = try SQLiteBooks.verify(in: campus.folder)
        #expect(verdict.firstBad?.number == 4)
        #expect(verdict.firstBad?.day == Day(of: ContractCampus.evening, at: .china))
        #expect(verdict.firstBad?.what.contains("it was changed") == true)
    }

    @Test func aGapIsNamed() throws {
        let campus = try TemporaryCampus()
        _ = try campus.livedInBooks()
        try campus.tamper { try $0.execute(sql: "DELETE FROM entry WHERE sequence = 3") }
        let verdict = try SQLiteBooks.verify(in: campus.folder)
        #expect(verdict.firstBad?.number == 3 || verdict.firstBad?.number == 4, "\(verdict)")
        #expect(verdict.result.findings.contains { $0.contains("entries are missing") })
    }

    @Test func aFileThatWasCutIsAFinding() throws {
        for length in [0, 50, 4_096, 40_000] {
            let campus = try edited { $0 = $0.prefix(length) }
            #expect(try !SQLiteBooks.verify(in: campus.folder).agrees, "\(length) bytes")
        }
    }

    @Test func anotherProgramsFileIsAFinding() throws {
        let campus = try TemporaryCampus()
        let queue = try DatabaseQueue(path: campus.folder.books)
        try queue.write { try $0.execute(sql: "CREATE TABLE a (b)") }
        try queue.close()
        #expect(try SQLiteBooks.verify(in: campus.folder).result.findings.contains { $0.contains("no book") })
    }

    @Test func aFolderWithoutBooksIsAnError() throws {
        let campus = try TemporaryCampus()
        #expect(throws: BooksError.self) { try SQLiteBooks.verify(in: campus.folder) }
    }

    @Test func nothingIsWritten() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let place = URL(fileURLWithPath: campus.folder.books)
        let before = try (Data(contentsOf: place), FileManager.default.subpathsOfDirectory(atPath: campus.folder.path).sorted())
        // Somebody who is about to write does not stand in the way.
        try campus.rawConnection().inTransaction(.immediate) { _ in
            let verdict = try SQLiteBooks.verify(in: campus.folder)
            #expect(verdict.agrees)
            return .rollback
        }
        #expect(try Data(contentsOf: place) == before.0)
        #expect(try FileManager.default.subpathsOfDirectory(atPath: campus.folder.path).sorted() == before.1)
        _ = books
    }

    /// A value of a request, or the version of a room, is covered by nothing but its second copy.
    @Test(arguments: ["UPDATE readRequest SET at = at + 1", "UPDATE roomBook SET version = version + 1"])
    func theSecondCopyStands(_ statement: String) throws {
        let campus = try TemporaryCampus()
        _ = try campus.livedInBooks()
        // Through SQL the copy follows; only a change of the file's bytes can part them, and the flips try that.
        try campus.tamper { try $0.execute(sql: statement) }
        #expect(try SQLiteBooks.verify(in: campus.folder).agrees)
        try campus.rawConnection().inDatabase { database in
            try database.execute(sql: "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'x' WHERE name = 'roomBookCopy'")
        }
        #expect(try !SQLiteBooks.verify(in: campus.folder).agrees)
    }
}
