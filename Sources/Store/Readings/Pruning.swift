public import Domain
import GRDB
public import Operations

/// When old readings are dropped: a part at each look until nothing old is left, then nothing for an hour.
///
/// Orders are delivered between the looks of the collector; dropping at once what a large campus gathered would keep them waiting for
/// minutes, and the write-ahead log would grow by all of it.
public struct Pruning: Sendable {
    private var endedAt: Instant?
    private static let restMilliseconds: Int64 = 3_600_000

    /// Begins at the first look.
    public init() {}

    /// Drops a part when it is time to; what throws is tried again at the next look.
    public mutating func look(_ readings: some ReadingsStore, now: Instant) throws {
        // A clock that was set back is no reason to rest for longer.
        if let endedAt, now >= endedAt, now.milliseconds(since: endedAt) <= Self.restMilliseconds { return }
        endedAt = try readings.prune(now: now) ? nil : now
    }
}

extension SQLiteReadings {
    /// Drops a part of the raw readings older than 48 hours and of the hourly ones older than 13 months: 10,000 rows at most, the oldest
    /// first. Daily ones stay for ever. Whether there may be more to drop.
    public func prune(now: Instant) throws -> Bool {
        let oldest = now.adding(seconds: -History.rawHours * 3600).milliseconds
        let hour = Int64(History.monthsBefore(Day(of: now, at: offset)).number) * 24
        var left = 0
        try write { database in
            left = OldRows.part
            left -= try OldRows.dropRaw(before: oldest, atMost: left, in: database)
            guard left > 0 else { return }
            left -= try OldRows.dropHourly(before: hour, atMost: left, in: database)
            // Asks each meter for its running hour, so only when nothing else is left to do.
            if left > 0 { try RunningRows.drop(before: hour, in: database) }
        }
        return left == 0
    }
}

/// How a part of the old rows is found: by an index or the order of the table, without looking at a row that stays.
enum OldRows {
    /// So many rows go in one transaction: some ten milliseconds, and a megabyte of the write-ahead log.
    static let part = 10_000

    static let raw = "DELETE FROM raw WHERE rowid IN (SELECT rowid FROM raw WHERE at < ?1 ORDER BY at LIMIT ?2)"
    /// The last row of a part. The delete is a statement of its own, because with this one inside it SQLite would look at whole hours.
    static let lastHourly = "SELECT hour, meter FROM hourly WHERE hour < ?1 ORDER BY hour, meter LIMIT 1 OFFSET ?2 - 1"
    static let hourlyUpTo = "DELETE FROM hourly WHERE (hour, meter) <= (?1, ?2)"
    static let hourlyBefore = "DELETE FROM hourly WHERE hour < ?1"

    static func dropRaw(before time: Int64, atMost limit: Int, in database: Database) throws -> Int {
        try database.execute(sql: raw, arguments: [time, limit])
        return database.changesCount
    }

    static func dropHourly(before hour: Int64, atMost limit: Int, in database: Database) throws -> Int {
        if let last = try Row.fetchOne(database, sql: lastHourly, arguments: [hour, limit]) {
            try database.execute(sql: hourlyUpTo, arguments: [try last.integer(0), try last.text(1)])
        } else {
            try database.execute(sql: hourlyBefore, arguments: [hour])
        }
        return database.changesCount
    }
}
