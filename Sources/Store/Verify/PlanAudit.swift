import Domain
import GRDB
import Operations

/// Holds each plan's row against its digest, and the rows of plans against the entries.
enum PlanAudit {
    static func run(_ database: Database, findings: inout Findings) throws {
        let plans = try Row.fetchCursor(
            database,
            sql: "SELECT id, kind, day, madeAt, committedAt, operator, role, shift, console, digest FROM plan ORDER BY id")
        while let row = try plans.next() {
            let plan = PlanID(try row.text(0))
            let stamp = JournalStamp(plan: plan, at: try row.instant(4), day: try row.day(2), actor: try row.actor(5))
            let rows = try rows(of: plan, in: database)
            let digest = PlanDigest.digest(stamp, kind: try row.text(1), madeAt: try row.instant(3), rows: rows)
            if digest != (try row.bytes(9)) { findings.add("plan \(plan): its digest does not fit its rows and orders; they were changed") }
        }
        let strays = try Row.fetchCursor(
            database,
            sql: """
                SELECT planRow.entry FROM planRow LEFT JOIN entry ON entry.sequence = planRow.entry
                WHERE entry.plan IS NOT planRow.plan
                """)
        while let row = try strays.next() { findings.add("entry \(try row.integer(0)): it is named by a plan that did not write it") }
        let counts = try Row.fetchOne(
            database, sql: "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM planRow)")
        if let counts, try counts.integer(0) != counts.integer(1) {
            findings.add("there are \(try counts.integer(0)) entries, but the plans name \(try counts.integer(1))")
        }
    }

    private static func rows(of plan: PlanID, in database: Database) throws -> [PlanDigest.Row] {
        let committed = try PlanRecords.rows(of: plan, in: database) ?? []
        let cursor = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT meterOrder.entry, meter, task, meterOrder.unit, amount, plannedCount, plannedTotal, plannedState
                    FROM planRow JOIN meterOrder ON meterOrder.entry = planRow.entry WHERE planRow.plan = ?
                    """), arguments: [plan.text])
        var orders: [Int64: OrderDraft] = [:]
        while let row = try cursor.next() {
            let unit = try row.word(3, as: CreditUnit.self)
            orders[try row.integer(0)] = OrderDraft(
                meter: MeterID(try row.text(1)), task: try OrderTask(word: try row.text(2), amount: try row.credit(4, unit: unit)),
                count: try row.small(5), totalAfter: try row.credit(6, unit: unit), state: try row.word(7))
        }
        return committed.map { PlanDigest.Row($0, order: orders[$0.entry]) }
    }
}
