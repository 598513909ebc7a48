// Protects: a full disk, a folder that can not be written, a missing, foreign, damaged or newer file are said, and nothing is written.
// How: real files made so; the disk is filled by a limit of pages on the connection, the folder is locked against the test's own thread.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct FailureTests {
    @Test func aFullDiskWritesNothing() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let before = try campus.dump()
        try books.queue.inDatabase { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        // Until the last page has no more room.
        var sold = 0
        let error = #expect(throws: BooksError.self) {
            for number in 0..<500 {
                let reading = Energy(hundredths: 1234_56 + Int64(number + 1) * 10)
                try ContractCampus.use(books, ContractCampus.energyMeter, upTo: reading, id: "U\(number)")
                sold += 1
            }
        }
        #expect(error == .diskFull)
        #expect(try books.verify().findings == [])
        #expect(try books.verify().entries == Int64(2 + sold))
        if sold == 0 { #expect(try campus.dump() == before) }
        try books.queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        try ContractCampus.sell(books, ContractCampus.moneyRoom, Money(fen: 20_00), id: "P1")
    }

    /// Each may forbid writing by itself: the file, or the folder in which the journal is to stand.
    @Test(arguments: [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555)])
    func whatCanNotBeWrittenIsRefusedBeforeMoneyMoves(_ file: Int, _ folder: Int) throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let before = try campus.dump()
        try books.queue.close()
        unlink(campus.folder.books + "-journal")
        chmod(campus.folder.books, UInt32(file))
        chmod(campus.folder.path, UInt32(folder))
        defer { chmod(campus.folder.path, 0o755) }
        try AsNobody.run {
            #expect(throws: BooksError.readOnly(campus.folder.books)) { try SQLiteBooks.open(in: campus.folder) }
            let reader = try SQLiteBooks.open(in: campus.folder, readOnly: true)
            #expect(try reader.orders(OrderFilter()).count == 2)
        }
        #expect(try campus.dump() == before)
    }

    @Test func aFolderThatCanNotBeMadeIsSaid() throws {
        let campus = try TemporaryCampus()
        // A file where a folder should be: nobody can make a folder below it, whatever his rights.
        let file = campus.folder.path + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        let below = CampusFolder(file + "/campus")
        #expect(throws: BooksError.readOnly(below.path)) { try below.create() }
        #expect(throws: BooksError.readOnly(below.books)) { try SQLiteBooks.create(in: below) }
        let missing = CampusFolder(campus.folder.path + "/missing")
        #expect(throws: BooksError.readOnly(missing.books)) { try SQLiteBooks.create(in: missing) }
    }

    @Test func missingBooksAreSaidAndNotMade() throws {
        let campus = try TemporaryCampus()
        for readOnly in [false, true] {
            #expect {
                try SQLiteBooks.open(in: campus.folder, readOnly: readOnly)
            } throws: { error in
                guard case BooksError.other(let words) = error else { return false }
                return words.contains("no books in \(campus.folder.path)") && words.contains("dormwatt init")
            }
        }
        #expect(!campus.folder.hasBooks)
    }

    @Test func booksAreNeverMadeOverOthers() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        let before = try campus.dump()
        #expect(throws: BooksError.self) { try SQLiteBooks.create(in: campus.folder) }
        #expect(try campus.dump() == before)
        #expect(try books.verify().findings == [])
    }

    @Test func aFolderInTheirPlaceIsDamage() throws {
        let campus = try TemporaryCampus()
        try FileManager.default.createDirectory(atPath: campus.folder.books, withIntermediateDirectories: false)
        #expect(throws: BooksError.damaged("\(campus.folder.books) is a folder")) { try SQLiteBooks.open(in: campus.folder) }
    }

    @Test(arguments: [
        Data(), Data("this is no database, but long enough to be looked at as if it were one".utf8), Data(repeating: 0xA5, count: 9000),
    ])
    func whatIsNoDatabaseIsDamage(_ bytes: Data) throws {
        let campus = try TemporaryCampus()
        try bytes.write(to: URL(fileURLWithPath: campus.folder.books))
        for readOnly in [false, true] {
            #expect {
                try SQLiteBooks.open(in: campus.folder, readOnly: readOnly)
            } throws: { error in
                guard case BooksError.damaged(let words) = error else { return false }
                return words.contains(campus.folder.books)
            }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: campus.folder.books)) == bytes)
    }

    @Test func theDatabaseOfAnotherProgramIsRefused() throws {
        let campus = try TemporaryCampus()
        try campus.rawConnection().write { try $0.execute(sql: "CREATE TABLE song (title TEXT)") }
        #expect(throws: BooksError.damaged("\(campus.folder.books) is no book of Dormwatt")) { try SQLiteBooks.open(in: campus.folder) }
        #expect(try campus.dump() == [])
    }

    @Test func theBooksOfANewerProgramAreRefused() throws {
        let campus = try TemporaryCampus()
        _ = try campus.livedInBooks()
        try campus.rawConnection().write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 future')") }
        let before = try campus.dump()
        for readOnly in [false, true] {
            #expect {
                try SQLiteBooks.open(in: campus.folder, readOnly: readOnly)
            } throws: { error in
                guard case BooksError.newerSchema(let words) = error else { return false }
                return words.contains("newer program")
            }
        }
        #expect(try campus.dump() == before)
    }

    @Test func aFileCutShortIsDamage() throws {
        let campus = try TemporaryCampus()
        let books = try campus.livedInBooks()
        try books.queue.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: campus.folder.books))
        for length in stride(from: 4096, to: bytes.count, by: 4096 * 5) {
            try bytes.prefix(length).write(to: URL(fileURLWithPath: campus.folder.books))
            let isSound: Bool
            do {
                isSound = try SQLiteBooks.open(in: campus.folder, patience: 0.1).verify().findings.isEmpty
            } catch is BooksError {
                isSound = false
            }
            #expect(!isSound, "\(length) bytes of \(bytes.count)")
        }
    }
}

/// Runs work of this thread with the file rights of nobody: the superuser, under whom tests may run, is stopped by no permission.
enum AsNobody {
    static func run(_ work: () throws -> Void) throws {
        typealias SetFileUser = @convention(c) (UInt32) -> Int32
        let address = try #require(dlsym(nil, "setfsuid"))
        let setFileUser = unsafeBitCast(address, to: SetFileUser.self)
        let own = UInt32(bitPattern: setFileUser(UInt32.max))
        if own == 0 { _ = setFileUser(65_534) }
        defer { _ = setFileUser(own) }
        try work()
    }
}
