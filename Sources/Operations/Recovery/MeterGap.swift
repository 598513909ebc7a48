public import Domain

/// A purchase or a take-back that a meter has on record and the books have not.
public struct LostPurchase: Hashable, Sendable {
    /// The purchase count after it.
    public var count: Int
    /// What the meter took; negative for what was taken back from it.
    public var credit: Credit
    /// All that the meter was ever sold after it.
    public var totalAfter: Credit
}

/// An order of the books that a meter has on record as taken, though the books still have it in line.
public struct TakenOrder: Hashable, Sendable {
    /// The order as it stands in the books.
    public var order: Order
    /// The purchase count after it.
    public var count: Int
    /// All that the meter was ever sold after it.
    public var totalAfter: Credit
}

/// What a meter proves beyond the books of its room, oldest first: first orders that were in line, then sales that the books have lost.
public struct MeterGap: Hashable, Sendable {
    /// Orders in line that the meter took.
    public var taken: [TakenOrder] = []
    /// Sales of which the books know nothing.
    public var lost: [LostPurchase] = []
}

/// Why what a meter says can not be explained by sales alone. Nothing is written for such a room; a person has to look.
public enum GapDoubt: Hashable, Sendable {
    /// The meter could not be read.
    case silent(String)
    /// The meter has counted less than the books.
    case behind(count: Int, expected: Int)
    /// The count agrees, and the total does not.
    case otherTotal(Credit, expected: Credit)
    /// The meter keeps its credit in another unit than the books say.
    case otherUnit
    /// The meter remembers too few of the purchases that the books lack.
    case forgotten(lacking: Int, onRecord: Int)
    /// The meter's records do not agree with its own total and last amount, or not with the total of the books.
    case recordsDisagree
    /// More credit was taken back at this count than the room has bought and not used by the books.
    case takenBack(Credit, count: Int)
    /// The purchase that follows is not the order that is next in line.
    case otherOrder(OrderID, found: Credit, count: Int)
    /// An order is disputed; what it became has to be decided first.
    case disputed(OrderID)
}

/// What came of holding a meter against the books of its room.
public enum GapFinding: Hashable, Sendable {
    /// Count and total agree.
    case none
    /// The meter has more, and every step of it is proven.
    case gap(MeterGap)
    /// It does not add up.
    case doubt(GapDoubt)
}

/// Holds a meter's count, total and purchase records against the books of its room. Pure.
struct GapProof {
    var standing: RoomStanding
    var picture: CreditReading

    private struct Failed: Error { var doubt: GapDoubt }

    func finding() -> GapFinding {
        let expected = standing.expectedCount
        let known = [picture.remaining, picture.lastAmount] + picture.purchases.map(\.total) + (picture.totalBought.map { [$0] } ?? [])
        guard known.allSatisfy({ $0.unit == standing.expectedTotal.unit }) else { return .doubt(.otherUnit) }
        guard picture.count >= expected else { return .doubt(.behind(count: picture.count, expected: expected)) }
        guard picture.count > expected else {
            guard let total = picture.totalBought, total != standing.expectedTotal else { return .none }
            return .doubt(.otherTotal(total, expected: standing.expectedTotal))
        }
        if let order = standing.openOrders.first(where: { $0.state == .disputed }) { return .doubt(.disputed(order.id)) }
        do throws(Failed) {
            return .gap(try explain(try totals()))
        } catch {
            return .doubt(error.doubt)
        }
    }

    /// The totals after each purchase that the books lack, oldest first, agreeing with everything else that the meter says.
    private func totals() throws(Failed) -> [Credit] {
        let lacking = picture.count - standing.expectedCount
        var totals = Dictionary(picture.purchases.map { ($0.count, $0.total) }) { newest, _ in newest }
        // Without records the total of a single purchase proves as much.
        if totals.isEmpty, let total = picture.totalBought { totals[picture.count] = total }
        var found: [Credit] = []
        for count in standing.expectedCount + 1...picture.count {
            guard let total = totals[count] else {
                throw Failed(doubt: .forgotten(lacking: lacking, onRecord: min(lacking, totals.count)))
            }
            found.append(total)
        }
        let before = found.dropLast().last ?? standing.expectedTotal
        guard let last = found.last, last == picture.totalBought ?? last,
            (last - before).hundredths.magnitude == picture.lastAmount.hundredths.magnitude
        else { throw Failed(doubt: .recordsDisagree) }
        return found
    }

    private func explain(_ totals: [Credit]) throws(Failed) -> MeterGap {
        var gap = MeterGap()
        var before = standing.expectedTotal
        // What may have been sent already comes first; the others follow in the order of their sale.
        let open = standing.openOrders.filter(\.raisesCount)
        var waiting = (open.filter { $0.state != .queued } + open.filter { $0.state == .queued })[...]
        for (index, total) in totals.enumerated() {
            let count = standing.expectedCount + 1 + index
            let change = total - before
            if let order = waiting.popFirst() {
                guard order.task.change == change else { throw Failed(doubt: .otherOrder(order.id, found: change, count: count)) }
                gap.taken.append(TakenOrder(order: order, count: count, totalAfter: total))
            } else {
                guard change.hundredths != 0 else { throw Failed(doubt: .recordsDisagree) }
                gap.lost.append(LostPurchase(count: count, credit: change, totalAfter: total))
            }
            before = total
        }
        try check(gap.lost)
        return gap
    }

    /// Nothing is taken out of lots that the books do not have, or that were never paid for.
    private func check(_ lost: [LostPurchase]) throws(Failed) {
        var bought =
            standing.lots.reduce(Int64(0)) { $0 + ($1.wallet == .purchased ? $1.left.hundredths : 0) } - standing.emergency.hundredths
        for purchase in lost {
            bought += purchase.credit.hundredths
            guard bought >= 0 || purchase.credit.hundredths > 0 else {
                throw Failed(doubt: .takenBack(.zero(purchase.credit.unit) - purchase.credit, count: purchase.count))
            }
        }
    }
}
