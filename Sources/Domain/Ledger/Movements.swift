/// What moves the credit in a wallet, as months are closed and statements are written.
public enum Movement: String, Hashable, Sendable, CaseIterable {
    /// Found in a meter when it was taken over.
    case takenOver = "taken over"
    /// Given.
    case granted
    /// Bought, or debt that it repaid.
    case bought
    /// Arrived from another room.
    case movedIn = "moved in"
    /// Taken back as a wrong sale.
    case voided
    /// Taken back for money.
    case refunded
    /// Left for another room.
    case movedOut = "moved out"
    /// Made up for an entry that was wrong.
    case adjusted
    /// Used.
    case used
    /// Expired.
    case expired

    /// The movement that entries of a kind make.
    public init(_ kind: EntryKind) {
        switch kind {
        case .adoption: self = .takenOver
        case .grant: self = .granted
        case .sale: self = .bought
        case .void: self = .voided
        case .refund, .payout: self = .refunded
        case .arrival: self = .movedIn
        case .departure: self = .movedOut
        case .correction, .restoration, .swap, .relay: self = .adjusted
        case .use: self = .used
        case .expiry: self = .expired
        }
    }
}

/// The credit in the wallets of a group of rooms over a period: opening, every movement, closing. Amounts are in the smallest unit of their
/// commodity, into a wallet positive.
public struct Movements: Hashable, Sendable {
    /// A wallet in one commodity.
    public struct Wallet: Hashable, Comparable, Sendable {
        /// The wallet.
        public var kind: WalletKind
        /// What is counted in it.
        public var commodity: Commodity

        /// Names a wallet.
        public init(_ kind: WalletKind, _ commodity: Commodity) {
            self.kind = kind
            self.commodity = commodity
        }

        /// In the order in which wallets are used, energy first.
        public static func < (left: Wallet, right: Wallet) -> Bool { left.order < right.order }

        private var order: Int {
            (Commodity.allCases.firstIndex(of: commodity) ?? 0) * 10 + (WalletKind.allCases.firstIndex(of: kind) ?? 0)
        }
    }

    /// What was in the wallets before the period.
    public private(set) var opening: [Wallet: Int64] = [:]
    /// What moved in it.
    public private(set) var moved: [Wallet: [Movement: Int64]] = [:]

    /// Starts with empty wallets.
    public init() {}

    /// The wallets that held or moved anything, in the order in which they are used.
    public var wallets: [Wallet] {
        Set(opening.filter { $0.value != 0 }.keys).union(moved.keys).sorted()
    }

    /// What is in a wallet after the period.
    public func closing(_ wallet: Wallet) -> Int64 { (moved[wallet] ?? [:]).values.reduce(opening[wallet] ?? 0, +) }

    /// Adds what was there before the period.
    public mutating func open(_ wallet: Wallet, _ amount: Int64) { opening[wallet, default: 0] += amount }

    /// Adds an entry of the period.
    public mutating func add(_ draft: EntryDraft) {
        let movement = Movement(draft.kind)
        for posting in draft.postings {
            guard let wallet = posting.account.wallet else { continue }
            moved[Wallet(wallet, posting.commodity), default: [:]][movement, default: 0] += posting.amount
        }
    }

    /// Adds another group.
    public mutating func add(_ other: Movements) {
        opening.merge(other.opening, uniquingKeysWith: +)
        moved.merge(other.moved) { $0.merging($1, uniquingKeysWith: +) }
    }
}

extension Account {
    /// The wallet of a room's credit account; nil for any other account.
    public var wallet: WalletKind? {
        guard name.hasPrefix("room:"), let last = name.split(separator: ":").last else { return nil }
        return WalletKind(rawValue: String(last))
    }
}
