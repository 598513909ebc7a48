import Domain
import Foundation
import Operations

/// The first of the month: the preview of a subsidy run.
enum MonthEnd {
    private static let start = Instant(milliseconds: 1_795_266_958_000)

    static func measure() throws -> [Figure] { [try preview()] }

    /// The run of a month for 10,000 rooms with four residents each; milliseconds of work, beside the 200 that a person does not notice.
    private static func preview() throws -> Figure {
        let rooms = 10_000
        let month = Month(of: Day(of: start, at: .china))
        let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)
        let zero = Credit.zero(.energy)
        let baseline = Baseline(count: 0, totalBought: zero, remaining: zero, register: .zero, at: start)
        var standings: [RoomID: RoomStanding] = [:]
        var roster = Roster()
        for index in 0..<rooms {
            let id = RoomID("\(3 + index / 500)-\(index % 500)")
            let room = Room(id: id, building: "\(3 + index / 500)", floor: 1, number: "\(index % 500)", beds: 4)
            let meter = MeterPoint(
                id: MeterID("\(100_000_000_000 + index)"), place: .room(id, circuit: "main"), bus: bus, profile: .dorm645,
                baseline: baseline)
            standings[id] = RoomStanding(
                room: room, version: 1, meter: meter, lots: [], emergency: zero, expectedCount: 0, expectedTotal: zero, openOrders: [])
            for bed in 0..<4 {
                let resident = ResidentID("S\(index * 4 + bed)")
                roster.residents[resident] = Resident(id: resident, name: "Li \(bed)")
                roster.stays[roster.nextStay] = Stay(id: roster.nextStay, resident: resident, room: id, from: month.first)
                roster.nextStay += 1
            }
        }
        let planner = SubsidyPlanner(
            standings: standings, price: PriceStanding(price: .standard, version: 1), readings: [:], roster: roster,
            policies: [SubsidyPolicy(name: "basic", from: month, pauses: [])], policyVersion: 1, granted: [:], offersPurse: true,
            purseAbove: 10_00)
        let actor = Actor(name: "chen", role: .manager, shift: "", console: "benchmark")
        let times = try (0..<5).map { _ in
            let begin = ContinuousClock.now
            let run = planner.run(month, actor: actor, now: start, day: month.first, id: PlanID("benchmark"))
            guard run.shares.count == rooms * 4 else { throw Unmeasurable("the run does not grant to everybody") }
            return seconds(since: begin) * 1000
        }
        return Figure(what: "preview of a month's subsidy, 10 000 rooms, ms, and 200", ours: median(times), peer: 200, goal: .atMost(1))
    }
}
