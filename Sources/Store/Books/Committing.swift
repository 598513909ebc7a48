public import Domain
import GRDB
public import Operations
import Phrases

extension SQLiteBooks {
    /// Writes a plan in one transaction. What was read for it is checked again inside: the version of every room, the price, disputes,
    /// and that the month of its day is open.
    ///
    /// Limits like the largest stock need no second look: whatever could change their outcome raises the version of the room.
    /// A plan in which nothing would change is not written, and its id stays free.
    public func commit(_ plan: Plan, at: Instant) throws -> CommitOutcome {
        try writing {
            try CommitCheck.commit(plan, at: at, in: $0)
        } outlived: {
            try PlanRecords.rows(of: plan.id, in: $0).map(CommitOutcome.committed)
        }
    }

    /// Writes inside one transaction. When that was answered with an error of the disk and stands all the same, proven to be on the disk,
    /// it is answered as what it is.
    ///
    /// The last act of a commit, after the books are synced, is to empty the journal and to sync that. When only this fails, SQLite answers
    /// with an error and has nothing left from which to take the transaction back; but until the journal is empty on the disk a power cut
    /// would. A further transaction writes its own journal over the old one, and is answered only when that is on the disk.
    ///
    /// - Parameter outlived: what the transaction has come to, where it stands in the books; nil where it does not.
    func writing<Outcome>(_ work: (Database) throws -> Outcome, outlived: (Database) throws -> Outcome?) throws -> Outcome {
        do {
            return try write(work)
        } catch let error as BooksError {
            switch error {
            case .diskFull, .other:
                if let outcome = try? read(outlived), (try? write(BooksConnection.rewriteHeader)) != nil { return outcome }
            case .readOnly, .busy, .damaged, .newerSchema, .olderSchema, .orderMoved, .noSuchOrder, .unsafeSettings, .outcomeUnknown: break
            }
            throw error
        }
    }

    /// What came of a plan, in the order of its rows; nil when it was never committed.
    public func committed(_ plan: PlanID) throws -> [CommittedRow]? {
        try read { try PlanRecords.rows(of: plan, in: $0) }
    }
}

/// What makes a plan stale, asked inside the transaction that would write it.
enum CommitCheck {
    /// Writes the plan, unless it stands there already or something that it was made from has changed.
    static func commit(_ plan: Plan, at: Instant, in database: Database) throws -> CommitOutcome {
        if let rows = try PlanRecords.rows(of: plan.id, in: database) { return .exists(rows) }
        let changes = plan.changes
        if let open = try MonthRecords.firstOpenDay(in: database), plan.day < open, !changes.isEmpty {
            return .stale(Dictionary(changes.map { ($0.room, .monthClosed(open: open)) }) { first, _ in first })
        }
        let refusals = try refusals(changes, in: database)
        guard refusals.isEmpty else { return .stale(refusals) }
        guard !changes.isEmpty else { return .committed([]) }
        guard plan.isApproved else {
            throw BooksError.other(phrase("plan \(plan.id) needs a second person who approves it; nothing was written"))
        }
        let rows = changes.flatMap { change in
            change.entries.map { JournalRow(room: change.room, money: $0.money, credit: $0.credit, entry: $0.entry, order: $0.order) }
        }
        let swaps = changes.compactMap(\.swap)
        try SwapRecords.install(swaps, in: database)
        var journal = try JournalWriter(database)
        let stamp = JournalStamp(plan: plan.id, at: at, day: plan.day, actor: plan.actor, approver: plan.approver)
        let committed = try journal.write(rows, kind: plan.kind, madeAt: plan.madeAt, stamp: stamp)
        for step in plan.withdrawals(at: at) { _ = try OrderSteps.record(step, in: database) }
        try SwapRecords.retire(swaps, entries: committed.map(\.entry), actor: plan.actor, at: at, in: database)
        return .committed(committed)
    }

    static func refusals(_ changes: [PlannedChange], in database: Database) throws -> [RoomID: Refusal] {
        let versions = try versions(of: changes, in: database)
        let disputed = try disputes(of: changes, in: database)
        let price = try PriceRecords.version(database)
        var moved = try changes.filter { try !OrderSteps.isQueued($0.withdraws, in: database) }.map(\.room)
        moved += try SwapRecords.stale(changes, in: database)
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
            } else if versions[change.room] != change.version || moved.contains(change.room) {
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
