/// A class of credit of a room.
public enum WalletKind: String, Hashable, Sendable, CaseIterable, Codable {
    /// Free, expires, is used first, is never paid out.
    case subsidy
    /// Paid lots, each with the price paid.
    case purchased
    /// Borrowed: what was used beyond all credit; new credit repays it first.
    case emergency
}

/// A lot by the sequence number of the entry that opened it.
public struct LotID: Hashable, Comparable, Sendable {
    /// The entry's sequence number.
    public var entry: Int64

    /// Makes a lot id.
    public init(entry: Int64) { self.entry = entry }

    /// Whether the left one comes first.
    public static func < (left: LotID, right: LotID) -> Bool { left.entry < right.entry }
}

/// One grant or purchase inside a wallet.
public struct Lot: Hashable, Sendable, Identifiable {
    /// The entry that opened it.
    public var id: LotID
    /// The wallet that it belongs to.
    public var wallet: WalletKind
    /// The last day on which it counts; nil for ever.
    public var expires: Day?
    /// What was credited when it was opened, in the unit of the meter.
    public var credited: Credit
    /// What was paid for that; zero for a grant.
    public var paid: Money
    /// What is left.
    public var left: Credit

    /// Makes a lot.
    public init(id: LotID, wallet: WalletKind, expires: Day? = nil, credited: Credit, paid: Money, left: Credit) {
        self.id = id
        self.wallet = wallet
        self.expires = expires
        self.credited = credited
        self.paid = paid
        self.left = left
    }

    /// What the rest of the lot is worth: paid × left ÷ credited, rounded down to the fen.
    public var worth: Money { worth(of: left) }

    /// What a part of the lot would be worth, by the same rule.
    public func worth(of part: Credit) -> Money {
        guard credited.hundredths > 0 else { return .zero }
        let product = paid.fen.multipliedFullWidth(by: part.hundredths)
        return Money(fen: credited.hundredths.dividingFullWidth(product).quotient)
    }
}

/// A part taken out of a lot.
public struct Draw: Hashable, Sendable {
    /// The lot.
    public var lot: LotID
    /// Its wallet.
    public var wallet: WalletKind
    /// The credit taken.
    public var credit: Credit
    /// The share of the money paid that goes with it.
    public var paid: Money

    /// Makes a draw.
    public init(lot: LotID, wallet: WalletKind, credit: Credit, paid: Money) {
        self.lot = lot
        self.wallet = wallet
        self.credit = credit
        self.paid = paid
    }
}

extension Lot {
    /// Takes an amount out of lots by the draw-down rule: subsidy first, soonest expiry first; then purchased, oldest first.
    ///
    /// Answers the draws and what no lot covers. The lots may come in any order; empty ones, other wallets and other units are passed over.
    public static func draw(_ amount: Credit, from lots: [Lot]) -> (draws: [Draw], uncovered: Credit) {
        var rest = amount
        var draws: [Draw] = []
        let usable = lots.filter { $0.left.hundredths > 0 && $0.left.unit == amount.unit && $0.wallet != .emergency }
        for lot in usable.sorted(by: isDrawnBefore) {
            guard rest.hundredths > 0 else { break }
            let part = Credit(rest.unit, hundredths: min(rest.hundredths, lot.left.hundredths))
            let share = lot.worth - lot.worth(of: lot.left - part)
            draws.append(Draw(lot: lot.id, wallet: lot.wallet, credit: part, paid: share))
            rest = rest - part
        }
        return (draws, rest)
    }

    private static func isDrawnBefore(_ left: Lot, _ right: Lot) -> Bool {
        if left.wallet != right.wallet { return left.wallet == .subsidy }
        if left.wallet == .subsidy, left.expires != right.expires {
            guard let first = left.expires else { return false }
            guard let second = right.expires else { return true }
            return first < second
        }
        return left.id < right.id
    }
}
