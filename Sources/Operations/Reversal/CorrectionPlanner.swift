public import Domain

/// Plans a new entry that makes up for a wrong one, in the books alone. Pure; nothing happens.
///
/// Nothing is edited: the wrong entry stands, and the new one names it. No meter is told: what a meter holds is changed by a sale or a void.
public struct CorrectionPlanner: Sendable {
    /// The wrong entry.
    public var entry: Entry
    /// What the books say of its room.
    public var standing: RoomStanding
    /// The price of the day; only its version is of interest.
    public var price: PriceStanding

    /// Makes a planner from what was read.
    public init(entry: Entry, standing: RoomStanding, price: PriceStanding) {
        self.entry = entry
        self.standing = standing
        self.price = price
    }

    /// Plans the correction, or says why it can not be.
    ///
    /// - Parameters:
    ///   - credit: what the room gets (positive) or loses (negative), not zero.
    ///   - money: what the room has paid for what it gets; what it loses goes with the money that was paid for it.
    public func plan(
        credit: Credit, money: Money, approval: Approval, reason: String, now: Instant, day: Day, id: PlanID
    ) throws(ReversalRefusal) -> Plan {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw .reasonMissing }
        guard let (creditAccount, moneyAccount) = accounts(approval.maker) else {
            throw .notCorrectable(entry.sequence, entry.draft.kind)
        }
        guard let meter = standing.meter, meter.unit == credit.unit else { throw .noMeter(standing.room.id) }
        guard credit.hundredths != 0, money >= .zero, credit.hundredths > 0 || money == .zero else { throw .nothingToCorrect }
        let room = standing.room.id
        var draft: EntryDraft
        var paid = money
        if credit.hundredths > 0 {
            draft = SaleEntry.draft(
                room: room, into: moneyAccount, money: money, credit: credit, creditFrom: creditAccount, emergency: standing.emergency)
        } else {
            let (draws, uncovered) = Lot.draw(.zero(credit.unit) - credit, from: standing.lots)
            guard uncovered.hundredths == 0 else { throw .notInBooks(left: standing.balance(in: meter.unit)) }
            paid = .zero - draws.reduce(.zero) { $0 + $1.paid }
            draft = TakeBackEntry.draft(.correction, room: room, draws: draws, to: moneyAccount, creditAccount: creditAccount, reason: "")
        }
        (draft.kind, draft.corrects, draft.reason) = (.correction, entry.sequence, reason)
        let balance = standing.balance(in: meter.unit)
        let change = PlannedChange(
            room: room, version: standing.version, priceVersion: price.version, money: paid, credit: credit, before: balance,
            after: balance + credit, entry: draft)
        let row = PlanRow(room: room, money: paid, decision: .change(change))
        return Plan(id: id, kind: .correction, madeAt: now, day: day, actor: approval.maker, approver: approval.approver, rows: [row])
    }

    /// Where credit and money of such an entry come from; nil for what is made up for in another way.
    private func accounts(_ maker: Actor) -> (credit: Account, money: Account)? {
        switch entry.draft.kind {
        case .use: (.used, .income)
        case .sale, .adoption, .correction: (.issued, .cash(maker.name))
        case .grant: (.granted, .income)
        case .expiry: (.expired, .income)
        case .refund, .void, .payout, .restoration, .departure, .arrival, .swap, .relay: nil
        }
    }
}
