/// A password of a meter with its level: PA P0 P1 P2. Source: DL/T 645-2007, write and control commands.
public struct Password: Hashable, Sendable {
    /// Access level, 0 is the highest; 2 clears and switches, 4 writes parameters.
    public let level: UInt8
    /// Six digits, two a byte, of which only the low 24 bits count; 0x123456 is the password 123456.
    public let packedDigits: UInt32

    /// Makes a password; bits above the sixth digit are dropped.
    public init(level: UInt8, packedDigits: UInt32) {
        self.level = level
        self.packedDigits = packedDigits & 0xFF_FFFF
    }

    /// Level 2 with six zeros, as dormitory meters leave the factory.
    public static let factory = Password(level: 2, packedDigits: 0)

    /// PA P0 P1 P2, low pair of digits first.
    public var wireBytes: [UInt8] { [level] + littleEndianBytes(UInt64(packedDigits), count: 3) }
}

/// Who sends a command: C0 to C3, kept by the meter in its event records.
public struct OperatorCode: Hashable, Sendable, RawRepresentable {
    /// C3 in the highest byte, C0 in the lowest.
    public let rawValue: UInt32

    /// Takes any 32 bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// No operator.
    public static let none = OperatorCode(rawValue: 0)

    /// C0 C1 C2 C3.
    public var wireBytes: [UInt8] { littleEndianBytes(UInt64(rawValue), count: 4) }
}

/// Four bytes at the end of a request that a dormitory meter echoes at the end of its answer.
public struct SerialNumber: Hashable, Sendable, RawRepresentable {
    /// The four bytes as one number, the first on the wire lowest.
    public let rawValue: UInt32

    /// Takes any 32 bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The four bytes in the order of the wire.
    public var wireBytes: [UInt8] { littleEndianBytes(UInt64(rawValue), count: 4) }
}

/// The customer of a meter: twelve decimal digits.
public struct CustomerNumber: Hashable, Sendable, CustomStringConvertible {
    private let packed: UInt64

    /// Reads twelve decimal digits; anything else gives `nil`.
    public init?(_ text: String) {
        guard let packed = BinaryCodedDecimal.packed(text, count: 12) else { return nil }
        self.packed = packed
    }

    /// Reads six bytes of two digits each, low pair first; anything else gives `nil`.
    public init?(wireBytes: some Collection<UInt8>) {
        guard wireBytes.count == 6, let packed = BinaryCodedDecimal.packed(ArraySlice(wireBytes)) else { return nil }
        self.packed = packed
    }

    private init(trusted packed: UInt64) {
        self.packed = packed
    }

    /// All digits 9: every customer, in a subsidy for all meters.
    public static let everyone = CustomerNumber(trusted: 0x9999_9999_9999)

    /// Six bytes, low pair of digits first.
    public var wireBytes: [UInt8] { littleEndianBytes(packed, count: 6) }

    /// Twelve digits, highest first.
    public var description: String { hexadecimal(packed, digits: 12) }
}

/// The number of an order in the order variants of the dormitory dialect: sixteen digits `YYMMDDhhmmssCCCC`.
public struct OrderNumber: Hashable, Sendable, CustomStringConvertible {
    private let packed: UInt64

    /// Reads sixteen decimal digits; anything else gives `nil`.
    public init?(_ text: String) {
        guard let packed = BinaryCodedDecimal.packed(text, count: 16) else { return nil }
        self.packed = packed
    }

    /// Reads eight bytes of two digits each, low pair first; anything else gives `nil`.
    public init?(wireBytes: some Collection<UInt8>) {
        guard wireBytes.count == 8, let packed = BinaryCodedDecimal.packed(ArraySlice(wireBytes)) else { return nil }
        self.packed = packed
    }

    /// Eight bytes, low pair of digits first: the running number, then the time from second to year.
    public var wireBytes: [UInt8] { littleEndianBytes(packed, count: 8) }

    /// Sixteen digits, highest first.
    public var description: String { hexadecimal(packed, digits: 16) }
}
