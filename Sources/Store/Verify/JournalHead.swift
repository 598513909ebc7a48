public import Domain

/// How far the journal reached on a day, and the hash of its last entry: a witness of all that was written up to there.
public struct JournalHead: Hashable, Sendable {
    /// The day on which it was written down.
    public var day: Day
    /// The number of the last entry; 0 for an empty journal.
    public var entry: Int64
    /// The hash of that entry, 32 bytes; zeros for an empty journal.
    public var hash: [UInt8]

    /// Makes a head.
    public init(day: Day, entry: Int64, hash: [UInt8]) {
        self.day = day
        self.entry = entry
        self.hash = hash
    }

    /// Reads what `line` wrote: day, number and 64 hexadecimal digits, separated by space; nil for anything else.
    public init?(line: some StringProtocol) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 3, let day = Day(String(words[0])), let entry = Int64(words[1]), entry >= 0,
            let hash = JournalHead.bytes(words[2]), hash.count == 32
        else { return nil }
        self.init(day: day, entry: entry, hash: hash)
    }

    /// The head as one line without its end, for example `2026-11-21 1204 9f…`.
    public var line: String { "\(day) \(entry) \(hexadecimal)" }

    /// The hash in 64 hexadecimal digits.
    public var hexadecimal: String { BackupName.hexadecimal(hash) }

    private static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x61...0x66: byte - 0x61 + 10
            case 0x41...0x46: byte - 0x41 + 10
            default: nil
            }
        }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
