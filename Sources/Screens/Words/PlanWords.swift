import Domain
import Operations
import Phrases

extension Refusal {
    /// What is refused and what to do instead, for the operator.
    var sentences: [String] {
        switch self {
        case .unknownRoom(let room, let nearest):
            let near = nearest.map(\.text).joined(separator: ", ")
            return [phrase("There is no room \(room)."), near.isEmpty ? phrase("Check the number.") : phrase("Nearest: \(near).")]
        case .twiceInList(let room): return [phrase("Room \(room) stands in the list more than once."), phrase("Keep one of the lines.")]
        case .unreadableAmount(let text):
            return [
                text.isEmpty ? phrase("No amount was typed.") : phrase("\"\(text)\" is no amount."),
                phrase("Type yuan with at most two decimals: 50 or 50.00."),
            ]
        case .zeroAmount: return [phrase("The amount is zero."), phrase("Type how many yuan were paid.")]
        case .belowSmallest(_, let smallest): return [phrase("Below the smallest sale."), phrase("The smallest sale is \(smallest) yuan.")]
        case .aboveLargest(_, let largest):
            return [phrase("Above the largest sale."), phrase("Up to \(largest) yuan; above it a supervisor sells.")]
        case .frozen(let run):
            return [
                phrase("The room is being refunded in run \(run) and buys nothing."),
                Reader.advice(
                    console: phrase("Take it out of the run first: g f, Enter, then d."),
                    commandLine: phrase("Take it out of the run first: dormwatt refund drop.")),
            ]
        case .roomClosed: return [phrase("The room is closed and buys nothing."), phrase("Take it into business first.")]
        case .noMeter: return [phrase("The room has no meter that keeps its credit."), phrase("Import its meter first.")]
        case .noBaseline(let meter):
            return [
                phrase("Meter \(meter) was not taken over yet."),
                Reader.advice(
                    console: phrase("Read it once (r), so that the books know the count it starts from."),
                    commandLine: phrase("Read it once (dormwatt read), so that the books know the count it starts from.")),
            ]
        case .disputed(let order):
            return [
                phrase("Order \(order) to this meter is disputed."), phrase("Sales to it stop until a person has decided (see Orders)."),
            ]
        case .countExhausted(let meter):
            return [phrase("The purchase count of meter \(meter) is used up."), phrase("The meter must be replaced.")]
        case .buysNothing: return [phrase("The amount buys less than 0.01."), phrase("Type a larger amount.")]
        case .aboveHoardingLimit(let largest):
            return [phrase("The room would hold more than it may."), phrase("The largest possible sale now is \(largest) yuan.")]
        case .notAllowed(let role): return [phrase("As \(role.spoken) you do not sell."), phrase("A cashier or the manager does.")]
        case .monthClosed(let open):
            return [phrase("The month of this day is closed: nothing is dated before \(open)."), phrase("Enter makes a new preview.")]
        case .changedSincePlan: return [phrase("The account of the room changed since the preview."), phrase("Enter makes a new preview.")]
        case .priceChanged: return [phrase("The price changed since the preview."), phrase("Enter makes a new preview.")]
        }
    }
}

extension PlanWarning {
    /// What to look at before committing.
    func sentence(now: Instant, offset: UTCOffset) -> String {
        switch self {
        case .soldBefore(let at, let money):
            return phrase("The same \(money) yuan were sold to this room at \(WallTime(at, at: offset).minutes). Once more?")
        case .readingOld(nil): return phrase("The meter was never read: what is left is not known.")
        case .readingOld(let at?): return phrase("The reading is \(Age.text(of: at, at: now)) old; more may have been used since.")
        case .waitsBehind(let count):
            return count == 1
                ? phrase("Another order of this meter is under way; this one waits for it.")
                : phrase("\(count) orders of this meter are under way; this one waits for them.")
        case .roomIsDark: return phrase("The room is dark now.")
        }
    }
}
