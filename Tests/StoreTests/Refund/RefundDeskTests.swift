// Protects a run of refunds from the first room frozen to the last closed: the amount comes from the read-back, nobody is paid twice, whatever
// stands in the way is said room by room, and a run goes on from wherever it stopped.
// How: real books; meters that confirm, refuse, run short or stay silent as a test says; after each test the books are read again.

import BooksContract
import Domain
import Operations
import Testing

@testable import Store

@Suite("Run of refunds")
struct RefundDeskTests {
    private static let (energy, money, plain) = (RefundBench.energy, RefundBench.money, RefundBench.plain)

    private func expectSound(_ bench: RefundBench, _ location: SourceLocation = #_sourceLocation) throws {
        #expect(try bench.books.verify().findings == [], sourceLocation: location)
    }

    @Test("a building goes through all steps; what was bought is paid to the fen, and the rooms are closed")
    func allSteps() throws {
        let bench = try RefundBench()
        for (room, yuan) in [(Self.energy, Int64(50)), (Self.money, 30), (Self.plain, 20)] { try bench.sell(room, yuan: yuan) }
        let started = try bench.start()
        #expect(started.rooms == [Self.energy, Self.money, Self.plain])
        #expect(started.left == [ContractCampus.bareRoom: .noMeter])
        #expect(try bench.state(Self.energy).figures?.money == Money(fen: 50_00))
        #expect(try bench.approve().rooms.count == 3)
        #expect(try bench.take().rooms.count == 3)
        #expect(try bench.state(Self.plain).step == .fixed, "where the books keep the credit nothing has to come out")
        #expect(try bench.state(Self.energy).step == .taking)
        #expect(try bench.row(Self.energy).wait.map { if case .openOrder = $0 { true } else { false } } == true)
        try bench.deliver(Self.energy)
        try bench.deliver(Self.money)
        try bench.carryOn()
        #expect(try bench.state(Self.energy).final?.money == Money(fen: 50_00))
        #expect(try bench.state(Self.money).final?.money == Money(fen: 30_00))
        #expect(bench.meter(Self.energy)?.remaining == 0)
        #expect(try bench.balance(.refundsDue) == -100_00)
        #expect(try bench.split().rooms.count == 3)
        #expect(try bench.balance(.refundsDue) == 0)
        #expect(try bench.state(Self.energy).shares.map(\.money.fen) == [16_67, 16_67, 16_66])
        #expect(try bench.balance(.payout(stay: 3)) == -16_66)
        let before = try bench.balance(.cash("chen"))
        #expect(try bench.pay().rooms.count == 3)
        #expect(try bench.pay().rooms.isEmpty, "nothing is due any more")
        #expect(try bench.balance(.cash("chen")) == before - 100_00)
        let closed = try bench.desk.close(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        #expect(closed.rooms.count == 3)
        #expect(try bench.books.frozenRooms().isEmpty)
        #expect(try bench.books.inventory().rooms[Self.energy]?.isOpen == false)
        #expect(try bench.books.roster().stays[1]?.until == RefundBench.today)
        #expect(try bench.desk.rows(of: RefundBench.run).allSatisfy { $0.state.step == .closed && $0.wait == nil && $0.next == nil })
        try expectSound(bench)
    }

    @Test("a meter in use keeps a reserve, and what was used beyond it is set off to the fen")
    func usedMeanwhile() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 55)
        try bench.sell(Self.money, yuan: 30)
        bench.change(Self.energy) { $0.load = 600 }
        try bench.read()
        try bench.start(.rooms, names: [Self.energy, Self.money])
        _ = try bench.approve()
        _ = try bench.take()
        let held = try #require(try bench.state(Self.energy).figures?.held)
        #expect(held == ContractCampus.energy(11), "600 W for ten minutes and a step of the register")
        try bench.deliver(Self.energy, using: 30)
        try bench.deliver(Self.money, using: 100)
        try bench.carryOn()
        let energy = try #require(try bench.state(Self.energy).final)
        #expect(energy.setOff == ContractCampus.energy(19), "0.30 used, 0.11 left for it")
        #expect(energy.credit == ContractCampus.energy(103_25 - 11 - 19))
        // The oldest credit was found in the meter and not paid for: it is set off first, so that all that was paid is paid back.
        #expect(energy.money == Money(fen: 55_00))
        let money = try #require(try bench.state(Self.money).final)
        #expect(money.setOff == Credit(.money, hundredths: 55))
        #expect(money.money == Money(fen: 30_00))
        #expect(try bench.books.account(of: Self.energy).emergency == ContractCampus.energy(0))
        #expect(
            try bench.desk.facts(RefundBench.run, room: Self.energy)?.reasons.last.map { "\($0)" }
                == "0.19 kWh used while the credit was being taken out: set off")
        _ = try bench.split()
        try expectSound(bench)
    }

    /// Nothing but bought credit is left of what the room had, and it is on its way out of the meter.
    private func takingPaidCreditAlone() throws -> RefundBench {
        let bench = try RefundBench()
        bench.use(Self.energy, 3_25)
        try bench.read()
        try bench.sell(Self.energy, yuan: 55)
        try bench.start(.rooms, names: [Self.energy])
        _ = try bench.approve()
        _ = try bench.take()
        return bench
    }

    @Test("what is set off of paid credit is earned, and not paid")
    func paidCreditSetOff() throws {
        let bench = try takingPaidCreditAlone()
        let earned = try bench.balance(.income)
        try bench.deliver(Self.energy, using: 2_00)
        try bench.carryOn()
        #expect(try bench.state(Self.energy).final?.money == Money(fen: 53_90))
        #expect(try bench.balance(.income) == earned - 1_10)
        #expect(try bench.balance(.refundsDue) == -53_90)
        _ = try bench.split()
        #expect(try bench.balance(.refundsDue) == 0)
        try expectSound(bench)
    }

    @Test("of a room in which others stay the leavers' part is paid, and the room goes on")
    func cohort() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 90)
        let started = try bench.start(.cohort("2027"))
        #expect(started.rooms == [Self.energy, Self.money, Self.plain])
        _ = try bench.approve([Self.energy])
        _ = try bench.take([Self.energy])
        try bench.deliver(Self.energy)
        try bench.carryOn()
        let state = try bench.state(Self.energy)
        #expect(state.final?.money == Money(fen: 60_00))
        let figures = try #require(state.figures)
        #expect(figures.ofStayers == ContractCampus.energy(166_88) - figures.credit)
        _ = try bench.split([Self.energy])
        #expect(
            try bench.state(Self.energy).shares == [
                RefundShare(stay: 1, money: Money(fen: 30_00)), RefundShare(stay: 2, money: Money(fen: 30_00)),
            ])
        let closed = try bench.desk.close(RefundBench.run, rooms: [Self.energy], actor: RefundBench.chen)
        #expect(closed.rooms == [Self.energy], "a share that nobody fetched does not hold the room up")
        #expect(try bench.state(Self.energy).isHandedOver)
        #expect(try bench.books.inventory().rooms[Self.energy]?.isOpen == true)
        #expect(try bench.books.roster().stays[3]?.until == nil)
        try bench.sell(Self.energy, yuan: 20)
        #expect(try bench.pay([Self.energy], to: [ResidentID("S2")]).rooms == [Self.energy])
        #expect(try bench.state(Self.energy).due == Money(fen: 30_00))
        try expectSound(bench)
    }

    @Test("where the share stays in the room nothing is taken out and nothing is due")
    func shareStays() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 90)
        try bench.start(.cohort("2027"), share: .staysInRoom)
        _ = try bench.approve([Self.energy])
        _ = try bench.take([Self.energy])
        #expect(try bench.state(Self.energy).step == .fixed)
        #expect(try bench.state(Self.energy).final?.money == .zero)
        #expect(try bench.split([Self.energy]).rooms == [Self.energy])
        #expect(try bench.state(Self.energy).step == .paid)
        _ = try bench.desk.close(RefundBench.run, rooms: [Self.energy], actor: RefundBench.chen)
        #expect(try bench.books.account(of: Self.energy).purchased == ContractCampus.energy(166_88))
        try expectSound(bench)
    }

    @Test("what a meter did not give stands in the room again, and the room is taken or opened later")
    func notGiven() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 50)
        try bench.start(.rooms, names: [Self.energy])
        _ = try bench.approve()
        _ = try bench.take()
        try bench.deliver(Self.energy, as: .withdrawn)
        try bench.carryOn()
        #expect(try bench.state(Self.energy).step == .approved)
        #expect(try bench.row(Self.energy).wait == nil, "it can be taken again at once")
        try bench.read()
        _ = try bench.take()
        try bench.deliver(Self.energy, as: .refused)
        try bench.carryOn()
        guard case .refusedByMeter = try bench.row(Self.energy).wait else {
            Issue.record("it is not said that the meter refused: \(String(describing: try bench.row(Self.energy).wait))")
            return
        }
        #expect(try bench.books.account(of: Self.energy).prepaid == Money(fen: 50_00))
        #expect(try bench.balance(.refundsDue) == 0)
        let opened = try bench.desk.open(
            RefundBench.run, room: Self.energy, register: Energy(hundredths: 1235_56), remaining: 93_15, reference: "slip 17",
            actor: RefundBench.chen)
        #expect(opened.rooms == [Self.energy])
        let final = try #require(try bench.state(Self.energy).final)
        #expect(final.source == .typed(reference: "slip 17"))
        #expect(final.money == Money(fen: 50_00), "a kWh of the unpaid credit was used")
        #expect(bench.meter(Self.energy)?.remaining == 94_15, "the credit stays in the meter")
        bench.use(Self.energy, 1_00)
        try bench.read()
        let reconcile = ReconcileDesk(office: bench.desk.office, cases: bench.books)
        let row = try #require(try reconcile.rows(of: [Self.energy]).first)
        #expect(row.verdict == .explained)
        #expect(row.differences.first?.explanations == [.leftByRefund(ContractCampus.energy(93_15))])
        _ = try bench.split()
        try expectSound(bench)
    }

    @Test("what was used while an order waited in vain is repaid from the oldest lot when the credit stands in the room again")
    func usedInVain() throws {
        let bench = try takingPaidCreditAlone()
        let earned = try bench.balance(.income)
        bench.use(Self.energy, 2_00)
        try bench.read()
        _ = try bench.desk.office.postUse(actor: ContractCampus.system)
        #expect(try bench.books.account(of: Self.energy).emergency == ContractCampus.energy(2_00))
        try bench.deliver(Self.energy, as: .withdrawn)
        try bench.carryOn()
        let account = try bench.books.account(of: Self.energy)
        #expect(account.emergency == ContractCampus.energy(0))
        #expect(account.purchased == ContractCampus.energy(98_00))
        #expect(account.prepaid == Money(fen: 53_90))
        #expect(try bench.balance(.income) == earned - 1_10)
        #expect(try bench.balance(.refundsDue) == 0)
        #expect(try bench.take().rooms == [Self.energy])
        #expect(try bench.state(Self.energy).figures?.money == Money(fen: 53_90))
        try expectSound(bench)
    }

    @Test("it waits, and says for what")
    func waits() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 50)
        try bench.start(exitDay: RefundBench.today.advanced(by: 3))
        func wait() throws -> RefundWait? {
            let proposal = try bench.take([Self.energy])
            return proposal.waits[Self.energy]
        }
        #expect(try wait() == .approval)
        _ = try bench.approve()
        let own = Actor(name: "li", role: .supervisor, shift: "2026-11-21/li", console: "desk-1")
        #expect(try bench.desk.take(RefundBench.run, rooms: nil, actor: own).waits[Self.energy] == .ownApproval("li"))
        bench.clock.move(seconds: 3600)
        #expect(try wait() == .silent(since: ContractCampus.evening.adding(seconds: 65 + 5)))
        try bench.read()
        bench.change(Self.energy) { $0.remaining -= 10_00 }
        try bench.read()
        #expect(try wait() == .difference(books: ContractCampus.energy(94_15), meter: ContractCampus.energy(84_15)))
        bench.change(Self.energy) { $0.remaining += 10_00 }
        bench.use(Self.energy, 100_00)
        try bench.read()
        #expect(try wait() == .debt(ContractCampus.energy(5_85)))
        _ = try bench.take([Self.plain])
        _ = try bench.split([Self.plain])
        let close = try bench.desk.close(RefundBench.run, rooms: [Self.plain], actor: RefundBench.chen)
        #expect(close.waits[Self.plain] == .exitDay(RefundBench.today.advanced(by: 3)))
        let dropped = try bench.desk.drop(RefundBench.run, rooms: [Self.energy], reason: "owes credit", actor: RefundBench.chen)
        #expect(dropped.rooms == [Self.energy])
        try bench.sell(Self.energy, yuan: 20)
        try expectSound(bench)
    }

    @Test("a room with an open or a disputed order waits, and so does one whose people are gone from the roster")
    func ordersAndPeople() throws {
        let bench = try RefundBench()
        let plan = try ContractCampus.plan(bench.books, [(Self.energy, Money(fen: 5000))], id: "sale")
        _ = try bench.books.commit(plan, at: bench.clock.now())
        try bench.start()
        let order = try #require(try bench.books.orders(.open).first)
        #expect(try bench.approve([Self.energy]).waits[Self.energy] == .openOrder(order.id, .queued))
        try bench.deliver(Self.energy, as: .disputed)
        #expect(try bench.approve([Self.energy]).waits[Self.energy] == .disputed(order.id))
        let stays = try bench.books.roster().stays.values.filter { $0.room == Self.money }.map { stay in
            var stay = stay
            stay.until = RefundBench.today.advanced(by: -1)
            return stay
        }
        let version = try bench.books.roster().version
        _ = try bench.books.take(RosterChange(version: version, stays: stays), actor: RefundBench.chen, at: bench.clock.now())
        #expect(try bench.approve([Self.money]).waits[Self.money] == .nobody)
        #expect(try bench.row(Self.money).wait == .nobody)
        try expectSound(bench)
    }

    @Test("more than was approved is not taken out; a second approval by the same person as the maker is refused")
    func approvals() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 50)
        try bench.start(.rooms, names: [Self.energy])
        _ = try bench.approve()
        let correction = CorrectionPlanner(
            entry: try #require(try bench.books.entries(of: Self.energy, limit: 1).first),
            standing: try #require(try bench.books.standings(of: [Self.energy])[Self.energy]),
            price: try bench.books.price(on: RefundBench.today))
        let more = try correction.plan(
            credit: ContractCampus.energy(10_00), money: Money(fen: 5_50),
            approval: Approval(maker: RefundBench.chen, approver: ContractCampus.li),
            reason: "sold too little", now: bench.clock.now(), day: RefundBench.today, id: PlanID("more"))
        _ = try bench.books.commit(more, at: bench.clock.now())
        bench.change(Self.energy) { $0.remaining += 10_00 }
        try bench.read()
        #expect(try bench.take().waits[Self.energy] == .moreApproval(Money(fen: 55_50), most: Money(fen: 50_00)))
        #expect(try bench.approve([Self.energy]).rooms == [Self.energy])
        #expect(try bench.take().rooms == [Self.energy])
        #expect(throws: ReversalRefusal.ownApproval("chen")) { try Approval(maker: RefundBench.chen, approver: RefundBench.chen) }
        let zhang = Actor(name: "zhang", role: .manager, shift: "", console: "desk-2")
        let chen = Actor(name: "chen", role: .supervisor, shift: "", console: "desk-1")
        #expect(throws: ReversalRefusal.ownApproval("chen")) {
            try bench.desk.approve(RefundBench.run, rooms: nil, approval: Approval(maker: zhang, approver: chen))
        }
        #expect(throws: RefundRefusal.notAllowed(.auditor)) {
            try bench.desk.take(RefundBench.run, rooms: nil, actor: Actor(name: "wu", role: .auditor, shift: "", console: ""))
        }
    }

    @Test("a split that does not fit the people of the room divides nothing")
    func splits() throws {
        let bench = try RefundBench()
        try bench.sell(Self.plain, yuan: 20)
        try bench.start(.rooms, names: [Self.plain])
        _ = try bench.approve()
        _ = try bench.take()
        let (five, six) = (ResidentID("S5"), ResidentID("S6"))
        #expect(try bench.split([Self.plain], .shares([five: 50_00, six: 40_00])).waits[Self.plain] == .split(.sum(90_00)))
        #expect(try bench.split([Self.plain], .payee(ResidentID("S1"))).waits[Self.plain] == .split(.noResident(ResidentID("S1"))))
        #expect(try bench.state(Self.plain).step == .fixed)
        #expect(try bench.split([Self.plain], .shares([five: 33_33, six: 66_67])).rooms == [Self.plain])
        #expect(try bench.state(Self.plain).shares.map(\.money.fen) == [6_67, 13_33])
        let version = try bench.books.roster().version
        let gone = RosterChange(version: version, removedStays: [5])
        guard case .contradicted = try bench.books.take(gone, actor: RefundBench.chen, at: bench.clock.now()) else {
            Issue.record("a stay to which money is due was removed")
            return
        }
        try expectSound(bench)
    }

    @Test("what nobody fetched within 180 days is set aside and stays due")
    func unclaimed() throws {
        let bench = try RefundBench()
        try bench.sell(Self.plain, yuan: 20)
        try bench.start(.rooms, names: [Self.plain])
        _ = try bench.approve()
        _ = try bench.take()
        _ = try bench.split()
        _ = try bench.desk.close(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        bench.clock.move(seconds: 179 * 86_400)
        #expect(try bench.desk.setAside(RefundBench.run, actor: RefundBench.chen).rooms.isEmpty)
        bench.clock.move(seconds: 86_400)
        #expect(try bench.desk.setAside(RefundBench.run, actor: RefundBench.chen).rooms == [Self.plain])
        #expect(try bench.desk.setAside(RefundBench.run, actor: RefundBench.chen).rooms.isEmpty)
        #expect(try bench.balance(.unclaimed) == -20_00)
        #expect(try bench.pay(to: [ResidentID("S6")]).rooms == [Self.plain])
        #expect(try bench.balance(.unclaimed) == -10_00)
        #expect(try bench.state(Self.plain).due == Money(fen: 10_00))
        try expectSound(bench)
    }

    @Test("two consoles that do the same do it once")
    func twoConsoles() throws {
        let bench = try RefundBench()
        try bench.sell(Self.plain, yuan: 20)
        try bench.start(.rooms, names: [Self.plain])
        _ = try bench.approve()
        let other = RefundDesk(books: try SQLiteBooks.open(in: bench.campus.folder), office: bench.desk.office)
        let theirs = try other.planTake(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        #expect(try bench.take().rooms == [Self.plain])
        #expect(try bench.books.commit(try #require(theirs.changes.first), at: bench.clock.now()) == .moved([Self.plain]))
        let split = try other.planSplit(RefundBench.run, rooms: nil, split: .equal, actor: RefundBench.chen)
        _ = try bench.split()
        #expect(try other.books.commit(try #require(split.changes.first), at: bench.clock.now()) == .moved([Self.plain]))
        let payment = try other.planPayment(RefundBench.run, rooms: nil, residents: nil, method: .bank, actor: RefundBench.chen)
        _ = try bench.pay()
        #expect(try other.books.commit(try #require(payment.changes.first), at: bench.clock.now()) == .moved([Self.plain]))
        #expect(try bench.balance(.bank) == 0)
        try expectSound(bench)
    }

    @Test("a void can not pay what a refund took")
    func voidPaysNothing() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 50)
        try bench.start(.rooms, names: [Self.energy])
        _ = try bench.approve()
        let plan = try #require(try bench.take().plans.first?.id)
        try bench.deliver(Self.energy)
        let desk = ReversalDesk(books: bench.books, office: bench.desk.office)
        #expect(try desk.settle(plan, actor: RefundBench.chen) == nil)
        #expect(try bench.balance(.refundsDue) == -50_00)
    }
}
