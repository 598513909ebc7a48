import Domain
import GRDB
import Operations
import Phrases

/// Holds each plan's row against its digest, and the rows of plans against the entries.
enum PlanAudit {
    /// Answers how many entries the plans name.
    static func run(_ database: Database, findings: inout Findings) throws -> Int64 {
        var plans = try RawRows(
            database, sql: "SELECT id, kind, day, madeAt, committedAt, operator, role, shift, console, digest FROM plan ORDER BY id")
        var rows = try RawRows(
            database,
            sql: """
                SELECT planRow.plan, planRow.line, planRow.room, planRow.entry, planRow.money, planRow.unit, planRow.credit, entry.plan,
                    meter, task, meterOrder.unit, amount, plannedCount, plannedTotal,
                    plannedState || CASE offersPurse WHEN 0 THEN '' ELSE '\(PlanDigest.purse)' END
                FROM planRow LEFT JOIN entry ON entry.sequence = planRow.entry LEFT JOIN meterOrder ON meterOrder.entry = planRow.entry
                ORDER BY planRow.plan, planRow.line
                """)
        var named: Int64 = 0
        var hasRow = try rows.next()
        while try plans.next() {
            var digest = try begin(plans.row)
            var line: Int64 = 0
            while hasRow, rows.row.bytes(0).isSame(as: plans.row.bytes(0)) {
                let row = rows.row
                line += 1
                named += 1
                if try row.integer(1) != line {
                    findings.add(Phrase("plan \(plans.row.text(0)): row \(line) is missing or has another number"))
                }
                try add(row, to: &digest)
                if !row.bytes(7).isSame(as: row.bytes(0)) {
                    findings.add(entry: try row.integer(3), Phrase("it is named by a plan that did not write it"))
                }
                hasRow = try rows.next()
            }
            if !plans.row.bytes(9).elementsEqual(digest.finish()) {
                findings.add(Phrase("plan \(plans.row.text(0)): its digest does not fit its rows and orders; they were changed"))
            }
        }
        if hasRow { findings.add(Phrase("there are rows of plan \(rows.row.text(0)), which does not exist")) }
        return named
    }

    private static func begin(_ row: RawRow) throws -> DigestWriter {
        var writer = DigestWriter()
        writer.add(row.bytes(0))
        writer.add(row.bytes(1))
        for column in 2...4 as ClosedRange<Int32> { writer.add(try row.integer(column)) }
        for column in 5...8 as ClosedRange<Int32> { writer.add(row.bytes(column)) }
        return writer
    }

    private static func add(_ row: RawRow, to writer: inout DigestWriter) throws {
        writer.add(row.bytes(2))
        writer.add(try row.integer(3))
        writer.add(try row.integer(4))
        writer.add(row.bytes(5))
        writer.add(try row.integer(6))
        guard !row.isNull(8) else { return writer.add("") }
        for column in 8...10 as ClosedRange<Int32> { writer.add(row.bytes(column)) }
        for column in 11...13 as ClosedRange<Int32> { writer.add(try row.integer(column)) }
        writer.add(row.bytes(14))
    }
}

extension DigestWriter {
    /// A text or blob where SQLite keeps it.
    mutating func add(_ lent: UnsafeRawBufferPointer) { add(bytes: lent) }
}
