import Operations
import Phrases

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

    /// The same where the name is often the one of the last time, or stands as far behind it as that did behind the one before.
    mutating func index(of name: UnsafeRawBufferPointer, after last: inout (index: Int, step: Int)) -> Int {
        let next = last.index + last.step
        if ends.indices.contains(next), isName(next, name) {
            last.index = next
            return next
        }
        let found = index(of: name)
        last = (found, found - last.index)
        return found
    }

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
        var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(name.count)
        var place = 0
        while place + 8 <= name.count {
            hash = (hash ^ name.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            place += 8
        }
        while place < name.count {
            hash = (hash ^ UInt64(name[place])) &* 0x100_0000_01B3
            place += 1
        }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }
}

/// The words of a fixed list, found by their bytes.
struct WordList<Word: RawRepresentable & CaseIterable> where Word.RawValue == String {
    private let words = Array(Word.allCases)
    private let bytes = Word.allCases.flatMap { Array($0.rawValue.utf8) }
    private let lengths = Word.allCases.map(\.rawValue.utf8.count)

    /// The place of a word in the order of all cases. Throws for one that the program does not know.
    func index(of word: UnsafeRawBufferPointer) throws -> Int {
        let found: Int? = bytes.withUnsafeBytes { bytes in
            var start = 0
            for (index, length) in lengths.enumerated() {
                if length == word.count, UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]).isSame(as: word) { return index }
                start += length
            }
            return nil
        }
        if let found { return found }
        throw BooksError.damaged(phrase("'\(String(decoding: word, as: UTF8.self))' is a word that this program does not know"))
    }

    /// The word itself.
    func word(_ bytes: UnsafeRawBufferPointer) throws -> Word { words[try index(of: bytes)] }
}
