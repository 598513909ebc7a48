import Domain
import Operations

/// What would become of a row now.
enum GridVerdict: Hashable, Sendable {
    /// It has no amount and is passed over.
    case empty
    /// It would be sold.
    case ready
    /// It would be sold, though something held it back until somebody looked.
    case released(GridHold)
    /// It is left out until somebody releases it.
    case held(GridHold)
    /// It can not be sold.
    case refused(Refusal)
    /// A formula has no value here.
    case noValue(String)
}

/// What holds a row back until somebody has looked.
enum GridHold: Hashable, Sendable {
    /// The room was sold to today.
    case soldToday(LastSale)
    /// The amount is above the largest sale of everyday business.
    case aboveLargest(Money)
}

/// What the rows come to together, always in sight.
struct GridTotals: Hashable, Sendable {
    var rows = 0
    /// Rows that would be sold, and their money.
    var ready = 0
    var money = Money.zero
    var held = 0
    var refused = 0
}
