/// The kinds of papers that the office gives out. The raw value stands in the books.
public enum PaperKind: String, Hashable, Sendable, CaseIterable {
    /// The receipt for one sale.
    case receipt
    /// Purchases and use of a room, on request.
    case history
    /// Sales and use by building.
    case sales
    /// The subsidy of a month.
    case subsidy
    /// The close of a month.
    case month

    /// The letters with which the numbers of its papers begin.
    public var prefix: String {
        switch self {
        case .receipt: "RC"
        case .history: "PH"
        case .sales: "SR"
        case .subsidy: "SU"
        case .month: "ME"
        }
    }
}
