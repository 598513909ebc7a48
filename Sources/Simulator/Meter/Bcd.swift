/// Packed decimal digits, low byte first, as the meter's own program packs and unpacks them.
enum Bcd {
    /// The lowest digits of a number that fit in so many bytes; a negative number is packed without its sign.
    static func bytes(_ value: Int64, count: Int) -> [UInt8] {
        var rest = value.magnitude
        return (0..<count).map { _ in
            let pair = rest % 100
            rest /= 100
            return UInt8((pair / 10) << 4 | (pair % 10))
        }
    }

    static func bytes(_ value: Int, count: Int) -> [UInt8] {
        bytes(Int64(value), count: count)
    }

    /// Reads digits without checking them: a nibble Ah counts as ten, as in the firmware.
    static func value(_ bytes: some BidirectionalCollection<UInt8>) -> Int64 {
        bytes.reversed().reduce(0) { $0 * 100 + Int64($1 >> 4) * 10 + Int64($1 & 0x0F) }
    }

    static func isDecimal(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >> 4 <= 9 && $0 & 0x0F <= 9 }
    }
}

extension [UInt8] {
    /// A field of a request; bytes behind its end read as zero.
    func field(_ offset: Int, _ length: Int) -> [UInt8] {
        (offset..<offset + length).map { $0 < count ? self[$0] : 0 }
    }

    /// A decimal field of a request, low byte first.
    func decimal(_ offset: Int, _ length: Int) -> Int64 {
        Bcd.value(field(offset, length))
    }
}
