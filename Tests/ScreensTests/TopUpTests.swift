// Protects: a sale from the first digit to the proof of the meter: what is wished for when, and what is said of every outcome.
// How: the answers of the books come as events, in time, late, never, or as a problem.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct TopUpTests {
    private let row = CommittedRow(
        room: RoomID("3-303"), entry: 42, order: OrderID("n1"), money: Money(fen: 5000), credit: Credit(.energy, hundredths: 9090))

    private func posted() -> Pilot {
        var pilot = Pilot()
        pilot.preview("3-303")
        pilot.press("+")
        return pilot
    }

    @Test func theWholeWay() {
        var pilot = Pilot()
        pilot.press("g r /")
        pilot.type("3-303")
        pilot.press("Enter Enter t 5 0")
        #expect(pilot.console.visits.current == .topUp(RoomID("3-303")))
        _ = pilot.takeEffects()
        pilot.press("Enter")
        let request = PlanRequest(number: 1, room: RoomID("3-303"), amount: "50")
        #expect(pilot.takeEffects() == [.plan(request)])
        let plan = pilot.campus.plan("3-303")
        pilot.send(.plan(plan, request))
        #expect(pilot.takeEffects() == [.flushInput])
        #expect(pilot.line(7).contains("3.25") && pilot.line(7).contains("94.15"))
        pilot.press("+")
        #expect(pilot.takeEffects() == [.commit(plan)])
        pilot.send(.committed(plan, .committed([row])))
        #expect(pilot.takeEffects() == [.loadOrders])
        #expect(pilot.frame.text.contains("as entry 42"))
        pilot.send(.orders([pilot.campus.order("n1", "3-303", .queued, ago: 2)]))
        #expect(pilot.role(of: "QUEUED", row: 15) == "state.scheduled")
        pilot.send(.orders([pilot.campus.order("n1", "3-303", .sent, ago: 1, attempts: 1)]))
        #expect(pilot.role(of: "SENT", row: 15) == "state.scheduled")
        pilot.send(.orders([pilot.campus.order("n1", "3-303", .confirmed, ago: 0, attempts: 1)]))
        #expect(pilot.role(of: "METER", row: 15) == "state.on")
        #expect(pilot.line(15).contains("3.25 → 94.15 kWh"))
        pilot.press("Esc")
        #expect(pilot.console.visits.current == .room(RoomID("3-303")))
        #expect(pilot.console.topUp == nil)
    }

    @Test func aLateAnswerToAnOlderWishIsPassedOver() {
        var pilot = Pilot()
        pilot.press("4 1 8 t 5 0 Enter")
        let first = PlanRequest(number: 1, room: RoomID("1-418"), amount: "50")
        pilot.press("Esc Backspace Backspace 9 0 Enter")
        pilot.send(.plan(pilot.campus.plan("1-418"), first))
        if case .planning(let request)? = pilot.console.topUp?.stage {
            #expect(request == PlanRequest(number: 2, room: RoomID("1-418"), amount: "90"))
        } else {
            Issue.record("the older plan was taken")
        }
    }

    @Test func anAnswerAfterLeavingChangesNothing() {
        var pilot = Pilot()
        pilot.press("4 1 8 t 5 0 Enter q")
        let request = PlanRequest(number: 1, room: RoomID("1-418"), amount: "50")
        _ = pilot.takeEffects()
        pilot.send(.plan(pilot.campus.plan("1-418"), request))
        #expect(pilot.takeEffects().isEmpty)
        #expect(pilot.console.screen == .wall)
    }

    @Test func aRefusalIsSaidAndTheAmountIsKept() {
        var pilot = Pilot()
        pilot.press("4 1 8 t 9 0 0 Enter")
        let request = PlanRequest(number: 1, room: RoomID("1-418"), amount: "900")
        pilot.send(.plan(pilot.campus.refusal("1-418", .aboveLargest(Money(fen: 90_000), largest: Money(fen: 50_000))), request))
        #expect(pilot.frame.text.contains("Above the largest sale."))
        #expect(pilot.frame.text.contains("Up to 500.00 yuan"))
        #expect(pilot.console.topUp?.amount.text == "900")
        pilot.press("+")
        #expect(pilot.takeEffects().last == .bell)
        pilot.press("Backspace")
        #expect(pilot.console.topUp?.complaint.isEmpty == true)
    }

    @Test(arguments: [
        Refusal.unknownRoom(RoomID("3-999"), nearest: [RoomID("3-399")]), .twiceInList(RoomID("1")), .unreadableAmount(""),
        .unreadableAmount("x"),
        .zeroAmount, .belowSmallest(.zero, smallest: Money(fen: 1000)), .roomClosed, .noMeter, .noBaseline(MeterID("1")),
        .disputed(OrderID("o")),
        .countExhausted(MeterID("1")), .buysNothing, .aboveHoardingLimit(largestPossible: .zero), .notAllowed(.auditor), .changedSincePlan,
        .priceChanged,
    ])
    func everyRefusalSaysWhatAndWhatToDo(refusal: Refusal) {
        #expect(refusal.sentences.count == 2)
        #expect(refusal.sentences.allSatisfy { $0.hasSuffix(".") || $0.hasSuffix("?") })
    }

    @Test func staleCommitSellsNothingAndSaysSo() {
        var pilot = posted()
        pilot.send(.committed(pilot.campus.plan("3-303"), .stale([RoomID("3-303"): .changedSincePlan])))
        #expect(pilot.frame.text.contains("Nothing was sold."))
        #expect(pilot.frame.text.contains("Enter makes a new preview."))
        pilot.press("+")
        #expect(pilot.status.contains("There is no preview yet"))
    }

    @Test func aProblemOfTheCommitKeepsThePlan() {
        var pilot = posted()
        let plan = pilot.campus.plan("3-303")
        pilot.send(
            .problem(
                Problem(
                    happened: "The disk is full.", unchanged: "Nothing was sold and nothing was written.",
                    remedy: "Make room on it, then press +.",
                    subject: .commit(plan.id))))
        #expect(pilot.frame.text.contains("The disk is full."))
        #expect(pilot.frame.text.contains("Nothing was sold and nothing was written."))
        _ = pilot.takeEffects()
        pilot.press("+")
        #expect(pilot.takeEffects() == [.commit(plan)])
        pilot.send(.committed(plan, .exists([row])))
        #expect(pilot.frame.text.contains("nothing was sold twice"))
    }

    @Test func aProblemOfPlanningKeepsTheAmount() {
        var pilot = Pilot()
        pilot.press("4 1 8 t 5 0 Enter")
        let request = PlanRequest(number: 1, room: RoomID("1-418"), amount: "50")
        pilot.send(
            .problem(
                Problem(happened: "The books are busy.", unchanged: "Nothing was sold.", remedy: "Try again.", subject: .planning(request)))
        )
        #expect(pilot.frame.text.contains("The books are busy."))
        pilot.press("Enter")
        #expect(pilot.takeEffects().last == .plan(PlanRequest(number: 2, room: RoomID("1-418"), amount: "50")))
    }

    @Test func whileItIsWrittenNothingLeavesTheForm() {
        var pilot = posted()
        pilot.press("Esc q F10")
        #expect(pilot.console.screen == .topUp)
        #expect(pilot.status.contains("being written"))
    }

    @Test(arguments: OrderState.allCases)
    func everyStateIsShownWithItsMeaning(state: OrderState) {
        var pilot = posted()
        pilot.send(.committed(pilot.campus.plan("3-303"), .committed([row])))
        pilot.send(.orders([pilot.campus.order("n1", "3-303", state, ago: 0, attempts: 1, note: "the note")]))
        #expect(pilot.line(15).contains(state.word))
        let text = pilot.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(text.contains(state.meaning))
        #expect(text.contains("the note"))
        if state == .unknown { #expect(!text.lowercased().contains("failed")) }
    }

    @Test func metersThatKeepNoCreditNeedNoOrder() {
        var pilot = posted()
        var row = row
        row.order = nil
        pilot.send(.committed(pilot.campus.plan("3-303"), .committed([row])))
        #expect(pilot.frame.text.contains("nothing has to be sent"))
    }

    @Test func roomsThatBuyNothingSayWhy() {
        var campus = SampleCampus()
        campus.views[0].room.isOpen = false
        campus.views[1].meter = nil
        campus.views[2].order = .disputed
        var pilot = Pilot(campus)
        for (keys, reason) in [("g r t", "is closed"), ("Down t", "has no meter"), ("Down t", "is disputed")] {
            pilot.press(keys)
            #expect(pilot.status.contains(reason))
            #expect(pilot.console.topUp == nil)
        }
    }

    @Test func theAmountTakesDigitsAndOnePoint() {
        var pilot = Pilot()
        pilot.press("4 1 8 t")
        pilot.type("1x2..345-6")
        #expect(pilot.console.topUp?.amount.text == "12.34")
    }
}
