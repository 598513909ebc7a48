public import Domain
import GRDB
public import Operations

extension SQLiteBooks {
    /// Writes a plan in one transaction. What was read for it is checked again inside: the version of every room, the price, disputes.
    ///
    /// Limits like the largest stock need no second look: whatever could change their outcome raises the version of the room.
    /// A plan in which nothing would change is not written, and its id stays free.
    public func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome {
        let changes = plan.changes
        return try write { database in
            if let rows = try PlanRecords.rows(of: plan.id, in: database) { return .exists(rows) }
            let refusals = try CommitCheck.refusals(changes, in: database)
            guard refusals.isEmpty else { return .stale(refusals) }
            guard !changes.isEmpty else { return .committed([]) }
            let rows = changes.map {
                JournalRow(room: $0.room, money: $0.money, credit: $0.credit, entry: $0.entry, order: $0.order)
            }
            var journal = try JournalWriter(database)
            let stamp = JournalStamp(plan: plan.id, at: at, day: plan.day, actor: plan.actor)
            return .committed(try journal.write(rows, kind: plan.kind, madeAt: plan.madeAt, stamp: stamp))
        }
    }

    /// What came of a plan, in the order of its rows; nil when it was never committed.
    public func committed(_ plan: PlanID) throws -> [CommittedRow]? {
        try read { try PlanRecords.rows(of: plan, in: $0) }
    }
}

/// What makes a plan stale, asked inside the transaction that would write it.
enum CommitCheck {
    static func refusals(_ changes: [PlannedChange], in database: Database) throws -> [RoomID: Refusal] {
        let versions = try versions(of: changes, in: database)
        let disputed = try disputes(of: changes, in: database)
        let price = try PriceRecords.version(database)
        var seen: Set<RoomID> = []
        var refusals: [RoomID: Refusal] = [:]
        for change in changes {
            // In the order of precedence of `Refusal`.
            if versions[change.room] == nil {
                refusals[change.room] = .unknownRoom(change.room, nearest: [])
            } else if !seen.insert(change.room).inserted {
                refusals[change.room] = .twiceInList(change.room)
            } else if let meter = change.order?.meter, let order = disputed[meter] {
                refusals[change.room] = .disputed(order)
            } else if versions[change.room] != change.version {
                refusals[change.room] = .changedSincePlan
            } else if change.priceVersion != price {
                refusals[change.room] = .priceChanged
            }
        }
        return refusals
    }

    private static func versions(of changes: [PlannedChange], in database: Database) throws -> [RoomID: Int64] {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT room, version FROM roomBook WHERE room IN (SELECT value FROM json_each(?))",
            arguments: [try jsonList(changes.map(\.room.text))])
        var versions: [RoomID: Int64] = [:]
        while let row = try rows.next() { versions[RoomID(try row.text(0))] = try row.integer(1) }
        return versions
    }

    private static func disputes(of changes: [PlannedChange], in database: Database) throws -> [MeterID: OrderID] {
        let meters = changes.compactMap { $0.order?.meter.text }
        guard !meters.isEmpty else { return [:] }
        // Disputes are few and stand in an index of unresolved orders, one a meter; the meters of the plan are many.
        let rows = try Row.fetchCursor(
            database,
            sql: "SELECT meter, entry FROM meterOrder WHERE state IN (\(OrderRecords.unresolvedStates)) AND state = 'disputed'")
        var disputes: [MeterID: OrderID] = [:]
        while let row = try rows.next() { disputes[MeterID(try row.text(0))] = OrderRecords.id(ofEntry: try row.integer(1)) }
        return disputes
    }
}

/// The plans that were committed.
enum PlanRecords {
    /// What came of a plan; nil when it was never committed.
    static func rows(of plan: PlanID, in database: Database) throws -> [CommittedRow]? {
        let exists = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM plan WHERE id = ?)", arguments: [plan.text])
        guard exists == true else { return nil }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT planRow.room, planRow.entry, planRow.money, planRow.unit, planRow.credit, meterOrder.entry
                FROM planRow LEFT JOIN meterOrder ON meterOrder.entry = planRow.entry WHERE planRow.plan = ? ORDER BY planRow.line
                """, arguments: [plan.text])
        return try rows.collect { row in
            CommittedRow(
                room: RoomID(try row.text(0)), entry: try row.integer(1),
                order: try row.integerIfAny(5).map(OrderRecords.id(ofEntry:)), money: try row.money(2),
                credit: try row.credit(4, unit: try row.word(3)))
        }
    }
}
