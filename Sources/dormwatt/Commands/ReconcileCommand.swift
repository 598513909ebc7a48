import ArgumentParser
import Domain
import Operations
import Phrases
import Screens
import Store

/// Books, meters and orders of every room side by side.
struct ReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Hold the books against the meters: each difference with its explanation and age.",
        discussion: """
            EQUAL agrees, EXPLAINED differs for a known reason, OPEN is left over when every reason is counted, NOT KNOWN was never read,
            BOOKS keeps no credit in the meter. A collector does this all the time and opens a case for what it finds twice; this command
            only looks. Ends with 1 where something is open.
            """)

    @Option(help: "Only this room.") var room: String?
    @Flag(help: "Only rooms with something unexplained or an open case.") var open = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func run() throws {
        let session = try campus.open()
        let desk = try session.reconcileDesk()
        let now = session.clock.now()
        var rows = try desk.rows(of: room.map { [RoomID($0)] })
        if let room, rows.isEmpty {
            let near = try desk.office.nearestRooms(to: RoomID(room))
            throw CommandFailure(.refused, DeskWords.text(.unknownRoom(RoomID(room), nearest: near)))
        }
        let unexplained = rows.count { $0.verdict == .unexplained }
        let summary = Self.summary(rows)
        if open { rows.removeAll { $0.verdict != .unexplained && $0.openCases.isEmpty } }
        if json {
            try JSONOutput.print(rows.map { ReconcileOutput($0, now: now, offset: session.rules.offset) })
        } else {
            if !rows.isEmpty { print(ReconcileText.table(rows, now: now)) }
            if room != nil {
                for found in rows.flatMap(\.openCases) { print(ReconcileText.text(found, offset: session.rules.offset, now: now)) }
            }
            print(summary)
        }
        try (unexplained == 0 ? ExitStatus.done : .refused).leave()
    }

    private static func summary(_ rows: [ReconcileRow]) -> String {
        let counts = ReconcileVerdict.allCases.compactMap { verdict in
            let count = rows.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.spoken)"
        }
        let cases = rows.reduce(0) { $0 + $1.openCases.count }
        return phrase("\(rows.count) rooms: \(counts.joined(separator: ", ")). Open cases: \(cases).")
    }
}

/// What people do about a case.
struct CaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "List cases, or show one; give it an owner, add a note, end it.",
        discussion: """
            A case ends with --close corrected (books or meter were put right), accepted (the difference stays and is understood) or
            unfounded (there never was one), and a --note that says why. It needs an owner first. Nothing is ever changed or deleted: every
            step stays with who and when.

            --take-over asks the meter for its purchase records and books what was sold to it elsewhere, with the money in
            assets:recovered, and ends the case with a note. What the records do not prove is not booked.
            """)

    @Argument(help: "The case, for example C00012; without it, cases are listed.") var id: String?
    @Option(help: "Who looks after it from now on.") var owner: String?
    @Option(help: "What was learnt; with --close, why it ends.") var note: String?
    @Option(help: "End it as corrected, accepted or unfounded.", transform: Arguments.word) var close: CaseOutcome?
    @Flag(help: "Book what the meter proves was sold elsewhere, and end the case.") var takeOver = false
    @Option(help: "Seconds to wait for the meter.") var wait = 30
    @Option(help: "List only cases of this room.") var room: String?
    @Flag(help: "List also those that have ended.") var all = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var campus: CampusOptions

    func validate() throws {
        guard id != nil || owner == nil && note == nil && close == nil && !takeOver else {
            throw ValidationError(phrase("Name the case, for example C00012."))
        }
        guard close == nil || note != nil else { throw ValidationError(phrase("--close needs --note: why it ends.")) }
        guard !takeOver || close == nil && note == nil else { throw ValidationError(phrase("--take-over ends the case by itself.")) }
        guard wait > 0 else { throw ValidationError(phrase("--wait takes seconds, 1 or more.")) }
    }

    func run() throws {
        let session = try campus.open()
        let desk = try session.reconcileDesk()
        if takeOver, let id { try take(CaseID(id), desk, session) }
        let cases = try id.map { [try change(CaseID($0), desk, session.actor)] } ?? list(desk)
        let offset = session.rules.offset
        if json { return try JSONOutput.print(cases.map { CaseOutput($0, offset: offset) }) }
        if cases.isEmpty { print(all ? phrase("No cases.") : phrase("No open cases.")) }
        for found in cases { print(ReconcileText.text(found, offset: offset, now: session.clock.now())) }
    }

    private func take(_ id: CaseID, _ desk: ReconcileDesk, _ session: CampusSession) throws {
        let done = try TakeOverWork(session: session, desk: desk).refusing {
            if let owner { _ = try desk.give(id, to: owner, actor: session.actor) }
            return try $0.run(id, seconds: wait)
        }
        if !json { print(done.sentence) }
    }

    private func list(_ desk: ReconcileDesk) throws -> [Case] {
        try desk.cases.cases(CaseFilter(rooms: room.map { [RoomID($0)] }, onlyOpen: !all))
    }

    private func change(_ id: CaseID, _ desk: ReconcileDesk, _ actor: Actor) throws -> Case {
        do {
            if let owner { _ = try desk.give(id, to: owner, actor: actor) }
            if let close { return try desk.close(id, as: close, reason: note ?? "", actor: actor) }
            if let note { return try desk.note(note, in: id, actor: actor) }
            return try desk.find(id)
        } catch let refusal as CaseRefusal {
            throw CommandFailure(
                .refused, refusal.words,
                unchanged: owner == nil ? phrase("Nothing was changed.") : phrase("Nothing after that was changed."))
        }
    }
}

extension CaseRefusal {
    /// What is refused and what to do instead.
    var words: String {
        switch self {
        case .noSuchCase(let id): phrase("There is no case \(id). See dormwatt case --all.")
        case .ended(let id): phrase("Case \(id) has ended. If the difference is found again, it becomes a new case.")
        case .openedAlready(let id): phrase("Case \(id) is open already.")
        case .ownerMissing: phrase("Nobody looks after the case. Name somebody: --owner NAME.")
        case .wordsMissing: phrase("A note needs words.")
        }
    }
}

extension CampusSession {
    /// Reconciliation over this campus.
    func reconcileDesk() throws -> ReconcileDesk { ReconcileDesk(office: office(try openReadings()), cases: books) }
}
