// Protects: what lists and the screen of a room show: the three truths side by side, use of past days, silence, the mean.
// How: a small campus with readings of several days; figures by hand; days left out and registers that went backwards.

import BooksContract
import Domain
import Operations
import Testing

struct RoomViewTests {
    private let today = Day(number: 20778)

    private func days(_ registers: [(ago: Int, hundredths: Int64)]) -> [DailyReading] {
        registers.map { DailyReading(day: today.advanced(by: -$0.ago), register: Energy(hundredths: $0.hundredths), remaining: nil) }
    }

    @Test func theMeanIsOfTheLastSevenFullDays() {
        let week = days([(9, 0), (8, 100_00), (7, 110_00), (1, 170_00), (0, 500_00)])
        #expect(UseHistory.meanUse(week, today: today, ctRatio: 1) == Energy(hundredths: 10_00))
        #expect(UseHistory.meanUse(week, today: today, ctRatio: 40) == Energy(hundredths: 400_00))
        #expect(UseHistory.meanUse(days([(3, 10_00), (1, 16_00)]), today: today, ctRatio: 1) == Energy(hundredths: 3_00), "gaps count")
        #expect(UseHistory.meanUse(days([(1, 10_00), (0, 16_00)]), today: today, ctRatio: 1) == nil, "today is not full")
        #expect(UseHistory.meanUse(days([(3, 10_00), (1, 9_00)]), today: today, ctRatio: 1) == nil)
        #expect(UseHistory.meanUse([], today: today, ctRatio: 1) == nil)
    }

    @Test func aDayWithoutItsRegistersHasNoUse() {
        let use = UseHistory.daily(
            days([(4, 10_00), (3, 13_00), (1, 20_00), (0, 21_00)]), today: today, now: Energy(hundredths: 22_50), count: 5, ctRatio: 2)
        #expect(use.map(\.day) == (0..<5).map { today.advanced(by: $0 - 4) })
        #expect(use.map { $0.energy?.hundredths } == [nil, 6_00, nil, nil, 5_00])
        let back = UseHistory.daily(days([(1, 20_00)]), today: today, now: Energy(hundredths: 1), count: 1, ctRatio: 1)
        #expect(back == [DailyUse(day: today, energy: nil)])
    }

    @Test func theThreeTruthsStandSideBySide() throws {
        let bench = try OfficeBench()
        try bench.read(ContractCampus.energyMeter, register: 1134_56, daysAgo: 8)
        try bench.read(ContractCampus.energyMeter, register: 1204_56, daysAgo: 1)
        try bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(3_25))
        try ContractCampus.sell(bench.books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
        try ContractCampus.sell(bench.books, ContractCampus.energyRoom, Money(fen: 20_00), id: "P2")
        let views = try bench.office.roomViews()
        #expect(views.map(\.id.text) == ["3-418", "3-419", "3-420", "3-421"])
        let view = views[0]
        #expect(view.remaining == Desk.kWh(3_25))
        #expect(view.balance == Desk.kWh(3_25 + 90_90 + 36_36))
        #expect(view.underWay == Desk.kWh(90_90 + 36_36))
        #expect(view.order == .queued)
        #expect(view.meanUse == Energy(hundredths: 10_00))
        #expect(view.daysLeftTenths(at: .standard) == 3)
        #expect(view.supply(AlarmRules(), at: .standard) == .veryLow)
        #expect(views[1].supply(AlarmRules(), at: .standard) == .noData)
        #expect(views[1].underWay == nil && views[1].order == nil)
        #expect(views[2].remaining == Desk.kWh(0), "the books' word where the meter keeps no credit")
        #expect(views[3].supply(AlarmRules(), at: .standard) == .noMeter)
        #expect(try bench.office.roomView(ContractCampus.energyRoom) == view)
    }

    @Test func aMeterLooksAtBoughtCreditAloneWhateverIsInItsPurse() throws {
        let bench = try OfficeBench()
        var reading = Reading(meter: ContractCampus.energyMeter.id, at: bench.clock.instant)
        (reading.remaining, reading.subsidy, reading.relayClosed) = (Desk.kWh(5_00), Desk.kWh(5_00), false)
        try bench.readings.record([reading])
        let view = try #require(try bench.office.roomViews().first)
        #expect(view.supply(AlarmRules(), at: .standard) == .cut(.noCredit))
        #expect(view.reading?.purchased == Desk.kWh(0))
    }

    @Test func aSilentMeterIsSilentSinceItsLastWord() throws {
        let bench = try OfficeBench()
        try bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(3_25), daysAgo: 1)
        var health = BusHealth(id: ContractCampus.energyMeter.bus, meters: 3, since: Desk.now)
        health.silent = [ContractCampus.energyMeter.id, ContractCampus.moneyMeter.id]
        try bench.readings.record([health])
        let views = try bench.office.roomViews()
        #expect(views[0].silentSince == Desk.now.adding(seconds: -86_400))
        #expect(views[1].silentSince == Desk.now, "never heard: since the bus is watched")
        #expect(views[2].silentSince == nil)
        #expect(views[0].supply(AlarmRules(), at: .standard) == .noData)
    }

    /// A relay that moves brings no credit: it is not said to be on its way, nor does its state stand beside the credit behind it.
    @Test func anOrderToTheRelayMovesNoCredit() throws {
        var relay = Desk.order(.sent, id: "O-1")
        relay.task = .relay(.open, .energy)
        var desk = Desk()
        func view() throws -> RoomView {
            try #require(RoomViewBuilder(standings: [Desk.room: desk.standing]).view(of: Desk.room))
        }
        #expect(try view().underWay == nil && view().order == nil)
        desk.standing.openOrders = [relay]
        #expect(try view().underWay == nil && view().order == .sent)
        desk.standing.openOrders = [relay, Desk.order(.queued, id: "O-2")]
        #expect(try view().underWay == Desk.kWh(20_00) && view().order == .queued)
    }

    @Test func theScreenOfARoomHasItAll() throws {
        let bench = try OfficeBench()
        var second = ContractCampus.energyMeter
        second.id = MeterID("000000001418")
        second.place = .room(ContractCampus.energyRoom, circuit: "lighting")
        second.baseline = nil
        _ = try bench.books.take(InventoryChange(version: 1, meters: [second]), actor: ContractCampus.chen, at: Desk.now)
        try bench.read(ContractCampus.energyMeter, register: 1230_00, daysAgo: 1)
        try bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(3_25))
        try bench.read(second, register: 7_00)
        for number in 1...3 { try ContractCampus.sell(bench.books, ContractCampus.energyRoom, Money(fen: 10_00), id: "P\(number)") }
        let detail = try bench.office.roomDetail(ContractCampus.energyRoom)
        #expect(detail.meters.map(\.circuit) == ["main", "lighting"])
        #expect(Set(detail.readings.keys) == Set(detail.meters.map(\.id)))
        #expect(detail.expectedCount == 6)
        #expect(detail.entries.map(\.plan.text) == ["P3", "P2", "P1", "inventory-1"])
        #expect(detail.orders.map(\.plan.text) == ["P3", "P2", "P1"])
        #expect(detail.account?.balance == Desk.kWh(3_25 + 3 * 18_18))
        #expect(detail.dailyUse.count == 14)
        #expect(detail.dailyUse.last == DailyUse(day: today, energy: Energy(hundredths: 4_56)))
        #expect(throws: OfficeError.noSuchRoom(RoomID("x"))) { try bench.office.roomDetail(RoomID("x")) }
        #expect(throws: OfficeError.noSuchRoom(RoomID("x"))) { try bench.office.roomView(RoomID("x")) }
        let bare = try bench.office.roomDetail(ContractCampus.bareRoom)
        #expect(bare.meters.isEmpty && bare.dailyUse.isEmpty && bare.entries.isEmpty)
    }
}
