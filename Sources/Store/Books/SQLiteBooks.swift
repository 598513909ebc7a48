public import Domain
import Foundation
import GRDB
public import Operations

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

    /// The id of the campus, minted when the books were made.
    public let campusID: String
    /// Thirty-two random bytes that go into digests of what must not be guessed from the books.
    public let salt: [UInt8]

    /// Makes new, empty books in a campus folder, with the price of 0.5500 yuan per kWh, and opens them.
    ///
    /// Throws when the folder already has books: nothing is ever overwritten.
    public static func create(in folder: CampusFolder, offset: UTCOffset = .china) throws -> SQLiteBooks {
        let path = folder.books
        // O_EXCL: of two processes that begin at once, one wins and the other is told.
        let file = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o660)
        guard file >= 0 else {
            let reason = errno
            if reason == EEXIST { throw BooksError.other("there are books in \(folder.path) already; nothing was changed") }
            throw reason == ENOSPC ? BooksError.diskFull : BooksError.readOnly(path)
        }
        Glibc.close(file)
        do {
            return try BooksError.translating(path: path) {
                let queue = try BooksConnection.open(path, readOnly: false, patience: patience)
                try BooksSchema.migrator.migrate(queue)
                try queue.inTransaction(.immediate) { database in
                    try seed(database)
                    return .commit
                }
                return try SQLiteBooks(queue: queue, path: path, offset: offset)
            }
        } catch {
            // Nobody has seen these books yet; half of them would only stand in the way of the next attempt.
            unlink(path)
            unlink(path + "-journal")
            throw error
        }
    }

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
            let queue = try BooksConnection.open(path, readOnly: readOnly, patience: patience)
            try queue.inDatabase { try BooksConnection.checkOrigin($0, path: path) }
            if !readOnly {
                try BooksSchema.migrator.migrate(queue)
            } else if try !queue.inDatabase(BooksSchema.migrator.hasCompletedMigrations) {
                throw BooksError.other("\(path) was made by an older program; open it once for writing to bring it up to date")
            }
            return try SQLiteBooks(queue: queue, path: path, offset: offset)
        }
    }

    private init(queue: DatabaseQueue, path: String, offset: UTCOffset) throws {
        self.queue = queue
        self.path = path
        self.offset = offset
        let found = try queue.inDatabase { database in
            try Row.fetchOne(database, sql: "SELECT id, salt FROM campus").map { (try $0.text(0), try $0.bytes(1)) }
        }
        guard let found else { throw BooksError.damaged("\(path) does not say to which campus it belongs") }
        (campusID, salt) = found
    }

    private static func seed(_ database: Database) throws {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        let id = UUID().uuidString.lowercased()
        try database.execute(
            sql: "INSERT INTO campus (one, id, salt, digest) VALUES (1, ?, ?, ?)",
            arguments: [id, Data(salt), Data(CampusRecord.digest(id: id, salt: salt))])
        let nobody = Actor(name: "dormwatt", role: .system, shift: "", console: "")
        try PriceRecords.insert(.standard, version: 1, from: Day(number: 0), actor: nobody, at: Instant(milliseconds: 0), into: database)
    }

    /// Reads inside one transaction: everything is seen at one moment.
    func read<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try BooksError.translating(path: path) { try queue.read(work) }
    }

    /// Writes inside one transaction, which holds the write lock from its beginning; an error takes all of it back.
    func write<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try BooksError.translating(path: path) {
            var answer: Value?
            try queue.inTransaction(.immediate) { database in
                answer = try work(database)
                return .commit
            }
            guard let answer else { throw BooksError.other("the transaction ended without an answer; nothing was written") }
            return answer
        }
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
