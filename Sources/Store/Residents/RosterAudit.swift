import Domain
import GRDB
import Operations
import Phrases

/// Holds residents and stays against the digests that were kept with every change.
enum RosterAudit {
    static func run(_ database: Database, findings: inout Findings) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT \(RosterLog.columns) FROM rosterChange ORDER BY version")
        var version: Int64 = 0
        var digest: [UInt8] = []
        var result: [UInt8]?
        while let row = try rows.next() {
            version += 1
            let log = try RosterLog(row)
            let expected = log.digest(after: digest)
            digest = try row.bytes(11)
            if log.version != version || digest != expected {
                findings.add(Phrase("change \(version) of the roster was changed or is missing"))
            }
            result = log.result
        }
        let roster = try RosterRecords.roster(database)
        if let result, try RosterRecords.digest(database) != result {
            findings.add(Phrase("residents or stays are not what change \(version) of the roster left; they were changed"))
        }
        if result == nil, !roster.residents.isEmpty {
            findings.add(Phrase("there are residents, but no change of the roster brought them"))
        }
        for contradiction in roster.contradictions() { findings.add(Phrase("the roster: \(contradiction)")) }
        _ = try RosterUndo.read(database)
    }
}
