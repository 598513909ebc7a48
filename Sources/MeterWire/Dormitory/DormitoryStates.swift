/// Running status word 3 (04000503) as dormitory meters use it. Source: dormitory dialect, balance, alarms and relay.
public struct DormitoryStatusWord: OptionSet, Hashable, Sendable {
    /// The two bytes, low first.
    public let rawValue: UInt16
    /// Takes all sixteen bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// The purchased balance is used up.
    public static let noMoney = DormitoryStatusWord(rawValue: 1 << 0)
    /// The power limit has opened the relay.
    public static let overPower = DormitoryStatusWord(rawValue: 1 << 1)
    /// The reminder trip of alarm 2 is running.
    public static let alarm2 = DormitoryStatusWord(rawValue: 1 << 2)
    /// Forbidden load has opened the relay.
    public static let forbiddenLoad = DormitoryStatusWord(rawValue: 1 << 3)
    /// The relay is open.
    public static let relayOpen = DormitoryStatusWord(rawValue: 1 << 4)
    /// A remote command holds the relay open.
    public static let remoteTrip = DormitoryStatusWord(rawValue: 1 << 6)
    /// Warning before a trip; no meter read so far sets it.
    public static let preTrip = DormitoryStatusWord(rawValue: 1 << 7)
    /// The account is in refund mode; the bit may stay after it is left, the account state is right.
    public static let refundMode = DormitoryStatusWord(rawValue: 1 << 10)
    /// Keep-power is on: no trip is obeyed.
    public static let keepPower = DormitoryStatusWord(rawValue: 1 << 12)
}

/// The account state of a dormitory meter, data item 04500002.
public enum DormitoryAccountState: UInt8, Hashable, Sendable {
    /// As it left the factory.
    case factory = 0
    /// After the purse was initialised.
    case purseInitialised = 1
    /// Normal again after refund mode was left.
    case normal = 2
    /// Closed for a refund; the relay is open.
    case refundMode = 3
}

/// The fault byte of a dormitory meter, data item 04500003.
public struct DormitoryFaults: OptionSet, Hashable, Sendable {
    /// The byte.
    public let rawValue: UInt8
    /// Takes all eight bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The memory has a fault.
    public static let memory = DormitoryFaults(rawValue: 1 << 0)
    /// Energy was counted while the relay was open.
    public static let relay = DormitoryFaults(rawValue: 1 << 1)
    /// The power limit has opened the relay.
    public static let overPower = DormitoryFaults(rawValue: 1 << 2)
    /// The voltage is too high.
    public static let overvoltage = DormitoryFaults(rawValue: 1 << 3)
    /// The balance is zero.
    public static let zeroBalance = DormitoryFaults(rawValue: 1 << 4)
    /// The card or its reader has a fault.
    public static let card = DormitoryFaults(rawValue: 1 << 5)
    /// Forbidden load has opened the relay.
    public static let forbiddenLoad = DormitoryFaults(rawValue: 1 << 6)
    /// The metering chip has a fault.
    public static let meteringChip = DormitoryFaults(rawValue: 1 << 7)
}

/// The flag byte of a dormitory meter, data item 04900105; it is read and never written.
public struct DormitoryFlags: OptionSet, Hashable, Sendable {
    /// The byte.
    public let rawValue: UInt8
    /// Takes all eight bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Keep-power is on.
    public static let keepPower = DormitoryFlags(rawValue: 1 << 0)
    /// A remote command holds the relay open.
    public static let remoteTrip = DormitoryFlags(rawValue: 1 << 1)
    /// The relay output is a level.
    public static let relayLevel = DormitoryFlags(rawValue: 1 << 5)
    /// Time control is enabled; the meter only stores it.
    public static let timeControl = DormitoryFlags(rawValue: 1 << 6)
}

/// Why a dormitory meter refuses a command: the error byte of its answer. Source: dormitory dialect, answer block.
public enum DormitoryRefusal: Hashable, Sendable, RawRepresentable {
    /// 01: the command is unknown or not built in.
    case unknownCommand
    /// 12: the customer number is not the stored one.
    case customerNumber
    /// 13: the purchase count is neither the stored one nor the next.
    case purchaseCount
    /// 15: the balance would grow beyond the meter's number.
    case overflow
    /// 31: the meter number is another meter's.
    case meterNumber
    /// 36: a top-up with count 0 and an amount.
    case openAccount
    /// 38: the account is in refund mode.
    case refundMode
    /// 42: the amount is above 300000.00.
    case amount
    /// 43: the order number holds a nibble that is no digit.
    case orderFormat
    /// 44: the order number is older than the meter accepts.
    case orderTooOld
    /// 45: the order number was booked before.
    case orderUsed
    /// 83: the price is outside 0.0100 to 5.0000.
    case price
    /// 84: the length is not one of the command's.
    case length
    /// A byte without a known meaning; 00 to a table means that the memory could not be written.
    case other(UInt8)

    /// Takes any byte.
    public init(rawValue: UInt8) {
        self = Self.known.first { $0.rawValue == rawValue } ?? .other(rawValue)
    }

    private static let known: [DormitoryRefusal] = [
        .unknownCommand, .customerNumber, .purchaseCount, .overflow, .meterNumber, .openAccount, .refundMode, .amount,
        .orderFormat, .orderTooOld, .orderUsed, .price, .length,
    ]

    /// The error byte.
    public var rawValue: UInt8 {
        switch self {
        case .unknownCommand: 0x01
        case .customerNumber: 0x12
        case .purchaseCount: 0x13
        case .overflow: 0x15
        case .meterNumber: 0x31
        case .openAccount: 0x36
        case .refundMode: 0x38
        case .amount: 0x42
        case .orderFormat: 0x43
        case .orderTooOld: 0x44
        case .orderUsed: 0x45
        case .price: 0x83
        case .length: 0x84
        case .other(let byte): byte
        }
    }
}
