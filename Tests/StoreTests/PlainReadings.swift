// What the readings should answer, worked out plainly: every reading is kept in a list and each answer is made from all of them.

import Domain
import GRDB
import Operations

@testable import Store

/// Readings in the order in which they arrived.
struct PlainReadings {
    private var all: [Reading] = []
    /// Those whose hours are still kept.
    private var ofHours: [Reading] = []
    /// What of them is evidence.
    private(set) var evidence: [Reading] = []
    private(set) var latest: [MeterID: Reading] = [:]
    private let offset = UTCOffset.china

    mutating func record(_ readings: [Reading]) {
        for reading in readings {
            let last = latest[reading.meter]
            let full = reading.filled(from: last)
            let kept = evidence.last { $0.meter == reading.meter }?.at
            if last.map({ Self.isNews(full, $0) }) ?? true
                || kept.map({ !(0...600_000).contains(reading.at.milliseconds(since: $0)) }) ?? true
            {
                evidence.append(reading)
            }
            latest[reading.meter] = full
        }
        all += readings
        ofHours += readings
    }

    private static func isNews(_ new: Reading, _ old: Reading) -> Bool {
        (new.remaining, new.overdraft, new.subsidy, new.register) != (old.remaining, old.overdraft, old.subsidy, old.register)
            || (new.count, new.relayClosed, new.flags) != (old.count, old.relayClosed, old.flags)
    }

    mutating func prune(now: Instant) {
        let first = History.monthsBefore(Day(of: now, at: offset))
        ofHours.removeAll { Day(of: $0.at, at: offset) < first }
    }

    func daily(of meter: MeterID) -> [DailyReading] {
        let days = Dictionary(grouping: all.filter { $0.meter == meter }) { Day(of: $0.at, at: offset) }
        return days.compactMap { day, readings in
            readings.compactMap(\.register).last.map {
                DailyReading(day: day, register: $0, remaining: readings.compactMap(\.remaining).last)
            }
        }.sorted { $0.day < $1.day }
    }

    func hourly(of meter: MeterID) -> [HourlyReading] {
        let hours = Dictionary(grouping: ofHours.filter { $0.meter == meter }) { WallTime($0.at, at: offset).hour }
        return hours.compactMap { hour, readings in
            readings.compactMap(\.register).last.map { HourlyReading(at: History.start(ofHour: hour, at: offset), register: $0) }
        }.sorted { $0.at < $1.at }
    }

    func register(of meter: MeterID, at time: ReadingTime) -> Energy? {
        switch time {
        case .hour(let hour): hourly(of: meter).last { $0.at == History.start(ofHour: hour, at: offset) }?.register
        case .day(let day, let reach): daily(of: meter).last { (day.advanced(by: -reach)...day).contains($0.day) }?.register
        }
    }
}

/// A collector of before the running rows stood in `latest`: it writes every reading into all tables and knows nothing else.
struct OlderCollector {
    let path: String

    /// Makes the file of such a collector out of an empty one.
    func make() throws {
        try DatabaseQueue(path: path).write { database in
            for column in ["hour", "rawAt"] + RunningRows.values {
                try database.execute(sql: "ALTER TABLE latest DROP COLUMN \(column)")
            }
        }
    }

    func record(_ readings: [Reading]) throws {
        let columns = ReadingsSchema.columns
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        func filled(_ columns: some Sequence<String>) -> String {
            columns.map { "\($0) = coalesce(excluded.\($0), \($0))" }.joined(separator: ", ")
        }
        try DatabaseQueue(path: path).write { database in
            for reading in readings {
                let values = ReadingRow.values(reading)
                try database.execute(
                    sql: """
                        INSERT INTO latest (\(ReadingRow.columns), mark) VALUES (\(marks), (SELECT coalesce(max(mark), 0) + 1 FROM latest))
                        ON CONFLICT (meter) DO UPDATE SET at = excluded.at, mark = excluded.mark, \(filled(columns.dropFirst(2)))
                        """, arguments: StatementArguments(values))
                guard reading.register != nil || reading.remaining != nil else { continue }
                let hour = WallTime(reading.at, at: .china).hour
                let (register, remaining) = (reading.register?.wattHours, reading.remaining)
                for (table, time, number) in [("hourly", "hour", hour), ("daily", "day", hour / 24)] {
                    try database.execute(
                        sql: """
                            INSERT INTO \(table) (\(time), meter, register, remaining, unit) VALUES (?, ?, ?, ?, ?)
                            ON CONFLICT (\(time), meter) DO UPDATE SET \(filled(["register", "remaining", "unit"]))
                            """,
                        arguments: [number, reading.meter.text, register, remaining?.hundredths, remaining?.unit.rawValue])
                }
            }
        }
    }
}
