public import Domain
import GRDB
public import Operations

extension SQLiteReadings {
    /// The last reading of each day of a meter, oldest first; days without a register are left out.
    public func daily(of meter: MeterID, from first: Day) throws -> [DailyReading] {
        try read(empty: []) { database in
            // The table is ordered by day: one look for each day is quicker than reading the days of all meters.
            let rows = try Row.fetchKept(
                database,
                """
                WITH RECURSIVE days (day) AS (
                    SELECT max(?1, (SELECT min(day) FROM daily)) WHERE EXISTS (SELECT 1 FROM daily)
                    UNION ALL SELECT day + 1 FROM days WHERE day < (SELECT max(day) FROM daily)
                )
                SELECT daily.day, meter, register, remaining, unit FROM days CROSS JOIN daily
                WHERE daily.day = days.day AND meter = ?2 AND register IS NOT NULL
                UNION ALL SELECT day, meter, register, remaining, unit FROM \(try RunningRows.days(in: database))
                WHERE meter = ?2 AND day >= ?1 AND register IS NOT NULL ORDER BY 1
                """, [first.number, meter.text])
            return try rows.collect(History.daily)
        }
    }

    /// The last reading of each day of all meters, oldest first; reads only the days asked for.
    public func daily(from first: Day) throws -> [MeterID: [DailyReading]] {
        try read(empty: [:]) { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT day, meter, register, remaining, unit FROM daily WHERE day >= ?1 AND register IS NOT NULL
                    UNION ALL SELECT day, meter, register, remaining, unit FROM \(try RunningRows.days(in: database))
                    WHERE day >= ?1 AND register IS NOT NULL ORDER BY 1
                    """,
                arguments: [first.number])
            var found: [MeterID: [DailyReading]] = [:]
            while let row = try rows.next() { found[MeterID(try row.text(1)), default: []].append(try History.daily(row)) }
            return found
        }
    }

    /// The last register of each hour of a meter, oldest first; hours without a register are left out.
    public func hourly(of meter: MeterID, since: Instant) throws -> [HourlyReading] {
        try read(empty: []) { database in
            // The table is ordered by hour, as the days are by day.
            let rows = try Row.fetchKept(
                database,
                """
                WITH RECURSIVE hours (hour) AS (
                    SELECT max(?1, (SELECT min(hour) FROM hourly)) WHERE EXISTS (SELECT 1 FROM hourly)
                    UNION ALL SELECT hour + 1 FROM hours WHERE hour < (SELECT max(hour) FROM hourly)
                )
                SELECT hourly.hour, register FROM hours CROSS JOIN hourly
                WHERE hourly.hour = hours.hour AND meter = ?2 AND register IS NOT NULL
                UNION ALL SELECT hour, register FROM \(try RunningRows.hours(in: database))
                WHERE meter = ?2 AND hour >= ?1 AND register IS NOT NULL ORDER BY 1
                """, [WallTime(since, at: offset).hour, meter.text])
            return try rows.collect { row in
                HourlyReading(at: History.start(ofHour: try row.integer(0), at: offset), register: Energy(wattHours: try row.integer(1)))
            }
        }
    }
}

/// How long readings are kept.
enum History {
    static let rawHours: Int64 = 48
    static let hourlyMonths = 13

    /// The day of the same date thirteen months before, or the last day of that month.
    static func monthsBefore(_ day: Day) -> Day {
        let date = day.date
        let month = date.year * 12 + date.month - 1 - hourlyMonths
        let (year, number) = (month / 12, month % 12 + 1)
        for dayOfMonth in stride(from: date.day, through: 1, by: -1) {
            if let found = Day(year: year, month: number, day: dayOfMonth) { return found }
        }
        return day.advanced(by: -31 * hourlyMonths)
    }

    /// The instant at which an hour begins.
    static func start(ofHour hour: Int64, at offset: UTCOffset) -> Instant {
        Day(number: Int(hour / 24)).start(at: offset).adding(seconds: hour % 24 * 3600)
    }

    static func daily(_ row: Row) throws -> DailyReading {
        let unit = try row.textIfAny(4).flatMap(CreditUnit.init(rawValue:))
        let remaining = try row.integerIfAny(3)
        return DailyReading(
            day: try row.day(0), register: Energy(wattHours: try row.integer(2)),
            remaining: unit.flatMap { unit in remaining.map { Credit(unit, hundredths: $0) } })
    }
}
