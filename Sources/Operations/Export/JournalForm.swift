public import Domain

/// An entry with the hash that stands beside it in the journal.
public struct SealedEntry: Hashable, Sendable {
    /// What was written.
    public var entry: Entry
    /// Its hash, 32 bytes.
    public var hash: [UInt8]

    /// Puts an entry and its hash together.
    public init(_ entry: Entry, hash: [UInt8]) {
        self.entry = entry
        self.hash = hash
    }
}

/// What stands before the first entry of an export.
public struct JournalOpening: Hashable, Sendable {
    /// The id of the campus.
    public var campus: String
    /// The first business day; nil for the beginning of the journal.
    public var from: Day?
    /// The last business day; nil for the end of the journal.
    public var until: Day?
    /// Every account that was ever posted to, in order of names.
    public var accounts: [Account]
    /// What the accounts held before the first day, without zeros, in order of names; none when the journal is exported from its beginning.
    public var balances: [AccountBalance]

    /// Makes an opening.
    public init(campus: String, from: Day? = nil, until: Day? = nil, accounts: [Account], balances: [AccountBalance]) {
        self.campus = campus
        self.from = from
        self.until = until
        self.accounts = accounts
        self.balances = balances
    }
}

/// A journal as text that other programs read, written piece by piece, so that a journal of any length is never held.
///
/// Entries come in order of their business days, those of one day in order of their numbers.
public protocol JournalForm {
    /// What stands before the first entry.
    mutating func begin(_ opening: JournalOpening) -> String
    /// One entry.
    mutating func text(_ sealed: SealedEntry) -> String
    /// What stands after the last entry.
    mutating func end() -> String
}

/// The forms that a journal can be exported in.
public enum JournalFormat: String, CaseIterable, Sendable {
    /// Plain text for hledger, with balance assertions.
    case hledger
    /// One line for every line of an entry.
    case csv
    /// One object with everything that is hashed.
    case json

    /// A new writer of this form.
    public func form() -> any JournalForm {
        switch self {
        case .hledger: HledgerJournal()
        case .csv: CSVJournal()
        case .json: JSONJournal()
        }
    }
}

extension Commodity {
    /// Decimals of an amount as text: the smallest unit is the fen or the watt-hour.
    var decimals: Int { self == .kWh ? 3 : 2 }

    /// An amount of the smallest unit as text, for example `-90.900`.
    func text(_ amount: Int64) -> String { Decimals.text(amount, decimals: decimals) }
}

extension Instant {
    /// The instant in UTC by ISO 8601, for example `2026-11-21T13:15:58.000Z`.
    var utcText: String {
        let time = WallTime(self, at: UTCOffset(minutes: 0))
        let rest = Int(milliseconds - time.day.start(at: UTCOffset(minutes: 0)).milliseconds) % 1000
        return "\(time.day)T\(time.clock).\(Decimals.padded(rest, 3))Z"
    }
}

extension [UInt8] {
    /// The bytes as hexadecimal digits in small letters.
    var hexadecimalText: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
