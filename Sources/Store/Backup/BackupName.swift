public import Domain

/// What the name of a verified copy says: `books-2026-11-21-211558-42-3f9c0a1b22d4e5f6.sqlite`.
///
/// Only a copy that was read again and verified has such a name. The names sort by age. A copy of a day's end carries the time 240000
/// of that day, whenever it was made.
public struct BackupName: Hashable, Comparable, Sendable {
    /// The business day that the copy reaches.
    public var day: Day
    /// Seconds since the day's midnight, 0 to 86 400.
    public var second: Int
    /// The entries of its journal.
    public var entries: Int64
    /// The head of its chain: the first sixteen hexadecimal digits.
    public var head: String

    /// Names a copy.
    public init(day: Day, second: Int, entries: Int64, head: [UInt8]) {
        self.day = day
        self.second = second
        self.entries = entries
        self.head = BackupName.hexadecimal(head.prefix(8))
    }

    /// Reads the name of a file; nil for anything else.
    public init?(_ file: String) {
        guard file.hasPrefix("books-"), file.hasSuffix(".sqlite") else { return nil }
        let parts = file.dropFirst(6).dropLast(7).split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, let day = Day(parts[0...2].joined(separator: "-")), let second = BackupName.second(parts[3]),
            let entries = Int64(parts[4]), entries >= 0, parts[5].utf8.count == 16,
            parts[5].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        (self.day, self.second, self.entries, head) = (day, second, entries, parts[5])
        guard text == file else { return nil }
    }

    /// The name of the file.
    public var text: String {
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Decimals.padded($0, 2) }.joined()
        return "books-\(day)-\(clock)-\(entries)-\(head).sqlite"
    }

    /// The instant up to which the copy reaches.
    public func at(_ offset: UTCOffset) -> Instant { day.start(at: offset).adding(seconds: Int64(second)) }

    /// Whether the left one is older.
    public static func < (left: BackupName, right: BackupName) -> Bool {
        (left.day, left.second, left.entries, left.head) < (right.day, right.second, right.entries, right.head)
    }

    private static func second(_ text: String) -> Int? {
        guard text.utf8.count == 6, let number = Int(text), number >= 0 else { return nil }
        let (hour, minute, second) = (number / 10_000, number / 100 % 100, number % 100)
        guard hour <= 24, minute < 60, second < 60, hour < 24 || minute + second == 0 else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
