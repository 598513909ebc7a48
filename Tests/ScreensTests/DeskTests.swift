// Protects: what the console knows: campus order, counts, what is said of changes, orders, and the bounds of all of it.
// How: tables and books of orders are filled directly, compared with what is worked out plainly.

import Domain
import Operations
import Seeded
import Terminal
import Testing

@testable import Screens

@Suite struct DeskTests {
    @Test func roomsStandAsPeopleWalk() {
        func view(_ building: String, _ floor: Int, _ number: String) -> RoomView {
            RoomView(room: Room(id: RoomID("\(building)-\(number)"), building: building, floor: floor, number: number, beds: 4), meter: nil)
        }
        let table = RoomTable([
            view("10", 1, "101"), view("2", 10, "1001"), view("2", 9, "901"), view("2", 9, "98"), view("West 2", 1, "1"),
            view("West 1", 1, "1"),
        ])
        #expect(table.ids.map(\.text) == ["2-98", "2-901", "2-1001", "10-101", "West 1-1", "West 2-1"])
        #expect(table.buildings.map(\.name) == ["2", "10", "West 1", "West 2"])
        #expect(table.buildings[0].floors.map(\.floor) == [9, 10])
        #expect(table.buildings[0].numberWidth == 4)
    }

    @Test func talliesFollowEveryChange() {
        let campus = SampleCampus()
        let judgement = Judgement(alarms: AlarmRules(), price: .standard)
        var table = RoomTable(campus.views, judgement: judgement)
        var random = SeededRandom(seed: 5)
        for _ in 0..<500 {
            var view = table.view(at: random.below(300))
            view.reading?.remaining = Credit(.energy, hundredths: Int64(random.below(9000) - 100))
            view.reading?.relayClosed = random.below(4) > 0
            view.silentSince = random.below(9) == 0 ? SampleCampus.now : nil
            #expect(table.take([view], judgement: judgement, at: SampleCampus.now).count < 2)
        }
        #expect(table.tally == RoomTable(Array(table.views), judgement: judgement).tally, "seed 5")
    }

    @Test func aNewRoomComesWithTheCampusAndNotBeforeIt() {
        var pilot = Pilot()
        let room = Room(id: RoomID("2-999"), building: "2", floor: 9, number: "999", beds: 2)
        let view = RoomView(room: room, meter: nil)
        pilot.send(.rooms([view]))
        #expect(pilot.console.desk.live.ids.count == 300)
        pilot.campus.views.append(view)
        pilot.send(.campus(pilot.campus.prepared()))
        #expect(pilot.console.desk.live.ids.count == 301)
        pilot.press("g r")
        pilot.type("999")
        #expect(pilot.console.roomInHand == RoomID("2-999"))
    }

    @Test func changesOfSupplyAreRemembered() {
        var pilot = Pilot()
        var view = pilot.campus.views[40]
        view.reading?.relayClosed = false
        view.reading?.flags = [.overPower]
        pilot.send(.rooms([view]))
        #expect(pilot.console.desk.happenings.first?.text == "dark: over limit")
        #expect(pilot.console.desk.happenings.first?.weight == .critical)
        for _ in 0..<300 {
            view.reading?.relayClosed?.toggle()
            pilot.send(.rooms([view]))
        }
        #expect(pilot.console.desk.happenings.count == 100)
    }

    @Test func openOrdersComeFirstAndOldOnesGo() {
        let campus = SampleCampus()
        var book = OrderBook()
        _ = book.take((0..<1500).map { campus.order("c\($0)", "1-101", .confirmed, ago: Int64($0) + 100) })
        _ = book.take([campus.order("q", "1-101", .queued), campus.order("d", "1-102", .disputed), campus.order("u", "1-103", .unknown)])
        #expect(book.sorted.prefix(4).map(\.text) == ["d", "u", "q", "c0"])
        #expect(book.open == 3)
        #expect(book.troubled == 2)
        #expect(book.sorted.count == 3 + OrderBook.kept)
    }

    @Test func anOlderPictureOfAnOrderDoesNotUndoANewerOne() {
        let campus = SampleCampus()
        var book = OrderBook()
        _ = book.take([campus.order("o", "1-101", .confirmed, ago: 1)])
        _ = book.take([campus.order("o", "1-101", .sent, ago: 9)])
        #expect(book[OrderID("o")]?.state == .confirmed)
    }

    @Test func ordersOfLongAgoAreNoNewsInWhicheverWayTheyComeFirst() {
        var pilot = Pilot()
        func order(_ id: String, _ state: OrderState, ago: Int64) -> Order {
            pilot.campus.order(id, "1-101", state, ago: ago, attempts: state == .queued ? 0 : 1)
        }
        var told: [String] { pilot.console.desk.happenings.map(\.text) }
        pilot.send(.orders([order("new", .queued, ago: 2)]))
        #expect(told.isEmpty, "what comes first was there before")
        pilot.send(.orders([order("old", .queued, ago: 500)] + (1...30).map { order("o\($0)", .confirmed, ago: 4_000) }))
        #expect(told.isEmpty, "the answer to what stood in the list came after it")
        pilot.send(.orders([order("old", .disputed, ago: 400)]))
        #expect(told.count == 1 && told[0].contains("DISPUTE"), "what is known has moved, whatever the clock says")
        pilot.send(.orders([order("next", .queued, ago: -2)]))
        #expect(told.count == 2 && told[0].contains("QUEUED"), "it is a little newer than the last tick")
    }

    @Test func theFirstOrderOfACampusIsNews() {
        var pilot = Pilot()
        pilot.send(.orders([]), .orders([pilot.campus.order("o1", "1-101", .queued, ago: 0)]))
        #expect(pilot.console.desk.happenings.first?.text.contains("QUEUED") == true)
    }

    @Test func ordersThatAreNotKeptAreToldOnce() {
        var pilot = Pilot()
        let batch = (0..<1500).map { pilot.campus.order("c\($0)", "1-101", .confirmed, ago: Int64($0) / 30, attempts: 1) }
        pilot.send(.orders([]), .orders(batch), .buses(pilot.campus.buses()))
        let told = pilot.console.desk.happenings
        #expect(told.count == 100)
        pilot.send(.orders(Array(batch.suffix(500))), .orders(Array(batch.suffix(500))))
        #expect(pilot.console.desk.happenings == told)
    }

    @Test func theRoomOnTheScreenIsReadAndLoadedAgain() {
        var pilot = Pilot()
        pilot.press("4 1 8 Enter")
        let room = RoomID("1-418")
        #expect(pilot.takeEffects() == [.loadDetail(room)])
        pilot.wait(seconds: 1)
        #expect(pilot.takeEffects() == [.readNow([room])])
        pilot.wait(seconds: 5)
        #expect(pilot.takeEffects().isEmpty)
        if let view = pilot.campus["1-418"] { pilot.send(.rooms([view])) }
        pilot.wait(seconds: 1)
        #expect(pilot.takeEffects() == [.loadDetail(room)])
        pilot.wait(seconds: 5)
        #expect(pilot.takeEffects() == [.readNow([room])])
    }

    @Test func silentMetersAreNamedByTheirRooms() {
        var pilot = Pilot()
        pilot.send(.buses(pilot.campus.buses()))
        pilot.press("g b")
        #expect(pilot.frame.text.contains("silent: 1-101 1-103"))
    }

    @Test func theOrderOfAQuietListIsNotWorkedOutAgain() {
        var rooms = RoomsState()
        let table = RoomTable(SampleCampus().views)
        rooms.arrange(table, now: SampleCampus.now)
        rooms.readingsCame()
        rooms.arrangeIfDue(RoomTable(), now: SampleCampus.now.adding(seconds: 60))
        #expect(rooms.order.count == 300)
    }

    @Test(arguments: [
        (0, "now"), (999, "now"), (1000, "1 s"), (59_999, "59 s"), (60_000, "1 min"), (3_600_000, "1 h"), (172_800_000, "2 d"), (-5, "now"),
    ])
    func agesAreShort(milliseconds: Int, text: String) {
        #expect(Age.text(Int64(milliseconds)) == text)
    }

    @Test(arguments: [
        (320, "0.3"), (3200, "3.2"), (9999, "9.9"), (62_000, "62"), (412_000, "412"), (1_500_000, "1k+"), (-5000, "−5"), (0, "0.0"),
    ])
    func tilesShowThreeCells(wattHours: Int, text: String) {
        #expect(Figures(glyphs: .unicode).short(Energy(wattHours: Int64(wattHours))) == text)
    }
}
