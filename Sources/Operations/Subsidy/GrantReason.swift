import Domain
import Phrases

/// What an entry of free credit says in words. They are English in the books, where they are hashed, and `verify` holds the list of grants
/// against them; whoever looks reads them in the own language.
public enum GrantReason {
    /// For example `subsidy: basic 2026-11 stay 12 5.000, basic 2026-11 stay 13 2.600`, to the watt-hour.
    public static func text(_ shares: [PlannedShare]) -> String {
        let list = shares.map { part in
            let key = part.share.key
            let (policy, month) = (key.policy, "\(key.month)")
            let amount = Decimals.text(part.share.amount.wattHours, decimals: 3)
            let ordinal = "\(part.ordinal + 1)"
            let words =
                switch (key.stay, part.ordinal) {
                case (0, 0): room(policy, month, amount)
                case (0, _): roomAgain(policy, month, ordinal, amount)
                case (_, 0): stay(policy, month, "\(key.stay)", amount)
                default: stayAgain(policy, month, "\(key.stay)", ordinal, amount)
                }
            return words.english
        }
        return whole(list.joined(separator: ", ")).english
    }

    /// The reason of an entry in the language that is spoken; nil for words that are none of these.
    static func spoken(_ reason: String) -> String? { whole("").found(in: reason, argument: spokenList)?.text }

    private static func spokenList(_ text: String) -> Phrase {
        let patterns = [stayAgain("", "", "", "", ""), stay("", "", "", ""), roomAgain("", "", "", ""), room("", "", "")]
        let parts = text.split(separator: ", ").map { part in
            patterns.lazy.compactMap { $0.found(in: part) }.first?.text ?? String(part)
        }
        return Phrase(verbatim: parts.joined(separator: ", "))
    }

    // MARK: - The words

    private static func whole(_ list: String) -> Phrase { Phrase("subsidy: \(list)", context: "reason") }
    private static func room(_ policy: String, _ month: String, _ amount: String) -> Phrase {
        Phrase("\(policy) \(month) room \(amount)", context: "reason")
    }
    private static func roomAgain(_ policy: String, _ month: String, _ part: String, _ amount: String) -> Phrase {
        Phrase("\(policy) \(month) room part \(part) \(amount)", context: "reason")
    }
    private static func stay(_ policy: String, _ month: String, _ number: String, _ amount: String) -> Phrase {
        Phrase("\(policy) \(month) stay \(number) \(amount)", context: "reason")
    }
    private static func stayAgain(_ policy: String, _ month: String, _ number: String, _ part: String, _ amount: String) -> Phrase {
        Phrase("\(policy) \(month) stay \(number) part \(part) \(amount)", context: "reason")
    }
}
