public import Domain
import Phrases

/// Why something is not taken back, corrected or moved. Nothing was written then.
public enum ReversalRefusal: Error, Hashable, Sendable {
    /// There is no such entry.
    case noSuchEntry(Int64)
    /// There is no such batch of sales.
    case noSuchBatch(PlanID)
    /// Only a sale is voided; this entry is of another kind.
    case notASale(Int64, EntryKind)
    /// The entry was made up for by another one.
    case alreadyCorrected(Int64, by: Int64, EntryKind)
    /// The room has no meter that was taken over.
    case noMeter(RoomID)
    /// The sale went to a meter that does not keep the room's credit any more.
    case otherMeter(MeterID)
    /// What became of the order is not known yet.
    case outcomeOpen(OrderID, OrderState)
    /// An order to the meter is disputed.
    case disputed(OrderID)
    /// Some of the credit was used, which nothing brings back.
    case used(Credit, of: Credit)
    /// The meter has less than was sold.
    case notInMeter(left: Credit, sold: Credit)
    /// Somebody else sold it, or in another shift.
    case otherShift(sold: Actor)
    /// The purchase count of the meter is used up.
    case countExhausted(MeterID)
    /// The role may not make such a change.
    case notAllowed(Role)
    /// Nobody has approved it.
    case needsApproval
    /// Who made it approved it himself.
    case ownApproval(String)
    /// The role does not approve.
    case doesNotApprove(Role)
    /// It needs a reason in words.
    case reasonMissing
    /// An entry of this kind is made up for in another way.
    case notCorrectable(Int64, EntryKind)
    /// The correction moves no credit, or takes money for credit that it takes away.
    case nothingToCorrect
    /// The room has less in the books than would be taken.
    case notInBooks(left: Credit)
    /// The account changed each time while the change was being committed.
    case changed(RoomID)
    /// What a room has paid does not move to another room.
    case move(MoveRefusal)

    /// What is the matter and what to do instead, for the operator.
    public var sentences: String {
        switch self {
        case .noSuchEntry(let entry): phrase("There is no entry \(entry). See the journal of the room.")
        case .noSuchBatch(let batch):
            phrase("There is no plan \(batch) that sold anything. ")
                + Reader.advice(console: phrase("g o lists the orders."), commandLine: phrase("See dormwatt orders --all."))
        case .notASale(let entry, let kind):
            phrase("Entry \(entry) is no sale but \(kind.spoken). Only a sale is voided; a correction may help.")
        case .alreadyCorrected(let entry, let by, let kind):
            phrase("Entry \(entry) was made up for by entry \(by) (\(kind.spoken)). It is not done twice.")
        case .noMeter(let room): phrase("Room \(room) has no meter that was taken over. Read or import its meter first.")
        case .otherMeter(let meter):
            phrase(
                "The sale went to meter \(meter), which does not keep the room's credit any more. What is left of it is given back by a refund."
            )
        case .outcomeOpen(let order, let state):
            phrase("What became of order \(order) is not known yet (\(state.spoken)). Only a read-back tells; try again after it.")
        case .disputed(let order):
            phrase("Order \(order) to this meter is disputed. ")
                + Reader.advice(
                    console: phrase("Decide that first: g o, then s."),
                    commandLine: phrase("Decide that first: dormwatt orders --settle \(order)."))
        case .used(let used, let of):
            phrase("\(used) of the \(of) sold were used, and what was used can not be voided. The rest is given back by a refund.")
        case .notInMeter(let left, let sold):
            phrase(
                "The meter has \(left) left of \(sold) sold: some was used, and that can not be voided. The rest is given back by a refund."
            )
        case .otherShift(let sold):
            phrase(
                "It was sold by \(sold.name) in shift \(sold.shift). Only who sold it voids it, in the same shift; later it is a refund.")
        case .countExhausted(let meter): phrase("The purchase count of meter \(meter) is used up. The meter must be replaced.")
        case .notAllowed(let role): phrase("As \(role.spoken) you may not do this. A cashier, supervisor or manager does.")
        case .needsApproval:
            Reader.advice(
                console: phrase("It needs a second person who approves it."),
                commandLine: phrase("It needs a second person who approves it: --as NAME."))
        case .ownApproval(let name):
            Reader.advice(
                console: phrase("\(name) made it and can not approve it too. Somebody else approves."),
                commandLine: phrase("\(name) made it and can not approve it too. Somebody else approves: --as NAME."))
        case .doesNotApprove(let role): phrase("As \(role.spoken) nobody approves. A supervisor or the manager does.")
        case .reasonMissing:
            Reader.advice(console: phrase("It needs a reason in words."), commandLine: phrase("It needs a reason in words: --reason."))
        case .notCorrectable(let entry, let kind):
            phrase("Entry \(entry) is \(kind.spoken), which ends by its own rules and is not corrected.")
        case .nothingToCorrect:
            phrase(
                "A correction gives credit, with the money paid for it, or takes credit, with the money that goes with it: --credit 1.50 or -1.50."
            )
        case .notInBooks(let left): phrase("The room has only \(left) in the books. Take no more than that.")
        case .changed(let room): phrase("The account of room \(room) changed at the same moment. Run it again.")
        case .move(let refusal): refusal.sentences
        }
    }
}
