public import Domain
import Phrases

/// What is to be done about a take-back, by what became of its order.
public enum TakeBackEnd: Hashable, Sendable {
    /// The meter's word is not known yet; nothing is paid and nothing is put back.
    case waits(Order)
    /// A read-back shows that it is out: the money is paid, or stands in the other room.
    case out(Order)
    /// It is still in the meter: it stands in its room again.
    case stillIn(Order)

    /// Judges an order.
    public init(_ order: Order) {
        switch order.state {
        case .queued, .sent, .unknown, .disputed: self = .waits(order)
        case .confirmed: self = .out(order)
        case .refused, .expired, .withdrawn: self = .stillIn(order)
        }
    }
}

/// Plans the end of a take-back once the meter's word is known. Pure; nothing happens.
public struct SettlementPlanner: Sendable {
    /// The entry of the take-back.
    public var takeBack: Entry
    /// What it took, and to whom the money is due.
    public var due: Due
    /// What the books say of the room that gets the credit: the room of the take-back, or the one to which it moves.
    public var standing: RoomStanding
    /// The price of the day; only its version is of interest.
    public var price: PriceStanding

    /// Makes a planner from what was read.
    public init(takeBack: Entry, due: Due, standing: RoomStanding, price: PriceStanding) {
        self.takeBack = takeBack
        self.due = due
        self.standing = standing
        self.price = price
    }

    /// Money goes out of a drawer. The id of the plan follows from the take-back, so that it happens once.
    public func payout(actor: Actor, now: Instant, day: Day) -> Plan {
        let postings = [Posting(due.account, due.money), Posting(.cash(actor.name), Money.zero - due.money)].filter { $0.amount != 0 }
        let draft = EntryDraft(kind: .payout, room: due.room, corrects: takeBack.sequence, postings: postings)
        return plan(draft, money: .zero - due.money, credit: .zero(due.credit.unit), order: nil, actor: actor, now: now, day: day)
    }

    /// What was not taken out stands in a lot of its own again; what was borrowed meanwhile is repaid from it first.
    public func restoration(_ order: Order, actor: Actor, now: Instant, day: Day) -> Plan {
        var draft = takeBack.draft.kind == .expiry ? freeAgain : incoming(.restoration)
        draft.reason = Phrase("Order \(order.id) is \(order.state.word): the credit is still in the meter.").english
        return plan(draft, money: due.money, credit: due.credit, order: nil, actor: actor, now: now, day: day)
    }

    /// Free credit that was to expire stands there as free credit whose last day has passed, so that it expires by a later look.
    private var freeAgain: EntryDraft {
        var draft = GrantEntry.draft(
            room: standing.room.id, credit: due.credit, from: due.creditAccount, emergency: standing.emergency,
            expires: takeBack.day.advanced(by: -1), reason: "")
        draft.kind = .restoration
        draft.corrects = takeBack.sequence
        return draft
    }

    /// What moves stands in its new room, and an order brings it into the meter there.
    public func arrival(actor: Actor, now: Instant, day: Day) -> Plan {
        let order = standing.meter.flatMap { standing.order(.topUp(due.credit), at: $0) }
        return plan(incoming(.arrival), money: due.money, credit: due.credit, order: order, actor: actor, now: now, day: day)
    }

    private func incoming(_ kind: EntryKind) -> EntryDraft {
        var draft = SaleEntry.draft(
            room: standing.room.id, into: due.account, money: due.money, credit: due.credit, creditFrom: due.creditAccount,
            emergency: standing.emergency)
        draft.kind = kind
        draft.corrects = takeBack.sequence
        return draft
    }

    private func plan(
        _ draft: EntryDraft, money: Money, credit: Credit, order: OrderDraft?, actor: Actor, now: Instant, day: Day
    ) -> Plan {
        let change = PlannedChange(
            room: standing.room.id, version: standing.version, priceVersion: price.version, money: money, credit: credit, entry: draft,
            order: order)
        let row = PlanRow(room: change.room, money: money, decision: .change(change))
        return Plan(
            id: PlanID("settle-\(takeBack.sequence)"), kind: .settlement, madeAt: now, day: day, actor: actor, rows: [row])
    }
}
