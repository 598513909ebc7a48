// Protects the words about a refund that an error cuts off: what stands is never denied, and the same again does only what is missing. And
// that a run which can not go on holds nothing up but itself.
// How: real books in which a rule, put there by the test, forbids the events or entries of one room, so that a later transaction fails.

import BooksContract
import Domain
import GRDB
import Testing

@testable import Operations
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

    @Test("what was written is told when what changed meanwhile can not be planned anew")
    func again() throws {
        let bench = try RefundBench()
        for room in [Self.energy, Self.money] { try bench.sell(room, yuan: 30) }
        try bench.start()
        _ = try bench.approve()
        let seen = try bench.desk.planTake(RefundBench.run, rooms: [Self.energy, Self.money], actor: RefundBench.chen)
        var changes: [RefundChange] = []
        for room in [Self.energy, Self.money] {
            var change = try #require(seen.changes.first)
            change.moves.removeAll { $0.room != room }
            change.plan?.rows.removeAll { $0.room != room }
            change.plan?.id = PlanID("take-\(room)")
            changes.append(change)
        }
        bench.use(Self.money, 1_00)
        try bench.read()
        _ = try bench.desk.office.postUse(
            of: [Self.money], latest: try bench.readings.latest(of: [ContractCampus.moneyMeter.id]), actor: RefundBench.chen)
        var proposal = RefundProposal(run: RefundBench.run)
        proposal.changes = changes
        let cutOff = try #require(throws: RefundCutOff.self) { try bench.desk.commit(proposal) { throw BooksError.busy } }
        #expect(cutOff.done.rooms == [Self.energy] && cutOff.unknown.isEmpty)
        #expect(try bench.state(Self.energy).step == .taking && bench.state(Self.money).step == .approved)
    }

    @Test("amounts that were fixed are told with the error of what comes behind them")
    func carryingOn() throws {
        let bench = try RefundBench()
        for room in [Self.energy, Self.money] { try bench.sell(room, yuan: 30) }
        try bench.start()
        _ = try bench.approve()
        _ = try bench.take()
        try bench.deliver(Self.energy)
        try bench.deliver(Self.money, as: .refused)
        try forbid("NEW.event = 'restored'", in: bench)
        let cutOff = try #require(throws: RefundCutOff.self) { try bench.desk.carryOn(RefundBench.run, actor: ContractCampus.system) }
        #expect(cutOff.done.rooms == [Self.energy])
        try allow(in: bench)
        _ = try bench.desk.carryOn(RefundBench.run, actor: ContractCampus.system)
        #expect(try bench.state(Self.energy).step == .fixed && bench.state(Self.money).step == .approved)
        #expect(try bench.books.verify().findings == [])
    }

    /// The run that can not go on comes first, and the other one has a room whose light is to come back.
    @Test("a run that can not go on keeps no other back, and no room dark")
    func otherRuns() throws {
        let (bench, other) = (try RefundBench(), RefundRunID("autumn"))
        try bench.sell(Self.money, yuan: 30)
        let plan = try bench.desk.planStart(
            other.text, scope: .rooms, names: [Self.money], exitDay: RefundBench.today, shareOfLeavers: .paidOut, actor: RefundBench.chen)
        #expect(try bench.desk.start(plan, actor: RefundBench.chen) == .started([Self.money]))
        _ = try bench.desk.approve(other, rooms: nil, approval: try Approval(maker: RefundBench.chen, approver: ContractCampus.li))
        #expect(try bench.desk.take(other, rooms: nil, actor: RefundBench.chen).rooms == [Self.money])
        try bench.deliver(Self.money, as: .refused)
        try bench.approved(Self.energy)
        _ = try bench.openRelay(Self.energy)
        try bench.endRelay(Self.energy)
        try forbid("NEW.event = 'restored'", in: bench)
        #expect(throws: BooksError.self) { try bench.desk.carryOn(actor: ContractCampus.system) }
        #expect(try bench.state(Self.energy).step == .fixed, "its read-back is taken all the same")
        _ = try bench.split()
        _ = try bench.desk.close(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        var room = try #require(try bench.books.inventory().rooms[Self.energy])
        room.isOpen = true
        let change = InventoryChange(version: try bench.books.inventoryVersion(), rooms: [room])
        #expect(try bench.books.take(change, actor: RefundBench.chen, at: bench.clock.now()) == .taken)
        #expect(throws: BooksError.self) { try bench.desk.carryOn(actor: ContractCampus.system) }
        #expect(try bench.relayOrders(Self.energy).map(\.task.relay) == [.open, .close])
        try allow(in: bench)
        try bench.desk.carryOn(actor: ContractCampus.system)
        #expect(try bench.desk.rows(of: other).map(\.state.step) == [.approved])
        #expect(try bench.books.verify().findings == [])
    }

    @Test("of rooms whose stays have ended it is never said that nothing was written", arguments: [false, true])
    func closing(isSeen: Bool) throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 30)
        try bench.start(.rooms, names: [Self.energy])
        _ = try bench.approve()
        _ = try bench.take()
        try bench.deliver(Self.energy)
        try bench.carryOn()
        _ = try bench.split()
        let seen = try bench.desk.planClosing(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        try forbid("NEW.event = 'closed'", in: bench)
        let cutOff = try #require(throws: RefundCutOff.self) {
            _ =
                isSeen
                ? try bench.desk.close(seen: seen, actor: RefundBench.chen)
                : try bench.desk.close(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        }
        #expect(cutOff.done.rooms.isEmpty && cutOff.unknown == [Self.energy])
        #expect(try bench.books.inventory().rooms[Self.energy]?.isOpen == false, "this stands already")
        try allow(in: bench)
        #expect(try bench.desk.close(RefundBench.run, rooms: nil, actor: RefundBench.chen).rooms == [Self.energy])
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
