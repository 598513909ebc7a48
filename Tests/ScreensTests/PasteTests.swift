// Protects: pasted text: rows of a spreadsheet land in the grid, and ten thousand lines anywhere else do nothing but be dropped.
// How: pastes of every size and shape into lists, fields, dialogs and the grid; effects are counted, work is timed against a bound.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct PasteTests {
    private static let rooms = (0..<10_000).map { "9-\($0)\t50\n" }.joined()

    private func grid(_ text: String) -> Pilot {
        var pilot = Pilot()
        pilot.press("g t")
        _ = pilot.takeEffects()
        pilot.send(.key(.paste(text)))
        return pilot
    }

    private static let shapes: [(String, [String], [String])] = [
        ("3-418\t50\n3-419\t20.5\n", ["3-418", "3-419"], ["50.00", "20.50"]),
        ("3-418,50\n3-419,20", ["3-418", "3-419"], ["50.00", "20.00"]),
        ("room,amount\n3-418,50\n", ["3-418"], ["50.00"]), ("\"3-418\";\"50\"\n", ["3-418"], ["50.00"]),
        ("3-418 50\n", ["3-418"], ["50.00"]),
        ("3-418\t¥50\n\n\n2-101\t10\n", ["3-418", "2-101"], ["50.00", "10.00"]), ("３-４１８\t５０\n", ["3-418"], ["50.00"]),
        ("3-418\tfifty\n", ["3-418"], ["fifty"]), ("9-999\t50\n", ["9-999"], ["50.00"]), ("3-418\n3-419\n", ["3-418", "3-419"], ["", ""]),
        ("3418\t50\n", ["3-418"], ["50.00"]), ("418\t50\n", ["418"], ["50.00"]),
    ]

    @Test(arguments: shapes)
    func rowsOfASpreadsheetLandInTheGrid(text: String, rooms: [String], amounts: [String]) {
        let rows = grid(text).console.grid?.rows ?? []
        #expect(rows.map(\.room.text) == rooms)
        #expect(rows.map(\.amount) == amounts)
    }

    @Test func amountsAloneGoIntoTheRowsFromTheCursorOn() {
        var pilot = Pilot()
        pilot.openGrid("bld:2 fl:3")
        pilot.press("Down")
        pilot.send(.key(.paste("50\n60.5\n70\n")))
        #expect(pilot.console.grid?.rows.prefix(5).map(\.amount) == ["", "50.00", "60.50", "70.00", ""])
        pilot.send(.key(.paste("33")))
        #expect(pilot.console.grid?.cell?.text == "33")
    }

    @Test func wordsThatAreNoRowsAreSaidAndNotTaken() {
        let pilot = grid("dear all\nplease pay\n")
        #expect(pilot.console.grid == nil || pilot.console.grid?.rows.isEmpty == true)
        #expect(pilot.status.contains("nothing was taken"))
    }

    @Test func tooMuchIsRefusedAsAWhole() {
        #expect(grid((0..<20_001).map { "9-\($0)\t50\n" }.joined()).status.contains("more than the 20000"))
        let long = grid(String(repeating: "3-418\t50\n", count: Key.longestPaste / 9 + 1))
        #expect(long.status.contains("nothing of it was taken"))
        #expect(long.console.grid?.rows.isEmpty ?? true)
    }

    @Test func tenThousandLinesGoIntoTheGridAndPostNothing() {
        var pilot: Pilot?
        let time = ContinuousClock().measure { pilot = grid(Self.rooms + "+\n40\n+\n") }
        #expect(pilot?.console.grid?.rows.count == 10_000)
        #expect(pilot?.console.grid?.totals.refused == 10_000)
        #expect(pilot?.takeEffects().contains { if case .commit = $0 { true } else { false } } == false)
        #expect(time < .seconds(20), "a debug build of a shared machine")
    }

    private static let ways: [String] = [
        "", "g r", "g o", "g b", "g c", "q", "g", "4 1 8 Enter", "g r s", "g r :", "g r /", "g r \\", "?", "Ctrl-P", "4 1 8 t",
    ]

    @Test(arguments: ways)
    func tenThousandLinesAnywhereElseDoNothing(way: String) {
        var pilot = Pilot()
        pilot.press(way)
        let screen = pilot.console.screen
        _ = pilot.takeEffects()
        pilot.send(.key(.paste(Self.rooms + "q\ny\n+\n")))
        #expect(pilot.console.screen == screen)
        #expect(pilot.takeEffects().allSatisfy { $0 == .bell })
    }

    @Test func theReviewTakesNoPastedCount() {
        var pilot = Pilot()
        pilot.openGrid("bld:2 fl:3")
        pilot.press("5 0 * +")
        pilot.answer()
        pilot.send(.key(.paste("20\n")), .key(.paste("+")))
        #expect(!pilot.takeEffects().contains { if case .commit = $0 { true } else { false } })
        if case .review(_, _, let count) = pilot.console.grid?.stage { #expect(count.text.isEmpty) } else { Issue.record("no review") }
    }
}
