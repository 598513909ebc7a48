// Protects: the same filter language on every list and on the wall, where what is not meant stays in its place and is dim; full-width forms.
// How: filters are typed on each screen; tiles, rows and the line above are looked at.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct WallFilterTests {
    private func filtered(_ words: String) -> Pilot {
        var pilot = Pilot(columns: 120, rows: 40)
        pilot.press("Tab Tab \\")
        pilot.type(words)
        pilot.press("Enter")
        return pilot
    }

    @Test func theWallStaysAMapAndDimsWhatIsNotMeant() throws {
        let plain = {
            var pilot = Pilot(columns: 120, rows: 40); pilot.press("Tab Tab"); return pilot
        }()
        let pilot = filtered("state:cut")
        #expect(pilot.console.screen == .wall)
        #expect(pilot.frame.text.contains("filter state:cut   2 of 300"))
        let row = try #require(pilot.lines.lastIndex { $0.contains("418X") })
        #expect(pilot.lines[row] == plain.lines[row], "every tile is where it was")
        #expect(pilot.role(of: "418X", row: row) != pilot.role(of: "417", row: row))
        #expect(pilot.role(of: "417", row: row) == "text.dim")
        #expect(plain.role(of: "417", row: row) != "text.dim")
    }

    @Test func nGoesToTheNextThatIsMeantAndEscTwiceTakesItAway() {
        var pilot = filtered("state:cut")
        pilot.press("n")
        #expect(pilot.console.roomInHand?.text == "3-412")
        pilot.press("n")
        #expect(pilot.console.roomInHand?.text == "3-418")
        pilot.press("n N")
        #expect(pilot.console.roomInHand?.text == "3-418")
        pilot.press("Esc Esc")
        #expect(pilot.console.wall.matching == nil && pilot.console.screen == .wall)
        pilot.press("n")
        #expect(pilot.status.contains("Nothing was searched for yet"))
    }

    @Test func theFilterOfTheWallFollowsTheReadingsAndTheFreeze() throws {
        var pilot = filtered("state:cut")
        var view = try #require(pilot.campus["3-401"])
        view.reading?.relayClosed = false
        view.reading?.flags = [.relayOpen, .overPower]
        pilot.press("z")
        pilot.send(.rooms([view]))
        pilot.wait(seconds: 1)
        #expect(pilot.frame.text.contains("2 of 300"), "frozen")
        pilot.press("z")
        pilot.wait(seconds: 1)
        #expect(pilot.frame.text.contains("3 of 300"))
    }

    @Test func theFilterOfTheWallFollowsTheReadingsAtThePaceOfTheList() throws {
        var pilot = filtered("state:cut")
        func cut(_ room: String) throws {
            var view = try #require(pilot.campus[room])
            view.reading?.relayClosed = false
            view.reading?.flags = [.relayOpen, .overPower]
            pilot.send(.rooms([view]))
        }
        try cut("3-401")
        pilot.wait(seconds: 1)
        #expect(pilot.frame.text.contains("2 of 300"))
        pilot.wait(seconds: 1)
        #expect(pilot.frame.text.contains("3 of 300"))
        try cut("3-402")
        pilot.wait(seconds: -3_600)
        #expect(pilot.frame.text.contains("4 of 300"), "the clock was set back")
    }

    @Test func aFilterOfOrdersFollowsTheTime() {
        var pilot = Pilot()
        pilot.send(.orders([pilot.campus.order("o1", "1-101", .sent, ago: 40), pilot.campus.order("o2", "1-102", .sent, ago: 4)]))
        pilot.press("g o \\")
        pilot.type("age<1m")
        pilot.press("Enter")
        #expect(pilot.console.filters.orderRows.count == 2)
        pilot.wait(seconds: 20)
        #expect(pilot.console.filters.orderRows == [OrderID("o2")])
    }

    @Test func savedFiltersAreTheSameOnTheWallAndInTheList() {
        var pilot = filtered("state:cut")
        pilot.press(":")
        pilot.type("save-filter dark")
        pilot.press("Enter g r \\")
        pilot.type("@dark")
        pilot.press("Enter")
        #expect(pilot.console.rooms.order.map(\.text) == ["3-412", "3-418"])
    }

    @Test func papersAreFilteredByKindNumberAndMaker() {
        var pilot = Pilot()
        pilot.press("g p")
        func paper(_ number: String, _ kind: PaperKind, _ by: String) -> PaperLine {
            PaperLine(
                number: number, kind: kind, title: "Paper \(number)", madeAt: SampleCampus.now, by: by, code: "AAAA", printings: [])
        }
        pilot.send(.paper(.list([paper("RC-1", .receipt, "chen"), paper("VS-2", .void, "li"), paper("RC-3", .receipt, "li")])))
        pilot.press("\\")
        pilot.type("kind:receipt by:li")
        pilot.press("Enter")
        #expect(pilot.console.papers.order == ["RC-3"])
        #expect(pilot.frame.text.contains("filter kind:receipt by:li   1 of 3"))
        pilot.press("\\ Ctrl-U")
        pilot.type("kind:letter")
        pilot.press("Enter")
        #expect(pilot.status.contains("kind: takes receipt void"))
        pilot.press("Esc Esc Esc")
        #expect(pilot.console.papers.order?.count == 3)
    }

    @Test func fullWidthFormsAreFoldedWhereverAFigureOrACommandIsTyped() {
        var pilot = Pilot()
        pilot.type("４１８")
        pilot.press("Enter")
        #expect(pilot.console.visits.current == .room(RoomID("1-418")))
        pilot.press("：")
        pilot.type("ｒｏｏｍ　３－４１８")
        pilot.press("Enter")
        #expect(pilot.console.visits.current == .room(RoomID("3-418")))
        pilot.press("g r ＼")
        pilot.type("ｒｅｍ＜１０")
        pilot.press("Enter")
        #expect(pilot.console.rooms.filter.text == "rem<10")
        pilot.press("？")
        pilot.type("ｕｎｍａｒｋ")
        guard case .help(let help) = pilot.console.overlay else {
            Issue.record("no help is open")
            return
        }
        #expect(help.commands.contains { $0.id == .unmarkAll })
        pilot.press("Esc Ctrl-P")
        pilot.type("３４１８")
        #expect(pilot.frame.text.contains("3-418"))
    }
}
