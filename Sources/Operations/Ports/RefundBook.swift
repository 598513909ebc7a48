public import Domain

/// The runs of refunds, as the books keep them. Calls block on the disk and throw `BooksError`.
public protocol RefundBook: Sendable {
    /// All runs, the oldest first.
    func refundRuns() throws -> [RefundRun]
    /// Everything that happened to the rooms of a run, by room and in order.
    func refundRecords(of run: RefundRunID) throws -> [RefundRecord]
    /// The rooms that are held back from sales and free credit, with the run that holds them.
    func frozenRooms() throws -> [RoomID: RefundRunID]
    /// Starts a run, or adds rooms to one that stands with the same words; the rooms are frozen by the same transaction.
    func start(_ run: RefundRun, rooms: [RoomID]) throws -> RefundStart
    /// Writes what happens to rooms together with its entries and orders, after checking inside the transaction that each room still
    /// stands where the change found it.
    func commit(_ change: RefundChange, at: Instant) throws -> RefundOutcome
}

/// What came of starting a run.
public enum RefundStart: Hashable, Sendable {
    /// It stands, and these rooms are new in it.
    case started([RoomID])
    /// A run of this name stands with another scope, day or rule; nothing was written.
    case otherRun(RefundRun)
    /// Some rooms are in another run that has not ended for them; nothing was written.
    case frozen([RoomID: RefundRunID])
}

/// One event that a change adds to a room.
public struct RefundMove: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// How many events the room had when the change was made, with those of the same change before this one.
    public var after: Int
    /// What happens.
    public var event: RefundEvent
    /// The second person; only of an approval.
    public var approver: Actor?

    /// Makes a move.
    public init(room: RoomID, after: Int, event: RefundEvent, approver: Actor? = nil) {
        self.room = room
        self.after = after
        self.event = event
        self.approver = approver
    }
}

/// What happens to some rooms of a run, as one transaction.
public struct RefundChange: Hashable, Sendable {
    /// The run.
    public var run: RefundRunID
    /// The events in order.
    public var moves: [RefundMove]
    /// The entries and orders that go with them; nil when there are none.
    public var plan: Plan?
    /// Who does it.
    public var actor: Actor

    /// Makes a change.
    public init(run: RefundRunID, moves: [RefundMove], plan: Plan? = nil, actor: Actor) {
        self.run = run
        self.moves = moves
        self.plan = plan
        self.actor = actor
    }
}

extension RefundChange {
    /// The entries that events name, by room, of the rows that the plan has come to. Use that is posted with an entry stands before
    /// it; where it stands alone it is no entry of the run.
    public func entries(of rows: [CommittedRow]) -> [RoomID: Int64] {
        let useAlone = Set((plan?.changes ?? []).filter { $0.entry.kind == .use }.map(\.room))
        return Dictionary(rows.filter { !useAlone.contains($0.room) }.map { ($0.room, $0.entry) }) { _, last in last }
    }
}

/// What came of a change.
public enum RefundOutcome: Hashable, Sendable {
    /// Everything is written.
    case written([CommittedRow])
    /// The accounts of these rooms changed since; nothing was written.
    case stale([RoomID: Refusal])
    /// These rooms stand elsewhere in the run by now; nothing was written.
    case moved([RoomID])
}

extension RefundEvent {
    /// Whether the change that adds the event writes an entry that it names.
    public var namesEntry: Bool {
        switch self {
        case .taken, .restored, .opening, .split, .paid, .setAside: true
        case .fixed(let final): final.setOff.hundredths > 0
        case .frozen, .estimated, .approved, .notOpened, .closed, .dropped: false
        }
    }
}
