// Protects: the mouse moves the cursor and does nothing else, and nothing at all where it was not asked for or a gate is open.
// How: clicks on every cell and turns of the wheel over every screen, dialog and form; the cursor is looked at and wishes are counted.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct MouseTests {
    private func click(_ column: Int, _ row: Int) -> ConsoleEvent { .key(.mouse(.click(Point(column: column, row: row)))) }

    @Test func itIsLeftToTheTerminalUnlessTheSettingsWantIt() {
        #expect(!Pilot().frame.modes.mouse)
        let setup = ConsoleSetup(
            rules: DeskRules(), actor: SampleCampus().actor, price: .standard, size: Size(columns: 80, rows: 24), now: SampleCampus.now,
            usesMouse: true)
        #expect(Console(setup).frame().modes.mouse)
    }

    @Test func aClickBringsTheCursorOntoTheLine() {
        var pilot = Pilot()
        pilot.press("g r PgDn PgDn")
        let room = pilot.line(9).split(separator: " ").first.map(String.init)
        pilot.send(click(40, 9))
        #expect(pilot.console.roomInHand?.text == room && pilot.frame.cursor?.row == 9)
        let here = pilot.console.roomInHand
        for row in [0, 1, 2, 3, 22, 23, 99] { pilot.send(click(3, row)) }
        #expect(pilot.console.roomInHand == here, "headings and the footer have no room")
        #expect(pilot.takeEffects().isEmpty)
    }

    @Test func aClickOnTheWallGivesDigitsUp() throws {
        var pilot = Pilot()
        pilot.press("4 1 9 9")
        #expect(pilot.console.jump.matches == 0)
        let points = (0..<24).map { Point(column: 20, row: $0) }
        let tile = try #require(points.first { pilot.console.wallPlace(at: $0) != nil })
        pilot.send(click(tile.column, tile.row))
        pilot.press("Enter")
        #expect(pilot.console.screen == .room, "\(pilot.status)")
    }

    @Test(arguments: [(60, 16), (80, 24), (100, 30), (132, 43), (200, 50)])
    func aClickOnATileIsOnItsRoom(columns: Int, rows: Int) {
        var pilot = Pilot(columns: columns, rows: rows)
        var found: Set<RoomID> = []
        for row in 0..<rows {
            for column in stride(from: 0, to: columns, by: 2) {
                pilot.press("Home")
                let home = pilot.console.roomInHand
                pilot.send(click(column, row))
                guard let room = pilot.console.roomInHand, room != home else { continue }
                found.insert(room)
                // The tile under the click has the cursor's colours.
                #expect(pilot.frame[Point(column: column, row: row)]?.highlight == .cursor, "\(room) at \(column),\(row)")
            }
        }
        let shown = pilot.campus.views.filter { pilot.frame.text.contains($0.room.number) && $0.room.building == "1" }
        #expect(found.count >= shown.count / 2 && !found.isEmpty)
    }

    @Test func theWheelMovesAndScrolls() {
        var pilot = Pilot()
        pilot.press("g r Wheel:down Wheel:down Wheel:up")
        #expect(pilot.console.roomInHand == RoomID("1-104"))
        pilot = EveryScene.paper.pilot()
        let before = pilot.line(3)
        pilot.press("Wheel:down")
        #expect(pilot.line(3) != before)
    }

    private static let closed = [
        "g r Enter t 5 0", "g o Down Down w", "q", "g", "g r Enter v", "g r : t o p u p", "g r ? m", "g s +", "g r Enter i",
    ]

    @Test(arguments: closed)
    func beforeADialogAFormOrAGateItDoesNothing(way: String) {
        var pilot = EveryScene.wall.pilot()
        pilot.press(way)
        _ = pilot.takeEffects()
        let before = pilot.frame
        for row in 0..<24 {
            for column in stride(from: 0, to: 80, by: 5) { pilot.send(click(column, row)) }
            pilot.press("Wheel:up Wheel:down")
        }
        #expect(pilot.frame == before && pilot.takeEffects().isEmpty, "\(way)")
    }

    @Test func onTheReviewAndTheHalfTypedAmountOfTheGridItDoesNothing() {
        for keys in ["5 0", "5 0 * +"] {
            var pilot = Pilot()
            pilot.openGrid("bld:2 fl:3")
            pilot.press(keys)
            pilot.answer()
            let before = pilot.frame
            for row in 0..<24 { pilot.send(click(5, row), .key(.mouse(.wheelDown))) }
            #expect(pilot.frame == before && pilot.takeEffects().isEmpty, "\(keys)")
        }
    }

    @Test(arguments: EveryScene.allCases)
    func onNoScreenItWishesForAnythingButALook(scene: EveryScene) {
        var pilot = scene.pilot()
        let visits = pilot.console.visits
        for row in 0..<24 {
            for column in stride(from: 0, to: 80, by: 9) { pilot.send(click(column, row)) }
            pilot.press("Wheel:up Wheel:down Wheel:down")
        }
        #expect(pilot.console.visits == visits && pilot.takeEffects().isEmpty)
    }
}
