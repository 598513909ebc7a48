import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Takes a wrong sale back.
struct VoidCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void", abstract: "Take a wrong sale back: plan, commit, take out of the meter, read back, pay.",
        discussion: """
            What no meter has is given back at once. What a meter has is taken out of it first, and the money is due until a read-back
            shows that it is out; run the same with --id then. A sale of which anything was used is not voided.

            Who sold it voids it, in the same shift, and a second person approves it: --as NAME.
            """)

    @Argument(help: "The sale: its order, for example O00000012, or the number of its entry.") var sale: String
    @OptionGroup var approval: ApprovalOptions

    func run() throws {
        let session = try approval.open()
        let office = session.office(try session.openReadings())
        let desk = ReversalDesk(books: session.books, office: office)
        let report = ReversalReport(session: session, json: approval.json)
        let id = PlanID(approval.id ?? session.ids.next())
        if let rows = try office.committed(id) {
            report.say(phrase("Plan \(id) exists: it was committed before. Nothing was voided now."))
            return try report.follow(id, rows: rows, desk: desk, wait: approval.wait)
        }
        let people = try approval.approval(session)
        let entry = try number(session)
        func plan() throws -> Plan { try desk.planVoid(entry, approval: people, reason: approval.reason, id: id) }
        let first = try plan()
        report.show(first)
        if approval.dryRun { return try report.finish(id, outcome: nil, orders: []) }
        try report.follow(id, rows: try desk.commit(first, again: plan), desk: desk, wait: approval.wait)
    }

    /// The entry's place in the journal: the number of an order is that of its entry.
    private func number(_ session: CampusSession) throws -> Int64 {
        if let entry = Int64(sale) { return entry }
        guard let order = try session.books.orders(OrderFilter(id: OrderID(sale))).first else {
            throw CommandFailure(
                .refused, phrase("There is no order or entry \(sale)."), unchanged: phrase("Nothing was voided."),
                remedy: phrase("See dormwatt orders --all."))
        }
        return order.entry
    }
}
