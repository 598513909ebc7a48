// Protects the words about a refund that an error cuts off: what stands is never denied, and the same again does only what is missing.
// How: real books in which a rule, put there by the test, forbids the events or entries of one room, so that a later transaction fails.

import BooksContract
import Domain
import GRDB
import Operations
import Testing

@testable import Store

@Suite("A refund that an error cuts off")
struct RefundCutOffTests {
    private static let (energy, money, plain) = (RefundBench.energy, RefundBench.money, RefundBench.plain)

    private func forbid(_ what: String, in bench: RefundBench) throws {
        try bench.campus.rawConnection().write { database in
            try database.execute(
                sql: "CREATE TRIGGER forbidden BEFORE INSERT ON refundEvent WHEN \(what) BEGIN SELECT RAISE(ABORT, 'forbidden'); END")
        }
    }

    private func allow(in bench: RefundBench) throws {
        try bench.campus.rawConnection().write { try $0.execute(sql: "DROP TRIGGER forbidden") }
    }

    /// Two approved it, so two transactions take the credit out; the second one fails.
    @Test("what the first of two transactions wrote is told with the error of the second", arguments: [false, true])
    func second(isSeen: Bool) throws {
        let bench = try RefundBench()
        for room in [Self.energy, Self.money] { try bench.sell(room, yuan: 30) }
        try bench.start()
        var wu = ContractCampus.li
        wu.name = "wu"
        _ = try bench.approve([Self.energy])
        _ = try bench.desk.approve(
            RefundBench.run, rooms: [Self.money], approval: try Approval(maker: RefundBench.chen, approver: wu))
        let seen = try bench.desk.planTake(RefundBench.run, rooms: [Self.energy, Self.money], actor: RefundBench.chen)
        #expect(seen.changes.count == 2)
        try forbid("NEW.room = '\(Self.money)'", in: bench)
        let cutOff = try #require(throws: RefundCutOff.self) {
            _ = isSeen ? try bench.desk.commit(seen: seen) : try bench.take([Self.energy, Self.money])
        }
        #expect(cutOff.done.rooms == [Self.energy] && cutOff.unknown.isEmpty)
        #expect(cutOff.standing.contains("1 room it stands"))
        #expect(try bench.state(Self.energy).step == .taking && bench.state(Self.money).step == .approved)
        try allow(in: bench)
        #expect(try bench.take().rooms == [Self.money], "the same again does what is missing")
        #expect(try bench.books.verify().findings == [])
    }

    @Test("an error of the first transaction is the error itself: nothing was written")
    func first() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 30)
        try bench.start()
        try forbid("NEW.event = 'approved'", in: bench)
        #expect(throws: BooksError.self) { try bench.approve() }
        #expect(try bench.state(Self.energy).step == .estimated)
    }

    @Test("rooms are frozen though they can not be estimated at once")
    func start() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 30)
        try forbid("NEW.event = 'estimated'", in: bench)
        let started = try bench.start()
        #expect(started.rooms.contains(Self.energy))
        #expect(try bench.state(Self.energy).step == .frozen)
        try allow(in: bench)
        #expect(try bench.desk.estimate(RefundBench.run, rooms: nil, actor: RefundBench.chen).rooms == started.rooms)
    }
}
