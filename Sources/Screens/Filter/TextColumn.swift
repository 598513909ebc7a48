/// A text for each row of a list, in lower case and one after the other, so that a hundred thousand are searched at once.
struct TextColumn: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = []
    /// How often each byte occurs.
    private var counts = [Int](repeating: 0, count: 256)

    init(_ texts: some Sequence<String>) {
        for text in texts {
            bytes += text.lowercased().utf8
            ends.append(UInt32(bytes.count))
        }
        for byte in bytes { counts[Int(byte)] += 1 }
    }

    /// How many rows there are.
    var count: Int { ends.count }

    /// Where the text of a row stands.
    private func range(of row: Int) -> Range<Int> { (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row]) }

    /// How well letters fit the text of a row, in their order but not side by side; nil when they do not.
    func score(_ typed: [UInt8], at row: Int) -> Int? {
        let range = range(of: row)
        guard range.count >= typed.count else { return nil }
        // Most rows lack one of the letters; only those that have all are weighed.
        let fits = bytes.withUnsafeBufferPointer { bytes in
            var place = 0
            for offset in range where bytes[offset] == typed[place] {
                place += 1
                if place == typed.count { return true }
            }
            return typed.isEmpty
        }
        return fits ? Fuzzy.score(typed, in: bytes[range]) : nil
    }

    /// Tells every row whose text has these bytes in it, or is them, in one pass over all texts.
    ///
    /// The pass stops at the byte of them that is rarest in the column, so that a common first letter costs little.
    func rows(matching part: [UInt8], wholly: Bool, found: (Int) -> Void) {
        guard !wholly, let anchor = part.indices.min(by: { counts[Int(part[$0])] < counts[Int(part[$1])] }) else {
            for row in 0..<count where matches(part, at: row, wholly: wholly) { found(row) }
            return
        }
        var row = 0
        bytes.withUnsafeBytes { bytes in
            var offset = 0
            while let hit = Self.next(part[anchor], in: bytes, from: offset) {
                while Int(ends[row]) <= hit { row += 1 }
                let start = hit - anchor
                var index = 0
                let text = range(of: row)
                if start >= text.lowerBound, start + part.count <= text.upperBound {
                    while index < part.count, bytes[start + index] == part[index] { index += 1 }
                }
                // One hit in a row is enough.
                if index == part.count { found(row) }
                offset = index == part.count ? text.upperBound : hit + 1
            }
        }
    }

    /// The next place of a byte, 32 bytes at a time.
    private static func next(_ byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        let wanted = SIMD32<UInt8>(repeating: byte)
        var offset = start
        while offset + 32 <= bytes.count {
            if any(bytes.loadUnaligned(fromByteOffset: offset, as: SIMD32<UInt8>.self) .== wanted) { break }
            offset += 32
        }
        while offset < bytes.count {
            if bytes[offset] == byte { return offset }
            offset += 1
        }
        return nil
    }

    /// Whether the text of a row has these bytes in it; `wholly` when it is to be nothing else.
    func matches(_ part: [UInt8], at row: Int, wholly: Bool) -> Bool {
        guard row < ends.count else { return false }
        let (start, length) = (range(of: row).lowerBound, range(of: row).count)
        if wholly ? length != part.count : length < part.count { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            part.withUnsafeBufferPointer { part in
                guard let first = part.first else { return true }
                for offset in start...(start + length - part.count) where bytes[offset] == first {
                    var index = 1
                    while index < part.count, bytes[offset + index] == part[index] { index += 1 }
                    if index == part.count { return true }
                }
                return false
            }
        }
    }
}
