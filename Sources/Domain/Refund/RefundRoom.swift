/// What happens to a room in a run; the room's state is nothing but these in order.
public enum RefundEvent: Hashable, Sendable {
    /// The room was taken into the run.
    case frozen
    /// What would be paid was reckoned from the last reading.
    case estimated(RefundFigures)
    /// A second person approved it, up to an amount.
    case approved(most: Money)
    /// The entry was written that takes the credit out; without one there is nothing to take.
    case taken(RefundFigures)
    /// It could not be taken out and stands in the room again.
    case restored
    /// The order was written that opens the relay, so that nothing is used any more.
    case opening
    /// That order ended without a final reading; the room stands where it stood before.
    case notOpened
    /// The final reading is there and the amount fixed.
    case fixed(RefundFinal)
    /// The amount was divided and is due to each; empty when there is nothing to pay.
    case split([RefundShare])
    /// Shares of some stays were paid.
    case paid([Int64], PayoutMethod)
    /// Shares of some stays were set aside because nobody came for them.
    case setAside([Int64])
    /// The room was closed, or handed to those who stay.
    case closed(handedOver: Bool)
    /// The room left the run before anything was taken.
    case dropped(reason: String)
}

/// An event as it stands in the books.
public struct RefundRecord: Hashable, Sendable {
    /// The run.
    public var run: RefundRunID
    /// The room.
    public var room: RoomID
    /// Its number among the events of this room in this run, from 1 without gaps.
    public var line: Int
    /// What happened.
    public var event: RefundEvent
    /// The entry of the journal that says so in money or credit; nil when there is none.
    public var entry: Int64?
    /// When.
    public var at: Instant
    /// By whom.
    public var actor: Actor
    /// The second person; only of an approval.
    public var approver: Actor?

    /// Makes a record.
    public init(
        run: RefundRunID, room: RoomID, line: Int, event: RefundEvent, entry: Int64? = nil, at: Instant, actor: Actor,
        approver: Actor? = nil
    ) {
        self.run = run
        self.room = room
        self.line = line
        self.event = event
        self.entry = entry
        self.at = at
        self.actor = actor
        self.approver = approver
    }
}

/// How one share was paid.
public struct RefundPayout: Hashable, Sendable {
    /// How.
    public var method: PayoutMethod
    /// The entry.
    public var entry: Int64
    /// When.
    public var at: Instant
    /// By whom.
    public var actor: Actor
}

/// A room of a run: how far it has come, and the figures of each step.
public struct RefundRoom: Hashable, Sendable, Identifiable {
    /// The run.
    public let run: RefundRunID
    /// The room.
    public let room: RoomID
    /// How many events it has; a change names the number that it was made from.
    public private(set) var lines = 1
    /// How far it has come.
    public private(set) var step = RefundStep.frozen
    /// When it came there.
    public private(set) var since: Instant
    /// What would be paid, or was taken out; nil before the estimate.
    public private(set) var figures: RefundFigures?
    /// Who asked for the approval or carried the last step out.
    public private(set) var maker: Actor
    /// The second person; nil before the approval.
    public private(set) var approver: Actor?
    /// The most that may be paid; nil before the approval.
    public private(set) var most: Money?
    /// The entry that takes the credit out; nil when there is none.
    public private(set) var takeBack: Int64?
    /// The entry of the last try whose credit stands in the room again; nil when there was none.
    public private(set) var restored: Int64?
    /// The entry of the last order to open the relay; nil when there was none.
    public private(set) var opening: Int64?
    /// The final reading and the amount; nil before they are fixed.
    public private(set) var final: RefundFinal?
    /// When the amount was fixed.
    public private(set) var fixedAt: Instant?
    /// The entry that divides the amount; nil when there is none.
    public private(set) var splitEntry: Int64?
    /// When the amount was divided.
    public private(set) var splitAt: Instant?
    /// What is due to whom.
    public private(set) var shares: [RefundShare] = []
    /// The shares that were paid, by stay.
    public private(set) var payouts: [Int64: RefundPayout] = [:]
    /// The stays whose shares were set aside and not fetched since.
    public private(set) var setAside: Set<Int64> = []
    /// Whether the room was handed to those who stay instead of being closed.
    public private(set) var isHandedOver = false

    /// The room's name.
    public var id: RoomID { room }
    /// The shares that are due and not paid.
    public var unpaid: [RefundShare] { shares.filter { $0.money > .zero && payouts[$0.stay] == nil } }
    /// What is due and not paid.
    public var due: Money { unpaid.reduce(.zero) { $0 + $1.money } }

    /// Begins with the first event of a room; nil when that is another one.
    public init?(_ record: RefundRecord) {
        guard record.event == .frozen, record.line == 1 else { return nil }
        run = record.run
        room = record.room
        since = record.at
        maker = record.actor
    }

    /// All rooms of their records in order; nil for a room whose records do not follow from one another.
    public static func folding(_ records: some Sequence<RefundRecord>) -> [RoomID: RefundRoom?] {
        var rooms: [RoomID: RefundRoom?] = [:]
        for record in records {
            guard let known = rooms[record.room] else {
                rooms[record.room] = .some(RefundRoom(record))
                continue
            }
            rooms[record.room] = .some(known?.adding(record))
        }
        return rooms
    }

    /// The room after one more event; nil when the event can not follow.
    public func adding(_ record: RefundRecord) -> RefundRoom? {
        guard record.run == run, record.room == room, record.line == lines + 1, mayFollow(record.event) else { return nil }
        var next = self
        next.lines = record.line
        next.apply(record)
        if next.step != step { next.since = record.at }
        return next
    }

    /// Whether an event can follow now.
    public func mayFollow(_ event: RefundEvent) -> Bool {
        switch event {
        case .frozen: false
        case .estimated: [.frozen, .estimated, .approved].contains(step)
        case .approved: [.estimated, .approved].contains(step)
        case .taken(let figures): (step == .approved || step == .opening) && most.map { figures.money <= $0 } ?? false
        case .restored, .fixed: step == .taking
        case .opening: step == .approved
        case .notOpened: step == .opening
        case .split(let shares): step == .fixed && shares.reduce(.zero) { $0 + $1.money } == final?.money
        case .paid(let stays, _): !stays.isEmpty && Set(stays).isSubset(of: unpaid.map(\.stay))
        case .setAside(let stays): !stays.isEmpty && Set(stays).isSubset(of: Set(unpaid.map(\.stay)).subtracting(setAside))
        case .closed: step == .split || step == .paid
        case .dropped: [.frozen, .estimated, .approved, .opening].contains(step)
        }
    }

    private mutating func apply(_ record: RefundRecord) {
        switch record.event {
        case .frozen: break
        case .estimated(let figures):
            self.figures = figures
            if step == .frozen { step = .estimated }
        case .approved(let most):
            (self.most, approver, step) = (most, record.approver, .approved)
        case .taken(let figures): (self.figures, takeBack, step) = (figures, record.entry, .taking)
        case .restored: (restored, takeBack, step) = (takeBack, nil, .approved)
        case .opening: (opening, step) = (record.entry, .opening)
        case .notOpened: step = .approved
        case .fixed(let final): (self.final, fixedAt, step) = (final, record.at, .fixed)
        case .split(let shares):
            (self.shares, splitEntry, splitAt) = (shares, record.entry, record.at)
            step = unpaid.isEmpty ? .paid : .split
        case .paid(let stays, let method): pay(stays, method, record)
        case .setAside(let stays): setAside.formUnion(stays)
        case .closed(let handedOver): (isHandedOver, step) = (handedOver, .closed)
        case .dropped: step = .dropped
        }
        maker = record.actor
    }

    private mutating func pay(_ stays: [Int64], _ method: PayoutMethod, _ record: RefundRecord) {
        for stay in stays {
            payouts[stay] = RefundPayout(method: method, entry: record.entry ?? 0, at: record.at, actor: record.actor)
        }
        setAside.subtract(stays)
        if unpaid.isEmpty, step == .split { step = .paid }
    }
}
