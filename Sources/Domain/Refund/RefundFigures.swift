/// What is paid back of a room's credit and what is not, as it is estimated and as it is taken out.
public struct RefundFigures: Hashable, Sendable {
    /// The purchased credit that is paid back.
    public var credit: Credit
    /// What is paid for it.
    public var money: Money
    /// Free credit that is left; it is not paid out and expires by its own rule.
    public var subsidy: Credit
    /// Of `credit`, what was found in the meter when it was taken over: nothing was paid for it.
    public var unpaid: Credit
    /// Borrowed credit that is set off.
    public var debt: Credit
    /// Purchased credit that stays in the meter so that the room can be used until the credit is out.
    public var held: Credit
    /// Purchased credit that the books have and the meter has not.
    public var missing: Credit
    /// Purchased credit that stays in the room for those who stay there.
    public var ofStayers: Credit

    /// Makes figures in which nothing is held back.
    public init(
        credit: Credit, money: Money, subsidy: Credit, unpaid: Credit, debt: Credit, held: Credit? = nil, missing: Credit? = nil,
        ofStayers: Credit? = nil
    ) {
        self.credit = credit
        self.money = money
        self.subsidy = subsidy
        self.unpaid = unpaid
        self.debt = debt
        self.held = held ?? .zero(credit.unit)
        self.missing = missing ?? .zero(credit.unit)
        self.ofStayers = ofStayers ?? .zero(credit.unit)
    }
}

/// The last reading of a room in a run, and the amount that it fixes.
public struct RefundFinal: Hashable, Sendable {
    /// Where the reading comes from.
    public enum Source: Hashable, Sendable {
        /// The read-back of the order that took the credit out.
        case readBack(OrderID)
        /// The read-back of the order that opened the room; the credit stays in the meter.
        case opened(OrderID)
        /// The meter's word, for a room whose credit is in the books alone or from which nothing is taken.
        case reading
        /// Read at the meter by a person: the room was opened and the credit stays in the meter.
        case typed(reference: String)
    }

    /// The meter.
    public var meter: MeterID
    /// Its energy register, before the CT ratio.
    public var register: Energy
    /// What is left in it; nil for a meter that keeps no credit.
    public var remaining: Credit?
    /// When it said so.
    public var at: Instant
    /// Where the reading comes from.
    public var source: Source
    /// The credit that is paid for.
    public var credit: Credit
    /// What is paid for it, to the fen.
    public var money: Money
    /// What was used beyond what was left, up to this reading; it is set off against what was taken out.
    public var setOff: Credit

    /// Makes a final reading.
    public init(
        meter: MeterID, register: Energy, remaining: Credit?, at: Instant, source: Source, credit: Credit, money: Money, setOff: Credit
    ) {
        self.meter = meter
        self.register = register
        self.remaining = remaining
        self.at = at
        self.source = source
        self.credit = credit
        self.money = money
        self.setOff = setOff
    }
}

/// What one who leaves gets of a room's refund.
public struct RefundShare: Hashable, Sendable {
    /// The stay that ends; its number stands in the journal in place of a name.
    public var stay: Int64
    /// What is due.
    public var money: Money

    /// Makes a share.
    public init(stay: Int64, money: Money) {
        self.stay = stay
        self.money = money
    }
}

/// How a share is paid.
public enum PayoutMethod: String, Hashable, Sendable, CaseIterable {
    /// Out of the drawer of who pays.
    case cash
    /// Through the bank.
    case bank
}
