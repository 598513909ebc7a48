import GRDB
import Operations

/// What SQLite itself can say about the file, and whether the schema still holds the rules that keep the journal append-only.
enum FileAudit {
    static func run(_ database: Database, findings: inout Findings) throws {
        let checks = try Row.fetchCursor(database, sql: "PRAGMA integrity_check(20)")
        while let row = try checks.next() {
            let text = try row.text(0)
            if text != "ok" { findings.add("the file: \(text)") }
        }
        let keys = try Row.fetchCursor(database, sql: "PRAGMA foreign_key_check")
        while let row = try keys.next() {
            findings.add("a row of \(try row.text(0)) points to a row of \(try row.text(2)) that is not there")
        }
        let expected = try BooksSchema.pristine()
        let found = try schema(database)
        for (name, text) in expected.sorted(by: { $0.key < $1.key }) where found[name] != text {
            findings.add("the schema of \(name) was changed; the rules it holds are not sure any more")
        }
        for name in found.keys.sorted() where expected[name] == nil { findings.add("the schema has \(name), which does not belong there") }
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
    /// The schema as the migrations make it, for comparing.
    static func pristine() throws -> [String: String] {
        let queue = try DatabaseQueue()
        try migrator.migrate(queue)
        return try queue.inDatabase(FileAudit.schema)
    }
}
