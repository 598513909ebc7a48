// Protects: where the cursor is after a sort that was asked for, and that a sort by itself takes nobody's room away.
// How: a list that does not fit the screen, keys, and readings that change the order.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct SortTests {
    @Test func whoAsksForTheWorstSeesTheWorst() {
        var pilot = Pilot()
        pilot.press("g r")
        pilot.type("3-210")
        pilot.wait(seconds: 4)
        pilot.press("s d")
        let order = pilot.console.rooms.order
        #expect(pilot.console.rooms.list.cursor == order.first && pilot.console.rooms.list.top == 0)
        pilot.press("Down Down s d")
        #expect(pilot.console.rooms.order == Array(order.reversed()))
        #expect(pilot.console.rooms.list.cursor == order.last && pilot.console.rooms.list.top == 0, "turned round: the other end")
    }

    @Test func readingsThatSortAnewLeaveTheCursorOnItsRoom() throws {
        var pilot = Pilot()
        pilot.press("g r s k Down Down Down")
        let room = try #require(pilot.console.rooms.list.cursor)
        var view = try #require(pilot.campus["2-110"])
        view.reading?.remaining = Credit(.energy, hundredths: -100)
        pilot.send(.rooms([view]))
        for _ in 0..<8 { pilot.wait(seconds: 1) }
        #expect(pilot.console.rooms.order.first == RoomID("2-110"))
        #expect(pilot.console.rooms.list.cursor == room)
    }

    @Test func marksStayWhereTheyAreWhenAListIsSorted() {
        var pilot = Pilot()
        pilot.press("g r Space Space s d")
        #expect(pilot.console.rooms.list.marks == [RoomID("1-101"), RoomID("1-102")])
    }
}
