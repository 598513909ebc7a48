public import Domain

/// What a group of rooms, a building for example, sold and used in a period.
public struct PeriodFacts: Hashable, Sendable {
    /// The name of the group.
    public var name: String
    /// The credit of its wallets.
    public var movements = Movements()
    /// Sales.
    public var sales = 0
    /// What was paid for them.
    public var paid = Money.zero
    /// What was paid out or became due.
    public var refunded = Money.zero
    /// What was earned by use.
    public var earned = Money.zero
    /// What was paid and not yet used at the end.
    public var prepaid = Money.zero

    /// Starts a group with nothing.
    public init(name: String) { self.name = name }

    /// Adds an entry of the period.
    public mutating func add(_ draft: EntryDraft) {
        movements.add(draft)
        if draft.kind == .sale {
            sales += 1
            paid = paid + draft.cash
        }
        for posting in draft.postings where posting.commodity == .yuan {
            let money = Money(fen: posting.amount)
            if posting.account == .income || posting.account == .rounding { earned = earned - money }
            // What became due is refunded, whenever it is divided or fetched.
            if posting.account == .refundsDue, draft.kind != .payout { refunded = refunded - money }
            if posting.account.name.hasPrefix("liabilities:prepaid:") { prepaid = prepaid - money }
        }
    }

    /// Adds what a room had before the period.
    public mutating func open(_ account: Account, _ commodity: Commodity, _ amount: Int64) {
        if let wallet = account.wallet { movements.open(Movements.Wallet(wallet, commodity), amount) }
        if account.name.hasPrefix("liabilities:prepaid:"), commodity == .yuan { prepaid = prepaid - Money(fen: amount) }
    }

    /// Adds another group.
    public mutating func add(_ other: PeriodFacts) {
        movements.add(other.movements)
        sales += other.sales
        paid = paid + other.paid
        refunded = refunded + other.refunded
        earned = earned + other.earned
        prepaid = prepaid + other.prepaid
    }
}
