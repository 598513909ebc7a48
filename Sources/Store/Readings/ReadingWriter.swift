import Domain
import GRDB

/// Writes readings down with statements prepared once: what is the last of everything and of the running hour and day in `latest`, and
/// in `raw` what is news.
///
/// News is a reading that says something else than the meter's last one did in remaining, overdraft, subsidy, register, purchase count,
/// relay or flags, and any reading when the last one kept is older than ten minutes, so that load and voltages are known too. Meters
/// are asked every few seconds and most of what they say they said before.
struct ReadingWriter {
    private let latest: Statement
    private let raw: Statement
    private let turn: [Statement]
    private let offset: UTCOffset

    init(_ database: Database, offset: UTCOffset) throws {
        self.offset = offset
        latest = try database.cachedStatement(sql: Self.upsert)
        let marks = ReadingsSchema.columns.map { _ in "?" }.joined(separator: ", ")
        raw = try database.cachedStatement(sql: "INSERT INTO raw (\(ReadingRow.columns)) VALUES (\(marks))")
        turn = try RunningRows.turn.map { try database.cachedStatement(sql: $0) }
    }

    func write(_ reading: Reading) throws {
        let isOfHour = reading.register != nil || reading.remaining != nil
        let hour = isOfHour ? WallTime(reading.at, at: offset).hour : nil
        let values = ReadingRow.values(reading)
        let arguments = StatementArguments(values + [hour])
        var isNews = try Bool.fetchOne(latest, arguments: arguments)
        if isNews == nil {
            // Nothing was written: the meter's running hour is another one.
            for statement in turn { try statement.execute(arguments: [reading.meter.text, hour]) }
            isNews = try Bool.fetchOne(latest, arguments: arguments)
        }
        if isNews == true { try raw.execute(arguments: StatementArguments(values)) }
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
