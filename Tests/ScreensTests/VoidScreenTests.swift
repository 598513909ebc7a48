// Protects: at the console a sale is voided only after reason, second person and preview, by one key that nothing typed ahead can press.
// How: keys of an operator and answers of the desk, then what was wished for and what is drawn.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct VoidScreenTests {
    private func pilot(_ state: OrderState = .confirmed, ago: Int64 = 60) -> Pilot {
        var pilot = Pilot()
        pilot.send(.orders([pilot.campus.order("o1", "3-303", state, ago: ago)]))
        pilot.press("g o")
        return pilot
    }

    private func request(_ effects: [Effect]) -> ReversalRequest? {
        effects.lazy.compactMap { if case .reverse(.plan(let request)) = $0 { request } else { nil } }.first
    }

    /// The void of 90.90 kWh for 50.00 yuan, out of a meter with 94.15.
    private func plan(_ pilot: Pilot, isInMeter: Bool = true) -> Plan {
        var plan = pilot.campus.plan("3-303", id: "void-1")
        guard case .change(var change) = plan.rows[0].decision else { return plan }
        let credit = change.credit
        (change.money, change.credit) = (Money(fen: -50_00), .zero(.energy) - credit)
        change.order = isInMeter ? OrderDraft(meter: MeterID("000000000303"), task: .takeBack(credit), count: 8, totalAfter: credit) : nil
        (change.before, change.after) = (Credit(.energy, hundredths: 94_15), Credit(.energy, hundredths: 3_25))
        plan.rows[0].decision = .change(change)
        plan.kind = .void
        return plan
    }

    /// Types what is asked for, up to the wish for a plan.
    private func typed(_ pilot: inout Pilot) -> ReversalRequest? {
        pilot.press("v")
        pilot.type("wrong room + called")
        pilot.press("Enter")
        pilot.type("li")
        pilot.press("Enter")
        return request(pilot.takeEffects())
    }

    @Test func aSaleIsVoidedAfterReasonSecondPersonAndPreview() throws {
        var pilot = pilot()
        let request = try #require(typed(&pilot))
        #expect(request.subject == .void(42))
        #expect(request.reason == "wrong room + called")
        #expect(request.approver == "li")
        // What is typed while the plan is made is dropped, and what comes in one go with it too.
        pilot.press("+ + Enter")
        pilot.send(.reversal(.planned(.void(plan(pilot)), request)))
        #expect(pilot.takeEffects() == [.flushInput])
        #expect(pilot.frame.text.contains("Approved by li. Reason: wrong room + called"))
        pilot.press("Enter y")
        #expect(!pilot.takeEffects().contains { if case .reverse = $0 { true } else { false } })
        pilot.press("+")
        #expect(pilot.takeEffects() == [.reverse(.commit(.void(plan(pilot)), request))])
        pilot.press("+ Esc")
        #expect(pilot.takeEffects().allSatisfy { $0 == .bell }, "what is being written is not written twice nor left")
    }

    @Test func theMoneyIsPaidWhenTheMeterHasSpoken() throws {
        var pilot = pilot()
        let request = try #require(typed(&pilot))
        let preview = ReversalPreview.void(plan(pilot))
        pilot.send(.reversal(.planned(preview, request)))
        pilot.press("+")
        pilot.send(.reversal(.committed(preview, request)))
        #expect(pilot.takeEffects().contains(.reverse(.settle(PlanID("void-1"), justCommitted: true))))
        var order = pilot.campus.order("o2", "3-303", .sent, ago: 1)
        (order.plan, order.task) = (PlanID("void-1"), .takeBack(Credit(.energy, hundredths: 9090)))
        pilot.send(.orders([order]), .reversal(.settled(PlanID("void-1"), .waits(order, Money(fen: 50_00)))))
        #expect(pilot.frame.text.contains("50.00 yuan are due. Do not pay them yet."))
        #expect(!pilot.takeEffects().contains(.reverse(.settle(PlanID("void-1")))))
        order.state = .confirmed
        order.changedAt = SampleCampus.now
        pilot.send(.orders([order]))
        #expect(pilot.takeEffects() == [.reverse(.settle(PlanID("void-1")))])
        pilot.send(.reversal(.settled(PlanID("void-1"), .paid(Money(fen: 50_00)))))
        #expect(pilot.frame.text.contains("Give back 50.00 yuan."))
        pilot.send(.reversal(.settled(PlanID("void-1"), Self.paidBefore)))
        #expect(pilot.frame.text.contains("Give back 50.00 yuan."), "asked twice, this dialog paid it all the same")
        pilot.press("Esc")
        #expect(!pilot.frame.text.contains("Give back"))
        pilot.send(.reversal(.settled(PlanID("void-1"), Self.paidBefore)))
        #expect(!pilot.status.contains("paid"), "an answer that comes late says nothing of what was told")
    }

    private static let paidBefore = TakeBackOutcome.paidBefore(Money(fen: 50_00), at: SampleCampus.now.adding(seconds: -600), by: "li")

    @Test func whatWasPaidBeforeIsNotToBeGivenBackAgain() {
        var pilot = pilot()
        var order = pilot.campus.order("o2", "3-303", .confirmed, ago: 0)
        (order.plan, order.task) = (PlanID("void-1"), .takeBack(Credit(.energy, hundredths: 9090)))
        pilot.send(.orders([order]))
        pilot.press("Home v")
        pilot.send(.reversal(.settled(PlanID("void-1"), Self.paidBefore)))
        #expect(pilot.frame.text.contains("50.00 yuan were paid 2026-11-21 21:05:58 by li."))
        #expect(!pilot.frame.text.contains("Give back"))
    }

    @Test func aTakeBackThatWasLeftIsEndedLater() {
        var pilot = pilot()
        var order = pilot.campus.order("o2", "3-303", .confirmed, ago: 0)
        (order.plan, order.task) = (PlanID("void-1"), .takeBack(Credit(.energy, hundredths: 9090)))
        pilot.send(.orders([order]))
        pilot.press("Home v")
        #expect(pilot.takeEffects().contains(.reverse(.settle(PlanID("void-1")))))
        pilot.send(.reversal(.settled(PlanID("void-1"), .paid(Money(fen: 50_00)))))
        #expect(pilot.frame.text.contains("Give back 50.00 yuan."))
    }

    @Test func whoHasNoDrawerSeesThatItIsDueAndAsksOnce() {
        var pilot = pilot()
        var order = pilot.campus.order("o2", "3-303", .confirmed, ago: 0)
        (order.plan, order.task) = (PlanID("void-1"), .takeBack(Credit(.energy, hundredths: 9090)))
        pilot.send(.orders([order]))
        pilot.press("Home v")
        pilot.send(.reversal(.settled(PlanID("void-1"), .due(Money(fen: 50_00)))))
        #expect(
            pilot.frame.text.contains("50.00 yuan are due and not paid.") && pilot.frame.text.contains("A cashier, supervisor or manager"))
        _ = pilot.takeEffects()
        pilot.send(.orders([order]))
        #expect(pilot.takeEffects().isEmpty, "its end is known to him")
    }

    @Test func whatARefundTookIsNotEndedHere() {
        var pilot = pilot()
        var order = pilot.campus.order("o2", "3-303", .confirmed, ago: 0)
        (order.plan, order.task) = (PlanID("refund-1"), .takeBack(Credit(.energy, hundredths: 9090)))
        pilot.send(.orders([order]))
        pilot.press("Home v")
        pilot.send(.reversal(.settled(PlanID("refund-1"), nil)))
        #expect(pilot.status.contains("ended by what ordered it"))
        #expect(!pilot.frame.text.contains("Take-back of room"))
    }

    @Test func aRefusalKeepsWhatWasTyped() throws {
        var pilot = pilot()
        let request = try #require(typed(&pilot))
        pilot.send(.reversal(.refused(["1.29 of the 90.90 sold were used.", "Nothing was changed."], request)))
        #expect(pilot.frame.text.contains("1.29 of the 90.90 sold were used."))
        pilot.press("Esc")
        #expect(pilot.frame.text.contains("wrong room + called"))
        pilot.press("Enter Enter")
        #expect(self.request(pilot.takeEffects())?.reason == "wrong room + called")
        // An answer to the first wish comes too late to be posted.
        pilot.send(.reversal(.planned(.void(plan(pilot)), request)))
        #expect(!pilot.frame.text.contains("Void this sale to room"))
    }

    @Test func withoutReasonOrSecondPersonNothingIsPlanned() {
        var pilot = pilot()
        pilot.press("v Enter")
        #expect(pilot.frame.text.contains("needs a reason"))
        pilot.type("x")
        pilot.press("Enter Enter")
        #expect(pilot.frame.text.contains("needs a second person"))
        pilot.type("chen")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("somebody else does"))
        #expect(request(pilot.takeEffects()) == nil)
        pilot.press("Esc Esc")
        #expect(pilot.console.screen == .orders)
        #expect(!pilot.frame.text.contains("Void a sale"))
    }

    @Test(arguments: [OrderState.sent, .unknown, .disputed])
    func whatIsNotOverIsNotVoidedAndSaysWhy(state: OrderState) {
        var pilot = pilot(state)
        pilot.press("v")
        #expect(pilot.takeEffects().contains(.bell))
        #expect(!pilot.frame.text.contains("Void a sale"))
    }

    @Test func whatWasSoldYesterdayIsRefunded() {
        var pilot = pilot(.confirmed, ago: 86_400)
        pilot.press("v")
        #expect(pilot.status.contains("refund"))
    }

    @Test func onARoomItIsOneOfTheSalesOfToday() throws {
        var pilot = Pilot()
        let detail = try #require(pilot.campus.detail("3-303"))
        pilot.press("g r")
        pilot.type("3303")
        pilot.press("Enter")
        pilot.send(.detail(detail))
        pilot.press("v")
        #expect(pilot.frame.text.contains("90.90 for 50.00 yuan, sold 20:15 by chen"))
        pilot.type("x")
        pilot.press("Enter")
        pilot.type("li")
        pilot.press("Enter")
        #expect(request(pilot.takeEffects())?.subject == .void(41))
        // Of two sales it is asked which; a sale that was made up for is not offered again.
        var more = detail
        var second = detail.entries[0]
        second.sequence = 43
        more.entries.insert(second, at: 0)
        pilot.press("Esc Esc Esc")
        pilot.send(.detail(more))
        pilot.press("v")
        #expect(pilot.frame.text.contains("Void which sale of today?"))
        pilot.press("2")
        #expect(pilot.frame.text.contains("Void a sale"))
        pilot.press("Esc")
        var void = second
        (void.sequence, void.draft.kind, void.draft.corrects) = (44, .void, 43)
        more.entries.insert(void, at: 0)
        var other = void
        (other.sequence, other.draft.corrects) = (45, 41)
        more.entries.insert(other, at: 0)
        pilot.send(.detail(more))
        pilot.press("v")
        #expect(pilot.status.contains("Nothing was sold to room 3-303 today"))
    }

    @Test(.bothLanguages) func dialogsAreDrawn() throws {
        var pilot = pilot()
        pilot.press("v")
        pilot.type("wrong room")
        expectSnapshot(pilot.frame, "void-reason-80x24")
        pilot.press("Enter")
        pilot.type("li")
        expectSnapshot(pilot.frame, "void-approver-80x24")
        pilot.press("Enter")
        let request = try #require(self.request(pilot.takeEffects()))
        pilot.send(.reversal(.planned(.void(plan(pilot)), request)))
        expectSnapshot(pilot.frame, "void-preview-80x24")
    }
}
