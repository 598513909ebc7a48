// Defects that are put between the product and the world on purpose: each of them the auditor must notice.

import Domain
import Operations

/// A defect of the books, of the delivery or of the screen.
package enum Defect: String, Hashable, Sendable, CaseIterable {
    case booksForgetAStep, booksForgetACommit, booksCommitTwice, booksChangeAnAmount, booksPutMoneyAside, booksDropTheSendingStep
    case deliverySendsTwice, deliverySendsBeforeTheBooks, deliverySendsUnderTheNextCount, deliveryBelievesYes
    case deliveryLosesAnOrder, unknownIsShownAsFailed, unknownIsShownAsDone, refusedIsShownAsDone, disputedByItself
    case deliverySkipsACountOfThePurse, booksForgetThePurse
    case screenShowsUnknownAsDone, moneyIsGivenBackEarly, reconciliationSeesNothing

    /// Whether this one of many calls is the one that goes wrong; any will do, as long as most go right.
    private static func isMeant(_ number: Int64) -> Bool { number % 17 == 3 }

    func commit(_ plan: Plan, at: Instant, in books: any Books) throws -> CommitOutcome {
        guard plan.kind == .topUp, Self.isMeant(Int64(plan.id.text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff })) else {
            return try books.commit(plan, at: at)
        }
        switch self {
        case .booksForgetACommit:
            return .committed(
                plan.changes.map { CommittedRow(room: $0.room, entry: 1, order: OrderID("O-1"), money: $0.money, credit: $0.credit) })
        case .booksCommitTwice:
            let outcome = try books.commit(plan, at: at)
            var again = plan
            again.id = PlanID(plan.id.text + "'")
            for index in again.rows.indices { again.rows[index].raiseVersion() }
            _ = try books.commit(again, at: at)
            return outcome
        case .booksChangeAnAmount:
            var other = plan
            for index in other.rows.indices { other.rows[index].change { $0.order?.task = .topUp(Credit($0.credit.unit, hundredths: 1)) } }
            return try books.commit(other, at: at)
        case .booksPutMoneyAside:
            var other = plan
            for index in other.rows.indices {
                other.rows[index].change { change in
                    change.entry.postings[0].amount -= 100
                    change.entry.postings.append(Posting(.rounding, Money(fen: 100)))
                }
            }
            return try books.commit(other, at: at)
        default: return try books.commit(plan, at: at)
        }
    }

    func record(_ step: OrderStep, in books: any Books) throws -> Order {
        var step = step
        switch self {
        case .booksForgetAStep where step.to == .unknown, .booksDropTheSendingStep where step.to == .sent:
            guard var order = try books.orders(.open).first(where: { $0.id == step.order }) else {
                throw BooksError.noSuchOrder(step.order)
            }
            order.state = step.to
            order.count = step.count ?? order.count
            order.totalAfter = step.totalAfter ?? order.totalAfter
            order.before = step.before ?? order.before
            order.attempts += step.isAttempt ? 1 : 0
            return order
        case .unknownIsShownAsFailed where step.from == .sent && step.to == .unknown: step.to = .refused
        case .unknownIsShownAsDone where step.from == .sent && step.to == .unknown: step.to = .confirmed
        case .refusedIsShownAsDone where step.to == .refused: step.to = .confirmed
        case .booksForgetThePurse: step.usesPurse = step.usesPurse.map { _ in false }
        case .disputedByItself where step.from == .unknown && step.to == .confirmed: step.to = .disputed
        default: break
        }
        return try books.record(step)
    }
}

extension PlanRow {
    mutating func change(_ work: (inout PlannedChange) -> Void) {
        guard case .change(var change) = decision else { return }
        work(&change)
        decision = .change(change)
    }

    fileprivate mutating func raiseVersion() { change { $0.version += 1 } }
}
