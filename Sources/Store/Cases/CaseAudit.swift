import Domain
import GRDB
import Operations
import Phrases

/// Holds the steps of cases against their digests, and what is derived from them against the steps.
enum CaseAudit {
    static func run(_ database: Database, findings: inout Findings) throws {
        for found in try CaseRecords.cases(CaseFilter(), in: database) {
            guard let number = CaseRecords.number(of: found.id) else { continue }
            var previous: [UInt8] = []
            let rows = try Row.fetchCursor(
                database, sql: "SELECT line, \(CaseRecords.stepColumns), digest FROM caseStep WHERE number = ? ORDER BY line",
                arguments: [number])
            var line: Int64 = 0
            while let row = try rows.next() {
                line += 1
                let expected = CaseRecords.digest(try StoredCaseStep(row, from: 1), of: found, after: previous)
                previous = try row.bytes(11)
                if try row.integer(0) != line || previous != expected {
                    findings.add(Phrase("step \(line) of case \(found.id) was changed or one before it is missing"))
                }
            }
            let isOpen = try Bool.fetchOne(database, sql: "SELECT isOpen FROM caseFile WHERE number = ?", arguments: [number])
            if isOpen != found.isOpen {
                findings.add(Phrase("case \(found.id) stands as \(found.isOpen ? "ended" : "open"), its steps say otherwise"))
            }
        }
        let files = try Int64.fetchOne(database, sql: "SELECT count(*) FROM caseFile") ?? 0
        let withSteps = try Int64.fetchOne(database, sql: "SELECT count(DISTINCT number) FROM caseStep") ?? 0
        let last = try Int64.fetchOne(database, sql: "SELECT coalesce(max(number), 0) FROM caseFile") ?? 0
        let steps = try Int64.fetchOne(database, sql: "SELECT count(*) FROM caseStep") ?? 0
        let tally = try Row.fetchOne(database, sql: "SELECT cases, steps FROM caseTally")
        let counted = (cases: try tally?.integer(0) ?? -1, steps: try tally?.integer(1) ?? -1)
        if counted.cases != files || counted.steps != steps {
            findings.add(Phrase("\(files) cases with \(steps) steps are there, \(counted.cases) with \(counted.steps) were written"))
        }
        if files != withSteps || files != last { findings.add(Phrase("a case or all steps of one are missing")) }
    }
}
