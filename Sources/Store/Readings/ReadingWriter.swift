import Domain
import GRDB
import GRDBSQLite

/// Writes readings down with statements prepared once: what is the last of everything and of the running hour and day in `latest`, and
/// in `raw` what is news.
///
/// News is a reading that says something else than the meter's last one did in remaining, overdraft, subsidy, register, purchase count,
/// relay or flags, and any reading when the last one kept is older than ten minutes, so that load and voltages are known too. Meters
/// are asked every few seconds and most of what they say they said before.
struct ReadingWriter {
    private let latest: RowStatement
    private let raw: RowStatement
    private let turn: [Statement]
    private let offset: UTCOffset

    init(_ database: Database, offset: UTCOffset) throws {
        self.offset = offset
        latest = try RowStatement(database, sql: Self.upsert)
        let marks = ReadingsSchema.columns.map { _ in "?" }.joined(separator: ", ")
        raw = try RowStatement(database, sql: "INSERT INTO raw (\(ReadingRow.columns)) VALUES (\(marks))")
        turn = try RunningRows.turn.map { try database.cachedStatement(sql: $0) }
    }

    func write(_ reading: Reading) throws {
        let isOfHour = reading.register != nil || reading.remaining != nil
        let hour = isOfHour ? WallTime(reading.at, at: offset).hour : nil
        let values = ReadingRow.values(reading)
        let ofLatest = values + [hour?.databaseValue]
        var isNews = try latest.write(ofLatest)
        if isNews == nil {
            // Nothing was written: the meter's running hour is another one.
            for statement in turn { try statement.execute(arguments: [reading.meter.text, hour]) }
            isNews = try latest.write(ofLatest)
        }
        if isNews == true { _ = try raw.write(values) }
    }

    private static let upsert = {
        let columns = ReadingsSchema.columns
        let told = columns.filter { $0 != "meter" && $0 != "at" }
        let filled = (told + RunningRows.values).map { "\($0) = coalesce(excluded.\($0), \($0))" }.joined(separator: ", ")
        let evidence = ["remaining", "overdraft", "subsidy", "unit", "register", "count", "relayClosed", "flags"]
        let isNews = evidence.map { "coalesce(excluded.\($0), \($0)) IS NOT \($0)" }.joined(separator: " OR ")
        func value(_ name: String) -> String { "?\((columns.firstIndex(of: name) ?? 0) + 1)" }
        // The unit is that of the remaining only where there is one, and a load alone is not of any hour.
        let unit = "iif(\(value("remaining")) IS NULL, NULL, \(value("unit")))"
        let load = "iif(?15 IS NULL, NULL, \(value("load")))"
        let (register, remaining) = (value("register"), value("remaining"))
        return """
            INSERT INTO latest (\(ReadingRow.columns), mark, rawAt, hour, \(RunningRows.values.joined(separator: ", ")))
            VALUES (\(columns.map(value).joined(separator: ", ")), (SELECT coalesce(max(mark), 0) + 1 FROM latest), \(value("at")), ?15,
                \(register), \(remaining), \(unit), \(load), \(register), \(remaining), \(unit))
            ON CONFLICT (meter) DO UPDATE SET at = excluded.at, mark = excluded.mark, \(filled),
                rawAt = iif(\(isNews) OR excluded.at NOT BETWEEN rawAt AND rawAt + 600000, excluded.at, rawAt)
            WHERE excluded.hour IS NULL OR excluded.hour IS hour
            RETURNING rawAt = at
            """
    }()
}

/// A statement that writes one row after the other; the values are bound as they are, where GRDB would go through lists of them.
private struct RowStatement {
    private let statement: Statement

    init(_ database: Database, sql: String) throws { statement = try database.cachedStatement(sql: sql) }

    /// Writes a row; whether what the statement returns is true, nil when it returns nothing.
    func write(_ values: [DatabaseValue?]) throws -> Bool? {
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        for (index, value) in values.enumerated() { try check(value.databaseValue.bind(to: handle, at: Int32(index + 1))) }
        let code = sqlite3_step(handle)
        guard code == SQLITE_ROW else {
            try check(code)
            return nil
        }
        return sqlite3_column_int(handle, 0) != 0
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK, code != SQLITE_DONE else { return }
        let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)))
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}
