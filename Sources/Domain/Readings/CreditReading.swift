/// What a meter says about its credit, read as one picture; the proof of an order.
public struct CreditReading: Hashable, Sendable {
    /// When it was read.
    public var at: Instant
    /// The purchase count.
    public var count: Int
    /// The amount of the last purchase or take-back, always positive.
    public var lastAmount: Credit
    /// All that it was ever sold, less what was taken back; nil when the meter does not say.
    public var totalBought: Credit?
    /// Purchased credit and free credit less overdraft: what use draws on.
    public var remaining: Credit
    /// The free credit in it, part of `remaining`.
    public var subsidy: Credit
    /// The energy register when the picture was begun, before the CT ratio.
    public var register: Energy
    /// The register when the picture was finished; more than `register` when use went on meanwhile.
    public var registerAfter: Energy
    /// The price by which the meter charges, for meters that keep money; nil when not known.
    public var price: Price?
    /// The newest purchase records, the newest first; empty when they were not asked for.
    public var purchases: [PurchaseRecord]
    /// What the meter counts of its purse of free credit; nil when it has none, or was not asked.
    public var purse: PurseReading?
    /// Whether the relay lets electricity through; nil where that was not asked.
    public var relayClosed: Bool?

    /// What was bought and is left, less overdraft: by this alone a meter with a purse decides whether its relay stays closed.
    public var purchased: Credit { remaining - subsidy }

    /// Makes a reading.
    public init(
        at: Instant, count: Int, lastAmount: Credit, totalBought: Credit?, remaining: Credit, subsidy: Credit, register: Energy,
        registerAfter: Energy, price: Price? = nil, purchases: [PurchaseRecord] = [], purse: PurseReading? = nil,
        relayClosed: Bool? = nil
    ) {
        self.relayClosed = relayClosed
        self.purse = purse
        self.at = at
        self.count = count
        self.lastAmount = lastAmount
        self.totalBought = totalBought
        self.remaining = remaining
        self.subsidy = subsidy
        self.register = register
        self.registerAfter = registerAfter
        self.price = price
        self.purchases = purchases
    }
}

/// What a meter says of the last command to its purse of free credit.
public struct PurseReading: Hashable, Sendable {
    /// The purse's own count; it only rises, and is 0 before the first command.
    public var count: Int
    /// The amount of the last command: what was added, or what the purse was set to.
    public var lastAmount: Credit

    /// Makes a reading.
    public init(count: Int, lastAmount: Credit) {
        self.count = count
        self.lastAmount = lastAmount
    }
}

/// A purchase or take-back as the meter recorded it.
public struct PurchaseRecord: Hashable, Sendable {
    /// The purchase count after it.
    public var count: Int
    /// All that the meter was ever sold after it, less what was taken back.
    public var total: Credit

    /// Makes a record.
    public init(count: Int, total: Credit) {
        self.count = count
        self.total = total
    }
}
