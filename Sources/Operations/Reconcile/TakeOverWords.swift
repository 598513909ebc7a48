import Domain
import Phrases

extension TakeOver {
    /// What was written, in one sentence.
    public var sentence: String { Self.sentence(recovery) }

    static func sentence(_ recovery: Recovery) -> String {
        var parts: [Phrase] = []
        if recovery.sales > 0 { parts.append(booked(recovery.sales.purchases)) }
        if recovery.takeBacks > 0 { parts.append(takenBack("\(recovery.takeBacks)")) }
        if recovery.sales + recovery.takeBacks > 0 { parts.append(money("\(recovery.money)", in: Account.recovered.words)) }
        if recovery.unpriced > 0 { parts.append(unpriced("\(recovery.unpriced)")) }
        if recovery.confirmed > 0 { parts.append(delivered("\(recovery.confirmed)")) }
        return whole(parts)
    }

    /// The sentence as a case keeps it, which is English, in the language that is spoken; nil for the words of a person.
    static func spoken(_ text: String) -> String? {
        let head = Language.english.speaking { whole([]) }.dropLast()
        guard text.hasPrefix(head), text.hasSuffix(".") else { return nil }
        let blank = Phrase(verbatim: "")
        let patterns = [booked(blank), takenBack(""), money("", in: blank), unpriced(""), delivered("")]
        let parts = text.dropFirst(head.count).dropLast().split(separator: "; ")
        return whole(
            parts.map { part in
                patterns.lazy.compactMap { $0.found(in: part, argument: argument) }.first ?? Phrase(verbatim: String(part))
            })
    }

    private static func argument(_ text: String) -> Phrase {
        if text == Account.recovered.name { return Account.recovered.words }
        return [1.purchases, 2.purchases].lazy.compactMap { $0.found(in: text) }.first ?? Phrase(verbatim: text)
    }

    // MARK: - The words

    private static func whole(_ parts: [Phrase]) -> String {
        phrase("Taken over from the meter's record: ") + parts.map(\.text).joined(separator: "; ") + "."
    }
    private static func booked(_ sales: Phrase) -> Phrase { Phrase("\(sales) booked") }
    private static func takenBack(_ count: String) -> Phrase { Phrase("\(count) taken back") }
    private static func money(_ sum: String, in account: Phrase) -> Phrase { Phrase("\(sum) yuan in \(account)") }
    private static func unpriced(_ count: String) -> Phrase {
        Phrase("\(count) of them without money, because they were sold at another price")
    }
    private static func delivered(_ count: String) -> Phrase { Phrase("\(count) orders found delivered") }
}
