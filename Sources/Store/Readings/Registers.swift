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
            let statement = try database.cachedStatement(
                sql: "SELECT \(time.lookUp) FROM json_each(?) AS wanted ORDER BY wanted.key")
            let arguments: StatementArguments = [String(decoding: names, as: UTF8.self)]
            return try Row.fetchCursor(statement, arguments: arguments).collect { row in
                try row.integerIfAny(0).map(Energy.init(wattHours:))
            }
        }
    }
}

extension ReadingTime {
    /// The register of `wanted.value`; the numbers in it come from here and not from outside.
    fileprivate var lookUp: String {
        func register(_ table: String, _ column: String, _ number: Int64) -> String {
            "(SELECT register FROM \(table) WHERE \(column) = \(number) AND meter = wanted.value)"
        }
        switch self {
        case .hour(let hour): return register("hourly", "hour", hour)
        case .day(let day, let reach):
            let looks = (0...max(reach, 0)).map { register("daily", "day", Int64(day.number - $0)) }
            return looks.count == 1 ? looks[0] : "coalesce(\(looks.joined(separator: ", ")))"
        }
    }
}
