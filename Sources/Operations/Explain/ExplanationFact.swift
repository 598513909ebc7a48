public import Domain

/// What an explanation says, as a value; the words for it are the screen's.
public enum ExplanationFact: Hashable, Sendable {
    // MARK: Supply
    /// How the room is supplied.
    case supply(SupplyState)
    /// What the meter's relay and status word said.
    case relay(isClosed: Bool?, Set<MeterFlag>)
    /// The energy register has not moved since: nothing was used.
    case standstill(register: Energy)
    /// The room is closed.
    case roomClosed
    /// A run of refunds holds the room.
    case frozen(RefundRunID)
    /// No order of these books opens or closes relays: the command came from elsewhere.
    case relayNotOrderedHere
    /// What to do about it.
    case remedy(DarkReason)
    /// The room has no meter that keeps its credit.
    case noMeter
    /// The meter was never read.
    case neverRead
    /// The meter does not answer.
    case silent
    /// Of the other meters on the bus so many answer.
    case othersAnswer(Int, of: Int)

    // MARK: What is left
    /// What the meter said is left; of it so much free.
    case meterSaid(Credit, free: Credit?)
    /// The meter keeps no credit, and so the books say it.
    case booksSay(Credit)
    /// Used since the last posting, from one register to another.
    case usedSince(Credit, from: Energy, to: Energy)
    /// What the room draws now.
    case load(Power)
    /// An order that has not come to its end.
    case underWay(OrderID, OrderState, Credit)
    /// Nothing is under way.
    case nothingUnderWay
    /// What will be left when all of it has arrived, less what is used until then.
    case expected(Credit)
    /// The last sale to the room.
    case lastSale(Money)

    // MARK: Days
    /// So many tenths of days are left.
    case daysLeft(tenths: Int)
    /// Nothing is left, whatever is used.
    case nothingLeft
    /// There is no mean use: too few days with a register, or none of them with use.
    case noMean
    /// Without a mean, colours, sorts and filters reckon with this use of a day, at which alarm 1 lasts its days.
    case assumedUse(Energy)
    /// What is left, in energy.
    case left(Energy)
    /// The mean use of a day over so many days, after the CT ratio.
    case mean(Energy, days: Int)
    /// The use from the end of one day to the end of another; nil when the register went back.
    case use(after: Day, until: Day, Energy?)
    /// At or below so much, or so many days, the room counts as low and as very low.
    case alarms(first: Energy, firstDays: Int, second: Energy, secondDays: Int)

    // MARK: Books
    /// What the books say is left, and what was paid for it and not used.
    case balance(Credit, prepaid: Money)
    /// A lot with something left.
    case lot(Lot, EntryKind?)
    /// Borrowed beyond all lots.
    case borrowed(Credit)
    /// Use is posted up to this register.
    case postedUpTo(Energy)
    /// The books know nothing of this room.
    case nothingInBooks

    // MARK: Free credit
    /// Free credit left in the books.
    case freeLeft(Credit)
    /// A grant, with what is left of it and its last day.
    case grant(Lot, words: String)
    /// A policy that holds for the room this month.
    case policy(SubsidyPolicy, Month)
    /// No policy gives this room anything this month.
    case noPolicy(Month)
    /// The free credit that the meter counts itself.
    case meterPurse(Credit)

    // MARK: Orders
    /// Where an order stands.
    case order(OrderID, OrderTask, OrderState)
    /// No order was ever made.
    case noOrder
    /// The business that an order delivers.
    case business(EntryKind, Money, Credit)
    /// The order went from one state to another, with the note of the step.
    case step(from: OrderState, to: OrderState, count: Int?, isAttempt: Bool, note: String)
    /// What the meter said before the first sending, or at the end.
    case picture(CreditReading, isBefore: Bool)

    // MARK: Books against meter
    /// How books and meter stand.
    case verdict(ReconcileVerdict)
    /// One difference between them.
    case difference(Difference, CreditUnit)
    /// What explains a part of it.
    case explained(Explanation)
    /// What most likely happened.
    case suspected(Suspicion)
    /// Why nothing can be said, or nothing differs.
    case reason(String)
    /// A case about it, and who looks after it.
    case openCase(CaseID, owner: String?)

    // MARK: Buses
    /// Whether the line to the concentrator stands.
    case line(BusID, isConnected: Bool?, trouble: String)
    /// Requests since the start: answered, not answered in time, broken frames.
    case traffic(requests: Int, answers: Int, timeouts: Int, broken: Int)
    /// The last whole round of polling, in milliseconds.
    case round(Int64)
    /// Meters of the bus that do not answer.
    case silentMeters(Int, of: Int)
    /// Jobs that wait.
    case waiting(Int)
    /// Nobody watches the bus.
    case busNotWatched
}
