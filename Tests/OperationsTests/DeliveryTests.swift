// Protects: one order reaches its meter exactly once, and what is not known is never called done or failed.
// How: one delivery driven by hand through every way: answers, lost requests, lost answers, refusals, crashes between any two steps.

import BooksContract
import Domain
import Operations
import Testing

struct DeliveryTests {
    @Test func theWholeWayOfAnOrder() throws {
        var bench = DeliveryBench()
        #expect(bench.begin() == .ask(.credit), "nothing is sent before the meter was read")
        let sending = bench.report(.credit(Picture.before))
        let step = try #require(sending.step)
        #expect(step.from == .queued && step.to == .sent && step.isAttempt)
        #expect(step.count == 7 && step.totalAfter == Desk.kWh(390_90) && step.before == Picture.before)
        #expect(bench.write(sending) == .ask(.apply(.topUp(Desk.kWh(90_90)), count: 7)), "sent only when the books said so")
        #expect(bench.report(.accepted) == .ask(.credit), "a yes is no proof")
        let end = bench.report(.credit(Picture.after))
        #expect(end.step?.to == .confirmed && end.step?.after == Picture.after && end.step?.isAttempt == false)
        #expect(bench.write(end) == nil)
        #expect(bench.delivery.isEnded)
        #expect(bench.states == [.sent, .confirmed])
        #expect(bench.order.attempts == 1)
    }

    @Test(arguments: [
        MeterOutcome.accepted, .refused(code: 13, meaning: "count"), .noAnswer("timeout"), .notSent("the line is down"),
        .credit(Picture.before),
    ])
    func whateverTheAnswerTheReadBackDecides(_ answer: MeterOutcome) {
        var bench = DeliveryBench()
        #expect(bench.pass(answer, .credit(Picture.after)) == nil)
        #expect(bench.states == [.sent, .confirmed])
    }

    @Test func aLostRequestIsSentAgainUnderTheSameCount() {
        var bench = DeliveryBench()
        let again = bench.pass(.noAnswer("timeout"), .credit(Picture.before))
        #expect(bench.states == [.sent, .unknown])
        #expect(bench.order.note.contains("still 6"))
        #expect(again == .ask(.credit), "the next try reads first")
        let sending = bench.report(.credit(Picture.before.with { $0.register = Energy(hundredths: 1234_60) }))
        #expect(sending.step?.from == .unknown && sending.step?.to == .sent && sending.step?.count == 7)
        #expect(bench.write(sending) == .ask(.apply(.topUp(Desk.kWh(90_90)), count: 7)))
        #expect(bench.order.attempts == 2)
        #expect(bench.order.before?.register == Energy(hundredths: 1234_60), "the newer picture is the nearer proof")
    }

    @Test func aRegisterThatWentBackIsAnotherMeterAndNothingIsSentToIt() {
        var bench = DeliveryBench()
        _ = bench.pass(.noAnswer("timeout"), .noAnswer("timeout"))
        let other = Picture.make(count: 6, last: 20_00, total: nil, left: 0, register: 12)
        #expect(bench.write(bench.report(.credit(other))) == nil)
        #expect(bench.states == [.sent, .unknown, .disputed], "the old meter may hold the order; the new one must not get it too")
        #expect(bench.order.attempts == 1)
        #expect(bench.order.note.contains("swapped"))
    }

    @Test func anOldAnswerThatComesLateIsNoProofAndNoDispute() {
        var bench = DeliveryBench()
        let late = Picture.make(count: 6, last: 20_00, total: 300_00, left: 8_25, register: 1229_56, until: 1234_56)
        let next = bench.pass(.refused(code: 38, meaning: "refund mode"), .credit(late))
        #expect(bench.states == [.sent, .unknown], "more is left than before, because it is from before")
        #expect(next == .ask(.credit))
        #expect(bench.report(.credit(late)) == .ask(.credit), "nor is anything decided by it when it comes again")
    }

    @Test func aLostAnswerIsFoundByTheNextPictureAndNothingIsSentAgain() {
        var bench = DeliveryBench()
        let next = bench.pass(.noAnswer("timeout"), .noAnswer("timeout"))
        #expect(bench.states == [.sent, .unknown])
        #expect(next == .ask(.credit))
        let later = Picture.after.with { picture in
            picture.remaining = Desk.kWh(90_00)
            picture.register = Energy(hundredths: 1238_71)
            picture.registerAfter = picture.register
        }
        #expect(bench.write(bench.report(.credit(later))) == nil)
        #expect(bench.states == [.sent, .unknown, .confirmed])
        #expect(bench.order.attempts == 1)
    }

    @Test func aNoWithNothingMovedIsRefused() {
        var bench = DeliveryBench()
        #expect(bench.pass(.refused(code: 38, meaning: "refund mode"), .credit(Picture.before)) == nil)
        #expect(bench.states == [.sent, .refused])
        #expect(bench.order.note.contains("refund mode") && bench.order.note.contains("38"))
        #expect(bench.order.after == Picture.before)
    }

    @Test func aNoWithMovedCreditIsDisputed() {
        var bench = DeliveryBench()
        _ = bench.pass(.refused(code: 38, meaning: "refund mode"), .credit(Picture.before.with { $0.remaining = Desk.kWh(94_15) }))
        #expect(bench.states == [.sent, .disputed])
    }

    @Test func aNoWithoutAReadBackIsUnknown() {
        var bench = DeliveryBench()
        #expect(bench.pass(.refused(code: 38, meaning: "refund mode"), .noAnswer("timeout")) == .ask(.credit))
        #expect(bench.states == [.sent, .unknown])
    }

    @Test func aYesThatNeverCountsIsDisputedAtTheLastTry() {
        var bench = DeliveryBench()
        _ = bench.pass(.accepted, .credit(Picture.before))
        for _ in 0..<2 {
            _ = bench.write(bench.report(.credit(Picture.before)))
            _ = bench.report(.accepted)
            _ = bench.write(bench.report(.credit(Picture.before)))
        }
        #expect(bench.states == [.sent, .unknown, .sent, .unknown, .sent, .disputed])
        #expect(bench.order.note.contains("3 times"))
    }

    @Test func afterThreeTriesItWaitsForASignOfLifeOrItsTime() {
        var bench = DeliveryBench()
        #expect(bench.begin() == .ask(.credit))
        #expect(bench.report(.noAnswer("timeout")) == .ask(.credit))
        #expect(bench.report(.notSent("the line is down")) == .ask(.credit))
        #expect(bench.report(.noAnswer("timeout")) == nil)
        #expect(bench.states == [], "an order that was never sent stays queued")
        #expect(bench.delivery.restsUntil == DeliveryBench.now.adding(seconds: 60))
        #expect(bench.begin() == .ask(.credit), "a sign of life")
        #expect(bench.report(.noAnswer("timeout")) == nil, "one try at each sign")
        #expect(bench.delivery.restsUntil != nil)
    }

    @Test func anAnswerOutOfTurnMovesNothing() {
        var bench = DeliveryBench()
        #expect(bench.report(.credit(Picture.before)) == nil)
        #expect(bench.delivery.recorded(bench.order, now: DeliveryBench.now) == nil)
        _ = bench.begin()
        let sending = bench.report(.credit(Picture.before))
        #expect(sending != nil)
        #expect(bench.report(.credit(Picture.before)) == nil, "while the books write, nothing else counts")
        #expect(bench.begin() == nil)
    }

    @Test func withoutTheBooksNothingIsSent() {
        var bench = DeliveryBench()
        _ = bench.begin()
        _ = bench.report(.credit(Picture.before))
        bench.delivery.notRecorded(now: DeliveryBench.now)
        #expect(bench.delivery.restsUntil == DeliveryBench.now.adding(seconds: 60))
        #expect(bench.begin() == .ask(.credit), "the next pass begins with a picture again")
    }

    // Crashes: a new delivery is made from what stands in the books.

    @Test func aCrashAfterTheSendingWasWrittenReadsFirst() throws {
        var bench = DeliveryBench(.sent, before: Picture.before, attempts: 1)
        let unknown = bench.begin()
        #expect(unknown.step?.to == .unknown)
        #expect(bench.write(unknown) == .ask(.credit))
        let sending = bench.report(.credit(Picture.before))
        #expect(sending.step?.to == .sent)
        #expect(bench.write(sending) == .ask(.apply(.topUp(Desk.kWh(90_90)), count: 7)))
    }

    @Test func aCrashAfterTheMeterTookItConfirmsWithoutSending() {
        var bench = DeliveryBench(.sent, before: Picture.before, attempts: 1)
        _ = bench.write(bench.begin())
        let picture = Picture.make(count: 7, last: 90_90, total: 390_90, left: 12_00, register: 1316_71)
        #expect(bench.write(bench.report(.credit(picture))) == nil, "82.15 kWh were used in between")
        #expect(bench.states == [.unknown, .confirmed])
        #expect(bench.order.attempts == 1)
    }

    @Test func aCrashWhileUnknownGoesOnFromThere() {
        var bench = DeliveryBench(.unknown, before: Picture.before, attempts: 1)
        #expect(bench.begin() == .ask(.credit))
        #expect(bench.write(bench.report(.credit(Picture.after))) == nil)
        #expect(bench.states == [.confirmed])
    }

    @Test func aCrashInTheMiddleKeepsTheCountThatWasFixed() {
        var bench = DeliveryBench(.unknown, before: Picture.before, attempts: 1)
        bench.order.count = 9
        bench.order.totalAfter = Desk.kWh(500_00)
        bench.delivery = Delivery(bench.order, expectation: DeliveryBench.expectation, rules: DeliveryRules())
        _ = bench.begin()
        _ = bench.write(bench.report(.credit(Picture.make(count: 8, last: 1, total: 409_10, left: 3_25, register: 1234_56))))
        #expect(bench.states == [.sent])
        #expect(bench.order.count == 9)
    }

    @Test func anOrderThatTheMeterHasAlreadyIsConfirmedWithoutSending() {
        var bench = DeliveryBench()
        _ = bench.begin()
        let end = bench.report(.credit(Picture.after))
        #expect(end.step?.to == .confirmed && end.step?.from == .queued && end.step?.count == 7)
        #expect(end.step?.note.contains("nothing was sent") == true)
    }

    @Test(arguments: [OrderState.disputed, .confirmed, .refused, .withdrawn, .expired])
    func whatEndedOrIsDisputedStandsStill(_ state: OrderState) {
        var bench = DeliveryBench(state)
        #expect(bench.begin() == nil)
        #expect(bench.delivery.isEnded)
    }
}
