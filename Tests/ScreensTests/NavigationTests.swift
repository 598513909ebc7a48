// Protects: going about without looking: digits, find, filter, sort, screens and back, the command line.
// How: keys in, then where the cursor is, what is drawn, and what was wished for.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct NavigationTests {
    @Test func digitsGoToTheRoomOfTheBuildingInView() {
        var pilot = Pilot()
        pilot.press("Shift-Tab")
        pilot.type("418")
        #expect(pilot.console.roomInHand == RoomID("3-418"))
        #expect(pilot.status == "go to 418_  1 room  Enter opens" || pilot.status.hasPrefix("go to 418_"))
        pilot.press("Enter")
        #expect(pilot.console.visits.current == .room(RoomID("3-418")))
        #expect(pilot.takeEffects().contains(.loadDetail(RoomID("3-418"))))
    }

    @Test func digitsOfTheWholeNameFindAnyBuilding() {
        var pilot = Pilot()
        pilot.type("2-305")
        #expect(pilot.console.roomInHand == RoomID("2-305"))
        pilot.press("Esc")
        #expect(pilot.console.jump == Jump())
        #expect(pilot.console.screen == .wall)
        pilot.type("2305")
        #expect(pilot.console.roomInHand == RoomID("2-305"))
    }

    @Test func digitsThatFitNothingRingAndStay() {
        var pilot = Pilot()
        let before = pilot.console.roomInHand
        pilot.type("99")
        #expect(pilot.takeEffects().contains(.bell))
        #expect(pilot.console.roomInHand == before)
        pilot.press("Backspace Backspace 2 0 7")
        #expect(pilot.console.roomInHand == RoomID("1-207"))
    }

    @Test func digitsAreForgottenAfterAWhile() {
        var pilot = Pilot()
        pilot.type("41")
        pilot.wait(seconds: 4)
        pilot.type("207")
        #expect(pilot.console.roomInHand == RoomID("1-207"))
    }

    @Test func digitsOnAScreenWithoutRoomsOpenTheList() {
        var pilot = Pilot()
        pilot.press("g o 3 1 2")
        #expect(pilot.console.screen == .rooms)
        #expect(pilot.console.roomInHand == RoomID("1-312"))
    }

    @Test func findIsIncrementalAndWraps() {
        var pilot = Pilot()
        pilot.press("g r /")
        pilot.type("2-5")
        #expect(pilot.console.roomInHand == RoomID("2-501"))
        pilot.type("20")
        #expect(pilot.console.roomInHand == RoomID("2-520"))
        pilot.press("Enter")
        pilot.press("/")
        pilot.type("-101")
        #expect(pilot.console.roomInHand == RoomID("3-101"))
        pilot.press("Enter n")
        #expect(pilot.console.roomInHand == RoomID("1-101"))
        pilot.press("n n N")
        #expect(pilot.console.roomInHand == RoomID("2-101"))
    }

    @Test func findThatIsGivenUpGoesBackToWhereItBegan() {
        var pilot = Pilot()
        pilot.press("g r Down Down /")
        pilot.type("3-4")
        pilot.press("Esc")
        #expect(pilot.console.roomInHand == RoomID("1-103"))
        #expect(pilot.console.rooms.search.isEmpty)
    }

    @Test func filterShowsErrorsInLineAndLosesNoText() {
        var pilot = Pilot()
        pilot.press("g r \\")
        pilot.type("bld:3 rem<")
        #expect(pilot.status.contains("a number goes here: rem<10 (at 7)"))
        #expect(pilot.status.contains("bld:3 rem<"))
        #expect(pilot.console.rooms.filter.text == "bld:3 rem")
        pilot.press("Enter")
        #expect(pilot.status.contains("bld:3 rem<"))
        #expect(pilot.takeEffects().last == .bell)
        pilot.type("5")
        pilot.press("Enter")
        #expect(pilot.console.rooms.filter.text == "bld:3 rem<5")
        #expect(pilot.line(1).contains("filter bld:3 rem<5"))
        #expect(pilot.console.rooms.order.allSatisfy { $0.text.hasPrefix("3-") })
        #expect(!pilot.console.rooms.order.isEmpty)
    }

    @Test func escTwiceTakesTheFilterAway() {
        var pilot = Pilot()
        pilot.press("g r \\")
        pilot.type("bld:2")
        pilot.press("Enter Esc")
        #expect(pilot.console.rooms.order.count == 100)
        pilot.press("Esc")
        #expect(pilot.console.rooms.order.count == 300)
        #expect(pilot.console.screen == .rooms)
        pilot.press("Esc")
        #expect(pilot.console.screen == .wall)
    }

    @Test func escOnceAndLaterDoesNot() {
        var pilot = Pilot()
        pilot.press("g r \\")
        pilot.type("bld:2")
        pilot.press("Enter Esc")
        pilot.wait(seconds: 4)
        pilot.press("Esc")
        #expect(pilot.console.rooms.order.count == 100)
    }

    @Test func emptyFilterResultSaysWhatToDo() {
        var pilot = Pilot()
        pilot.press("g r \\")
        pilot.type("bld:9")
        pilot.press("Enter")
        #expect(pilot.line(5).contains("No room fits the filter bld:9."))
        #expect(pilot.line(6).contains("Esc twice"))
        pilot.press("Enter t r Space n")
        #expect(!pilot.takeEffects().contains { if case .readNow = $0 { true } else { false } })
        #expect(pilot.console.screen == .rooms)
    }

    @Test func sortingTurnsRoundAndShowsWhatComesFirst() {
        var pilot = Pilot()
        pilot.press("g r Down Down s d")
        #expect(pilot.console.roomInHand == pilot.console.rooms.order.first)
        let table = pilot.console.desk.shown
        let days = pilot.console.rooms.order.map { table.facts(of: $0)?.daysTenths ?? .max }
        #expect(days == days.sorted())
        pilot.press("s d")
        #expect(pilot.console.rooms.sort.isReversed)
        let turned = pilot.console.rooms.order.map { table.facts(of: $0)?.daysTenths ?? .max }
        #expect(turned == turned.sorted(by: >))
        #expect(pilot.console.roomInHand == pilot.console.rooms.order.first)
    }

    @Test func neighboursFollowTheListThatLedHere() {
        var pilot = Pilot()
        pilot.press("g r s d Home Enter")
        let order = pilot.console.rooms.order
        #expect(pilot.console.visits.current == .room(order[0]))
        pilot.press("Right")
        #expect(pilot.console.visits.current == .room(order[1]))
        pilot.press("Left Left")
        #expect(pilot.console.visits.current == .room(order[0]))
        #expect(pilot.status == "This is the first room of the list.")
        pilot.press("Right Esc")
        #expect(pilot.console.roomInHand == order[1])
    }

    @Test func visitedScreensAreGoneBackTo() {
        var pilot = Pilot()
        pilot.press("g r g o g b g r")
        #expect(pilot.console.screen == .rooms)
        #expect(pilot.console.visits.earlier == [.wall])
        pilot.press("q")
        #expect(pilot.console.screen == .wall)
    }

    @Test func whatCameMeanwhileStandsInViewWhenTheOrdersAreOpened() {
        var pilot = Pilot(columns: 80, rows: 24)
        func order(_ name: String, ago: Int64) -> Order { pilot.campus.order(name, "3-303", .queued, ago: ago) }
        pilot.send(.orders((1...40).map { order("o\($0)", ago: 100 + Int64($0)) }))
        pilot.press("g o g w")
        #expect(pilot.console.orderList.cursor == OrderID("o1"))
        pilot.send(.orders([order("new", ago: 1)]))
        pilot.press("g o")
        #expect(pilot.console.orderList.cursor == OrderID("new") && pilot.console.orderList.top == 0)
    }

    @Test func aRoomLeadsBackToTheListItWasOpenedFrom() {
        var pilot = Pilot()
        pilot.send(.orders([pilot.campus.order("o1", "1-101", .queued)]))
        pilot.press("g r Enter o Enter")
        #expect(pilot.console.visits.current == .room(RoomID("1-101")))
        pilot.press("q")
        #expect(pilot.console.screen == .orders)
        pilot.press("Ctrl-F")
        #expect(pilot.console.screen == .room)
        pilot.press("q q")
        #expect(pilot.console.screen == .rooms)
        pilot.press("q")
        #expect(pilot.console.screen == .wall && pilot.console.visits.earlier.isEmpty)
    }

    @Test func whyAKeyDidNothingIsNotSaidOnTheNextScreen() {
        var pilot = Pilot()
        pilot.press("Ctrl-F")
        #expect(pilot.status == "There is no screen to go forward to.")
        pilot.press("Right")
        #expect(pilot.status == "There is no screen to go forward to.")
        pilot.press("g r")
        #expect(!pilot.status.contains("forward"))
        pilot.send(.notice("1-101 read"))
        pilot.press("g o")
        #expect(pilot.status.contains("1-101 read"), "what worked is still said")
    }

    @Test func leavingIsAskedOnTheFirstScreenAlone() {
        var pilot = Pilot()
        pilot.press("q")
        #expect(pilot.frame.text.contains("Leave Dormwatt?"))
        pilot.press("Enter")
        #expect(pilot.takeEffects().isEmpty)
        pilot.press("Esc q y")
        #expect(pilot.takeEffects() == [.quit])
    }

    @Test func wallMovesAsTheTilesLie() {
        var pilot = Pilot()
        pilot.press("Right Down")
        #expect(pilot.console.roomInHand == RoomID("1-110"))
        pilot.press("Down Down")
        #expect(pilot.console.roomInHand == RoomID("1-202"))
        pilot.press("Up Up Up Up Up")
        #expect(pilot.console.roomInHand == RoomID("1-102"))
        pilot.press("End Down")
        #expect(pilot.console.roomInHand == RoomID("2-104"))
        pilot.press("Up")
        #expect(pilot.console.roomInHand == RoomID("1-520"))
        pilot.press("Tab Tab Tab")
        #expect(pilot.console.roomInHand == RoomID("1-101"))
        pilot.press("Left Up")
        #expect(pilot.console.roomInHand == RoomID("1-101"))
    }

    @Test func aRoomIsTheSameOnWallAndList() {
        var pilot = Pilot()
        pilot.type("207")
        pilot.press("g r")
        #expect(pilot.console.roomInHand == RoomID("1-207"))
        pilot.press("Down g w")
        #expect(pilot.console.roomInHand == RoomID("1-208"))
    }

    @Test func commandLineRunsNamesAndKeepsWhatItDoesNotUnderstand() {
        var pilot = Pilot()
        pilot.press(":")
        pilot.type("orders")
        pilot.press("Enter")
        #expect(pilot.console.screen == .orders)
        #expect(pilot.takeEffects() == [.loadOrders])
        pilot.press(":")
        pilot.type("opren everything")
        pilot.press("Enter")
        #expect(pilot.status.contains("there is no command \"opren\""))
        #expect(pilot.status.contains("opren everything"))
        pilot.press("Ctrl-U")
        pilot.type("theme mono")
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.bell, .theme("mono")])
        pilot.press(": Up")
        #expect(pilot.status.contains("theme mono"))
        pilot.press("Up")
        #expect(pilot.status.contains("orders"))
    }

    @Test func commandLineCompletes() {
        var pilot = Pilot()
        pilot.press(": t o Tab")
        #expect(pilot.status.hasPrefix(":topup"))
        pilot.type("3-418 50")
        pilot.press("Enter")
        #expect(pilot.console.topUp?.room == RoomID("3-418"))
        #expect(pilot.console.topUp?.amount.text == "50")
        #expect(!pilot.takeEffects().contains { if case .plan = $0 { true } else { false } })
    }

    @Test(arguments: [
        ("room 9-999", "there is no room 9-999"), ("room 418", "3 rooms begin with 418"), ("topup 3-418 abc", "no amount"),
        ("sort colour", "sort by one of"), ("filter rem<x", "a number goes here"), ("rooms 5", "takes nothing"), ("theme", "theme which?"),
    ])
    func commandLineSaysWhatIsWrong(line: String, answer: String) {
        var pilot = Pilot()
        pilot.press(":")
        pilot.type(line)
        pilot.press("Enter")
        #expect(pilot.status.contains(answer))
        #expect(pilot.console.screen == .wall)
    }
}
