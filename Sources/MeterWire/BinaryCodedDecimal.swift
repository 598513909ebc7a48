/// Packed decimal digits, two a byte, low byte first: the number coding of DL/T 645.
enum BinaryCodedDecimal {
    /// The most bytes whose digits always fit in 64 bits.
    static let longest = 9

    /// Reads digits, low byte first.
    ///
    /// - Parameter signed: the top bit of the last byte means minus and is no part of the digits.
    /// - Returns: `nil` for no bytes, for more than ``longest``, and for a nibble that is no decimal digit.
    static func value(_ bytes: ArraySlice<UInt8>, signed: Bool = false) -> Int64? {
        guard !bytes.isEmpty, bytes.count <= longest else { return nil }
        var value: Int64 = 0
        var negative = false
        var index = bytes.endIndex
        while index > bytes.startIndex {
            index -= 1
            var byte = bytes[index]
            if signed, index == bytes.endIndex - 1, byte & 0x80 != 0 {
                negative = true
                byte &= 0x7F
            }
            guard byte >> 4 <= 9, byte & 0x0F <= 9 else { return nil }
            value = value * 100 + Int64(byte >> 4) * 10 + Int64(byte & 0x0F)
        }
        return negative ? -value : value
    }

    /// Reads one byte of two digits.
    static func value(_ byte: UInt8) -> Int? {
        guard byte >> 4 <= 9, byte & 0x0F <= 9 else { return nil }
        return Int(byte >> 4) * 10 + Int(byte & 0x0F)
    }

    /// Writes a number in `length` bytes, low byte first; `nil` when it is negative or has more digits.
    static func bytes(_ value: Int64, length: Int) -> [UInt8]? {
        guard value >= 0 else { return nil }
        var rest = value
        var bytes: [UInt8] = []
        for _ in 0..<length {
            bytes.append(UInt8(rest % 10) | UInt8(rest / 10 % 10) << 4)
            rest /= 100
        }
        return rest == 0 ? bytes : nil
    }

    /// Writes two digits in one byte; what is above 99 loses its higher digits.
    static func byte(_ value: Int) -> UInt8 {
        let twoDigits = UInt8((value % 100).magnitude)
        return (twoDigits / 10) << 4 | twoDigits % 10
    }

    /// Packs a text of exactly `count` decimal digits, at most 16, the first digit highest.
    static func packed(_ text: String, count: Int) -> UInt64? {
        guard text.utf8.count == count, count <= 16 else { return nil }
        var value: UInt64 = 0
        for character in text.utf8 {
            guard character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9") else { return nil }
            value = value << 4 | UInt64(character - UInt8(ascii: "0"))
        }
        return value
    }

    /// Packs bytes, low byte first, when every nibble is a decimal digit.
    static func packed(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        guard bytes.count <= 8 else { return nil }
        var value: UInt64 = 0
        for byte in bytes.reversed() {
            guard byte >> 4 <= 9, byte & 0x0F <= 9 else { return nil }
            value = value << 8 | UInt64(byte)
        }
        return value
    }
}

/// Bytes of a number, low byte first.
func littleEndianBytes(_ value: UInt64, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
}
