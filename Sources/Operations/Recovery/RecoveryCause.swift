public import Domain

/// Why the books lack what a meter proves, for the words of what is written then.
public enum RecoveryCause: Hashable, Sendable {
    /// The books came back from a copy that is older than the meters.
    case restored
    /// It was sold elsewhere, and a person takes it over from a case.
    case soldElsewhere(CaseID)

    /// How a purchase came to be missing, after its own words.
    var words: String {
        switch self {
        case .restored: "; the books had lost it."
        case .soldElsewhere(let id): " and is no work of this desk; taken over in case \(id)."
        }
    }

    /// On what occasion an order was found in the meter.
    var occasion: String {
        switch self {
        case .restored: "after the books came back from a copy"
        case .soldElsewhere(let id): "when case \(id) was looked into"
        }
    }
}
