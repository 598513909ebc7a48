// Protects: the undo finds what the operator himself did last in this shift, and an order's explanation every step that it took.
// How: sales, a decision and a void by different people in real books; the last act of each is asked for.

import BooksContract
import Domain
import Operations
import Testing

@testable import Store

struct OwnActTests {
    @Test func theLastActIsOnesOwnAndOfThisShift() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let (chen, li) = (ContractCampus.chen, ContractCampus.li)
        guard case .plan(_, .adoption, _, _)? = try books.lastAct(of: chen) else {
            Issue.record("chen took the meters over, and nothing else")
            return
        }
        let row = try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        #expect(try books.lastAct(of: chen) == .plan(PlanID("P1"), .topUp, [row], at: ContractCampus.evening))
        #expect(try books.lastAct(of: li) == nil, "not what somebody else did")
        var later = chen
        later.shift = "2026-11-22/chen"
        #expect(try books.lastAct(of: later) == nil, "not of another shift")
        try ContractCampus.use(books, ContractCampus.moneyMeter, upTo: Energy(hundredths: 510_00), id: "U1")
        #expect(try books.lastAct(of: chen) == .plan(PlanID("P1"), .topUp, [row], at: ContractCampus.evening), "not the program's")
    }

    /// A preview posts use under the name of who plans, and whoever looks at a take-back ends it: neither is what was done last.
    @Test func whatIsWrittenInPassingIsNoAct() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let chen = ContractCampus.chen
        let row = try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        let standings = try books.standings(of: [ContractCampus.moneyRoom])
        let price = try books.price(on: Day(of: ContractCampus.evening, at: .china))
        var reading = Reading(meter: ContractCampus.moneyMeter.id, at: ContractCampus.evening)
        reading.register = Energy(hundredths: 510_00)
        var plan = UsePlanner(standings: standings, price: price, readings: [reading.meter: reading]).plan(
            actor: chen, now: ContractCampus.evening, day: Day(of: ContractCampus.evening, at: .china), id: PlanID("U1")
        ).plan
        #expect(plan.changes.count == 1)
        _ = try books.commit(plan, at: ContractCampus.evening)
        #expect(try books.lastAct(of: chen) == .plan(PlanID("P1"), .topUp, [row], at: ContractCampus.evening))
        reading.register = Energy(hundredths: 520_00)
        plan =
            UsePlanner(
                standings: try books.standings(of: [ContractCampus.moneyRoom]), price: price, readings: [reading.meter: reading]
            ).plan(actor: chen, now: ContractCampus.evening, day: Day(of: ContractCampus.evening, at: .china), id: PlanID("S1")).plan
        plan.kind = .settlement
        _ = try books.commit(plan, at: ContractCampus.evening)
        #expect(try books.lastAct(of: chen) == .plan(PlanID("P1"), .topUp, [row], at: ContractCampus.evening))
        let standing = try #require(try books.standings(of: [ContractCampus.energyRoom])[ContractCampus.energyRoom])
        let change = PlannedChange(
            room: standing.room.id, version: standing.version, priceVersion: price.version, money: .zero, credit: .zero(.energy),
            entry: EntryDraft(kind: .relay, room: standing.room.id, postings: []),
            order: OrderDraft(
                meter: ContractCampus.energyMeter.id, task: .relay(.close, .energy), count: 0,
                totalAfter: .zero(.energy)))
        (plan.id, plan.kind) = (PlanID("relay-1"), .relay)
        plan.rows = [PlanRow(room: standing.room.id, money: .zero, decision: .change(change))]
        guard case .committed = try books.commit(plan, at: ContractCampus.evening) else {
            Issue.record("the order to the relay is not committed")
            return
        }
        #expect(try books.lastAct(of: chen) == .plan(PlanID("P1"), .topUp, [row], at: ContractCampus.evening), "light is no act")
    }

    @Test func aDecisionAboutAnOrderIsAnAct() throws {
        let campus = try TemporaryCampus()
        let books = try campus.openedBooks()
        let row = try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        let order = try #require(row.order)
        let step = OrderStep(
            order: order, from: .queued, to: .withdrawn, at: ContractCampus.evening.adding(seconds: 5), note: "Withdrawn.",
            actor: ContractCampus.chen)
        _ = try books.record(step)
        #expect(try books.lastAct(of: ContractCampus.chen) == .step(step, ContractCampus.energyRoom))
        #expect(try books.steps(of: order) == [step])
        #expect(try books.steps(of: OrderID("O99999999")) == [])
        #expect(try books.steps(of: OrderID("nonsense")) == [])
    }

    @Test func theHoursOfAMeterComeInTheirOrder() throws {
        let campus = try TemporaryCampus()
        let readings = try SQLiteReadings.open(in: campus.folder, readOnly: false, offset: .china)
        let meter = ContractCampus.energyMeter.id
        for (hours, register) in [(-30, 100), (-3, 200), (-2, 200), (0, 300)] as [(Int64, Int64)] {
            var reading = Reading(meter: meter, at: ContractCampus.evening.adding(seconds: hours * 3600))
            reading.register = Energy(hundredths: register)
            try readings.record([reading])
        }
        let found = try readings.hourly(of: meter, since: ContractCampus.evening.adding(seconds: -10 * 3600))
        #expect(found.map(\.register.hundredths) == [200, 200, 300])
        #expect(found.last?.at == ContractCampus.evening.adding(seconds: -15 * 60 - 58), "the hour begins at 21:00:00")
        #expect(try readings.hourly(of: MeterID("000000000999"), since: Instant(milliseconds: 0)) == [])
    }
}
