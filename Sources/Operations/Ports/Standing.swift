public import Domain

/// What planning needs to know of a room, all read at one moment.
public struct RoomStanding: Hashable, Sendable {
    /// The room.
    public var room: Room
    /// Grows with every entry and order of the room and every change of its meters.
    public var version: Int64
    /// The meter that keeps its credit; nil when it has none.
    public var meter: MeterPoint?
    /// Lots with something left.
    public var lots: [Lot]
    /// Credit borrowed beyond all lots, zero or more, in the unit of the meter.
    public var emergency: Credit
    /// Baseline count + orders applied: what the meter should show when nothing is under way.
    public var expectedCount: Int
    /// Baseline total + credits applied − take-backs applied.
    public var expectedTotal: Credit
    /// The count that the purse of the meter showed at the end of the last order by it; nil before the first.
    public var purseCount: Int?
    /// Orders of the meter that still wait for something, oldest first.
    public var openOrders: [Order]
    /// How far use has been posted; nil before the first.
    public var reached: RegisterMark?
    /// The last sale, for the guard against repeats; nil when there was none.
    public var lastSale: LastSale?
    /// The run of refunds that holds the room back from sales and free credit; nil for a room in everyday business.
    public var frozenBy: RefundRunID?

    /// Makes the standing of a room.
    public init(
        room: Room, version: Int64, meter: MeterPoint?, lots: [Lot], emergency: Credit, expectedCount: Int, expectedTotal: Credit,
        purseCount: Int? = nil, openOrders: [Order], reached: RegisterMark? = nil, lastSale: LastSale? = nil, frozenBy: RefundRunID? = nil
    ) {
        self.room = room
        self.version = version
        self.meter = meter
        self.lots = lots
        self.emergency = emergency
        self.expectedCount = expectedCount
        self.expectedTotal = expectedTotal
        self.purseCount = purseCount
        self.openOrders = openOrders
        self.reached = reached
        self.lastSale = lastSale
        self.frozenBy = frozenBy
    }
}

/// The last sale to a room.
public struct LastSale: Hashable, Sendable {
    /// When it was committed.
    public var at: Instant
    /// What was paid.
    public var money: Money

    /// Makes a last sale.
    public init(at: Instant, money: Money) {
        self.at = at
        self.money = money
    }
}

/// The price that holds, with the version that a plan reads.
public struct PriceStanding: Hashable, Sendable {
    /// The price per kWh.
    public var price: Price
    /// Grows with every change of prices.
    public var version: Int64

    /// Makes the standing of a price.
    public init(price: Price, version: Int64) {
        self.price = price
        self.version = version
    }
}

/// The account of a room for its screen.
public struct RoomAccount: Hashable, Sendable {
    /// Lots with something left, in the order in which they are used.
    public var lots: [Lot]
    /// Free credit left.
    public var subsidy: Credit
    /// Purchased credit left.
    public var purchased: Credit
    /// Borrowed credit, zero or more.
    public var emergency: Credit
    /// What the room has paid and not yet used, in yuan.
    public var prepaid: Money
    /// How far use has been posted.
    public var reached: RegisterMark?

    /// Makes an account.
    public init(lots: [Lot], subsidy: Credit, purchased: Credit, emergency: Credit, prepaid: Money, reached: RegisterMark?) {
        self.lots = lots
        self.subsidy = subsidy
        self.purchased = purchased
        self.emergency = emergency
        self.prepaid = prepaid
        self.reached = reached
    }

    /// What the books say is left: free and purchased less borrowed.
    public var balance: Credit { subsidy + purchased - emergency }
}

/// The sum of an account in one commodity.
public struct AccountBalance: Hashable, Sendable {
    /// The account.
    public var account: Account
    /// The commodity.
    public var commodity: Commodity
    /// The sum in the smallest unit.
    public var amount: Int64

    /// Makes a balance.
    public init(account: Account, commodity: Commodity, amount: Int64) {
        self.account = account
        self.commodity = commodity
        self.amount = amount
    }
}

/// What came of reading the whole journal again.
public struct Verification: Hashable, Sendable {
    /// Entries read.
    public var entries: Int64
    /// The hash of the last entry; zeros for an empty journal.
    public var head: [UInt8]
    /// What does not agree, in words; empty when everything does.
    public var findings: [String]

    /// Makes a result.
    public init(entries: Int64, head: [UInt8], findings: [String]) {
        self.entries = entries
        self.head = head
        self.findings = findings
    }
}

/// A wish to read a room now, left for whoever holds the lease.
public struct ReadRequest: Hashable, Sendable, Identifiable {
    /// Minted by who asks.
    public var id: String
    /// The meter to read.
    public var meter: MeterID
    /// When it was asked.
    public var at: Instant

    /// Makes a request.
    public init(id: String, meter: MeterID, at: Instant) {
        self.id = id
        self.meter = meter
        self.at = at
    }
}
