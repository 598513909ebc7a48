// Protects: the first line never says LIVE where values are old, and whoever sees them old is told what to do.
// How: the time goes on without readings, with and without somebody who reads, and the drawn lines are looked at.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct LivenessTests {
    private func buses(_ campus: SampleCampus, connected: Bool) -> [BusHealth] {
        campus.buses().map { bus in
            var bus = bus
            (bus.isConnected, bus.trouble) = (connected, connected ? "" : "connection refused")
            return bus
        }
    }

    @Test func freshValuesAreLive() {
        var pilot = Pilot()
        #expect(pilot.line(0).contains("LIVE"))
        #expect(pilot.status.hasPrefix("type a room number"))
        pilot.send(.collector(.follows("chen at desk-1")))
        #expect(pilot.line(0).contains("FOLLOWING"))
    }

    @Test(arguments: [(80, false), (132, true), (200, true)])
    func whoReadsIsNamedWholeWhereThereIsRoom(columns: Int, isWhole: Bool) {
        var pilot = Pilot(columns: columns, rows: 43)
        pilot.send(.collector(.follows("desk at pts/3 of the office")))
        #expect(pilot.line(0).contains("desk at pts/3 of the office") == isWhole, "\(pilot.line(0))")
        #expect(pilot.line(0).contains("FOLLOWING") && pilot.line(0).contains("TEST"))
    }

    @Test func oldValuesAreStaleAndNeverLive() {
        var pilot = Pilot()
        pilot.send(.buses(buses(pilot.campus, connected: true)))
        pilot.wait(seconds: 19 * 60)
        #expect(!pilot.line(0).contains("LIVE"))
        #expect(pilot.line(0).contains("STALE 19 min"))
        #expect(pilot.role(of: "STALE", row: 0) == "severity.warning")
        #expect(pilot.status.contains("no meter answers"))
    }

    @Test func aDemoWhoseEquipmentIsGoneNamesTheCommand() {
        var pilot = Pilot()
        pilot.send(.buses(buses(pilot.campus, connected: false)))
        pilot.wait(seconds: 600)
        #expect(pilot.status == "No concentrator answers. q leaves; dormwatt demo starts the demo's equipment.")
        pilot.press("g o")
        #expect(pilot.line(0).contains("STALE 10 min"))
    }

    @Test func nothingIsLiveWhenEveryLineIsDown() {
        var pilot = Pilot()
        pilot.send(.buses(buses(pilot.campus, connected: false)))
        #expect(!pilot.line(0).contains("LIVE") && pilot.line(0).contains("STALE"))
    }

    @Test func aRealCampusWhoseLinesAreDownNamesTheTrouble() {
        var campus = SampleCampus()
        campus.rules.isTest = false
        var pilot = Pilot(campus)
        pilot.send(.buses(buses(campus, connected: false)))
        pilot.wait(seconds: 600)
        #expect(pilot.status.hasPrefix("No concentrator answers (connection refused)."))
    }

    @Test func whoHoldsTheCollectorIsTold() {
        var pilot = Pilot()
        pilot.send(.collector(.follows("li at desk-2, process 4711")), .buses(buses(pilot.campus, connected: true)))
        pilot.wait(seconds: 300)
        #expect(pilot.line(0).contains("STALE 5 min"))
        #expect(pilot.status.hasPrefix("li at desk-2, process 4711 reads, but nothing new comes."))
    }

    @Test func withoutAReaderThereAreNoReads() {
        var pilot = Pilot()
        pilot.send(.collector(.none("The folder can not be written.\nNothing was changed.")))
        #expect(pilot.line(0).contains("NO READS"))
        #expect(!pilot.line(0).contains("LIVE"))
        #expect(pilot.status == "Nobody reads the meters: The folder can not be written.")
        pilot.wait(seconds: 1200)
        #expect(pilot.line(0).contains("NO READS 20 min"))
    }

    @Test func aCampusThatWasNeverReadSaysSo() {
        var campus = SampleCampus(buildings: 1, floors: 1, perFloor: 3, special: false)
        for index in campus.views.indices { campus.views[index].reading = nil }
        let pilot = Pilot(campus)
        #expect(pilot.line(0).contains("NO READS yet"))
        #expect(pilot.status == "The lines are being opened; a moment.")
    }

    @Test func tilesOfOldValuesAreNotColouredAsIfTheyWereNew() {
        var pilot = Pilot()
        #expect(pilot.role(of: "102", row: 3)?.hasPrefix("heat.") == true)
        #expect(pilot.role(of: "102", row: 3) != "heat.none")
        pilot.wait(seconds: 1200)
        #expect(pilot.role(of: "102", row: 3) == "heat.none")
    }

    @Test func theStartOfTheCollectorIsNoNewsButItsEndIs() {
        var console = Pilot().console
        #expect(console.desk.happenings.isEmpty)
        _ = console.handle(.collector(.none("the collector has ended")))
        #expect(console.desk.happenings.first?.text.contains("the collector has ended") == true)
    }

    @Test(arguments: ["g w", "b", "g r", "d", "4 1 8 Enter"])
    func aFrozenViewSaysSoWhereverItIsSeen(way: String) {
        var pilot = Pilot()
        pilot.press(way + " z")
        #expect(pilot.line(0).contains("FROZEN"), "\(way)")
        pilot.press("g o")
        #expect(!pilot.line(0).contains("FROZEN"), "orders are not frozen")
        pilot.wait(seconds: 30)
        pilot.press("q")
        #expect(pilot.line(0).contains("FROZEN 30 s"), "\(way)")
        pilot.press("z")
        #expect(pilot.line(0).contains("LIVE"), "\(way)")
    }

    @Test func aSaleIsMadeOfWhatIsLiveAlsoWhileTheListIsFrozen() {
        var pilot = Pilot()
        pilot.press("g r z")
        if var view = pilot.campus["1-101"] {
            view.room.isOpen = false
            pilot.send(.rooms([view]))
        }
        pilot.press("t")
        #expect(pilot.console.topUp == nil && pilot.status.contains("is closed"))
        pilot.press("Down t")
        #expect(!pilot.line(0).contains("FROZEN"), "the form shows what is live")
        pilot.press("Esc")
        #expect(pilot.line(0).contains("FROZEN"))
    }
}
