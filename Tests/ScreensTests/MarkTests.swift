// Protects: marks hold rooms: one by one, as a range, by a filter, all, none and turned round, whatever the list does meanwhile.
// How: marks are set by keys, the list is sorted, filtered and read anew, and the rooms that are marked are looked at.

import Domain
import Operations
import Seeded
import Terminal
import Testing

@testable import Screens

@Suite struct MarkTests {
    private func marked(_ pilot: Pilot) -> [String] { pilot.console.markedRooms.map(\.text) }

    @Test func aRangeMarksWhatLiesBetween() {
        var pilot = Pilot()
        pilot.press("g r Space Down v Down Down Up v Down")
        #expect(marked(pilot) == ["1-101", "1-103", "1-104"])
        pilot.press("v Up Up Up Up Esc")
        #expect(marked(pilot) == ["1-101", "1-103", "1-104"])
        pilot.press("U v End v")
        #expect(pilot.console.rooms.list.marks.count == 300)
    }

    @Test func shiftWithAnArrowMarksOnTheWay() {
        var pilot = Pilot()
        pilot.press("g r Shift-Down Shift-Down Shift-Up Down Space")
        #expect(marked(pilot) == ["1-101", "1-102", "1-103"] || marked(pilot) == ["1-101", "1-102"])
    }

    @Test func aFilterMarksAmongWhatIsShown() {
        var pilot = Pilot()
        pilot.press("g r \\")
        pilot.type("bld:3")
        pilot.press("Enter M")
        pilot.type("fl:4")
        #expect(pilot.status.contains("20 rooms match"))
        pilot.press("Enter")
        #expect(pilot.console.rooms.list.marks.count == 20)
        pilot.press("M")
        pilot.type("bld:2")
        pilot.press("Enter")
        #expect(pilot.status.contains("No room that is shown matches"))
        #expect(pilot.console.rooms.list.marks.count == 20)
    }

    @Test func invertingTurnsRoundWhatIsShownAlone() {
        var pilot = Pilot()
        pilot.press("g r Space \\")
        pilot.type("bld:3 fl:4")
        pilot.press("Enter Space I")
        #expect(pilot.console.rooms.list.marks.count == 20)
        #expect(marked(pilot).contains("1-101") && !marked(pilot).contains("3-401"))
        #expect(pilot.status.contains("20 of 300 marked") && pilot.status.contains("1 not shown"))
    }

    @Test func marksThatAFilterHidesAreCountedByTheirPlaces() throws {
        var (rooms, table) = (RoomsState(), RoomTable(SampleCampus().views))
        #expect(rooms.hidden(among: [0, 299]) == 0, "nothing was listed yet")
        rooms.arrange(table, now: SampleCampus.now)
        #expect(rooms.hidden(among: [0, 299]) == 0)
        rooms.show(try Filter("bld:1", for: .rooms), table, now: SampleCampus.now)
        #expect(rooms.hidden(among: [0, 1, 299]) == 1)
        rooms.sort(by: .left, table, now: SampleCampus.now)
        #expect(rooms.hidden(among: [0, 1, 299]) == 1, "places stay what they are in any order")
        table = RoomTable(SampleCampus().views.filter { $0.room.building != "1" })
        rooms.arrange(table, now: SampleCampus.now)
        #expect(rooms.hidden(among: [0, 1]) == 2)
        rooms.show(.none, table, now: SampleCampus.now)
        #expect(rooms.hidden(among: [0, 1]) == 0)
    }

    @Test func marksStayOnTheirRoomsWhateverTheListDoes() {
        var pilot = Pilot()
        pilot.press("g r Space Space s k \\")
        pilot.type("bld:1")
        pilot.press("Enter s k")
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.reversed())))
        pilot.wait(seconds: 60)
        #expect(Set(marked(pilot)) == ["1-101", "1-102"])
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.filter { $0.id != RoomID("1-101") })))
        #expect(pilot.status.contains("1 gone"))
        pilot.press("t")
        #expect(pilot.console.grid?.rows.map(\.room.text) == ["1-102"])
    }
}

@Suite struct PaletteTests {
    /// A roster was taken, and somebody of it is looked for before the books have told of it.
    @Test func whoComesWhileItIsOpenIsFound() {
        var pilot = Pilot()
        pilot.press("Ctrl-P")
        pilot.type("20270002")
        #expect(!pilot.frame.text.contains("3-418"))
        pilot.send(people: [Occupant(resident: ResidentID("20270002"), name: "Wang Jun", room: RoomID("3-418"))])
        #expect(pilot.frame.text.contains("3-418"))
        pilot.press("Backspace Down")
        let chosen = pilot.cursorOfPalette
        pilot.send(people: [Occupant(resident: ResidentID("20270002"), name: "Wang Jun", room: RoomID("3-418"))])
        #expect(pilot.cursorOfPalette == chosen)
    }

    @Test func commandsRoomsAndPeopleAreFound() {
        var pilot = Pilot()
        pilot.send(people: [Occupant(resident: ResidentID("20270002"), name: "Wang Jun", room: RoomID("3-418"))])
        func first(_ text: String) -> PaletteState.Item? {
            pilot.press("Esc Esc Ctrl-P")
            pilot.type(text)
            guard case .palette(let palette) = pilot.console.overlay else { return nil }
            return palette.items.first
        }
        #expect(first("wjun") == .person(ResidentID("20270002"), RoomID("3-418")))
        #expect(first("20270002") == .person(ResidentID("20270002"), RoomID("3-418")))
        #expect(first("3-418") == .room(RoomID("3-418")))
        #expect(first("orders") == .command(.orders))
        #expect(first("fltr") == .command(.filter))
        #expect(first("topup") == .command(.topUp))
    }

    @Test func theKeyStandsBesideTheCommandAndTheReasonWhereItCanNotBeUsed() {
        var pilot = Pilot()
        pilot.press("Ctrl-P")
        pilot.type("freeze")
        #expect(pilot.frame.text.contains("Freeze") && pilot.frame.lines.contains { $0.contains("Freeze") && $0.contains("z") })
        pilot.press("Esc Ctrl-P")
        pilot.type("withdraw")
        #expect(pilot.frame.text.contains("It is a command of Orders"))
        pilot.press("Enter")
        #expect(pilot.status.contains("It is a command of Orders"))
    }

    @Test func nothingThatCostsIsDoneByThePalette() {
        for command in Command.all where command.danger > .free {
            var pilot = Pilot()
            pilot.press("g r Ctrl-P")
            pilot.type(command.name)
            pilot.press("Enter")
            let effects = pilot.takeEffects()
            #expect(!effects.contains { if case .commit = $0 { true } else { false } }, "\(command.id)")
        }
    }

    @Test func screensGoBackAndForward() {
        var pilot = Pilot()
        pilot.press("g r g o g b")
        pilot.press("q q Ctrl-F")
        #expect(pilot.console.screen == .orders)
        pilot.press("Ctrl-F")
        #expect(pilot.console.screen == .buses)
        pilot.press("Ctrl-F")
        #expect(pilot.status.contains("no screen to go forward to"))
        pilot.press("q g c Ctrl-F")
        #expect(pilot.console.screen == .reconcile)
    }

    @Test func roomsThatAnImportTookAwayAreToldWhenTheMarkedOnesAreSoldTo() {
        var pilot = Pilot()
        pilot.press("g r Space Space Space")
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.filter { $0.id != RoomID("1-102") })))
        #expect(pilot.status.contains("1 gone"))
        pilot.press("t")
        #expect(pilot.console.grid?.rows.map(\.room.text) == ["1-101", "1-103"])
        #expect(pilot.status == "No longer on the campus, and left out: 1-102")
        // One that goes later stays in its row, and is not sold to.
        pilot.press("5 0 *")
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.filter { $0.id != RoomID("1-103") })))
        pilot.wait(seconds: 1)
        #expect(pilot.console.grid?.totals.ready == 1 && pilot.console.grid?.totals.refused == 1)
        #expect(pilot.frame.text.contains("no such room"))
    }

    /// The cursor stands on the last room, which goes while a range is being drawn to it; the wall looks at it too.
    @Test func everyCursorStaysOnARoomThatIsThere() throws {
        var pilot = Pilot()
        let ids = pilot.campus.views.map(\.id)
        let (last, before) = (try #require(ids.last), ids[ids.count - 2])
        pilot.press("g w End g r End Up v Down")
        #expect(pilot.console.rooms.list.cursor == last && pilot.console.rooms.list.marks == [last, before])
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.filter { $0.id != last })))
        #expect(pilot.console.rooms.list.cursor == before && !pilot.console.rooms.order.contains(last))
        pilot.press("v")
        #expect(pilot.status.contains("1 of 299 marked") && pilot.status.contains("1 gone"))
        pilot.press("Up Space")
        #expect(!pilot.console.markedRooms.contains(last))
        pilot.press("g w")
        #expect(pilot.console.wall.cursor.map { $0 != last } == true)
        #expect(!pilot.frame.text.contains("\(last)"))
    }

    @Test func marksOnRoomsThatAreAllGoneOpenNothing() {
        var pilot = Pilot()
        pilot.press("g r Space")
        pilot.send(.campus(SampleCampus.prepared(pilot.campus.views.filter { $0.id != RoomID("1-101") })))
        pilot.press("t")
        #expect(pilot.console.screen == .rooms && pilot.console.grid == nil)
        #expect(pilot.status == "None of the marked rooms is on the campus any more.")
    }
}

@Suite struct PaletteRankTests {
    @Test func theBestOfManyNamesAreThoseThatASortOfAllPutsFirst() {
        var random = SeededRandom(seed: 11)
        let names = (0..<5000).map { _ in
            String((0..<(3 + random.below(9))).map { _ in "abl i-"["abl i-".index("abl i-".startIndex, offsetBy: random.below(6))] })
        }
        let column = TextColumn(names)
        for typed in ["l", "li", "b-l", "iii"] {
            let typed = Array(typed.utf8)
            let all = names.indices.compactMap { row in column.score(typed, at: row).map { (score: $0, row: row) } }
            let sorted = all.sorted { ($1.score, $0.row) < ($0.score, $1.row) }.prefix(60)
            #expect(column.best(typed, most: 60).map(\.row) == sorted.map(\.row), "seed 11")
        }
    }
}

extension Pilot {
    fileprivate var cursorOfPalette: PaletteState.Item? {
        guard case .palette(let palette) = console.overlay else { return nil }
        return palette.list.cursor
    }
}
