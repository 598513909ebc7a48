// Protects: the accidents that users of such consoles report: the wrong row, the key too many, the pasted text, the stale list.
// How: each accident is played; nothing may be sold, lost or hidden by it.

import Domain
import Operations
import Seeded
import Terminal
import Testing

@testable import Screens

@Suite struct AccidentTests {
    @Test func aNumberOfNoRoomOpensNoOther() {
        var pilot = Pilot()
        pilot.press("4 1 9 9 Enter t")
        #expect(pilot.console.screen == .wall)
        #expect(pilot.takeEffects().contains(.bell))
        #expect(pilot.console.toast?.text.contains("No room begins with 4199") == true)
        pilot.press("Backspace Backspace 8 Enter")
        #expect(pilot.console.screen == .room)
    }

    private func commits(_ effects: [Effect]) -> [Plan] {
        effects.compactMap { if case .commit(let plan) = $0 { plan } else { nil } }
    }

    @Test func theDialogKeepsItsOrderWhileTheListChangesUnderIt() {
        var pilot = Pilot()
        pilot.send(.orders([pilot.campus.order("o1", "1-101", .queued, ago: 50), pilot.campus.order("o2", "1-102", .queued, ago: 90)]))
        pilot.press("g o w")
        #expect(pilot.frame.text.contains("Order o1"))
        pilot.send(.orders([pilot.campus.order("o3", "1-103", .queued, ago: 0), pilot.campus.order("o2", "1-102", .unknown, ago: 0)]))
        #expect(pilot.frame.text.contains("Order o1"))
        pilot.press("+")
        #expect(pilot.takeEffects().last == .withdraw(OrderID("o1")))
    }

    @Test func theFormKeepsItsRoomWhileTheCampusChanges() {
        var pilot = Pilot()
        pilot.press("g r Down t 5 0")
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.reversed().filter { $0.id != RoomID("1-101") })))
        pilot.press("Enter")
        #expect(pilot.takeEffects().last == .plan(PlanRequest(number: 1, room: RoomID("1-102"), amount: "50")))
    }

    @Test func rowsStayWhileTheCursorMovesAndUnderMarks() {
        var pilot = Pilot()
        pilot.press("g r s k Home")
        let before = pilot.console.rooms.order
        let last = before[before.count - 1]
        func lowest(_ room: RoomID) -> RoomView? {
            var view = pilot.campus[room.text]
            view?.reading?.remaining = Credit(.energy, hundredths: -500)
            return view
        }
        if let view = lowest(last) { pilot.send(.rooms([view])) }
        pilot.press("Down")
        pilot.wait(seconds: 2)
        #expect(pilot.console.rooms.order == before)
        pilot.press("Space")
        pilot.wait(seconds: 30)
        #expect(pilot.console.rooms.order == before)
        pilot.press("U")
        pilot.wait(seconds: 30)
        #expect(pilot.console.rooms.order.first == last)
    }

    @Test func theCursorStaysOnItsRoomWhenTheOrderChanges() {
        var pilot = Pilot()
        pilot.press("g r s k")
        let mine = pilot.console.roomInHand
        var views = pilot.campus.views.suffix(50).map { $0 }
        for index in views.indices { views[index].reading?.remaining = Credit(.energy, hundredths: Int64(index)) }
        pilot.send(.rooms(views))
        pilot.wait(seconds: 30)
        #expect(pilot.console.roomInHand == mine)
    }

    @Test func marksOnRoomsThatAreGoneAreTold() {
        var pilot = Pilot()
        pilot.press("g r Space Space Space")
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.filter { $0.id != RoomID("1-102") })))
        pilot.press("r")
        #expect(pilot.status.contains("Reading 2 rooms"))
        #expect(pilot.status.contains("1-102"))
        #expect(pilot.takeEffects().last == .readNow([RoomID("1-101"), RoomID("1-103")]))
    }

    @Test func aMarkBesidesTheCursorNeverSellsToAnotherRoom() {
        var pilot = Pilot()
        pilot.press("g r Space t")
        #expect(pilot.console.topUp == nil)
        #expect(pilot.console.grid?.rows.map(\.room.text) == ["1-101"])
    }

    @Test func aHeldEnterSellsNothing() {
        var pilot = Pilot()
        pilot.press("4 1 8 Enter t 5 0 Enter Enter Enter Enter")
        let plans = pilot.takeEffects().filter { if case .plan = $0 { true } else { false } }
        #expect(plans.count == 1)
        guard case .plan(let request) = plans.first else { return }
        pilot.send(.plan(pilot.campus.plan(request.room.text), request))
        pilot.press("Enter Enter Enter Enter Enter")
        #expect(commits(pilot.takeEffects()).isEmpty)
        #expect(pilot.status.contains("Enter posts nothing"))
    }

    @Test func plusBeforeThePreviewSellsNothing() {
        var pilot = Pilot()
        pilot.press("4 1 8 t 5 0 +")
        #expect(pilot.status.contains("There is no preview yet"))
        pilot.press("Enter + + +")
        let effects = pilot.takeEffects()
        #expect(commits(effects).isEmpty)
        guard case .plan(let request) = effects.last else {
            Issue.record("no plan was wished for")
            return
        }
        pilot.send(.plan(pilot.campus.plan(request.room.text), request))
        #expect(pilot.takeEffects() == [.flushInput])
        #expect(commits(pilot.takeEffects()).isEmpty)
        pilot.press("+")
        #expect(commits(pilot.takeEffects()).count == 1)
    }

    @Test func plusTwiceCommitsOnce() {
        var pilot = Pilot()
        pilot.preview("3-303")
        _ = pilot.takeEffects()
        pilot.press("+ + + Enter")
        #expect(commits(pilot.takeEffects()).count == 1)
    }

    @Test func pasteIntoAListIsDropped() {
        var pilot = Pilot()
        pilot.press("g r")
        let before = pilot.console.rooms.list
        pilot.send(.key(.paste("q\nt500\n+\n")))
        #expect(pilot.console.screen == .rooms)
        #expect(pilot.console.rooms.list == before)
        #expect(pilot.takeEffects() == [.bell])
        #expect(pilot.status.contains("Pasted text was dropped"))
    }

    @Test func pasteIntoAFieldNeverPosts() {
        var pilot = Pilot()
        pilot.press("4 1 8 t")
        pilot.send(.key(.paste("50\n+\n")))
        #expect(pilot.console.topUp?.amount.text == "50")
        pilot.press("Enter")
        guard case .plan(let request) = pilot.takeEffects().last else { return }
        pilot.send(.plan(pilot.campus.plan(request.room.text), request))
        pilot.send(.key(.paste("+")))
        #expect(commits(pilot.takeEffects()).isEmpty)
    }

    @Test func anInputMethodIsPointedOut() {
        var pilot = Pilot()
        pilot.send(.key(.character("中")))
        #expect(pilot.status.contains("An input method is on"))
        pilot.send(.key(.character("？")))
        #expect(pilot.frame.text.contains("what it does"))
    }

    @Test func fullWidthDigitsAreDigits() {
        var pilot = Pilot()
        pilot.press("4 1 8 t")
        pilot.type("５０．５")
        #expect(pilot.console.topUp?.amount.text == "50.5")
    }

    @Test func aFrozenViewStaysAndSaysSo() {
        var pilot = Pilot()
        pilot.press("g r z")
        #expect(pilot.line(0).contains("FROZEN now"))
        let before = pilot.line(4)
        var view = pilot.campus.views[0]
        view.reading?.remaining = Credit(.energy, hundredths: 1)
        pilot.send(.rooms([view]))
        pilot.wait(seconds: 5)
        #expect(pilot.line(0).contains("FROZEN 5 s"))
        #expect(pilot.line(4).prefix(40) == before.prefix(40))
        pilot.press("z")
        #expect(pilot.line(0).contains("LIVE"))
        #expect(pilot.line(4).contains("0.01"))
    }

    @Test func anOldLiveIsNoLive() {
        var pilot = Pilot()
        #expect(pilot.role(of: "LIVE", row: 0) == "context.live")
        pilot.wait(seconds: 400)
        #expect(pilot.role(of: "STALE", row: 0) == "severity.warning")
        #expect(pilot.line(0).contains("6 min"))
        pilot.send(.collector(.none("the lease is free")))
        #expect(pilot.line(0).contains("NO READS"))
        pilot.press("r")
        #expect(pilot.status.contains("Nobody reads the meters"))
        pilot.send(.collector(.follows("desk-2")))
        #expect(pilot.line(0).contains("STALE"))
    }

    @Test func backgroundTroubleTakesNoKeys() {
        var pilot = Pilot()
        pilot.press("4 1 8 t 5")
        pilot.send(.problem(Problem(happened: "Bus C1/1 is down.", unchanged: "", remedy: "", subject: .background)))
        pilot.press("0")
        #expect(pilot.console.topUp?.amount.text == "50")
        #expect(pilot.status.contains("Bus C1/1 is down."))
    }

    @Test func aRoomThatIsGoneIsSaid() {
        var pilot = Pilot()
        pilot.press("4 1 8 Enter")
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.filter { !$0.id.text.hasSuffix("418") })))
        #expect(pilot.frame.text.contains("is no longer on the campus"))
        pilot.press("t")
        #expect(pilot.console.topUp == nil)
        pilot.press("Esc")
        #expect(pilot.console.screen == .wall)
    }

    @Test func everyKeyOnEveryScreenIsSafe() {
        let keys: [Key] =
            (0x20...0x7E).compactMap { Unicode.Scalar($0).map { .character(Character($0)) } } + (1...12).map { .function($0) }
            + [.enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown]
        var random = SeededRandom(seed: 11)
        for campus in [SampleCampus(), SampleCampus(buildings: 0), SampleCampus(buildings: 1, floors: 1, perFloor: 1, special: false)] {
            var pilot = Pilot(campus)
            for step in 0..<3000 {
                let key = keys[random.below(keys.count)]
                pilot.send(.key(key))
                if step % 7 == 0 {
                    let size = Size(columns: 40 + random.below(120), rows: 10 + random.below(40))
                    pilot.send(.key(.resize(size)))
                    #expect(pilot.frame.size == size, "seed 11, step \(step)")
                }
                if step % 50 == 0 { pilot.wait(seconds: 1) }
            }
            #expect(commits(pilot.takeEffects()).isEmpty, "seed 11")
        }
    }
}
