public import Domain
import Phrases

/// What kind of change a plan is.
public enum PlanKind: String, Hashable, Sendable, CaseIterable {
    /// Electricity is sold.
    case topUp
    /// Use up to a reading is posted.
    case use
    /// Meters are taken over with what is in them.
    case adoption
    /// The free credit of a month is given.
    case subsidy
    /// Free credit whose last day has passed is taken.
    case expiry
    /// What meters prove was sold is written again into books that came back from a copy.
    case recovery
    /// A sale is taken back.
    case void
    /// A wrong entry is made up for.
    case correction
    /// What a take-back leaves to be done once the meter's word is known.
    case settlement
    /// A meter is replaced.
    case swap
    /// What a room has paid moves to another one.
    case move
    /// Credit of those who leave is taken out for a refund.
    case refund
    /// What follows of a refund: the amount is fixed, divided and paid.
    case refundPayment
    /// A relay that a refund has opened is closed again.
    case relay

    /// Whether a second person has to approve it: who makes such a change is never the one who checks it.
    public var needsApproval: Bool {
        switch self {
        case .void, .correction, .swap, .move, .refund: true
        case .topUp, .use, .adoption, .subsidy, .expiry, .recovery, .settlement, .refundPayment, .relay: false
        }
    }
}

/// A change as a value, computed from the books and the rules. Nothing has happened yet.
public struct Plan: Hashable, Sendable, Identifiable {
    /// The id; the same id is committed once.
    public var id: PlanID
    /// What kind of change.
    public var kind: PlanKind
    /// When it was made.
    public var madeAt: Instant
    /// The business day that its entries will carry.
    public var day: Day
    /// Who made it.
    public var actor: Actor
    /// The second person who approved it; nil where none is needed.
    public var approver: Actor?
    /// One row for each thing that was asked for, in the order of asking.
    public var rows: [PlanRow]

    /// Makes a plan.
    public init(id: PlanID, kind: PlanKind, madeAt: Instant, day: Day, actor: Actor, approver: Actor? = nil, rows: [PlanRow]) {
        self.approver = approver
        self.id = id
        self.kind = kind
        self.madeAt = madeAt
        self.day = day
        self.actor = actor
        self.rows = rows
    }

    /// The rows that would change something.
    public var changes: [PlannedChange] {
        rows.compactMap { if case .change(let change) = $0.decision { change } else { nil } }
    }

    /// The rows that would not, with the reason.
    public var refusals: [(row: PlanRow, refusal: Refusal)] {
        rows.compactMap { row in if case .refused(let refusal) = row.decision { (row, refusal) } else { nil } }
    }

    /// Whether a second person approved it, where one is needed. Nobody approves what he made himself.
    public var isApproved: Bool { !kind.needsApproval || approver.map { $0.name != actor.name } ?? false }

    /// The steps of orders that belong to the plan: out of the line, or to a person where the meter that was asked is no more.
    public func withdrawals(at: Instant) -> [OrderStep] {
        changes.compactMap(\.withdraws).map { order in
            OrderStep(
                order: order, from: .queued, to: .withdrawn, at: at,
                note: Phrase("Withdrawn by \(actor.name) before anything was sent.").english,
                actor: actor)
        } + changes.compactMap(\.swap).flatMap { $0.handOvers(actor, at: at) }
    }

    /// The first room for which this plan does something else than another; nil when both do the same.
    ///
    /// What counts is what somebody who looked at the other one agreed to: the money, the credit, and the way of the credit. Figures of
    /// meters and versions of accounts may differ.
    public func firstDifference(from other: Plan) -> RoomID? {
        let (mine, others) = (changes, other.changes)
        if let pair = zip(mine, others).first(where: { !$0.doesSame(as: $1) }) { return pair.1.room }
        guard mine.count != others.count else { return nil }
        return (mine.count > others.count ? mine : others)[min(mine.count, others.count)].room
    }

    /// The money of all rows that would change something.
    public var total: Money { changes.reduce(.zero) { $0 + $1.money } }
}

/// What was asked for one room, and what would come of it.
public struct PlanRow: Hashable, Sendable {
    /// The room as it was asked for.
    public var room: RoomID
    /// The money asked for; zero where none is meant.
    public var money: Money
    /// What would come of it.
    public var decision: Decision

    /// Makes a row.
    public init(room: RoomID, money: Money, decision: Decision) {
        self.room = room
        self.money = money
        self.decision = decision
    }
}

/// Whether a row would change something.
public enum Decision: Hashable, Sendable {
    /// It would.
    case change(PlannedChange)
    /// It would not, for this reason.
    case refused(Refusal)
}

/// What one row would change.
public struct PlannedChange: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// The version of the room's account that was read; any later change of it makes the commit refuse.
    public var version: Int64
    /// The version of the price that was read.
    public var priceVersion: Int64
    /// What comes in.
    public var money: Money
    /// The credit that moves, in the unit of the meter.
    public var credit: Credit
    /// What the meter says is left, with the time of that reading; nil when it was never read.
    public var before: Credit?
    /// When `before` was read.
    public var beforeAt: Instant?
    /// About what will be left; nil when `before` is.
    public var after: Credit?
    /// What the operator should look at before committing; empty for everyday business.
    public var warnings: [PlanWarning]
    /// The entry to write.
    public var entry: EntryDraft
    /// The order to put in line; nil where no meter is asked for anything.
    public var order: OrderDraft?
    /// An order that still waits in line and is taken out of it by the same commit; a commit that finds it elsewhere is refused.
    public var withdraws: OrderID?
    /// Use up to a last reading that is posted before the entry by the same commit; nil where nothing of it hangs on one.
    public var use: PlannedEntry?
    /// The meters that change places, with what is written beside the entry; nil for all other business.
    public var swap: MeterSwap?

    /// Makes a planned change.
    public init(
        room: RoomID, version: Int64, priceVersion: Int64, money: Money, credit: Credit, before: Credit? = nil,
        beforeAt: Instant? = nil, after: Credit? = nil, warnings: [PlanWarning] = [], entry: EntryDraft, order: OrderDraft? = nil,
        withdraws: OrderID? = nil, swap: MeterSwap? = nil
    ) {
        self.swap = swap
        self.room = room
        self.version = version
        self.priceVersion = priceVersion
        self.money = money
        self.credit = credit
        self.before = before
        self.beforeAt = beforeAt
        self.after = after
        self.warnings = warnings
        self.entry = entry
        self.order = order
        self.withdraws = withdraws
    }

    /// Whether the same happens to money and credit, by the same way.
    fileprivate func doesSame(as other: PlannedChange) -> Bool {
        room == other.room && money == other.money && credit == other.credit && order?.task == other.order?.task
            && withdraws == other.withdraws
    }
}

/// An order before it is in line.
public struct OrderDraft: Hashable, Sendable {
    /// The meter.
    public var meter: MeterID
    /// What is asked.
    public var task: OrderTask
    /// The count under which it would be sent if all before it are applied.
    public var count: Int
    /// The total bought that the meter would show then.
    public var totalAfter: Credit
    /// `queued`, or `confirmed` for meters that keep no credit.
    public var state: OrderState
    /// Whether it is free credit that may go by the meter's purse.
    public var offersPurse: Bool

    /// Makes a draft.
    public init(
        meter: MeterID, task: OrderTask, count: Int, totalAfter: Credit, state: OrderState = .queued, offersPurse: Bool = false
    ) {
        self.offersPurse = offersPurse
        self.meter = meter
        self.task = task
        self.count = count
        self.totalAfter = totalAfter
        self.state = state
    }
}

/// Something to look at before committing.
public enum PlanWarning: Hashable, Sendable {
    /// The same amount was sold to the room a short while ago.
    case soldBefore(at: Instant, money: Money)
    /// The meter has never been read, or its reading is old.
    case readingOld(Instant?)
    /// Another order of the meter is under way; this one waits for it.
    case waitsBehind(Int)
    /// The room is dark now.
    case roomIsDark
}
