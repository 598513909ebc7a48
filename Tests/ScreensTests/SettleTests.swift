// Protects: a disputed order is settled from the keyboard, with a reason, and by nothing but `+`; refusals say why.
// How: the keys of an operator, then what was wished for and what is drawn.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct SettleTests {
    private func pilot(_ state: OrderState = .disputed) -> Pilot {
        var pilot = Pilot()
        pilot.send(.orders([pilot.campus.order("o1", "3-303", state, ago: 60, attempts: 2, note: "the count is 8, 7 was expected")]))
        pilot.press("g o")
        return pilot
    }

    private func settled(_ effects: [Effect]) -> [Effect] { effects.filter { if case .settle = $0 { true } else { false } } }

    @Test(arguments: [("d", Settlement.confirmed), ("n", .refused)])
    func aDisputeIsSettledWithAReason(key: String, settlement: Settlement) {
        var pilot = pilot()
        #expect(pilot.status.hasPrefix("s settles it"))
        pilot.press("s \(key)")
        pilot.type("seen at the meter + called")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("Reason: seen at the meter + called"))
        pilot.press("Enter Enter")
        #expect(settled(pilot.takeEffects()).isEmpty)
        pilot.press("+")
        #expect(pilot.takeEffects() == [.settle(OrderID("o1"), settlement, reason: "seen at the meter + called")])
        #expect(!pilot.frame.text.contains("Settle this order?"))
    }

    @Test func theResultIsSeen() {
        var pilot = pilot()
        pilot.press("s d x Enter +")
        let settled = pilot.campus.order("o1", "3-303", .confirmed, ago: 0, note: "Decided by chen, supervisor: the meter has it. x")
        pilot.send(.orders([settled]), .notice("3-303: order o1 settled as METER."))
        #expect(pilot.status.contains("settled as METER"))
        #expect(pilot.lines.contains { $0.contains("METER") && $0.contains("3-303") })
        #expect(pilot.frame.text.contains("Decided by chen"))
    }

    @Test func withoutAReasonNothingIsSettled() {
        var pilot = pilot()
        pilot.press("s d Enter")
        #expect(pilot.frame.text.contains("needs a reason"))
        pilot.type("   ")
        pilot.press("Enter +")
        #expect(settled(pilot.takeEffects()).isEmpty)
    }

    @Test func escapeGoesBackStepByStepAndKeepsTheReason() {
        var pilot = pilot()
        pilot.press("s d")
        pilot.type("seen")
        pilot.press("Enter Esc")
        #expect(pilot.frame.text.contains("seen"))
        pilot.press("Esc n Enter")
        #expect(pilot.frame.text.contains("not delivered"))
        pilot.press("Esc Esc Esc")
        #expect(pilot.console.screen == .orders)
        #expect(!pilot.frame.text.contains("Does the meter"))
    }

    @Test(arguments: [OrderState.queued, .sent, .unknown, .confirmed, .refused, .withdrawn])
    func whatIsNotDisputedIsNotSettledAndSaysWhy(state: OrderState) {
        var pilot = pilot(state)
        pilot.press("s")
        #expect(pilot.takeEffects().contains(.bell))
        #expect(!pilot.frame.text.contains("Does the meter"))
        #expect(!pilot.status.isEmpty)
    }

    @Test func theOrderIsTheOneOfTheKeyPress() {
        var pilot = pilot()
        pilot.press("s n")
        pilot.send(.orders([pilot.campus.order("o2", "1-101", .disputed, ago: 0)]))
        pilot.type("x")
        pilot.press("Enter +")
        #expect(settled(pilot.takeEffects()) == [.settle(OrderID("o1"), .refused, reason: "x")])
    }

    @Test func fromARoomTheCursorIsOnItsOrder() {
        var pilot = Pilot()
        pilot.send(
            .orders([
                pilot.campus.order("o1", "1-101", .disputed, ago: 60), pilot.campus.order("o2", "3-303", .queued, ago: 5),
            ]))
        pilot.press("g r")
        pilot.type("3303")
        pilot.press("Enter o")
        #expect(pilot.console.orderInHand?.id == OrderID("o2"))
    }

    @Test(.bothLanguages) func dialogsAreDrawn() {
        var pilot = pilot()
        pilot.press("s")
        expectSnapshot(pilot.frame, "settle-decision-80x24")
        pilot.press("d")
        pilot.type("seen at the meter")
        expectSnapshot(pilot.frame, "settle-reason-80x24")
        pilot.press("Enter")
        expectSnapshot(pilot.frame, "settle-review-80x24")
    }
}
