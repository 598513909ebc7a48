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
            try Self.recordRecent(health, in: database)
        }
    }

    private static func recordRecent(_ health: [BusHealth], in database: Database) throws {
        try database.execute(sql: "DELETE FROM busRecent; DELETE FROM busNode")
        let recent = try database.cachedStatement(
            sql: """
                INSERT INTO busRecent (concentrator, bus, troubledSince, stale, requests, answers, timeouts, repeats, broken, noise, busy, lost)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let nodes = try database.cachedStatement(
            sql: """
                INSERT INTO busNode (concentrator, bus, place, meter, since, last, lost, broken, isSilent)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for bus in health {
            let (name, number, tally) = (bus.id.concentrator.text, bus.id.number, bus.recent)
            try recent.execute(arguments: [
                name, number, bus.troubledSince?.milliseconds, bus.stale, tally.requests, tally.answers, tally.timeouts, tally.repeats,
                tally.broken, tally.noise, tally.busy, tally.lost,
            ])
            for (place, node) in bus.nodes.enumerated() {
                try nodes.execute(arguments: [
                    name, number, place, node.id.text, node.since.milliseconds, node.last.milliseconds, node.lost, node.broken,
                    node.isSilent,
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
            let recent = try Self.recent(in: database)
            let nodes = try Self.nodes(in: database)
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
                if let known = recent[id] { (bus.recent, bus.troubledSince, bus.stale) = known }
                bus.nodes = nodes[id] ?? []
                return bus
            }
        }
    }

    /// Empty where an older collector wrote the file.
    private static func recent(in database: Database) throws -> [BusID: (BusTally, Instant?, Int)] {
        guard try database.tableExists("busRecent") else { return [:] }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT concentrator, bus, troubledSince, stale, requests, answers, timeouts, repeats, broken, noise, busy, lost
                FROM busRecent
                """)
        let found = try rows.collect { row in
            var tally = BusTally()
            tally.requests = try row.small(4)
            tally.answers = try row.small(5)
            tally.timeouts = try row.small(6)
            tally.repeats = try row.small(7)
            tally.broken = try row.small(8)
            tally.noise = try row.small(9)
            tally.busy = try row.integer(10)
            tally.lost = try row.integer(11)
            let since = try row.integerIfAny(2).map(Instant.init(milliseconds:))
            return (BusID(concentrator: ConcentratorID(try row.text(0)), number: try row.small(1)), (tally, since, try row.small(3)))
        }
        return Dictionary(found) { first, _ in first }
    }

    private static func nodes(in database: Database) throws -> [BusID: [NodeHealth]] {
        guard try database.tableExists("busNode") else { return [:] }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT concentrator, bus, meter, since, last, lost, broken, isSilent FROM busNode ORDER BY concentrator, bus, place
                """)
        let found = try rows.collect { row in
            var node = NodeHealth(id: MeterID(try row.text(2)), since: try row.instant(3))
            node.last = try row.instant(4)
            node.lost = try row.small(5)
            node.broken = try row.small(6)
            node.isSilent = try row.small(7) != 0
            return (BusID(concentrator: ConcentratorID(try row.text(0)), number: try row.small(1)), node)
        }
        return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
    }
}
