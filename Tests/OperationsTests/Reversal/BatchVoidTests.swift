// Protects: a batch of sales is taken back as one plan, each sale by the rules of its own void, and what stays says why, room by room.
// How: a desk over books in memory with three rooms sold to at once; their orders and meters are moved apart before the undo.

import BooksContract
import Domain
import Operations
import Testing

struct BatchVoidTests {
    private static let rooms = [ContractCampus.energyRoom, ContractCampus.moneyRoom, ContractCampus.plainRoom]

    private struct Sold {
        let bench: OfficeBench
        let rows: [CommittedRow]

        init() throws {
            bench = try OfficeBench()
            let sales = BatchVoidTests.rooms.map { ($0, Money(fen: 50_00)) }
            guard
                case .committed(let rows) = try bench.books.commit(
                    try ContractCampus.plan(bench.books, sales, id: "G1"), at: ContractCampus.evening)
            else { throw ReversalRefusal.noSuchBatch(PlanID("G1")) }
            self.rows = rows
        }

        var desk: ReversalDesk { ReversalDesk(books: bench.books, office: bench.office) }

        func undo(_ batch: String = "G1", maker: Actor = ContractCampus.chen, reason: String = "wrong list") throws -> BatchVoid {
            try desk.planBatchVoid(
                PlanID(batch), approval: try Approval(maker: maker, approver: ContractCampus.li), reason: reason, id: PlanID("V1"))
        }

        func move(_ room: RoomID, _ states: OrderState...) throws {
            let order = try #require(rows.first { $0.room == room }?.order)
            for state in states {
                let now = try #require(try bench.books.orders(OrderFilter(id: order)).first)
                _ = try bench.books.record(
                    OrderStep(order: order, from: now.state, to: state, at: ContractCampus.evening, isAttempt: state == .sent))
            }
        }

        func settled(justCommitted: Bool = false) throws -> [RoomID: TakeBackOutcome] {
            let all = try #require(try desk.settleAll(PlanID("V1"), justCommitted: justCommitted, actor: ContractCampus.chen))
            return Dictionary(all.compactMap { room in room.outcome.map { (room.room, $0) } }) { first, _ in first }
        }

        func sum(_ account: Account) throws -> Int64 {
            try bench.books.trialBalance().filter { $0.account == account }.reduce(0) { $0 + $1.amount }
        }
    }

    @Test func onePlanTakesBackEveryRoomByWhereItsCreditIs() throws {
        let sold = try Sold()
        try sold.move(ContractCampus.energyRoom, .sent, .confirmed)
        let undo = try sold.undo()
        #expect(undo.kept.isEmpty)
        #expect(undo.money == Money(fen: 150_00))
        #expect(undo.plan.changes.map { $0.order != nil } == [true, false, false], "only the first is in a meter")
        #expect(undo.plan.changes.map { $0.withdraws != nil } == [false, true, false], "the second waits in line, the third has no order")
        guard case .committed(let rows) = try sold.bench.books.commit(undo.plan, at: ContractCampus.evening) else {
            Issue.record("the undo is not committed")
            return
        }
        #expect(rows.count == 3)
        let ends = try sold.settled(justCommitted: true)
        #expect(ends[ContractCampus.moneyRoom] == .atOnce(Money(fen: 50_00)))
        guard case .waits(let order, Money(fen: 50_00))? = ends[ContractCampus.energyRoom] else {
            Issue.record("money is paid before the meter's word")
            return
        }
        #expect(try sold.sum(.cash("chen")) == 50_00)
        for state in [OrderState.sent, .confirmed] {
            let now = try #require(try sold.bench.books.orders(OrderFilter(id: order.id)).first)
            _ = try sold.bench.books.record(
                OrderStep(order: order.id, from: now.state, to: state, at: ContractCampus.evening, isAttempt: state == .sent))
        }
        #expect(try sold.settled()[ContractCampus.energyRoom] == .paid(Money(fen: 50_00)))
        let before = TakeBackOutcome.paidBefore(Money(fen: 50_00), at: ContractCampus.evening, by: "chen")
        for _ in 0..<2 { #expect(try sold.settled().values.allSatisfy { $0 == before }, "nobody pays it a second time") }
        #expect(try sold.sum(.cash("chen")) == 0)
        #expect(try sold.bench.books.verify().findings == [])
    }

    @Test func theRoomThatChangedIsNamed() throws {
        let sold = try Sold()
        let seen = try sold.undo().plan
        try sold.move(ContractCampus.moneyRoom, .sent, .confirmed)
        #expect(throws: ReversalRefusal.changed(ContractCampus.moneyRoom)) {
            try sold.desk.commit(seen: seen) { try sold.undo().plan }
        }
        try sold.move(ContractCampus.energyRoom, .sent)
        var fewer = try sold.undo().plan
        #expect(fewer.changes.count == 2)
        #expect(fewer.firstDifference(from: seen) == ContractCampus.energyRoom)
        fewer.rows.removeAll()
        #expect(seen.firstDifference(from: fewer) == seen.changes.first?.room)
        #expect(seen.firstDifference(from: seen) == nil)
    }

    @Test func whatCanNotBeTakenBackStaysAndSaysWhy() throws {
        let sold = try Sold()
        try sold.move(ContractCampus.energyRoom, .sent, .unknown)
        try sold.move(ContractCampus.moneyRoom, .sent, .confirmed)
        var reading = Reading(meter: ContractCampus.moneyMeter.id, at: ContractCampus.evening.adding(seconds: 60))
        (reading.remaining, reading.register) = (Desk.yuan(40_00), Energy(hundredths: 500_00))
        try sold.bench.readings.record([reading])
        let undo = try sold.undo()
        #expect(undo.kept.map(\.room) == [ContractCampus.energyRoom, ContractCampus.moneyRoom])
        guard case .outcomeOpen? = undo.kept.first?.refusal, case .notInMeter(left: Desk.yuan(40_00), _)? = undo.kept.last?.refusal else {
            Issue.record("other reasons: \(undo.kept)")
            return
        }
        #expect(undo.plan.changes.map(\.room) == [ContractCampus.plainRoom])
    }

    @Test func anotherShiftTakesNothingOutOfMeters() throws {
        let sold = try Sold()
        for room in [ContractCampus.energyRoom, ContractCampus.moneyRoom] { try sold.move(room, .sent, .confirmed) }
        let other = Actor(name: "wu", role: .cashier, shift: "2026-11-21/wu", console: "desk-2")
        let undo = try sold.undo(maker: other)
        #expect(undo.kept.map(\.refusal) == [.otherShift(sold: ContractCampus.chen), .otherShift(sold: ContractCampus.chen)])
    }

    @Test func theWholeOfItIsRefusedWithoutAReasonOrABatch() throws {
        let sold = try Sold()
        #expect(throws: ReversalRefusal.reasonMissing) { try sold.undo(reason: " ") }
        #expect(throws: ReversalRefusal.noSuchBatch(PlanID("G2"))) { try sold.undo("G2") }
        #expect(throws: ReversalRefusal.ownApproval("li")) { try sold.undo(maker: ContractCampus.li) }
    }

    @Test func doneTwiceItTakesNothingASecondTime() throws {
        let sold = try Sold()
        _ = try sold.bench.books.commit(try sold.undo().plan, at: ContractCampus.evening)
        let again = try sold.undo()
        #expect(again.plan.rows.isEmpty)
        #expect(again.kept.count == 3)
    }
}
