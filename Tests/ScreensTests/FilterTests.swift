// Protects: one filter language on every list: what each word means, what is said of a word that is wrong, and where it stands.
// How: filters against a fixed campus and against lists made by hand; garbage at random.

import Domain
import Operations
import Seeded
import Terminal
import Testing

@testable import Screens

@Suite struct FilterTests {
    private static let occupants = [
        Occupant(resident: ResidentID("20270001"), name: "Li Wei", room: RoomID("3-418")),
        Occupant(resident: ResidentID("20270002"), name: "Wang Jun", room: RoomID("3-418")),
        Occupant(resident: ResidentID("20270003"), name: "李娜", room: RoomID("1-101")),
    ]

    private func table() -> RoomTable {
        var table = RoomTable(SampleCampus().views, judgement: Judgement(alarms: AlarmRules(), price: .standard))
        table.take(People(Self.occupants, of: table.ids))
        return table
    }

    private static let matches: [(String, Int)] = [
        ("bld:3", 100), ("bld:1,3", 200), ("!bld:3", 200), ("bld:3 fl:4", 20), ("fl:4-5", 120), ("fl:1,4-5", 180), ("3-41", 10),
        ("state:cut", 2), ("state:nodata", 1), ("state:cut,nodata", 3), ("!state:cut bld:3", 98), ("order:any", 2), ("order:unconf", 1),
        ("order:none", 298), ("order:sent rem=3.25", 1), ("age>600", 1), ("age>10m", 1), ("age>1h", 0), ("BLD:3 STATE:CUT", 2),
        ("beds:4", 300), ("beds>4", 0), ("name:li", 1), ("name:LI", 1), ("name:李", 1), ("wei", 1), ("name:\"wei\"", 1), ("20270003", 1),
        ("name:\"li wei\"", 1), ("\"li wei\"", 1), ("rem:3-4 order:sent", 1), ("rem<-1", 0), ("", 300), ("  bld:3  ", 100),
        ("ｂｌｄ：３", 100), ("@dark", 2), ("@dark !fl:4", 0), ("@both", 2), ("11-1", 0), ("!11-1", 300), ("days>=0", 300),
        ("use>0 load>=0", 300),
    ]

    @Test(arguments: matches)
    func filtersMatch(text: String, count: Int) throws {
        let saved = [SavedFilter(name: "dark", text: "state:cut"), SavedFilter(name: "both", text: "@dark bld:3")]
        let filter = try Filter(text, for: .rooms, saved: saved)
        #expect(filter.rows(of: table(), now: SampleCampus.now).count == count)
    }

    @Test func daysAreThoseOfTheMeanOfSevenDays() throws {
        var campus = SampleCampus(special: false)
        campus.change("2-305") { view in
            view.reading?.remaining = Credit(.energy, hundredths: 10_00)
            view.meanUse = Energy(wattHours: 5_100)
        }
        campus.change("2-306") { view in
            view.reading?.remaining = nil
            view.meanUse = nil
        }
        let table = RoomTable(campus.views, judgement: Judgement(alarms: AlarmRules(), price: .standard))
        func found(_ text: String) throws -> [RoomID] {
            try Filter(text, for: .rooms).rows(of: table, now: SampleCampus.now).map { table.ids[$0] }
        }
        #expect(try found("days<2 2-305") == [RoomID("2-305")])
        #expect(try found("days<1.9 2-305") == [])
        // What is not known is neither few nor many.
        #expect(try found("2-306 days<9999") == [] && found("2-306 !days<9999") == [])
    }

    private static let garbage: [(String, Int, String)] = [
        ("rem<", 0, "a number goes here: rem<10"), ("bld:3 rem<x", 6, "a number goes here"), ("rem<1.234", 0, "a number"),
        ("days<1.55", 0, "a number"), ("colour:red", 0, "is none of bld: fl:"), ("bld:", 0, "building goes here: bld:3"),
        ("fl:x", 0, "a whole number goes here: fl:4 or 3-5"), ("fl:5-3", 0, "whole number"), ("fl:1-2-3", 0, "whole number"),
        ("bld:2 fl:4 state:blue", 11, "state: takes on low verylow cut"), ("order:lost", 0, "order: takes any none queued"),
        ("<5", 0, "is none of"), ("x<5", 0, "\"x\" is none of"), ("rem<>5", 0, "a number"), (":", 0, "none of"), ("=", 0, "none of"),
        ("rem<99999999999999", 0, "a number"), ("state<5", 0, "named: state:on"), ("name<x", 0, "named: name:li"), ("!", 0, "a word goes"),
        ("bld:3 @none", 6, "no filter has this name"), ("@loop", 0, "name each other"), ("age>2y", 0, "a time goes here: age>10m"),
    ]

    @Test(arguments: garbage)
    func garbageIsRefusedWithItsPlaceAndAWordOfHelp(text: String, place: Int, words: String) throws {
        let saved = [SavedFilter(name: "loop", text: "@loop")]
        let complaint = try #require(throws: FilterComplaint.self) { try Filter(text, for: .rooms, saved: saved) }
        #expect(complaint.message.contains(words), "\(complaint.message)")
        #expect(complaint.range.lowerBound == place)
        #expect(complaint.range.upperBound <= text.count)
        #expect(complaint.sentence.contains("(at \(place + 1))"))
    }

    @Test func anyTextIsAnsweredWithoutATrap() {
        var random = SeededRandom(seed: 3)
        let pieces = [
            "rem", "days", "<", ">", "=", ":", "-", "bld", "fl", "state", "9", ".", " ", "中", "\u{1B}", "order", "none", "!", "@", "\"",
            ",",
            "age", "m", "name",
        ]
        let table = table()
        for _ in 0..<5000 {
            let text = (0..<random.below(10)).map { _ in pieces[random.below(pieces.count)] }.joined()
            if let filter = try? Filter(text, for: .rooms) { _ = filter.rows(of: table, now: SampleCampus.now) }
        }
    }

    @Test func ordersRoomsAndBusesAreFilteredInTheSameLanguage() {
        var pilot = Pilot()
        let campus = pilot.campus
        pilot.send(people: Self.occupants)
        pilot.send(.buses(campus.buses()))
        pilot.send(
            .orders([
                campus.order("o9", "3-303", .sent, ago: 4, attempts: 1), campus.order("o8", "3-207", .unknown, ago: 95, attempts: 3),
                campus.order("o7", "3-418", .queued, ago: 2), campus.order("o5", "2-118", .refused, ago: 4000, note: "wrong count"),
            ]))
        func shown(_ filter: String, on keys: String) -> Int {
            pilot.press("\(keys) \\ Ctrl-U")
            pilot.type(filter)
            pilot.press("Enter")
            return pilot.console.screen == .orders ? pilot.console.filters.orderRows.count : pilot.console.filters.busRows.count
        }
        #expect(shown("state:open", on: "g o") == 3)
        #expect(shown("bld:3 tries>0", on: "") == 2)
        #expect(shown("name:li", on: "") == 1)
        pilot.send(people: [])
        #expect(pilot.console.filters.orderRows.isEmpty, "they moved out")
        #expect(shown("note:count", on: "") == 1)
        #expect(shown("amount>=90.90 age<1m", on: "") == 2)
        #expect(pilot.line(1).contains("filter amount>=90.90 age<1m   2 of 4"))
        #expect(shown("state:down", on: "g b") == 1)
        #expect(shown("C2", on: "") == 2)
        pilot.press("Esc Esc")
        #expect(pilot.console.filters.busRows.count == 6)
        pilot.press("g o")
        #expect(pilot.console.filters.orderRows.count == 2)
        pilot.press("\\ Ctrl-U")
        pilot.type("days<2")
        #expect(pilot.status.contains("\"days\" is none of state: bld:"))
    }

    @Test func tabCompletesFieldsAndWords() {
        var pilot = Pilot()
        pilot.press("g r \\")
        #expect(pilot.status.contains("bld: fl: rem<"))
        pilot.type("st")
        pilot.press("Tab")
        pilot.type("c")
        pilot.press("Tab Enter")
        #expect(pilot.console.rooms.filter.text == "state:cut")
        #expect(pilot.console.rooms.order.count == 2)
    }

    @Test func filtersAreSavedForEveryConsoleAndUsedByName() {
        var pilot = Pilot()
        pilot.press("g r :")
        pilot.type("save-filter dark")
        pilot.press("Enter")
        #expect(pilot.status.contains("there is no filter here to save"))
        pilot.press("Esc \\")
        pilot.type("state:cut")
        pilot.press("Enter :")
        pilot.type("save-filter dark")
        _ = pilot.takeEffects()
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.saveFilters([SavedFilter(name: "dark", text: "state:cut")])])
        pilot.press("\\ Ctrl-U @ d Tab Enter")
        #expect(pilot.console.rooms.filter.text == "@dark")
        #expect(pilot.console.rooms.order.count == 2)
        pilot.send(.filters([]))
        pilot.press("\\ Ctrl-U @ d Enter")
        #expect(pilot.status.contains("none is saved yet"))
    }

    @Test func digitsStillGoToARoomUnderAFilter() {
        var pilot = Pilot()
        pilot.press("g r \\")
        pilot.type("bld:3 fl:4")
        pilot.press("Enter 4 1 8")
        #expect(pilot.console.roomInHand == RoomID("3-418"))
    }
}
