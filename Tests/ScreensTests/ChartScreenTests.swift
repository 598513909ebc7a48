// Protects: charts of use and of what is left: what is asked for and when, what is drawn of it, and how an operator moves between them.
// How: keys go in, wishes come out, answers are handed in; whole frames are compared at the sizes that are promised.

import Domain
import Operations
import Terminal
import Testing
import TextLayout

@testable import Screens

@Suite struct ChartScreenTests {
    private static let today = Day(of: SampleCampus.now, at: .china)

    /// Use like that of a room: little at night, much in the evening; one part of it is not known.
    static func series(_ scope: UseScope, _ span: UseSpan, meters: Int = 1, gap: Int? = 4) -> UseSeries {
        let now = WallTime(SampleCampus.now, at: .china)
        let current = span.part(at: now)
        let count = current.map { $0 + 1 } ?? (span.days.lowerBound > now.day ? 0 : span.count)
        let parts = (0..<count).map { part -> UseSeries.Part in
            let wattHours: Int64 =
                switch span {
                case .day: Int64([60, 40, 30, 30, 30, 40, 180, 320, 210, 90][part % 10]) * Int64(meters)
                case .month: Int64(4000 + part * 613 % 3000) * Int64(meters)
                case .term: Int64(120_000 + part * 9000) * Int64(meters)
                }
            return part == gap ? UseSeries.Part(energy: nil, known: 0) : UseSeries.Part(energy: Energy(wattHours: wattHours), known: meters)
        }
        return UseSeries(scope: scope, span: span, parts: parts, current: current, meters: meters)
    }

    static func history(_ room: String, _ hundredths: [Int64?]) -> RemainingHistory {
        RemainingHistory(
            room: RoomID(room), first: today.advanced(by: 1 - hundredths.count),
            days: hundredths.map { $0.map { Credit(.energy, hundredths: $0) } })
    }

    /// Answers every wish for a chart that waits.
    private func answer(_ pilot: inout Pilot, meters: Int = 1) {
        for effect in pilot.takeEffects() {
            switch effect {
            case .chart(.use(let scope, let span)): pilot.send(.chart(.use(Self.series(scope, span, meters: meters))))
            case .chart(.remaining(let room)):
                var days: [Int64?] = []
                for day in 0..<30 {
                    let bought: Int64 = day > 14 ? 4_000 : 0
                    days.append(day == 9 ? nil : 9_000 - Int64(day) * 230 + bought)
                }
                pilot.send(.chart(.remaining(Self.history(room.text, days))))
            default: break
            }
        }
    }

    private func room(_ columns: Int = 80, _ rows: Int = 24) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g r")
        pilot.type("3302")
        pilot.press("Enter d")
        answer(&pilot)
        return pilot
    }

    @Test(arguments: [(60, 16), (80, 24), (100, 30), (132, 43), (200, 50)])
    func ofARoom(columns: Int, rows: Int) {
        expectSnapshot(room(columns, rows).frame, "chart-room-\(columns)x\(rows)")
    }

    @Test func everyKindOfARoom() {
        var pilot = room()
        for name in ["term", "remaining", "day"] {
            pilot.press("Tab")
            answer(&pilot)
            expectSnapshot(pilot.frame, "chart-\(name)-80x24")
        }
    }

    @Test(arguments: [(80, 24), (132, 43)])
    func ofTheCampus(columns: Int, rows: Int) {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("D")
        answer(&pilot, meters: 300)
        expectSnapshot(pilot.frame, "chart-campus-\(columns)x\(rows)")
    }

    @Test func anASCIITerminalGetsASCII() {
        var pilot = room(132, 43)
        #expect(pilot.console.frame(glyphs: .ascii).text.utf8.allSatisfy { $0 < 0x80 })
        pilot.press("d d")
        answer(&pilot, meters: 300)
        #expect(pilot.console.frame(glyphs: .ascii).text.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test func theWallDrawsItsBuildingAndWiderTheCampus() {
        var pilot = Pilot()
        pilot.type("2-310")
        pilot.wait(seconds: 4)
        _ = pilot.takeEffects()
        pilot.press("d")
        #expect(pilot.takeEffects() == [.chart(.use(.building("2"), .month(Month(of: Self.today))))])
        #expect(pilot.line(1).contains("Building 2"))
        pilot.press("d")
        #expect(pilot.takeEffects() == [.chart(.use(.campus, .month(Month(of: Self.today))))])
        pilot.press("d")
        #expect(pilot.status == "This is the whole campus already.")
        pilot.press("Esc")
        #expect(pilot.console.screen == .wall)
    }

    @Test func leftAndRightTurnTheTimes() throws {
        var pilot = room()
        pilot.press("Left")
        let before = Month(of: Self.today).advanced(by: -1)
        #expect(pilot.takeEffects() == [.chart(.use(.room(RoomID("3-302")), .month(before)))])
        pilot.press("Right Right")
        answer(&pilot)
        #expect(pilot.frame.text.contains("That time is still to come."))
        pilot.press("Right")
        #expect(pilot.takeEffects() == [.bell] && pilot.status.contains("It has not begun"))
        pilot.press("Left Left")
        #expect(pilot.takeEffects().isEmpty, "both are known or on their way")
    }

    /// A held key turns through many months of a campus; only where it stops the readings are added up.
    @Test func theSumOfManyRoomsIsAskedForWhenTheKeyRests() {
        var pilot = Pilot()
        pilot.press("D")
        _ = pilot.takeEffects()
        pilot.press("Left Left Left")
        #expect(pilot.takeEffects().isEmpty)
        pilot.send(.rested)
        #expect(pilot.takeEffects() == [.chart(.use(.campus, .month(Month(of: Self.today).advanced(by: -3))))])
    }

    @Test func whatGrowsIsAskedForAgainEveryMinute() {
        var pilot = room()
        pilot.wait(seconds: 30)
        #expect(!pilot.takeEffects().contains { if case .chart = $0 { true } else { false } })
        pilot.wait(seconds: 31)
        #expect(pilot.takeEffects().contains(.chart(.use(.room(RoomID("3-302")), .month(Month(of: Self.today))))))
    }

    /// A day that was looked at in the evening lacks its last hours; the next morning they are there.
    @Test func whatWasCutOffByItsOwnEndIsAskedForOnceMore() {
        var pilot = room()
        pilot.press("Tab Tab Tab")
        answer(&pilot)
        let yesterday = ChartWish.use(.room(RoomID("3-302")), .day(Self.today))
        func asked() -> Bool { pilot.takeEffects().contains(.chart(yesterday)) }
        pilot.wait(seconds: 1)
        #expect(!asked())
        pilot.wait(seconds: 12 * 3600)
        #expect(asked())
        let whole = UseSeries(
            scope: .room(RoomID("3-302")), span: .day(Self.today),
            parts: Array(repeating: UseSeries.Part(energy: Energy(wattHours: 100), known: 1), count: 24), current: nil, meters: 1)
        pilot.send(.chart(.use(whole)))
        pilot.wait(seconds: 90)
        #expect(!asked(), "now nothing is to come")
    }

    @Test func aTimeThatWasLookedAtBeforeItBeganIsAskedForWhenItHasBegun() {
        var pilot = room()
        pilot.press("Tab Tab Tab Right")
        answer(&pilot)
        let tomorrow = ChartWish.use(.room(RoomID("3-302")), .day(Self.today.advanced(by: 1)))
        pilot.wait(seconds: 2)
        #expect(!pilot.takeEffects().contains(.chart(tomorrow)))
        pilot.wait(seconds: 12 * 3600)
        #expect(pilot.takeEffects().contains(.chart(tomorrow)))
    }

    @Test(arguments: ["", "Tab", "Tab Tab Tab"])
    func timesEndBeforeAnyMeterAndAfterTheNextSpan(chart: String) throws {
        var pilot = room()
        pilot.press(chart)
        let kind = pilot.console.chart.kind
        for _ in 0..<5 { pilot.press("Right") }
        let last = try #require(pilot.console.chart.spans[kind])
        #expect(last.days.lowerBound > Self.today && last.advanced(by: -1).days.contains(Self.today))
        #expect(pilot.takeEffects().contains(.bell))
        pilot.console.chart.begin(at: try #require(Day("2000-04-10")))
        for _ in 0..<120 { pilot.press("Left") }
        let first = try #require(pilot.console.chart.spans[kind]?.days.lowerBound)
        #expect(first.date.year == 2000 && first.date.month < 4)
        #expect(!pilot.frame.text.isEmpty)
    }

    /// The list draws a fortnight of each room in view: today's bar grows, and tomorrow it is another fortnight.
    @Test func theFortnightInTheListMovesOn() {
        var pilot = Pilot(columns: 120, rows: 40)
        pilot.press("g r")
        pilot.wait(seconds: 1)
        func asked() -> [RoomID]? {
            pilot.takeEffects().lazy.compactMap { if case .chart(.fortnight(let rooms)) = $0 { rooms } else { nil } }.first
        }
        pilot.wait(seconds: 1)
        let rooms = asked() ?? []
        #expect(rooms.count > 8)
        func answer() { pilot.send(.chart(.fortnight(Dictionary(rooms.map { ($0, [DailyUse]()) }) { first, _ in first }))) }
        answer()
        pilot.wait(seconds: 500)
        #expect(asked() == nil)
        pilot.wait(seconds: 101)
        #expect(asked() == rooms, "the bar of today grows")
        answer()
        let midnight = Self.today.advanced(by: 1).start(at: .china)
        pilot.wait(seconds: midnight.milliseconds(since: pilot.console.desk.now) / 1000 - 60)
        _ = asked()
        answer()
        pilot.wait(seconds: 50)
        #expect(asked() == nil)
        pilot.wait(seconds: 15)
        #expect(asked() == rooms, "another day")
    }

    /// The clock of the machine is set back by an hour: what is on the screen goes on being asked for.
    @Test func aClockThatIsSetBackHoldsNothingUp() {
        var pilot = room()
        pilot.wait(seconds: 1)
        _ = pilot.takeEffects()
        pilot.wait(seconds: -3600)
        #expect(pilot.takeEffects().contains(.chart(.use(.room(RoomID("3-302")), .month(Month(of: Self.today))))))
    }

    @Test func theForecastEndsOnTheDayOnWhichNothingIsLeft() {
        let history = Self.history("3-302", [1200, nil, 1000])
        let chart = RemainingChart(
            history, left: Energy(wattHours: 10_000), mean: Energy(wattHours: 4000), price: .standard, today: Self.today)
        #expect(chart.values == [12_000, nil, 10_000])
        #expect(chart.forecast == [6000, 2000, 0])
        #expect(chart.end == Self.today.advanced(by: 3))
    }

    @Test func aForecastWithoutUseOrEndIsNone() {
        let history = Self.history("3-302", [1200])
        func chart(_ left: Int64, _ mean: Int64?) -> RemainingChart {
            RemainingChart(
                history, left: Energy(wattHours: left), mean: mean.map(Energy.init(wattHours:)), price: .standard, today: Self.today)
        }
        #expect(chart(10_000, nil).forecast.isEmpty && chart(10_000, 0).forecast.isEmpty && chart(-3250, 4000).forecast.isEmpty)
        let long = chart(Int64.max / 1000, 1)
        #expect(long.forecast.count == RemainingChart.ahead && long.end == nil)
    }

    @Test func gapsAreDrawnAsGapsAndMissingMetersAreNamed() {
        var pilot = Pilot()
        pilot.press("D Tab Tab")
        var series = Self.series(.campus, .day(Self.today), meters: 300, gap: 2)
        series.parts[3].known = 288
        pilot.send(.chart(.use(series)))
        #expect(pilot.frame.text.contains("at times 12 of 300 meters missing"))
        let above = pilot.lines.firstIndex { $0.contains("╰") }.map { pilot.lines[$0 - 1] } ?? ""
        #expect(above.contains("·"), "\(above)")
    }

    @Test func aTimeWithoutReadingsSaysSo() {
        var pilot = Pilot()
        pilot.press("D")
        let month = Month(of: Self.today)
        pilot.send(
            .chart(.use(UseSeries(scope: .campus, span: .month(month), parts: [.init(energy: nil, known: 0)], current: nil, meters: 3))))
        #expect(pilot.frame.text.contains("No readings are kept of this time."))
    }

    @Test func longNamesOfBuildingsKeepTheTitleInItsLine() {
        var campus = SampleCampus(buildings: 1, floors: 1, perFloor: 3, special: false)
        for index in campus.views.indices { campus.views[index].room.building = "第三学生公寓东楼北区" }
        for (columns, rows) in [(60, 16), (132, 43), (200, 50)] {
            var pilot = Pilot(campus, columns: columns, rows: rows)
            pilot.press("d")
            answer(&pilot, meters: 3)
            #expect(pilot.line(1).contains("第三学生公寓东楼北区"))
            #expect(pilot.lines.allSatisfy { $0.cellWidth <= columns })
        }
    }
}
