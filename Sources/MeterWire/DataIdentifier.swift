/// The name of a data item or a prepayment command: DI3 DI2 DI1 DI0, written highest first as in `0x02010100`.
///
/// Source: DL/T 645-2007, data identification.
public struct DataIdentifier: Hashable, Sendable, Comparable, RawRepresentable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// DI3 in the highest byte, DI0 in the lowest.
    public let rawValue: UInt32

    /// Takes any 32 bits; unknown identifiers are kept as they are.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Writes an identifier as a literal, for example `0x02010100`.
    public init(integerLiteral value: UInt32) {
        rawValue = value
    }

    /// Reads eight hexadecimal digits, highest first; anything else gives `nil`.
    public init?(_ text: String) {
        guard text.utf8.count == 8, text.utf8.first != UInt8(ascii: "+"), let value = UInt32(text, radix: 16) else { return nil }
        rawValue = value
    }

    /// Reads DI0 DI1 DI2 DI3 from the first four bytes of plain data; fewer than four give `nil`.
    public init?(wireBytes: some Collection<UInt8>) {
        var iterator = wireBytes.makeIterator()
        guard let di0 = iterator.next(), let di1 = iterator.next(), let di2 = iterator.next(), let di3 = iterator.next() else {
            return nil
        }
        rawValue = UInt32(di0) | UInt32(di1) << 8 | UInt32(di2) << 16 | UInt32(di3) << 24
    }

    /// The four bytes DI0 DI1 DI2 DI3, lowest first, plain.
    public var wireBytes: [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: rawValue >> UInt32(8 * $0)) }
    }

    /// Eight hexadecimal digits, highest first.
    public var description: String { hexadecimal(UInt64(rawValue), digits: 8) }

    /// Orders identifiers by number.
    public static func < (left: DataIdentifier, right: DataIdentifier) -> Bool { left.rawValue < right.rawValue }
}
