public import Domain
import Phrases

/// Plans a monthly run. Pure; nothing happens.
public struct SubsidyPlanner: Sendable {
    /// What the books say of the rooms; only these are looked at.
    public var standings: [RoomID: RoomStanding]
    /// The price of the day, by which meters that keep money are given theirs.
    public var price: PriceStanding
    /// The last of everything that the meters said.
    public var readings: [MeterID: Reading]
    /// Who lives where.
    public var roster: Roster
    /// All versions of all policies.
    public var policies: [SubsidyPolicy]
    /// The version of the policies.
    public var policyVersion: Int64
    /// What was granted for the month, the month before and the one before that.
    public var granted: [GrantKey: Granted]
    /// Whether meters that tell of a purse are offered free credit for it; others get plain credit.
    public var offersPurse: Bool
    /// Bought credit, in hundredths of the meter's unit, above which free credit goes into the purse.
    public var purseAbove: Int64

    /// Makes a planner from what was read.
    public init(
        standings: [RoomID: RoomStanding], price: PriceStanding, readings: [MeterID: Reading], roster: Roster, policies: [SubsidyPolicy],
        policyVersion: Int64, granted: [GrantKey: Granted], offersPurse: Bool, purseAbove: Int64
    ) {
        self.offersPurse = offersPurse
        self.purseAbove = purseAbove
        self.standings = standings
        self.price = price
        self.readings = readings
        self.roster = roster
        self.policies = policies
        self.policyVersion = policyVersion
        self.granted = granted
    }

    /// Plans the run of a month: what is due less what was granted, and for the month before what fell due after its run.
    ///
    /// A room whose month before was never run gets nothing for it here: a run that was forgotten is made for its own month.
    public func run(_ month: Month, actor: Actor, now: Instant, day: Day, id: PlanID) -> SubsidyRun {
        let before = month.advanced(by: -1)
        let book = GrantBook(granted: granted, roster: roster)
        let thisMonth = Rule(month: month, policies: policies, roster: roster, day: day)
        let late = book.wasRun(before) ? Rule(month: before, policies: policies, roster: roster, day: before.last) : nil
        let ordered = standings.values.sorted { ($0.room.building, $0.room.id) < ($1.room.building, $1.room.id) }
        var changes: [PlanRow] = []
        let rows = ordered.map { standing in
            let room = standing.room
            let (due, skip) = thisMonth.due(room)
            var shares = book.rest(of: due, whole: thisMonth.whole)
            let present = Set(thisMonth.stays(of: room.id).filter { $0.includes(day) }.map(\.id))
            if let late {
                shares += book.rest(of: late.due(room).shares, whole: late.whole).filter {
                    $0.share.key.stay == 0 || present.contains($0.share.key.stay)
                }
            }
            let sum = book.sum(room.id, month) + shares.filter { $0.share.key.month == month }.reduce(.zero) { $0 + $1.share.amount }
            var row = SubsidyRow(
                room: room.id, building: room.building, shares: shares, skip: nil, lastMonth: book.sum(room.id, before), thisMonth: sum,
                mark: nil)
            if shares.isEmpty {
                row.skip = .rule(skip ?? .granted(book.sum(room.id, month)))
            } else {
                switch change(standing, shares, expires: thisMonth.expiry(of: room)) {
                case .failure(let reason):
                    row.shares = []
                    row.skip = reason.reason
                case .success(let change):
                    row.way = standing.meter.flatMap(way)
                    changes.append(PlanRow(room: room.id, money: .zero, decision: .change(change)))
                }
            }
            row.mark = mark(row, room, living: present.count, whole: thisMonth.largest(room))
            return row
        }
        let plan = Plan(id: id, kind: .subsidy, madeAt: now, day: day, actor: actor, rows: changes)
        return SubsidyRun(month: month, rows: rows, plan: plan, rosterVersion: roster.version, policyVersion: policyVersion)
    }

    private struct Refused: Error { var reason: SkipReason }

    private func change(_ standing: RoomStanding, _ shares: [PlannedShare], expires: Day?) -> Result<PlannedChange, Refused> {
        func refused(_ refusal: Refusal) -> Result<PlannedChange, Refused> { .failure(Refused(reason: .refused(refusal))) }
        if let run = standing.frozenBy { return refused(.frozen(run)) }
        guard let meter = standing.meter else { return refused(.noMeter) }
        guard let baseline = meter.baseline, baseline.totalBought.unit == meter.unit else { return refused(.noBaseline(meter.id)) }
        if let order = standing.openOrders.first(where: { $0.state == .disputed }) { return refused(.disputed(order.id)) }
        let energy = shares.reduce(Energy.zero) { $0 + $1.share.amount }
        let credit = meter.unit == .energy ? Credit(energy) : Credit(price.price.cost(of: energy))
        guard credit.hundredths > 0 else { return refused(.buysNothing) }
        let pending = standing.pending(in: meter.unit)
        let left = readings[meter.id].flatMap { $0.remaining?.unit == meter.unit ? $0.remaining : nil }
        var order: OrderDraft?
        if meter.profile.keepsCredit {
            guard standing.nextCount <= MeterPoint.lastCount else { return refused(.countExhausted(meter.id)) }
            let held = (left ?? .zero(meter.unit)) + pending + credit
            guard held.hundredths <= MeterPoint.largestCredit else { return .failure(Refused(reason: .meterFull)) }
            if let unknown = unknownInPurse(standing, meter) { return .failure(Refused(reason: .unknownInPurse(unknown))) }
            order = standing.order(.topUp(credit), at: meter)
            order?.offersPurse = offersPurse && meter.profile.hasPurse
        }
        let before = meter.profile.keepsCredit ? left : standing.balance(in: meter.unit)
        return .success(
            PlannedChange(
                room: standing.room.id, version: standing.version, priceVersion: price.version, money: .zero, credit: credit,
                before: before,
                beforeAt: readings[meter.id]?.at, after: before.map { $0 + pending + credit },
                entry: GrantEntry.draft(
                    room: standing.room.id, credit: credit, emergency: standing.emergency, expires: expires,
                    reason: GrantReason.text(shares)),
                order: order))
    }

    /// What somebody should look at before committing.
    private func mark(_ row: SubsidyRow, _ room: Room, living: Int, whole: Energy) -> String? {
        if living > room.beds { return phrase("\(living) residents, \(room.beds) beds") }
        if row.thisMonth > whole { return phrase("more than a whole month") }
        guard row.lastMonth > .zero, row.thisMonth > .zero else { return nil }
        if row.thisMonth.wattHours > 2 * row.lastMonth.wattHours { return phrase("more than twice last month") }
        if 2 * row.thisMonth.wattHours < row.lastMonth.wattHours { return phrase("less than half of last month") }
        return nil
    }
}

/// The policies of one month over the rooms.
private struct Rule {
    let month: Month
    let day: Day
    let holding: [SubsidyPolicy]
    let residents: [ResidentID: Resident]
    let byRoom: [RoomID: [Stay]]
    let byNumber: [Int64: Stay]

    init(month: Month, policies: [SubsidyPolicy], roster: Roster, day: Day) {
        self.month = month
        self.day = day
        holding = SubsidyPolicy.holding(in: month, of: policies)
        residents = roster.residents
        byRoom = roster.staysByRoom(during: month.first...max(month.last, day))
        byNumber = roster.stays
    }

    func stays(of room: RoomID) -> [Stay] { byRoom[room] ?? [] }

    private func policy(of room: Room) -> SubsidyPolicy? { holding.first { $0.covers(building: room.building) } }

    func expiry(of room: Room) -> Day? { policy(of: room)?.expiry(of: month) }

    func due(_ room: Room) -> (shares: [GrantShare], skip: SubsidySkip?) {
        guard let policy = policy(of: room) else { return ([], .noPolicy) }
        let calculation = SubsidyCalculation(policy: policy, month: month, runDay: day)
        switch calculation.due(room, stays: stays(of: room.id), schoolClass: { residents[$0]?.schoolClass ?? "" }) {
        case .shares(let shares): return (shares, nil)
        case .skipped(let reason): return ([], reason)
        }
    }

    /// The most that the resident of a share gets for the month, in whatever rooms; nil for a share of a room.
    func whole(_ key: GrantKey) -> (resident: ResidentID, most: Energy)? {
        guard let stay = byNumber[key.stay], let policy = holding.first(where: { $0.name == key.policy }) else { return nil }
        let schoolClass = policy.basis == .schoolClass ? residents[stay.resident]?.schoolClass : nil
        return (stay.resident, schoolClass.flatMap { policy.classAmounts[$0] } ?? policy.amount)
    }

    /// The most that a room gets when every bed is taken the whole month.
    func largest(_ room: Room) -> Energy {
        guard let policy = policy(of: room) else { return .zero }
        let each = max(policy.amount, policy.classAmounts.values.max() ?? .zero)
        return policy.basis == .room ? each : Energy(wattHours: each.wattHours * Int64(max(1, room.beds)))
    }
}

/// What was granted so far, by room and by resident.
private struct GrantBook {
    let granted: [GrantKey: Granted]
    private let byRoom: [RoomID: [Month: Energy]]
    private let byResident: [ResidentID: [Month: Energy]]
    private let months: Set<Month>

    init(granted: [GrantKey: Granted], roster: Roster) {
        self.granted = granted
        var byRoom: [RoomID: [Month: Energy]] = [:]
        var byResident: [ResidentID: [Month: Energy]] = [:]
        for (key, sum) in granted {
            byRoom[key.room, default: [:]][key.month, default: .zero] += sum.amount
            if let resident = roster.stays[key.stay]?.resident {
                byResident[resident, default: [:]][key.month, default: .zero] += sum.amount
            }
        }
        self.byRoom = byRoom
        self.byResident = byResident
        months = Set(granted.keys.map(\.month))
    }

    func wasRun(_ month: Month) -> Bool { months.contains(month) }

    func sum(_ room: RoomID, _ month: Month) -> Energy { byRoom[room]?[month] ?? .zero }

    /// What is due less what was granted. Who moves within a month gets no more than one month in all rooms together.
    func rest(of due: [GrantShare], whole: (GrantKey) -> (resident: ResidentID, most: Energy)?) -> [PlannedShare] {
        due.compactMap { share in
            let before = granted[share.key] ?? Granted()
            var rest = share.amount - before.amount
            if let (resident, most) = whole(share.key) {
                rest = min(rest, most - (byResident[resident]?[share.key.month] ?? .zero))
            }
            guard rest > .zero else { return nil }
            return PlannedShare(share: GrantShare(key: share.key, amount: rest), ordinal: before.parts)
        }
    }
}
