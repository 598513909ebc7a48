// Protects: after a swap nothing brings the old meter back, mixes the two, or takes the new one for a fault.
// How: import files of before and after, reconciliation of the swapped room, the gap after a restore, and the words of a read request.

import BooksContract
import Domain
import Operations
import Testing

struct SwapAfterTests {
    private static let header = "meter,room,supply,circuit,concentrator,bus,profile,unit,serial"
    private static let others = [
        "000000000419,3-419,,main,C1,1,dorm645,money,", "000000000420,3-420,,main,C1,1,plain645,energy,",
    ]

    private func review(_ bench: SwapBench, _ lines: [String]) throws -> InventoryReview {
        let importer = InventoryImport(
            inventory: try bench.books.inventory(), version: try bench.books.inventoryVersion(), at: ContractCampus.evening)
        return importer.review(.meters, Array((Self.header + "\n" + lines.joined(separator: "\n") + "\n").utf8))
    }

    @Test func aFileOfBeforeDoesNotBringTheOldMeterBack() throws {
        let bench = try SwapBench()
        try bench.swap()
        let old = "000000000418,3-418,,main,C1,1,dorm645,energy,A-418"
        let review = try review(bench, [old] + Self.others)
        #expect(review.problems == [] && review.new == [] && review.changed == [])
        #expect(review.replaced == ["000000000418"])
        #expect(review.same == 2)
        #expect(review.gone == ["000000000900", "900000000418"])
        // Whatever the line says of it: it is passed over, also where it would stand in the way of another meter.
        let moved = try self.review(bench, ["000000000418,3-421,,main,C1,9,dorm645,money,X"])
        #expect(moved.problems == [] && moved.replaced == ["000000000418"] && moved.change.meters == [])
    }

    @Test func aFileOfAfterwardsSaysTheSame() throws {
        let bench = try SwapBench()
        try bench.swap()
        let new = "900000000418,3-418,,main,C1,1,dorm645,energy,B-1"
        let same = try review(bench, [new] + Self.others)
        #expect(same.problems == [] && same.same == 3 && same.replaced == [])
        #expect(same.gone == ["000000000900"])
        let both = try review(bench, ["000000000418,3-418,,main,C1,1,dorm645,energy,A-418", new])
        #expect(both.problems == [] && both.same == 1 && both.replaced == ["000000000418"])
        let third = try review(bench, ["900000000499,3-418,,main,C1,1,dorm645,energy,"])
        #expect(third.problems.first?.text.contains("900000000418 stands there") == true)
    }

    @Test func theSwappedRoomIsExplainedAndThenEqual() throws {
        let bench = try SwapBench()
        let swap = try bench.swap()
        let desk = ReconcileDesk(office: bench.bench.office, cases: MemoryCases())
        try bench.bench.read(ContractCampus.energyMeter, register: 1240_00, left: Desk.kWh(88_71))
        try bench.bench.read(swap.installed, register: 0, left: Desk.kWh(0))
        var row = try #require(try desk.rows(of: [SwapBench.room]).first)
        #expect(row.verdict == .explained && row.meter?.id == ContractCampus.newMeter)
        let order = try #require(try bench.standing().openOrders.first)
        _ = try bench.books.record(OrderStep(order: order.id, from: .queued, to: .sent, at: ContractCampus.evening, isAttempt: true))
        _ = try bench.books.record(OrderStep(order: order.id, from: .sent, to: .confirmed, at: ContractCampus.evening))
        try bench.bench.read(swap.installed, register: 1_00, left: Desk.kWh(87_71), daysAgo: -1)
        row = try #require(try desk.rows(of: [SwapBench.room]).first)
        #expect(row.verdict == .equal, "\(row.differences)")
        try bench.bench.read(swap.installed, register: 0, left: Desk.kWh(88_71), daysAgo: -2)
        #expect(try bench.bench.office.postUse(actor: ContractCampus.system).posted == 0)
    }

    /// A meter that stands lower than use was posted to is a case, because no swap explains it.
    @Test func aRegisterThatGoesBackWithoutASwapIsStillACase() throws {
        let bench = try SwapBench()
        try bench.bench.read(ContractCampus.energyMeter, register: 10_00, left: Desk.kWh(94_15))
        let row = try #require(try ReconcileDesk(office: bench.bench.office, cases: MemoryCases()).rows(of: [SwapBench.room]).first)
        #expect(row.verdict == .unexplained)
        #expect(row.unexplained.first?.suspicion == .registerBack(Energy(hundredths: 1224_56)))
    }

    /// A copy from before the delivery: the new meter proves that it has what the order brings.
    @Test func theGapAfterARestoreIsClosedAtTheNewMeter() throws {
        let bench = try SwapBench()
        try bench.swap()
        let picture = SwapBench.picture(count: 1, total: 88_71, left: 88_71)
        var proof = picture
        proof.lastAmount = Desk.kWh(88_71)
        #expect(try bench.bench.office.expectedCounts()[ContractCampus.newMeter] == 0)
        #expect(try bench.bench.office.expectedCounts()[ContractCampus.energyMeter.id] == nil)
        let recovery = try bench.bench.office.closeGap([ContractCampus.newMeter: proof], actor: ContractCampus.system)
        #expect(recovery.confirmed == 1 && recovery.sales == 0)
        #expect(try bench.standing().openOrders == [])
        #expect(try bench.standing().expectedTotal == Desk.kWh(88_71))
    }

    @Test func aReadRequestNamesAMeterThatIsNotInTheBooks() throws {
        let point = SwapBench.request().new.point(inPlaceOf: ContractCampus.moneyMeter)
        let candidate = try #require(MeterCandidate(MeterCandidate(point).request))
        #expect(candidate.point.id == point.id && candidate.point.bus == point.bus)
        #expect(candidate.point.profile == point.profile && candidate.point.unit == .money)
        #expect(MeterCandidate(ContractCampus.energyMeter.id) == nil)
        for picture in [SwapBench.picture(count: 3, total: nil, left: -5), SwapBench.picture(count: 1, total: 7, left: 9, unit: .money)] {
            #expect(MeterCandidate.picture(MeterCandidate.answer(picture)) == picture)
        }
        #expect(MeterCandidate.picture("no answer from the meter") == nil)
    }
}
