/// What a meter is asked to do.
public enum OrderTask: Hashable, Sendable {
    /// Add purchased credit.
    case topUp(Credit)
    /// Take purchased credit back; raises the same purchase count.
    case takeBack(Credit)
    /// Open or close the relay of a meter that keeps this unit; no credit moves, and no count rises.
    case relay(RelayMove, CreditUnit)

    /// The amount, never negative; zero where no credit moves.
    public var amount: Credit {
        switch self {
        case .topUp(let amount), .takeBack(let amount): amount
        case .relay(_, let unit): .zero(unit)
        }
    }

    /// The change of the meter's credit: positive for a top-up, negative for a take-back.
    public var change: Credit {
        switch self {
        case .topUp(let amount): amount
        case .takeBack(let amount): Credit(amount.unit, hundredths: -amount.hundredths)
        case .relay(_, let unit): .zero(unit)
        }
    }

    /// How the relay is to stand; nil for an order that moves credit.
    public var relay: RelayMove? { if case .relay(let move, _) = self { move } else { nil } }
}

/// What a relay is asked to do.
public enum RelayMove: String, Hashable, Sendable, CaseIterable {
    /// Let nothing through any more, until it is asked to close.
    case open
    /// Let electricity through again.
    case close
}

/// Where an order stands. The words on the screen are in `word`; only the ways of "exactly once" lead from one to another.
public enum OrderState: String, Hashable, Sendable, CaseIterable {
    /// Waits for the bus or for the order before it.
    case queued
    /// The first byte may have been sent.
    case sent
    /// A read-back agrees; for meters that keep no credit, the commit itself.
    case confirmed
    /// The meter said no and a read-back shows that nothing moved.
    case refused
    /// No answer; only a read-back ends it.
    case unknown
    /// A read-back disagrees; only a person ends it, and sales to the meter stop until then.
    case disputed
    /// Its time ran out before anything was sent.
    case expired
    /// A person took it back before anything was sent.
    case withdrawn

    /// The word on screens and papers.
    public var word: String {
        switch self {
        case .queued: "QUEUED"
        case .sent: "SENT"
        case .confirmed: "METER"
        case .refused: "REFUSED"
        case .unknown: "UNCONF"
        case .disputed: "DISPUTE"
        case .expired: "EXPIRED"
        case .withdrawn: "WITHDRAWN"
        }
    }

    /// Whether the order still waits for something.
    public var isOpen: Bool { self == .queued || self == .sent || self == .unknown || self == .disputed }

    /// The states that may follow this one.
    public var successors: Set<OrderState> {
        switch self {
        case .queued: [.sent, .confirmed, .disputed, .expired, .withdrawn]
        case .sent: [.confirmed, .refused, .unknown, .disputed]
        case .unknown: [.sent, .confirmed, .refused, .disputed]
        case .disputed: [.confirmed, .refused]
        case .confirmed, .refused, .expired, .withdrawn: []
        }
    }
}

/// An order to a meter, written durably before any byte is sent.
public struct Order: Hashable, Sendable, Identifiable {
    /// Its id, unique on the campus.
    public var id: OrderID
    /// The plan that it came from.
    public var plan: PlanID
    /// The entry that it delivers.
    public var entry: Int64
    /// The room.
    public var room: RoomID
    /// The meter.
    public var meter: MeterID
    /// What is asked.
    public var task: OrderTask
    /// Whether it is free credit that may go by the meter's purse; planned with the order and never changed.
    public var offersPurse: Bool
    /// Whether it goes by the purse; decided by what the meter says before the first sending, and fixed by that.
    public var usesPurse: Bool
    /// The purchase count under which it is or would be sent: baseline + applied orders + 1. Fixed at the first sending.
    ///
    /// Of an order that uses the purse it is the purse's own count, and the purchase count stays.
    public var count: Int
    /// The total bought that the meter shows when it has been applied.
    public var totalAfter: Credit
    /// Where it stands.
    public var state: OrderState
    /// When it was committed.
    public var createdAt: Instant
    /// When its state last changed.
    public var changedAt: Instant
    /// How often it was sent.
    public var attempts: Int
    /// What the meter said before the first sending.
    public var before: CreditReading?
    /// What the meter said at the end.
    public var after: CreditReading?
    /// Whether it raises the purchase count of its meter when it is applied.
    public var raisesCount: Bool { !usesPurse && task.relay == nil }
    /// Why it stands where it stands, in words for the operator; empty when there is nothing to say.
    public var note: String

    /// Makes an order.
    public init(
        id: OrderID, plan: PlanID, entry: Int64, room: RoomID, meter: MeterID, task: OrderTask, offersPurse: Bool = false,
        usesPurse: Bool = false, count: Int, totalAfter: Credit, state: OrderState, createdAt: Instant, changedAt: Instant,
        attempts: Int = 0, before: CreditReading? = nil,
        after: CreditReading? = nil, note: String = ""
    ) {
        self.id = id
        self.plan = plan
        self.entry = entry
        self.room = room
        self.meter = meter
        self.task = task
        self.offersPurse = offersPurse
        self.usesPurse = usesPurse
        self.count = count
        self.totalAfter = totalAfter
        self.state = state
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.attempts = attempts
        self.before = before
        self.after = after
        self.note = note
    }
}
