public import Domain
import Phrases

/// Why the books lack what a meter proves, for the words of what is written then.
public enum RecoveryCause: Hashable, Sendable {
    /// The books came back from a copy that is older than the meters.
    case restored
    /// It was sold elsewhere, and a person takes it over from a case.
    case soldElsewhere(CaseID)

    /// Whether an entry's reason was written down here and not by a person.
    static func isReason(_ reason: String) -> Bool {
        (reason.hasPrefix("Purchase ") || reason.hasPrefix("Take-back ")) && reason.contains(" stands on the meter's record")
    }

    /// How a purchase came to be missing.
    func sale(_ count: Int, of credit: Credit) -> Phrase {
        switch self {
        case .restored: Phrase("Purchase \(count) of \(credit) stands on the meter's record; the books had lost it.")
        case .soldElsewhere(let id):
            Phrase("Purchase \(count) of \(credit) stands on the meter's record and is no work of this desk; taken over in case \(id).")
        }
    }

    /// How a take-back came to be missing.
    func takeBack(_ count: Int, of credit: Credit) -> Phrase {
        switch self {
        case .restored: Phrase("Take-back \(count) of \(credit) stands on the meter's record; the books had lost it.")
        case .soldElsewhere(let id):
            Phrase("Take-back \(count) of \(credit) stands on the meter's record and is no work of this desk; taken over in case \(id).")
        }
    }

    /// On what occasion an order was found in the meter.
    func found(_ count: Int) -> Phrase {
        switch self {
        case .restored: Phrase("Found on the meter's record as purchase \(count) after the books came back from a copy.")
        case .soldElsewhere(let id): Phrase("Found on the meter's record as purchase \(count) when case \(id) was looked into.")
        }
    }
}
