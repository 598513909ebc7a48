/// Amounts inside a meter: 0.0001 yuan or 0.0001 kWh.
typealias FineAmount = Int64

extension FineAmount {
    /// The largest amount that the meter's 32 bits hold: 429 496.7295.
    static let largestFine: FineAmount = 0xFFFF_FFFF

    /// A field with two decimals in fine units.
    static func fine(hundredths: Int64) -> FineAmount { hundredths * 100 }

    /// Truncated to two decimals, as every answer shows it.
    var hundredths: Int64 { self / 100 }
}

/// Where an account stands (item 04500002).
enum AccountState: UInt8, Codable {
    case factory = 0
    case initialised = 1
    case normal = 2
    case refundMode = 3
}

/// The purchased credit of a meter and what it remembers of purchases.
struct Purse: Hashable, Sendable, Codable {
    /// Depth of every history in the meter.
    static let historyDepth = 10

    var customer: [UInt8] = [0, 0, 0, 0, 0, 0]
    /// The purchase count n.
    var count = 0
    var balance: FineAmount = 0
    var overdraft: FineAmount = 0
    /// Credit that the factory or an initialisation lent; the first purchase pays it back.
    var preset: FineAmount = 0
    /// Amount of the last top-up, refund or closing.
    var lastAmount: FineAmount = 0
    /// Everything bought less everything taken back.
    var totalBought: FineAmount = 0
    var account = AccountState.factory
    /// Newest first, 18 bytes each: amount 4, count 2, balance before 4, after 4, total 4.
    var purchases: [[UInt8]] = []
    /// Plain amounts of refunds, newest first, 4 bytes each.
    var refunds: [[UInt8]] = []
    /// Order numbers that moved credit, newest first, 8 bytes each as received.
    var orders: [[UInt8]] = []
    /// What charging has counted but not yet taken: hundredths of a fine unit.
    var chargeRemainder: Int64 = 0

    mutating func remember(_ record: [UInt8]) {
        Self.push(record, to: &purchases)
    }

    static func push(_ record: [UInt8], to history: inout [[UInt8]]) {
        history.insert(record, at: 0)
        if history.count > historyDepth { history.removeLast() }
    }
}

extension Purse {
    /// Keeps a part of a purchase and puts the rest back as it was before.
    mutating func tear(_ torn: TornWrite, before: Purse) {
        guard count != before.count else { return }
        var kept = before
        switch torn {
        case .countAlone: (kept.count, kept.lastAmount) = (count, lastAmount)
        case .creditAlone:
            kept = self
            (kept.count, kept.lastAmount) = (before.count, before.lastAmount)
        case .balanceAlone: (kept.balance, kept.overdraft) = (balance, overdraft)
        }
        self = kept
    }
}

/// The free credit of a meter, with a count of its own.
struct SubsidyPurse: Hashable, Sendable, Codable {
    var balance: FineAmount = 0
    var count = 0
    /// As received; bit 0 set means that an amount is added instead of replacing.
    var mode: UInt8 = 0
    /// Day of the month as received; the meter does nothing with it.
    var day: UInt8 = 0
    /// 1 to 6; which of the six amounts of a command is taken.
    var group: UInt8 = 1
    /// Newest first: count 2, amount 4.
    var history: [[UInt8]] = []
}
