import ArgumentParser
import Domain
import Operations
import Store

/// Refunds on graduation.
struct RefundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refund", abstract: "Refunds on graduation: freeze, estimate, approve, take out, split, pay, close.",
        discussion: """
            A run holds its rooms back from sales until they are closed. Every step is kept; a run can stop after any step and go on later,
            and show says what each room waits for. Nothing is paid from an estimate: the read-back of the order that takes the credit out
            of the meter fixes the amount.
            """,
        subcommands: [
            RefundListCommand.self, RefundShowCommand.self, RefundStartCommand.self, RefundEstimateCommand.self,
            RefundApproveCommand.self, RefundTakeCommand.self, RefundOpenCommand.self, RefundSplitCommand.self, RefundPayCommand.self,
            RefundCloseCommand.self, RefundDropCommand.self, RefundUnclaimedCommand.self,
        ])
}

/// Which rooms of a run a verb is about.
struct RefundRoomOptions: ParsableArguments {
    @Argument(help: "The run, for example graduation-2027.") var run: String
    @Argument(help: "Rooms of the run; all that stand at the step where they are left out.") var rooms: [String] = []
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    var id: RefundRunID { RefundRunID(run) }
    var names: [RoomID]? { rooms.isEmpty ? nil : rooms.map { RoomID($0) } }
}

/// What the verbs of a refund share.
struct RefundWork {
    let session: CampusSession
    let desk: RefundDesk
    let report: RefundReport

    init(_ campus: CampusOptions, json: Bool) throws { try self.init(try campus.open(), json: json) }

    init(_ session: CampusSession, json: Bool) throws {
        self.session = session
        desk = RefundDesk(books: session.books, office: session.office(try session.openReadings()))
        report = RefundReport(offset: session.rules.offset, json: json)
    }

    /// Waits for the orders of a run, carries on with what their read-backs show, and says what came of it.
    func follow(
        _ run: RefundRunID, _ committed: RefundProposal, seconds: Int, showsProgress: Bool, words: RefundReport.OrderWords
    ) throws {
        let (result, rows) = try committed.followed { () -> (RefundProposal, [RefundRow]) in
            for plan in try desk.plansUnderWay(run) {
                _ = try OrderWait(session: session).wait(for: plan, seconds: seconds, showsProgress: showsProgress)
            }
            let carried = try desk.carryOn(run, actor: session.program)
            var result = committed
            result.changes += carried.changes
            result.waits.merge(carried.waits) { _, new in new }
            return (result, try carried.followed { try desk.rows(of: run) })
        }
        try report.ordered(result, rows: rows, words).leave()
    }

    /// Plans or does a verb and says what came of it; leaves with 1 when a room that was asked for waits.
    func carry(
        _ run: RefundRunID, word: String, dryRun: Bool, plan: () throws -> RefundProposal, act: () throws -> RefundProposal
    ) throws {
        let proposal = dryRun ? try plan() : try act()
        let written = dryRun ? RefundProposal(run: run) : proposal
        try report.show(proposal, word: word, dryRun: dryRun, rows: try written.followed { try desk.rows(of: run) })
        try (proposal.waits.isEmpty ? ExitStatus.done : .refused).leave()
    }
}

/// Lists the runs.
struct RefundListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the runs and how far their rooms are.")

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func run() throws {
        let work = try RefundWork(campus, json: json)
        let runs = try work.session.books.refundRuns()
        try work.report.list(try runs.map { ($0, try work.desk.rooms(of: $0.id).values.sorted { $0.room < $1.room }) })
    }
}

/// Shows a run, or one room of it.
struct RefundShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the rooms of a run: their step, what they wait for, what is paid and why the rest is not.",
        discussion: "With a room, its whole way through the run. Read-backs that came meanwhile are taken into account first.")

    @Argument(help: "The run.") var name: String
    @Argument(help: "One room of it.") var room: String?
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func run() throws {
        let work = try RefundWork(campus, json: json)
        let id = RefundRunID(name)
        let run = try work.desk.run(id)
        if RefundDesk.mayCarryOut(work.session.actor) { _ = try work.desk.carryOn(id, actor: work.session.program) }
        let rows = try work.desk.rows(of: id)
        guard let room else { return try work.report.show(run, rows) }
        guard let row = rows.first(where: { $0.id == RoomID(room) }) else { throw RefundRefusal.notInRun(RoomID(room), id) }
        try work.report.show(run, row, facts: try work.desk.facts(id, room: row.id), roster: try work.session.books.roster())
    }
}
