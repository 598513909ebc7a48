public import Domain
import GRDB
public import Operations

extension SQLiteBooks: InventoryBook {
    /// See the `InventoryBook` port.
    public func inventoryUndo() throws -> InventoryUndo? { try read(InventoryUndoing.undo) }

    /// See the `InventoryBook` port. Everything is looked at again inside the transaction that writes it.
    public func undo(_ undo: InventoryUndo, actor: Actor, at: Instant) throws -> InventoryUndoOutcome {
        try writeWithoutForeignKeys { database in
            guard let now = try InventoryUndoing.undo(database), now.back.version == undo.back.version else { return .stale }
            guard now.held.isEmpty else { return .held(now.held) }
            try InventoryUndoing.write(now, into: database)
            try InventoryTaking.log(
                version: now.back.version + 1,
                counts: [
                    now.newConcentrators.count + now.back.concentrators.count, now.newRooms.count + now.back.rooms.count,
                    now.newMeters.count + now.back.meters.count,
                ], actor: actor, at: at, into: database)
            try KeptImport.drop(from: database)
            return .undone
        }
    }
}

/// Taking the last import of the inventory back.
enum InventoryUndoing {
    static func undo(_ database: Database) throws -> InventoryUndo? {
        guard let kept = try KeptImport.read(database) else { return nil }
        return InventoryUndo(
            note: kept.note, importedAt: kept.at,
            back: InventoryChange(
                version: try InventoryRecords.version(database), concentrators: try KeptRows.concentrators(database),
                rooms: try KeptRows.rooms(database), meters: try KeptRows.meters(database)),
            newConcentrators: try KeptRows.new(.concentrators, in: database).map { ConcentratorID($0) },
            newRooms: try KeptRows.new(.rooms, in: database).map { RoomID($0) },
            newMeters: try KeptRows.new(.meters, in: database).map { MeterID($0) }, held: try InventoryHolds.of(kept, in: database))
    }

    /// First the meters go, which name rooms and buses; then what stood before is written; last goes what nothing names any more.
    static func write(_ undo: InventoryUndo, into database: Database) throws {
        let meters = try jsonList(undo.newMeters.map(\.text))
        try InventoryTaking.raiseVersions(ofMeters: undo.newMeters, in: database)
        try database.execute(sql: "DELETE FROM meterBook WHERE meter IN (SELECT value FROM json_each(?))", arguments: [meters])
        try database.execute(sql: "DELETE FROM meter WHERE id IN (SELECT value FROM json_each(?))", arguments: [meters])
        try InventoryTaking.write(undo.back, into: database)
        let rooms = try jsonList(undo.newRooms.map(\.text))
        try database.execute(sql: "DELETE FROM roomBook WHERE room IN (SELECT value FROM json_each(?))", arguments: [rooms])
        try database.execute(sql: "DELETE FROM room WHERE id IN (SELECT value FROM json_each(?))", arguments: [rooms])
        let concentrators = try jsonList(undo.newConcentrators.map(\.text))
        try database.execute(sql: "DELETE FROM bus WHERE concentrator IN (SELECT value FROM json_each(?))", arguments: [concentrators])
        try database.execute(sql: "DELETE FROM concentrator WHERE id IN (SELECT value FROM json_each(?))", arguments: [concentrators])
    }
}

/// What was imported and is in use by now, found with one statement a reason, however large the campus is.
///
/// Every table that refers to a room, a meter, a bus or a concentrator has its place here: nothing else keeps a row from going while
/// foreign keys are off. Plans, lots and grants name rooms through their entries.
enum InventoryHolds {
    static func of(_ kept: KeptImport, in database: Database) throws -> [InventoryHold] {
        var held: Set<InventoryHold> = []
        for question in questions {
            let marks = [("mark", kept.beforeEntry), ("at", kept.at.milliseconds)].filter { question.sql.contains(":" + $0.0) }
            let arguments = StatementArguments(Dictionary(marks) { first, _ in first })
            let rows = try Row.fetchCursor(database, sql: question.sql, arguments: arguments)
            while let row = try rows.next() {
                held.insert(InventoryHold(kind: question.kind, name: try row.text(0), reason: try question.reason(row)))
            }
        }
        return held.map { ($0, $0.description) }.sorted { ($0.0.order, $0.1) < ($1.0.order, $1.1) }.map(\.0)
    }

    private struct Question {
        var kind: InventoryFile
        var sql: String
        var reason: @Sendable (Row) throws -> InventoryHold.Reason

        init(_ kind: InventoryFile, _ reason: @escaping @Sendable (Row) throws -> InventoryHold.Reason, _ sql: String) {
            self.kind = kind
            self.reason = reason
            self.sql = sql
        }
    }

    private static let newRooms = "SELECT id FROM inventoryUndo WHERE kind = 'rooms' AND before IS NULL"
    private static let rooms = "SELECT id FROM inventoryUndo WHERE kind = 'rooms'"
    private static let newMeters = "SELECT id FROM inventoryUndo WHERE kind = 'meters' AND before IS NULL"
    private static let meters = "SELECT id FROM inventoryUndo WHERE kind = 'meters'"

    private static let questions: [Question] = [
        Question(.rooms, { _ in .entries }, "SELECT DISTINCT room FROM entry WHERE sequence > :mark AND room IN (\(newRooms))"),
        // What was sold to a room that the import opened would stand behind a closed door.
        Question(
            .rooms, { _ in .entries },
            """
            SELECT room.id FROM inventoryUndo JOIN room ON room.id = inventoryUndo.id
            WHERE kind = 'rooms' AND before IS NOT NULL AND room.isOpen AND NOT json_extract(before, '$[5]')
                AND EXISTS (SELECT 1 FROM entry WHERE sequence > :mark AND entry.room = room.id)
            """),
        Question(.rooms, { _ in .stays }, "SELECT DISTINCT room FROM stay WHERE room IN (\(newRooms))"),
        Question(.rooms, { _ in .hasCase }, "SELECT DISTINCT room FROM caseFile WHERE room IN (\(newRooms))"),
        // What was only changed goes back as well, unless a refund has closed or opened the room since.
        Question(
            .rooms, { .refund(RefundRunID(try $0.text(1))) },
            """
            SELECT room, run FROM refundEvent WHERE room IN (\(newRooms)) OR at >= :at AND room IN (\(rooms))
            UNION SELECT room, run FROM refundFreeze WHERE room IN (\(newRooms))
            """),
        Question(
            .rooms, { .meter(MeterID(try $0.text(1))) },
            "SELECT room, id FROM meter WHERE room IN (\(newRooms)) AND id NOT IN (\(meters))"),
        Question(
            .meters, { _ in .takenOver },
            """
            SELECT meter.id FROM inventoryUndo JOIN meter ON meter.id = inventoryUndo.id
            WHERE kind = 'meters' AND baselineCount IS NOT NULL AND (before IS NULL OR json_extract(before, '$[12]') IS NULL)
            """),
        Question(
            .meters, { _ in .replaced },
            """
            SELECT meter FROM meterRetirement WHERE meter IN (\(meters))
            UNION SELECT successor FROM meterRetirement WHERE successor IN (\(meters))
            """),
        Question(
            .meters, { _ in .entries },
            """
            SELECT reachesMeter FROM entry WHERE sequence > :mark AND reachesMeter IN (\(meters))
            UNION SELECT meter FROM meterOrder WHERE entry > :mark AND meter IN (\(meters))
            UNION SELECT inventoryUndo.id FROM inventoryUndo JOIN meter ON meter.id = inventoryUndo.id
                WHERE kind = 'meters' AND before IS NOT NULL AND EXISTS (
                    SELECT 1 FROM entry WHERE sequence > :mark AND entry.room IN (meter.room, json_extract(before, '$[1]')))
            """),
        Question(.meters, { _ in .hasCase }, "SELECT DISTINCT meter FROM caseFile WHERE meter IN (\(newMeters))"),
        Question(
            .concentrators, { .meter(MeterID(try $0.text(1))) },
            """
            SELECT meter.concentrator, meter.id FROM inventoryUndo JOIN meter ON meter.concentrator = inventoryUndo.id
            WHERE kind = 'concentrators' AND meter.id NOT IN (\(meters)) AND (before IS NULL OR meter.bus NOT IN (
                SELECT json_extract(value, '$[0]') FROM json_each(before, '$[3]')))
            """),
    ]
}

extension InventoryHold {
    /// What stands on the wire comes first.
    fileprivate var order: Int { InventoryFile.allCases.firstIndex(of: kind) ?? 0 }
}
