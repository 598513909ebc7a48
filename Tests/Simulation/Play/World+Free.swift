// Free credit: grants as the monthly run plans them, and their expiry. Every grant is for October and expires at once in November, so that
// any of it can be taken out at any time.

import BooksContract
import Domain
import Operations
import Reality

extension World {
    private static let october = Month(of: Day(of: Instant(milliseconds: World.start), at: .china)).advanced(by: -1)

    /// Somebody has lived in every room since the first of October.
    private var roster: Roster {
        let stays = places.enumerated().map { number, place in
            Stay(id: Int64(number + 1), resident: ResidentID("S\(number)"), room: place.room, from: World.october.first)
        }
        return Roster(
            residents: Dictionary(uniqueKeysWithValues: stays.map { ($0.resident, Resident(id: $0.resident, name: $0.resident.text)) }),
            stays: Dictionary(uniqueKeysWithValues: stays.map { ($0.id, $0) }))
    }

    /// Plans a grant to a room, whatever it was granted before; false where the desk refuses it.
    mutating func planGrant(_ place: Int, _ hundredths: Int64) throws -> Bool {
        var isPlanned = false
        _ = try attempt { world in
            let rules = world.office.rules
            let policy = SubsidyPolicy(
                name: "basic", from: World.october, basis: .room, amount: Energy(hundredths: hundredths), pauses: [], carriedMonths: 1)
            let planner = SubsidyPlanner(
                standings: try world.disk.standings(of: [world.places[place].room]), price: try world.disk.price(on: world.office.today),
                readings: try world.readings.latest(), roster: world.roster, policies: [policy], policyVersion: 1, granted: [:],
                offersPurse: rules.usesPurse, purseAbove: rules.delivery.purseAbove)
            let id = PlanID(world.ids.next())
            var plan = planner.run(
                World.october, actor: World.system, now: world.clock.now(), day: world.office.today, id: id
            ).plan
            // Grants of a campus that keeps no list of them name no part of one.
            for index in plan.rows.indices { plan.rows[index].change { $0.entry.reason = GrantReason.text([]) } }
            isPlanned = world.hold(plan)
        }
        return isPlanned
    }

    /// Plans the expiry of all that was granted to a room.
    mutating func planExpiry(_ place: Int) throws -> Bool {
        var isPlanned = false
        _ = try attempt { world in
            let planner = ExpiryPlanner(
                standings: try world.disk.standings(of: [world.places[place].room]), price: try world.disk.price(on: world.office.today),
                readings: try world.readings.latest(), purseAbove: world.office.rules.delivery.purseAbove)
            isPlanned = world.hold(
                planner.plan(
                    actor: World.system, now: world.clock.now(), day: world.office.today, id: PlanID(world.ids.next())))
        }
        return isPlanned
    }

    private func freeLines(_ plan: Plan) -> [(place: Int, amount: Int64)] {
        plan.changes.compactMap { change in rooms[change.room].map { ($0, change.credit.hundredths) } }
    }

    mutating func intendFree(_ plan: Plan) throws {
        for line in freeLines(plan) { try auditor.intendsFree(plan.id.text, meter: line.place, amount: line.amount) }
    }

    /// What expires is put back where its meter does not give it.
    mutating func tellFree(_ plan: Plan, isDone: Bool) throws {
        for line in freeLines(plan) {
            try auditor.toldFree(plan.id.text, meter: line.place, isDone: isDone)
            let held = HeldVoid(plan: plan.id, place: line.place)
            guard isDone, line.amount < 0, !voids.contains(held) else { continue }
            voids.append(held)
        }
        if isDone { tally.note(plan.kind == .expiry ? .expiries : .grants) }
    }
}
