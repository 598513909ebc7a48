// Protects the gates before money from keys that were pressed before anybody could read them: held down, typed ahead, pasted as if typed.
// How: keys are sent while a plan is made and after its gate has opened, without a rest and with one; commits are counted.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct GateTests {
    private func commits(_ effects: [Effect]) -> [Plan] {
        effects.compactMap { if case .commit(let plan) = $0 { plan } else { nil } }
    }

    /// A key that repeats while the preview comes, or a paste that goes on, must not pass; only a press after the keys have rested does.
    @Test func aKeyHeldWhileTheGateOpensSellsNothing() {
        var pilot = Pilot()
        pilot.press("4 1 8 t 5 0 Enter + +")
        guard case .plan(let request) = pilot.takeEffects().last else {
            Issue.record("no plan was wished for")
            return
        }
        pilot.send(.plan(pilot.campus.plan(request.room.text), request))
        for _ in 0..<100 { pilot.send(.key(.character("+"))) }
        #expect(commits(pilot.takeEffects()).isEmpty)
        #expect(pilot.status.contains("press it again"))
        pilot.send(.rested, .key(.character("+")))
        #expect(commits(pilot.takeEffects()).count == 1)
    }

    @Test func aCountTypedBeforeTheReviewWasSeenPostsNothing() {
        var pilot = Pilot()
        pilot.openGrid("bld:2 fl:3")
        pilot.press("5 0 * +")
        pilot.type("20+")
        pilot.answer()
        pilot.send(.key(.character("2")), .key(.character("0")), .key(.character("+")))
        #expect(commits(pilot.answer()).isEmpty)
        guard case .review(_, _, let count) = pilot.console.grid?.stage else {
            Issue.record("no review")
            return
        }
        #expect(count.text.isEmpty)
        pilot.send(.rested)
        pilot.type("20")
        pilot.press("+")
        #expect(commits(pilot.answer()).count == 1)
    }

    @Test func aGateThatOpensUnderMovingKeysCanBeLeftAtOnce() {
        var pilot = Pilot()
        pilot.press("4 1 8 t 5 0 Enter 1 2 3")
        if case .plan(let request) = pilot.takeEffects().last { pilot.send(.plan(pilot.campus.plan(request.room.text), request)) }
        pilot.send(.key(.escape))
        if case .typing = pilot.console.topUp?.stage {} else { Issue.record("Esc was dropped") }
        pilot.send(.key(.character("5")))
        #expect(pilot.console.topUp?.amount.text == "505", "and the next key is heard at once")
    }
}
