import Foundation
import GRDB
import GRDBSQLite
import Operations
import Phrases

/// Rows read column by column where SQLite keeps them, for going through a whole journal without a value made of every field.
///
/// Texts and blobs are lent until the next row. Whether a column holds the kind of value that its table promises is for SQLite's own
/// integrity check to say.
struct RawRows {
    private let statement: Statement
    private var isOver = false

    init(_ database: Database, sql: String) throws { statement = try database.makeStatement(sql: sql) }

    /// Goes to the next row; false behind the last one.
    mutating func next() throws -> Bool {
        guard !isOver else { return false }
        let code = sqlite3_step(statement.sqliteStatement)
        isOver = code != SQLITE_ROW
        guard code == SQLITE_ROW || code == SQLITE_DONE else {
            let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)))
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
        return !isOver
    }

    /// The row on which the statement stands, as long as these rows are kept.
    var row: RawRow { RawRow(statement: statement.sqliteStatement) }
}

/// One row; copies of it cost nothing.
struct RawRow {
    fileprivate let statement: OpaquePointer

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// A whole number; 0 for none. Throws for one that is out of all bounds.
    func integer(_ column: Int32) throws -> Int64 { try Bounds.checked(sqlite3_column_int64(statement, column)) }

    func integerIfAny(_ column: Int32) throws -> Int64? { isNull(column) ? nil : try integer(column) }

    /// The bytes of a text or blob; none for a column without a value.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    func textIfAny(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    /// Throws unless all of some columns have a value, or none of them.
    func checkTogether(_ columns: ClosedRange<Int32>) throws {
        let isMissing = isNull(columns.lowerBound)
        if columns.contains(where: { isNull($0) != isMissing }) {
            throw BooksError.damaged(phrase("a value stands without the others of it"))
        }
    }
}

/// Rows in order of their entry and line, handed out entry by entry, so that a journal of any length is read once and never held.
struct RawLines {
    private var rows: RawRows
    private var entry: Int64?
    private var passed: Set<Int64> = []

    /// The statement's first two columns are the entry and the line.
    init(_ database: Database, sql: String) throws {
        rows = try RawRows(database, sql: sql)
        try advance()
    }

    private mutating func advance() throws { entry = try rows.next() ? rows.row.integer(0) : nil }

    /// Whether there are lines of an entry. Entries are asked for in rising order; lines of entries between are strays.
    mutating func begins(_ sequence: Int64) throws -> Bool {
        while let entry, entry < sequence {
            passed.insert(entry)
            try advance()
        }
        return entry == sequence
    }

    /// Works on every line of an entry; their numbers rise from 1 without gaps.
    mutating func forEach(of sequence: Int64, _ work: (RawRow) throws -> Void) throws {
        guard try begins(sequence) else { return }
        var line: Int64 = 0
        while entry == sequence {
            line += 1
            guard try rows.row.integer(1) == line else {
                throw BooksError.damaged(phrase("a line of entry \(sequence) is missing or has another number"))
            }
            try work(rows.row)
            try advance()
        }
    }

    /// The entries of lines that nobody asked for, at the end.
    mutating func strays() throws -> [Int64] {
        while let entry {
            passed.insert(entry)
            try advance()
        }
        return passed.sorted()
    }
}

extension UnsafeRawBufferPointer {
    /// Whether both hold the same bytes.
    func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let start = baseAddress, let otherStart = other.baseAddress else { return true }
        return memcmp(start, otherStart, count) == 0
    }
}
