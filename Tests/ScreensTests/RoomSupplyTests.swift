// Protects: the screen of a room says why it is dark and what to do, and shows every circuit of it.
// How: rooms in every state are opened and the drawn lines are read.

import Domain
import Operations
import Phrases
import Terminal
import Testing

@testable import Screens

@Suite struct RoomSupplyTests {
    private func opened(_ room: String = "3-418", columns: Int = 80, rows: Int = 24, _ change: (inout RoomView) -> Void) -> Pilot {
        var campus = SampleCampus()
        campus.change(room, change)
        var pilot = Pilot(campus, columns: columns, rows: rows)
        pilot.send(.buses(campus.buses()))
        pilot.press("g r")
        pilot.type(room)
        pilot.press("Enter")
        if let detail = campus.detail(room) { pilot.send(.detail(detail)) }
        return pilot
    }

    /// The sentences about the supply, as one line.
    private func sentences(_ pilot: Pilot) -> String {
        (pilot.line(3) + " " + pilot.line(4)).split(separator: " ").joined(separator: " ")
    }

    /// A refund darkens a room by its relay: that is under way, and no credit.
    @Test(.bothLanguages) func whatMovesARelayIsNoCreditOnItsWay() {
        var pilot = opened { view in
            view.reading?.flags = [.remoteTrip, .relayOpen]
            (view.underWay, view.order) = (nil, .queued)
        }
        #expect(!sentences(pilot).contains(phrase("A top-up is under way; when the meter has it, this line says so.")))
        let words = phrase("relay") + " " + OrderState.queued.spoken
        pilot.press("Esc")
        #expect(pilot.frame.text.contains(words) && !pilot.frame.text.contains("0.00 " + OrderState.queued.spoken))
        pilot.press("g w")
        pilot.type("3418")
        #expect(pilot.frame.text.contains(words), "\(pilot.frame.text)")
    }

    @Test(arguments: [
        (MeterFlag.noCredit, "no credit is left", "A top-up (t)"), (.remoteTrip, "switched off by the office", "the office has to"),
        (.overPower, "over the limit", "Switch something off"), (.forbiddenLoad, "forbidden load", "Unplug"),
        (.reminderTrip, "little credit", "five minutes"), (.refundMode, "refunded", "stays open"),
    ])
    func aDarkRoomSaysWhyAndWhatToDo(flag: MeterFlag, why: String, remedy: String) {
        let pilot = opened { view in
            view.reading?.remaining = Credit(.energy, hundredths: 900)
            view.reading?.flags = [flag, .relayOpen]
        }
        #expect(pilot.line(3).contains("CUT") && pilot.line(3).contains(why))
        #expect(sentences(pilot).contains(remedy))
    }

    @Test func anOpenRelayWithoutAReasonSendsSomebodyToLook() {
        let pilot = opened { view in
            view.reading?.remaining = Credit(.energy, hundredths: 900)
            view.reading?.flags = [.relayOpen]
        }
        #expect(sentences(pilot).contains("go and look"))
    }

    @Test func aDarkRoomWithAnOrderUnderWayIsNotSoldToTwice() {
        let credit = Credit(.energy, hundredths: 9090)
        let waiting = opened { ($0.underWay, $0.order) = (credit, .queued) }
        #expect(sentences(waiting).contains("A top-up is under way"))
        let unproven = opened { ($0.underWay, $0.order) = (credit, .unknown) }
        #expect(sentences(unproven).contains("Do not sell it again"))
        let disputed = opened { ($0.underWay, $0.order) = (credit, .disputed) }
        #expect(sentences(disputed).contains("s settles it"))
    }

    @Test func aSilentMeterIsToldFromALineThatIsDown() {
        // Buses C1/1 to C3/2; only C2/1 is down.
        let alone = opened("3-405") { $0.meter?.bus = BusID(concentrator: ConcentratorID("C1"), number: 1) }
        #expect(alone.line(3).contains("NO DATA") && alone.line(3).contains("does not answer"))
        #expect(sentences(alone).contains("48 others on bus C1/1"))
        let line = opened("3-405") { $0.meter?.bus = BusID(concentrator: ConcentratorID("C2"), number: 1) }
        #expect(line.line(3).contains("the line to C2 is down (connection refused)"))
    }

    @Test func anOldWordIsToldAsOld() {
        let pilot = opened { $0.reading?.at = SampleCampus.now.adding(seconds: -1140) }
        #expect(sentences(pilot).contains("That was 19 min ago"))
    }

    private func withCircuits(columns: Int, rows: Int) -> Pilot {
        var pilot = opened(columns: columns, rows: rows) { _ in }
        guard var detail = pilot.campus.detail("3-418"), let main = detail.meters.first else { return pilot }
        func circuit(_ name: String, _ id: String, closed: Bool, watts: Int64, flags: Set<MeterFlag>) {
            var meter = main
            meter.id = MeterID(id)
            meter.place = .room(RoomID("3-418"), circuit: name)
            var reading = Reading(meter: meter.id, at: SampleCampus.now.adding(seconds: -9))
            (reading.relayClosed, reading.load, reading.flags) = (closed, Power(watts: watts), flags)
            reading.register = Energy(hundredths: 4567)
            detail.meters.append(meter)
            detail.readings[meter.id] = reading
        }
        circuit("lighting", "000000009001", closed: true, watts: 120, flags: [])
        circuit("aircon", "000000009002", closed: false, watts: 0, flags: [.relayOpen, .remoteTrip])
        pilot.send(.detail(detail))
        return pilot
    }

    @Test(.bothLanguages, arguments: [(80, 24), (100, 30), (60, 16)])
    func everyCircuitStandsOnTheScreen(columns: Int, rows: Int) {
        let pilot = withCircuits(columns: columns, rows: rows)
        expectSnapshot(pilot.frame, "room-circuits-\(columns)x\(rows)")
        for name in [phrase("main"), phrase("lighting"), phrase("aircon")] { #expect(pilot.frame.text.contains(name)) }
    }

    @Test func aCircuitSaysWhyItIsOff() throws {
        let pilot = withCircuits(columns: 80, rows: 24)
        let aircon = try #require(pilot.lines.first { $0.contains("aircon") })
        #expect(aircon.contains("CUT") && aircon.contains("by office"))
        let lighting = try #require(pilot.lines.first { $0.contains("lighting") })
        #expect(lighting.contains("ON") && lighting.contains("0.12"))
    }
}
