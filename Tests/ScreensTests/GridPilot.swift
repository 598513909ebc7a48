// Protects nothing by itself: plays the books behind the grid of top-ups for tests.
// How: plans, last sales and commits are answered as the program would answer them, from the sample campus and the real planner.

import Domain
import Operations
import Terminal

@testable import Screens

extension Pilot {
    /// Marks rooms by a filter on the list and opens the grid with them.
    mutating func openGrid(_ filter: String) {
        press("g r \\ Ctrl-U")
        type(filter)
        press("Enter A t")
        answer()
    }

    /// Answers what the console wished for since the last look, as the background would, until nothing is left.
    @discardableResult
    mutating func answer(sales: [RoomID: LastSale] = [:], refused: [RoomID: Refusal] = [:]) -> [Effect] {
        var seen: [Effect] = []
        while true {
            let wishes = takeEffects()
            if wishes.isEmpty { return seen }
            seen += wishes
            for wish in wishes { reply(to: wish, sales, refused) }
        }
    }

    private mutating func reply(to wish: Effect, _ sales: [RoomID: LastSale], _ refused: [RoomID: Refusal]) {
        switch wish {
        case .grid(.plan(let request)): send(.grid(.plan(gridPlan(request, refused: refused), request)))
        case .grid(.sales(let rooms)): send(.grid(.sales(sales.filter { rooms.contains($0.key) })))
        case .grid(.keep(let draft)): send(.grid(.kept(draft.number, at: SampleCampus.now)))
        case .commit(let plan) where console.grid != nil || plan.rows.count == 1:
            let rows = plan.changes.enumerated().map { index, change in
                CommittedRow(
                    room: change.room, entry: Int64(index + 50), order: OrderID("g\(index)"), money: change.money, credit: change.credit)
            }
            send(.committed(plan, .committed(rows)))
        default: break
        }
    }

    /// The plan of a request by the planner itself.
    func gridPlan(_ request: GridRequest, refused: [RoomID: Refusal] = [:]) -> Plan {
        var standings: [RoomID: RoomStanding] = [:]
        for view in campus.views {
            var meter = view.meterPoint
            meter?.baseline = Baseline(
                count: 6, totalBought: Credit(.energy, hundredths: 54_540), remaining: .zero(.energy),
                register: Energy(hundredths: 100_000), at: SampleCampus.now)
            standings[view.id] = RoomStanding(
                room: view.room, version: 3, meter: meter, lots: [], emergency: .zero(.energy), expectedCount: 6,
                expectedTotal: Credit(.energy, hundredths: 54_540), openOrders: [])
        }
        let readings = Dictionary(campus.views.compactMap { view in view.reading.map { ($0.meter, $0) } }) { first, _ in first }
        let planner = TopUpPlanner(
            standings: standings, price: PriceStanding(price: .standard, version: 1), readings: readings, rules: campus.rules)
        var plan = planner.plan(request.lines, actor: campus.actor, now: SampleCampus.now, id: PlanID("grid-\(request.again)"))
        for (index, row) in plan.rows.enumerated() {
            if let refusal = refused[row.room] { plan.rows[index].decision = .refused(refusal) }
        }
        return plan
    }

    /// The orders of a posted grid, all in one state.
    mutating func deliver(_ state: OrderState, only rooms: Set<RoomID>? = nil, after seconds: Int64 = 5) {
        guard case .done(let result) = console.grid?.stage else { return }
        let orders = result.rows.values.compactMap { row -> Order? in
            guard let id = row.order, rooms?.contains(row.room) ?? true else { return nil }
            return Order(
                id: id, plan: result.plan.id, entry: row.entry, room: row.room, meter: campus[row.room.text]?.meter?.id ?? MeterID("1"),
                task: .topUp(row.credit), count: 7, totalAfter: Credit(.energy, hundredths: 63_630), state: state,
                createdAt: SampleCampus.now, changedAt: SampleCampus.now.adding(seconds: seconds), attempts: 1)
        }
        send(.orders(orders))
    }
}
