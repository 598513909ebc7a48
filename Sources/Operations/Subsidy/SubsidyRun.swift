public import Domain

/// A monthly run as a value: what each room would get, and why others get nothing. Nothing has happened yet.
public struct SubsidyRun: Hashable, Sendable {
    /// The month.
    public var month: Month
    /// One row for each room, in order of building and room.
    public var rows: [SubsidyRow]
    /// The entries and orders of the rooms that get something.
    public var plan: Plan
    /// The version of the roster that was read.
    public var rosterVersion: Int64
    /// The version of the policies that was read.
    public var policyVersion: Int64

    /// What all rooms together would get.
    public var total: Energy { rows.reduce(.zero) { $0 + $1.total } }

    /// The parts that would be granted.
    public var shares: [PlannedShare] { rows.flatMap(\.shares) }
}

/// What a run says of one room.
public struct SubsidyRow: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// Its building.
    public var building: String
    /// What it would get; empty where it gets nothing.
    public var shares: [PlannedShare]
    /// Why it gets nothing; nil where it gets something.
    public var skip: SkipReason?
    /// What it got for the month before.
    public var lastMonth: Energy
    /// What it gets for this month, with what was granted before.
    public var thisMonth: Energy
    /// What somebody should look at, in words; nil for a row like any other.
    public var mark: String?
    /// By which of the meter's purses it would go, as the last reading has it; nil where nothing goes to a meter.
    public var way: GrantWay?

    /// What it would get now.
    public var total: Energy { shares.reduce(.zero) { $0 + $1.share.amount } }
}

/// A part that would be granted.
public struct PlannedShare: Hashable, Sendable {
    /// For whom, when and how much.
    public var share: GrantShare
    /// How many parts were granted under the same key before: the books take each number once.
    public var ordinal: Int

    /// Makes a part.
    public init(share: GrantShare, ordinal: Int) {
        self.share = share
        self.ordinal = ordinal
    }
}

/// Why a room gets nothing now.
public enum SkipReason: Hashable, Sendable {
    /// By the rule of the subsidy.
    case rule(SubsidySkip)
    /// By the limits of the office or the state of the meter; the next run gives it.
    case refused(Refusal)
    /// The meter can not hold so much more.
    case meterFull
    /// The meter's purse holds so much more than the free credit in the books, and nothing explains it.
    case unknownInPurse(Credit)
}

/// What was granted under one key so far.
public struct Granted: Hashable, Sendable {
    /// How much.
    public var amount: Energy
    /// In how many parts.
    public var parts: Int

    /// Makes a sum.
    public init(amount: Energy = .zero, parts: Int = 0) {
        self.amount = amount
        self.parts = parts
    }
}

/// The entry of one grant: credit given, debt repaid first.
public enum GrantEntry {
    /// Writes the entry; the credit comes from `source`.
    public static func draft(
        room: RoomID, credit: Credit, from source: Account = .granted, emergency: Credit, expires: Day?, reason: String
    ) -> EntryDraft {
        let repaid = Credit(credit.unit, hundredths: min(credit.hundredths, max(0, emergency.hundredths)))
        let left = credit - repaid
        var postings = [
            Posting(source, .zero(credit.unit) - credit),
            Posting(.wallet(.emergency, of: room), repaid),
            Posting(.wallet(.subsidy, of: room), left),
        ]
        postings.removeAll { $0.amount == 0 }
        let move = LotMove.open(.subsidy, credited: credit, paid: .zero, left: left, expires: expires)
        return EntryDraft(kind: .grant, room: room, reason: reason, postings: postings, lots: [move])
    }
}
