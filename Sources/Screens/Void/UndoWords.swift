import Domain
import Operations
import Phrases

extension OwnAct {
    /// Why it can not be undone, and what to do instead; nil when it can.
    var whyNotUndone: String? {
        switch self {
        case .step(let step, let room) where step.to == .withdrawn:
            phrase(
                "Your last act was to withdraw order \(step.order) of \(room). That is not undone: v gives its money back, or sell anew.")
        case .step(let step, let room):
            phrase("Your last act was to settle order \(step.order) of \(room). A decision stands; a void or a correction makes up for it.")
        case .plan(_, let kind, let rows, _): kind.whyNotUndone(rows.first?.room)
        }
    }
}

extension PlanKind {
    /// Why a plan of this kind can not be undone; nil when it can.
    fileprivate func whyNotUndone(_ room: RoomID?) -> String? {
        let room = room?.text ?? phrase("the room")
        switch self {
        case .topUp: return nil
        case .void: return phrase("Your last act was a void. It is not undone: sell to \(room) anew.")
        case .subsidy:
            return phrase("Your last act gave free credit. It is not undone: it expires by itself, and a correction takes it back.")
        case .correction: return phrase("Your last act was a correction. It is not undone: correct the correction, dormwatt correct.")
        case .swap: return phrase("Your last act replaced a meter. A replaced meter never comes back; the right one replaces it anew.")
        case .move: return phrase("Your last act moved credit of \(room). It is not undone: x on the other room moves it back.")
        case .relay:
            return phrase(
                "Your last act opened a room of a refund run. It is not undone here: d in the list of its rooms (g f) takes the room out.")
        case .refund, .refundPayment:
            return phrase("Your last act belongs to a refund run. What was taken out or paid stands and is not undone.")
        case .recovery: return phrase("Your last act booked what a meter proved. It is not undone: a correction makes up for it.")
        case .use, .settlement, .adoption, .expiry:
            return phrase("Your last act wrote what the meters said. It is not undone: a correction makes up for it.")
        }
    }
}
