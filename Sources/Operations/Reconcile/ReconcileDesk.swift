public import Domain

/// Reconciliation as verbs of the desk: rows of books, meter and orders, and what people do about cases.
///
/// Every call blocks on the disk and is made from background work.
public struct ReconcileDesk: Sendable {
    /// The desk whose books, readings and clock are used.
    public let office: Office
    /// The cases.
    public let cases: any CaseBook

    /// Opens the desk.
    public init(office: Office, cases: any CaseBook) {
        self.office = office
        self.cases = cases
    }

    private var books: any Books { office.books }

    private static let roomsAtOnce = 500

    /// Books, meter and orders of rooms side by side, in order of building, floor and name. Nothing is written.
    ///
    /// Orders that have ended are looked at only for rooms that do not agree without them, so that a whole campus is few reads.
    ///
    /// - Parameters:
    ///   - rooms: all when nil; unknown ones are left out.
    ///   - pictures: pictures of meters' credit that the caller knows.
    public func rows(of rooms: [RoomID]? = nil, pictures: [MeterID: CreditReading] = [:]) throws -> [ReconcileRow] {
        let wanted = try rooms ?? Array(books.inventory().rooms.keys)
        let price = try books.price(on: office.today).price
        var rows: [ReconcileRow] = []
        for part in wanted.sorted().parts(of: Self.roomsAtOnce) {
            let standings = try books.standings(of: Array(part))
            let known = Dictionary(grouping: try cases.cases(CaseFilter(rooms: Array(part))), by: \.room)
            let readings = try office.readings.latest(of: standings.values.compactMap { $0.meter?.id })
            for (room, standing) in standings {
                let meter = standing.meter?.id
                var facts = ReconcileFacts(
                    standing: standing, reading: meter.flatMap { readings[$0] }, picture: meter.flatMap { pictures[$0] }, price: price,
                    cases: known[room] ?? [])
                var row = Reconciler.row(facts)
                if row.verdict == .unexplained || row.verdict == .explained || rooms?.count == 1 {
                    try complete(&facts)
                    row = Reconciler.row(facts)
                }
                rows.append(row)
            }
        }
        return rows.sorted { ($0.room.building, $0.room.floor, $0.id) < ($1.room.building, $1.room.floor, $1.id) }
    }

    /// Adds what only the orders and entries of a room can tell.
    private func complete(_ facts: inout ReconcileFacts) throws {
        let room = facts.standing.room.id
        let orders = try books.orders(OrderFilter(room: room))
        let entries = try books.entries(of: room, limit: 10_000)
        facts.ended = orders.filter { !$0.state.isOpen }
        facts.corrected = Set(entries.compactMap(\.draft.corrects))
        facts.leftByRefund = RefundEntries.left(entries, orders)
        // The read-back of a relay says nothing of what was bought.
        let proofs = facts.ended.filter { $0.meter == facts.standing.meter?.id && $0.task.relay == nil }.compactMap(\.after)
        facts.picture = (proofs + [facts.picture].compactMap { $0 }).max { $0.at < $1.at }
    }

    /// Does what the watch decided, and answers the cases that are new. A move that came too late is passed over.
    public func follow(_ moves: [CaseMove], actor: Actor) throws -> [Case] {
        var opened: [Case] = []
        for move in moves {
            switch move {
            case .open(let draft):
                if case .opened(let new) = try cases.open(draft, actor: actor, at: office.clock.now()) { opened.append(new) }
            case .observe(let id, let isThere):
                // A person may have ended it meanwhile.
                do { _ = try cases.record(.observed(isThere: isThere), in: id, actor: actor, at: office.clock.now()) } catch is CaseRefusal
                {}
            case .picture: break
            }
        }
        return opened
    }

    // MARK: - What people do

    /// A case. Throws `CaseRefusal.noSuchCase`.
    public func find(_ id: CaseID) throws -> Case {
        guard let found = try cases.cases(CaseFilter(id: id)).first else { throw CaseRefusal.noSuchCase(id) }
        return found
    }

    /// Gives a case to somebody. Throws `CaseRefusal`, and `OfficeError.notAllowed`.
    public func give(_ id: CaseID, to owner: String, actor: Actor) throws -> Case {
        try check(actor)
        return try cases.record(.owned(owner), in: id, actor: actor, at: office.clock.now())
    }

    /// Writes down what was learnt. Throws `CaseRefusal`.
    public func note(_ text: String, in id: CaseID, actor: Actor) throws -> Case {
        try cases.record(.noted(text), in: id, actor: actor, at: office.clock.now())
    }

    /// Ends a case with its outcome and the reason. What is accepted is what stands unexplained now.
    ///
    /// Throws `CaseRefusal`, and `OfficeError.notAllowed`.
    public func close(_ id: CaseID, as outcome: CaseOutcome, reason: String, actor: Actor) throws -> Case {
        try check(actor)
        let found = try find(id)
        var end = CaseEnd(outcome: outcome, text: reason)
        if outcome == .accepted {
            let now = try rows(of: [found.room]).first?.differences.first { $0.kind == found.kind }
            end.accepted = now?.rest ?? found.finding?.amount ?? 0
        }
        return try cases.record(.closed(end), in: id, actor: actor, at: office.clock.now())
    }

    func check(_ actor: Actor) throws {
        guard [.manager, .supervisor, .engineer, .auditor].contains(actor.role) else { throw OfficeError.notAllowed(actor.role) }
    }
}
