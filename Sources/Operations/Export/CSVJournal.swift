import Domain

/// The journal as comma-separated values by RFC 4180: one line for every posting and every move of a lot, each with all of its entry.
public struct CSVJournal: JournalForm {
    /// The names of the columns, in their order.
    public static let columns = [
        "entry", "day", "at", "kind", "room", "operator", "role", "shift", "console", "approver",
        "approver-role", "approver-shift", "approver-console", "plan", "corrects", "reason", "meter", "register",
        "read", "line", "account", "commodity", "amount", "lot", "wallet", "unit", "credit", "paid", "left", "expires", "hash",
    ]

    /// Starts with nothing.
    public init() {}

    /// The line of column names, and a line `opening` for every opening balance.
    public func begin(_ opening: JournalOpening) -> String {
        var text = CSVJournal.row(CSVJournal.columns)
        for balance in opening.balances {
            let amount = [balance.account.name, balance.commodity.rawValue, balance.commodity.text(balance.amount)]
            let day = opening.from.map(\.description) ?? ""
            text += CSVJournal.row(["", day] + CSVJournal.empty(17) + ["opening"] + amount + CSVJournal.empty(8))
        }
        return text
    }

    /// One line for every posting and every move of a lot; one bare line for an entry that has neither.
    public func text(_ sealed: SealedEntry) -> String {
        let (entry, draft, actor) = (sealed.entry, sealed.entry.draft, sealed.entry.actor)
        var head = ["\(entry.sequence)", "\(entry.day)", entry.at.utcText, draft.kind.rawValue, draft.room?.text ?? ""]
        head += CSVJournal.cells(actor)
        head += entry.approver.map(CSVJournal.cells) ?? CSVJournal.empty(4)
        head += [entry.plan.text, draft.corrects.map { "\($0)" } ?? "", draft.reason]
        head += draft.reaches.map { [$0.meter.text, Commodity.kWh.text($0.register.wattHours), $0.at.utcText] } ?? CSVJournal.empty(3)
        let hash = [sealed.hash.hexadecimalText]
        var lines = draft.postings.map { posting in
            ["posting", posting.account.name, posting.commodity.rawValue, posting.commodity.text(posting.amount)] + CSVJournal.empty(7)
        }
        lines += draft.lots.map { CSVJournal.cells($0, entry: entry.sequence) }
        if lines.isEmpty { lines = [CSVJournal.empty(11)] }
        return lines.map { CSVJournal.row(head + $0 + hash) }.joined()
    }

    /// Nothing follows the last line.
    public func end() -> String { "" }

    private static func cells(_ actor: Actor) -> [String] { [actor.name, actor.role.rawValue, actor.shift, actor.console] }

    private static func cells(_ move: LotMove, entry: Int64) -> [String] {
        switch move {
        case .open(let wallet, let credited, let paid, let left, let expires):
            ["opens", "", "", "", "\(entry)", wallet.rawValue, credited.unit.rawValue, Decimals.text(credited.hundredths, decimals: 2)]
                + ["\(paid)", Decimals.text(left.hundredths, decimals: 2), expires.map { "\($0)" } ?? ""]
        case .take(let lot, let credit, let paid):
            [
                "takes", "", "", "", "\(lot.entry)", "", credit.unit.rawValue, Decimals.text(credit.hundredths, decimals: 2), "\(paid)", "",
                "",
            ]
        }
    }

    private static func empty(_ count: Int) -> [String] { [String](repeating: "", count: count) }

    private static func row(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { result += "\"" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}
