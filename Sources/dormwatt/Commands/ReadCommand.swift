import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Reads meters now.
struct ReadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: "Read the meters of rooms now.",
        discussion: "Beside an open console the collector there reads; with none, this command does for its own run.")

    @Argument(help: "Rooms, for example 3-418 3-419.") var rooms: [String]
    @Option(help: "Seconds to wait.") var wait = 30
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func validate() throws {
        guard !rooms.isEmpty else { throw ValidationError(phrase("Name at least one room.")) }
        guard wait >= 1 else { throw ValidationError(phrase("--wait takes seconds, 1 or more.")) }
    }

    func run() throws {
        let session = try campus.open()
        let ids = rooms.map { RoomID($0) }
        let standings = try session.books.standings(of: ids)
        var requests: [(room: RoomID, request: ReadRequest)] = []
        var status = ExitStatus.done
        for room in ids {
            guard let standing = standings[room] else {
                Complaint.print(phrase("There is no room \(room). Nothing was read for it."))
                status = .refused
                continue
            }
            guard let meter = standing.meter else {
                Complaint.print(phrase("Room \(room) has no meter. Nothing was read for it."))
                status = .refused
                continue
            }
            let request = ReadRequest(id: session.ids.next(), meter: meter.id, at: session.clock.now())
            try session.books.request(request)
            requests.append((room, request))
        }
        let answers = try ReadWait(session: session).wait(for: requests.map(\.request.id), seconds: wait)
        for (room, request) in requests where answers[request.id] != ReadResult.read {
            let why =
                answers[request.id].map(Language.current.recognising(reason:))
                ?? phrase("no answer within \(wait) s; the request stays in the books")
            Complaint.print(phrase("\(room): \(why)."))
            status = status.or(.outOfReach)
        }
        try show(requests.map(\.room), session)
        try status.leave()
    }

    private func show(_ rooms: [RoomID], _ session: CampusSession) throws {
        let office = session.office(try session.openReadings())
        let price = try session.price()
        let views = try rooms.map { try office.roomView($0) }
        if json { return try JSONOutput.print(views.map { RoomOutput($0, rules: session.rules, price: price) }) }
        if !views.isEmpty { print(RoomTable.text(views, session, price)) }
    }
}

/// Waits for read requests, with the collector of another process or one of its own.
struct ReadWait {
    let session: CampusSession

    /// The answers that came in time.
    func wait(for ids: [String], seconds: Int) throws -> [String: String] {
        guard !ids.isEmpty else { return [:] }
        let books = session.books
        let keeper = CollectorKeeper(session: session)
        return try Blocking.run {
            keeper.start()
            let end = ContinuousClock.now + .seconds(seconds)
            var answers: [String: String] = [:]
            while answers.count < ids.count, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(100))
                answers.merge(try books.answers(to: ids.filter { answers[$0] == nil })) { first, _ in first }
            }
            await keeper.stop()
            return answers
        }
    }
}
