public import Domain
import GRDB

extension SQLiteReadings {
    /// Keeps readings in one transaction; the latest of a meter is completed with what it said before.
    public func record(_ readings: [Reading]) throws {
        guard !readings.isEmpty else { return }
        // In the order of the meters, as the file holds them; what came of the same meter stays in its order.
        let order = readings.indices.sorted { (readings[$0].meter, $0) < (readings[$1].meter, $1) }
        try write { database in
            let writer = try ReadingWriter(database, offset: offset)
            for index in order { try writer.write(readings[index]) }
        }
    }

    /// The last of everything that each meter said.
    public func latest() throws -> [MeterID: Reading] {
        try read(empty: [:]) { database in
            var latest: [MeterID: Reading] = [:]
            let rows = try Row.fetchCursor(database, sql: "SELECT \(ReadingRow.columns) FROM latest")
            while let row = try rows.next() {
                let reading = try ReadingRow.reading(row)
                latest[reading.meter] = reading
            }
            return latest
        }
    }

    /// The same of some meters only.
    public func latest(of meters: [MeterID]) throws -> [MeterID: Reading] {
        guard !meters.isEmpty else { return [:] }
        return try read(empty: [:]) { database in
            let rows = try Row.fetchKept(
                database, "SELECT \(ReadingRow.columns) FROM latest WHERE meter IN (SELECT value FROM json_each(?))",
                [try jsonList(meters.map(\.text))])
            let readings = try rows.collect(ReadingRow.reading)
            return Dictionary(readings.map { ($0.meter, $0) }) { first, _ in first }
        }
    }

    /// The mark behind everything that was said so far; `changes` since it tells what comes from now on.
    public func newestMark() throws -> Int64 {
        try read(empty: 0) { try Int64.fetchOne($0, sql: "SELECT max(mark) FROM latest") ?? 0 }
    }

    /// The meters that said something since a mark, each once with the last of everything; however long ago the mark is, no more
    /// than one reading a meter comes. Begin with mark 0.
    public func changes(since mark: Int64) throws -> (readings: [Reading], mark: Int64) { try changes(since: mark, atMost: .max) }

    /// The same, but no more than so many at once, those that came first; the next call goes on behind them.
    public func changes(since mark: Int64, atMost limit: Int) throws -> (readings: [Reading], mark: Int64) {
        try read(empty: ([], mark)) { database in
            let rows = try Row.fetchKept(
                database, "SELECT \(ReadingRow.columns), mark FROM latest WHERE mark > ? ORDER BY mark LIMIT ?", [mark, limit])
            var last = mark
            let readings = try rows.collect { row in
                last = try row.integer(ReadingsSchema.columns.count)
                return try ReadingRow.reading(row)
            }
            // A file that was begun anew counts from the start again; a follower with an old, larger mark must notice.
            if readings.isEmpty, let newest = try Int64.fetchOne(database, sql: "SELECT max(mark) FROM latest"), newest < mark {
                return ([], 0)
            }
            return (readings, last)
        }
    }
}

/// A reading as columns.
enum ReadingRow {
    static let columns = ReadingsSchema.columns.joined(separator: ", ")

    static func values(_ reading: Reading) -> [DatabaseValue?] {
        let unit = (reading.remaining ?? reading.overdraft ?? reading.subsidy)?.unit
        let flags = reading.flags.map { $0.map(\.rawValue).sorted().joined(separator: " ") }
        return [
            reading.meter.text.databaseValue, reading.at.milliseconds.databaseValue, unit?.rawValue.databaseValue,
            reading.remaining?.hundredths.databaseValue, reading.overdraft?.hundredths.databaseValue,
            reading.subsidy?.hundredths.databaseValue, reading.register?.wattHours.databaseValue, reading.load?.watts.databaseValue,
            list(reading.voltages)?.databaseValue, list(reading.currents)?.databaseValue, reading.powerFactor?.databaseValue,
            reading.count?.databaseValue, reading.relayClosed?.databaseValue, flags?.databaseValue,
        ]
    }

    private static func list(_ numbers: [Int]) -> String? {
        guard let first = numbers.first else { return nil }
        return numbers.dropFirst().reduce(into: String(first)) { $0 += " \($1)" }
    }

    static func reading(_ row: Row) throws -> Reading {
        var reading = Reading(meter: MeterID(try row.text(0)), at: try row.instant(1))
        if let unit = try row.textIfAny(2).flatMap(CreditUnit.init(rawValue:)) {
            reading.remaining = try credit(row, 3, unit)
            reading.overdraft = try credit(row, 4, unit)
            reading.subsidy = try credit(row, 5, unit)
        }
        reading.register = try row.integerIfAny(6).map(Energy.init(wattHours:))
        reading.load = try row.integerIfAny(7).map(Power.init(watts:))
        reading.voltages = try numbers(row, 8)
        reading.currents = try numbers(row, 9)
        reading.powerFactor = try row.integerIfAny(10).map { Int($0) }
        reading.count = try row.integerIfAny(11).map { Int($0) }
        reading.relayClosed = try row.integerIfAny(12).map { $0 != 0 }
        reading.flags = try row.textIfAny(13).map { Set($0.split(separator: " ").compactMap { MeterFlag(rawValue: String($0)) }) }
        return reading
    }

    private static func credit(_ row: Row, _ column: Int, _ unit: CreditUnit) throws -> Credit? {
        try row.integerIfAny(column).map { Credit(unit, hundredths: $0) }
    }

    private static func numbers(_ row: Row, _ column: Int) throws -> [Int] {
        try row.textIfAny(column)?.split(separator: " ").compactMap { Int($0) } ?? []
    }
}
