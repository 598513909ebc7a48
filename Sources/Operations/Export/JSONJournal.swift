import Domain

/// The journal as one JSON object with everything that the hash of an entry covers; amounts are whole numbers of the smallest unit.
public struct JSONJournal: JournalForm {
    private var isFirst = true

    /// Starts with nothing.
    public init() {}

    /// The campus, the period, the opening balances, and the beginning of the list of entries.
    public func begin(_ opening: JournalOpening) -> String {
        let balances = opening.balances.map { balance in
            JSONText.object([
                ("account", .text(balance.account.name)), ("commodity", .text(balance.commodity.rawValue)),
                ("amount", .number(balance.amount)),
            ])
        }
        return """
            {"form":"dormwatt-journal-1","campus":\(JSONText.quoted(opening.campus)),"from":\(JSONText.day(opening.from).text),\
            "until":\(JSONText.day(opening.until).text),"opening":[\(balances.joined(separator: ","))],"entries":[
            """
    }

    /// One object on a line of its own.
    public mutating func text(_ sealed: SealedEntry) -> String {
        let (entry, draft, actor) = (sealed.entry, sealed.entry.draft, sealed.entry.actor)
        let postings = draft.postings.map {
            JSONText.object([
                ("account", .text($0.account.name)), ("commodity", .text($0.commodity.rawValue)), ("amount", .number($0.amount)),
            ])
        }
        let reaches = draft.reaches.map {
            JSONText.object([
                ("meter", .text($0.meter.text)), ("wattHours", .number($0.register.wattHours)), ("at", .number($0.at.milliseconds)),
            ])
        }
        let approver = entry.approver.map {
            JSONText.object([
                ("operator", .text($0.name)), ("role", .text($0.role.rawValue)), ("shift", .text($0.shift)), ("console", .text($0.console)),
            ])
        }
        let object = JSONText.object([
            ("entry", .number(entry.sequence)), ("at", .number(entry.at.milliseconds)), ("day", JSONText.day(entry.day)),
            ("operator", .text(actor.name)), ("role", .text(actor.role.rawValue)), ("shift", .text(actor.shift)),
            ("console", .text(actor.console)), ("approver", approver.map { .raw($0) } ?? .none), ("plan", .text(entry.plan.text)),
            ("kind", .text(draft.kind.rawValue)),
            ("room", draft.room.map { .text($0.text) } ?? .none), ("corrects", draft.corrects.map { .number($0) } ?? .none),
            ("reason", .text(draft.reason)), ("postings", .raw("[\(postings.joined(separator: ","))]")),
            ("lots", .raw("[\(draft.lots.map(JSONJournal.lot).joined(separator: ","))]")), ("reaches", reaches.map { .raw($0) } ?? .none),
            ("previousHash", .text(entry.previousHash.hexadecimalText)), ("hash", .text(sealed.hash.hexadecimalText)),
        ])
        defer { isFirst = false }
        return (isFirst ? "\n" : ",\n") + object
    }

    /// The end of the list and of the object.
    public func end() -> String { "\n]}\n" }

    private static func lot(_ move: LotMove) -> String {
        switch move {
        case .open(let wallet, let credited, let paid, let left, let expires):
            JSONText.object([
                ("move", .text("open")), ("wallet", .text(wallet.rawValue)), ("unit", .text(credited.unit.rawValue)),
                ("credited", .number(credited.hundredths)), ("paid", .number(paid.fen)), ("left", .number(left.hundredths)),
                ("expires", JSONText.day(expires)),
            ])
        case .take(let lot, let credit, let paid):
            JSONText.object([
                ("move", .text("take")), ("lot", .number(lot.entry)), ("unit", .text(credit.unit.rawValue)),
                ("credit", .number(credit.hundredths)), ("paid", .number(paid.fen)),
            ])
        }
    }
}

/// JSON as text, by hand: the fields keep the order in which they are named.
private enum JSONText {
    enum Value {
        case none
        case text(String)
        case number(Int64)
        case raw(String)

        var text: String {
            switch self {
            case .none: "null"
            case .text(let text): quoted(text)
            case .number(let number): "\(number)"
            case .raw(let text): text
            }
        }
    }

    static func object(_ fields: [(name: String, value: Value)]) -> String {
        "{" + fields.map { "\"\($0.name)\":\($0.value.text)" }.joined(separator: ",") + "}"
    }

    static func day(_ day: Day?) -> Value { day.map { .text("\($0)") } ?? .none }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                result += "\\"
                result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20: result += "\\u00" + [UInt8(scalar.value)].hexadecimalText
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
