import GRDB

/// The rows of `hourly` and `daily` that the meters are still writing.
///
/// While its hour runs, a meter's rows stand in `latest`, so that a reading changes one page of the file and not three; the first
/// reading of another hour puts them into their tables. A row stands in its table or in `latest` and never in both: an hour or a day
/// that comes back, because a clock was set back, is taken out of the table again. So both together are all rows, each once. Only an older
/// collector, which knows the tables alone, may write a row that runs; until a newer one joins them, its register is the one that counts.
enum RunningRows {
    private static let (hourly, daily) = (["Register", "Remaining", "Unit", "Load"], ["Register", "Remaining", "Unit"])
    private static let (ofHour, ofDay) = (hourly.map { "hour" + $0 }, daily.map { "day" + $0 })

    /// The columns of `latest` that hold the rows; `hour` says of which time, and nothing runs where it is NULL.
    static let values = ofHour + ofDay

    /// The rows of `daily` that still run, as a table for FROM; those whose register an older collector has since put into the table are
    /// left out, as its register came later.
    static func days(in database: Database) throws -> String {
        guard try isThere(database) else { return "(SELECT day, meter, register, remaining, unit FROM daily WHERE FALSE)" }
        return """
            (SELECT hour / 24 AS day, meter, dayRegister AS register, dayRemaining AS remaining, dayUnit AS unit
                FROM latest WHERE hour IS NOT NULL AND \(notOvertaken(in: "daily", "day", by: "latest.hour / 24")))
            """
    }

    /// The rows of `hourly` that still run, as a table for FROM; without those that were overtaken, as for the days.
    static func hours(in database: Database) throws -> String {
        guard try isThere(database) else { return "(SELECT hour, meter, register FROM hourly WHERE FALSE)" }
        return """
            (SELECT hour, meter, hourRegister AS register
                FROM latest WHERE hour IS NOT NULL AND \(notOvertaken(in: "hourly", "hour", by: "latest.hour")))
            """
    }

    /// One look by primary key for each row that runs.
    private static func notOvertaken(in table: String, _ time: String, by running: String) -> String {
        """
        NOT EXISTS (SELECT 1 FROM \(table)
            WHERE \(table).\(time) = \(running) AND \(table).meter = latest.meter AND \(table).register IS NOT NULL)
        """
    }

    /// Not so in a file which an older collector writes: there all rows stand in their tables.
    private static func isThere(_ database: Database) throws -> Bool {
        let question = "SELECT 1 FROM pragma_table_info('latest') WHERE name = 'rawAt'"
        return try Row.fetchOne(database.cachedStatement(sql: question)) != nil
    }

    /// What turns a meter ?1 to another hour ?2: its rows go into their tables, and what these hold of the new hour and day comes back.
    static let turn = [
        intoHourly + "WHERE meter = ?1 AND hour <> ?2",
        intoDaily + "WHERE meter = ?1 AND hour / 24 <> ?2 / 24",
        """
        UPDATE latest SET (\(list(ofDay))) = (SELECT \(list(daily)) FROM daily WHERE day = ?2 / 24 AND meter = ?1)
        WHERE meter = ?1 AND (hour IS NULL OR hour / 24 <> ?2 / 24)
        """,
        """
        UPDATE latest SET hour = ?2, (\(list(ofHour))) = (SELECT \(list(hourly)) FROM hourly WHERE hour = ?2 AND meter = ?1)
        WHERE meter = ?1
        """,
        "DELETE FROM hourly WHERE hour = ?2 AND meter = ?1",
        "DELETE FROM daily WHERE day = ?2 / 24 AND meter = ?1",
    ]

    private static let intoHourly = "INSERT INTO hourly (hour, meter, \(list(hourly))) SELECT hour, meter, \(list(ofHour)) FROM latest "
    private static let intoDaily = "INSERT INTO daily (day, meter, \(list(daily))) SELECT hour / 24, meter, \(list(ofDay)) FROM latest "
    private static func list(_ columns: [String]) -> String { columns.joined(separator: ", ") }

    /// Hours before this one are kept no longer; the days of meters that have been silent since are kept in their table.
    static func drop(before hour: Int64, in database: Database) throws {
        try database.execute(sql: intoDaily + "WHERE hour < ?", arguments: [hour])
        try database.execute(sql: "UPDATE latest SET hour = NULL WHERE hour < ?", arguments: [hour])
    }

    /// Adds the columns where they are missing. Where they are not, an older collector may have written since, which knows the tables
    /// alone: its rows came later and complete those that ran.
    static func complete(_ database: Database) throws {
        guard try !isThere(database) else { return try join(database) }
        for column in ["hour INTEGER"] + values.map({ $0.hasSuffix("Unit") ? "\($0) TEXT" : "\($0) INTEGER" }) {
            try database.execute(sql: "ALTER TABLE latest ADD COLUMN \(column)")
        }
        // Far in the past, so that the next reading of each meter is kept.
        try database.execute(sql: "ALTER TABLE latest ADD COLUMN rawAt INTEGER NOT NULL DEFAULT 0")
    }

    private static func join(_ database: Database) throws {
        for (table, time, names, columns, running) in [
            ("hourly", "hour", hourly, ofHour, "hour"), ("daily", "day", daily, ofDay, "hour / 24"),
        ] {
            let later = zip(names, columns).map { "coalesce(\($0), \($1))" }
            let same = "FROM \(table) WHERE \(table).\(time) = latest.\(running) AND \(table).meter = latest.meter"
            try database.execute(
                sql: """
                    UPDATE latest SET (\(list(columns))) = (SELECT \(list(later)) \(same)) WHERE EXISTS (SELECT 1 \(same));
                    DELETE FROM \(table) WHERE (\(time), meter) IN (SELECT \(running), meter FROM latest WHERE hour IS NOT NULL)
                    """)
        }
    }
}
