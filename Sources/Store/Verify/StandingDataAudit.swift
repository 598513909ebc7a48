import Domain
import GRDB
import Operations
import Phrases

/// Holds rooms, meters, concentrators and prices against the digests that were kept with their last change.
enum StandingDataAudit {
    static func run(_ database: Database, findings: inout Findings) throws {
        try campus(database, findings: &findings)
        try inventory(database, findings: &findings)
        try prices(database, findings: &findings)
    }

    private static func campus(_ database: Database, findings: inout Findings) throws {
        let row = try Row.fetchOne(database, sql: "SELECT id, salt, digest FROM campus")
        guard let row, CampusRecord.digest(id: try row.text(0), salt: try row.bytes(1)) == (try row.bytes(2)) else {
            return findings.add(Phrase("the campus's id or salt was changed"))
        }
    }

    private static func inventory(_ database: Database, findings: inout Findings) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT version, at, operator, role, shift, console, concentrators, rooms, meters, result, digest
                FROM inventoryChange ORDER BY version
                """)
        var version: Int64 = 0
        var digest: [UInt8] = []
        var result: [UInt8]?
        while let row = try rows.next() {
            version += 1
            let log = InventoryLog(
                version: try row.integer(0), at: try row.instant(1), actor: try row.actor(2),
                counts: try (6...8).map { try row.small($0) }, result: try row.bytes(9))
            digest = log.digest(after: digest)
            if try log.version != version || digest != row.bytes(10) {
                findings.add(Phrase("change \(version) of the inventory was changed or is missing"))
            }
            digest = try row.bytes(10)
            result = log.result
        }
        if let result, try InventoryRecords.digest(database) != result {
            findings.add(Phrase("rooms, meters or concentrators are not what change \(version) of the inventory left; they were changed"))
        }
        if result == nil, try Int64.fetchOne(database, sql: "SELECT count(*) FROM room") != 0 {
            findings.add(Phrase("there are rooms, but no change of the inventory brought them"))
        }
        if let kept = try KeptImport.read(database), kept.version > version {
            findings.add(Phrase("the last import of the inventory is from a change that is missing"))
        }
    }

    private static func prices(_ database: Database, findings: inout Findings) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT version, validFrom, tenThousandths, at, operator, role, shift, console, digest FROM price ORDER BY version")
        var last: Int64 = 0
        while let row = try rows.next() {
            last += 1
            let digest = PriceRecords.digest(
                Price(tenThousandths: try row.integer(2)), version: try row.integer(0), from: try row.day(1), actor: try row.actor(4),
                at: try row.instant(3))
            if try row.integer(0) != last || digest != row.bytes(8) {
                findings.add(Phrase("version \(last) of the price was changed or is missing"))
            }
        }
        if last == 0 { findings.add(Phrase("there is no price")) }
    }
}
