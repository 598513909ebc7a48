public import Domain

/// The last thing that somebody did in a shift, of what stands in the books.
public enum OwnAct: Hashable, Sendable {
    /// A plan that was committed, of a kind that a person decides.
    case plan(PlanID, PlanKind, [CommittedRow], at: Instant)
    /// A decision about an order.
    case step(OrderStep, RoomID)

    /// When.
    public var at: Instant {
        switch self {
        case .plan(_, _, _, let at): at
        case .step(let step, _): step.at
        }
    }
}

/// What people did, by who they are. Calls block on the disk and throw `BooksError`.
public protocol ActBook: Sendable {
    /// The last act of somebody in the shift in which he acts now; nil when there is none.
    func lastAct(of actor: Actor) throws -> OwnAct?
}
