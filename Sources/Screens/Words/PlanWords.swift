import Domain
import Operations

extension Refusal {
    /// What is refused and what to do instead, for the operator.
    var sentences: [String] {
        switch self {
        case .unknownRoom(let room, let nearest):
            let near = nearest.map(\.text).joined(separator: ", ")
            return ["There is no room \(room).", near.isEmpty ? "Check the number." : "Nearest: \(near)."]
        case .twiceInList(let room): return ["Room \(room) stands in the list more than once.", "Keep one of the lines."]
        case .unreadableAmount(let text):
            return [
                text.isEmpty ? "No amount was typed." : "\"\(text)\" is no amount.", "Type yuan with at most two decimals: 50 or 50.00.",
            ]
        case .zeroAmount: return ["The amount is zero.", "Type how many yuan were paid."]
        case .belowSmallest(_, let smallest): return ["Below the smallest sale.", "The smallest sale is \(smallest) yuan."]
        case .aboveLargest(_, let largest): return ["Above the largest sale.", "Up to \(largest) yuan; above it a supervisor sells."]
        case .frozen(let run):
            return ["The room is being refunded in run \(run) and buys nothing.", "Take it out of the run first: refund drop."]
        case .roomClosed: return ["The room is closed and buys nothing.", "Take it into business first."]
        case .noMeter: return ["The room has no meter that keeps its credit.", "Import its meter first."]
        case .noBaseline(let meter):
            return ["Meter \(meter) was not taken over yet.", "Read it once (r), so that the books know the count it starts from."]
        case .disputed(let order):
            return ["Order \(order) to this meter is disputed.", "Sales to it stop until a person has decided (see Orders)."]
        case .countExhausted(let meter): return ["The purchase count of meter \(meter) is used up.", "The meter must be replaced."]
        case .buysNothing: return ["The amount buys less than 0.01.", "Type a larger amount."]
        case .aboveHoardingLimit(let largest):
            return ["The room would hold more than it may.", "The largest possible sale now is \(largest) yuan."]
        case .notAllowed(let role): return ["As \(role.rawValue) you do not sell.", "A cashier or the manager does."]
        case .changedSincePlan: return ["The account of the room changed since the preview.", "Enter makes a new preview."]
        case .priceChanged: return ["The price changed since the preview.", "Enter makes a new preview."]
        }
    }
}

extension PlanWarning {
    /// What to look at before committing.
    func sentence(now: Instant, offset: UTCOffset) -> String {
        switch self {
        case .soldBefore(let at, let money):
            return "The same \(money) yuan were sold to this room at \(WallTime(at, at: offset).minutes). Once more?"
        case .readingOld(nil): return "The meter was never read: what is left is not known."
        case .readingOld(let at?): return "The reading is \(Age.text(of: at, at: now)) old; more may have been used since."
        case .waitsBehind(let count):
            return count == 1
                ? "Another order of this meter is under way; this one waits for it."
                : "\(count) orders of this meter are under way; this one waits for them."
        case .roomIsDark: return "The room is dark now."
        }
    }
}
