// Protects the list of rooms in memory: what is kept small is given back exactly, and changes of readings and silence find their room.
// How: views with every field, with none, and with numbers that no meter has, through a table and back; counts after each change.
import Domain
import Operations
import Testing

@testable import Screens

struct RoomTableTests {
    private static let judgement = Judgement(alarms: AlarmRules(), price: .standard)

    @Test func viewsComeBackAsTheyWere() throws {
        let campus = SampleCampus()
        var odd = try #require(campus["3-418"])
        odd.room.beds = 1000
        odd.balance = Credit(.money, hundredths: .max / 4)
        odd.reading?.register = Energy(wattHours: .max)
        var views = campus.views.filter { $0.id != odd.id } + [odd]
        views.append(RoomView(room: Room(id: RoomID("9-101"), building: "9", floor: 1, number: "101", beds: 4, isOpen: false), meter: nil))
        let table = RoomTable(views, judgement: Self.judgement)
        #expect(table.ids.count == views.count)
        for view in views {
            #expect(table[view.id] == view)
            var facts = Self.judgement.facts(of: view, at: Instant(milliseconds: 0))
            facts.changedAt = nil
            #expect(table.facts(of: view.id) == facts)
        }
    }

    @Test func partsMakeTheSameTableAsAll() {
        let views = SampleCampus().views
        let whole = RoomTable(views, judgement: Self.judgement, at: SampleCampus.now)
        var prepared = PreparedRooms(alarms: AlarmRules(), price: .standard, at: SampleCampus.now)
        for building in PreparedRooms.order(Set(views.map(\.room.building))) {
            prepared.add(views.filter { $0.room.building == building })
        }
        prepared.finish(isWhole: true, occupants: [])
        #expect(prepared.table.ids == whole.ids)
        #expect(prepared.table.buildings == whole.buildings)
        #expect(prepared.table.tallies == whole.tallies)
        #expect(Array(prepared.table.views) == Array(whole.views))
    }

    @Test func roomsThatAreMadeAnewAreGreyWhereTheirReadingsAreOld() {
        let campus = SampleCampus()
        var prepared = PreparedRooms(alarms: AlarmRules(), price: .standard, at: SampleCampus.now.adding(seconds: 3600))
        prepared.add(campus.views)
        prepared.finish(isWhole: true, occupants: [])
        var aged = RoomTable(campus.views, judgement: Self.judgement, at: SampleCampus.now)
        aged.ageReadings(at: SampleCampus.now.adding(seconds: 3600))
        #expect(prepared.table.tallies == aged.tallies)
        #expect(prepared.table.ids.allSatisfy { [.cut, .unknown].contains(prepared.table.facts(of: $0)?.heat) })
    }

    @Test func aReadingAndSilenceFindTheirRoom() throws {
        let campus = SampleCampus()
        let view = try #require(campus["3-418"])
        let meter = try #require(view.meter?.id)
        var table = RoomTable(campus.views, judgement: Self.judgement)
        var reading = Reading(meter: meter, at: SampleCampus.now)
        reading.remaining = Credit(.energy, hundredths: 500_00)
        _ = table.take(
            [reading, Reading(meter: MeterID("999999999998"), at: SampleCampus.now)], judgement: Self.judgement, at: SampleCampus.now)
        #expect(table[view.id]?.reading?.remaining == reading.remaining)
        #expect(table[view.id]?.reading?.count == view.reading?.count, "what was not read stays known")
        #expect(table.facts(of: view.id)?.changedAt == SampleCampus.now)
        let before = table.tally.noData
        _ = table.take([meter: Instant?.some(SampleCampus.now)], judgement: Self.judgement, at: SampleCampus.now)
        #expect(table.tally.noData == before + 1)
        #expect(table.facts(of: view.id)?.supply == .noData)
        _ = table.take([meter: Instant?.none], judgement: Self.judgement, at: SampleCampus.now)
        #expect(table.tally.noData == before)
    }
}
