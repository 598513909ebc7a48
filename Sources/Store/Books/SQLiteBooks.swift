public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

/// The books of a campus in `books.sqlite`: rollback journal, every commit on the disk before it is answered.
///
/// Several processes may have the same books open and write; each write is one transaction that begins by taking the write lock.
/// All calls block on the disk and throw `BooksError`.
public struct SQLiteBooks: Books {
    /// How long a call waits for another process before it answers `BooksError.busy`, in seconds, where nothing else is said.
    public static let patience = 5.0

    /// The path of the file.
    public let path: String
    /// The campus's offset from UTC, for the business day of entries that no plan dates.
    let offset: UTCOffset
    let queue: DatabaseQueue
    /// How it waits for other processes that write.
    private let turns: WriteTurns

    /// The id of the campus, minted when the books were made.
    public let campusID: String
    /// Thirty-two random bytes that go into digests of what must not be guessed from the books.
    public let salt: [UInt8]

    /// Opens the books of a campus folder, bringing an older file to today's schema first.
    ///
    /// Throws when there are none, when they can not be written (unless `readOnly`), when a newer program made them, or when they are
    /// damaged.
    ///
    /// - Parameter patience: seconds to wait for another process in each call before `BooksError.busy`.
    public static func open(
        in folder: CampusFolder, readOnly: Bool = false, offset: UTCOffset = .china, patience: Double = SQLiteBooks.patience
    ) throws -> SQLiteBooks {
        let path = folder.books
        return try BooksError.translating(path: path) {
            try BooksConnection.checkFile(path, in: folder.path)
            if !readOnly { NewBooks.dropSecondName(in: folder) }
            let queue = try BooksConnection.open(path, readOnly: readOnly, patience: patience)
            try queue.inDatabase { try BooksConnection.checkOrigin($0, path: path) }
            if !readOnly {
                try BooksSchema.migrator.migrate(queue)
            } else if try !queue.inDatabase(BooksSchema.migrator.hasCompletedMigrations) {
                throw BooksError.olderSchema(folder.path)
            }
            return try SQLiteBooks(queue: queue, path: path, offset: offset, turns: WriteTurns(patience: patience))
        }
    }

    init(queue: DatabaseQueue, path: String, offset: UTCOffset, turns: WriteTurns = WriteTurns(patience: SQLiteBooks.patience)) throws {
        self.queue = queue
        self.turns = turns
        self.path = path
        self.offset = offset
        let found = try queue.inDatabase { database in
            try Row.fetchOne(database, sql: "SELECT id, salt FROM campus").map { (try $0.text(0), try $0.bytes(1)) }
        }
        guard let found else { throw BooksError.damaged(phrase("\(path) does not say to which campus it belongs")) }
        (campusID, salt) = found
    }

    /// Reads inside one transaction: everything is seen at one moment.
    func read<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try BooksError.translating(path: path) { try queue.read(work) }
    }

    /// Writes inside one transaction, which holds the write lock from its beginning; an error takes all of it back.
    func write<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try BooksError.translating(path: path) { try inTurn { try transaction(in: $0, hasTurn: &$1, work) } }
    }

    /// The same where `work` itself proves that no row points nowhere afterwards: for every row that goes SQLite would read the whole
    /// journal, because the tables that name a room or a meter are not in order of it.
    func writeWithoutForeignKeys<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try BooksError.translating(path: path) {
            try inTurn { database, hasTurn in
                try database.execute(sql: "PRAGMA foreign_keys = OFF")
                let outcome = Result { try transaction(in: database, hasTurn: &hasTurn, work) }
                try database.execute(sql: "PRAGMA foreign_keys = ON")
                try BooksConnection.assertSettings(database)
                return try outcome.get()
            }
        }
    }
}

extension SQLiteBooks {
    /// Runs a transaction when the write lock is free.
    private func inTurn<Value>(_ attempt: (Database, inout Bool) throws -> Value) throws -> Value {
        try turns.run { milliseconds, hasTurn in
            try queue.inDatabase { database in
                try wait(milliseconds: milliseconds, database)
                // Who had no turn reads on with all patience.
                defer { if !hasTurn { try? wait(milliseconds: turns.milliseconds, database) } }
                return try attempt(database, &hasTurn)
            }
        }
    }

    private func transaction<Value>(
        in database: Database, hasTurn: inout Bool, _ work: (Database) throws -> Value
    ) throws -> Value {
        var answer: Value?
        try database.inTransaction(.immediate) {
            hasTurn = true
            // Who reads now is waited for as long as it takes.
            try wait(milliseconds: turns.milliseconds, database)
            try BooksConnection.keepPages(.writing, in: database)
            defer { try? BooksConnection.keepPages(.reading, in: database) }
            answer = try work(database)
            return .commit
        }
        guard let answer else { throw BooksError.other(phrase("the transaction ended without an answer; nothing was written")) }
        return answer
    }

    private func wait(milliseconds: Int, _ database: Database) throws {
        try database.cachedStatement(sql: "PRAGMA busy_timeout = \(milliseconds)").execute()
    }
}

/// Which campus the books are of.
enum CampusRecord {
    static func digest(id: String, salt: [UInt8]) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(id)
        writer.add(bytes: salt)
        return writer.finish()
    }
}
