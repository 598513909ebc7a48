import Crypto

/// The bytes that are hashed, put together from columns: every field as its length, a colon and its text.
///
/// It says the form of entries a second time, so that a slip in the one that writes can not agree with itself.
struct CanonicalBuffer {
    private(set) var bytes: [UInt8] = []
    private var digits = [UInt8](repeating: 0, count: 20)

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    /// A field of a text or blob.
    mutating func add(_ field: UnsafeRawBufferPointer) {
        write(UInt64(field.count))
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: field)
    }

    /// A field of a word that the form itself has.
    mutating func add(word: StaticString) {
        add(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// A field of a whole number in decimal.
    mutating func add(_ number: Int64) {
        let isNegative = number < 0
        var count: UInt64 = isNegative ? 2 : 1
        var rest = number.magnitude
        while rest > 9 {
            rest /= 10
            count += 1
        }
        write(count)
        bytes.append(UInt8(ascii: ":"))
        if isNegative { bytes.append(UInt8(ascii: "-")) }
        write(number.magnitude)
    }

    /// Fields that another buffer holds.
    mutating func add(fieldsOf other: CanonicalBuffer) { bytes.append(contentsOf: other.bytes) }

    private mutating func write(_ number: UInt64) {
        // Almost every length has one digit or two.
        if number < 10 { return bytes.append(UInt8(truncatingIfNeeded: number) + 0x30) }
        if number < 100 {
            bytes.append(UInt8(truncatingIfNeeded: number / 10) + 0x30)
            return bytes.append(UInt8(truncatingIfNeeded: number % 10) + 0x30)
        }
        var rest = number
        var index = digits.count
        repeat {
            index -= 1
            digits[index] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
            rest /= 10
        } while rest > 0
        digits.withUnsafeBytes { bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[index...])) }
    }

    /// Whether some bytes are the hash of all fields.
    func hasHash(_ hash: UnsafeRawBufferPointer) -> Bool {
        SHA256.hash(data: bytes).withUnsafeBytes(hash.isSame)
    }
}

/// Names by small numbers, so that accounts and rooms that come thousands of times are compared and summed without making texts of them.
struct NameTable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var slots = [Int32](repeating: -1, count: 1024)

    var count: Int { ends.count }

    /// The number of a name; a new one for a name that was not seen yet.
    mutating func index(of name: UnsafeRawBufferPointer) -> Int {
        var slot = NameTable.hash(name) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if isName(index, name) { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        slots[slot] = Int32(ends.count - 1)
        if ends.count * 2 > slots.count { grow() }
        return ends.count - 1
    }

    mutating func index(of name: String) -> Int { Array(name.utf8).withUnsafeBytes { index(of: $0) } }

    /// The name of a number.
    func text(_ index: Int) -> String { String(decoding: bytes[range(index)], as: UTF8.self) }

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    private func isName(_ index: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        let range = range(index)
        return bytes.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[range]).isSame(as: name) }
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        bytes.withUnsafeBytes { bytes in
            for index in ends.indices {
                var slot = NameTable.hash(UnsafeRawBufferPointer(rebasing: bytes[range(index)])) & (slots.count - 1)
                while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
                slots[slot] = Int32(index)
            }
        }
    }

    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }
}
