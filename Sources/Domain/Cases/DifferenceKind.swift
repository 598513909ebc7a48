/// In what books and meter of a room can differ. A room has at most one open case of each kind.
public enum DifferenceKind: String, Hashable, Sendable, CaseIterable, Codable {
    /// How many purchases the meter has counted.
    case count
    /// All that the meter was ever sold, less what was taken back.
    case total
    /// What is left.
    case remaining
    /// The energy register, from which use is counted.
    case register

    /// The name on screens and papers.
    public var word: String {
        switch self {
        case .count: "purchase count"
        case .total: "total bought"
        case .remaining: "remaining"
        case .register: "register"
        }
    }
}
