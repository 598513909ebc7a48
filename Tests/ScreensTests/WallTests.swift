// Protects: the wall as a heat map: a dark room stands out by colour and by its letter, wide walls waste no rows, troubles are named.
// How: campuses of several shapes at several sizes, then roles, lines and pages are looked at.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct WallTests {
    @Test(arguments: [(80, 24), (132, 40), (200, 50)])
    func aDarkRoomIsRedAndHasItsLetter(columns: Int, rows: Int) throws {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.type("3-417")
        pilot.wait(seconds: 4)
        let row = try #require(pilot.lines.firstIndex { $0.contains("418X") })
        #expect(pilot.role(of: "418X", row: row) == "heat.cut")
        let other = try #require(pilot.lines.firstIndex { $0.contains("412X") })
        #expect(pilot.role(of: "412X", row: other) == "heat.cut")
    }

    @Test func withoutColourADarkRoomStillStandsOut() {
        let cut = Theme.mono.style(.heatCut)
        for role in [Role.heat1, .heat2, .heat3, .heat4, .heat5, .heatUnknown] { #expect(Theme.mono.style(role) != cut, "\(role)") }
    }

    /// Buildings like those of the demo: six floors of eighteen rooms.
    private func demo(columns: Int, rows: Int) -> Pilot {
        Pilot(SampleCampus(buildings: 2, floors: 6, perFloor: 18, special: false), columns: columns, rows: rows)
    }

    @Test func buildingsShareThePageWhereBlankRowsWouldPushOneOff() {
        let pilot = demo(columns: 132, rows: 40)
        let frame = pilot.frame.text
        #expect(frame.contains("Building 1   108 rooms") && frame.contains("Building 2   108 rooms"))
        #expect(pilot.line(1).hasPrefix(" 2 buildings   216 rooms"))
        let blank = pilot.lines[3..<29].filter { $0.allSatisfy { $0 == " " } }
        #expect(blank.isEmpty)
    }

    @Test func aTallWallGivesItsRowsToWhatHappened() {
        var pilot = demo(columns: 200, rows: 50)
        for room in ["1-101", "1-102", "1-103", "1-104", "1-105", "1-106", "1-107", "1-108"] {
            guard var view = pilot.campus[room] else { continue }
            view.silentSince = SampleCampus.now
            pilot.send(.rooms([view]))
        }
        #expect(pilot.lines.filter { $0.contains("does not answer") }.count >= 6)
    }

    @Test func aWideWallHasTheRoomUnderTheCursorBeside() {
        var pilot = demo(columns: 200, rows: 50)
        pilot.wait(seconds: 1)
        #expect(pilot.takeEffects().contains(.loadDetail(RoomID("1-101"))))
        #expect(pilot.line(2).contains("1-101  building 1, floor 1, 4 beds"))
        pilot.press("Right")
        #expect(pilot.line(2).contains("1-102  building 1"))
        #expect(!demo(columns: 132, rows: 40).frame.text.contains("floor 1, 4 beds"))
    }

    @Test func whatWasWrongBeforeAnybodyLookedIsNamed() {
        let pilot = Pilot()
        let strip = pilot.lines.filter { $0.hasPrefix(" now") }
        #expect(strip.first?.contains("3-412 is dark: forbidden load") == true)
        #expect(strip.contains { $0.contains("3-418 is dark: no credit") })
        #expect(strip.contains { $0.contains("3-405 does not answer") })
    }

    @Test func whatIsMendedIsNamedNoMore() throws {
        var pilot = Pilot()
        var view = try #require(pilot.campus["3-405"])
        view.silentSince = nil
        view.reading?.at = SampleCampus.now
        pilot.send(.rooms([view]))
        #expect(!pilot.lines.contains { $0.contains("3-405 does not answer") })
    }

    /// Twenty floors of 25 rooms with four digits on the door: no tile keeps a floor in one line of 132 columns.
    private func tower(columns: Int, rows: Int) -> Pilot {
        var pilot = Pilot(SampleCampus(buildings: 1, floors: 20, perFloor: 25, special: false), columns: columns, rows: rows)
        pilot.press("Down Up")
        return pilot
    }

    @Test func floorsThatDoNotFitInALineAreBalanced() {
        let lines = tower(columns: 132, rows: 43).lines
        let first = lines.firstIndex { $0.hasPrefix("   F1") } ?? 0
        #expect(lines[first].contains(" 113 ") && !lines[first].contains(" 114 "), "\(lines[first])")
        #expect(lines[first + 1].contains(" 114 ") && lines[first + 1].contains(" 125 "), "\(lines[first + 1])")
        let floors = lines.count { line in
            let start = line.drop { $0 == " " }
            return start.first == "F" && start.dropFirst().first?.isNumber == true && !start.contains("Help")
        }
        #expect(floors == 16, "in view")
    }

    @Test(arguments: [(132, 43), (140, 43), (164, 50), (200, 50), (250, 60)])
    func aFloorIsWholeOrInEvenLines(columns: Int, rows: Int) {
        let pilot = tower(columns: columns, rows: rows)
        for line in pilot.console.wallPage(with: 0)?.layouts.flatMap(\.lines) ?? [] {
            #expect([12, 13, 25].contains(line.places.count), "\(line)")
        }
    }

    @Test func eightTilesStandInALineOfEightyColumnsAlsoWithFourDigits() {
        let pilot = tower(columns: 80, rows: 24)
        #expect(pilot.lines.contains { $0.contains(" 101 ") || $0.contains("[101 ") })
        #expect(pilot.console.wallPage(with: 0)?.layouts.first?.grid.perLine == 8)
        #expect(pilot.console.wallPage(with: 0)?.layouts.first?.grid.hasFigure == true)
    }

    @Test(arguments: [(60, 16), (80, 22), (99, 23), (100, 24), (131, 30), (164, 24), (170, 60), (250, 80)])
    func everyRoomCanBeReachedAtEverySize(columns: Int, rows: Int) {
        var pilot = Pilot(columns: columns, rows: rows)
        for room in ["1-101", "2-310", "3-520"] {
            pilot.type(room)
            pilot.wait(seconds: 4)
            let door = String(room.dropFirst(2))
            #expect(pilot.lines.contains { $0.contains("[\(door)") }, "\(room) at \(columns)x\(rows)")
        }
    }
}
