import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Moves what a room has paid to another room.
struct MoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Move paid credit to another room: plan, commit, take out of the meter, read back, arrive.",
        discussion: """
            What was paid for moves with whoever paid it; free credit stays in its room, and so does a little for what is used until the
            rest is out of the meter. Both meters are read first. When a read-back shows that the credit is out of the meter of the room
            left, the same value goes to the meter of the other room. A room in debt pays first.

            A move that was interrupted goes on by itself with the next collector; --id shows where it stands. Who lives where is changed
            by dormwatt residents --move. A second person approves it: --as NAME.
            """)

    @Argument(help: "The room left, for example 3-418.") var from: String
    @Argument(help: "The room moved to.") var to: String
    @Option(help: "How much, in the unit of the meter; all that was paid for where it is left out.") var credit: String?
    @OptionGroup var approval: ApprovalOptions

    func validate() throws {
        if let credit, hundredths == nil { throw ValidationError(phrase("\"\(credit)\" is no amount; 1.50 is.")) }
    }

    private var hundredths: Int64? { credit.flatMap { Decimals.parse($0, decimals: 2, limit: 99_999_999) } }

    func run() throws {
        let session = try approval.open()
        let office = session.office(try session.openReadings())
        let desk = MoveDesk(books: session.books, office: office)
        let report = MoveReport(session: session, json: approval.json)
        let id = PlanID(approval.id ?? session.ids.next())
        if let rows = try office.committed(id) {
            report.say(phrase("Plan \(id) exists: it was committed before. Nothing new was moved now."))
            return try report.follow(id, rows: rows, desk: desk.reversals, wait: approval.wait)
        }
        let people = try approval.approval(session)
        func plan() throws -> RoomMove {
            try desk.plan(
                from: RoomID(from), to: RoomID(to), most: hundredths, approval: people, reason: approval.reason, id: id)
        }
        if approval.dryRun { return try report.finish(try plan()) }
        try desk.check(from: RoomID(from), to: RoomID(to), most: hundredths, approval: people, reason: approval.reason)
        try read(session)
        try desk.postUse(of: [RoomID(from), RoomID(to)], actor: session.actor)
        let move = try plan()
        try report.show(move)
        let rows = try desk.reversals.commit(move.plan) { try plan().plan }.rows
        try report.follow(id, rows: rows, desk: desk.reversals, wait: approval.wait)
    }

    /// Reads both meters, so that nobody moves what was used since the last poll.
    private func read(_ session: CampusSession) throws {
        let standings = try session.books.standings(of: [RoomID(from), RoomID(to)])
        var requests: [RoomID: ReadRequest] = [:]
        for (room, standing) in standings {
            guard let meter = standing.meter else { continue }
            let request = ReadRequest(id: session.ids.next(), meter: meter.id, at: session.clock.now())
            try session.books.request(request)
            requests[room] = request
        }
        let seconds = approval.wait == 0 ? 30 : approval.wait
        let answers = try ReadWait(session: session).wait(for: requests.values.map(\.id), seconds: seconds)
        for (room, request) in requests.sorted(by: { $0.key < $1.key }) where answers[request.id] != ReadResult.read {
            throw CommandFailure(
                .outOfReach,
                phrase(
                    "\(room): \(answers[request.id].map(Language.current.recognising(reason:)) ?? phrase("no answer within \(seconds) s"))."
                ),
                unchanged: phrase("Nothing was moved."),
                remedy: phrase("Both meters must answer, so that only what is really left moves. Try again."))
        }
    }
}
