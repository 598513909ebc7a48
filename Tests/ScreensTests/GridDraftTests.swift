// Protects: amounts that were typed: they survive leaving, a crash before and a crash behind the commit, and are never dropped unasked.
// How: drafts as text and back, cut and damaged; a console that is told of a draft at its start.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct GridDraftTests {
    private let draft = GridDraft(
        number: 1_795_266_000_000,
        rows: [
            GridDraft.Row(room: RoomID("3-418"), amount: "50.00"), GridDraft.Row(room: RoomID("2-305"), amount: "", isReleased: true),
            GridDraft.Row(room: RoomID("东 1\t2\n3"), amount: "20.50"),
        ], plan: PlanID("abc"))

    @Test func aDraftIsReadBackAsItWasWritten() throws {
        let read = try #require(GridDraft(text: draft.text))
        #expect(read.number == draft.number && read.plan == draft.plan && read.rows.count == 3)
        #expect(read.rows[0] == draft.rows[0] && read.rows[1] == draft.rows[1])
        #expect(read.rows[2].room == RoomID("东 1 2 3"))
    }

    @Test func halfADraftIsNone() {
        let text = draft.text
        for length in 0..<text.count { #expect(GridDraft(text: String(text.prefix(length))) == nil, "\(length)") }
        #expect(GridDraft(text: text + text) == nil)
        #expect(GridDraft(text: text.replacing("dormwatt-grid-1", with: "dormwatt-grid-2")) == nil)
    }

    @Test func everyAmountGoesToTheDisk() {
        var pilot = Pilot()
        pilot.openGrid("bld:2 fl:3")
        pilot.press("5 0")
        #expect(pilot.takeEffects().isEmpty)
        pilot.press("Enter")
        guard case .grid(.keep(let kept)) = pilot.takeEffects().first else {
            Issue.record("the draft was not kept")
            return
        }
        #expect(kept.amounts == 1 && kept.rows.count == 20)
        pilot.send(.grid(.kept(kept.number, at: SampleCampus.now)))
        #expect(pilot.line(1).contains("draft kept 21:15:58"))
        // A half-typed amount is no amount when the console is ended.
        pilot.press("7")
        let last = pilot.console.finish()
        #expect(last.isEmpty)
    }

    @Test func leavingKeepsTheAmountsAndComingBackShowsThem() {
        var pilot = Pilot()
        pilot.openGrid("bld:2 fl:3")
        pilot.press("5 0 Enter Esc")
        #expect(pilot.console.screen == .rooms)
        #expect(pilot.status.contains("1 amount waits here: g t goes on"))
        pilot.press("g t")
        #expect(pilot.console.grid?.rows.first?.amount == "50.00")
        pilot.press("Esc U \\ Ctrl-U")
        pilot.type("bld:3 fl:1")
        pilot.press("Enter A t")
        #expect(pilot.frame.text.contains("wait in the grid"))
        pilot.press("g")
        #expect(pilot.console.grid?.rows.count == 40 && pilot.console.grid?.rows.first?.amount == "50.00")
    }

    @Test func aDraftOfADeadConsoleIsOfferedAndTakesNoKeys() {
        var pilot = Pilot()
        pilot.send(.grid(.draft(draft, sold: nil)))
        #expect(pilot.console.overlay == nil)
        #expect(pilot.status.contains("2 amounts wait, typed before and not posted: g t goes on"))
        pilot.press("g t")
        #expect(pilot.console.grid?.rows.map(\.amount) == ["50.00", "", "20.50"])
        #expect(pilot.console.grid?.number == draft.number)
    }

    @Test func aDraftIsNotDroppedByMarkingOtherRooms() {
        var pilot = Pilot()
        pilot.send(.grid(.draft(draft, sold: nil)))
        pilot.press("g r Space t")
        #expect(pilot.frame.text.contains("2 amounts that were not posted wait in the grid"))
        pilot.press("Esc t n")
        #expect(pilot.console.grid?.rows.count == 1)
        #expect(pilot.takeEffects().contains(.grid(.drop(draft.number))))
    }

    @Test func aDraftThatWasPostedBeforeTheCrashIsNotPostedAgain() {
        var pilot = Pilot()
        let sold = [CommittedRow(room: RoomID("3-418"), entry: 9, order: OrderID("x"), money: Money(fen: 5000), credit: .zero(.energy))]
        var draft = draft
        draft.plan = PlanID("sale-1")
        pilot.send(.orders([pilot.campus.order("x", "3-418", .confirmed)]), .grid(.draft(draft, sold: sold)))
        guard case .done(let result)? = pilot.console.grid?.stage else { return #expect(Bool(false), "nothing was posted") }
        #expect(result.progress.confirmed == 1, "what had ended before the console was opened again")
        #expect(pilot.status.contains("Top-ups of 1 room were posted before the console ended"))
        pilot.press("g t")
        #expect(pilot.frame.text.contains("nothing was sold twice"))
        pilot.press("+ 1 +")
        #expect(!pilot.takeEffects().contains { if case .commit = $0 { true } else { false } })
        pilot.press("n")
        #expect(pilot.console.grid?.rows.map(\.amount) == ["20.50"])
    }
}
