import Domain
import Operations
import Phrases
import Store

/// What a restore did, as `--json` prints it.
struct RestoreOutput: Encodable {
    var file: String?
    var entries: Int64?
    var head: String?
    var reaches: Int64?
    /// Whether the copy stands in the place of the books; false for a look at it.
    var isRestored = false
    var replacedEntries: Int64?
    var kept: String?
    var settings: String?
    var trouble: String?
    var gap: GapOutput?
    var recovery: RecoveryOutput?
    var findings: [String]?
    /// What became of damaged readings.
    var readings: [String]?
    /// Orders that wait in line after a restore; the collector delivers them when it starts.
    var waiting: [OrderOutput]?

    init() {}

    /// A copy that was only looked at.
    init(_ file: String, _ found: BooksFile) {
        self.file = file
        (entries, head, reaches) = (found.entries, found.head.hexadecimal, found.lastAt?.milliseconds)
    }

    mutating func take(_ file: String, _ outcome: RestoreOutcome) {
        self = RestoreOutput(file, outcome.restored)
        isRestored = true
        (replacedEntries, kept, settings) = (outcome.replacedEntries, outcome.kept, outcome.settings)
        trouble = outcome.trouble.map { "\($0) \($0.remedy)" }
    }

    /// What is printed for people.
    var text: String {
        guard let file, let entries else { return "" }
        let last = reaches.map { phrase(", the last of \(WallTime(Instant(milliseconds: $0), at: .china))") } ?? ""
        guard isRestored else { return phrase("\(file) verifies: \(entries) entries\(last). Nothing was changed.") }
        var lines = [phrase("Restored \(file): \(entries) entries\(last).")]
        if let kept {
            lines.append(
                phrase("The replaced books, with \(replacedEntries.map(String.init) ?? "unreadable") entries, are kept in \(kept)."))
        }
        if let replacedEntries, replacedEntries > entries {
            lines.append(phrase("The copy is older: \(replacedEntries - entries) entries of the replaced books are not in it."))
        }
        lines.append(phrase("Sales after that are known to the meters alone; what had not reached its meter stands only on receipts."))
        if let settings { lines.append(phrase("campus.toml was missing; it was put back from \(settings).")) }
        if let trouble { lines.append(phrase("The exchange is done, but may not outlive a power cut in the next moments: \(trouble)")) }
        return lines.joined(separator: "\n")
    }
}

/// What was written to close the gap, as `--json` prints it.
struct RecoveryOutput: Encodable {
    let confirmed: Int
    let sales: Int
    let takeBacks: Int
    let unpriced: Int
    let yuan: String
    let changed: [String]

    init(_ recovery: Recovery) {
        (confirmed, sales, unpriced) = (recovery.confirmed, recovery.sales, recovery.unpriced)
        takeBacks = recovery.takeBacks
        yuan = "\(recovery.money)"
        changed = recovery.changed.map(\.text)
    }

    /// What is printed for people.
    var text: String {
        var lines = [
            phrase("\(sales) sales were written again, \(yuan) yuan in \(Account.recovered.words); \(confirmed) orders were confirmed.")
        ]
        if takeBacks > 0 { lines.append(phrase("\(takeBacks) take-backs were written again, with what was paid for the credit.")) }
        if sales > 0 { lines.append(phrase("Count the drawers: which of them holds that money no meter knows.")) }
        if unpriced > 0 { lines.append(phrase("What was paid for \(unpriced) of them is not known: they were sold at another price.")) }
        if !changed.isEmpty { lines.append(phrase("Changed meanwhile, run dormwatt restore --gap: \(changed.joined(separator: ", ")).")) }
        return lines.joined(separator: "\n")
    }
}
