public import Domain

/// What came of posting use.
public struct UsePosting: Hashable, Sendable {
    /// Rooms whose use was posted.
    public var posted: Int = 0
    /// The energy credit used, of rooms whose meters keep energy.
    public var energy: Credit = .zero(.energy)
    /// The money credit used, of rooms whose meters keep money.
    public var money: Credit = .zero(.money)
    /// Rooms without anything to post, and why.
    public var passed: [RoomID: UseOutcome] = [:]
    /// Rooms that changed each time while their use was planned; the next posting takes their use along.
    public var changed: [RoomID] = []

    mutating func add(_ change: PlannedChange) {
        posted += 1
        if change.credit.unit == .energy { energy = energy + change.credit } else { money = money + change.credit }
    }
}

extension Office {
    /// Posts the use of all rooms up to what their meters said last, in batches so that no transaction is long.
    ///
    /// Call it before a refund, swap, price change or expiry; what is left of a day `postUseOfEndedDays` posts. To call it more
    /// often, or again after a crash, is harmless: each entry starts at the mark that the last one reached. A room that is sold to at
    /// the same moment is planned again.
    public func postUse(actor: Actor, day: Day? = nil, batch: Int = 200) throws -> UsePosting {
        let day = day ?? today
        let rooms = try books.rooms(in: nil).map(\.id).sorted()
        var result = UsePosting()
        for part in rooms.parts(of: max(1, batch)) {
            try postUse(of: Array(part), latest: nil, actor: actor, day: day, into: &result)
        }
        return result
    }

    /// The same for some rooms up to readings that the caller has, as before a refund.
    func postUse(of rooms: [RoomID], latest: [MeterID: Reading], actor: Actor) throws -> UsePosting {
        var result = UsePosting()
        for part in rooms.parts(of: 200) { try postUse(of: Array(part), latest: latest, actor: actor, day: today, into: &result) }
        return result
    }

    /// - Parameter latest: the readings up to which it is posted; nil reads what these rooms' meters said last.
    func postUse(
        of rooms: [RoomID], latest: [MeterID: Reading]?, actor: Actor, day: Day, into result: inout UsePosting
    ) throws {
        var rest = rooms
        for _ in 0..<3 where !rest.isEmpty {
            let standings = try books.standings(of: rest)
            let readings = try latest ?? self.readings.latest(of: standings.values.compactMap { $0.meter?.id })
            let planner = UsePlanner(standings: standings, price: try books.price(on: day), readings: readings)
            let use = planner.plan(actor: actor, now: clock.now(), day: day, id: PlanID("use-" + ids.next()))
            result.passed.merge(use.passed) { _, new in new }
            rest = try commit(use.plan, into: &result)
        }
        result.changed += rest
    }

    /// Commits one batch without the rooms that changed meanwhile, and answers those.
    private func commit(_ plan: Plan, into result: inout UsePosting) throws -> [RoomID] {
        var plan = plan
        guard !plan.rows.isEmpty else { return [] }
        var changed: [RoomID] = []
        if case .stale(let rows) = try books.commit(plan, at: clock.now()) {
            changed = rows.keys.sorted()
            plan.rows.removeAll { rows[$0.room] != nil }
            guard !plan.rows.isEmpty else { return changed }
            if case .stale = try books.commit(plan, at: clock.now()) { return changed + plan.rows.map(\.room) }
        }
        for change in plan.changes { result.add(change) }
        return changed
    }
}
