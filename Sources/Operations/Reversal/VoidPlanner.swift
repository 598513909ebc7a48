public import Domain

/// Plans the void of one sale. Pure; nothing happens.
///
/// What is in no meter yet is given back at once; an order that waits in line is withdrawn by the same commit. What a meter has is first
/// taken out of it, and the money is due until a read-back has shown that it is out. A sale of which anything was used is not voided.
public struct VoidPlanner: Sendable {
    /// The entry whose lot holds the credit of the sale: the sale, or what stands again after a take-back that failed.
    public var entry: Entry
    /// The sale itself.
    public var sale: Entry
    /// The order that delivered the sale; nil for a meter that keeps no credit.
    public var order: Order?
    /// What the books say of the room.
    public var standing: RoomStanding
    /// The price of the day.
    public var price: PriceStanding
    /// The last of everything that the meter said.
    public var reading: Reading?

    /// Makes a planner from what was read.
    public init(entry: Entry, sale: Entry, order: Order?, standing: RoomStanding, price: PriceStanding, reading: Reading?) {
        self.entry = entry
        self.sale = sale
        self.order = order
        self.standing = standing
        self.price = price
        self.reading = reading
    }

    /// Plans the void, or says why it can not be.
    public func plan(
        _ approval: Approval, reason: String, now: Instant, day: Day, id: PlanID
    ) throws(ReversalRefusal) -> Plan {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw .reasonMissing }
        guard sale.draft.kind == .sale, case .open(_, let credited, _, _, _)? = entry.draft.lots.first else {
            throw .notASale(sale.sequence, sale.draft.kind)
        }
        guard let meter = standing.meter, meter.baseline != nil, meter.unit == credited.unit else { throw .noMeter(standing.room.id) }
        let place = try place(meter)
        let seen = self.seen
        let draw = try draw(credited, meter: meter)
        var change = PlannedChange(
            room: standing.room.id, version: standing.version, priceVersion: price.version, money: .zero - draw.paid,
            credit: .zero(credited.unit) - credited, before: seen?.left, beforeAt: seen?.at, after: seen?.left,
            entry: TakeBackEntry.draft(
                .void, room: standing.room.id, draws: [draw], to: .cash(approval.maker.name), corrects: entry.sequence, reason: reason))
        switch place {
        case .nowhere: break
        case .line(let order): change.withdraws = order
        case .meter:
            try check(inMeter: credited, meter: meter, maker: approval.maker)
            change.entry = TakeBackEntry.draft(
                .void, room: standing.room.id, draws: [draw], to: .refundsDue, corrects: entry.sequence, reason: reason)
            change.order = standing.takeBack(credited, from: meter)
            change.after = seen.map { $0.left + standing.pending(in: meter.unit) - credited }
            if !standing.openOrders.isEmpty { change.warnings = [.waitsBehind(standing.openOrders.count)] }
        }
        let row = PlanRow(room: change.room, money: change.money, decision: .change(change))
        return Plan(id: id, kind: .void, madeAt: now, day: day, actor: approval.maker, approver: approval.approver, rows: [row])
    }

    private enum Place {
        case nowhere
        case line(OrderID)
        case meter
    }

    /// Where the credit of the sale is now.
    private func place(_ meter: MeterPoint) throws(ReversalRefusal) -> Place {
        guard let order else { return .nowhere }
        switch order.state {
        case .queued: return .line(order.id)
        case .refused, .expired, .withdrawn:
            // A swap carried over all that the books had left, and so this sale too.
            guard order.meter == meter.id else { throw .otherMeter(order.meter) }
            return .nowhere
        case .sent, .unknown: throw .outcomeOpen(order.id, order.state)
        case .disputed: throw .disputed(order.id)
        case .confirmed:
            guard order.meter == meter.id else { throw .otherMeter(order.meter) }
            return .meter
        }
    }

    /// The whole of the lot, if nothing of it was used, by the books or by what the meter has counted since.
    private func draw(_ credited: Credit, meter: MeterPoint) throws(ReversalRefusal) -> Draw {
        let id = LotID(entry: entry.sequence)
        guard let lot = standing.lots.first(where: { $0.id == id }) else { throw .used(credited, of: credited) }
        var left = lot.left
        if let mark = meter.useMark(reached: standing.reached), let register = reading?.register, register > mark.register {
            let since = meter.credit(used: mark.register, to: register, at: price.price)
            left = Lot.draw(since, from: standing.lots).draws.filter { $0.lot == id }.reduce(left) { $0 - $1.credit }
        }
        guard left == credited else { throw .used(credited - left, of: credited) }
        return Draw(lot: id, wallet: lot.wallet, credit: credited, paid: lot.worth)
    }

    private func check(inMeter credited: Credit, meter: MeterPoint, maker: Actor) throws(ReversalRefusal) {
        guard sale.actor.name == maker.name, sale.actor.shift == maker.shift else { throw .otherShift(sold: sale.actor) }
        if let order = standing.openOrders.first(where: { $0.state == .disputed }) { throw .disputed(order.id) }
        guard standing.nextCount <= MeterPoint.lastCount else { throw .countExhausted(meter.id) }
        guard let left = seen?.purchased, left.unit == credited.unit, left.hundredths < credited.hundredths else { return }
        throw .notInMeter(left: left, sold: credited)
    }

    /// What the meter said is left, unless it said so before the sale reached it.
    private var seen: (left: Credit, purchased: Credit, at: Instant)? {
        guard let reading, let left = reading.remaining, order.map({ reading.at >= $0.changedAt }) ?? true else { return nil }
        return (left, reading.purchased ?? left, reading.at)
    }
}

extension RoomStanding {
    /// The purchase count under which the next order would be sent; one in the purse of free credit does not raise it.
    var nextCount: Int { expectedCount + openOrders.count(where: \.raisesCount) + 1 }

    /// An order that takes credit out of a meter; nil for a meter that keeps none.
    public func takeBack(_ credit: Credit, from meter: MeterPoint) -> OrderDraft? { order(.takeBack(credit), at: meter) }

    /// An order that moves the relay of a meter, behind those that are open; it has no count of its own.
    func order(_ move: RelayMove, at meter: MeterPoint) -> OrderDraft {
        OrderDraft(meter: meter.id, task: .relay(move, meter.unit), count: 0, totalAfter: .zero(meter.unit))
    }

    /// An order behind those that are open; nil for a meter that keeps no credit.
    func order(_ task: OrderTask, at meter: MeterPoint) -> OrderDraft? {
        guard meter.profile.keepsCredit else { return nil }
        let coming = openOrders.filter { $0.task.amount.unit == meter.unit && $0.raisesCount }
        let total = coming.reduce(expectedTotal) { $0 + $1.task.change }
        return OrderDraft(meter: meter.id, task: task, count: nextCount, totalAfter: total + task.change)
    }
}
