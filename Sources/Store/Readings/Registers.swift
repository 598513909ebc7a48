public import Domain
import GRDB
public import Operations

extension SQLiteReadings {
    /// The registers of meters at a time, in the order of the meters; nil where none is kept.
    ///
    /// One look into the tables a meter, whatever the others are; ask for many in the order of their names.
    public func registers(of meters: [MeterID], at time: ReadingTime) throws -> [Energy?] {
        guard !meters.isEmpty else { return [] }
        let names = try jsonList(meters.map(\.text))
        let nothing = [Energy?](repeating: nil, count: meters.count)
        return try read(empty: nothing) { database in
            // The meters come as one text: so many are not bound one by one.
            let lookUp = try time.lookUp(hours: RunningRows.hours(in: database), days: RunningRows.days(in: database))
            // Not kept: the time stands in it, and there would be one more for each hour that is drawn.
            return try Row.fetchCursor(
                database, sql: "SELECT \(lookUp) FROM json_each(?) AS wanted ORDER BY wanted.key", arguments: [names]
            )
            .collect { try $0.integerIfAny(0).map(Energy.init(wattHours:)) }
        }
    }

    /// The first and the last known register of meters among these days; ask for many in the order of their names.
    ///
    /// Nearly every meter has a register on the first and on the last day: the days between are looked at for the others alone.
    public func registers(of meters: [MeterID], in days: Range<Day>) throws -> [MeterID: RegisterSpan] {
        guard !meters.isEmpty, let first = days.first, let last = days.last else { return [:] }
        return try read(empty: [:]) { database in
            let names = try jsonList(meters.map(\.text))
            var found: [MeterID: RegisterSpan] = [:]
            found.reserveCapacity(meters.count)
            func look(_ days: some Collection<Day>, _ names: String) throws {
                let numbers = "[\(days.map { String($0.number) }.joined(separator: ","))]"
                try found.take(Row.fetchKept(database, Self.registersOfDays, [numbers, names]))
            }
            try look([first, last], names)
            try found.take(Row.fetchKept(database, Self.registersRunning(in: database), [first.number, last.number, names]))
            let others = meters.filter { found[$0].map { $0.first.day > first || $0.last.day < last } ?? true }
            let between = days.dropFirst().dropLast()
            if !others.isEmpty, !between.isEmpty { try look(between, try jsonList(others.map(\.text))) }
            return found
        }
    }

    private static let registersOfDays = """
        SELECT daily.day, meter, register FROM json_each(?1) AS days CROSS JOIN json_each(?2) AS wanted CROSS JOIN daily
        WHERE day = days.value AND meter = wanted.value AND register IS NOT NULL
        """

    private static func registersRunning(in database: Database) throws -> String {
        """
        SELECT day, meter, register FROM json_each(?3) AS wanted CROSS JOIN \(try RunningRows.days(in: database)) AS running
        WHERE meter = wanted.value AND day BETWEEN ?1 AND ?2 AND register IS NOT NULL
        """
    }
}

extension [MeterID: RegisterSpan] {
    fileprivate mutating func take(_ rows: RowCursor) throws {
        while let row = try rows.next() {
            let (day, register) = (try row.day(0), Energy(wattHours: try row.integer(2)))
            self[MeterID(try row.text(1)), default: RegisterSpan(day: day, register: register)].extend(to: day, register: register)
        }
    }
}

extension ReadingTime {
    /// The register of `wanted.value`, in the tables or among the rows that still run; the numbers in it come from here and not from
    /// outside.
    fileprivate func lookUp(hours: String, days: String) -> String {
        func looks(_ tables: [String], _ column: String, _ number: Int64) -> [String] {
            tables.map { "(SELECT register FROM \($0) WHERE \(column) = \(number) AND meter = wanted.value)" }
        }
        let all =
            switch self {
            case .hour(let hour): looks(["hourly", hours], "hour", hour)
            case .day(let day, let reach): (0...max(reach, 0)).flatMap { looks(["daily", days], "day", Int64(day.number - $0)) }
            }
        return "coalesce(\(all.joined(separator: ", ")))"
    }
}
