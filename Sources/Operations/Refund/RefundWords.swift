public import Domain
import Phrases

/// The words of refund entries. They are English in the books, where they are hashed, and said in the language of whoever looks.
public enum RefundWords {
    /// For example `refund graduation-2027: taken out`.
    public static func take(_ run: RefundRunID) -> String { taken(run.text).english }

    /// For example `refund graduation-2027: opened`.
    public static func open(_ run: RefundRunID) -> String { opened(run.text).english }

    /// For example `in business again: closed after order O00000077`.
    public static func close(_ order: OrderID) -> String { closed("\(order)").english }

    /// For example `refund graduation-2027: still in the meter`.
    public static func restore(_ run: RefundRunID) -> String { restored(run.text).english }

    /// For example `refund graduation-2027: 0.01 set off`.
    public static func setOff(_ run: RefundRunID, _ credit: Credit) -> String { setOff(run.text, "\(credit)").english }

    /// For example `refund graduation-2027: due stay 12 13.40, stay 13 13.39`.
    public static func split(_ run: RefundRunID, _ shares: [RefundShare]) -> String { split(run.text, list(shares)).english }

    /// For example `refund graduation-2027: cash stay 12 13.40`.
    public static func paid(_ run: RefundRunID, _ shares: [RefundShare], _ method: PayoutMethod) -> String {
        paid(run.text, list(shares), method).english
    }

    /// For example `refund graduation-2027: set aside stay 12 13.40`.
    public static func setAside(_ run: RefundRunID, _ shares: [RefundShare]) -> String { setAside(run.text, list(shares)).english }

    private static func list(_ shares: [RefundShare]) -> String {
        shares.map { stay("\($0.stay)", "\($0.money)").english }.joined(separator: ", ")
    }

    /// The reason of an entry in the language that is spoken; nil for words that are none of these.
    static func spoken(_ reason: String) -> String? {
        let patterns = [
            taken(""), opened(""), closed(""), restored(""), setAside("", ""), split("", ""), paid("", "", .cash), paid("", "", .bank),
            setOff("", ""),
        ]
        return patterns.lazy.compactMap { $0.found(in: reason, argument: spokenList) }.first?.text
    }

    private static func spokenList(_ text: String) -> Phrase {
        Phrase(verbatim: text.split(separator: ", ").map { stay("", "").found(in: $0)?.text ?? String($0) }.joined(separator: ", "))
    }

    // MARK: - The words

    private static func taken(_ run: String) -> Phrase { Phrase("refund \(run): taken out", context: "reason") }
    private static func opened(_ run: String) -> Phrase { Phrase("refund \(run): opened", context: "reason") }
    private static func closed(_ order: String) -> Phrase { Phrase("in business again: closed after order \(order)", context: "reason") }
    private static func restored(_ run: String) -> Phrase { Phrase("refund \(run): still in the meter", context: "reason") }
    private static func setOff(_ run: String, _ credit: String) -> Phrase { Phrase("refund \(run): \(credit) set off", context: "reason") }
    private static func split(_ run: String, _ list: String) -> Phrase { Phrase("refund \(run): due \(list)", context: "reason") }
    private static func setAside(_ run: String, _ list: String) -> Phrase { Phrase("refund \(run): set aside \(list)", context: "reason") }
    private static func stay(_ number: String, _ money: String) -> Phrase { Phrase("stay \(number) \(money)", context: "reason") }

    private static func paid(_ run: String, _ list: String, _ method: PayoutMethod) -> Phrase {
        switch method {
        case .cash: Phrase("refund \(run): cash \(list)", context: "reason")
        case .bank: Phrase("refund \(run): bank \(list)", context: "reason")
        }
    }
}
