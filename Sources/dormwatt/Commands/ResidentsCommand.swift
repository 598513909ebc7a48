import ArgumentParser
import Domain
import Operations
import Phrases
import Store

/// Who lives where, and who moves.
struct ResidentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "residents", abstract: "List residents, move one to another room, undo the last change of the roster.",
        discussion: "A resident who moves leaves the old room the day before. dormwatt import residents brings a whole roster in.")

    @Argument(help: "Only those whose number, name, class or room contains each of these words.") var words: [String] = []
    @OptionGroup var campus: CampusOptions
    @Option(help: "Only this cohort.") var cohort: String?
    @Flag(help: "Also those who live nowhere on the campus now.") var all = false
    @Option(help: "Move the resident with this student number; needs --to.") var move: String?
    @Option(help: "The new room.") var to: String?
    @Option(help: "The first day in the new room; today where it is left out.") var from: String?
    @Flag(help: "Undo the last change of the roster.") var undo = false
    @Flag(help: "Show what would change and change nothing.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        if (move == nil) != (to == nil) { throw ValidationError(phrase("--move and --to belong together.")) }
        if from.map({ Day($0) == nil }) ?? false { throw ValidationError(phrase("--from needs a date, for example 2026-09-01.")) }
        if undo, move != nil { throw ValidationError(phrase("--undo and --move are two things.")) }
    }

    func run() throws {
        let session = try campus.open()
        if undo { return try undoLast(session) }
        if let move, let to { return try moveResident(ResidentID(move), RoomID(to), session) }
        let today = Day(of: session.clock.now(), at: session.rules.offset)
        let found = RosterLine.lines(of: try session.books.roster(), on: today).filter {
            (all || $0.room != nil) && $0.matches(words) && cohort.map($0.cohort.elementsEqual) ?? true
        }
        if json { return try JSONOutput.print(found) }
        if found.isEmpty { return print(phrase("No resident matches.")) }
        var table = TextTable(
            .init(title: phrase("number")), .init(title: phrase("name", context: "column")), .init(title: phrase("room")),
            .init(title: phrase("since", context: "column")), .init(title: phrase("class", context: "column")),
            .init(title: phrase("cohort")))
        for line in found { table.add(line.number, line.name, line.room ?? "-", line.since ?? "", line.schoolClass, line.cohort) }
        print(table.text)
    }

    private func moveResident(_ resident: ResidentID, _ room: RoomID, _ session: CampusSession) throws {
        let today = Day(of: session.clock.now(), at: session.rules.offset)
        let roster = try session.books.roster()
        let move: RosterChange
        do throws(RosterMove.Complaint) {
            move = try RosterMove.plan(
                resident, to: room, from: from.flatMap { Day($0) } ?? today, roster: roster, rooms: try inventoryRooms(session),
                today: today)
        } catch {
            throw CommandFailure(.refused, phrase("\(error.text)."), unchanged: phrase("Nobody was moved."))
        }
        print(move.note)
        if dryRun { return print(phrase("Nobody was moved (--dry-run).")) }
        try RosterTaking.take(move, session)
        print(phrase("Moved. dormwatt residents --undo undoes it."))
    }

    private func inventoryRooms(_ session: CampusSession) throws(RosterMove.Complaint) -> [RoomID: Room] {
        do { return try session.books.inventory().rooms } catch {
            throw RosterMove.Complaint(text: phrase("the rooms can not be read: \("\(error)")"))
        }
    }

    private func undoLast(_ session: CampusSession) throws {
        guard let change = try session.books.rosterUndo() else {
            throw CommandFailure(.refused, phrase("The roster was never changed."), unchanged: phrase("Nothing was changed."))
        }
        let residents = change.residents.count + change.removedResidents.count
        let stays = change.stays.count + change.removedStays.count
        print(phrase("\(change.note): \(residents) residents and \(stays) stays as they were before"))
        if dryRun { return print(phrase("Nothing was changed (--dry-run).")) }
        try RosterTaking.take(change, session)
        print(phrase("Undone."))
    }
}

/// A resident as he is listed.
struct RosterLine: Encodable {
    let number: String
    let name: String
    let room: String?
    let since: String?
    let schoolClass: String
    let cohort: String
    let contact: String

    private enum CodingKeys: String, CodingKey {
        case number, name, room, since, cohort, contact
        case schoolClass = "class"
    }

    /// Everybody on a roster, in order of room and number; those who live nowhere at the end.
    static func lines(of roster: Roster, on day: Day) -> [RosterLine] {
        let stays = roster.stays(on: day)
        return roster.residents.values.map { person in
            let stay = stays[person.id]
            return RosterLine(
                number: person.id.text, name: person.name, room: stay?.room.text, since: stay?.from.description,
                schoolClass: person.schoolClass, cohort: person.cohort, contact: person.contact)
        }
        .sorted { ($0.room == nil ? 1 : 0, $0.room ?? "", $0.number) < ($1.room == nil ? 1 : 0, $1.room ?? "", $1.number) }
    }

    func matches(_ words: [String]) -> Bool {
        let text = [number, name, room ?? "", schoolClass].joined(separator: " ").lowercased()
        return words.allSatisfy { text.contains($0.lowercased()) }
    }
}
