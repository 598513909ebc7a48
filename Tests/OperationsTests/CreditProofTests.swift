// Protects: an order is confirmed only when count, amount, total and remaining all agree, and disputed with both sides in words when not.
// How: the worked order with one figure of a picture changed at a time, at the last value that agrees and the first that does not.

import BooksContract
import Domain
import Operations
import Testing

struct CreditProofTests {
    /// What becomes of the order when the meter is read so after the sending.
    private func end(_ after: CreditReading, first: CreditReading = Picture.before, ctRatio: Int = 1) -> OrderState? {
        var bench = DeliveryBench(ctRatio: ctRatio)
        _ = bench.pass(.accepted, .credit(after), first: first)
        return bench.states.last
    }

    /// The note of the dispute that a first picture leads to.
    private func dispute(_ first: CreditReading, _ state: OrderState = .queued) -> String? {
        var bench = DeliveryBench(state, before: state == .queued ? nil : Picture.before, attempts: state == .queued ? 0 : 1)
        _ = bench.begin()
        _ = bench.write(bench.report(.credit(first)))
        return bench.states == [.disputed] ? bench.order.note : nil
    }

    @Test(arguments: [5, 0, 8, 9, 9999])
    func anotherCountIsDisputedBeforeAndAfter(_ count: Int) {
        let picture = Picture.after.with { $0.count = count }
        #expect(end(picture) == .disputed)
        let note = dispute(picture)
        #expect(note?.contains("purchase count \(count)") == true)
        #expect(note?.contains("expect 6, or 7") == true)
        #expect(note?.contains(count < 6 ? "swapped" : "another way") == true)
        #expect(dispute(picture, .unknown) != nil)
    }

    @Test func anotherAmountIsDisputed() {
        let picture = Picture.after.with { $0.lastAmount = Desk.kWh(90_91) }
        #expect(end(picture) == .disputed)
        #expect(dispute(picture)?.contains("90.91 kWh") == true)
        #expect(dispute(picture)?.contains("90.90 kWh") == true)
    }

    @Test func anotherTotalIsDisputedBeforeAndAfter() {
        #expect(end(Picture.after.with { $0.totalBought = Desk.kWh(390_91) }) == .disputed)
        #expect(dispute(Picture.after.with { $0.totalBought = Desk.kWh(390_89) }) != nil)
        let note = dispute(Picture.before.with { $0.totalBought = Desk.kWh(299_99) })
        #expect(note?.contains("299.99 kWh") == true && note?.contains("300.00 kWh") == true)
    }

    @Test func aMeterThatDoesNotTellItsTotalIsBelievedWithoutIt() {
        let before = Picture.before.with { $0.totalBought = nil }
        #expect(end(Picture.after.with { $0.totalBought = nil }, first: before) == .confirmed)
    }

    @Test func anotherUnitIsDisputedAndStopsNothingElse() {
        let money = Picture.make(count: 6, last: 20_00, total: 300_00, left: 3_25, register: 1234_56, unit: .money)
        #expect(dispute(money) != nil)
        #expect(end(money) == .disputed)
    }

    @Test(arguments: [(94_14, true), (94_15, true), (94_16, true), (94_13, false), (94_17, false), (3_25, false), (185_05, false)])
    func theRemainingMustAgreeWithinAHundredth(_ left: Int64, _ agrees: Bool) {
        #expect(end(Picture.after.with { $0.remaining = Desk.kWh(left) }) == (agrees ? .confirmed : .disputed))
    }

    @Test(arguments: [(90_14, true), (90_16, true), (90_13, false), (90_17, false), (94_15, false)])
    func useDuringDeliveryIsTakenOffByTheRegister(_ left: Int64, _ agrees: Bool) {
        let picture = Picture.make(count: 7, last: 90_90, total: 390_90, left: left, register: 1238_56)
        #expect(end(picture) == (agrees ? .confirmed : .disputed))
    }

    @Test(arguments: [(89_84, true), (90_26, true), (89_83, false), (90_27, false)])
    func useInsideThePicturesIsAllowedFor(_ left: Int64, _ agrees: Bool) {
        // Between 3.90 and 4.30 kWh were used between the two balances.
        let before = Picture.before.with { $0.registerAfter = Energy(hundredths: 1234_66) }
        let picture = Picture.make(count: 7, last: 90_90, total: 390_90, left: left, register: 1238_56, until: 1238_86)
        #expect(end(picture, first: before) == (agrees ? .confirmed : .disputed))
    }

    @Test func aRegisterThatWentBackwardsIsDisputed() {
        #expect(end(Picture.make(count: 7, last: 90_90, total: 390_90, left: 94_15, register: 1234_50)) == .disputed)
    }

    @Test(arguments: [(54_15, true), (53_75, true), (53_74, false), (54_55, true), (54_56, false)])
    func theTransformerMultipliesUseAndItsSmallestStep(_ left: Int64, _ agrees: Bool) {
        let picture = Picture.make(count: 7, last: 90_90, total: 390_90, left: left, register: 1235_56)
        #expect(end(picture, ctRatio: 40) == (agrees ? .confirmed : .disputed))
    }

    @Test func anOverdraftIsPaidBack() {
        let before = Picture.before.with { $0.remaining = Desk.kWh(-2_00) }
        #expect(end(Picture.after.with { $0.remaining = Desk.kWh(88_90) }, first: before) == .confirmed)
    }

    @Test(arguments: [(61_94, true), (61_93, true), (61_91, true), (61_90, false), (61_95, false), (62_00, false)])
    func aMoneyMeterIsReckonedByItsPrice(_ left: Int64, _ agrees: Bool) {
        // 12.00 + 50.00 − 0.13 kWh × 0.55 = 61.9285 yuan, within one fen of what is cut off.
        #expect(moneyEnd(left: left, price: .standard) == (agrees ? .confirmed : .disputed))
    }

    @Test func withoutAPriceAnyThatTheDialectAllowsWillDo() {
        #expect(moneyEnd(left: 61_99, price: nil) == .confirmed)
        #expect(moneyEnd(left: 61_35, price: nil) == .confirmed)
        #expect(moneyEnd(left: 61_29, price: nil) == .disputed)
        #expect(moneyEnd(left: 62_06, price: nil) == .disputed)
    }

    private func moneyEnd(left: Int64, price: Price?) -> OrderState? {
        var order = Desk.order(.queued)
        order.task = .topUp(Desk.yuan(50_00))
        order.totalAfter = Desk.yuan(350_00)
        var bench = DeliveryBench()
        bench.order = order
        bench.delivery = Delivery(
            order, expectation: MeterExpectation(count: 6, total: Desk.yuan(300_00), ctRatio: 1), rules: DeliveryRules())
        let first = Picture.make(count: 6, last: 1, total: 300_00, left: 12_00, register: 500_00, unit: .money, price: price)
        let after = Picture.make(count: 7, last: 50_00, total: 350_00, left: left, register: 500_13, unit: .money, price: price)
        _ = bench.pass(.accepted, .credit(after), first: first)
        return bench.states.last
    }

    /// The count is the old one and the credit is there: a meter that lost power while it wrote. Sent again it would hold it twice.
    @Test(arguments: [(94_15, false), (3_27, false), (3_26, true), (3_25, true), (1_00, true)])
    func creditThatMovedWithoutTheCountIsDisputed(_ left: Int64, _ isSentAgain: Bool) {
        let picture = Picture.before.with { $0.remaining = Desk.kWh(left) }
        let note = dispute(picture, .unknown)
        #expect((note == nil) == isSentAgain)
        #expect(note?.contains("count is still 6") ?? true)
        #expect(dispute(picture) == nil, "before anything is sent only the count matters")
    }

    @Test func freeCreditThatCameMeanwhileIsNoMovement() {
        let picture = Picture.before.with { ($0.remaining, $0.subsidy) = (Desk.kWh(13_25), Desk.kWh(10_00)) }
        #expect(dispute(picture, .unknown) == nil)
    }

    @Test func aTakeBackLowersWhatATopUpRaises() {
        var bench = DeliveryBench()
        bench.order.task = .takeBack(Desk.kWh(2_00))
        bench.delivery = Delivery(bench.order, expectation: DeliveryBench.expectation, rules: DeliveryRules())
        _ = bench.pass(.accepted, .credit(Picture.make(count: 7, last: 2_00, total: 298_00, left: 1_25, register: 1234_56)))
        #expect(bench.states == [.sent, .confirmed])
    }
}
