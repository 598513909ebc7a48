import Domain
import Operations
import Phrases
import Terminal

/// Deciding a disputed order: what the meter has, why, and `+` on the whole. Esc goes one step back.
struct SettleState: Sendable {
    enum Step: Hashable, Sendable {
        /// Whether the meter has the credit.
        case decision
        /// Why, in words.
        case reason(Settlement)
        /// All of it, before `+`.
        case review(Settlement)
    }

    /// The order as it was when the dialog opened.
    let order: Order
    var step = Step.decision
    var field = TextField(limit: 120)
    /// What is missing; empty when nothing is.
    var complaint = ""

    init(_ order: Order) { self.order = order }

    var reason: String { field.text.trimmed }

    /// What a key comes to.
    enum Outcome: Hashable {
        case stays, refused, left
        case settled(Settlement)
    }

    mutating func handle(_ key: Key) -> Outcome {
        let isBack = [.escape, .function(10), .function(12)].contains(key)
        complaint = ""
        switch step {
        case .decision:
            if isBack { return .left }
            switch key.folded {
            case .character("d"): step = .reason(.confirmed)
            case .character("n"): step = .reason(.refused)
            default: return .refused
            }
        case .reason(let settlement):
            if isBack {
                step = .decision
            } else if key == .enter {
                guard !reason.isEmpty else {
                    complaint = phrase("A decision needs a reason in words.")
                    return .refused
                }
                step = .review(settlement)
            } else {
                return field.handle(key) == .taken ? .stays : .refused
            }
        case .review(let settlement):
            if isBack {
                step = .reason(settlement)
            } else {
                return key.folded == .character("+") ? .settled(settlement) : .refused
            }
        }
        return .stays
    }
}

extension Settlement {
    /// What the meter has, in words.
    var words: String {
        switch self {
        case .confirmed: phrase("delivered: the meter has it")
        case .refused: phrase("not delivered: the meter does not have it")
        }
    }

    /// Where the order stands then.
    var word: String { self == .confirmed ? OrderState.confirmed.spoken : OrderState.refused.spoken }
}
