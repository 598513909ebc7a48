public import Domain
import Phrases

/// Why what a room has paid does not move to another room. Nothing was written then.
public enum MoveRefusal: Hashable, Sendable {
    /// The two rooms are one.
    case sameRoom(RoomID)
    /// The room is closed and takes nothing.
    case closed(RoomID)
    /// A run of refunds holds the room back.
    case frozen(RoomID, RefundRunID)
    /// The meters of the two rooms keep their credit in different units.
    case otherUnit(RoomID, CreditUnit, RoomID, CreditUnit)
    /// The room has used more than it had; arrears come first.
    case debt(RoomID, Credit)
    /// An order to the meter of the room left is not over.
    case orderOpen(OrderID, OrderState)
    /// The meter never said what is left in it.
    case neverRead(MeterID)
    /// The register stands lower than use was posted to.
    case registerBack(MeterID)
    /// What the meter shows is not explained by the books.
    case unexplained(RoomID)
    /// Nothing of what is left was paid for.
    case nothingPaid(RoomID)
    /// So little is left that it will be used before it could be taken out.
    case tooLittle(RoomID, left: Credit)
    /// The amount asked for is not more than zero.
    case noAmount
    /// More was asked for than can move.
    case tooMuch(possible: Credit)
    /// The room that is moved to would hold more than it may.
    case noSpace(RoomID, possible: Credit)

    /// Whether a newer reading of the meters may change it.
    public var mayEndByReading: Bool {
        switch self {
        case .neverRead, .registerBack, .unexplained, .tooLittle, .tooMuch, .noSpace: true
        case .sameRoom, .closed, .frozen, .otherUnit, .debt, .orderOpen, .nothingPaid, .noAmount: false
        }
    }

    /// What is the matter and what to do instead, for the operator.
    public var sentences: String {
        switch self {
        case .sameRoom(let room): phrase("Both rooms are \(room). Name the room that is left and the one that is moved to.")
        case .closed(let room): phrase("Room \(room) is closed and takes nothing. Take it into business first.")
        case .frozen(let room, let run): phrase("Room \(room) is held back by refund run \(run). What it has is given back there.")
        case .otherUnit(let from, let unit, let to, let other):
            phrase(
                "The meter of \(from) keeps \(unit.spoken), that of \(to) keeps \(other.spoken). Give it back by a refund and sell anew.")
        case .debt(let room, let debt):
            phrase("Room \(room) owes \(debt) \(debt.unit.spoken). Arrears come first: sell it that much, then move.")
        case .orderOpen(let order, let state):
            phrase("Order \(order) to the meter of the room left is \(state.spoken). ")
                + Reader.advice(
                    console: phrase("Try again when it is over: g o."), commandLine: phrase("Try again when it is over: dormwatt orders."))
        case .neverRead(let meter): phrase("Meter \(meter) never said what is left in it. Read it first.")
        case .registerBack(let meter):
            phrase("The register of meter \(meter) stands lower than use was posted to: it may have been swapped. Look at it first.")
        case .unexplained(let room):
            phrase("What the meter of \(room) shows is not explained by the books. ")
                + Reader.advice(
                    console: phrase("Settle that first: g c."), commandLine: phrase("Settle that first: dormwatt reconcile \(room)."))
        case .nothingPaid(let room):
            phrase("Nothing of what room \(room) has left was paid for. Free credit stays in its room.")
        case .tooLittle(let room, let left):
            phrase("Room \(room) has only \(left) \(left.unit.spoken) left, which will be used before it could be taken out.")
        case .noAmount: phrase("The amount is not more than zero. Leave it out to move all that was paid for.")
        case .tooMuch(let possible): phrase("At most \(possible) \(possible.unit.spoken) can move now. Take no more than that.")
        case .noSpace(let room, let possible):
            phrase("Room \(room) would hold more than it may. At most \(possible) \(possible.unit.spoken) can move to it now.")
        }
    }
}
