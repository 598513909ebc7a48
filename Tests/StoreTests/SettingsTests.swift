// Protects: every SQLite setting that money needs is in force on the connection that writes, and the defaults would not do.
// How: each is read back and shown at work, beside a connection with the defaults that fails the same question.

import BooksContract
import Domain
import Foundation
import GRDB
import Operations
import Testing

@testable import Store

struct SettingsTests {
    private func pragma(_ name: String, _ queue: DatabaseQueue) throws -> String? {
        try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    @Test func theWritingConnectionHasAllOfThem() throws {
        let campus = try TemporaryCampus()
        for books in [try SQLiteBooks.create(in: campus.folder), try SQLiteBooks.open(in: campus.folder)] {
            #expect(try pragma("journal_mode", books.queue) == "truncate")
            #expect(try pragma("synchronous", books.queue) == "2")
            #expect(try pragma("recursive_triggers", books.queue) == "1")
            #expect(try pragma("foreign_keys", books.queue) == "1")
        }
    }

    /// What each setting reads without us: of SQLite, or of GRDB where it chooses for us (the pool's write-ahead log).
    @Test func theDefaultsAreOthers() throws {
        let campus = try TemporaryCampus()
        _ = try SQLiteBooks.create(in: campus.folder)
        let plain = try campus.rawConnection()
        #expect(try pragma("journal_mode", plain) == "delete")
        #expect(try pragma("recursive_triggers", plain) == "0")
        #expect(try pragma("foreign_keys", plain) == "0")
        let pool = try DatabasePool(path: campus.folder.path + "/pool.sqlite")
        #expect(try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA synchronous") } == "1")
    }

    @Test(arguments: [
        ("synchronous", "NORMAL"), ("synchronous", "OFF"), ("journal_mode", "DELETE"), ("journal_mode", "MEMORY"),
        ("recursive_triggers", "OFF"), ("foreign_keys", "OFF"),
    ])
    func aConnectionWithoutOneIsRefused(_ name: String, _ value: String) throws {
        let campus = try TemporaryCampus()
        let books = try SQLiteBooks.create(in: campus.folder)
        try books.queue.inDatabase { database in
            try BooksConnection.assertSettings(database)
            try database.execute(sql: "PRAGMA \(name) = \(value)")
            #expect { try BooksConnection.assertSettings(database) } throws: { error in
                guard case BooksError.unsafeSettings(let words) = error else { return false }
                return words.contains(name)
            }
        }
    }

    /// A file that was switched to the write-ahead log is switched back, or refused while somebody else holds it there.
    @Test func aFileInTheWriteAheadLogIsNotWrittenTo() throws {
        let campus = try TemporaryCampus()
        _ = try SQLiteBooks.create(in: campus.folder)
        let other = try campus.rawConnection()
        try other.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try other.inDatabase { _ = try Row.fetchAll($0, sql: "SELECT * FROM campus") }
        #expect(throws: BooksError.self) { try SQLiteBooks.open(in: campus.folder, patience: 0.05) }
        try other.close()
        let books = try SQLiteBooks.open(in: campus.folder)
        #expect(try pragma("journal_mode", books.queue) == "truncate")
    }

    /// Counts what reaches the disk. FULL syncs the journal, its header and the file at each commit; NORMAL leaves the header out.
    @Test(.enabled(if: StraceSelf.isPossible, "strace can not watch this process here"))
    func everyCommitIsSyncedBeforeItIsAnswered() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let commits = 10
        func sell(_ series: String) throws -> Int {
            try StraceSelf.syncs(below: campus.folder.path) {
                for number in 0..<commits {
                    try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 10_00), id: "\(series)\(number)")
                }
            }
        }
        let full = try sell("F")
        #expect(full >= commits * 2, "\(full) syncs for \(commits) commits")
        try books.queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        let normal = try sell("N")
        #expect(full >= normal + commits, "\(full) syncs with FULL, \(normal) with NORMAL: one more a commit is wanted")

        let pool = try DatabasePool(path: campus.folder.path + "/pool.sqlite")
        try pool.write { try $0.execute(sql: "CREATE TABLE sale (fen INTEGER)") }
        let lost = try StraceSelf.syncs(below: campus.folder.path) {
            for _ in 0..<commits { try pool.write { try $0.execute(sql: "INSERT INTO sale VALUES (1000)") } }
        }
        #expect(lost < commits, "\(lost) syncs for \(commits) commits with the defaults of a pool")
    }
}

/// Watches the syncs of this very process with strace.
enum StraceSelf {
    /// Tried once: containers may forbid it.
    static let isPossible: Bool = (try? syncs(below: "/nowhere") {}) != nil

    private struct Refused: Error {}

    /// How often a file below a folder was synced while the work ran.
    static func syncs(below folder: String, _ work: () throws -> Void) throws -> Int {
        let log = NSTemporaryDirectory() + "strace-\(UUID().uuidString)"
        defer { unlink(log) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", log, "-p", "\(ProcessInfo.processInfo.processIdentifier)",
        ]
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        // It says "attached" when it watches, and ends with a complaint when it may not.
        var said = ""
        while !said.contains("attached") {
            let bytes = pipe.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw Refused() }
            said += String(decoding: bytes, as: UTF8.self)
            if said.contains("not permitted") { throw Refused() }
        }
        // Killed, not asked: it inherits the blocked signals of the thread that started it. It writes line by line, and its tracee runs on.
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        try work()
        let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        return lines.count { $0.contains("sync(") && $0.contains(folder) }
    }
}
