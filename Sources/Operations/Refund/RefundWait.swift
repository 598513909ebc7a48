public import Domain
import Phrases

/// What a room of a run waits for, so that nothing can be done about it now. The first that applies is told.
public enum RefundWait: Error, Hashable, Sendable {
    /// The room stands at another step than the one that was asked for.
    case otherStep(RefundStep)
    /// An order to its meter is disputed; a person decides.
    case disputed(OrderID)
    /// An order to its meter has not ended.
    case openOrder(OrderID, OrderState)
    /// It has no meter.
    case noMeter
    /// Its meter was not taken over.
    case notTakenOver(MeterID)
    /// It owes credit; there is nothing to pay back before that is settled.
    case debt(Credit)
    /// Nobody who leaves lives there on the exit day.
    case nobody
    /// Nobody has approved it.
    case approval
    /// More would be paid than was approved.
    case moreApproval(Money, most: Money)
    /// Who approved it can not carry it out too.
    case ownApproval(String)
    /// The meter has not been read since.
    case silent(since: Instant?)
    /// The meter counts no more purchases, and a take-back is one.
    case countUsedUp(MeterID)
    /// The meter has refused to give the credit back.
    case refusedByMeter(OrderID, String)
    /// The meter was not opened: it refused, was silent too long, or the order was withdrawn.
    case notOpened(OrderID, String)
    /// So many others stay in the room, who would be left in the dark.
    case othersStay(Int)
    /// Books and meter differ by more than rounding.
    case difference(books: Credit, meter: Credit)
    /// By the register that was read so much was used since the last posting, more than was left.
    case usedMore(Credit, had: Credit)
    /// The typed register is lower than use was posted to.
    case registerBack(Energy)
    /// The split does not fit the people of the room.
    case split(SplitProblem)
    /// Shares are due and were not fetched.
    case payees(Int, Money)
    /// The exit day has not passed.
    case exitDay(Day)
    /// The roster does not let the stays end.
    case roster(String)
    /// The account changed each time while the change was being committed.
    case changed

    /// What it waits for, in one sentence, with what to do.
    public func text(at offset: UTCOffset) -> String {
        switch self {
        case .otherStep(let step): phrase("The room is \(step.term).")
        case .disputed(let order):
            phrase("Order \(order) is disputed. ")
                + Reader.advice(
                    console: phrase("Decide it: g o, then s."), commandLine: phrase("Decide it: dormwatt orders --settle \(order)."))
        case .openOrder(let order, let state): phrase("Order \(order) is \(state.spoken). It goes on by itself when its meter answers.")
        case .noMeter: phrase("The room has no meter. Take it out of the run, or import its meter.")
        case .notTakenOver(let meter): phrase("Meter \(meter) was not taken over. Read it once.")
        case .debt(let credit):
            phrase("The room owes \(credit) \(credit.unit == .energy ? "kWh" : "yuan"). Take it out of the run, and sell or correct first.")
        case .nobody: phrase("Nobody who leaves lives there on the exit day. Mend the roster, or take the room out of the run.")
        case .approval: phrase("A second person approves it.")
        case .moreApproval(let money, let most): phrase("\(money) yuan would be paid, \(most) are approved. Approve it again.")
        case .ownApproval(let name): phrase("\(name) approved it. Somebody else carries it out.")
        case .silent(let since):
            (since.map { phrase("The meter was last read at \(WallTime($0, at: offset)).") } ?? phrase("The meter was never read."))
                + phrase(" Read it, or open the room by a typed reading.")
        case .countUsedUp(let meter): phrase("Meter \(meter) counts no more and gives nothing back. Open the room.")
        case .refusedByMeter(let order, let note):
            phrase("The meter gave nothing back, order \(order). Take it again, or open the room. ") + Language.current.recognising(note)
        case .notOpened(let order, let note):
            phrase("The room was not opened, order \(order). Open it again, or by a typed reading. ") + Language.current.recognising(note)
        case .othersStay(let count):
            (count == 1 ? phrase("1 stays in the room.") : phrase("\(count) stay in the room."))
                + phrase(" It is not opened by command; take the credit out, or type a reading.")
        case .difference(let books, let meter):
            phrase("The books say \(books), the meter \(meter). ")
                + Reader.advice(
                    console: phrase("Decide the difference first: g c."),
                    commandLine: phrase("Decide the difference first: dormwatt reconcile."))
        case .usedMore(let used, let had):
            phrase("By that register \(used) were used since the last posting, and \(had) were left. Read it again; nothing was posted.")
        case .registerBack(let register):
            phrase("Use is posted up to \(register) kWh, more than the register that was typed. Read it again.")
        case .split(let problem): phrase("\(problem.text.prefix(1).uppercased() + problem.text.dropFirst()).")
        case .payees(let count, let money): phrase("\(count) have not been paid, \(money) yuan are due.")
        case .exitDay(let day): phrase("The exit day is \(day). Close it on that day or later.")
        case .roster(let words): phrase("The roster does not let the stays end: \(words).")
        case .changed: phrase("Its account changed at the same moment. Run it again.")
        }
    }
}

extension RefundWait {
    /// Whether the meter gives nothing back, so that the room is opened in its place.
    var leadsToOpening: Bool {
        switch self {
        case .countUsedUp, .refusedByMeter, .notOpened: true
        default: false
        }
    }
}

/// What can be done about a room now.
public enum RefundVerb: String, Hashable, Sendable, CaseIterable {
    case estimate, approve, take, open, split, pay, close
}

/// A room of a run as lists show it: its step, what it waits for, and what can be done next.
public struct RefundRow: Hashable, Sendable, Identifiable {
    /// The room's way through the run.
    public var state: RefundRoom
    /// What the books say of it; nil when the room is gone from the inventory.
    public var standing: RoomStanding?
    /// Who leaves and who stays.
    public var people: RefundCensus.People
    /// What it waits for; nil when the next step can be made, or nothing is left to do.
    public var wait: RefundWait?
    /// The next step; nil when nothing is left to do.
    public var next: RefundVerb?

    /// The room's name.
    public var id: RoomID { state.room }
}

/// Why nothing of a run was done. Nothing was written then.
public enum RefundRefusal: Error, Hashable, Sendable {
    /// There is no such run.
    case noSuchRun(RefundRunID)
    /// The name can not name a run.
    case badName(String)
    /// Another run has this name.
    case otherRun(RefundRun)
    /// No room is in the scope.
    case noRooms(RefundScope)
    /// The room is not in the run.
    case notInRun(RoomID, RefundRunID)
    /// The role may not do this.
    case notAllowed(Role)
    /// It needs a reference or reason in words.
    case reasonMissing
    /// A resident is named whom nobody knows.
    case noResident(ResidentID)
    /// The drawer holds less than is to be paid from it.
    case drawerShort(String, holds: Money, wanted: Money)

    /// What is the matter and what to do instead.
    public var sentences: String {
        switch self {
        case .noSuchRun(let run):
            phrase("There is no run \(run). ")
                + Reader.advice(console: phrase("g f lists the runs."), commandLine: phrase("See dormwatt refund list."))
        case .badName(let name):
            phrase("\"\(name)\" can not name a run. Use letters, digits, - and _, without blanks, for example graduation-2027.")
        case .otherRun(let run):
            phrase("There is a run \(run.id) already: \(run.scope.text), exit day \(run.exitDay). Start this one under another name.")
        case .noRooms(let scope): phrase("There is no room in the scope: \(scope.text).")
        case .notInRun(let room, let run):
            phrase("Room \(room) is not in run \(run). ")
                + Reader.advice(console: phrase("g f lists the runs."), commandLine: phrase("See dormwatt refund show \(run)."))
        case .notAllowed(let role): phrase("As \(role.spoken) you may not do this. A cashier, supervisor or manager does.")
        case .reasonMissing: phrase("It needs a reason or a reference in words. Never a name of a resident.")
        case .drawerShort(let name, let holds, let wanted):
            phrase("The drawer of \(name) holds \(holds) yuan by the books, \(wanted) yuan are to be paid. ")
                + Reader.advice(
                    console: phrase("Pay through the bank or one person alone, both by y, or from a drawer that holds it."),
                    commandLine: phrase("Pay by the bank with --bank, fewer people with --to, or from a drawer that holds it."))
        case .noResident(let resident): phrase("There is no resident \(resident) in the rooms of this run.")
        }
    }
}
