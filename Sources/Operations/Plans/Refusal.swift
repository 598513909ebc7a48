public import Domain

/// Why the office does not do what was asked. Cases stand in descending precedence: if several apply, the first is told.
public enum Refusal: Hashable, Sendable {
    /// There is no such room; the nearest names are offered.
    case unknownRoom(RoomID, nearest: [RoomID])
    /// The same room stands in the list more than once.
    case twiceInList(RoomID)
    /// The amount can not be read.
    case unreadableAmount(String)
    /// The amount is zero.
    case zeroAmount
    /// The amount is below the smallest sale.
    case belowSmallest(Money, smallest: Money)
    /// The amount is above the largest sale; a supervisor may make it.
    case aboveLargest(Money, largest: Money)
    /// The room is closed.
    case roomClosed
    /// The room is being refunded; nothing is sold or given to it until it is closed or handed over.
    case frozen(RefundRunID)
    /// The room has no meter that keeps its credit.
    case noMeter
    /// The meter has not been taken over yet: the count it starts from is not known.
    case noBaseline(MeterID)
    /// An order to the meter is disputed; sales stop until a person has decided.
    case disputed(OrderID)
    /// The purchase count of the meter is used up at 9998.
    case countExhausted(MeterID)
    /// The amount buys less than the smallest unit of the meter.
    case buysNothing
    /// The purchased wallet would hold more than it may.
    case aboveHoardingLimit(largestPossible: Money)
    /// The role may not do this.
    case notAllowed(Role)
    /// The plan is dated in a month that was closed since it was made; this is the first open day.
    case monthClosed(open: Day)
    /// The account of the room changed since the plan was made.
    case changedSincePlan
    /// The price changed since the plan was made.
    case priceChanged
}
