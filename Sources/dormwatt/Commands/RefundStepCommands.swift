import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Starts a run.
struct RefundStartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start a run: freeze its rooms and estimate what would be paid.",
        discussion: """
            The rooms are those of a cohort, a building, a floor of a building, or those that are named. Of a room in which others stay the
            share of those who leave is paid, or stays in the room with --share-stays. The same words again go on with what is missing.
            """)

    @Argument(help: "The name of the run, without blanks.") var name: String
    @Argument(help: "The rooms of a run over named rooms.") var rooms: [String] = []
    @Option(help: "Everybody of this cohort leaves.") var cohort: String?
    @Option(help: "Everybody of this building leaves.") var building: String?
    @Option(help: "Only of this floor of the building.") var floor: Int?
    @Option(help: "The last day of those who leave, for example 2027-06-30; today where it is left out.", transform: Self.day)
    var exitDay: Day?
    @Flag(help: "Where others stay in the room the share of those who leave stays there too; nothing is paid.") var shareStays = false
    @Flag(help: "Show what would be frozen and change nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    private static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw ValidationError(phrase("\"\(text)\" is no day; 2027-06-30 is.")) }
        return day
    }

    func validate() throws {
        let ways = [cohort != nil, building != nil, !rooms.isEmpty].count { $0 }
        guard ways == 1 else { throw ValidationError(phrase("Name rooms, or a --cohort, or a --building: one of them.")) }
        guard floor == nil || building != nil else { throw ValidationError(phrase("--floor goes with --building.")) }
    }

    private var scope: RefundScope {
        if let cohort { return .cohort(cohort) }
        guard let building else { return .rooms }
        return floor.map { .floor(building: building, $0) } ?? .building(building)
    }

    func run() throws {
        let work = try RefundWork(campus, json: json)
        let actor = work.session.actor
        let started = try work.desk.planStart(
            name, scope: scope, names: rooms.map { RoomID($0) }, exitDay: exitDay ?? work.desk.office.today,
            shareOfLeavers: shareStays ? .staysInRoom : .paidOut, actor: actor)
        if dryRun { return try work.report.started(started, rows: [], dryRun: true) }
        guard !started.rooms.isEmpty || (try? work.desk.run(started.run.id)) != nil else {
            try work.report.started(started, rows: [], dryRun: true)
            throw ExitStatus.refused.exit
        }
        switch try work.desk.start(started, actor: actor) {
        case .started: break
        case .otherRun(let other): throw RefundRefusal.otherRun(other)
        case .frozen:
            throw CommandFailure(
                .refused, phrase("Another run took some of the rooms at the same moment."), unchanged: phrase("Nothing was frozen."))
        }
        try work.report.started(started, rows: try work.desk.rows(of: started.run.id), dryRun: false)
        try (started.left.isEmpty ? ExitStatus.done : .refused).leave()
    }
}

/// Estimates anew.
struct RefundEstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate", abstract: "Post use up to the last readings and estimate anew, where nothing is approved yet.")

    @OptionGroup var choice: RefundRoomOptions

    func run() throws {
        let work = try RefundWork(choice.campus, json: choice.json)
        func act() throws -> RefundProposal {
            try work.desk.estimate(choice.id, rooms: choice.names, actor: work.session.actor)
        }
        try work.carry(choice.id, word: phrase("estimated", context: "rooms"), dryRun: false, plan: act, act: act)
    }
}

/// Approves rooms and the most that may be paid.
struct RefundApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve rooms of a run, each up to what its last reading shows: a second person, --as NAME.")

    @Argument(help: "The run.") var name: String
    @Argument(help: "Rooms of the run; all that are not approved yet where they are left out.") var rooms: [String] = []
    @Option(help: "The folder of the campus; else DORMWATT_CAMPUS, else the XDG data folder.") var campus: String?
    @Option(help: "Who makes it; else console.operator of the settings.") var by: String?
    @Option(help: "In which role; else console.role of the settings.", transform: Arguments.word) var byRole: Domain.Role?
    @Option(name: .customLong("as"), help: "The second person, who approves it.") var approver: String?
    @Option(help: "In which role the second person approves: supervisor or manager.", transform: Arguments.word)
    var role = Domain.Role.supervisor
    @Flag(help: "Show what would be approved and approve nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        var people = ApprovalOptions.of(campus: campus, by: by, byRole: byRole, approver: approver, role: role)
        people.dryRun = dryRun
        let session = try people.open()
        let work = try RefundWork(session, json: json)
        let approval = try people.approval(session)
        let names = rooms.isEmpty ? nil : rooms.map { RoomID($0) }
        let id = RefundRunID(name)
        try work.carry(
            id, word: phrase("approved", context: "rooms"), dryRun: dryRun,
            plan: { try work.desk.planApproval(id, rooms: names, approval: approval) },
            act: { try work.desk.approve(id, rooms: names, approval: approval) })
    }
}

extension ApprovalOptions {
    /// The options of a command that takes the people alone.
    static func of(
        campus: String?, by: String?, byRole: Domain.Role?, approver: String?, role: Domain.Role
    ) -> ApprovalOptions {
        var options = ApprovalOptions()
        (options.campus, options.by, options.byRole) = (campus, by, byRole)
        (options.approver, options.role) = (approver, role)
        return options
    }
}

/// Takes the credit out of the meters.
struct RefundTakeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take", abstract: "Take the credit of approved rooms out of their meters: read, order, read back.",
        discussion: """
            Meters are read first. What their load would use in ten minutes stays in them, so that the order finds its credit; free credit
            and what belongs to others in the room counts for that. The read-back is the final reading: what was used beyond what was left
            is set off. A room whose meter is silent waits, and goes on by itself when it answers.
            """)

    @OptionGroup var choice: RefundRoomOptions
    @Option(help: "Seconds to wait for the meters; 0 takes the last readings and leaves after the commit.") var wait = 60
    @Flag(help: "Show the plan and take nothing out. Use up to the last readings is posted.") var dryRun = false

    func validate() throws {
        guard wait >= 0 else { throw ValidationError(phrase("--wait takes seconds, 0 or more.")) }
    }

    func run() throws {
        let work = try RefundWork(choice.campus, json: choice.json)
        let actor = work.session.actor
        if !dryRun { _ = try work.desk.carryOn(choice.id, actor: work.session.program) }
        if wait > 0 { try read(work) }
        guard !dryRun else {
            let proposal = try work.desk.planTake(choice.id, rooms: choice.names, actor: actor)
            return try work.report.show(proposal, word: phrase("taken out"), dryRun: true, rows: try work.desk.rows(of: choice.id))
        }
        let result = try work.desk.take(choice.id, rooms: choice.names, actor: actor)
        try work.follow(choice.id, result, seconds: wait, showsProgress: !choice.json, words: .takenOut)
    }

    /// Reads the meters of the rooms that can be taken now; one that does not answer waits by itself.
    private func read(_ work: RefundWork) throws {
        let rows = try work.desk.rows(of: choice.id).filter { $0.state.step == .approved && choice.names?.contains($0.id) ?? true }
        let requests = rows.compactMap { row in
            row.standing?.meter.map { ReadRequest(id: work.session.ids.next(), meter: $0.id, at: work.session.clock.now()) }
        }
        try work.session.books.request(requests)
        _ = try ReadWait(session: work.session).wait(for: requests.map(\.id), seconds: wait)
    }
}
