public import Domain

/// What a room has paid, moving to another room: the plan, and what both rooms would have. Nothing has happened yet.
public struct RoomMove: Hashable, Sendable {
    /// The plan of the departure, with the order that takes the credit out of the meter of the room left.
    ///
    /// What arrives is planned once a read-back has shown that it is out.
    public var plan: Plan
    /// The room left.
    public var from: RoomID
    /// The room moved to.
    public var to: RoomID
    /// The credit that moves.
    public var credit: Credit
    /// What was paid for it, which moves along.
    public var money: Money
    /// What is left in the room left now, and about afterwards; nil where it is not known.
    public var left: BeforeAfter?
    /// What is left in the room moved to now, and about afterwards; nil where it is not known.
    public var entered: BeforeAfter?
    /// Free credit that stays in the room left, because it belongs to the room.
    public var free: Credit
    /// Paid credit that stays: what was not asked for, and what will be used until the rest is out of the meter.
    public var kept: Credit

    /// Makes a move.
    public init(
        plan: Plan, from: RoomID, to: RoomID, credit: Credit, money: Money, left: BeforeAfter?, entered: BeforeAfter?, free: Credit,
        kept: Credit
    ) {
        self.plan = plan
        (self.from, self.to) = (from, to)
        (self.credit, self.money) = (credit, money)
        (self.left, self.entered) = (left, entered)
        (self.free, self.kept) = (free, kept)
    }

    /// A figure before and after.
    public struct BeforeAfter: Hashable, Sendable {
        /// As it is.
        public var before: Credit
        /// As it would be.
        public var after: Credit

        /// Makes a pair.
        public init(before: Credit, after: Credit) {
            self.before = before
            self.after = after
        }
    }
}
