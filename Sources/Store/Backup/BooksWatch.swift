import Domain
import GRDB
import Operations

/// Looks at the books from outside, cheaply, to see whether they changed since they were copied.
public final class BooksWatch {
    private let path: String
    private let queue: DatabaseQueue
    private var version: Int64 = 0
    private var change: Int64 = 0

    /// Opens the books for looking only.
    public init(_ books: SQLiteBooks) throws {
        path = books.path
        queue = try BooksError.translating(path: path) {
            try BooksConnection.open(books.path, readOnly: true, patience: SQLiteBooks.patience)
        }
    }

    /// How far the books have grown since an entry. Throws `BooksError`.
    public func growth(since entry: Int64) throws -> BooksGrowth {
        try BooksError.translating(path: path) {
            try queue.inDatabase { database in
                // This number of SQLite's changes when any other connection wrote, in whatever process.
                let version = try Int64.fetchOne(database, sql: "PRAGMA data_version") ?? 0
                if version != self.version { (self.version, change) = (version, change + 1) }
                let last = try Row.fetchOne(database, sql: "SELECT sequence, day FROM entry ORDER BY sequence DESC LIMIT 1")
                let entries = try last?.integer(0) ?? 0
                let largest =
                    entries <= entry
                    ? 0
                    : try Int.fetchOne(
                        database, sql: "SELECT max(rooms) FROM (SELECT count(*) AS rooms FROM entry WHERE sequence > ? GROUP BY plan)",
                        arguments: [entry])
                return BooksGrowth(change: change, entries: entries, lastDay: try last?.day(1), largestPlan: largest ?? 0)
            }
        }
    }
}
