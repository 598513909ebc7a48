public import Domain
import Phrases

/// The words in which the entry of a swap says what happened. They are English in the books, where they are hashed, and `verify` holds the
/// meters against them; whoever looks reads them in the own language.
public enum SwapText {
    /// What the books know of both meters for ever; nil for meters that did not change places.
    public static func facts(retired: MeterPoint, installed: MeterPoint) -> String? {
        guard let retirement = retired.retirement, let baseline = installed.baseline else { return nil }
        let old = retired.serialNumber.isEmpty ? Phrase(verbatim: "\(retired.id)") : plate("\(retired.id)", retired.serialNumber)
        return facts(old, "\(retirement.register)", "\(installed.id)", "\(baseline.register)", "\(baseline.remaining)").english
    }

    /// The whole reason: the facts, then why in the words of the people.
    static func reason(_ facts: String, note: String) -> String {
        note.contains { !$0.isWhitespace } ? "\(facts) \(note)" : facts
    }

    /// The reason of an entry in the language that is spoken; nil for words that are none of these.
    static func spoken(_ reason: String) -> String? {
        let (end, blank) = (" in it.", Phrase(verbatim: ""))
        guard let facts = reason.firstRange(of: end),
            let found = self.facts(blank, "", "", "", "").found(in: reason[..<facts.upperBound], argument: meter)
        else { return nil }
        return self.reason(found.text, note: String(reason[facts.upperBound...].drop { $0 == " " }))
    }

    private static func meter(_ text: String) -> Phrase { plate("", "").found(in: text) ?? Phrase(verbatim: text) }

    // MARK: - The words

    private static func plate(_ meter: String, _ number: String) -> Phrase { Phrase("\(meter) (plate \(number))", context: "reason") }
    private static func facts(_ old: Phrase, _ last: String, _ new: String, _ first: String, _ left: String) -> Phrase {
        Phrase("\(old) at \(last) kWh by \(new) at \(first) kWh with \(left) in it.", context: "reason")
    }
}
