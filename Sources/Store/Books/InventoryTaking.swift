public import Domain
import Foundation
import GRDB
public import Operations
import Phrases

extension SQLiteBooks {
    /// Takes a reviewed difference over in one transaction; meters that get their baseline with it open the books of their room.
    ///
    /// A meter that was taken over before keeps its baseline and unit: a difference that would move them is refused with an error.
    public func take(_ change: InventoryChange, actor: Actor, at: Instant) throws -> InventoryOutcome {
        try write { database in
            guard try InventoryRecords.version(database) == change.version else { return .stale }
            let before = try InventoryTaking.takenOver(change.meters.map(\.id), in: database)
            try KeptImport.keep(change, at: at, in: database)
            try InventoryTaking.write(change, into: database)
            let adopted = try InventoryTaking.adoptions(change.meters, before: before, in: database)
            if !adopted.isEmpty {
                let plan = PlanID("inventory-\(change.version + 1)")
                var journal = try JournalWriter(database)
                // A clock that was set back dates nothing into a month that is closed.
                let today = Day(of: at, at: offset)
                let day = max(today, try MonthRecords.firstOpenDay(in: database) ?? today)
                let stamp = JournalStamp(plan: plan, at: at, day: day, actor: actor)
                _ = try journal.write(adopted, kind: .adoption, madeAt: at, stamp: stamp)
            }
            try InventoryTaking.log(change, actor: actor, at: at, into: database)
            return .taken
        }
    }
}

/// Writing what the campus consists of.
enum InventoryTaking {
    /// The meters that had their baseline already.
    static func takenOver(_ meters: [MeterID], in database: Database) throws -> Set<MeterID> {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT id FROM meter WHERE baselineCount IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
            arguments: [try jsonList(meters.map(\.text))])
        return Set(try rows.collect { MeterID(try $0.text(0)) })
    }

    static func write(_ change: InventoryChange, into database: Database) throws {
        guard change.meters.allSatisfy({ $0.retirement == nil }) else {
            throw BooksError.other(phrase("a meter is replaced by a swap alone; nothing was written"))
        }
        try write(change.concentrators, into: database)
        try write(change.rooms, into: database)
        try raiseVersions(ofMeters: change.meters.map(\.id), in: database)
        try write(change.meters, into: database)
        try dropUnusedBuses(change.concentrators, from: database)
        let touched = Set(change.rooms.map(\.id)).union(change.meters.compactMap(\.room))
        try raiseVersions(of: touched, in: database)
    }

    private static func write(_ concentrators: [Concentrator], into database: Database) throws {
        let statement = try database.makeStatement(
            sql: """
                INSERT INTO concentrator (id, host, port) VALUES (?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET host = excluded.host, port = excluded.port
                """)
        let bus = try database.makeStatement(
            sql: """
                INSERT INTO bus (concentrator, number, baud) VALUES (?, ?, ?)
                ON CONFLICT (concentrator, number) DO UPDATE SET baud = excluded.baud
                """)
        for concentrator in concentrators {
            try statement.execute(arguments: [concentrator.id.text, concentrator.host, concentrator.port])
            for line in concentrator.buses { try bus.execute(arguments: [concentrator.id.text, line.id.number, line.baud]) }
        }
    }

    /// Last, when the meters hang where they shall: a bus with a meter on it is held by the foreign key. One on which replaced meters alone
    /// ever hung is kept for them.
    private static func dropUnusedBuses(_ concentrators: [Concentrator], from database: Database) throws {
        for concentrator in concentrators {
            try database.execute(
                sql: """
                    DELETE FROM bus WHERE concentrator = ? AND number NOT IN (SELECT value FROM json_each(?)) AND NOT (
                        EXISTS (\(SwapRecords.metersOnBus) NOT NULL) AND NOT EXISTS (\(SwapRecords.metersOnBus) NULL))
                    """,
                arguments: [concentrator.id.text, "[" + concentrator.buses.map { "\($0.id.number)" }.joined(separator: ",") + "]"])
        }
    }

    private static func write(_ rooms: [Room], into database: Database) throws {
        let statement = try database.makeStatement(
            sql: """
                INSERT INTO room (id, building, floor, number, beds, isOpen) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET building = excluded.building, floor = excluded.floor, number = excluded.number,
                    beds = excluded.beds, isOpen = excluded.isOpen
                """)
        for room in rooms {
            try statement.execute(arguments: [room.id.text, room.building, room.floor, room.number, room.beds, room.isOpen])
        }
    }

    private static func write(_ meters: [MeterPoint], into database: Database) throws {
        let statement = try database.makeStatement(
            sql: """
                INSERT INTO meter (id, room, circuit, supply, concentrator, bus, profile, unit, serialNumber, phases, constant, ctRatio,
                    baselineCount, baselineTotal, baselineRemaining, baselineRegister, baselineAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET room = excluded.room, circuit = excluded.circuit, supply = excluded.supply,
                    concentrator = excluded.concentrator, bus = excluded.bus, profile = excluded.profile, unit = excluded.unit,
                    serialNumber = excluded.serialNumber, phases = excluded.phases, constant = excluded.constant,
                    ctRatio = excluded.ctRatio, baselineCount = excluded.baselineCount, baselineTotal = excluded.baselineTotal,
                    baselineRemaining = excluded.baselineRemaining, baselineRegister = excluded.baselineRegister,
                    baselineAt = excluded.baselineAt
                """)
        let book = try database.makeStatement(
            sql: "INSERT INTO meterBook (meter, applied, credited) VALUES (?, 0, 0) ON CONFLICT DO NOTHING")
        for meter in meters {
            var supply: String?
            if case .supply(let name) = meter.place { supply = name }
            let baseline = meter.baseline
            try statement.execute(arguments: [
                meter.id.text, meter.room?.text, meter.room == nil ? nil : meter.circuit, supply, meter.bus.concentrator.text,
                meter.bus.number, meter.profile.rawValue, meter.unit.rawValue, meter.serialNumber, meter.phases, meter.constant,
                meter.ctRatio, baseline?.count, baseline?.totalBought.hundredths, baseline?.remaining.hundredths,
                baseline?.register.wattHours, baseline?.at.milliseconds,
            ])
            try book.execute(arguments: [meter.id.text])
        }
    }

    /// The rooms in which meters hang before they are moved.
    static func raiseVersions(ofMeters meters: [MeterID], in database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT DISTINCT room FROM meter WHERE room IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
            arguments: [try jsonList(meters.map(\.text))])
        try raiseVersions(of: Set(try rows.collect { RoomID(try $0.text(0)) }), in: database)
    }

    private static func raiseVersions(of rooms: Set<RoomID>, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO roomBook (room, version) SELECT value, 1 FROM json_each(?) WHERE true
                ON CONFLICT (room) DO UPDATE SET version = version + 1
                """, arguments: [try jsonList(rooms.map(\.text))])
    }

    /// The entries for meters that have their baseline only now, in order of address; only the meter that keeps its room's credit has one.
    static func adoptions(_ meters: [MeterPoint], before: Set<MeterID>, in database: Database) throws -> [JournalRow] {
        let new = meters.filter { $0.baseline != nil && $0.room != nil && !before.contains($0.id) }
        guard !new.isEmpty else { return [] }
        let rooms = Set(new.compactMap(\.room))
        let byRoom = try Standings.meters(of: rooms.map(\.text), in: database)
        return new.sorted { $0.id < $1.id }.compactMap { meter in
            guard let room = meter.room, let baseline = meter.baseline,
                Inventory.creditMeter(among: byRoom[room] ?? [])?.id == meter.id,
                let draft = AdoptionDraft.entry(for: meter, baseline: baseline)
            else { return nil }
            return JournalRow(room: room, money: .zero, credit: baseline.remaining, entry: draft, order: nil)
        }
    }

    static func log(_ change: InventoryChange, actor: Actor, at: Instant, into database: Database) throws {
        try log(
            version: change.version + 1, counts: [change.concentrators.count, change.rooms.count, change.meters.count], actor: actor,
            at: at, into: database)
    }

    /// Keeps who changed how many concentrators, rooms and meters, with the digest of the result, chained to the change before.
    static func log(version: Int64, counts: [Int], actor: Actor, at: Instant, into database: Database) throws {
        let previous = try Row.fetchOne(database, sql: "SELECT digest FROM inventoryChange ORDER BY version DESC LIMIT 1")
        let log = InventoryLog(version: version, at: at, actor: actor, counts: counts, result: try InventoryRecords.digest(database))
        let digest = log.digest(after: try previous?.bytes(0) ?? [])
        try database.execute(
            sql: """
                INSERT INTO inventoryChange
                    (version, at, operator, role, shift, console, concentrators, rooms, meters, result, digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [log.version, at.milliseconds] + StatementArguments(actor.columns) + StatementArguments(log.counts)
                + [Data(log.result), Data(digest)])
    }
}

/// One change of the inventory as it is kept.
struct InventoryLog {
    var version: Int64
    var at: Instant
    var actor: Actor
    var counts: [Int]
    var result: [UInt8]

    func digest(after previous: [UInt8]) -> [UInt8] {
        var writer = DigestWriter()
        writer.add(bytes: previous)
        writer.add(version)
        writer.add(at.milliseconds)
        writer.add(actor)
        for count in counts { writer.add(Int64(count)) }
        writer.add(bytes: result)
        return writer.finish()
    }
}
