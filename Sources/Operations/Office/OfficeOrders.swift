public import Domain
import Phrases

/// What a person decides about a disputed order.
public enum Settlement: Hashable, Sendable, CaseIterable {
    /// The meter has it.
    case confirmed
    /// The meter does not have it.
    case refused

    var state: OrderState { self == .confirmed ? .confirmed : .refused }
}

extension Office {
    /// Takes an order back before anything of it was sent. The money is a matter of its own: the sale stands in the journal.
    ///
    /// Throws `OfficeError.noSuchOrder` or `.notQueued`, and `BooksError.orderMoved` when delivery was quicker.
    @discardableResult
    public func withdraw(_ order: OrderID, actor: Actor) throws -> Order {
        try check(actor, may: [.manager, .cashier, .supervisor])
        let found = try find(order)
        guard found.state == .queued else { throw OfficeError.notQueued(order, now: found.state) }
        return try books.record(
            OrderStep(
                order: order, from: .queued, to: .withdrawn, at: clock.now(),
                note: Phrase("Withdrawn by \(actor.name) before anything was sent.").english,
                actor: actor))
    }

    /// Ends a dispute by the decision of a person who has looked at both sides; a supervisor, a manager or an engineer.
    ///
    /// The decision, its reason and who made it stand in the order's note. Confirmed raises the count that the books
    /// expect; refused does not.
    @discardableResult
    public func settle(_ order: OrderID, as settlement: Settlement, reason: String, actor: Actor) throws -> Order {
        try check(actor, may: [.manager, .supervisor, .engineer])
        guard reason.contains(where: { !$0.isWhitespace }) else { throw OfficeError.reasonMissing }
        let found = try find(order)
        guard found.state == .disputed else { throw OfficeError.notDisputed(order, now: found.state) }
        let note = "\(found.note) \(DecisionNote.words(settlement, by: actor.name, actor.role.term).english) \(reason)"
        return try books.record(OrderStep(order: order, from: .disputed, to: settlement.state, at: clock.now(), note: note, actor: actor))
    }

    private func check(_ actor: Actor, may roles: Set<Role>) throws {
        guard roles.contains(actor.role) else { throw OfficeError.notAllowed(actor.role) }
    }

    private func find(_ order: OrderID) throws -> Order {
        guard let found = try books.orders(OrderFilter(id: order)).first else { throw OfficeError.noSuchOrder(order) }
        return found
    }
}
