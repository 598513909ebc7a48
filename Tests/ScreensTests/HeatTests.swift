// Protects: the colours of the wall say what the legend says: the alarms of the campus, days that are not known, readings that are old.
// How: campuses with other alarms, without a mean use, and without readings for a while; legends, tiles, strips, lists and filters.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct HeatTests {
    private func pilot(_ change: (inout SampleCampus) -> Void, columns: Int = 80) -> Pilot {
        var campus = SampleCampus(buildings: 1, floors: 2, perFloor: 8, special: false)
        change(&campus)
        return Pilot(campus, columns: columns, rows: 24)
    }

    /// The role of a room's tile, by the number on its door.
    private func tile(_ door: String, in pilot: Pilot) -> String? {
        // The tile under the cursor is drawn over.
        pilot.lines.firstIndex { $0.contains(" \(door)") }.flatMap { pilot.role(of: door, row: $0) }
    }

    @Test(arguments: [(5, 2, "<2   <5   <10   <20   20+"), (12, 6, "<6   <12   <24   <48   48+"), (4, 1, "<1   <4   <10   <20   20+")])
    func theLegendSaysTheAlarmsOfTheCampus(first: Int, second: Int, labels: String) {
        var pilot = pilot { campus in
            (campus.rules.alarms.firstDays, campus.rules.alarms.secondDays) = (first, second)
            campus.change("1-103") { view in
                view.reading?.remaining = Credit(.energy, hundredths: 2900)
                view.meanUse = Energy(hundredths: 1000)
            }
        }
        let legends = pilot.lines.map { $0.split(separator: " ").joined(separator: "   ") }
        #expect(legends.contains { $0.contains(labels) }, "\(pilot.lines)")
        #expect(pilot.lines.contains { $0.contains("+ order") }, "the legend is whole")
        let expected = 29 < second * 10 ? "heat.1" : 29 < first * 10 ? "heat.2" : "heat.3"
        #expect(tile("103", in: pilot) == expected, "2.9 days")
        pilot.press("b")
        #expect(pilot.lines.contains { $0.contains(labels) }, "the same legend")
        pilot.press("D")
        #expect(pilot.console.screen == .chart)
    }

    @Test func everyStepEndsLaterThanTheOneBefore() {
        for first in 0...99 {
            for second in 0...99 {
                var alarms = AlarmRules()
                (alarms.firstDays, alarms.secondDays) = (first, second)
                let scale = HeatScale(alarms)
                #expect(zip(scale.limits, scale.limits.dropFirst()).allSatisfy { $0 < $1 }, "\(first) and \(second): \(scale.limits)")
                let labels = Heat.steps.map(scale.label)
                #expect(Set(labels).count == 5, "\(labels)")
            }
        }
    }

    struct Lasting: Sendable, CustomTestStringConvertible {
        var left: Int64?
        var use: Int64?
        /// Tenths of days at the mean use, and as lists, filters and colours reckon them with the alarms of 15 kWh and 5 days.
        var known: Int?
        var reckoned: Int?
        var heat: Heat
        var testDescription: String { "\(left ?? -1) hundredths, \(use ?? -1) a day" }
    }

    private static let lasting: [Lasting] = [
        Lasting(left: 4000, use: 1000, known: 40, reckoned: 40, heat: .second),
        Lasting(left: 0, use: 1000, known: 0, reckoned: 0, heat: .first),
        Lasting(left: 0, use: nil, known: 0, reckoned: 0, heat: .first),
        Lasting(left: -500, use: 0, known: 0, reckoned: 0, heat: .first),
        Lasting(left: 500, use: nil, known: nil, reckoned: 16, heat: .first),
        Lasting(left: 1499, use: 0, known: nil, reckoned: 49, heat: .second),
        Lasting(left: 1500, use: nil, known: nil, reckoned: 50, heat: .third),
        Lasting(left: 6000, use: nil, known: nil, reckoned: 200, heat: .plenty),
        Lasting(left: nil, use: 1000, known: nil, reckoned: nil, heat: .unknown),
    ]

    /// One rule for list, filter, wall and command line.
    @Test(arguments: lasting)
    func aRoomLasts(_ row: Lasting) throws {
        let campus = SampleCampus(buildings: 1, floors: 1, perFloor: 1, special: false)
        var view = try #require(campus["1-101"])
        view.reading?.remaining = row.left.map { Credit(.energy, hundredths: $0) }
        view.meanUse = row.use.map { Energy(hundredths: $0) }
        #expect(view.daysLeftTenths(at: .standard) == row.known)
        #expect(view.reckonedDaysTenths(AlarmRules(), at: .standard) == row.reckoned)
        let facts = Judgement(alarms: AlarmRules(), price: .standard).facts(of: view, at: SampleCampus.now)
        #expect(facts.daysTenths == row.reckoned && facts.heat == row.heat, "\(facts.heat)")
        #expect(facts.areDaysAssumed == (row.reckoned != row.known))
        let match = try RoomMatch("days<5", alarms: AlarmRules(), price: .standard, now: SampleCampus.now)
        #expect(match.rooms(of: [view]).isEmpty == (row.reckoned.map { $0 >= 50 } ?? true))
    }

    /// A new campus has no mean use: what is coloured as nearly nothing is found as nearly nothing.
    @Test func withoutAMeanUseTheFilterFindsWhatIsColoured() {
        var pilot = pilot { campus in
            for index in campus.views.indices { campus.views[index].meanUse = nil }
            campus.change("1-103") { $0.reading?.remaining = Credit(.energy, hundredths: 400) }
            campus.change("1-104") { $0.reading?.remaining = Credit(.energy, hundredths: 1300) }
            campus.change("1-105") { view in
                view.reading?.remaining = Credit(.energy, hundredths: -20)
                view.reading?.relayClosed = false
            }
            for room in ["1-101", "1-102", "1-106", "1-107", "1-108"] + (201...208).map({ "1-\($0)" }) {
                campus.change(room) { $0.reading?.remaining = Credit(.energy, hundredths: 8000) }
            }
        }
        #expect(tile("103", in: pilot) == "heat.1")
        #expect(tile("104", in: pilot) == "heat.2")
        #expect(tile("105", in: pilot) == "heat.cut")
        #expect(tile("106", in: pilot) == "heat.5", "80 kWh at 3 a day")
        pilot.press("g r \\")
        pilot.type("days<5")
        pilot.press("Enter")
        #expect(pilot.console.rooms.order.map(\.text) == ["1-103", "1-104", "1-105"])
        pilot.press("s d")
        #expect(pilot.console.rooms.order.map(\.text) == ["1-105", "1-103", "1-104"])
        #expect(pilot.line(4).contains(" 0.0 "), "nothing left lasts no day, whatever its mean: \(pilot.line(4))")
        #expect(pilot.line(5).contains(" ~1.3 "), "reckoned with the use that the alarms assume: \(pilot.line(5))")
    }

    @Test func oldReadingsAreGreyOnTheWallAndInTheStrips() {
        var pilot = pilot { campus in campus.change("1-104") { $0.reading?.relayClosed = false } }
        #expect(tile("103", in: pilot) != "heat.none")
        pilot.wait(seconds: 400)
        #expect(tile("103", in: pilot) == "heat.none")
        #expect(tile("104", in: pilot) == "heat.cut", "a dark room stays recognisable")
        let legend = pilot.lines.firstIndex { $0.contains("20+") }
        #expect(legend.flatMap { pilot.role(of: " old ", row: $0) } == "heat.none", "\(legend.map { pilot.lines[$0] } ?? "no legend")")
        let heats = pilot.console.desk.shown.tally.heats
        #expect(heats[Heat.unknown.rawValue] == 15 && heats[Heat.cut.rawValue] == 1, "\(heats)")
        pilot.press("b")
        #expect(pilot.role(of: "15", row: 4) != nil)
        #expect(pilot.lines.contains { $0.contains("old or none") })
        guard var view = pilot.campus["1-103"] else { return }
        view.reading?.at = SampleCampus.now.adding(seconds: 399)
        pilot.send(.rooms([view]))
        pilot.wait(seconds: 3)
        #expect(pilot.console.desk.shown.tally.heats[Heat.unknown.rawValue] == 14, "what is read again has its colour again")
    }

    @Test func theBarOfARoomThatIsLowByDaysHasTheColourOfItsState() {
        var pilot = pilot { campus in
            campus.change("1-102") { view in
                view.reading?.remaining = Credit(.energy, hundredths: 4000)
                view.meanUse = Energy(hundredths: 1000)
            }
        }
        pilot.press("g r")
        #expect(pilot.line(5).contains("LOW"))
        #expect(pilot.role(of: "██", row: 5) == "bar.low", "\(pilot.line(5))")
    }
}
