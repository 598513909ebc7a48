public import Domain

/// Plans the expiry of free credit whose last day has passed. Pure; nothing happens.
///
/// Use is posted first: free credit is used before bought credit, so that what was used in time does not expire. Credit that sits in a meter
/// is taken out by an order; what the meter does not give stands in its room again.
///
/// What is in a meter's purse is taken out of that first. A little stays there for the use until the order is out, and is used up or
/// expires by the next plan. While hardly anything that was bought is left the purse is let alone: a command to it would make the meter
/// trip.
public struct ExpiryPlanner: Sendable {
    /// What the books say of the rooms.
    public var standings: [RoomID: RoomStanding]
    /// The price of the day; only its version is of interest.
    public var price: PriceStanding
    /// The last of everything that the meters said.
    public var readings: [MeterID: Reading]
    /// Bought credit, in hundredths of the meter's unit, above which free credit is taken out of purses.
    public var purseAbove: Int64

    /// Makes a planner from what was read.
    public init(standings: [RoomID: RoomStanding], price: PriceStanding, readings: [MeterID: Reading], purseAbove: Int64) {
        self.purseAbove = purseAbove
        self.standings = standings
        self.price = price
        self.readings = readings
    }

    /// One row for each room with free credit that has expired before `day`, in order of their names.
    public func plan(actor: Actor, now: Instant, day: Day, id: PlanID) -> Plan {
        let rows = standings.sorted { $0.key < $1.key }.compactMap { room, standing -> PlanRow? in
            guard let decision = decide(standing, day: day) else { return nil }
            return PlanRow(room: room, money: .zero, decision: decision)
        }
        return Plan(id: id, kind: .expiry, madeAt: now, day: day, actor: actor, rows: rows)
    }

    private func decide(_ standing: RoomStanding, day: Day) -> Decision? {
        guard let meter = standing.meter else { return nil }
        let expired = standing.lots.filter {
            $0.wallet == .subsidy && $0.left.unit == meter.unit && $0.left.hundredths > 0 && $0.expires.map { $0 < day } ?? false
        }
        guard !expired.isEmpty else { return nil }
        if let order = standing.openOrders.first(where: { $0.state == .disputed }) { return .refused(.disputed(order.id)) }
        let ordered = expired.sorted { $0.id < $1.id }
        var draws = ordered.map { Draw(lot: $0.id, wallet: .subsidy, credit: $0.left, paid: .zero) }
        if let most = inPurse(meter) {
            let wanted = draws.reduce(Int64(0)) { $0 + $1.credit.hundredths }
            draws = Lot.draw(Credit(meter.unit, hundredths: min(wanted, most)), from: ordered).draws
        }
        guard !draws.isEmpty else { return nil }
        let credit = draws.reduce(Credit.zero(meter.unit)) { $0 + $1.credit }
        let before = readings[meter.id].flatMap { $0.remaining?.unit == meter.unit ? $0.remaining : nil }
        var order = standing.takeBack(credit, from: meter)
        // Also where grants go as plain credit by now: what was put into a purse is taken out of it.
        order?.offersPurse = meter.profile.hasPurse
        let days = Set(expired.compactMap { $0.expires?.description }).sorted()
        return .change(
            PlannedChange(
                room: standing.room.id, version: standing.version, priceVersion: price.version, money: .zero,
                credit: .zero(meter.unit) - credit, before: before, beforeAt: readings[meter.id]?.at, after: before.map { $0 - credit },
                entry: TakeBackEntry.draft(
                    .expiry, room: standing.room.id, draws: draws, to: .expired, creditAccount: .expired,
                    reason: ExpiryReason.text(days)),
                order: order))
    }

    /// The most that can be taken out of the meter's purse now; nil where nothing is in it, so that it is in the bought credit.
    private func inPurse(_ meter: MeterPoint) -> Int64? {
        guard meter.profile.hasPurse, let reading = readings[meter.id], let purse = reading.subsidy,
            purse.unit == meter.unit, purse.hundredths > 0
        else { return nil }
        guard let purchased = reading.purchased, purchased.hundredths > purseAbove else { return 0 }
        return max(0, purse.hundredths - stays(in: meter, reading).hundredths)
    }

    /// What ten minutes at the load of now use, and one step of the register; nothing without load.
    private func stays(in meter: MeterPoint, _ reading: Reading) -> Credit {
        let watts = (reading.load?.watts ?? 300) * Int64(meter.ctRatio)
        guard watts > 0 else { return .zero(meter.unit) }
        let energy = Energy(hundredths: (watts / 6 + 9) / 10 + 1)
        return meter.unit == .energy ? Credit(energy) : Credit(price.price.cost(of: energy)) + Credit(.money, hundredths: 1)
    }
}

/// When free credit may expire: an order that takes credit out of a meter can make a room dark.
public enum ExpiryHours {
    /// Working days from 08:30 to 17:00, so that nobody sits in the dark at night or over a weekend because of it.
    public static func isOpen(_ now: Instant, at offset: UTCOffset) -> Bool {
        let wall = WallTime(now, at: offset)
        return (1...5).contains(wall.day.weekday) && (8 * 3600 + 1800..<17 * 3600).contains(wall.secondOfDay)
    }
}

extension SubsidyDesk {
    /// What would expire today; nothing is written.
    public func planExpiry(actor: Actor) throws -> Plan {
        let rooms = try books.inventory().rooms.keys.sorted()
        let planner = ExpiryPlanner(
            standings: try books.standings(of: rooms), price: try books.price(on: office.today), readings: try office.readings.latest(),
            purseAbove: office.rules.delivery.purseAbove)
        return planner.plan(
            actor: actor, now: office.clock.now(), day: office.today, id: PlanID("expiry-\(office.today)-\(office.ids.next())"))
    }

    /// Posts use, then lets what has expired expire; answers the plan that was committed. Rooms that change meanwhile expire by the next call.
    public func expire(actor: Actor) throws -> Plan {
        _ = try office.postUse(actor: actor)
        var plan = try planExpiry(actor: actor)
        guard !plan.changes.isEmpty else { return plan }
        guard case .stale(let changed) = try books.commit(plan, at: office.clock.now()) else { return plan }
        plan.rows.removeAll { changed[$0.room] != nil }
        guard !plan.changes.isEmpty else { return plan }
        if case .stale = try books.commit(plan, at: office.clock.now()) { plan.rows = [] }
        return plan
    }
}
