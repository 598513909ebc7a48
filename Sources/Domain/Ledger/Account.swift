/// What is counted in a posting: each entry balances for every commodity by itself.
public enum Commodity: String, Hashable, Sendable, CaseIterable {
    /// Real money, in fen.
    case yuan
    /// Energy credit, in watt-hours.
    case kWh
    /// Credit of meters that keep money, in fen. It is not money: it is what the meter may still deliver.
    case meterYuan

    /// The commodity in which a meter's credit stands.
    public init(_ unit: CreditUnit) { self = unit == .energy ? .kWh : .meterYuan }
}

/// An account of the journal, by its name.
public struct Account: Hashable, Comparable, Sendable {
    /// The name, for example `room:3-418:purchased`.
    public let name: String

    /// Makes an account from its name.
    public init(_ name: String) { self.name = name }

    /// The drawer of an operator.
    public static func cash(_ operatorName: String) -> Account { Account(cashPrefix + operatorName) }
    /// Whose drawer it is; nil for any other account.
    public var drawer: String? { name.hasPrefix(Account.cashPrefix) ? String(name.dropFirst(Account.cashPrefix.count)) : nil }
    private static let cashPrefix = "assets:cash:"
    /// Money for credit that meters prove was sold, of which nobody knows which drawer holds it.
    public static let recovered = Account("assets:recovered")
    /// The bank.
    public static let bank = Account("assets:bank")
    /// What a room has paid and not yet used.
    public static func prepaid(_ room: RoomID) -> Account { Account("liabilities:prepaid:\(room)") }
    /// What is to be paid out.
    public static let refundsDue = Account("liabilities:refunds-due")
    /// What is due to one who left, by the number of the stay.
    public static func payout(stay: Int64) -> Account { Account("liabilities:payout:stay-\(stay)") }
    /// What is due to people who did not come for it.
    public static let unclaimed = Account("liabilities:unclaimed")
    /// What is on its way to a room: money that it will have paid, and the credit for it.
    public static func moving(to room: RoomID) -> Account { Account(movingPrefix + room.text) }
    /// The room to which something is on its way; nil for any other account.
    public var destination: RoomID? {
        name.hasPrefix(Account.movingPrefix) ? RoomID(String(name.dropFirst(Account.movingPrefix.count))) : nil
    }
    private static let movingPrefix = "liabilities:moving:"
    /// Earned by delivered electricity.
    public static let income = Account("income:electricity")
    /// The odd fen.
    public static let rounding = Account("income:rounding")
    /// Credit that was issued for money, or found in meters when they were taken over.
    public static let issued = Account("energy:issued")
    /// Credit that was given.
    public static let granted = Account("energy:granted")
    /// Credit that was used.
    public static let used = Account("energy:used")
    /// Credit that expired.
    public static let expired = Account("energy:expired")
    /// A wallet of a room.
    public static func wallet(_ kind: WalletKind, of room: RoomID) -> Account { Account("room:\(room):\(kind.rawValue)") }

    /// Whether the left one comes first.
    public static func < (left: Account, right: Account) -> Bool { left.name < right.name }
}

extension Account: CustomStringConvertible {
    /// The name itself.
    public var description: String { name }
}

/// One line of an entry: so much of a commodity into (positive) or out of (negative) an account.
public struct Posting: Hashable, Sendable {
    /// The account.
    public var account: Account
    /// What is counted.
    public var commodity: Commodity
    /// The amount in the smallest unit of the commodity: fen or watt-hours.
    public var amount: Int64

    /// Makes a posting.
    public init(_ account: Account, _ commodity: Commodity, _ amount: Int64) {
        self.account = account
        self.commodity = commodity
        self.amount = amount
    }

    /// Money into or out of an account.
    public init(_ account: Account, _ money: Money) { self.init(account, .yuan, money.fen) }

    /// Credit into or out of an account.
    public init(_ account: Account, _ credit: Credit) {
        self.init(account, Commodity(credit.unit), credit.unit == .energy ? credit.hundredths * 10 : credit.hundredths)
    }
}
