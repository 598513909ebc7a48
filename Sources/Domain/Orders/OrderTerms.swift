public import Phrases

extension OrderState {
    /// The state in one short word that can be said in every language; in English it is `word`.
    public var term: Phrase {
        switch self {
        case .queued: Phrase("QUEUED")
        case .sent: Phrase("SENT")
        case .confirmed: Phrase("METER", context: "state")
        case .refused: Phrase("REFUSED")
        case .unknown: Phrase("UNCONF")
        case .disputed: Phrase("DISPUTE")
        case .expired: Phrase("EXPIRED")
        case .withdrawn: Phrase("WITHDRAWN")
        }
    }
}
