public import Domain

/// What explains a part of a difference, in the order in which it is said.
public enum Explanation: Hashable, Sendable {
    /// Use since the last posting: the meter has taken it, the books take it with the next posting.
    case useSincePosting(Credit, since: Instant)
    /// An order is on its way: the books have it, the meter not yet.
    case onItsWay(OrderID, OrderState, Credit, since: Instant)
    /// The meter has an order already whose proof is not written yet.
    case proofAwaited(OrderID, OrderState, Credit, since: Instant)
    /// An order was confirmed after the meter was last read: the reading is older than the sale.
    case readingOlder(OrderID, Credit, since: Instant)
    /// An order ended without reaching the meter, and its sale stands in the books.
    case notDelivered(OrderID, OrderState, Credit, since: Instant)
    /// The books count what was borrowed, the meter stops at zero.
    case overdraft(Credit)
    /// Credit in the meter's own subsidy purse, of which the books know nothing.
    case subsidyPurse(Credit)
    /// A refund paid for it by a typed reading and left it in the meter, until the meter is next commissioned.
    case leftByRefund(Credit)
    /// Credit of the purchases by which the count differs; they are a difference of their own.
    case otherPurchases(Credit)
    /// A person has accepted it; the amount is in the measure of the difference.
    case accepted(CaseID, Int64, since: Instant)

    /// Since when it holds; nil where nobody knows.
    public var since: Instant? {
        switch self {
        case .useSincePosting(_, let since), .onItsWay(_, _, _, let since), .proofAwaited(_, _, _, let since),
            .readingOlder(_, _, let since), .notDelivered(_, _, _, let since), .accepted(_, _, let since):
            since
        case .overdraft, .subsidyPurse, .leftByRefund, .otherPurchases: nil
        }
    }
}

/// What nothing explains, with what most likely happened.
public enum Suspicion: Hashable, Sendable {
    /// The meter has counted more: it was sold to from another desk, for so much where that is known.
    case soldElsewhere(purchases: Int, Credit?)
    /// The meter has counted less: it was swapped or reset.
    case swappedOrReset(purchases: Int)
    /// The total is lower than it was: a counter jumped back.
    case totalLower(Credit)
    /// The total is higher with the same count.
    case totalHigher(Credit)
    /// More is left than was bought and not used.
    case tooMuchLeft(Credit)
    /// Less is left: credit was lost, or use was charged that the register does not show.
    case tooLittleLeft(Credit)
    /// The register went backwards.
    case registerBack(Energy)
}

/// One difference between books and meter.
public struct Difference: Hashable, Sendable {
    /// In what.
    public var kind: DifferenceKind
    /// Meter less books: purchases for a count, hundredths of a kWh for a register, else hundredths of the meter's unit.
    public var amount: Int64
    /// What explains it or a part of it.
    public var explanations: [Explanation]
    /// What nothing explains, in the same measure; zero when all of it is explained.
    public var rest: Int64
    /// What most likely happened where something is left.
    public var suspicion: Suspicion?
    /// Since when it is known.
    public var since: Instant
    /// The open case about it.
    public var openCase: CaseID?

    /// Whether everything is explained.
    public var isExplained: Bool { rest == 0 }
    /// Whether use that is not posted yet is all there is to say, as every day between two postings.
    public var isEverydayUse: Bool {
        isExplained && explanations.allSatisfy { if case .useSincePosting = $0 { true } else { false } }
    }
}

/// How a room stands.
public enum ReconcileVerdict: String, Hashable, Sendable, CaseIterable {
    /// Something is left that nothing explains.
    case unexplained
    /// Books and meter differ, and it is explained.
    case explained
    /// Nobody knows: the meter was never read, or was not taken over.
    case notKnown
    /// They agree; use that is not posted yet is counted in.
    case equal
    /// The meter keeps no credit, or there is none: the books are all there is.
    case booksAlone

    /// The word on screens and papers.
    public var word: String {
        switch self {
        case .unexplained: "OPEN"
        case .explained: "EXPLAINED"
        case .notKnown: "NOT KNOWN"
        case .equal: "EQUAL"
        case .booksAlone: "BOOKS"
        }
    }

    /// What wants attention first, for sorting.
    public var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A room's books, meter and orders side by side.
public struct ReconcileRow: Hashable, Sendable, Identifiable {
    /// The room.
    public var room: Room
    /// The meter that keeps its credit.
    public var meter: MeterPoint?
    /// What the books say is left.
    public var balance: Credit?
    /// What the books expect the meter to have counted, and to have been sold, when nothing is under way.
    public var expectedCount: Int
    /// See `expectedCount`.
    public var expectedTotal: Credit?
    /// What the meter said last.
    public var reading: Reading?
    /// The newest picture of the meter's credit.
    public var picture: CreditReading?
    /// The orders that wait for something.
    public var openOrders: [Order]
    /// What differs, in the order of `DifferenceKind`.
    public var differences: [Difference]
    /// The room's open cases, also of differences that are gone.
    public var openCases: [Case]
    /// How it stands.
    public var verdict: ReconcileVerdict

    /// The name of the room.
    public var id: RoomID { room.id }
    /// What is left and not explained, of all kinds.
    public var unexplained: [Difference] { differences.filter { !$0.isExplained } }
    /// Since when the oldest of what differs is known; of unexplained ones alone where there are any.
    public var since: Instant? {
        let open = unexplained
        return (open.isEmpty ? differences : open).map(\.since).min()
    }
}
