import Crypto

/// The bytes that are hashed, put together from columns: every field as its length, a colon and its text.
///
/// It says the form of entries a second time, so that a slip in the one that writes can not agree with itself.
struct CanonicalBuffer: ~Copyable {
    /// Longer than any number in decimal with its sign, its length and the colon.
    private static let margin = 24

    // Some million fields are written for books of some years: an array would ask before each of them whether it is shared.
    private var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
    private var count = 0

    deinit { bytes.deallocate() }

    mutating func clear() { count = 0 }

    /// A field of a text or blob.
    mutating func add(_ field: UnsafeRawBufferPointer) {
        makeRoom(for: field.count)
        write(UInt64(field.count))
        write(UInt8(ascii: ":"))
        write(field)
    }

    /// A field of a word that the form itself has.
    mutating func add(word: StaticString) {
        add(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// A field of a whole number in decimal.
    mutating func add(_ number: Int64) {
        makeRoom(for: 0)
        let isNegative = number < 0
        write(UInt64(Self.digits(of: number.magnitude) + (isNegative ? 1 : 0)))
        write(UInt8(ascii: ":"))
        if isNegative { write(UInt8(ascii: "-")) }
        write(number.magnitude)
    }

    /// Fields that another buffer holds.
    mutating func add(fieldsOf other: borrowing CanonicalBuffer) {
        makeRoom(for: other.count)
        write(other.fields)
    }

    private var fields: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[..<count]) }

    private mutating func makeRoom(for length: Int) {
        let needed = count + length + Self.margin
        guard needed > bytes.count else { return }
        let wider = UnsafeMutableRawBufferPointer.allocate(byteCount: max(needed, 2 * bytes.count), alignment: 1)
        wider.copyMemory(from: fields)
        bytes.deallocate()
        bytes = wider
    }

    private mutating func write(_ byte: UInt8) {
        bytes[count] = byte
        count += 1
    }

    private mutating func write(_ field: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).copyMemory(from: field)
        count += field.count
    }

    /// A number in decimal.
    private mutating func write(_ number: UInt64) {
        // Almost every length has one digit or two.
        if number < 10 { return write(UInt8(truncatingIfNeeded: number) + 0x30) }
        let end = count + Self.digits(of: number)
        var place = end
        var rest = number
        repeat {
            place -= 1
            bytes[place] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
            rest /= 10
        } while rest > 0
        count = end
    }

    private static func digits(of number: UInt64) -> Int {
        var count = 1
        var rest = number
        while rest > 9 {
            rest /= 10
            count += 1
        }
        return count
    }

    /// Whether some bytes are the hash of all fields.
    func hasHash(_ hash: UnsafeRawBufferPointer) -> Bool {
        var hasher = SHA256()
        hasher.update(bufferPointer: fields)
        return hasher.finalize().withUnsafeBytes(hash.isSame)
    }
}
