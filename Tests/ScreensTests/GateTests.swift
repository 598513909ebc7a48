// Protects the gates before money from keys that were pressed before anybody could read them: held down, typed ahead, pasted as if typed.
// How: keys are sent while a plan is made and after its gate has opened, without a rest and with one; commits are counted.

import Domain
import Terminal
import Testing

@testable import Operations
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

    /// What is answered for a screen that was left has no gate, and takes no keys of the screen that is worked on now.
    @Test(arguments: ["subsidy", "file"]) func anAnswerForAScreenThatWasLeftTakesNoKeys(_ which: String) {
        var pilot = Pilot()
        if which == "subsidy" {
            pilot.press("g s Esc")
        } else {
            pilot.press("g i L")
            pilot.type("/home/desk/campus.csv")
            pilot.press("Enter Esc")
        }
        let wishes = pilot.takeEffects()
        pilot.press("g r : ")
        pilot.type("topup 3-320")
        pilot.press("Enter 2")
        if case .roster(.read(let number, _, _)) = wishes.last {
            pilot.send(.roster(.read(ImportScreenTests.file(.rooms, ImportScreenTests.rooms, number: number, encoding: nil))))
        } else {
            #expect(wishes.contains { if case .subsidy(.plan) = $0 { true } else { false } })
            pilot.send(.subsidy(.planned(SubsidyScreenTests.run())))
        }
        #expect(!pilot.takeEffects().contains(.flushInput))
        pilot.type("00")
        #expect(pilot.console.topUp?.amount.text == "200", "\(pilot.status)")
    }

    /// The question before an import is taken back has to be looked up: what is pressed meanwhile counts for nothing.
    @Test func aKeyHeldWhileAnImportIsLookedUpTakesNothingBack() {
        var pilot = Pilot()
        pilot.press("g i U + +")
        #expect(pilot.takeEffects().contains(.roster(.planImportUndo)))
        let undo = InventoryUndo(
            note: "campus.csv", importedAt: SampleCampus.now, back: InventoryChange(version: 8), newRooms: [RoomID("3-304")])
        pilot.send(.roster(.importPlanned(undo)))
        #expect(pilot.takeEffects() == [.flushInput])
        pilot.send(.key(.character("+")))
        #expect(pilot.takeEffects() == [.bell] && pilot.status.contains("press it again"))
        pilot.send(.rested, .key(.character("+")))
        #expect(pilot.takeEffects().contains(.roster(.undoImport(undo))))
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

    /// What is behind a gate before many, and how many it is about.
    static let matters: [(CountGate.Matter, Int)] = [
        (.grant(SubsidyScreenTests.run()), 4),
        (.startRefund(RefundStarted(run: RefundSample.run, rooms: [RoomID("3-301"), RoomID("3-302")], left: [:])), 2),
        (.acceptRoster(.roster(RosterScreenTests.file("number,name,room\nS8,Li,3-301\nS9,Wu,3-302\nS10,Xu,3-302\n", number: 1))), 3),
    ]

    @Test(arguments: matters)
    func onlyTheCountThatIsShownOpensAGateBeforeMany(matter: CountGate.Matter, count: Int) {
        for typed in ["", "0", "\(count + 1)", "\(count)\(count)"] {
            var gate = CountGate(matter)
            for digit in typed { #expect(gate.handle(.character(digit)) == .stays) }
            #expect(gate.handle(.enter) == .refused && gate.isWrong, "\(typed)")
            #expect(gate.handle(.character("x")) == .refused && !gate.isWrong, "what was wrong is told until the next key")
            #expect(gate.handle(.escape) == .left)
        }
        var gate = CountGate(matter)
        for digit in "\(count)" { #expect(gate.handle(.character(digit)) == .stays) }
        #expect(gate.handle(.enter) == .passed)
    }

    @Test func aCountThatIsPastedConfirmsNoStepOfARefund() {
        var form = RefundForm(.close, run: RefundSample.id, rooms: [RoomID("3-301")])
        let request = RefundRequest(number: 1, run: RefundSample.id, rooms: form.rooms, act: .close)
        form.stage = .shown(RefundSample.approval([("3-301", 3300)]), request)
        #expect(form.handle(.paste("1")) == .refused && form.count.text.isEmpty)
        #expect(form.handle(.character("1")) == .stays && form.count.text == "1")
    }
}
