// Protects: what a sale would do, to the fen and to the byte, before anything is written.
// How: the worked top-up of the design by hand, then each kind of meter, debt, orders in line and every warning.

import BooksContract
import Domain
import Operations
import Testing

struct TopUpPlannerTests {
    @Test func theWorkedTopUp() throws {
        let plan = Desk().plan([TopUpLine(room: " 3-418 ", amount: "50.00\n")])
        #expect(plan.id == PlanID("P1"))
        #expect(plan.kind == .topUp)
        #expect(plan.day == Day("2026-11-21"))
        #expect(plan.actor.name == "chen" && plan.madeAt == Desk.now)
        #expect(plan.total == Money(fen: 50_00))
        #expect(plan.refusals.isEmpty)
        let change = try #require(plan.changes.first)
        #expect(change.room == Desk.room && change.version == 9 && change.priceVersion == 2)
        #expect(change.money == Money(fen: 50_00))
        #expect(change.credit.description == "90.90")
        #expect(change.before?.description == "3.25")
        #expect(change.beforeAt == Desk.now)
        #expect(change.after?.description == "94.15")
        #expect(change.warnings == [])
        #expect(change.entry.kind == .sale)
        #expect(
            change.entry.postings.map { "\($0.account) \($0.amount) \($0.commodity.rawValue)" } == [
                "assets:cash:chen 5000 yuan", "liabilities:prepaid:3-418 -5000 yuan", "energy:issued -90900 kWh",
                "room:3-418:purchased 90900 kWh",
            ])
        let whole = Desk.kWh(90_90)
        #expect(change.entry.lots == [.open(.purchased, credited: whole, paid: Money(fen: 50_00), left: whole, expires: nil)])
        #expect(change.order == OrderDraft(meter: MeterID("000000000418"), task: .topUp(whole), count: 7, totalAfter: Desk.kWh(390_90)))
    }

    @Test func aMeterThatKeepsMoneyGetsMoney() throws {
        var desk = Desk()
        desk.keepMoney(left: 12_00)
        let change = try #require(desk.change("50"))
        #expect(change.credit == Desk.yuan(50_00))
        #expect(change.after == Desk.yuan(62_00))
        #expect(
            change.entry.postings.map { "\($0.account) \($0.amount) \($0.commodity.rawValue)" } == [
                "assets:cash:chen 5000 yuan", "liabilities:prepaid:3-418 -5000 yuan", "energy:issued -5000 meterYuan",
                "room:3-418:purchased 5000 meterYuan",
            ])
        #expect(change.order?.totalAfter == Desk.yuan(350_00))
    }

    @Test func aMeterThatKeepsNothingGetsNoOrderAndShowsTheBalance() throws {
        var desk = Desk()
        desk.standing.meter?.profile = .plain645
        desk.standing.reached = RegisterMark(meter: ContractCampus.energyMeter.id, register: .zero, at: Desk.now.adding(seconds: -60))
        desk.reading = nil
        let change = try #require(desk.change("50"))
        #expect(change.order == nil)
        #expect(change.before == Desk.kWh(3_25) && change.after == Desk.kWh(94_15))
        #expect(change.beforeAt == Desk.now.adding(seconds: -60))
        #expect(change.warnings == [])
    }

    @Test func newCreditRepaysDebtFirstAndEarnsItsShareAtOnce() throws {
        var desk = Desk()
        desk.standing.lots = []
        desk.standing.emergency = Desk.kWh(2_00)
        let change = try #require(desk.change("50"))
        #expect(change.entry.balances)
        // Worth of the 88.90 that stay: 5000 × 8890 ÷ 9090 = 4889.98, rounded down; the rest of the money is earned.
        #expect(
            change.entry.postings.map { "\($0.account) \($0.amount)" } == [
                "assets:cash:chen 5000", "liabilities:prepaid:3-418 -4889", "income:electricity -111", "energy:issued -90900",
                "room:3-418:emergency 2000", "room:3-418:purchased 88900",
            ])
        #expect(
            change.entry.lots == [
                .open(.purchased, credited: Desk.kWh(90_90), paid: Money(fen: 50_00), left: Desk.kWh(88_90), expires: nil)
            ])
        #expect(change.order?.task == .topUp(Desk.kWh(90_90)), "the meter is sent all of it; it has its own overdraft")
    }

    @Test func debtMayTakeTheWholeSale() throws {
        var desk = Desk()
        desk.standing.lots = []
        desk.standing.emergency = Desk.kWh(200_00)
        let change = try #require(desk.change("50"))
        #expect(change.entry.balances)
        #expect(
            change.entry.postings.map { "\($0.account) \($0.amount)" } == [
                "assets:cash:chen 5000", "income:electricity -5000", "energy:issued -90900", "room:3-418:emergency 90900",
            ])
    }

    @Test func ordersUnderWayGoBefore() throws {
        var desk = Desk()
        desk.standing.openOrders = [Desk.order(.unknown, 20_00), Desk.order(.queued, 10_00, count: 8, id: "O-2")]
        let change = try #require(desk.change("50"))
        #expect(change.order?.count == 9)
        #expect(change.order?.totalAfter == Desk.kWh(300_00 + 30_00 + 90_90))
        #expect(change.after == Desk.kWh(3_25 + 30_00 + 90_90))
        #expect(change.warnings == [.waitsBehind(2)])
    }

    @Test func aRepeatWithinTheTimeIsFlagged() {
        func warnings(_ seconds: Int64, _ amount: String) -> [PlanWarning]? {
            var desk = Desk()
            desk.standing.lastSale = LastSale(at: Desk.now.adding(seconds: -seconds), money: Money(fen: 50_00))
            return desk.change(amount)?.warnings
        }
        #expect(warnings(1799, "50") == [.soldBefore(at: Desk.now.adding(seconds: -1799), money: Money(fen: 50_00))])
        #expect(warnings(1800, "50") == [])
        #expect(warnings(60, "50.01") == [])
    }

    @Test func anOldOrMissingReadingIsFlagged() {
        var desk = Desk()
        desk.reading = Desk.reading(left: 3_25, at: Desk.now.adding(seconds: -1800))
        #expect(desk.change("50")?.warnings == [])
        desk.reading = Desk.reading(left: 3_25, at: Desk.now.adding(seconds: -1801))
        #expect(desk.change("50")?.warnings == [.readingOld(Desk.now.adding(seconds: -1801))])
        desk.reading = nil
        let change = desk.change("50")
        #expect(change?.warnings == [.readingOld(nil)])
        #expect(change != nil && change?.before == nil && change?.after == nil)
    }

    @Test func aDarkRoomIsFlagged() {
        var desk = Desk()
        desk.reading?.relayClosed = false
        #expect(desk.change("50")?.warnings == [.roomIsDark])
    }

    @Test func rowsKeepTheOrderOfAsking() {
        let plan = Desk().plan([
            TopUpLine(room: "9-999", amount: "10"), TopUpLine(room: Desk.room, money: Money(fen: 20_00)), TopUpLine(room: "", amount: ""),
        ])
        #expect(plan.rows.map(\.room) == [RoomID("9-999"), Desk.room, RoomID("")])
        #expect(plan.rows.map(\.money) == [Money(fen: 10_00), Money(fen: 20_00), .zero])
        #expect(plan.changes.count == 1 && plan.refusals.count == 2)
        #expect(plan.total == Money(fen: 20_00))
    }
}
