/// The address of one meter on a DL/T 645 bus: twelve decimal digits, where a pair of digits may be `AA`.
///
/// A pair `AA` stands for "any two digits": all six pairs are the wildcard, high pairs alone are the abbreviated form of a read.
/// Source: DL/T 645-2007, address field.
public struct MeterAddress: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The six address bytes as one number, four bits a digit, the highest digit in bits 44 to 47.
    let packed: UInt64

    /// The wildcard: every meter that hears it answers with its own address.
    public static let wildcard = MeterAddress(trusted: 0xAAAA_AAAA_AAAA)

    /// The broadcast address: every meter obeys, none answers.
    public static let broadcast = MeterAddress(trusted: 0x9999_9999_9999)

    /// Reads an address as it is printed on the meter, highest digit first.
    ///
    /// - Parameter text: exactly twelve characters, each pair either two digits or `AA`; anything else gives `nil`.
    public init?(_ text: String) {
        guard text.utf8.count == 12 else { return nil }
        var value: UInt64 = 0
        for character in text.utf8 {
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(character - UInt8(ascii: "0"))
            case UInt8(ascii: "A"): value = value << 4 | 0xA
            default: return nil
            }
        }
        self.init(packed: value)
    }

    /// Reads the six bytes of an address field, lowest pair of digits first.
    ///
    /// - Parameter wireBytes: exactly six bytes, each two decimal digits or `AAh`; anything else gives `nil`.
    public init?(wireBytes: some Collection<UInt8>) {
        guard wireBytes.count == 6 else { return nil }
        var value: UInt64 = 0
        for (position, byte) in wireBytes.enumerated() {
            value |= UInt64(byte) << UInt64(8 * position)
        }
        self.init(packed: value)
    }

    /// Takes 48 packed bits when every byte is two decimal digits or `AAh`.
    init?(packed: UInt64) {
        // Bit 0 of every nibble that is above 9: its bit 3 is set together with bit 2 or bit 1.
        let aboveNine = (packed >> 3) & ((packed >> 2) | (packed >> 1)) & 0x1111_1111_1111
        guard aboveNine == 0 || Self.onlyWholeWildcardPairs(packed) else { return nil }
        self.packed = packed
    }

    private init(trusted packed: UInt64) {
        self.packed = packed
    }

    private static func onlyWholeWildcardPairs(_ packed: UInt64) -> Bool {
        (0..<6).allSatisfy { pair in
            let byte = UInt8(truncatingIfNeeded: packed >> UInt64(8 * pair))
            return byte == 0xAA || (byte >> 4 <= 9 && byte & 0x0F <= 9)
        }
    }

    /// The six bytes of the address field, lowest pair of digits first.
    public var wireBytes: [UInt8] {
        (0..<6).map { UInt8(truncatingIfNeeded: packed >> UInt64(8 * $0)) }
    }

    /// True for the address of which every pair is `AA`.
    public var isWildcard: Bool { self == .wildcard }

    /// True for the address of which every digit is 9.
    public var isBroadcast: Bool { self == .broadcast }

    /// True when at least one pair is `AA`, so that the address may stand for more than one meter.
    public var hasWildcardPairs: Bool {
        (0..<6).contains { UInt8(truncatingIfNeeded: packed >> UInt64(8 * $0)) == 0xAA }
    }

    /// True when both addresses may mean the same meter: each pair is equal, or `AA` in one of them.
    ///
    /// The broadcast address is a plain number here; who obeys a broadcast is a question of the function.
    public func matches(_ other: MeterAddress) -> Bool {
        if packed == other.packed { return true }
        return (0..<6).allSatisfy { pair in
            let own = UInt8(truncatingIfNeeded: packed >> UInt64(8 * pair))
            let their = UInt8(truncatingIfNeeded: other.packed >> UInt64(8 * pair))
            return own == their || own == 0xAA || their == 0xAA
        }
    }

    /// The twelve digits, highest first.
    public var description: String { hexadecimal(packed, digits: 12) }

    /// Orders addresses as their printed digits are ordered.
    public static func < (left: MeterAddress, right: MeterAddress) -> Bool { left.packed < right.packed }
}
