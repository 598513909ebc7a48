import ArgumentParser
import Domain
import Foundation
import Operations
import Phrases
import Screens
import Settings
import Store

/// Sells electricity to one room or to a file of rooms.
struct TopUpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topup",
        abstract: "Sell electricity: plan, commit, deliver, read back.",
        discussion: """
            Beside an open console the collector there delivers; with none, this command does for its own run.

            The id of a single sale is printed first; --id repeats it, and the same id is never sold twice. The same file on the same
            day is the same sale; --again sells it once more.
            """)

    @Argument(help: "The room, for example 3-418.") var room: String?
    @Argument(help: "Yuan, at most two decimals.") var yuan: String?
    @Option(help: "A CSV file with the columns room and amount.", completion: .file(extensions: ["csv"])) var file: String?
    @Option(help: "The id of an earlier try.") var id: String?
    @Flag(help: "Sell the same file once more, on purpose.") var again = false
    @Flag(help: "Sell the lines that are right even when others are not.") var acceptGood = false
    @Flag(help: "Show the plan and change nothing.") var dryRun = false
    @Option(help: "Seconds to wait for the meters; 0 leaves after the commit.") var wait = 60
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func validate() throws {
        switch (room, yuan, file) {
        case (nil, nil, .some): break
        case (.some, .some, nil): break
        default: throw ValidationError(phrase("Name a room and an amount, or --file."))
        }
        guard wait >= 0 else { throw ValidationError(phrase("--wait takes seconds, 0 or more.")) }
    }

    func run() throws {
        let session = try campus.open()
        let readings = try session.openReadings()
        let office = session.office(readings)
        let plan = try makePlan(office, session)
        let report = TopUpReport(session: session, json: json)
        // What was sold under this id before is told before anything is judged anew: limits may have changed since.
        if !dryRun, let earlier = try office.committed(plan.id) {
            report.say(phrase("Plan \(plan.id) exists: \(earlier.count) rows were sold under it before. Nothing was sold now."))
            let orders = try OrderWait(session: session).wait(for: plan.id, seconds: wait, showsProgress: !json)
            return try report.finish(plan: plan, orders: orders, status: OrderWait.status(of: orders))
        }
        report.show(plan)
        if dryRun { return try report.finish(plan: plan, orders: [], status: plan.refusals.isEmpty ? .done : .refused) }
        let status: ExitStatus = plan.refusals.isEmpty ? .done : .refused
        if plan.changes.isEmpty || (status == .refused && file != nil && !acceptGood) {
            if !plan.changes.isEmpty {
                Complaint.print(phrase("Nothing was sold. Mend the lines above, or sell the rest with --accept-good."))
            }
            return try report.finish(plan: plan, orders: [], status: .refused)
        }
        switch try office.commit(plan) {
        case .stale(let rows):
            for (room, refusal) in rows.sorted(by: { $0.key < $1.key }) { Complaint.print("\(room): \(DeskWords.happened(refusal))") }
            throw CommandFailure(
                .refused, phrase("The books changed since the plan was made."), unchanged: phrase("Nothing was sold."),
                remedy: phrase("Run it again."))
        case .exists(let rows):
            report.say(phrase("Plan \(plan.id) exists: \(rows.count) rows were sold under it before. Nothing was sold now."))
        case .committed(let rows):
            report.say(
                rows.count == 1
                    ? phrase("Committed: 1 row, \(plan.total) yuan.")
                    : phrase("Committed: \(rows.count) rows, \(plan.total) yuan."))
        }
        let orders = try OrderWait(session: session).wait(for: plan.id, seconds: wait, showsProgress: !json)
        try report.finish(plan: plan, orders: orders, status: status.or(OrderWait.status(of: orders)))
    }

    private func makePlan(_ office: Office, _ session: CampusSession) throws -> Plan {
        if let room, let yuan {
            let plan = id.map { PlanID($0) } ?? PlanID(session.ids.next())
            return try office.planTopUp([TopUpLine(room: room, amount: yuan)], actor: session.actor, id: plan)
        }
        guard let file, let bytes = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(
                .usage, phrase("\(file ?? phrase("The file")) can not be read."), unchanged: phrase("Nothing was sold."),
                remedy: phrase("Check its name and rights."))
        }
        let sales = TopUpFile(bytes)
        for problem in sales.problems { Complaint.print("\(file): \(problem)") }
        if !sales.problems.isEmpty, !acceptGood {
            throw CommandFailure(
                .refused, phrase("\(sales.problems.count) lines can not be read."), unchanged: phrase("Nothing was sold."),
                remedy: phrase("Mend them, or sell the rest with --accept-good."))
        }
        let number: Int64 = again ? session.clock.now().milliseconds : 0
        return try office.planTopUpFile(sales, actor: session.actor, again: number)
    }
}
