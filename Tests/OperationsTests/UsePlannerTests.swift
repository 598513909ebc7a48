// Protects: use is posted once, up to the register that was read, at what it earned; rounding loses nothing.
// How: the worked use of the design by hand, each reason to post nothing, and ways cut into random parts that must sum up to the whole.

import BooksContract
import Domain
import Operations
import Testing

struct UsePlannerTests {
    private func plan(_ desk: Desk, register: Int64?, at: Instant = Desk.now.adding(seconds: 60)) -> UsePlan {
        var reading = Desk.reading(left: 1, at: at)
        reading.register = register.map { Energy(hundredths: $0) }
        let planner = UsePlanner(standings: [Desk.room: desk.standing], price: desk.price, readings: [reading.meter: reading])
        return planner.plan(actor: Desk.actor(.system), now: at, day: Day(number: 20778), id: PlanID("U1"))
    }

    @Test func theWorkedUse() throws {
        var desk = Desk()
        desk.standing.lots = [Desk.lot(5, 90_90, paid: 50_00), Desk.lot(3, 3_25)]
        let use = plan(desk, register: 1239_10)
        #expect(use.passed.isEmpty)
        let change = try #require(use.plan.changes.first)
        #expect(use.plan.kind == .use && change.money == .zero && change.order == nil)
        #expect(change.credit == Desk.kWh(4_54) && change.before == Desk.kWh(94_15) && change.after == Desk.kWh(89_61))
        #expect(change.entry.kind == .use)
        #expect(
            change.entry.postings.map { "\($0.account) \($0.amount)" } == [
                "room:3-418:purchased -4540", "energy:used 4540", "liabilities:prepaid:3-418 71", "income:electricity -71",
            ])
        #expect(
            change.entry.lots == [
                .take(LotID(entry: 3), credit: Desk.kWh(3_25), paid: .zero),
                .take(LotID(entry: 5), credit: Desk.kWh(1_29), paid: Money(fen: 71)),
            ])
        #expect(
            change.entry.reaches
                == RegisterMark(
                    meter: MeterID("000000000418"), register: Energy(hundredths: 1239_10), at: Desk.now.adding(seconds: 60)))
        #expect(change.entry.balances)
    }

    @Test func subsidyGoesFirstAndTheRestIsBorrowed() throws {
        var desk = Desk()
        let free = Lot(id: LotID(entry: 9), wallet: .subsidy, credited: Desk.kWh(1_00), paid: .zero, left: Desk.kWh(1_00))
        desk.standing.lots = [Desk.lot(3, 3_25), free]
        let change = try #require(plan(desk, register: 1239_56).plan.changes.first)
        #expect(
            change.entry.postings.map { "\($0.account) \($0.amount)" } == [
                "room:3-418:subsidy -1000", "room:3-418:purchased -3250", "room:3-418:emergency -750", "energy:used 5000",
            ])
        #expect(change.entry.balances)
        #expect(change.after == Desk.kWh(-75))
    }

    @Test func theTransformerMultiplies() throws {
        var desk = Desk()
        desk.standing.meter?.ctRatio = 40
        #expect(plan(desk, register: 1234_57).plan.changes.first?.credit == Desk.kWh(40))
    }

    @Test func useStartsAtTheMarkOfItsOwnMeter() {
        var desk = Desk()
        let own = ContractCampus.energyMeter.id
        desk.standing.reached = RegisterMark(meter: own, register: Energy(hundredths: 1236_00), at: Desk.now)
        #expect(plan(desk, register: 1239_00).plan.changes.first?.credit == Desk.kWh(3_00))
        desk.standing.reached?.meter = MeterID("000000009999")
        #expect(plan(desk, register: 1239_00).plan.changes.first?.credit == Desk.kWh(4_44), "after a swap from the new baseline")
    }

    @Test func nothingIsPostedWithoutAReason() {
        var desk = Desk()
        let mark = RegisterMark(meter: ContractCampus.energyMeter.id, register: Energy(hundredths: 1234_56), at: Desk.now)
        #expect(plan(desk, register: 1234_56).passed == [Desk.room: .nothingNew])
        #expect(plan(desk, register: 1234_55).passed == [Desk.room: .wentBackwards(from: mark, to: Energy(hundredths: 1234_55))])
        #expect(plan(desk, register: nil).passed == [Desk.room: .noReading(ContractCampus.energyMeter.id)])
        desk.standing.meter?.baseline = nil
        #expect(plan(desk, register: 1239_10).passed == [Desk.room: .noBaseline(ContractCampus.energyMeter.id)])
        desk.standing.meter = nil
        let last = plan(desk, register: 1239_10)
        #expect(last.passed == [Desk.room: .noMeter])
        #expect(last.plan.rows.isEmpty)
    }

    @Test func aMoneyMeterIsChargedByPriceAndTheRestIsCarriedOn() throws {
        var desk = Desk()
        desk.keepMoney(left: 12_00)
        desk.standing.meter?.baseline?.register = Energy(hundredths: 500_00)
        // 500.00 kWh cost 275.00 yuan, 500.01 cost 275.0055: nothing yet; 500.02 cost 275.011: one fen.
        #expect(plan(desk, register: 500_01).passed == [Desk.room: .nothingNew])
        let change = try #require(plan(desk, register: 500_02).plan.changes.first)
        #expect(change.credit == Desk.yuan(1))
        #expect(
            change.entry.postings.map { "\($0.account) \($0.amount) \($0.commodity.rawValue)" } == [
                "room:3-418:purchased -1 meterYuan", "energy:used 1 meterYuan",
            ])
    }

    @Test(arguments: [CreditUnit.energy, .money], [1, 40])
    func howeverTheWayIsCutTheSumIsTheSame(_ unit: CreditUnit, _ ratio: Int) {
        var seed: UInt64 = 5
        func next(_ limit: Int64) -> Int64 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(seed >> 33) % limit
        }
        for round in 0..<50 {
            var desk = Desk()
            if unit == .money { desk.keepMoney(left: 0) }
            desk.standing.lots = []
            desk.standing.meter?.ctRatio = ratio
            desk.price.price = Price(tenThousandths: 100 + next(9000))
            let start = next(100_000)
            let end = start + 5000
            desk.standing.meter?.baseline?.register = Energy(hundredths: start)
            let whole = plan(desk, register: end).plan.changes.first?.credit.hundredths
            var sum: Int64 = 0
            var register = start
            while register < end {
                register = min(end, register + next(90))
                guard let change = plan(desk, register: register).plan.changes.first else { continue }
                sum += change.credit.hundredths
                desk.standing.reached = change.entry.reaches
            }
            #expect(sum == whole, "round \(round)")
        }
    }
}
