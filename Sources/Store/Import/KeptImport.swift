import Domain
import Foundation
import GRDB
import Operations
import Phrases

/// The last import of the inventory as it is kept until the next one takes its place.
struct KeptImport {
    /// The version of the inventory that it led to.
    var version: Int64
    var at: Instant
    var note: String
    /// The last entry of the journal before it.
    var beforeEntry: Int64

    /// Keeps what stands now, before a change with a note is written; a change without one is the program's own and can not be taken back.
    static func keep(_ change: InventoryChange, at: Instant, in database: Database) throws {
        guard !change.note.isEmpty, !change.isEmpty else { return }
        try drop(from: database)
        let last = try Int64.fetchOne(database, sql: "SELECT coalesce(max(sequence), 0) FROM entry") ?? 0
        let kept = KeptImport(version: change.version + 1, at: at, note: change.note, beforeEntry: last)
        try keep(change.concentrators.map(\.id.text), .concentrators, concentratorBefore, in: database)
        try keep(
            change.rooms.map(\.id.text), .rooms, "SELECT json_array(\(InventoryRecords.roomColumns)) FROM room WHERE id = value",
            in: database)
        try keep(
            change.meters.map(\.id.text), .meters, "SELECT json_array(\(InventoryRecords.meterColumns)) FROM meter WHERE id = value",
            in: database)
        try database.execute(
            sql: "INSERT INTO inventoryImport (one, version, at, note, beforeEntry, digest) VALUES (1, ?, ?, ?, ?, ?)",
            arguments: [kept.version, at.milliseconds, kept.note, last, Data(try kept.digest(database))])
    }

    private static let concentratorBefore = """
        SELECT json_array(id, host, port, json((
            SELECT json_group_array(json_array(number, baud)) FROM bus WHERE bus.concentrator = concentrator.id
        ))) FROM concentrator WHERE id = value
        """

    private static func keep(_ names: [String], _ kind: InventoryFile, _ before: String, in database: Database) throws {
        try database.execute(
            sql: "INSERT INTO inventoryUndo (kind, id, before) SELECT DISTINCT ?, value, (\(before)) FROM json_each(?)",
            arguments: [kind.rawValue, try jsonList(names)])
    }

    /// The last import; nil when there is none to take back. Throws `BooksError.damaged` when it was changed.
    static func read(_ database: Database) throws -> KeptImport? {
        let row = try Row.fetchOne(database, sql: "SELECT version, at, note, beforeEntry, digest FROM inventoryImport")
        guard let row else { return nil }
        let kept = KeptImport(
            version: try row.integer(0), at: try row.instant(1), note: try row.text(2), beforeEntry: try row.integer(3))
        guard try kept.digest(database) == row.bytes(4) else {
            throw BooksError.damaged(phrase("what would undo the last import of the inventory was changed"))
        }
        return kept
    }

    static func drop(from database: Database) throws {
        try database.execute(sql: "DELETE FROM inventoryUndo")
        try database.execute(sql: "DELETE FROM inventoryImport")
    }

    private func digest(_ database: Database) throws -> [UInt8] {
        var writer = DigestWriter()
        writer.add(version)
        writer.add(at.milliseconds)
        writer.add(note)
        writer.add(beforeEntry)
        let rows = try Row.fetchCursor(database, sql: "SELECT kind, id, before FROM inventoryUndo ORDER BY kind, id")
        while let row = try rows.next() {
            writer.add(try row.text(0))
            writer.add(try row.text(1))
            let before = try row.textIfAny(2)
            writer.add(Int64(before == nil ? 0 : 1))
            writer.add(before ?? "")
        }
        return writer.finish()
    }
}

/// What stood before the last import, as values.
enum KeptRows {
    static func concentrators(_ database: Database) throws -> [Concentrator] {
        var buses: [ConcentratorID: [Bus]] = [:]
        let lines = try Row.fetchCursor(
            database,
            sql: """
                SELECT inventoryUndo.id, json_extract(bus.value, '$[0]'), json_extract(bus.value, '$[1]')
                FROM inventoryUndo, json_each(before, '$[3]') AS bus WHERE kind = 'concentrators' AND before IS NOT NULL
                """)
        while let line = try lines.next() {
            let id = BusID(concentrator: ConcentratorID(try line.text(0)), number: try line.small(1))
            buses[id.concentrator, default: []].append(Bus(id: id, baud: try line.small(2)))
        }
        return try rows(.concentrators, columns: 3, in: database).collect { row in
            let id = ConcentratorID(try row.text(0))
            return Concentrator(
                id: id, host: try row.text(1), port: try row.small(2), buses: (buses[id] ?? []).sorted { $0.id < $1.id })
        }
    }

    static func rooms(_ database: Database) throws -> [Room] {
        try rows(.rooms, columns: 6, in: database).collect(InventoryRecords.room)
    }

    /// Behind the columns of a meter stand those of its retirement, which none of these has: a replaced meter is not imported again.
    static func meters(_ database: Database) throws -> [MeterPoint] {
        try rows(.meters, columns: 17, more: ", NULL, NULL, NULL, NULL", in: database).collect(InventoryRecords.meter)
    }

    /// The names of what the import brought.
    static func new(_ kind: InventoryFile, in database: Database) throws -> [String] {
        try String.fetchAll(
            database, sql: "SELECT id FROM inventoryUndo WHERE kind = ? AND before IS NULL ORDER BY id", arguments: [kind.rawValue])
    }

    private static func rows(_ kind: InventoryFile, columns: Int, more: String = "", in database: Database) throws -> RowCursor {
        let values = (0..<columns).map { "json_extract(before, '$[\($0)]')" }.joined(separator: ", ")
        return try Row.fetchCursor(
            database, sql: "SELECT \(values)\(more) FROM inventoryUndo WHERE kind = ? AND before IS NOT NULL ORDER BY id",
            arguments: [kind.rawValue])
    }
}
