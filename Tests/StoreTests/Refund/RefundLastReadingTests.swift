// Protects what the last reading of an opened room comes to at its edges: use that leaves nothing to pay is posted all the same, and what
// is in a purse of free credit is not paid for.
// How: real books; a room whose meter is read empty, by order and by a person, and one whose meter holds less than the books and a purse.

import BooksContract
import Domain
import Operations
import Testing

@testable import Store

@Suite("Last readings of opened rooms")
struct RefundLastReadingTests {
    private static let (energy, run, chen) = (RefundBench.energy, RefundBench.run, RefundBench.chen)

    @Test("what was used to the last hundredth is posted, though nothing is left to pay", arguments: [false, true])
    func nothingLeft(isTyped: Bool) throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        let meter = try #require(bench.meter(Self.energy))
        let last = Energy(hundredths: meter.register + meter.remaining)
        if isTyped {
            _ = try bench.desk.open(
                Self.run, room: Self.energy, register: last, remaining: 0, reference: "slip 17", actor: Self.chen)
        } else {
            _ = try bench.openRelay(Self.energy)
            try bench.endRelay(Self.energy, using: meter.remaining)
            try bench.carryOn()
        }
        let state = try bench.state(Self.energy)
        #expect(state.step == .fixed && state.final?.money == .zero && state.takeBack == nil)
        let standing = try #require(try bench.books.standings(of: [Self.energy])[Self.energy])
        #expect(standing.reached?.register == last, "nobody else is charged for it")
        #expect(standing.lots.isEmpty)
        #expect(try bench.books.trialBalance().filter { $0.account == .prepaid(Self.energy) }.allSatisfy { $0.amount == 0 })
        _ = try bench.split()
        #expect(try bench.desk.close(Self.run, rooms: nil, actor: Self.chen).rooms == [Self.energy])
        #expect(try bench.books.verify().findings == [])
    }

    @Test("what is in the purse is not paid for, and what the meter lacks is told")
    func purse() throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        let held = try #require(bench.meter(Self.energy)).remaining
        _ = try bench.openRelay(Self.energy)
        bench.change(Self.energy) { $0.remaining -= 3_00 }
        try bench.endRelay(Self.energy, inPurse: 2_00)
        try bench.carryOn()
        let state = try bench.state(Self.energy)
        #expect(state.final?.credit == ContractCampus.energy(held - 5_00))
        #expect(state.figures?.missing == ContractCampus.energy(3_00))
        #expect(try bench.books.verify().findings == [])
    }

    @Test(
        "a person types no purse: what the meter said of it last is not paid for either, and never more than what is left",
        arguments: [Int64(2_00), 900_00])
    func typedPurse(inPurse: Int64) throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        let meter = try #require(bench.meter(Self.energy))
        var reading = Reading(meter: meter.point.id, at: bench.clock.now())
        reading.subsidy = ContractCampus.energy(inPurse)
        try bench.readings.record([reading])
        let opened = try bench.desk.open(
            Self.run, room: Self.energy, register: Energy(hundredths: meter.register), remaining: meter.remaining, reference: "slip 17",
            actor: Self.chen)
        #expect(opened.rooms == [Self.energy])
        let final = try #require(try bench.state(Self.energy).final)
        #expect(final.credit == ContractCampus.energy(max(0, meter.remaining - inPurse)))
        #expect(final.remaining == ContractCampus.energy(meter.remaining), "all of it stays in the meter")
        #expect(try bench.books.verify().findings == [])
    }
}
