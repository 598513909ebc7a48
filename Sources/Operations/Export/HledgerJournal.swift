import Domain

/// The journal as hledger reads it, every line with an assertion of what its account holds after it.
///
/// Names keep their letters; what hledger would take for an end of the name or a mark of its own is written as `%` and two hexadecimal
/// digits for each byte, as in addresses of the web.
public struct HledgerJournal: JournalForm {
    private struct Key: Hashable {
        var account: Account
        var commodity: Commodity
    }

    private var balances: [Key: Int64] = [:]

    /// Starts with nothing.
    public init() {}

    /// Directives, and the opening balances as a transaction of the first day.
    public mutating func begin(_ opening: JournalOpening) -> String {
        var text = "; Journal of campus \(opening.campus)"
        if let from = opening.from { text += ", from \(from)" }
        if let until = opening.until { text += ", until \(until)" }
        text += "\ndecimal-mark .\n"
        for commodity in Commodity.allCases { text += "commodity \(commodity.text(0)) \(commodity.rawValue)\n" }
        for account in opening.accounts { text += "account \(HledgerJournal.name(account.name))\n" }
        if let from = opening.from, !opening.balances.isEmpty {
            text += "\n\(from) * opening balances\n"
            for balance in opening.balances {
                text += line(Posting(balance.account, balance.commodity, balance.amount))
            }
        }
        return text
    }

    /// One transaction; what is not an amount stands in tags.
    public mutating func text(_ sealed: SealedEntry) -> String {
        let entry = sealed.entry
        let draft = entry.draft
        var text = "\n\(entry.day) * (\(entry.sequence)) \(draft.kind.rawValue)"
        if let room = draft.room { text += " | \(HledgerJournal.name(room.text))" }
        text += "\n"
        let actor = entry.actor
        var tags = [("at", entry.at.utcText), ("plan", entry.plan.text), ("operator", actor.name), ("role", actor.role.rawValue)]
        tags += [("shift", actor.shift), ("console", actor.console)]
        if let approver = entry.approver { tags += [("approver", approver.name), ("approver-role", approver.role.rawValue)] }
        if let corrects = draft.corrects { tags.append(("corrects", "\(corrects)")) }
        tags.append(("reason", draft.reason))
        if let reaches = draft.reaches {
            tags += [("meter", reaches.meter.text), ("register", Commodity.kWh.text(reaches.register.wattHours))]
            tags.append(("read", reaches.at.utcText))
        }
        tags.append(("hash", sealed.hash.hexadecimalText))
        let words = tags.filter { !$0.1.isEmpty }.map { "\($0.0):\(HledgerJournal.value($0.1))" }
        text += "    ; \(words.joined(separator: ", "))\n"
        for posting in draft.postings { text += line(posting) }
        return text
    }

    /// Nothing follows the last entry.
    public func end() -> String { "" }

    private mutating func line(_ posting: Posting) -> String {
        let key = Key(account: posting.account, commodity: posting.commodity)
        let sum = balances[key, default: 0] &+ posting.amount
        balances[key] = sum
        let word = posting.commodity.rawValue
        let amount = "\(posting.commodity.text(posting.amount)) \(word) = \(posting.commodity.text(sum)) \(word)"
        return "    \(HledgerJournal.name(posting.account.name))  \(amount)\n"
    }

    /// What would end a name or begin something else in hledger's eyes.
    private static let marks = Set<UInt8>(" %;()[]|\"*!=@{}".utf8)

    /// A name without anything that hledger takes for its own.
    static func name(_ text: String) -> String { escaped(text) { marks.contains($0) } }

    /// The value of a tag: a comma ends it, brackets would be read as a date.
    static func value(_ text: String) -> String { escaped(text) { $0 == 0x25 || $0 == 0x2C || $0 == 0x5B || $0 == 0x5D } }

    private static func escaped(_ text: String, _ isMark: (UInt8) -> Bool) -> String {
        // Beyond ASCII only white space could end a name; a letter of any script stays as it is.
        let isPlain = text.utf8.allSatisfy { $0 > 0x1F && $0 < 0x7F && !isMark($0) }
        guard !isPlain else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            let byte = scalar.isASCII ? UInt8(scalar.value) : 0
            let isKept =
                scalar.isASCII ? byte > 0x1F && byte < 0x7F && !isMark(byte) : !scalar.properties.isWhitespace && scalar.value > 0x9F
            if isKept {
                result.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 { result += "%" + [byte].hexadecimalText }
            }
        }
        return result
    }
}
