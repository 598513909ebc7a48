import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Takes a wrong sale back, or a whole batch of them.
struct VoidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void", abstract: "Take a wrong sale or a batch of them back: plan, commit, take out of the meters, read back, pay.",
        discussion: """
            What no meter has is given back at once. What a meter has is taken out of it first, and the
            money is due until a read-back shows that it is out; run the same with --id then. A sale of
            which anything was used is not voided. Money is told once to be given back; the same with
            --id says when, by whom, and what to do when that was cut off.

            --batch takes back all sales of a plan as one plan; what can not be taken back stays and says why, room by room.

            A second person approves it: --as NAME. Out of a meter only who sold it takes it back, in the same shift.
            """)

    @Argument(help: "The sale: its order, for example O00000012, or the number of its entry.") var sale: String?
    @Option(help: "A batch instead: the id of its plan, or one of its orders or entries.") var batch: String?
    @OptionGroup var approval: ApprovalOptions

    func validate() throws {
        guard (sale == nil) != (batch == nil) else { throw ValidationError(phrase("Name one sale, or a batch of them with --batch.")) }
    }

    func run() throws {
        let session = try approval.open()
        let office = session.office(try session.openReadings())
        let desk = ReversalDesk(books: session.books, office: office)
        let report = ReversalReport(session: session, json: approval.json)
        let id = PlanID(approval.id ?? session.ids.next())
        if let rows = try office.committed(id) {
            report.sayItExists(id)
            // Of a batch every room is told by name, also when one of its sales was named: money is never told without its room.
            if batch != nil || rows.count > 1 {
                return try BatchReport(report).follow(id, rows: rows, desk: desk, kept: [], wait: approval.wait)
            }
            return try report.follow(id, rows: rows, desk: desk, wait: approval.wait)
        }
        let people = try approval.approval(session)
        if let batch { return try undo(try batchPlan(named: batch, office, session), id, people, desk, report) }
        let entry = try number(sale ?? "", session)
        func plan() throws -> Plan { try desk.planVoid(entry, approval: people, reason: approval.reason, id: id) }
        let first = try unlessVoided(session, plan)
        report.show(first)
        if approval.dryRun { return try report.finish(id, outcome: nil, orders: []) }
        let (rows, isNew) = try desk.commit(first, again: plan)
        if !isNew { report.sayItExists(id) }
        try report.follow(id, rows: rows, justCommitted: isNew, desk: desk, wait: approval.wait)
    }

    /// Whoever was cut off may not know the id of his void: it leads to what came of it.
    private func unlessVoided(_ session: CampusSession, _ plan: () throws -> Plan) throws -> Plan {
        do {
            return try plan()
        } catch let refusal as ReversalRefusal {
            guard case .alreadyCorrected(let sale, let by, .void) = refusal, let void = try session.books.entry(by) else { throw refusal }
            throw CommandFailure(
                .refused, refusal.sentences, unchanged: phrase("Nothing was changed."),
                remedy: phrase("What came of it: dormwatt void \(sale) --id \(void.plan)."))
        }
    }

    private func undo(_ batch: PlanID, _ id: PlanID, _ people: Approval, _ desk: ReversalDesk, _ report: ReversalReport) throws {
        func plan() throws -> BatchVoid { try desk.planBatchVoid(batch, approval: people, reason: approval.reason, id: id) }
        let first = try plan()
        let batches = BatchReport(report)
        batches.show(first)
        if approval.dryRun || first.plan.rows.isEmpty { return try batches.finish(id, rooms: [], kept: first.kept, orders: []) }
        // What changed meanwhile is planned anew; what is then kept besides is told at the end.
        var kept = first.kept
        let (rows, isNew) = try desk.commit(first.plan) {
            let next = try plan()
            kept = next.kept
            return next.plan
        }
        if !isNew { report.sayItExists(id) }
        try batches.follow(id, rows: rows, justCommitted: isNew, desk: desk, kept: kept, wait: approval.wait)
    }

    /// The plan of a batch, by its own id or by one of its sales.
    private func batchPlan(named text: String, _ office: Office, _ session: CampusSession) throws -> PlanID {
        if try office.committed(PlanID(text)) != nil { return PlanID(text) }
        guard let entry = try? number(text, session), let found = try session.books.entry(entry) else {
            throw ReversalRefusal.noSuchBatch(PlanID(text))
        }
        return found.plan
    }

    /// The entry's place in the journal: the number of an order is that of its entry.
    private func number(_ sale: String, _ session: CampusSession) throws -> Int64 {
        if let entry = Int64(sale) { return entry }
        guard let order = try session.books.orders(OrderFilter(id: OrderID(sale))).first else {
            throw CommandFailure(
                .refused, phrase("There is no order or entry \(sale)."), unchanged: phrase("Nothing was voided."),
                remedy: phrase("See dormwatt orders --all."))
        }
        return order.entry
    }
}
