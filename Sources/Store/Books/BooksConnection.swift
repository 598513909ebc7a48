import Foundation
import GRDB
import Operations
import Phrases

/// How `books.sqlite` is opened, and the proof that the connection has what money needs.
enum BooksConnection {
    /// The settings that SQLite or GRDB would otherwise choose differently, with what they read back as.
    ///
    /// TRUNCATE: a rollback journal, because several processes write and the WAL of older SQLite can lose commits then.
    /// FULL (2): a commit is on the disk before it is answered. recursive_triggers: without it INSERT OR REPLACE walks around the
    /// triggers that keep the journal append-only.
    static let settings: [(name: String, value: String, reads: String)] = [
        ("journal_mode", "TRUNCATE", "truncate"),
        ("synchronous", "FULL", "2"),
        ("recursive_triggers", "ON", "1"),
        ("foreign_keys", "ON", "1"),
    ]

    /// Opens the file and asserts the settings on the very connection that will write.
    static func open(_ path: String, readOnly: Bool, patience: Double) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(patience)
        configuration.label = "books"
        configuration.prepareDatabase { database in
            // A reader can not change the journal of a file, and needs none.
            for setting in settings where !readOnly || setting.name != "journal_mode" {
                try database.execute(sql: "PRAGMA \(setting.name) = \(setting.value)")
            }
            try keepPages(.reading, in: database)
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        if !readOnly {
            try queue.inDatabase(assertSettings)
            try queue.inTransaction(.immediate) { database in
                // Taken back, but it opens the journal beside the file, so that a file or a folder that can not be written is known
                // before anything is sold.
                try rewriteHeader(database)
                return .rollback
            }
        }
        return queue
    }

    /// How many kilobytes of pages SQLite keeps in memory.
    enum Pages: Int {
        /// A console reads all of a large campus once and then little.
        case reading = 4_096
        /// A batch for every room of a campus changes many pages, and those that do not fit go to the disk before their time.
        case writing = 16_384
    }

    static func keepPages(_ pages: Pages, in database: Database) throws {
        try database.execute(sql: "PRAGMA cache_size = -\(pages.rawValue)")
    }

    /// Writes what stands in the file's header already: a transaction that changes nothing and goes all its way to the disk.
    static func rewriteHeader(_ database: Database) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// Throws `BooksError.unsafeSettings` unless the connection reads back every setting.
    static func assertSettings(_ database: Database) throws {
        for setting in settings {
            let found = try String.fetchOne(database, sql: "PRAGMA \(setting.name)") ?? "nothing"
            guard found == setting.reads else {
                throw BooksError.unsafeSettings(phrase("\(setting.name) is \(found), it must be \(setting.reads); nothing was written"))
            }
        }
    }

    /// Says clearly what SQLite would only call "unable to open".
    static func checkFile(_ path: String, in folder: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw BooksError.other(phrase("there are no books in \(folder); make a campus there first (dormwatt init)"))
        }
        guard !isFolder.boolValue else { throw BooksError.damaged(phrase("\(path) is a folder")) }
    }

    /// Refuses the file of another program, the books of a newer one, and books whose making was cut off.
    static func checkOrigin(_ database: Database, path: String) throws {
        guard try !isUnfinished(database) else {
            throw BooksError.damaged(
                phrase(
                    "\(path) holds nothing; if dormwatt init was cut off here, remove that file and make the campus again, else it was emptied"
                ))
        }
        let application = try Int64.fetchOne(database, sql: "PRAGMA application_id")
        guard application == BooksSchema.applicationID else { throw BooksError.damaged(phrase("\(path) is no book of Dormwatt")) }
        guard try !BooksSchema.migrator.hasBeenSuperseded(database) else {
            throw BooksError.newerSchema(phrase("\(path) was made by a newer program; nothing was changed; install that version"))
        }
    }

    /// Books are made in several steps, and the last of them says which campus they are of.
    private static func isUnfinished(_ database: Database) throws -> Bool {
        if try database.tableExists("campus") { return try Int.fetchOne(database, sql: "SELECT count(*) FROM campus") == 0 }
        let tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name <> 'grdb_migrations'"
        return try Int.fetchOne(database, sql: tables) == 0
    }
}
