import Domain
import GRDB
public import Operations

extension SQLiteReadings {
    /// Replaces what was said of all buses before.
    public func record(_ health: [BusHealth]) throws {
        try write { database in
            try database.execute(sql: "DELETE FROM busHealth")
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO busHealth (concentrator, bus, isConnected, since, trouble, meters, silent, waiting, requests, answers,
                        timeouts, broken, noise, lastRound, roundMilliseconds)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for bus in health {
                try statement.execute(arguments: [
                    bus.id.concentrator.text, bus.id.number, bus.isConnected, bus.since.milliseconds, bus.trouble, bus.meters,
                    bus.silent.map(\.text).joined(separator: " "), bus.waiting, bus.requests, bus.answers, bus.timeouts, bus.broken,
                    bus.noise, bus.lastRound?.milliseconds, bus.roundMilliseconds,
                ])
            }
        }
    }

    /// What the collector last said of the buses, in order of concentrator and number.
    public func health() throws -> [BusHealth] {
        try read(empty: []) { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT concentrator, bus, meters, since, isConnected, trouble, silent, waiting, requests, answers, timeouts, broken,
                        noise, lastRound, roundMilliseconds
                    FROM busHealth ORDER BY concentrator, bus
                    """)
            return try rows.collect { row in
                let id = BusID(concentrator: ConcentratorID(try row.text(0)), number: try row.small(1))
                var bus = BusHealth(id: id, meters: try row.small(2), since: try row.instant(3))
                bus.isConnected = try row.integerIfAny(4).map { $0 != 0 }
                bus.trouble = try row.text(5)
                bus.silent = try row.text(6).split(separator: " ").map { MeterID(String($0)) }
                bus.waiting = try row.small(7)
                bus.requests = try row.small(8)
                bus.answers = try row.small(9)
                bus.timeouts = try row.small(10)
                bus.broken = try row.small(11)
                bus.noise = try row.small(12)
                bus.lastRound = try row.integerIfAny(13).map(Instant.init(milliseconds:))
                bus.roundMilliseconds = try row.integerIfAny(14)
                return bus
            }
        }
    }
}
