public import Domain
import Phrases

/// Runs of refunds as verbs of the desk. Every call blocks on the disk and is made from background work.
///
/// Each verb plans first and writes then; what a room waits for is answered room by room. A run can stop after any call, also by a kill:
/// the next call goes on from what stands in the books.
public struct RefundDesk: Sendable {
    /// The books.
    public let books: any Books & JournalBook & ResidentBook & RefundBook
    /// The desk whose clock, readings and ids are used.
    public let office: Office

    /// Opens the desk.
    public init(books: any Books & JournalBook & ResidentBook & RefundBook, office: Office) {
        self.books = books
        self.office = office
    }

    /// The roles that carry a refund out.
    static let makers: Set<Role> = [.manager, .cashier, .supervisor, .system]

    /// Whether somebody's role carries refunds out.
    public static func mayCarryOut(_ actor: Actor) -> Bool { makers.contains(actor.role) }

    static func check(_ actor: Actor) throws {
        guard mayCarryOut(actor) else { throw RefundRefusal.notAllowed(actor.role) }
    }

    /// The run of a name. Throws `RefundRefusal.noSuchRun`.
    public func run(_ id: RefundRunID) throws -> RefundRun {
        guard let run = try books.refundRuns().first(where: { $0.id == id }) else { throw RefundRefusal.noSuchRun(id) }
        return run
    }

    /// The rooms of a run as they stand in the books, by name.
    ///
    /// - Parameter isKnown: which events are looked at; those up to a moment give the rooms as they stood then. After the first event of a
    ///   room that is not none is: events follow from one another, also where a clock was set back between them.
    public func rooms(of run: RefundRunID, where isKnown: (RefundRecord) -> Bool = { _ in true }) throws -> [RoomID: RefundRoom] {
        var ended: Set<RoomID> = []
        let known = try books.refundRecords(of: run).filter { record in
            guard !ended.contains(record.room) else { return false }
            if isKnown(record) { return true }
            ended.insert(record.room)
            return false
        }
        return try RefundRoom.folding(known).mapValues { room in
            guard let room else { throw BooksError.damaged(phrase("the events of run \(run) do not follow from one another")) }
            return room
        }
    }

    /// The rooms of a run with what each waits for, in order of building and name.
    public func rows(of id: RefundRunID) throws -> [RefundRow] {
        let picture = try picture(of: id)
        return picture.rooms.values.map(picture.planner.row).sorted {
            ($0.standing?.room.building ?? "", $0.id) < ($1.standing?.room.building ?? "", $1.id)
        }
    }

    /// All that the verbs read, at one time.
    struct Picture {
        var run: RefundRun
        var rooms: [RoomID: RefundRoom]
        var roster: Roster
        var planner: RefundPlanner
    }

    /// - Parameter postsUse: who posts the use of these rooms up to the readings of the picture first; nobody when nil.
    func picture(of id: RefundRunID, postsUse actor: Actor? = nil) throws -> Picture {
        let run = try run(id)
        let rooms = try rooms(of: id)
        let names = rooms.filter { $0.value.step.isFrozen || !$0.value.unpaid.isEmpty }.keys.sorted()
        var standings = try office.standings(of: names)
        let readings = try office.readings.latest(of: standings.values.compactMap { $0.meter?.id })
        if let actor {
            let before = rooms.values.filter { [.frozen, .estimated, .approved].contains($0.step) }.map(\.room)
            _ = try office.postUse(of: before, latest: readings, actor: actor)
            standings = try office.standings(of: names)
        }
        let roster = try books.roster()
        let planner = RefundPlanner(
            run: run, census: RefundCensus(run, roster: roster, today: office.today), standings: standings,
            price: try books.price(on: office.today),
            readings: readings, takeBacks: try takeBacks(rooms.values), rules: office.rules, now: office.clock.now())
        return Picture(run: run, rooms: rooms, roster: roster, planner: planner)
    }

    /// The orders of rooms from which credit is being taken or that are being opened; of those that stand where they stood, the last try.
    private func takeBacks(_ rooms: some Sequence<RefundRoom>) throws -> [RoomID: Order] {
        var orders: [RoomID: Order] = [:]
        for room in rooms where [.taking, .opening, .approved].contains(room.step) {
            guard let entry = room.takeBack ?? [room.restored, room.opening].compactMap({ $0 }).max() else { continue }
            orders[room.room] = try order(of: entry, room: room.room)
        }
        return orders
    }

    func order(of entry: Int64, room: RoomID) throws -> Order? {
        guard let takeBack = try books.entry(entry) else { return nil }
        return try books.orders(OrderFilter(room: room, plan: takeBack.plan)).first { $0.entry == entry }
    }

    /// The rooms that a verb is about: those that are named, else all that stand at one of the steps.
    func chosen(_ names: [RoomID]?, _ picture: Picture, at steps: Set<RefundStep>) throws -> [RefundRoom] {
        guard let names else { return picture.rooms.values.filter { steps.contains($0.step) }.sorted { $0.room < $1.room } }
        return try Set(names).sorted().map { name in
            guard let room = picture.rooms[name] else { throw RefundRefusal.notInRun(name, picture.run.id) }
            return room
        }
    }

    /// So often something is planned anew when an account changed while it was being committed.
    static let tries = 5

    /// Writes what was planned, and plans anew what changed meanwhile. Throws `RefundCutOff` when an error comes after the first change.
    func commit(_ first: RefundProposal, again: () throws -> RefundProposal) throws -> RefundProposal {
        var done = RefundProposal(run: first.run)
        var next = first
        for _ in 0..<RefundDesk.tries {
            var rest = false
            for change in next.changes {
                switch try write(change, after: done) {
                case .written: done.changes.append(change)
                case .stale, .moved: rest = true
                }
            }
            let written = Set(done.rooms)
            done.waits = next.waits.filter { !written.contains($0.key) }
            guard rest else { return done }
            next = try done.followed(by: again)
            next.drop(written)
        }
        for room in next.rooms { done.waits[room] = .changed }
        return done
    }
}

/// What a verb would write, and what the other rooms wait for. Nothing has happened yet.
public struct RefundProposal: Hashable, Sendable {
    /// The run.
    public var run: RefundRunID
    /// One change for each transaction.
    public var changes: [RefundChange] = []
    /// The rooms of which nothing can be done now, and why.
    public var waits: [RoomID: RefundWait] = [:]

    /// Makes an empty proposal.
    public init(run: RefundRunID) { self.run = run }

    /// The rooms to which something would happen, in order of names.
    public var rooms: [RoomID] { Set(changes.flatMap { $0.moves.map(\.room) }).sorted() }

    /// The plans with the entries and orders.
    public var plans: [Plan] { changes.compactMap(\.plan) }

    mutating func drop(_ rooms: Set<RoomID>) {
        for index in changes.indices {
            changes[index].moves.removeAll { rooms.contains($0.room) }
            changes[index].plan?.rows.removeAll { rooms.contains($0.room) }
        }
        changes.removeAll { $0.moves.isEmpty }
        waits = waits.filter { !rooms.contains($0.key) }
    }
}
