public import Domain
import Phrases

/// Why a meter is not replaced. Nothing was written then, and no meter was told anything.
public enum SwapRefusal: Error, Hashable, Sendable {
    /// The room has no meter.
    case noMeter(RoomID)
    /// The meter does not stand in the room.
    case notInRoom(MeterID, RoomID)
    /// The meter was replaced before.
    case replacedBefore(MeterID, by: MeterID, Day)
    /// An order to the old meter still waits for something.
    case openOrder(OrderID, OrderState)
    /// An order to the old meter is disputed.
    case disputed(OrderID)
    /// A take-back ended without the meter giving anything back, and the credit does not stand in its room again yet.
    case takeBackUnsettled(OrderID)
    /// The text is no communication address.
    case notAnAddress(String)
    /// A meter of the campus has the address.
    case addressInUse(MeterID, room: RoomID?)
    /// A meter that was replaced had the address.
    case addressOfReplaced(MeterID, Day)
    /// There is no such bus.
    case noBus(BusID)
    /// The new meter keeps its credit in another unit.
    case otherUnit(MeterID, CreditUnit, old: CreditUnit)
    /// The old meter could not be read, and nobody typed its last register.
    case lastReadingMissing(MeterID, why: String)
    /// The new meter could not be read, and nobody said that it comes empty from the factory.
    case newMeterSilent(MeterID, why: String)
    /// A typed register needs to say where it was read.
    case noteMissing
    /// The last register is lower than one that is known.
    case lastReadingBack(Energy, known: Energy, at: Instant)
    /// By a typed register the room would have used far more than it had.
    case usedTooMuch(Credit, had: Credit)
    /// The new meter says a lower register than it was put in with.
    case initialAbove(Energy, says: Energy)
    /// The new meter was never sold to and holds credit: the factory lent it, and the first purchase would pay it back.
    case lentCredit(MeterID, Credit)
    /// The purchase count of the new meter is used up.
    case countExhausted(MeterID)
    /// The room has more left than any meter takes in one purchase.
    case tooMuch(Credit)

    /// What is the matter and what to do instead, for the operator.
    public var sentences: String {
        switch self {
        case .noMeter(let room): phrase("Room \(room) has no meter. Import one: dormwatt import meters FILE.")
        case .notInRoom(let meter, let room): phrase("Meter \(meter) does not stand in room \(room). See dormwatt room \(room).")
        case .replacedBefore(let meter, let by, let day): phrase("Meter \(meter) was replaced by meter \(by) on \(day).")
        case .openOrder(let order, let state):
            phrase("Order \(order) to the old meter is \(state.spoken). ")
                + (state == .queued
                    ? phrase(
                        "Wait until it is delivered, or withdraw it: dormwatt orders --withdraw \(order). Its credit goes into the new meter then."
                    )
                    : phrase(
                        "Only a read-back of the old meter tells what became of it; wait for it. Of a dead meter type the last register."))
        case .disputed(let order):
            phrase("Order \(order) to the old meter is disputed. Decide that first: dormwatt orders --settle \(order).")
        case .takeBackUnsettled(let order):
            phrase(
                "Order \(order) took nothing back, and its credit does not stand in the room again yet. The collector puts it back; try again."
            )
        case .notAnAddress(let text): phrase("\"\(text)\" is no meter address; twelve digits are, not all nines.")
        case .addressInUse(let meter, let room):
            phrase(
                "Meter \(meter) \(room.map { phrase("stands in room \($0)") } ?? phrase("measures a supply")). A new meter needs an address of its own."
            )
        case .addressOfReplaced(let meter, let day):
            phrase(
                "Meter \(meter) was replaced on \(day), and its books stand under this address. Give the new meter an address of its own.")
        case .noBus(let bus): phrase("There is no bus \(bus). Import the concentrators first, or name another: --bus C1/2.")
        case .otherUnit(let meter, let unit, let old):
            phrase("Meter \(meter) keeps \(unit.kept), the old one \(old.kept). Credit can not be carried over between the two; ")
                + phrase("put in a meter that keeps \(old.kept).")
        case .lastReadingMissing(let meter, let why):
            phrase("Meter \(meter) could not be read: \(why). ")
                + phrase("Type the last register from its display or from its last reading: --final 1234.56 --note \"where it was read\".")
        case .newMeterSilent(let meter, let why):
            phrase("The new meter \(meter) could not be read: \(why). ")
                + phrase("Put it on its bus first, or say with --unread that it comes new and empty and is put in later.")
        case .noteMissing: phrase("A typed register needs to say where it was read, for example of a photograph: --note.")
        case .lastReadingBack(let last, let known, _):
            phrase("The old meter stood at \(known) kWh already, and \(last) is less. Read its register again.")
        case .usedTooMuch(let used, let had):
            phrase("By this register the room has used \(used) since the last posting, and it had \(had). Read the register again.")
        case .initialAbove(let initial, let says):
            phrase("The new meter stands at \(says) kWh, which is less than \(initial). Read its register again: --initial.")
        case .lentCredit(let meter, let credit):
            phrase("Meter \(meter) was never sold to and holds \(credit): the factory lent it, and the first purchase would pay it back. ")
                + phrase("Have the meter initialised without it, then try again.")
        case .countExhausted(let meter): phrase("The purchase count of meter \(meter) is used up. Put in another one.")
        case .tooMuch(let credit):
            phrase("The room has \(credit) left, more than a meter takes in one purchase. Give some of it back first.")
        }
    }
}
