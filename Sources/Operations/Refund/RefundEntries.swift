public import Domain

/// The entries of a refund and the words that they carry. The words are hashed with the entry; `verify` holds the events of the run against
/// them. People stand in them by the numbers of their stays, never by name.
public enum RefundEntries {
    /// What is taken out of the room's lots; the money is due from now on, to nobody yet.
    public static func take(_ run: RefundRunID, room: RoomID, draws: [Draw]) -> EntryDraft {
        TakeBackEntry.draft(.refund, room: room, draws: draws, to: .refundsDue, reason: RefundWords.take(run))
    }

    /// The room's relay is opened by the order of this entry, which moves nothing.
    public static func open(_ run: RefundRunID, room: RoomID) -> EntryDraft {
        EntryDraft(kind: .relay, room: room, reason: RefundWords.open(run), postings: [])
    }

    /// What refunds of rooms that were opened paid for and left in the meter that stands there now: no order took it out.
    ///
    /// - Parameter entries: those of the room, the newest first; a swap ends the search.
    static func left(_ entries: [Entry], _ orders: [Order]) -> Credit? {
        let ordered = Set(orders.map(\.entry))
        let taken = entries.prefix { $0.draft.kind != .swap }.filter { $0.draft.kind == .refund && !ordered.contains($0.sequence) }
        let parts = taken.flatMap { Lot.taken(by: $0) }.map(\.left)
        return parts.first.map { first in parts.dropFirst().filter { $0.unit == first.unit }.reduce(first, +) }
    }

    /// What was used beyond what was left is repaid out of what was taken; the money for it is earned.
    public static func setOff(_ run: RefundRunID, room: RoomID, credit: Credit, money: Money) -> EntryDraft {
        let postings = [
            Posting(.refundsDue, money), Posting(.income, Money.zero - money), Posting(.issued, .zero(credit.unit) - credit),
            Posting(.wallet(.emergency, of: room), credit),
        ]
        return EntryDraft(
            kind: .refund, room: room, reason: RefundWords.setOff(run, credit), postings: postings.filter { $0.amount != 0 })
    }

    /// What a meter did not give stands in its lots again, each as it was; what was borrowed meanwhile is repaid from the oldest.
    public static func restore(_ run: RefundRunID, takeBack: Entry, debt: Credit) -> EntryDraft {
        let taken = Lot.taken(by: takeBack)
        let unit = taken.first?.left.unit ?? debt.unit
        let zero = Credit.zero(unit)
        let back = RefundEstimate(lots: taken, debt: debt, unit: unit)
        let credit = taken.reduce(zero) { $0 + $1.left }
        let (paid, kept) = (taken.reduce(Money.zero) { $0 + $1.paid }, back.money)
        let room = takeBack.draft.room ?? RoomID("")
        let postings =
            back.draws.map { Posting(.wallet(.purchased, of: room), $0.credit) } + [
                Posting(.wallet(.emergency, of: room), credit - back.credit), Posting(.issued, zero - credit), Posting(.refundsDue, paid),
                Posting(.prepaid(room), Money.zero - kept), Posting(.income, kept - paid),
            ]
        return EntryDraft(
            kind: .restoration, room: room, corrects: takeBack.sequence, reason: RefundWords.restore(run),
            postings: postings.filter { $0.amount != 0 },
            lots: back.draws.map { .take($0.lot, credit: zero - $0.credit, paid: Money.zero - $0.paid) })
    }

    /// What is due is divided among those who leave.
    public static func split(_ run: RefundRunID, room: RoomID, takeBack: Int64?, shares: [RefundShare]) -> EntryDraft {
        let total = shares.reduce(Money.zero) { $0 + $1.money }
        let postings = [Posting(.refundsDue, total)] + shares.map { Posting(.payout(stay: $0.stay), Money.zero - $0.money) }
        return EntryDraft(
            kind: .payout, room: room, corrects: takeBack, reason: RefundWords.split(run, shares),
            postings: postings.filter { $0.amount != 0 })
    }

    /// Shares leave the house; what was set aside before comes from there.
    public static func pay(
        _ run: RefundRunID, room: RoomID, shares: [RefundShare], setAside: Set<Int64>, method: PayoutMethod, from account: Account
    ) -> EntryDraft {
        let total = shares.reduce(Money.zero) { $0 + $1.money }
        let postings =
            shares.map { Posting(setAside.contains($0.stay) ? .unclaimed : .payout(stay: $0.stay), $0.money) }
            + [Posting(account, Money.zero - total)]
        return EntryDraft(kind: .payout, room: room, reason: RefundWords.paid(run, shares, method), postings: postings)
    }

    /// Shares that nobody came for go to one account, where they stay due.
    public static func setAside(_ run: RefundRunID, room: RoomID, shares: [RefundShare]) -> EntryDraft {
        let total = shares.reduce(Money.zero) { $0 + $1.money }
        let postings = shares.map { Posting(.payout(stay: $0.stay), $0.money) } + [Posting(.unclaimed, Money.zero - total)]
        return EntryDraft(kind: .payout, room: room, reason: RefundWords.setAside(run, shares), postings: postings)
    }
}

extension Lot {
    /// What an entry took out of lots, as if each part were a lot of its own.
    static func taken(by entry: Entry) -> [Lot] {
        entry.draft.lots.compactMap { move in
            guard case .take(let lot, let credit, let paid) = move else { return nil }
            return Lot(id: lot, wallet: .purchased, credited: credit, paid: paid, left: credit)
        }
    }
}
