// Protects: the list with the room beside it asks for what it shows once the cursor rests, and draws what it knows meanwhile.
// How: keys, ticks and rests in several orders, and the wishes that come of them; lists at widths with and without a fortnight of use.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct ListAndDetailTests {
    private func list(_ columns: Int, _ rows: Int = 24) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g r")
        pilot.send(.rested)
        return pilot
    }

    private func details(_ effects: [Effect]) -> [RoomID] {
        effects.compactMap { if case .loadDetail(let room) = $0 { room } else { nil } }
    }

    @Test func aHeldKeyAsksForNothingUntilItRests() {
        var pilot = list(132, 43)
        #expect(details(pilot.takeEffects()) == [RoomID("1-101")])
        pilot.press("Down Down Down Down")
        pilot.wait(seconds: 1)
        #expect(details(pilot.takeEffects()).isEmpty, "still on the way")
        pilot.send(.rested)
        #expect(details(pilot.takeEffects()) == [RoomID("1-105")])
        pilot.send(.rested)
        #expect(details(pilot.takeEffects()).isEmpty, "asked for once")
    }

    @Test func withoutAWordOfRestTheNextTickAsks() {
        var pilot = list(132, 43)
        _ = pilot.takeEffects()
        pilot.press("Down")
        pilot.wait(seconds: 1)
        pilot.wait(seconds: 1)
        #expect(details(pilot.takeEffects()) == [RoomID("1-102")])
    }

    @Test func whatIsKnownIsDrawnAtOnce() throws {
        var pilot = list(132, 43)
        pilot.send(.detail(try #require(pilot.campus.detail("1-102"))))
        pilot.press("Down")
        #expect(pilot.frame.text.contains("last sale"))
    }

    @Test(arguments: [(60, false), (80, false), (100, true), (131, true), (132, true), (140, true), (179, true), (180, true), (250, true)])
    func aFortnightOfUseIsDrawnWhereThereIsWidth(columns: Int, isDrawn: Bool) {
        var pilot = list(columns)
        let asked = pilot.takeEffects().compactMap { effect -> [RoomID]? in
            if case .chart(.fortnight(let rooms)) = effect { rooms } else { nil }
        }
        #expect(asked.count == (isDrawn ? 1 : 0))
        guard let rooms = asked.first else { return }
        #expect(rooms.count == 18, "those in view")
        let day = Day(of: SampleCampus.now, at: .china)
        let use = (0..<14).map { DailyUse(day: day.advanced(by: $0 - 13), energy: $0 == 5 ? nil : Energy(wattHours: Int64($0) * 700)) }
        pilot.send(.chart(.fortnight(Dictionary(uniqueKeysWithValues: rooms.map { ($0, use) }))))
        #expect(pilot.line(4).contains("▁▂▂▂▃·▄▄▅▅▆▆▇█"), "\(pilot.line(4))")
        pilot.send(.rested)
        #expect(!pilot.takeEffects().contains { if case .chart = $0 { true } else { false } }, "nothing is missing")
    }

    /// The columns of the list by their headings, at a width.
    private func headings(_ columns: Int) -> Set<String> {
        let titles = ["room", "state", "kWh left", "days", "kW", "under way", "age", "use, 14 days", "kWh/day", "why", "in books"]
        let line = String(list(columns, 43).line(2).prefix { $0 != "│" })
        let shown = Set(titles.filter { line.contains(" \($0) ") || line.hasSuffix(" \($0)") })
        return line.contains(" order ") ? shown.union(["under way"]) : shown
    }

    @Test func aWiderListNeverShowsFewerColumns() {
        let alone = headings(131)
        #expect(alone.count == 11, "\(alone)")
        var before = headings(132)
        #expect(before.isSuperset(of: ["state", "kWh left", "days", "under way", "age", "use, 14 days"]), "\(before)")
        for columns in stride(from: 134, through: 250, by: 2) {
            let now = headings(columns)
            #expect(now.isSuperset(of: before), "at \(columns): \(before.subtracting(now))")
            if columns >= 180 { #expect(now == alone, "at \(columns), the list that 131 columns have and a room beside") }
            before = now
        }
    }

    @Test func anOrderInANarrowColumnSaysHowItIs() {
        var pilot = list(132, 43)
        pilot.type("3-207")
        pilot.wait(seconds: 4)
        let line = pilot.lines.first { $0.prefix { $0 != "│" }.contains("3-207 ") } ?? ""
        #expect(line.contains(" UNCONF "), "\(line)")
    }

    @Test(arguments: [(100, 30), (132, 43), (200, 50)])
    func frames(columns: Int, rows: Int) throws {
        var pilot = list(columns, rows)
        pilot.press("Down")
        pilot.send(.rested)
        let day = Day(of: SampleCampus.now, at: .china)
        for effect in pilot.takeEffects() {
            guard case .chart(.fortnight(let rooms)) = effect else { continue }
            var known: [RoomID: [DailyUse]] = [:]
            for (index, room) in rooms.enumerated() {
                known[room] = (0..<14).map { back in
                    let step = Int64((index * 7 + back * 5) % 9)
                    return DailyUse(day: day, energy: Energy(wattHours: 2000 + step * 600))
                }
            }
            pilot.send(.chart(.fortnight(known)))
        }
        pilot.send(.detail(try #require(pilot.campus.detail("1-102"))))
        expectSnapshot(pilot.frame, "list-\(columns)x\(rows)")
    }
}
