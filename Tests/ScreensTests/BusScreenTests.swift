// Protects the screens of the lines: the worst bus first, what its loss costs and with which rooms, and the frames of a bus as they come.
// How: healths and frames are sent to a console, keys pressed, and the lines of the frame read.

import Domain
import Operations
import Phrases
import Terminal
import Testing

@testable import Screens

struct BusScreenTests {
    private let bus = BusID(concentrator: ConcentratorID("C3"), number: 1)

    private func pilot() -> Pilot {
        var pilot = Pilot(columns: 100, rows: 30)
        var buses = pilot.campus.buses()
        for index in buses.indices where buses[index].id == bus {
            buses[index].troubledSince = SampleCampus.now.adding(seconds: -1_800)
            buses[index].stale = 3
            var tally = BusTally()
            (tally.requests, tally.answers, tally.timeouts, tally.repeats, tally.broken) = (400, 340, 60, 41, 7)
            (tally.busy, tally.lost) = (90_000, 60_000)
            buses[index].recent = tally
            var silent = NodeHealth(id: MeterID("000000000001"), since: SampleCampus.now.adding(seconds: -900))
            (silent.isSilent, silent.lost) = (true, 12)
            var noisy = NodeHealth(id: MeterID("000000000003"), since: SampleCampus.now.adding(seconds: -60))
            (noisy.lost, noisy.broken) = (4, 2)
            buses[index].nodes = [silent, noisy]
            buses[index].silent = [silent.id]
        }
        pilot.send(.buses(buses))
        pilot.press("g b")
        return pilot
    }

    private func text(_ pilot: Pilot) -> String { (0..<30).map { pilot.line($0) }.joined(separator: "\n") }

    @Test func headingsStandApartAndBusesAsPeopleCount() {
        for columns in [80, 100, 132, 200] {
            var pilot = Pilot(columns: columns, rows: 30)
            pilot.send(
                .buses(
                    [10, 2, 1, 11].map { number in
                        var bus = BusHealth(
                            id: BusID(concentrator: ConcentratorID("K\(number)"), number: 1), meters: 48, since: SampleCampus.now)
                        bus.isConnected = true
                        return bus
                    }))
            pilot.press("g b")
            for pair in ["state meters", "meters silent", "silent stale", "lost slower", "round trouble"] {
                #expect(!pilot.line(2).contains(pair), "\(columns): \(pilot.line(2))")
            }
            let names = (4..<8).compactMap { pilot.line($0).split { " ▸".contains($0) }.first.map(String.init) }
            #expect(names == ["K1/1", "K2/1", "K10/1", "K11/1"], "\(names)")
        }
    }

    @Test func theWorstBusStandsFirstWithWhatItCosts() {
        var pilot = pilot()
        #expect(pilot.line(4).contains("C2/1") && pilot.line(4).contains("DOWN"))
        #expect(pilot.line(5).contains("C3/1") && pilot.line(5).contains("BAD") && pilot.line(5).contains("15.0 %"))
        pilot.press("Home Down")
        let shown = text(pilot)
        #expect(shown.contains("trouble since 11-21 20:45"))
        #expect(shown.contains("400 requests  60 in vain  41 again  7 broken"))
        #expect(shown.contains("costs  60.0 s of 90.0 s air time; a round takes 200 % longer   3 meters not read for long"))
        #expect(shown.contains("silent: 1-101 since 11-21 21:00 noisy: 1-103 4 lost 2 broken"))
    }

    @Test func whatBecameWorseMeanwhileStandsInViewWhenTheScreenIsOpened() {
        var pilot = Pilot(columns: 80, rows: 24)
        func bus(_ number: Int, isConnected: Bool = true) -> BusHealth {
            var bus = BusHealth(
                id: BusID(concentrator: ConcentratorID("K\(number)"), number: 1), meters: 48, since: SampleCampus.now)
            bus.isConnected = isConnected
            return bus
        }
        pilot.send(.buses((1...40).map { bus($0) }))
        pilot.press("g b g w")
        pilot.send(.buses((1...40).map { bus($0, isConnected: $0 < 38) }))
        pilot.press("g b")
        #expect(pilot.line(4).contains("▸  K38/1") && pilot.line(4).contains("DOWN"), "\(pilot.line(4))")
        pilot.press("Down Down t")
        pilot.press("Esc")
        #expect(pilot.line(6).contains("▸  K40/1"), "who comes back is where he was")
    }

    private func traced(_ number: Int, _ mark: TracedFrame.Mark = .plain, on bus: BusID? = nil) -> TracedFrame {
        TracedFrame(
            at: SampleCampus.now.adding(milliseconds: Int64(number)), bus: bus ?? self.bus,
            direction: number.isMultiple(of: 2) ? .sent : .received,
            mark: mark, bytes: [0x68, UInt8(number % 256), 0x16], words: "frame \(number)")
    }

    @Test func framesComeAndCanBeGoneThrough() throws {
        var pilot = pilot()
        pilot.press("Home Down t")
        #expect(pilot.console.screen == .trace)
        #expect(pilot.takeEffects().contains(.trace(TraceRequest(bus: bus, seconds: 120))))
        #expect(text(pilot).contains("Waiting for the next frame."))
        pilot.send(.trace([traced(0), traced(1, .broken), traced(2, on: BusID(concentrator: ConcentratorID("C1"), number: 1))]))
        #expect(text(pilot).contains("21:15:58.000 > frame 0"))
        #expect(text(pilot).contains("21:15:58.001 < BROKEN frame 1"))
        #expect(text(pilot).contains("68 01 16") && !text(pilot).contains("frame 2"), "another bus's frames are another's")
        pilot.send(.trace((10..<100).map { traced($0) }))
        #expect(text(pilot).contains("frame 99") && !text(pilot).contains("frame 80"))
        pilot.press("Up Up Up")
        #expect(!text(pilot).contains("frame 99") && text(pilot).contains("frame 96") && text(pilot).contains("3 newer below"))
        pilot.press("End")
        #expect(text(pilot).contains("frame 99"))
        pilot.send(.trace((0..<5_000).map { traced($0) }))
        #expect(pilot.console.trace?.frames.count == TraceState.kept, "the memory is bounded")
        pilot.wait(seconds: 121)
        #expect(text(pilot).contains("ended; t goes on"))
        pilot.press("t")
        #expect(pilot.takeEffects().contains(.trace(TraceRequest(bus: bus, seconds: 120))))
        pilot.press("q")
        #expect(pilot.console.screen == .buses)
    }

    @Test func whoFollowsAnotherOrNobodyIsTold() {
        var pilot = pilot()
        pilot.press("Home Down t")
        pilot.send(.collector(.follows("li at desk-2, process 4711")))
        #expect(text(pilot).contains("through li at desk-2, process 4711"))
        pilot.send(.collector(.none("the lease is gone")))
        #expect(text(pilot).contains("Nobody reads the meters: the lease is gone"))
    }
}
