public import Domain

/// The undo of a batch of sales: one plan with the void of each that can be taken back, and why the others can not.
public struct BatchVoid: Hashable, Sendable {
    /// A sale of the batch that is not taken back.
    public struct Kept: Hashable, Sendable {
        /// The room.
        public var room: RoomID
        /// The entry of the sale.
        public var entry: Int64
        /// Why.
        public var refusal: ReversalRefusal
    }

    /// The batch that is undone.
    public var batch: PlanID
    /// The compensating plan; it has no row when nothing can be taken back.
    public var plan: Plan
    /// The sales that stay, in the order of the batch.
    public var kept: [Kept]

    /// The money that comes back when every meter has given its credit.
    public var money: Money { .zero - plan.total }
}

/// What a take-back of a batch has come to in one room.
public struct RoomTakeBack: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// What it has come to; nil when it could not be asked now, and is asked again.
    public var outcome: TakeBackOutcome?

    /// Makes the outcome of a room.
    public init(room: RoomID, outcome: TakeBackOutcome?) {
        self.room = room
        self.outcome = outcome
    }
}

extension ReversalDesk {
    /// Plans the undo of a batch of sales as one plan; nothing is written.
    ///
    /// Each sale is judged by the rules of its own void: with a second person, and out of a meter only by who sold it, in the same shift,
    /// and what the meter still has. Throws `ReversalRefusal` when the whole of it is refused: without a reason, or for a plan that was
    /// never committed.
    public func planBatchVoid(_ batch: PlanID, approval: Approval, reason: String, id: PlanID) throws -> BatchVoid {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ReversalRefusal.reasonMissing }
        guard let rows = try books.committed(batch), !rows.isEmpty else { throw ReversalRefusal.noSuchBatch(batch) }
        var planned: [PlanRow] = []
        var kept: [BatchVoid.Kept] = []
        for row in rows {
            do {
                planned += try planVoid(row.entry, approval: approval, reason: reason, id: id).rows
            } catch let refusal as ReversalRefusal {
                kept.append(BatchVoid.Kept(room: row.room, entry: row.entry, refusal: refusal))
            }
        }
        let plan = Plan(
            id: id, kind: .void, madeAt: office.clock.now(), day: office.today, actor: approval.maker, approver: approval.approver,
            rows: planned)
        return BatchVoid(batch: batch, plan: plan, kept: kept)
    }

    /// Ends every take-back of a plan whose meter's word is known, room by room; nil for a plan that was never committed.
    ///
    /// It may be called at any time and by anybody, as often as one likes: each take-back ends once, and one that fails holds up no other.
    ///
    /// - Parameter justCommitted: as for a single one.
    public func settleAll(_ plan: PlanID, justCommitted: Bool = false, actor: Actor) throws -> [RoomTakeBack]? {
        try books.committed(plan)?.map { row in
            RoomTakeBack(room: row.room, outcome: try? settle(row, justCommitted: justCommitted, actor: actor))
        }
    }
}
