public import Domain

/// The entry that takes credit out of a room's lots, and says to whom the money for it is due.
public enum TakeBackEntry {
    /// Writes the entry.
    ///
    /// - Parameters:
    ///   - draws: what is taken of which lots, with the money paid for it; at least one.
    ///   - account: where the money goes: a drawer when nothing has to come out of a meter first, else an account of what is due.
    ///   - creditAccount: where the credit goes.
    public static func draft(
        _ kind: EntryKind, room: RoomID, draws: [Draw], to account: Account, creditAccount: Account = .issued, corrects: Int64? = nil,
        reason: String
    ) -> EntryDraft {
        let paid = draws.reduce(Money.zero) { $0 + $1.paid }
        var postings = draws.map { Posting(.wallet($0.wallet, of: room), .zero($0.credit.unit) - $0.credit) }
        postings += draws.map { Posting(creditAccount, $0.credit) }
        postings += [Posting(.prepaid(room), paid), Posting(account, Money.zero - paid)]
        postings.removeAll { $0.amount == 0 }
        return EntryDraft(
            kind: kind, room: room, corrects: corrects, reason: reason, postings: postings,
            lots: draws.map { .take($0.lot, credit: $0.credit, paid: $0.paid) })
    }
}

/// What a take-back took and to whom the money for it is due, read from its entry.
public struct Due: Hashable, Sendable {
    /// The room from which it was taken.
    public var room: RoomID
    /// The account of what is due.
    public var account: Account
    /// The account to which the credit went.
    public var creditAccount: Account
    /// The money.
    public var money: Money
    /// The credit.
    public var credit: Credit

    /// Reads an entry; nil for one that took nothing of which something is still due.
    public init?(_ entry: Entry) {
        guard let room = entry.draft.room else { return nil }
        let takes = entry.draft.lots.compactMap { move in
            if case .take(_, let credit, let paid) = move { (credit: credit, paid: paid) } else { nil }
        }
        guard let first = takes.first, takes.count == entry.draft.lots.count else { return nil }
        self.room = room
        credit = takes.reduce(.zero(first.credit.unit)) { $0 + $1.credit }
        money = takes.reduce(.zero) { $0 + $1.paid }
        switch entry.draft.kind {
        case .void:
            guard entry.draft.postings.contains(where: { $0.account == .refundsDue }) else { return nil }
            (account, creditAccount) = (.refundsDue, .issued)
        case .departure:
            guard let moving = entry.draft.postings.first(where: { $0.account.destination != nil })?.account else { return nil }
            (account, creditAccount) = (moving, moving)
        case .expiry: (account, creditAccount) = (.expired, .expired)
        // What a refund took is divided, paid or put back by its run.
        case .refund, .adoption, .sale, .grant, .use, .correction, .payout, .restoration, .arrival, .swap, .relay:
            return nil
        }
    }
}
