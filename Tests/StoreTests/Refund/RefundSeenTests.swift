// Protects that a console commits exactly what was looked at: a room that changed since is left out and says so, the others are written, and
// nothing is written twice.
// How: real books; the account or the step of a room moves between the plan and its commit.

import BooksContract
import Domain
import Operations
import Testing

@testable import Store

@Suite("What was seen of a run is what is written")
struct RefundSeenTests {
    private static let (energy, money, plain) = (RefundBench.energy, RefundBench.money, RefundBench.plain)

    private func bench() throws -> RefundBench {
        let bench = try RefundBench()
        for room in [Self.energy, Self.money, Self.plain] { try bench.sell(room, yuan: 30) }
        try bench.start()
        return bench
    }

    @Test("a room that another console took on is left out, the others go on")
    func another() throws {
        let bench = try bench()
        let approval = try Approval(maker: RefundBench.chen, approver: ContractCampus.li)
        let seen = try bench.desk.planApproval(RefundBench.run, rooms: nil, approval: approval)
        #expect(seen.rooms == [Self.energy, Self.money, Self.plain])
        _ = try bench.approve([Self.money])
        let done = try bench.desk.commit(seen: seen)
        #expect(done.rooms == [Self.energy, Self.plain])
        #expect(done.waits == [Self.money: .changed])
        let again = try bench.desk.commit(seen: seen)
        #expect(again.rooms.isEmpty && again.waits.count == 3, "the same again writes nothing")
        #expect(try bench.desk.rows(of: RefundBench.run).allSatisfy { $0.state.step == .approved })
        #expect(try bench.books.verify().findings == [])
    }

    @Test("money is paid once, though two consoles looked at the same list")
    func paidOnce() throws {
        let bench = try bench()
        _ = try bench.approve()
        _ = try bench.take()
        try bench.deliver(Self.energy)
        try bench.deliver(Self.money)
        try bench.carryOn()
        _ = try bench.split()
        let before = try bench.balance(.cash("chen"))
        let plan = {
            try bench.desk.planPayment(RefundBench.run, rooms: nil, residents: nil, method: .cash, actor: RefundBench.chen)
        }
        let (one, other) = (try plan(), try plan())
        #expect(try bench.desk.commit(seen: one).rooms.count == 3)
        let late = try bench.desk.commit(seen: other)
        #expect(late.rooms.isEmpty && late.waits.values.allSatisfy { $0 == .changed })
        #expect(try bench.balance(.cash("chen")) == before - 90_00)
        #expect(try bench.books.verify().findings == [])
    }

    @Test("a plan to drop rooms writes nothing, and needs a reason")
    func dropping() throws {
        let bench = try bench()
        #expect(throws: RefundRefusal.reasonMissing) {
            try bench.desk.planDropping(RefundBench.run, rooms: [Self.plain], reason: " ", actor: RefundBench.chen)
        }
        let seen = try bench.desk.planDropping(RefundBench.run, rooms: [Self.plain], reason: "mistake", actor: RefundBench.chen)
        #expect(seen.rooms == [Self.plain])
        #expect(try bench.state(Self.plain).step == .estimated)
        #expect(try bench.desk.commit(seen: seen).rooms == [Self.plain])
        #expect(try bench.state(Self.plain).step == .dropped)
    }
}
