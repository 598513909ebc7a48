/// How well letters that were typed fit a text, in their order but not side by side.
enum Fuzzy {
    /// The higher the better; nil when the letters do not stand in the text in this order. Both in lower case.
    ///
    /// Letters side by side and at the beginning of a word count more; a short text more than a long one.
    static func score(_ typed: [UInt8], in text: some Collection<UInt8>) -> Int? {
        guard !typed.isEmpty else { return 0 }
        var (place, score, run) = (0, 0, 0)
        var before = UInt8(ascii: " ")
        for byte in text where place < typed.count {
            if byte == typed[place] {
                let isStart = !isWord(before)
                run += 1
                score += run * 2 + (isStart ? 6 : 0)
                place += 1
            } else {
                run = 0
            }
            before = byte
        }
        return place == typed.count ? score * 4 - text.count / 4 : nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
