public import Domain
import Foundation
import GRDB
public import Operations

extension SQLiteReadings {
    /// The registers of meters at a time, in the order of the meters; nil where none is kept.
    ///
    /// One look into the tables a meter, whatever the others are; ask for many in the order of their names.
    public func registers(of meters: [MeterID], at time: ReadingTime) throws -> [Energy?] {
        guard !meters.isEmpty else { return [] }
        let names = try JSONEncoder().encode(meters.map(\.text))
        let nothing = [Energy?](repeating: nil, count: meters.count)
        return try read(empty: nothing) { database in
            // The meters come as one text: so many are not bound one by one.
            let lookUp = try time.lookUp(hours: RunningRows.hours(in: database), days: RunningRows.days(in: database))
            let statement = try database.cachedStatement(sql: "SELECT \(lookUp) FROM json_each(?) AS wanted ORDER BY wanted.key")
            let arguments: StatementArguments = [String(decoding: names, as: UTF8.self)]
            return try Row.fetchCursor(statement, arguments: arguments).collect { row in
                try row.integerIfAny(0).map(Energy.init(wattHours:))
            }
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
