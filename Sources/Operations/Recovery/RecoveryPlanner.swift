public import Domain
import Phrases

/// What brings the books a step nearer to what the meters prove.
public struct RecoveryRound: Hashable, Sendable {
    /// Orders that the meters took and that still stand in line.
    public var steps: [OrderStep]
    /// One lost sale of each room that has no such order any more, the oldest.
    public var plan: Plan

    /// Whether the books have what the meters prove.
    public var isEmpty: Bool { steps.isEmpty && plan.rows.isEmpty }
}

/// Plans the recovery of sales that the books lost and the meters have on record. Pure; nothing happens.
///
/// A meter proves the credit. What was paid is the least money that buys it at the day's price, which for prices up to 1.0000 is the only
/// amount; it goes into an account of its own, because no meter knows which drawer took it. Where no amount buys exactly that credit, the
/// price was another, and the money stays zero. A take-back goes out of that account again with what was paid for the credit. Use needs no
/// recovery: it is posted from the register onwards.
public struct RecoveryPlanner: Sendable {
    /// What the books say of the rooms.
    public var standings: [RoomID: RoomStanding]
    /// The price of the day.
    public var price: PriceStanding
    /// What the meters say.
    public var pictures: [MeterID: CreditReading]
    /// Why the books lack it.
    public var cause: RecoveryCause

    /// Makes a planner from what was read.
    public init(
        standings: [RoomID: RoomStanding], price: PriceStanding, pictures: [MeterID: CreditReading], cause: RecoveryCause = .restored
    ) {
        self.standings = standings
        self.price = price
        self.pictures = pictures
        self.cause = cause
    }

    /// What each room's meter proves; rooms whose meter was not read are left out.
    public func findings() -> [RoomID: GapFinding] {
        standings.compactMapValues { standing in
            guard let meter = standing.meter, meter.profile.keepsCredit, meter.baseline != nil, let picture = pictures[meter.id] else {
                return nil
            }
            return GapProof(standing: standing, picture: picture).finding()
        }
    }

    /// Plans the next round. Commit it and plan again from the new standings until nothing is left.
    public func round(actor: Actor, now: Instant, day: Day, id: PlanID) -> RecoveryRound {
        var round = RecoveryRound(steps: [], plan: Plan(id: id, kind: .recovery, madeAt: now, day: day, actor: actor, rows: []))
        for (room, finding) in findings().sorted(by: { $0.key < $1.key }) {
            guard case .gap(let gap) = finding, let standing = standings[room], let meter = standing.meter,
                let picture = pictures[meter.id]
            else { continue }
            if !gap.taken.isEmpty {
                round.steps += gap.taken.map { step($0, picture, now: now) }
            } else if let lost = gap.lost.first {
                let change =
                    lost.credit.hundredths > 0 ? sale(lost, standing, meter.id, picture) : takeBack(lost, standing, meter.id, picture)
                round.plan.rows.append(PlanRow(room: room, money: change.money, decision: .change(change)))
            }
        }
        return round
    }

    private func step(_ taken: TakenOrder, _ picture: CreditReading, now: Instant) -> OrderStep {
        var after = picture
        after.purchases = []
        return OrderStep(
            order: taken.order.id, from: taken.order.state, to: .confirmed, at: now, count: taken.count, totalAfter: taken.totalAfter,
            after: after, note: cause.found(taken.count).english)
    }

    /// Of a lost take-back the books know again what left the meter; what was paid out for it is taken to be what was paid for the lots.
    private func takeBack(_ lost: LostPurchase, _ standing: RoomStanding, _ meter: MeterID, _ picture: CreditReading) -> PlannedChange {
        let (room, credit) = (standing.room.id, Credit.zero(lost.credit.unit) - lost.credit)
        let bought = standing.lots.filter { $0.wallet == .purchased }
        // A void takes the whole of one lot, mostly the newest.
        let whole = bought.last { $0.left == credit && $0.left == $0.credited }
        let draws = Lot.draw(credit, from: whole.map { [$0] } ?? bought).draws
        let paid = draws.reduce(Money.zero) { $0 + $1.paid }
        let entry = TakeBackEntry.draft(
            .correction, room: room, draws: draws, to: .recovered,
            reason: cause.takeBack(lost.count, of: credit).english + " "
                + Phrase("What was paid out for it is not known: it is taken to be what was paid for the credit.").english)
        let order = OrderDraft(meter: meter, task: .takeBack(credit), count: lost.count, totalAfter: lost.totalAfter, state: .confirmed)
        return PlannedChange(
            room: room, version: standing.version, priceVersion: price.version, money: Money.zero - paid, credit: lost.credit,
            before: picture.remaining, beforeAt: picture.at, after: picture.remaining, entry: entry, order: order)
    }

    private func sale(_ lost: LostPurchase, _ standing: RoomStanding, _ meter: MeterID, _ picture: CreditReading) -> PlannedChange {
        let room = standing.room.id
        let money = price.price.leastMoney(buying: lost.credit)
        var entry = SaleEntry.draft(
            room: room, into: .recovered, money: money ?? .zero, credit: lost.credit, emergency: standing.emergency)
        let paid: Phrase =
            money == nil
            ? Phrase("What was paid is not known: it was sold at another price.") : Phrase("Which drawer took the money is not known.")
        entry.reason = cause.sale(lost.count, of: lost.credit).english + " " + paid.english
        let order = OrderDraft(
            meter: meter, task: .topUp(lost.credit), count: lost.count, totalAfter: lost.totalAfter, state: .confirmed)
        return PlannedChange(
            room: room, version: standing.version, priceVersion: price.version, money: money ?? .zero, credit: lost.credit,
            before: picture.remaining, beforeAt: picture.at, after: picture.remaining, entry: entry, order: order)
    }
}

extension Price {
    /// The least money that buys exactly this credit; nil when no amount does.
    func leastMoney(buying credit: Credit) -> Money? {
        guard credit.unit == .energy else { return Money(fen: credit.hundredths) }
        guard tenThousandths > 0, credit.hundredths > 0 else { return nil }
        let money = Money(fen: (credit.hundredths * tenThousandths + 9_999) / 10_000)
        return energy(for: money).hundredths == credit.hundredths ? money : nil
    }
}
