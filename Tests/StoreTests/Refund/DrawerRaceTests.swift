// Protects the drawer and the people: two who pay from one drawer at the same moment never pay more than it holds, and nobody is paid twice.
// How: threads with books of their own on one folder pay a run again and again, all or one by one, from a drawer that holds half of it.

import BooksContract
import Domain
import Operations
import Testing

@testable import Store

struct DrawerRaceTests {
    private static let wang = Actor(name: "wang", role: .cashier, shift: "2026-11-21/wang", console: "desk-2")

    /// Three rooms with 90.00 yuan due to six people, of which the drawer of chen holds 40.00.
    private static func bench() throws -> RefundBench {
        let bench = try RefundBench()
        for (room, yuan, actor) in [
            (RefundBench.energy, 40, RefundBench.chen), (RefundBench.money, 30, wang), (RefundBench.plain, 20, wang),
        ] {
            bench.clock.move(seconds: 60)
            let plan = try ContractCampus.plan(
                bench.books, [(room, Money(fen: Int64(yuan) * 100))], id: "sale-\(room)", actor: actor)
            _ = try bench.books.commit(plan, at: bench.clock.now())
            try bench.deliver(room)
            try bench.read()
        }
        try bench.start()
        _ = try bench.approve()
        _ = try bench.take()
        for room in [RefundBench.energy, RefundBench.money] { try bench.deliver(room) }
        try bench.carryOn()
        _ = try bench.split()
        return bench
    }

    @Test("a drawer pays no more than it holds, and each share once", arguments: [true, false])
    func race(oneByOne: Bool) async throws {
        let bench = try Self.bench()
        let due = try bench.desk.rows(of: RefundBench.run).reduce(Money.zero) { $0 + $1.state.due }
        #expect(due == Money(fen: 90_00))
        #expect(try bench.balance(.cash("chen")) == 40_00)
        let people = ["S1", "S2", "S3", "S4", "S5", "S6"].map { ResidentID($0) }
        let (folder, clock) = (bench.campus.folder, bench.clock)
        let refusals = try await withThrowingTaskGroup(of: Int.self) { group in
            for desk in 0..<4 {
                group.addTask {
                    let books = try SQLiteBooks.open(in: folder, patience: 30)
                    let office = Office(
                        books: books, readings: MemoryReadings(), clock: clock, ids: RandomIDs(clock: clock), seal: SHA256Seal(),
                        rules: DeskRules())
                    let refunds = RefundDesk(books: books, office: office)
                    var refused = 0
                    for step in 0..<12 {
                        let payees = oneByOne ? [people[(step + desk) % people.count]] : nil
                        do {
                            _ = try refunds.pay(RefundBench.run, rooms: nil, residents: payees, method: .cash, actor: RefundBench.chen)
                        } catch RefundRefusal.drawerShort {
                            refused += 1
                        }
                    }
                    return refused
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(refusals > 0, "the drawer holds less than is due")
        let held = try bench.balance(.cash("chen"))
        let rooms = try bench.desk.rows(of: RefundBench.run).map(\.state)
        let paid = rooms.flatMap { room in room.shares.filter { room.payouts[$0.stay] != nil } }.reduce(Money.zero) { $0 + $1.money }
        #expect(held >= 0)
        #expect(Money(fen: 40_00 - held) == paid, "what left the drawer is what people have")
        #expect(oneByOne ? paid > .zero : paid == .zero, "all of it together is more than the drawer holds")
        let entries = try bench.books.refundRecords(of: RefundBench.run).filter { if case .paid = $0.event { true } else { false } }
        let stays = entries.flatMap { record -> [Int64] in if case .paid(let stays, _) = record.event { stays } else { [] } }
        #expect(Set(stays).count == stays.count, "nobody is paid twice")
        #expect(try bench.books.verify().findings == [])
    }
}
