public import Domain

/// The monthly subsidy as verbs of the desk. Every call blocks on the disk and is made from background work.
public struct SubsidyDesk: Sendable {
    /// The books.
    public let books: any Books & ResidentBook & SubsidyBook
    /// The desk whose clock, readings and ids are used.
    public let office: Office

    /// Opens the desk.
    public init(books: any Books & ResidentBook & SubsidyBook, office: Office) {
        self.books = books
        self.office = office
    }

    /// Plans the run of a month over all rooms; nothing is written.
    ///
    /// - Parameter rooms: only these; all when nil.
    public func plan(_ month: Month, actor: Actor, rooms: [RoomID]? = nil) throws -> SubsidyRun {
        let rooms = try rooms ?? books.inventory().rooms.keys.sorted()
        let (policies, version) = try books.subsidyPolicies()
        let planner = SubsidyPlanner(
            standings: try books.standings(of: rooms), price: try books.price(on: office.today), readings: try office.readings.latest(),
            roster: try books.roster(), policies: policies, policyVersion: version,
            granted: try books.granted(for: month.advanced(by: -2)...month), offersPurse: office.rules.usesPurse,
            purseAbove: office.rules.delivery.purseAbove)
        return planner.run(
            month, actor: actor, now: office.clock.now(), day: office.today, id: PlanID("subsidy-\(month)-\(office.ids.next())"))
    }

    /// So often a run is planned again when rooms changed while it was being committed.
    private static let tries = 5

    /// Commits a run that somebody has seen.
    ///
    /// Rooms change all the time: an order is confirmed, use is posted. Then the run is planned anew, and committed only if every room still
    /// gets what was seen.
    public func commit(_ run: SubsidyRun) throws -> SubsidyOutcome {
        var next = run
        for _ in 1..<Self.tries {
            let outcome = try books.commit(next, at: office.clock.now())
            guard case .stale = outcome else { return outcome }
            var again = try plan(run.month, actor: run.plan.actor, rooms: run.rows.map(\.room))
            guard again.shares == run.shares, again.rosterVersion == run.rosterVersion, again.policyVersion == run.policyVersion else {
                return outcome
            }
            again.plan.id = run.plan.id
            next = again
        }
        return try books.commit(next, at: office.clock.now())
    }

    /// What a policy would have granted in past months, by the residents of then. Nothing is written.
    public func backTest(_ policy: SubsidyPolicy, months: ClosedRange<Month>) throws -> [SubsidyBackTest] {
        let rooms = try books.inventory().rooms.values.sorted { $0.id < $1.id }
        let roster = try books.roster()
        let price = try books.price(on: office.today).price
        var policy = policy
        policy.from = months.lowerBound
        policy.until = nil
        return months.map { month in
            var result = SubsidyBackTest(month: month)
            let calculation = SubsidyCalculation(policy: policy, month: month, runDay: month.last)
            let stays = roster.staysByRoom(during: month.days)
            for room in rooms {
                let due = calculation.due(room, stays: stays[room.id] ?? []) { roster.residents[$0]?.schoolClass ?? "" }
                guard case .shares(let shares) = due else { continue }
                result.rooms += 1
                result.energy = shares.reduce(result.energy) { $0 + $1.amount }
            }
            result.worth = price.cost(of: result.energy)
            return result
        }
    }
}

/// What a policy would have granted in one month.
public struct SubsidyBackTest: Hashable, Sendable {
    /// The month.
    public var month: Month
    /// Rooms that would have got something.
    public var rooms = 0
    /// What they would have got together.
    public var energy = Energy.zero
    /// What that is worth at today's price.
    public var worth = Money.zero
}
