/// What kind of business an entry records.
public enum EntryKind: String, Hashable, Sendable, CaseIterable {
    /// A meter was taken over with the credit that was in it.
    case adoption
    /// Electricity was sold.
    case sale
    /// Free credit was given.
    case grant
    /// Electricity was used.
    case use
    /// Credit expired.
    case expiry
    /// Credit was taken back and money became due.
    case refund
    /// Another entry was wrong; this one makes up for it.
    case correction
    /// A sale was taken back as a whole.
    case void
    /// Money that was due was paid out.
    case payout
    /// What could not be taken out of a meter stands in its room again.
    case restoration
    /// Credit left a room for another one.
    case departure
    /// Credit that was on its way stands in its room.
    case arrival
    /// A meter was replaced. It moves nothing: what the room has left is brought into the new meter by the order of this entry.
    case swap
    /// The relay of a room's meter is opened or closed. It moves nothing: the order of this entry does it.
    case relay
}

/// A change of a lot that an entry makes.
public enum LotMove: Hashable, Sendable {
    /// Opens a lot in a wallet; what debt took of it at once is already out of `left`.
    case open(WalletKind, credited: Credit, paid: Money, left: Credit, expires: Day?)
    /// Takes credit out of a lot (positive), with the share of the money paid.
    case take(LotID, credit: Credit, paid: Money)
}

/// How far an entry of use reaches, so that the next one starts there.
public struct RegisterMark: Hashable, Sendable {
    /// The meter.
    public var meter: MeterID
    /// Its energy register, before the CT ratio.
    public var register: Energy
    /// When the meter said so.
    public var at: Instant

    /// Makes a mark.
    public init(meter: MeterID, register: Energy, at: Instant) {
        self.meter = meter
        self.register = register
        self.at = at
    }
}

/// The content of an entry before it stands in the journal.
public struct EntryDraft: Hashable, Sendable {
    /// What kind of business.
    public var kind: EntryKind
    /// The room, if it concerns one.
    public var room: RoomID?
    /// The entry that this one corrects.
    public var corrects: Int64?
    /// Why, in the operator's words; empty for everyday business. Never a name of a resident.
    public var reason: String
    /// The lines; they sum to zero for every commodity.
    public var postings: [Posting]
    /// The lots that it opens or draws on.
    public var lots: [LotMove]
    /// For use: how far it reaches.
    public var reaches: RegisterMark?

    /// Makes a draft.
    public init(
        kind: EntryKind, room: RoomID?, corrects: Int64? = nil, reason: String = "", postings: [Posting], lots: [LotMove] = [],
        reaches: RegisterMark? = nil
    ) {
        self.kind = kind
        self.room = room
        self.corrects = corrects
        self.reason = reason
        self.postings = postings
        self.lots = lots
        self.reaches = reaches
    }

    /// Whether the postings sum to zero for every commodity.
    public var balances: Bool {
        var sums: [Commodity: Int64] = [:]
        for posting in postings { sums[posting.commodity, default: 0] += posting.amount }
        return sums.values.allSatisfy { $0 == 0 }
    }
}

/// An entry of the journal: immutable, chained to the one before it by its hash.
public struct Entry: Hashable, Sendable, Identifiable {
    /// Its place in the journal, from 1 without gaps.
    public var sequence: Int64
    /// When it was written.
    public var at: Instant
    /// The business day to which it belongs.
    public var day: Day
    /// Who wrote it.
    public var actor: Actor
    /// The second person who approved it; nil for business that one person does alone.
    public var approver: Actor?
    /// The plan that it came from.
    public var plan: PlanID
    /// What it says.
    public var draft: EntryDraft
    /// The hash of the entry before it, 32 bytes; zeros for the first.
    public var previousHash: [UInt8]

    /// Its place in the journal.
    public var id: Int64 { sequence }

    /// Makes an entry.
    public init(
        sequence: Int64, at: Instant, day: Day, actor: Actor, approver: Actor? = nil, plan: PlanID, draft: EntryDraft, previousHash: [UInt8]
    ) {
        self.approver = approver
        self.sequence = sequence
        self.at = at
        self.day = day
        self.actor = actor
        self.plan = plan
        self.draft = draft
        self.previousHash = previousHash
    }
}
