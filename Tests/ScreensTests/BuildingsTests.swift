// Protects: the list of buildings, where a large campus begins, and that its strips say how the rooms are.
// How: campuses of few and of many buildings, keys, and drawn frames; shares of strips for counts that do not divide.

import Domain
import Operations
import Terminal
import Testing
import TextLayout

@testable import Screens

@Suite struct BuildingsTests {
    @Test(arguments: [(60, 16), (80, 24), (100, 30), (132, 43), (200, 50)])
    func frames(columns: Int, rows: Int) {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("b Down")
        expectSnapshot(pilot.frame, "buildings-\(columns)x\(rows)")
    }

    @Test func aLargeCampusBeginsWithItsBuildingsAndASmallOneWithTheWall() {
        let large = SampleCampus(buildings: 40, floors: 2, perFloor: 5, special: false)
        #expect(Pilot(large).console.screen == .buildings)
        #expect(Pilot().console.screen == .wall)
    }

    @Test func enterOpensTheBuildingAndEscComesBackToIt() {
        var pilot = Pilot(SampleCampus(buildings: 40, floors: 2, perFloor: 5, special: false))
        pilot.press("PgDn Down Enter")
        let opened = pilot.console.buildings.list.cursor ?? ""
        #expect(pilot.console.screen == .wall && pilot.console.roomInHand?.text.hasPrefix(opened + "-") == true)
        pilot.press("Right Esc")
        #expect(pilot.console.screen == .buildings && pilot.console.buildings.list.cursor == opened)
        pilot.press("Enter")
        #expect(pilot.console.roomInHand?.text == "\(opened)-102", "the cursor is where it was left")
    }

    @Test func theCursorIsOnTheBuildingInHand() {
        var pilot = Pilot()
        pilot.type("3-207")
        pilot.wait(seconds: 4)
        pilot.press("b")
        #expect(pilot.console.buildings.list.cursor == "3")
    }

    @Test func theWallOfManyBuildingsKnowsEachOfThem() {
        var pilot = Pilot(SampleCampus(buildings: 300, floors: 3, perFloor: 6, special: false), columns: 200, rows: 50)
        pilot.press("End Enter")
        #expect(pilot.console.roomInHand == RoomID("300-101"))
        #expect(pilot.frame.text.contains("[101"))
    }

    @Test(arguments: [1, 2, 6, 7, 12, 33, 80])
    func aStripIsAsWideAsItsCellsAndForgetsNoStep(cells: Int) {
        var tally = Tally()
        for (step, count) in [1, 0, 2, 400, 3, 90, 1].enumerated() { tally.heats[step] = Int32(count) }
        let shares = tally.shares(of: cells)
        #expect(shares.reduce(0) { $0 + $1.cells } == cells)
        #expect(shares.allSatisfy { $0.cells >= 0 })
        if cells >= 7 { #expect(shares.filter { $0.cells > 0 }.count == 6) }
        #expect(Tally().shares(of: cells).isEmpty)
    }

    /// What changes comes and goes in the counts of its building alone.
    @Test func aRoomThatGoesDarkIsCountedAtOnce() throws {
        var pilot = Pilot(SampleCampus(special: false))
        pilot.press("b")
        var view = try #require(pilot.campus["2-101"])
        view.reading?.relayClosed = false
        pilot.send(.rooms([view]))
        let table = pilot.console.desk.shown
        #expect(table.tallies.map { $0.heats[Heat.cut.rawValue] } == [0, 1, 0])
        #expect(table.tallies.allSatisfy { $0.heats.wrappedSum() == Int32($0.rooms) })
    }

    /// Counts of a city: a number is shown whole or not at all, and where the cursor is always.
    @Test(.bothLanguages, arguments: [60, 80, 100, 132])
    func theFirstLineCutsNoNumber(columns: Int) {
        var pilot = Pilot(SampleCampus(buildings: 40, floors: 10, perFloor: 25, special: false), columns: columns, rows: 24)
        pilot.press("b")
        let line = pilot.line(1)
        #expect(!line.contains("…"), "\(line)")
        #expect(line.contains("1 of 40") || line.contains("1 / 40"), "\(line)")
        #expect(line.contains("10 000"), "\(line)")
        if columns >= 80 { #expect(line.contains(" kW"), "\(line)") }
    }

    /// Numbers beside each other would read as one.
    @Test(arguments: [12, 18, 24, 40])
    func numbersInAStripNeverTouch(cells: Int) {
        var tally = Tally()
        for (step, count) in [8, 72, 107, 99, 131, 109, 13].enumerated() { tally.heats[step] = Int32(count) }
        var frame = Frame(size: Size(columns: cells + 2, rows: 1))
        frame.heatStrip(tally, at: Point(column: 1, row: 0), width: cells)
        let numbers = frame.lines[0].split(separator: " ").map(String.init)
        #expect(numbers.allSatisfy { ["8", "72", "107", "99", "131", "109", "13"].contains($0) }, "\(frame.lines[0])")
    }

    @Test func tenCharactersOfChineseFitTheirColumn() {
        var campus = SampleCampus(buildings: 2, floors: 2, perFloor: 4, special: false)
        for index in campus.views.indices where campus.views[index].room.building == "1" {
            campus.views[index].room.building = "第三学生公寓东楼北区"
        }
        for columns in [60, 132, 200] {
            var pilot = Pilot(campus, columns: columns, rows: 24)
            pilot.press("b")
            #expect(pilot.lines.allSatisfy { $0.cellWidth <= columns })
            #expect(pilot.frame.text.contains(columns == 60 ? "第三学生" : "第三学生公寓东楼北区"))
        }
    }
}
