// Protects: a wrong sale is given back once, never before a meter has proven that the credit is out of it, and not when it was used.
// How: a desk over books in memory; orders are moved to each of their states by hand, and the same is asked again and again.

import BooksContract
import Domain
import Operations
import Testing

/// A sale of 50.00 yuan, 90.90 kWh, at the desk of the small campus.
struct SoldBench {
    let bench: OfficeBench
    let sale: CommittedRow
    static let room = ContractCampus.energyRoom

    init() throws {
        bench = try OfficeBench()
        sale = try ContractCampus.sell(bench.books, SoldBench.room, Money(fen: 50_00), id: "P1")
    }

    var books: MemoryBooks { bench.books }
    var desk: ReversalDesk { ReversalDesk(books: books, office: bench.office) }

    func move(_ order: OrderID?, _ states: OrderState...) throws {
        let order = try #require(order)
        for state in states {
            let now = try #require(try books.orders(OrderFilter(id: order)).first)
            _ = try books.record(
                OrderStep(order: order, from: now.state, to: state, at: ContractCampus.evening, isAttempt: state == .sent))
        }
    }

    func plan(_ id: String = "V1", maker: Actor = ContractCampus.chen, reason: String = "wrong room") throws -> Plan {
        try desk.planVoid(
            sale.entry, approval: try Approval(maker: maker, approver: ContractCampus.li), reason: reason, id: PlanID(id))
    }

    @discardableResult
    func void(_ id: String = "V1") throws -> CommittedRow {
        try #require(try desk.commit(try plan(id)) { try plan(id) }.rows.first)
    }

    func sum(_ account: Account) throws -> Int64 {
        try books.trialBalance().filter { $0.account == account }.reduce(0) { $0 + $1.amount }
    }

    func purchased() throws -> Credit { try books.account(of: SoldBench.room).purchased }

    /// What is answered to everybody but the first.
    var paidBefore: TakeBackOutcome { .paidBefore(Money(fen: 50_00), at: ContractCampus.evening, by: "chen") }

    func refusal(_ work: () throws -> Void) throws -> ReversalRefusal? {
        do { try work() } catch let refusal as ReversalRefusal { return refusal }
        return nil
    }
}

struct VoidTests {
    @Test(arguments: [[], [.withdrawn], [.expired], [.sent, .refused]] as [[OrderState]])
    func whatNoMeterHasIsGivenBackAtOnce(_ way: [OrderState]) throws {
        let bench = try SoldBench()
        for state in way { try bench.move(bench.sale.order, state) }
        let row = try bench.void()
        #expect(row.order == nil)
        #expect(try bench.desk.settle(PlanID("V1"), justCommitted: true, actor: ContractCampus.chen) == .atOnce(Money(fen: 50_00)))
        #expect(try bench.desk.settle(PlanID("V1"), actor: ContractCampus.li) == bench.paidBefore, "who asks later hands nothing over")
        #expect(try bench.sum(.cash("chen")) == 0)
        #expect(try bench.books.account(of: SoldBench.room).prepaid == .zero)
        #expect(try bench.purchased() == Desk.kWh(3_25))
        #expect(try bench.books.orders(.open).isEmpty)
    }

    /// Two terminals with one id: only the one that wrote it is told to give money back.
    @Test func theSameIdFromElsewhereIsNotNew() throws {
        let bench = try SoldBench()
        let plan = try bench.plan()
        #expect(try bench.desk.commit(plan) { plan }.isNew)
        let other = try bench.desk.commit(plan) { plan }
        #expect(!other.isNew && other.rows.count == 1)
        #expect(try bench.desk.settle(plan.id, justCommitted: other.isNew, actor: ContractCampus.li) == bench.paidBefore)
        #expect(try bench.sum(.cash("chen")) == 0)
    }

    @Test func whatAMeterHasIsPaidWhenItIsProvenToBeOut() throws {
        let bench = try SoldBench()
        try bench.move(bench.sale.order, .sent, .confirmed)
        let row = try bench.void()
        let order = try #require(try bench.books.orders(.open).first)
        #expect(order.task == .takeBack(Desk.kWh(90_90)))
        #expect(order.count == 8)
        #expect(order.totalAfter == Desk.kWh(300_00))
        for state in [OrderState.queued, .sent, .unknown] {
            if state != .queued { try bench.move(row.order, state) }
            guard case .waits(_, Money(fen: 50_00)) = try bench.desk.settle(PlanID("V1"), actor: ContractCampus.chen) else {
                Issue.record("money is paid at \(state.word)")
                return
            }
            #expect(try bench.sum(.cash("chen")) == 50_00)
            #expect(try bench.sum(.refundsDue) == -50_00)
        }
        try bench.move(row.order, .confirmed)
        #expect(try bench.desk.settle(PlanID("V1"), actor: ContractCampus.chen) == .paid(Money(fen: 50_00)))
        for actor in [ContractCampus.chen, ContractCampus.li] {
            #expect(try bench.desk.settle(PlanID("V1"), actor: actor) == bench.paidBefore, "the books pay once, and so do people")
        }
        #expect(try bench.sum(.cash("chen")) == 0)
        #expect(try bench.sum(.refundsDue) == 0)
        #expect(try bench.books.verify().findings == [])
    }

    @Test(arguments: [Role.engineer, .auditor, .admin, .system])
    func whoHasNoDrawerPaysNothingAndIsToldThatItIsDue(_ role: Role) throws {
        let bench = try SoldBench()
        try bench.move(bench.sale.order, .sent, .confirmed)
        let row = try bench.void()
        try bench.move(row.order, .sent, .confirmed)
        let other = Actor(name: "wu", role: role, shift: "2026-11-21/wu", console: "desk-2")
        for _ in 0..<2 { #expect(try bench.desk.settle(PlanID("V1"), actor: other) == .due(Money(fen: 50_00))) }
        #expect(try bench.sum(.cash("wu")) == 0 && bench.sum(.refundsDue) == -50_00, "it stays due")
        #expect(try bench.desk.settle(PlanID("V1"), actor: ContractCampus.chen) == .paid(Money(fen: 50_00)))
        #expect(try bench.desk.settle(PlanID("V1"), actor: other) == bench.paidBefore)
        #expect(try bench.sum(.cash("chen")) == 0 && bench.sum(.refundsDue) == 0)
    }

    @Test(arguments: [OrderState.confirmed, .refused])
    func whatAMeterDidNotGiveIsPutBackWithoutAnybodyAsking(_ end: OrderState) throws {
        let bench = try SoldBench()
        try bench.move(bench.sale.order, .sent, .confirmed)
        let row = try bench.void()
        let system = Actor(name: "system", role: .system, shift: "", console: "collector")
        let longAgo = Instant(milliseconds: 0)
        #expect(try bench.desk.putBackUndelivered(since: longAgo, actor: system) == 0)
        try bench.move(row.order, .sent, end)
        let isBack = end == .refused
        for count in [isBack ? 1 : 0, 0] { #expect(try bench.desk.putBackUndelivered(since: longAgo, actor: system) == count) }
        #expect(try bench.sum(.refundsDue) == (isBack ? 0 : -50_00), "what is out of the meter stays due until somebody pays it")
        #expect(try bench.sum(.cash("chen")) == 50_00)
        #expect(try bench.books.verify().findings == [])
    }

    @Test func whatStaysInTheMeterStandsInItsRoomAgainAndCanBeVoidedOnceMore() throws {
        let bench = try SoldBench()
        try bench.move(bench.sale.order, .sent, .confirmed)
        let row = try bench.void()
        try bench.move(row.order, .sent, .refused)
        for _ in 0..<2 {
            guard case .restored = try bench.desk.settle(PlanID("V1"), actor: ContractCampus.chen) else {
                Issue.record("it does not stand again")
                return
            }
        }
        #expect(try bench.purchased() == Desk.kWh(94_15))
        #expect(try bench.books.account(of: SoldBench.room).prepaid == Money(fen: 50_00))
        #expect(try bench.sum(.cash("chen")) == 50_00)
        let again = try bench.void("V2")
        try bench.move(again.order, .sent, .confirmed)
        #expect(try bench.desk.settle(PlanID("V2"), actor: ContractCampus.chen) == .paid(Money(fen: 50_00)))
        #expect(try bench.sum(.cash("chen")) == 0)
        #expect(try bench.purchased() == Desk.kWh(3_25))
        #expect(try bench.books.verify().findings == [])
    }

    /// "It is withdrawn, the money goes back at once" was read; meanwhile the meter has taken it, for the same money and credit.
    @Test func anotherWayBackThanTheOneThatWasSeenIsNotCommitted() throws {
        let bench = try SoldBench()
        let seen = try bench.plan()
        try bench.move(bench.sale.order, .sent, .confirmed)
        let refusal = try bench.refusal { _ = try bench.desk.commit(seen: seen) { try bench.plan() } }
        #expect(refusal == .changed(SoldBench.room))
        #expect(try bench.books.committed(PlanID("V1")) == nil)
        let inMeter = try bench.plan()
        #expect(try bench.desk.commit(seen: inMeter) { try bench.plan() }.rows.first?.order != nil)
    }

    @Test func aSaleIsVoidedOnceByAnyPath() throws {
        let bench = try SoldBench()
        let late = try bench.plan("V2")
        let first = try bench.void()
        // Another console had the plan on its screen: its commit is refused, and so is the plan that it makes anew.
        #expect(
            try bench.refusal { _ = try bench.desk.commit(late) { try bench.plan("V2") } }
                == .alreadyCorrected(bench.sale.entry, by: first.entry, .void))
        #expect(try bench.refusal { try bench.void("V3") } == .alreadyCorrected(bench.sale.entry, by: first.entry, .void))
        #expect(
            try bench.refusal {
                _ = try bench.desk.planVoid(
                    first.entry, approval: try Approval(maker: ContractCampus.chen, approver: ContractCampus.li), reason: "x",
                    id: PlanID("V4"))
            }
                == .notASale(first.entry, .void))
        #expect(try bench.sum(.cash("chen")) == 0)
    }

    @Test func whatWasUsedIsNotVoided() throws {
        // By the books: 3.25 found in the meter are used first, then 1.29 of the sale.
        var bench = try SoldBench()
        try bench.move(bench.sale.order, .sent, .confirmed)
        try ContractCampus.use(bench.books, ContractCampus.energyMeter, upTo: Energy(hundredths: 1239_10), id: "U1")
        #expect(try bench.refusal { try bench.void() } == .used(Desk.kWh(1_29), of: Desk.kWh(90_90)))
        // By the meter alone: not posted yet.
        bench = try SoldBench()
        try bench.move(bench.sale.order, .sent, .confirmed)
        try bench.bench.read(ContractCampus.energyMeter, register: 1239_10, left: Desk.kWh(89_61))
        #expect(try bench.refusal { try bench.void() } == .used(Desk.kWh(1_29), of: Desk.kWh(90_90)))
        // What was in the meter before covers it.
        bench = try SoldBench()
        try bench.move(bench.sale.order, .sent, .confirmed)
        try bench.bench.read(ContractCampus.energyMeter, register: 1237_81, left: Desk.kWh(90_90))
        #expect(try bench.void().order != nil)
        // The meter has less than the register explains.
        bench = try SoldBench()
        try bench.move(bench.sale.order, .sent, .confirmed)
        try bench.bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(90_89))
        #expect(try bench.refusal { try bench.void() } == .notInMeter(left: Desk.kWh(90_89), sold: Desk.kWh(90_90)))
    }

    @Test func whoMayVoidWhat() throws {
        let bench = try SoldBench()
        #expect(try bench.refusal { _ = try bench.plan(reason: "  ") } == .reasonMissing)
        let wang = Actor(name: "wang", role: .cashier, shift: "2026-11-21/wang", console: "desk-2")
        #expect(try bench.plan(maker: wang).changes.count == 1, "nothing is in a meter, so the shift does not matter")
        try bench.move(bench.sale.order, .sent)
        #expect(try bench.refusal { try bench.void() } == .outcomeOpen(try #require(bench.sale.order), .sent))
        try bench.move(bench.sale.order, .disputed)
        #expect(try bench.refusal { try bench.void() } == .disputed(try #require(bench.sale.order)))
        try bench.move(bench.sale.order, .confirmed)
        #expect(try bench.refusal { _ = try bench.plan(maker: wang) } == .otherShift(sold: ContractCampus.chen))
        var nextDay = ContractCampus.chen
        nextDay.shift = "2026-11-22/chen"
        #expect(try bench.refusal { _ = try bench.plan(maker: nextDay) } == .otherShift(sold: ContractCampus.chen))
        #expect(try bench.refusal { _ = try Approval(maker: ContractCampus.chen, approver: nil) } == .needsApproval)
        #expect(try bench.refusal { _ = try Approval(maker: ContractCampus.chen, approver: ContractCampus.chen) } == .ownApproval("chen"))
        #expect(try bench.refusal { _ = try Approval(maker: ContractCampus.chen, approver: wang) } == .doesNotApprove(.cashier))
        #expect(try bench.refusal { _ = try Approval(maker: Desk.actor(.auditor), approver: ContractCampus.li) } == .notAllowed(.auditor))
    }
}
