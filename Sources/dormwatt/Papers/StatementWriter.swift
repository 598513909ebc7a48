import Domain
import Operations
import Phrases
import Reports
import Store

/// Writes the papers of a run of refunds as the books stood at one moment; what its rooms share is read once.
struct StatementWriter {
    let session: CampusSession
    let run: RefundRun
    /// The last entry that is taken into account.
    let upTo: Int64
    /// The rooms whose amount was fixed then, in order of building and name.
    let rooms: [RefundFacts]
    /// How many rooms stood at an earlier step.
    let waiting: [RefundStep: Int]
    private let stays: [Int64: Stay]
    private let inRun: Set<RoomID>

    init(session: CampusSession, run id: RefundRunID, upTo: Int64, at: Instant, names: [String: String] = [:]) throws {
        self.session = session
        self.upTo = upTo
        let desk = RefundDesk(books: session.books, office: session.office(try session.openReadings()))
        let isKnown: (RefundRecord) -> Bool = { $0.at <= at && ($0.entry ?? 0) <= upTo }
        run = try desk.run(id)
        rooms = try desk.facts(id, where: isKnown).map { facts in
            var facts = facts
            for index in facts.payees.indices {
                facts.payees[index].resident.name = names[facts.payees[index].resident.id.text] ?? facts.payees[index].resident.name
            }
            return facts
        }
        let fixed = Set(rooms.map(\.room.id))
        let all = try desk.rooms(of: id, where: isKnown)
        inRun = Set(all.keys)
        let others = all.values.filter { !fixed.contains($0.room) }
        waiting = Dictionary(others.map { ($0.step, 1) }, uniquingKeysWith: +)
        stays = try session.books.roster().stays
    }

    /// Since when the residents who leave lived in a room: from then on everything is told line by line.
    func firstDay(_ facts: RefundFacts) -> Day {
        facts.payees.compactMap { stays[$0.stay]?.from }.min() ?? run.exitDay.advanced(by: -365)
    }

    /// The rooms of which statements are wanted, all whose amount is fixed where none are named.
    func chosen(_ names: [RoomID]?) throws -> [(facts: RefundFacts, from: Day)] {
        let wanted = try names?.map(fixed) ?? rooms
        guard !wanted.isEmpty else {
            throw CommandFailure(
                .refused, phrase("The amount of no room is fixed in run \(run.id)."), unchanged: phrase("No paper was made."),
                remedy: waits)
        }
        return wanted.map { ($0, firstDay($0)) }
    }

    private var waits: String {
        Reader.advice(
            console: phrase("The list of its rooms says what each room waits for."),
            commandLine: phrase("dormwatt refund show \(run.id) says what each room waits for."))
    }

    private func fixed(_ room: RoomID) throws -> RefundFacts {
        guard inRun.contains(room) else { throw RefundRefusal.notInRun(room, run.id) }
        guard let facts = rooms.first(where: { $0.room.id == room }) else {
            throw CommandFailure(
                .refused, phrase("The amount of room \(room) is not fixed in run \(run.id)."), unchanged: phrase("No paper was made."),
                remedy: waits)
        }
        return facts
    }

    /// Hands out the statements of some rooms one after the other.
    func statements(
        of wanted: [(facts: RefundFacts, from: Day)], _ take: (RoomID, Day, _ title: Wording, [Block]) throws -> Void
    ) throws {
        let byRoom = Dictionary(wanted.map { ($0.facts.room.id, $0) }) { first, _ in first }
        try session.books.entries(ofRooms: Array(byRoom.keys), upTo: upTo) { room, entries in
            guard let (facts, from) = byRoom[room] else { return }
            let blocks = StatementPaper.blocks(facts, entries: entries, from: from, offset: session.rules.offset)
            try take(room, from, StatementPaper.title(room), blocks)
        }
    }

    /// The statement of one room.
    func statement(of room: RoomID, from: Day) throws -> (title: Wording, blocks: [Block]) {
        var written: (Wording, [Block])?
        try statements(of: [(try fixed(room), from)]) { _, _, title, blocks in written = (title, blocks) }
        guard let written else { throw BooksError.other(phrase("room \(room) has no journal")) }
        return written
    }

    /// The payout list of the run.
    var payouts: (title: Wording, blocks: [Block]) {
        (PayoutPaper.title(run.id), PayoutPaper.blocks(run, rooms: rooms, waiting: waiting, offset: session.rules.offset))
    }
}
