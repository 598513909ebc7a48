/// The kinds of papers that the office gives out. The raw value stands in the books.
public enum PaperKind: String, Hashable, Sendable, CaseIterable {
    /// The receipt for one sale.
    case receipt
    /// The slip for a sale that was taken back.
    case void
    /// Purchases and use of a room, on request.
    case history
    /// Sales and use by building.
    case sales
    /// The subsidy of a month.
    case subsidy
    /// The close of a month.
    case month
    /// The statement of a room whose residents leave.
    case statement
    /// The list by which the shares of a run of refunds are paid.
    case payout

    /// The letters with which the numbers of its papers begin.
    public var prefix: String {
        switch self {
        case .receipt: "RC"
        case .void: "VS"
        case .history: "PH"
        case .sales: "SR"
        case .subsidy: "SU"
        case .month: "ME"
        case .statement: "ST"
        case .payout: "PO"
        }
    }
}
