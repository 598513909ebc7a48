// Protects what the collector hears of the screen: the rooms in view, soon after they came into view and again before they count as gone.
// How: a console on each screen and in a frozen view, ticked second by second; what it says is shown is compared with the screen.
import Domain
import Operations
import Terminal
import Testing

@testable import Screens

struct ShownRoomsTests {
    private func told(_ effects: [Effect]) -> [[MeterID]] {
        effects.compactMap { if case .show(let meters) = $0 { meters } else { nil } }
    }

    private func tick(_ console: inout Console, seconds: ClosedRange<Int64>) -> [[MeterID]] {
        seconds.flatMap { told(console.handle(.tick(SampleCampus.now.adding(seconds: $0)))) }
    }

    @Test func whatIsInViewIsSaidAndSaidAgain() throws {
        var console = Pilot().console
        let page = try #require(tick(&console, seconds: 10...12).last)
        let onWall = console.roomsInView.compactMap { console.desk.live[$0]?.meter?.id }
        #expect(page == onWall)
        #expect(page.count > 8)
        #expect(tick(&console, seconds: 13...30).count == 2, "the same page every ten seconds")
        for key in ["g", "r"] { _ = Key(text: key).map { console.handle(.key($0)) } }
        let list = try #require(tick(&console, seconds: 31...34).first)
        #expect(list.count == console.rooms.list.visible.count)
        _ = console.handle(.key(.enter))
        #expect(tick(&console, seconds: 35...38).first?.count == 1)
    }

    @Test func aFrozenViewAsksForNothing() {
        var console = Pilot().console
        _ = tick(&console, seconds: 10...12)
        _ = Key(text: "z").map { console.handle(.key($0)) }
        #expect(tick(&console, seconds: 13...40) == [[]])
    }

    /// A filter on readings lets go of rooms by itself, while they are in view; narrow and wide, where lists also draw a fortnight of use.
    @Test(arguments: [80, 132])
    func aListThatShrinksByItselfIsSaidAsItIsThen(columns: Int) throws {
        var campus = SampleCampus()
        let dark = ["1-101", "1-102", "3-520"]
        for room in dark {
            campus.change(room) { view in
                view.reading?.relayClosed = false
                view.reading?.load = .zero
                view.reading?.flags = [.noCredit, .relayOpen]
            }
        }
        var pilot = Pilot(campus, columns: columns)
        pilot.press("g r \\")
        pilot.type("state:cut")
        pilot.press("Enter End")
        let before = pilot.console.rooms.order
        #expect(dark.allSatisfy { before.contains(RoomID($0)) })
        pilot.wait(seconds: 20)
        let last = try #require(before.last)
        let view = try #require(campus.views.first { $0.id == last })
        var reading = try #require(view.reading)
        reading.relayClosed = true
        reading.flags = []
        reading.load = Power(watts: 200)
        reading.at = SampleCampus.now.adding(seconds: 21)
        pilot.send(.readings([reading]))
        pilot.wait(seconds: 11)
        #expect(pilot.console.rooms.order == before.dropLast())
        #expect(pilot.console.roomsInView == Array(before.dropLast().suffix(pilot.console.roomsInView.count)))
        #expect(pilot.console.rooms.list.cursor == pilot.console.rooms.order.last)
    }
}
