import Operations
import Phrases
import Terminal

extension BusCondition {
    /// The word of the list.
    var word: String {
        switch self {
        case .down: phrase("DOWN")
        case .bad: phrase("BAD")
        case .poor: phrase("POOR")
        case .good: phrase("UP")
        case .unused: phrase("WAIT")
        }
    }

    /// How it is drawn.
    var role: Role {
        switch self {
        case .down: .stateCut
        case .bad: .stateCut
        case .poor: .stateLow
        case .good: .stateOn
        case .unused: .stateNoData
        }
    }
}
