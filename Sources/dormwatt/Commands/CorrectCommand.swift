import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Makes up for a wrong entry.
struct CorrectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Make up for a wrong entry by a new one, in the books alone.",
        discussion: """
            The wrong entry stands, and the new one names it, with a reason. An entry is made up for once. No meter is told.

            A second person approves it: --as NAME.
            """)

    @Argument(help: "The number of the wrong entry.") var entry: Int64
    @Option(help: "What the room gets, or with a minus loses, in the unit of its meter: --credit=1.50 or --credit=-1.50.") var credit:
        String
    @Option(help: "Yuan paid for what the room gets.") var money = "0"
    @OptionGroup var approval: ApprovalOptions

    func run() throws {
        let isLoss = credit.hasPrefix("-")
        guard let amount = Decimals.parse(isLoss ? String(credit.dropFirst()) : credit, decimals: 2, limit: 99_999_999),
            let paid = Money(yuan: money)
        else {
            throw CommandFailure(
                .usage, phrase("\"\(credit)\" or \"\(money)\" is no amount; 1.50 is."), unchanged: phrase("Nothing was changed."))
        }
        let session = try approval.open()
        let office = session.office(try session.openReadings())
        let desk = ReversalDesk(books: session.books, office: office)
        let report = ReversalReport(session: session, json: approval.json)
        let id = PlanID(approval.id ?? session.ids.next())
        if try office.committed(id) != nil {
            report.say(phrase("Plan \(id) exists: it was committed before. Nothing was corrected now."))
            return try report.corrected(id)
        }
        let people = try approval.approval(session)
        func plan() throws -> Plan {
            try desk.planCorrection(
                entry, hundredths: isLoss ? -amount : amount, money: paid, approval: people, reason: approval.reason, id: id)
        }
        let first = try plan()
        report.show(first)
        if approval.dryRun { return try report.finish(id, outcome: nil, orders: []) }
        _ = try desk.commit(first, again: plan)
        try report.corrected(id)
    }
}
