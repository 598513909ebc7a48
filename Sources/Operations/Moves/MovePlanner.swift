public import Domain

/// Plans that what a room has paid moves to another room. Pure; nothing happens.
///
/// The paid share moves with whoever paid it, the free credit stays. What a meter has is first taken out of it; the same value is sold into
/// the other room when a read-back has shown that it is out. People use power until then, so a little stays in the meter for that.
public struct MovePlanner: Sendable {
    /// All that is known of the room left.
    public var from: ReconcileFacts
    /// What the books say of the room moved to.
    public var to: RoomStanding
    /// The price of the day.
    public var price: PriceStanding
    /// The last of everything that the meters said.
    public var readings: [MeterID: Reading]
    /// The rules of the campus.
    public var rules: DeskRules

    /// Makes a planner from what was read.
    public init(from: ReconcileFacts, to: RoomStanding, price: PriceStanding, readings: [MeterID: Reading], rules: DeskRules) {
        self.from = from
        self.to = to
        self.price = price
        self.readings = readings
        self.rules = rules
    }

    /// Minutes for which power is left in the meter until the credit is out of it.
    private static let minutesKept: Int64 = 10
    /// The least load that is reckoned with for that time: somebody may switch something on.
    private static let leastLoad = Power(watts: 300)

    /// Plans the move, or says why it can not be.
    ///
    /// - Parameter most: hundredths of the unit of the meter; all that was paid for when nil.
    public func plan(
        most: Int64?, approval: Approval, reason: String, now: Instant, day: Day, id: PlanID
    ) throws(ReversalRefusal) -> RoomMove {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw .reasonMissing }
        let (meter, entered) = try meters()
        let rest = try whatIsLeft(meter)
        let possible = try possible(rest, meter: meter)
        if let most, most <= 0 { throw .move(.noAmount) }
        let credit = most.map { Credit(meter.unit, hundredths: $0) } ?? possible
        guard credit.hundredths <= possible.hundredths else { throw .move(.tooMuch(possible: possible)) }
        try checkArrival(of: credit, at: entered)
        let standing = from.standing
        let draws = Lot.draw(credit, from: standing.lots.filter { $0.wallet == .purchased }).draws
        let paid = draws.reduce(Money.zero) { $0 + $1.paid }
        let before = left(meter, standing)
        let change = PlannedChange(
            room: standing.room.id, version: standing.version, priceVersion: price.version, money: .zero - paid,
            credit: .zero(credit.unit) - credit, before: before?.credit, beforeAt: before?.at, after: before.map { $0.credit - credit },
            warnings: warnings(meter, now: now),
            entry: TakeBackEntry.draft(
                .departure, room: standing.room.id, draws: draws, to: .moving(to: to.room.id), creditAccount: .moving(to: to.room.id),
                reason: reason), order: standing.takeBack(credit, from: meter))
        let row = PlanRow(room: change.room, money: change.money, decision: .change(change))
        return RoomMove(
            plan: Plan(id: id, kind: .move, madeAt: now, day: day, actor: approval.maker, approver: approval.approver, rows: [row]),
            from: change.room, to: to.room.id, credit: credit, money: paid,
            left: before.map { .init(before: $0.credit, after: $0.credit - credit) },
            entered: self.left(entered, to).map {
                .init(before: $0.credit, after: $0.credit + to.pending(in: credit.unit) + credit)
            }, free: rest.free, kept: rest.paid - credit)
    }

    /// Both meters, if credit can go from one to the other at all.
    private func meters() throws(ReversalRefusal) -> (from: MeterPoint, to: MeterPoint) {
        let standing = from.standing
        guard standing.room.id != to.room.id else { throw .move(.sameRoom(to.room.id)) }
        guard let meter = standing.meter, meter.baseline?.totalBought.unit == meter.unit else { throw .noMeter(standing.room.id) }
        for standing in [standing, to] {
            if let run = standing.frozenBy { throw .move(.frozen(standing.room.id, run)) }
        }
        guard to.room.isOpen else { throw .move(.closed(to.room.id)) }
        guard let entered = to.meter, entered.baseline?.totalBought.unit == entered.unit else { throw .noMeter(to.room.id) }
        guard meter.unit == entered.unit else {
            throw .move(.otherUnit(standing.room.id, meter.unit, to.room.id, entered.unit))
        }
        for order in (standing.openOrders + to.openOrders) where order.state == .disputed { throw .disputed(order.id) }
        if let order = standing.openOrders.first { throw .move(.orderOpen(order.id, order.state)) }
        for (standing, meter) in [(standing, meter), (to, entered)] where meter.profile.keepsCredit {
            guard standing.nextCount <= MeterPoint.lastCount else { throw .countExhausted(meter.id) }
        }
        return (meter, entered)
    }

    /// What stands in the lots of the room left once the use is posted that its meter has counted.
    private func whatIsLeft(_ meter: MeterPoint) throws(ReversalRefusal) -> (free: Credit, paid: Credit) {
        let standing = from.standing
        let zero = Credit.zero(meter.unit)
        let (draws, uncovered) = Lot.draw(try unposted(meter, standing), from: standing.lots)
        let debt = standing.emergency + uncovered
        guard debt.hundredths == 0 else { throw .move(.debt(standing.room.id, debt)) }
        func rest(_ wallet: WalletKind) -> Credit {
            let held = standing.lots.filter { $0.wallet == wallet && $0.left.unit == meter.unit }.reduce(zero) { $0 + $1.left }
            return draws.filter { $0.wallet == wallet }.reduce(held) { $0 - $1.credit }
        }
        let paid = rest(.purchased)
        guard paid.hundredths > 0 else { throw .move(.nothingPaid(standing.room.id)) }
        return (rest(.subsidy), paid)
    }

    /// The use that a meter has counted since it was posted last.
    private func unposted(_ meter: MeterPoint, _ standing: RoomStanding) throws(ReversalRefusal) -> Credit {
        guard let mark = meter.useMark(reached: standing.reached), let register = readings[meter.id]?.register else {
            return .zero(meter.unit)
        }
        guard register >= mark.register else { throw .move(.registerBack(meter.id)) }
        return meter.credit(used: mark.register, to: register, at: price.price)
    }

    /// The most that can be taken out: of a meter not what will be used until it is out.
    private func possible(_ rest: (free: Credit, paid: Credit), meter: MeterPoint) throws(ReversalRefusal) -> Credit {
        guard meter.profile.keepsCredit else { return rest.paid }
        guard let reading = readings[meter.id], let remaining = reading.remaining, remaining.unit == meter.unit else {
            throw .move(.neverRead(meter.id))
        }
        let room = from.standing.room.id
        guard Reconciler.row(from).verdict != .unexplained else { throw .move(.unexplained(room)) }
        // What is in a purse of free credit is used first, and gives no light where nothing that was bought is left.
        let inMeter = (reading.purchased ?? remaining) - usedMeanwhile(meter, reading)
        guard inMeter.hundredths > 0 else { throw .move(.tooLittle(room, left: remaining)) }
        return inMeter.hundredths < rest.paid.hundredths ? inMeter : rest.paid
    }

    /// What will about be used until the credit is out, rounded up.
    private func usedMeanwhile(_ meter: MeterPoint, _ reading: Reading) -> Credit {
        let load = (reading.load?.watts ?? 0) * Int64(meter.ctRatio)
        let wattHours = max(load, Self.leastLoad.watts) * Self.minutesKept / 60
        let energy = Energy(hundredths: wattHours / 10 + 1)
        return meter.unit == .energy ? Credit(energy) : Credit(price.price.cost(of: energy)) + Credit(.money, hundredths: 1)
    }

    /// Checks that the room moved to can hold it, and owes nothing that it would repay for others.
    private func checkArrival(of credit: Credit, at meter: MeterPoint) throws(ReversalRefusal) {
        let used = try unposted(meter, to)
        let debt = to.emergency + Lot.draw(used, from: to.lots).uncovered
        guard debt.hundredths == 0 else { throw .move(.debt(to.room.id, debt)) }
        let space = TopUpPlanner(standings: [:], price: price, readings: readings, rules: rules).space(meter, to)
        guard credit.hundredths <= space.hundredths else {
            throw .move(.noSpace(to.room.id, possible: Credit(space.unit, hundredths: max(0, space.hundredths))))
        }
    }

    /// What is left: the meter's word where it keeps the credit, else the balance of the books up to the last posted use.
    private func left(_ meter: MeterPoint, _ standing: RoomStanding) -> (credit: Credit, at: Instant?)? {
        guard meter.profile.keepsCredit else { return (standing.balance(in: meter.unit), standing.reached?.at) }
        guard let reading = readings[meter.id], let remaining = reading.remaining, remaining.unit == meter.unit else { return nil }
        return (remaining, reading.at)
    }

    private func warnings(_ meter: MeterPoint, now: Instant) -> [PlanWarning] {
        var warnings: [PlanWarning] = []
        if meter.profile.keepsCredit {
            let read = readings[meter.id]?.at
            let isOld = read.map { now.milliseconds(since: $0) > Int64(rules.sales.oldReadingMinutes) * 60_000 } ?? true
            if isOld { warnings.append(.readingOld(read)) }
        }
        if !to.openOrders.isEmpty { warnings.append(.waitsBehind(to.openOrders.count)) }
        return warnings
    }
}
