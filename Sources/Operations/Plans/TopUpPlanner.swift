public import Domain

/// Plans sales: what would change in each room and at each meter, or why not. Pure; nothing happens.
public struct TopUpPlanner: Sendable {
    /// What the books say of the rooms asked for; a room that is missing here is unknown.
    public var standings: [RoomID: RoomStanding]
    /// The price of the day.
    public var price: PriceStanding
    /// The last of everything that the meters said.
    public var readings: [MeterID: Reading]
    /// The rules of the campus.
    public var rules: DeskRules
    /// All names of rooms, to offer the nearest for an unknown one; may be empty.
    public var names: [RoomID]

    /// Makes a planner from what was read.
    public init(
        standings: [RoomID: RoomStanding], price: PriceStanding, readings: [MeterID: Reading], rules: DeskRules, names: [RoomID] = []
    ) {
        self.standings = standings
        self.price = price
        self.readings = readings
        self.rules = rules
        self.names = names
    }

    /// Plans a list of sales, one row for each line in the same order.
    ///
    /// A room that stands in the list twice is refused each time, because nobody knows which line is meant.
    public func plan(_ lines: [TopUpLine], actor: Actor, now: Instant, day: Day? = nil, id: PlanID) -> Plan {
        let times = Dictionary(lines.map { ($0.room, 1) }, uniquingKeysWith: +)
        let nearest = nearestNames(of: lines)
        let rows = lines.map { line in
            PlanRow(
                room: line.room, money: line.money ?? .zero,
                decision: decide(line, times: times[line.room] ?? 1, nearest: nearest[line.room] ?? [], actor: actor, now: now))
        }
        return Plan(id: id, kind: .topUp, madeAt: now, day: day ?? Day(of: now, at: rules.offset), actor: actor, rows: rows)
    }

    /// Searching names costs time for each unknown room; a list with more of them than this is wrong as a whole.
    private static let mostNamesSought = 50

    private func nearestNames(of lines: [TopUpLine]) -> [RoomID: [RoomID]] {
        let unknown = lines.map(\.room).filter { standings[$0] == nil }
        guard !unknown.isEmpty, !names.isEmpty else { return [:] }
        let search = NearestNames(names)
        return Dictionary(unknown.prefix(TopUpPlanner.mostNamesSought).map { ($0, search.nearest(to: $0)) }) { first, _ in first }
    }

    private func decide(_ line: TopUpLine, times: Int, nearest: [RoomID], actor: Actor, now: Instant) -> Decision {
        guard let standing = standings[line.room] else { return .refused(.unknownRoom(line.room, nearest: nearest)) }
        if times > 1 { return .refused(.twiceInList(line.room)) }
        guard let money = line.money else { return .refused(.unreadableAmount(TopUpPlanner.text(of: line))) }
        if let refusal = amountRefusal(money, role: actor.role) { return .refused(refusal) }
        guard standing.room.isOpen else { return .refused(.roomClosed) }
        if let run = standing.frozenBy { return .refused(.frozen(run)) }
        guard let meter = standing.meter else { return .refused(.noMeter) }
        if let refusal = meterRefusal(meter, standing) { return .refused(refusal) }
        let credit = credit(for: money, unit: meter.unit)
        guard credit.hundredths > 0 else { return .refused(.buysNothing) }
        let possible = largestPossible(meter, standing)
        guard money <= possible else { return .refused(.aboveHoardingLimit(largestPossible: possible)) }
        guard actor.role.hasDrawer else { return .refused(.notAllowed(actor.role)) }
        return .change(change(standing, meter: meter, money: money, credit: credit, actor: actor, now: now))
    }

    private static func text(of line: TopUpLine) -> String {
        if case .text(let text) = line.amount { text } else { "" }
    }

    private func amountRefusal(_ money: Money, role: Role) -> Refusal? {
        if money == .zero { return .zeroAmount }
        if money < rules.sales.smallest { return .belowSmallest(money, smallest: rules.sales.smallest) }
        if money > rules.sales.largest, role != .supervisor { return .aboveLargest(money, largest: rules.sales.largest) }
        return nil
    }

    private func meterRefusal(_ meter: MeterPoint, _ standing: RoomStanding) -> Refusal? {
        guard let baseline = meter.baseline, baseline.totalBought.unit == meter.unit else { return .noBaseline(meter.id) }
        if let order = standing.openOrders.first(where: { $0.state == .disputed }) { return .disputed(order.id) }
        return meter.profile.keepsCredit && standing.nextCount > MeterPoint.lastCount ? .countExhausted(meter.id) : nil
    }

    private func credit(for money: Money, unit: CreditUnit) -> Credit {
        switch unit {
        case .energy: Credit(price.price.energy(for: money))
        case .money: price.price.tenThousandths > 0 ? Credit(money) : .zero(.money)
        }
    }

    private func change(
        _ standing: RoomStanding, meter: MeterPoint, money: Money, credit: Credit, actor: Actor, now: Instant
    ) -> PlannedChange {
        let room = standing.room.id
        let pending = standing.pending(in: meter.unit)
        let left = before(meter, standing)
        return PlannedChange(
            room: room, version: standing.version, priceVersion: price.version, money: money, credit: credit, before: left?.credit,
            beforeAt: left?.at, after: left.map { $0.credit + pending + credit },
            warnings: warnings(meter, standing, money: money, now: now),
            entry: SaleEntry.draft(
                room: room, operatorName: actor.name, money: money, credit: credit, emergency: standing.emergency),
            order: standing.order(.topUp(credit), at: meter))
    }

    /// What is left before the sale: the meter's word where it keeps the credit, else the balance of the books up to the last posted use.
    private func before(_ meter: MeterPoint, _ standing: RoomStanding) -> (credit: Credit, at: Instant?)? {
        guard meter.profile.keepsCredit else { return (standing.balance(in: meter.unit), standing.reached?.at) }
        guard let reading = readings[meter.id], let remaining = reading.remaining, remaining.unit == meter.unit else { return nil }
        return (remaining, reading.at)
    }

    private func warnings(_ meter: MeterPoint, _ standing: RoomStanding, money: Money, now: Instant) -> [PlanWarning] {
        var warnings: [PlanWarning] = []
        if let sale = standing.lastSale, sale.money == money,
            now.milliseconds(since: sale.at) < Int64(rules.sales.repeatMinutes) * 60_000
        {
            warnings.append(.soldBefore(at: sale.at, money: money))
        }
        if meter.profile.keepsCredit {
            let read = readings[meter.id].flatMap { $0.remaining == nil ? nil : $0.at }
            let isOld = read.map { now.milliseconds(since: $0) > Int64(rules.sales.oldReadingMinutes) * 60_000 } ?? true
            if isOld { warnings.append(.readingOld(read)) }
        }
        if !standing.openOrders.isEmpty { warnings.append(.waitsBehind(standing.openOrders.count)) }
        if readings[meter.id]?.relayClosed == false { warnings.append(.roomIsDark) }
        return warnings
    }
}
