public import Domain
import Foundation
import GRDB
import Operations
import Phrases

/// What a file of books is that was read from its first entry to its last and agrees with itself.
public struct BooksFile: Hashable, Sendable {
    /// The id of the campus.
    public var campusID: String
    /// The entries of its journal.
    public var entries: Int64
    /// The hash of its last entry.
    public var head: [UInt8]
    /// The business day of its last entry; nil for an empty journal.
    public var lastDay: Day?
    /// When its last entry was written; nil for an empty journal.
    public var lastAt: Instant?

    /// Reads a file that nobody writes, every page of it once; changes nothing.
    ///
    /// Throws `CopyError` when it is no book, of another version, or does not verify.
    static func verify(_ path: String) throws -> BooksFile {
        try translating(path) {
            try BooksCopy.take(of: path) { database, other in try verify(path, database, beside: other) }
        }
    }

    private static func verify(_ path: String, _ database: Database, beside other: DatabaseQueue) throws -> BooksFile {
        guard try BooksSchema.migrator.hasCompletedMigrations(database) else {
            throw CopyError.doesNotVerify(path, findings: [phrase("its schema is that of an older program")])
        }
        var findings = Findings()
        let result = try Audit.run(database, beside: other, findings: &findings)
        guard findings.texts.isEmpty else { throw CopyError.doesNotVerify(path, findings: findings.spoken) }
        let campus = try String.fetchOne(database, sql: "SELECT id FROM campus") ?? ""
        let last = try Row.fetchOne(database, sql: "SELECT day, at FROM entry ORDER BY sequence DESC LIMIT 1")
        return BooksFile(
            campusID: campus, entries: result.entries, head: result.head, lastDay: try last?.day(0), lastAt: try last?.instant(1))
    }

    /// Refuses what is no book of this program or of a newer one, and what lies beside an unfinished transaction. Reads little.
    static func checkOrigin(_ path: String, disk: Disk) throws {
        guard let size = disk.size(path) else { throw CopyError.missing(path) }
        guard size > 0, !disk.isFolder(path) else { throw CopyError.notBooks(path) }
        for suffix in sideFiles where (disk.size(path + suffix) ?? 0) > 0 { throw CopyError.unfinished(path) }
        try inspect(path) { database in
            guard try Int64.fetchOne(database, sql: "PRAGMA application_id") == BooksSchema.applicationID else {
                throw CopyError.notBooks(path)
            }
            guard try !BooksSchema.migrator.hasBeenSuperseded(database) else { throw CopyError.newer(path) }
            // SQLite fills up what is missing of a last page with zeros and says nothing.
            let pages = try Int64.fetchOne(database, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            guard pages == size else { throw CopyError.doesNotVerify(path, findings: [phrase("the file is not as long as it says")]) }
        }
    }

    /// The id of the campus in a file, as far as it can be read; nil when it can not.
    static func campusID(in path: String) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try? inspect(path) { try String.fetchOne($0, sql: "SELECT id FROM campus") }
    }

    /// The id of the campus to which a folder belongs: by its books, or when they can not be read by the copies that they left.
    static func knownCampusID(of campus: CampusFolder) -> String? {
        if let id = campusID(in: campus.books) { return id }
        let own = BackupPlace.own(of: campus)
        for name in (own.copies() ?? []).reversed() {
            if let id = campusID(in: own.path(of: name)) { return id }
        }
        return nil
    }

    /// What SQLite may leave beside a file.
    static let sideFiles = ["-journal", "-wal", "-shm"]

    private static func inspect<Value>(_ path: String, _ work: (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "copy"
        return try translating(path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.inDatabase(work)
        }
    }

    private static func translating<Value>(_ path: String, _ work: () throws -> Value) throws -> Value {
        do { return try work() } catch let error as DatabaseError {
            throw CopyError.database(path, error)
        } catch BooksError.damaged(let reason) {
            throw CopyError.doesNotVerify(path, findings: [reason])
        } catch is RowDecodingError {
            throw CopyError.doesNotVerify(path, findings: [phrase("it holds a value of the wrong kind")])
        }
    }
}
