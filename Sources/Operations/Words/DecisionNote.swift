import Domain
import Phrases

/// What the note of an order says once a person has ended its dispute: what stood there before, who decided what, and why.
enum DecisionNote {
    /// Who decided what.
    static func words(_ settlement: Settlement, by name: String, _ role: Phrase) -> Phrase {
        switch settlement {
        case .confirmed: Phrase("Decided by \(name), \(role): the meter has it.")
        case .refused: Phrase("Decided by \(name), \(role): the meter does not have it.")
        }
    }

    /// A note with a decision in the language that is spoken; nil for any other. Name and reason are a person's and stay as they are.
    static func spoken(_ note: String) -> String? {
        for settlement in Settlement.allCases {
            for role in Role.allCases {
                if let said = spoken(note, settlement, role.term) { return said }
            }
        }
        return nil
    }

    private static let beginning = "Decided by "

    private static func spoken(_ note: String, _ settlement: Settlement, _ role: Phrase) -> String? {
        let end = words(settlement, by: "", role).english.dropFirst(beginning.count)
        guard let found = note.firstRange(of: end), let begin = note[..<found.lowerBound].firstRange(of: beginning) else { return nil }
        let decision = words(settlement, by: String(note[begin.upperBound..<found.lowerBound]), role).text
        var before = note[..<begin.lowerBound]
        while before.last == " " { before = before.dropLast() }
        let said = Language.current.recognising(String(before))
        return said + (said.last?.isASCII == true ? " " : "") + decision + note[found.upperBound...]
    }
}
