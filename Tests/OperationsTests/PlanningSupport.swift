// Protects nothing by itself: what the tests of planning share.
// How: one room as the books could know it, changed by each test where it matters.

import BooksContract
import Domain
import Operations

/// A room to plan for, with the default of an everyday evening: 3.25 kWh left, count 6, nothing under way.
struct Desk {
    static let now = ContractCampus.evening
    static let room = ContractCampus.energyRoom

    var standing = RoomStanding(
        room: Room(id: room, building: "3", floor: 4, number: "418", beds: 4), version: 9, meter: ContractCampus.energyMeter,
        lots: [lot(3, 3_25)], emergency: kWh(0), expectedCount: 6, expectedTotal: kWh(300_00), openOrders: [])
    var price = PriceStanding(price: .standard, version: 2)
    var reading: Reading? = reading(left: 3_25)
    var rules = DeskRules()
    var names: [RoomID] = []

    static func kWh(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }
    static func yuan(_ hundredths: Int64) -> Credit { Credit(.money, hundredths: hundredths) }

    static func lot(_ entry: Int64, _ left: Int64, of credited: Int64? = nil, paid: Int64 = 0, unit: CreditUnit = .energy) -> Lot {
        Lot(
            id: LotID(entry: entry), wallet: .purchased, credited: Credit(unit, hundredths: credited ?? left), paid: Money(fen: paid),
            left: Credit(unit, hundredths: left))
    }

    static func reading(left: Int64, unit: CreditUnit = .energy, at: Instant = now) -> Reading {
        var reading = Reading(meter: ContractCampus.energyMeter.id, at: at)
        reading.remaining = Credit(unit, hundredths: left)
        reading.register = Energy(hundredths: 1234_56)
        reading.relayClosed = true
        return reading
    }

    static func order(_ state: OrderState, _ hundredths: Int64 = 20_00, count: Int = 7, id: String = "O-1") -> Order {
        Order(
            id: OrderID(id), plan: PlanID("P0"), entry: 1, room: room, meter: ContractCampus.energyMeter.id, task: .topUp(kWh(hundredths)),
            count: count, totalAfter: kWh(300_00 + hundredths), state: state, createdAt: now, changedAt: now)
    }

    static func actor(_ role: Role) -> Actor { Actor(name: "chen", role: role, shift: "2026-11-21/chen", console: "desk-1") }

    func plan(_ lines: [TopUpLine], role: Role = .cashier) -> Plan {
        let planner = TopUpPlanner(
            standings: [standing.room.id: standing], price: price, readings: reading.map { [$0.meter: $0] } ?? [:], rules: rules,
            names: names)
        return planner.plan(lines, actor: Desk.actor(role), now: Desk.now, id: PlanID("P1"))
    }

    func decide(_ amount: String, room: String = "3-418", role: Role = .cashier) -> Decision {
        plan([TopUpLine(room: room, amount: amount)], role: role).rows[0].decision
    }

    func change(_ amount: String, role: Role = .cashier) -> PlannedChange? {
        if case .change(let change) = decide(amount, role: role) { change } else { nil }
    }

    func refusal(_ amount: String, room: String = "3-418", role: Role = .cashier) -> Refusal? {
        if case .refused(let refusal) = decide(amount, room: room, role: role) { refusal } else { nil }
    }

    /// Makes the meter one that keeps money, with so many fen left.
    mutating func keepMoney(left: Int64) {
        standing.meter?.unit = .money
        standing.meter?.baseline?.totalBought = Desk.yuan(300_00)
        standing.lots = [Desk.lot(3, left, unit: .money)]
        standing.emergency = Desk.yuan(0)
        standing.expectedTotal = Desk.yuan(300_00)
        reading = Desk.reading(left: left, unit: .money)
    }
}
