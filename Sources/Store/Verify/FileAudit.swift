import Foundation
import GRDB
import Operations
import Phrases

/// What SQLite itself can say about the file, and whether the schema still holds the rules that keep the journal append-only.
enum FileAudit {
    /// Whether the file still says that this program may write it: a copy has a header of its own, so this one is read where it lies.
    ///
    /// Source: SQLite's file format, section 1.3.3: above 1 in byte 18 other journals are needed, above 2 nobody may write.
    static func header(of path: String, findings: inout Findings) {
        guard let file = FileHandle(forReadingAtPath: path), let start = try? file.read(upToCount: 20), start.count == 20 else { return }
        if start[18] > 1 || start[19] > 1 { findings.add(Phrase("the file says in its header that it can not be written")) }
    }

    static func run(_ database: Database, findings: inout Findings) throws {
        try integrity(database, findings: &findings)
        // SQLite's own tables and that of the migrations are not strict: a text that became a blob still reads like one, but is not found.
        let kinds = try String.fetchAll(
            database,
            sql: """
                SELECT 'the schema of ' || name FROM sqlite_schema
                WHERE typeof(type) <> 'text' OR typeof(name) <> 'text' OR typeof(tbl_name) <> 'text' OR typeof(rootpage) <> 'integer'
                    OR typeof(sql) NOT IN ('text', 'null')
                UNION ALL SELECT 'the list of migrations' FROM grdb_migrations WHERE typeof(identifier) <> 'text'
                """)
        for place in kinds { findings.add(Phrase("\(place) holds a value of the wrong kind")) }
        let expected = try BooksSchema.pristine()
        let found = try schema(database)
        for (name, text) in expected.sorted(by: { $0.key < $1.key }) where found[name] != text {
            findings.add(Phrase("the schema of \(name) was changed; the rules it holds are not sure any more"))
        }
        for name in found.keys.sorted() where expected[name] == nil {
            findings.add(Phrase("the schema has \(name), which does not belong there"))
        }
    }

    /// The tables that grow with the business. Every value of theirs is read again against a hash or a digest, and most of what they
    /// point to is followed then, so that neither the checks of their columns nor those rows are asked for a second time here.
    private static let large: Set<String> = ["entry", "posting", "lotMove", "planRow", "meterOrder", "orderStep"]
    private static let followed: Set<String> = ["entry", "posting", "lotMove", "planRow", "orderStep"]

    private static func integrity(_ database: Database, findings: inout Findings) throws {
        try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
        try run("integrity_check(20)", database, findings: &findings)
        try database.execute(sql: "PRAGMA ignore_check_constraints = OFF")
        let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        for table in tables {
            let name = "'\(table.replacingOccurrences(of: "'", with: "''"))'"
            if !large.contains(table) { try run("quick_check(\(name))", database, findings: &findings) }
            if followed.contains(table) { continue }
            let keys = try Row.fetchCursor(database, sql: "PRAGMA foreign_key_check(\(name))")
            while let row = try keys.next() {
                findings.add(Phrase("a row of \(try row.text(0)) points to a row of \(try row.text(2)) that is not there"))
            }
        }
    }

    private static func run(_ check: String, _ database: Database, findings: inout Findings) throws {
        let rows = try Row.fetchCursor(database, sql: "PRAGMA \(check)")
        while let row = try rows.next() {
            let text = try row.text(0)
            if text != "ok" { findings.add(Phrase("the file: \(text)")) }
        }
    }

    /// Tables, indexes and triggers by name, as they are written in the file. SQLite's own statistics are passed over.
    static func schema(_ database: Database) throws -> [String: String] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT type || ' ' || name, coalesce(tbl_name || ': ' || sql, tbl_name) FROM sqlite_schema
                WHERE name NOT LIKE 'sqlite_stat%'
                """)
        var found: [String: String] = [:]
        while let row = try rows.next() { found[try row.text(0)] = try row.text(1) }
        return found
    }
}

extension BooksSchema {
    /// The schema of today, made once: it is the same as long as the program runs.
    private static let today = Result { try pristine(upTo: nil) }

    /// The schema as the migrations make it, for comparing.
    static func pristine() throws -> [String: String] { try today.get() }

    /// The schema as the migrations up to one make it; all of them for nil.
    static func pristine(upTo migration: String?) throws -> [String: String] {
        let queue = try DatabaseQueue()
        if let migration {
            try migrator.migrate(queue, upTo: migration)
        } else {
            try migrator.migrate(queue)
        }
        return try queue.inDatabase(FileAudit.schema)
    }
}
