// Protects: what charts add up is what the registers grew by: gaps stay gaps, rooms of a building are summed, what is to come is left out.
// How: registers by day and hour in memory readings of the small campus, and the series that the office makes of them.

import BooksContract
import Domain
import Operations
import Testing

struct OfficeChartTests {
    private let today = Day(of: ContractCampus.evening, at: .china)

    private func reading(_ meter: MeterPoint, _ at: Instant, _ wattHours: Int64, left: Credit? = nil) -> Reading {
        var reading = Reading(meter: meter.id, at: at)
        reading.register = Energy(wattHours: wattHours)
        reading.remaining = left
        return reading
    }

    @Test func aDayIsItsHoursUpToNow() throws {
        let bench = try OfficeBench()
        let midnight = today.start(at: .china)
        for (hour, wattHours) in [(-1, 1000), (0, 1100), (1, 1150), (3, 1400), (20, 5000), (21, 5200)] as [(Int64, Int64)] {
            try bench.readings.record([reading(ContractCampus.energyMeter, midnight.adding(seconds: hour * 3600 + 900), wattHours)])
        }
        let series = try bench.office.use(of: .room(ContractCampus.energyRoom), in: .day(today))
        #expect(series.parts.count == 22 && series.current == 21 && series.meters == 1)
        #expect(series.parts[0].energy == Energy(wattHours: 100) && series.parts[1].energy == Energy(wattHours: 50))
        #expect(series.parts[2].energy == nil && series.parts[3].energy == nil, "the hour after a gap is not known either")
        #expect(series.parts[21].energy == Energy(wattHours: 200))
        #expect(series.total == Energy(wattHours: 350))
    }

    @Test func aMonthOfABuildingIsTheSumOfItsRooms() throws {
        let bench = try OfficeBench()
        try bench.read(ContractCampus.energyMeter, register: 100_00, daysAgo: 2)
        try bench.read(ContractCampus.energyMeter, register: 104_00, daysAgo: 1)
        try bench.read(ContractCampus.energyMeter, register: 109_00)
        try bench.read(ContractCampus.moneyMeter, register: 50_00, daysAgo: 1)
        try bench.read(ContractCampus.moneyMeter, register: 49_00)
        try bench.read(ContractCampus.plainMeter, register: 10_00, daysAgo: 2)
        try bench.read(ContractCampus.plainMeter, register: 12_00, daysAgo: 1)
        let month = Month(of: today)
        let scope = UseScope.building(try #require(bench.books.inventory().rooms[ContractCampus.energyRoom]).building)
        let series = try bench.office.use(of: scope, in: .month(month))
        let day = today.date.day
        #expect(series.parts.count == day && series.current == day - 1 && series.meters == 3)
        #expect(series.parts[day - 2] == UseSeries.Part(energy: Energy(wattHours: 6000), known: 2))
        #expect(
            series.parts[day - 1] == UseSeries.Part(energy: Energy(wattHours: 5000), known: 1),
            "a register that went backwards is passed over")
        #expect(series.parts[day - 3] == UseSeries.Part(energy: nil, known: 0))
        #expect(try bench.office.use(of: .campus, in: .month(month)).parts == series.parts)
    }

    @Test func aTermEndsItsMonthsWithTheLastReadingThere() throws {
        let bench = try OfficeBench()
        let meter = ContractCampus.energyMeter
        let (october, november) = try (#require(Month("2026-10")), #require(Month("2026-11")))
        try bench.readings.record([
            reading(meter, october.first.advanced(by: -1).start(at: .china), 1000),
            reading(meter, october.last.advanced(by: -2).start(at: .china), 4000), reading(meter, ContractCampus.evening, 9000),
        ])
        let span = UseSpan.term(of: today)
        #expect(span == .term(try #require(Month("2026-09"))))
        let series = try bench.office.use(of: .room(ContractCampus.energyRoom), in: span)
        #expect(series.parts.map { $0.energy?.wattHours } == [nil, 3000, 5000])
        #expect(series.current == 2 && span.part(at: WallTime(november.first.start(at: .china), at: .china)) == 2)
    }

    private static let terms: [(day: String, first: String)] = [
        ("2026-09-01", "2026-09"), ("2026-12-31", "2026-09"), ("2027-02-28", "2026-09"), ("2027-03-01", "2027-03"),
        ("2026-08-31", "2026-03"),
    ]

    @Test(arguments: terms)
    func termsBeginWithSeptemberAndMarch(day: String, first: String) throws {
        #expect(UseSpan.term(of: try #require(Day(day))) == .term(try #require(Month(first))))
    }

    @Test func whatIsToComeHasNoParts() throws {
        let bench = try OfficeBench()
        for span in [UseSpan.day(today), .month(Month(of: today)), UseSpan.term(of: today)] {
            let series = try bench.office.use(of: .campus, in: span.advanced(by: 1))
            #expect(series.parts.isEmpty && series.current == nil)
            #expect(try bench.office.use(of: .campus, in: span.advanced(by: -1)).parts.count == span.advanced(by: -1).count)
        }
        #expect(throws: OfficeError.noSuchRoom(RoomID("9-999"))) { try bench.office.use(of: .room(RoomID("9-999")), in: .day(today)) }
        #expect(try bench.office.use(of: .building("nowhere"), in: .day(today)).parts.allSatisfy { $0.energy == nil })
    }

    @Test func whatWasLeftIsToldByDayWithItsGaps() throws {
        let bench = try OfficeBench()
        let left = [(3, 9_00), (1, 5_00), (0, 3_25)] as [(Int, Int64)]
        for (ago, hundredths) in left {
            try bench.read(
                ContractCampus.energyMeter, register: 100_00 - hundredths, left: Credit(.energy, hundredths: hundredths), daysAgo: ago)
        }
        let history = try bench.office.remaining(of: ContractCampus.energyRoom)
        #expect(history.first == today.advanced(by: -3))
        #expect(history.days.map { $0?.hundredths } == [9_00, nil, 5_00, 3_25])
        #expect(try bench.office.remaining(of: ContractCampus.bareRoom).days == [nil])
    }

    @Test func aFortnightOfSeveralRoomsIsAskedForAtOnce() throws {
        let bench = try OfficeBench()
        for (ago, register) in [(2, 100_00), (1, 104_00), (0, 105_00)] as [(Int, Int64)] {
            try bench.read(ContractCampus.energyMeter, register: register, daysAgo: ago)
        }
        let found = try bench.office.fortnight(of: [ContractCampus.energyRoom, ContractCampus.bareRoom, RoomID("9-999")])
        let use = try #require(found[ContractCampus.energyRoom])
        #expect(use.count == Office.drawnDays && use.last?.energy == Energy(hundredths: 1_00) && use[12].energy == Energy(hundredths: 4_00))
        #expect(use[11].energy == nil)
        #expect(found[ContractCampus.bareRoom] == [] && found[RoomID("9-999")] == [])
    }
}
