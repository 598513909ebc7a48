import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Whether there is a sale here to be voided, or a take-back to be ended.
    var voiding: Availability {
        if case .room(let room) = visits.current {
            guard desk.detail(of: room) != nil else { return .disabled(phrase("The journal of room \(room) is being loaded.")) }
            return salesOfToday(in: room).isEmpty
                ? .disabled(phrase("Nothing was sold to room \(room) today that could be voided; what is older is refunded.")) : .available
        }
        guard let order = orderInHand else { return .disabled(phrase("There is no order here.")) }
        if case .takeBack = order.task { return .available }
        if order.task.relay != nil { return .disabled(phrase("It moves a relay and no credit: there is nothing to be voided.")) }
        guard Day(of: order.createdAt, at: desk.rules.offset) == Day(of: desk.now, at: desk.rules.offset) else {
            return .disabled(phrase("It was not sold today: what is left of it is given back by a refund."))
        }
        switch order.state {
        case .sent, .unknown: return .disabled(phrase("What became of it is not known yet: a void waits for the read-back."))
        case .disputed: return .disabled(phrase("It is disputed: s settles it first."))
        case .queued, .confirmed, .refused, .expired, .withdrawn: return .available
        }
    }

    /// Whether what the room has paid can go anywhere.
    var movingCredit: Availability {
        guard let room = roomInHand, let view = desk.live[room] else { return .disabled(phrase("There is no room here.")) }
        if view.meter == nil { return .disabled(phrase("Room \(room) has no meter that keeps its credit.")) }
        if view.order == .disputed { return .disabled(phrase("An order to this meter is disputed; it is settled first: o, then s.")) }
        if view.order != nil { return .disabled(phrase("An order to this meter is under way; move when it is over.")) }
        return .available
    }

    /// Whether anybody lives here who could move.
    var movingResident: Availability {
        guard let room = roomInHand else { return .disabled(phrase("There is no room here.")) }
        return desk.people[room].isEmpty ? .disabled(phrase("Nobody lives in room \(room), by the roster.")) : .available
    }
}
