public import Domain
import Phrases

extension EntryDraft {
    /// Why, as it is shown: what the program wrote down in the language that is spoken, what people wrote as it stands.
    public var spokenReason: String { kind.spoken(reason: reason) }
}

extension EntryKind {
    /// The reason of an entry of this kind as it is shown.
    public func spoken(reason: String) -> String {
        // Every line of a journal is drawn again with every frame.
        guard !Language.current.keys.isEmpty else { return reason }
        return switch self {
        case .grant: GrantReason.spoken(reason) ?? reason
        case .swap: SwapText.spoken(reason) ?? reason
        case .expiry: ExpiryReason.spoken(reason) ?? reason
        case .refund, .payout, .restoration, .relay: RefundWords.spoken(reason) ?? reason
        case .sale, .correction: RecoveryCause.isReason(reason) ? Language.current.recognising(reason) : reason
        case .adoption, .use, .void, .departure, .arrival: reason
        }
    }
}

/// What the entry of an expiry says in words.
enum ExpiryReason {
    /// For example `free credit until 2026-11-30, 2026-12-31`.
    static func text(_ days: [String]) -> String { until(days.joined(separator: ", ")).english }

    /// The reason of an entry in the language that is spoken; nil for words that are none of these.
    static func spoken(_ reason: String) -> String? { until("").found(in: reason)?.text }

    private static func until(_ days: String) -> Phrase { Phrase("free credit until \(days)", context: "reason") }
}
