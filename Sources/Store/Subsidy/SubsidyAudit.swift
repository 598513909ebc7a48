import Domain
import GRDB
import Operations
import Phrases

/// Holds policies against their digests, and the list of grants against the words of their entries.
enum SubsidyAudit {
    static func run(_ database: Database, findings: inout Findings) throws {
        try policies(database, findings: &findings)
        try grants(database, findings: &findings)
    }

    private static func policies(_ database: Database, findings: inout Findings) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT version, rule, at, operator, role, shift, console, digest FROM subsidyPolicy ORDER BY version")
        var last: Int64 = 0
        while let row = try rows.next() {
            last += 1
            let rule = try row.text(1)
            let digest = SubsidyRecords.digest(version: try row.integer(0), rule: rule, at: try row.instant(2), actor: try row.actor(3))
            if try row.integer(0) != last || digest != row.bytes(7) {
                findings.add(Phrase("version \(last) of the subsidy's policies was changed"))
            }
            _ = try StoredPolicy.read(rule)
        }
    }

    /// Every entry that grants has its parts in the list, and every part of the list an entry.
    private static func grants(_ database: Database, findings: inout Findings) throws {
        var parts: [Int64: [PlannedShare]] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT policy, month, room, stay, ordinal, entry, line, wattHours FROM subsidyGrant ORDER BY entry, line")
        while let row = try rows.next() {
            let entry = try row.integer(5)
            guard let month = Month(try row.text(1)), try row.small(6) == (parts[entry]?.count ?? 0) + 1 else {
                findings.add(Phrase("the grants of entry \(entry) were changed or one is missing"))
                continue
            }
            let key = GrantKey(policy: try row.text(0), month: month, room: RoomID(try row.text(2)), stay: try row.integer(3))
            let share = GrantShare(key: key, amount: Energy(wattHours: try row.integer(7)))
            parts[entry, default: []].append(PlannedShare(share: share, ordinal: try row.small(4)))
        }
        let entries = try Row.fetchCursor(
            database, sql: "SELECT sequence, coalesce(room, ''), reason FROM entry WHERE kind = 'grant' ORDER BY sequence")
        while let row = try entries.next() {
            let entry = try row.integer(0)
            let found = parts.removeValue(forKey: entry) ?? []
            let room = RoomID(try row.text(1))
            if try GrantReason.text(found) != row.text(2) || found.contains(where: { $0.share.key.room != room }) {
                findings.add(Phrase("the grants of entry \(entry) are not what the entry says; they were changed"))
            }
        }
        for entry in parts.keys.sorted() { findings.add(Phrase("there are grants of entry \(entry), which grants nothing")) }
    }
}
