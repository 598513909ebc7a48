public import Domain

/// The desk's verbs, shared by console and command line: read what is needed, plan, commit, look.
///
/// Every call blocks on the disk and is made from background work. What the books refuse is thrown as `BooksError`, what the desk
/// refuses as `OfficeError`; in both cases nothing was written.
public struct Office: Sendable {
    /// The books.
    public let books: any Books
    /// What the meters said.
    public let readings: any ReadingsStore
    /// The time.
    public let clock: any OfficeClock
    /// Where ids of single sales come from.
    public let ids: any IDSource
    /// The hash behind the ids of files.
    public let seal: any Seal
    /// The rules of the campus.
    public let rules: DeskRules

    /// Opens a desk over books and readings.
    public init(
        books: any Books, readings: any ReadingsStore, clock: any OfficeClock, ids: any IDSource, seal: any Seal, rules: DeskRules
    ) {
        self.books = books
        self.readings = readings
        self.clock = clock
        self.ids = ids
        self.seal = seal
        self.rules = rules
    }

    /// The business day now.
    public var today: Day { Day(of: clock.now(), at: rules.offset) }

    /// Plans sales; nothing is written.
    ///
    /// Without an id a new one is minted; under the id of an earlier plan the commit answers what came of that one.
    public func planTopUp(_ lines: [TopUpLine], actor: Actor, id: PlanID? = nil) throws -> Plan {
        try plan(lines, actor: actor, day: today, id: id ?? PlanID(ids.next()))
    }

    /// Plans the sales of a file under the id of its content, so that the same file on the same day is committed once.
    ///
    /// - Parameters:
    ///   - day: the business day; today if nil.
    ///   - again: 0; another number makes a new plan of the same rows on purpose.
    public func planTopUpFile(_ rows: [TopUpLine], actor: Actor, day: Day? = nil, again: Int64 = 0) throws -> Plan {
        let day = day ?? today
        return try plan(rows, actor: actor, day: day, id: FilePlan.id(rows, day: day, again: again, seal: seal))
    }

    /// Plans the sales of a file that was read by `TopUpFile`.
    public func planTopUpFile(_ file: TopUpFile, actor: Actor, day: Day? = nil, again: Int64 = 0) throws -> Plan {
        try planTopUpFile(file.lines.map { TopUpLine(room: $0.room.text, amount: $0.amount) }, actor: actor, day: day, again: again)
    }

    private func plan(_ lines: [TopUpLine], actor: Actor, day: Day, id: PlanID) throws -> Plan {
        let standings = try standings(of: Array(Set(lines.map(\.room))))
        let hasUnknown = lines.contains { standings[$0.room] == nil }
        let planner = TopUpPlanner(
            standings: standings, price: try books.price(on: day),
            readings: try readings.latest(of: standings.values.compactMap { $0.meter?.id }), rules: rules,
            names: hasUnknown ? try books.rooms(in: nil).map(\.id) : [])
        return planner.plan(lines, actor: actor, now: clock.now(), day: day, id: id)
    }

    /// Writes a plan's entries and orders in one transaction; the same id again answers what came of it the first time.
    ///
    /// After an error of the disk the books are asked: only when they answer, and do not have it, nothing was written for sure; else
    /// `BooksError.outcomeUnknown` is thrown.
    public func commit(_ plan: Plan) throws -> CommitOutcome {
        do {
            return try books.commit(plan, at: clock.now())
        } catch let error as BooksError {
            switch error {
            case .diskFull, .other: if (try? books.committed(plan.id) == nil) == true { throw error }
            case .readOnly, .busy, .damaged, .newerSchema, .olderSchema, .orderMoved, .noSuchOrder, .unsafeSettings, .outcomeUnknown:
                throw error
            }
            throw BooksError.outcomeUnknown(plan.id, because: error)
        }
    }

    /// What came of a plan that was committed before, for the preview of a repeated file or id; nil when it never was.
    public func committed(_ plan: PlanID) throws -> [CommittedRow]? { try books.committed(plan) }

    /// Reads standings in parts, so that no read of the live books is long.
    func standings(of rooms: [RoomID]) throws -> [RoomID: RoomStanding] {
        var found: [RoomID: RoomStanding] = [:]
        for part in rooms.sorted().parts(of: 1000) { found.merge(try books.standings(of: Array(part))) { first, _ in first } }
        return found
    }
}

/// What the desk itself refuses.
public enum OfficeError: Error, Hashable, Sendable {
    /// There is no such room.
    case noSuchRoom(RoomID)
    /// There is no such order.
    case noSuchOrder(OrderID)
    /// Only an order that still waits in line can be withdrawn; this one stands elsewhere.
    case notQueued(OrderID, now: OrderState)
    /// Only a disputed order can be settled; this one stands elsewhere.
    case notDisputed(OrderID, now: OrderState)
    /// The role may not do this.
    case notAllowed(Role)
    /// A decision needs a reason in words.
    case reasonMissing
}

extension Array {
    /// The elements in parts of at most `size`.
    func parts(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
