// Protects: the verbs that console and command line share: selling once, files sold once, use posted once, orders taken back or settled.
// How: a desk over books and readings in memory; other processes get between plan and commit where it matters.

import BooksContract
import Domain
import Operations
import Testing

struct OfficeTests {
    private let chen = ContractCampus.chen

    private func actor(_ role: Role) -> Actor { Actor(name: "li", role: role, shift: "s", console: "desk-2") }

    @Test func aSaleIsPlannedThenCommittedOnce() throws {
        let bench = try OfficeBench()
        try bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(3_25))
        let office = bench.office
        let plan = try office.planTopUp([TopUpLine(room: "3-418", amount: "50")], actor: chen)
        #expect(plan.id == PlanID("T-1") && plan.day == Day("2026-11-21"))
        #expect(plan.changes.first?.after == Desk.kWh(94_15))
        #expect(try bench.books.orders(OrderFilter()).isEmpty, "a plan changes nothing")
        guard case .committed(let rows) = try office.commit(plan) else {
            Issue.record("not committed")
            return
        }
        #expect(try office.committed(plan.id) == rows)
        let again = try office.planTopUp([TopUpLine(room: "3-418", amount: "50")], actor: chen, id: plan.id)
        #expect(try office.commit(again) == .exists(rows))
        #expect(try bench.books.orders(OrderFilter()).count == 1)
    }

    @Test func anUnknownRoomIsAnsweredFromTheInventory() throws {
        let plan = try OfficeBench().office.planTopUp([TopUpLine(room: "418", amount: "50")], actor: chen)
        #expect(plan.refusals.first?.refusal == .unknownRoom(RoomID("418"), nearest: [RoomID("3-418")]))
    }

    @Test func theSameFileTwiceIsSoldOnceUnlessAskedFor() throws {
        let bench = try OfficeBench()
        let file = TopUpFile(Array("room,amount\n3-418,50\n3-419,20.5\n9-999,10\n".utf8))
        #expect(file.problems.isEmpty)
        let first = try bench.office.planTopUpFile(file, actor: chen)
        #expect(first.changes.count == 2 && first.refusals.count == 1)
        _ = try bench.office.commit(first)
        let second = try bench.office.planTopUpFile(
            [TopUpLine(room: "9-999", amount: "10"), TopUpLine(room: "3-419", amount: "20.50"), TopUpLine(room: "3-418", amount: "50")],
            actor: chen)
        #expect(second.id == first.id)
        guard case .exists(let rows) = try bench.office.commit(second) else {
            Issue.record("the file was sold twice")
            return
        }
        #expect(rows.map(\.room) == [RoomID("3-418"), RoomID("3-419")])
        let again = try bench.office.planTopUpFile(file, actor: chen, again: 1)
        #expect(again.id != first.id)
        _ = try bench.office.commit(again)
        #expect(try bench.books.orders(OrderFilter()).count == 4)
        let tomorrow = try bench.office.planTopUpFile(file, actor: chen, day: first.day.advanced(by: 1))
        #expect(tomorrow.id != first.id && tomorrow.day == first.day.advanced(by: 1))
    }

    @Test func theUseOfADayIsDatedWithThatDay() throws {
        let bench = try OfficeBench()
        let today = bench.office.today
        try bench.read(ContractCampus.energyMeter, register: 1239_10, daysAgo: 1)
        try bench.read(ContractCampus.energyMeter, register: 1241_00)
        try bench.read(ContractCampus.moneyMeter, register: 510_00, daysAgo: 3)
        let posting = try bench.office.postUseOfEndedDays(actor: ContractCampus.system)
        #expect(posting.posted == 2)
        #expect(posting.energy == Desk.kWh(4_54), "what was used today is posted tomorrow")
        let days = try [ContractCampus.energyRoom, ContractCampus.moneyRoom].map {
            try bench.books.entries(of: $0, limit: 1).first { $0.draft.kind == .use }?.day
        }
        #expect(days == [today.advanced(by: -1), today.advanced(by: -3)])
        #expect(try bench.office.postUseOfEndedDays(actor: ContractCampus.system).posted == 0)
        #expect(try bench.office.postUse(actor: ContractCampus.system).energy == Desk.kWh(1_90))
        let again = try bench.office.postUseOfEndedDays(actor: ContractCampus.system)
        #expect(again.posted == 0, "use was posted up to a newer reading meanwhile")
        #expect(again.passed[ContractCampus.energyRoom] == .nothingNew)
    }

    @Test func nothingIsDatedIntoAMonthThatWasClosed() throws {
        let bench = try OfficeBench()
        try bench.read(ContractCampus.energyMeter, register: 1239_10, daysAgo: 9)
        let first = bench.office.today.advanced(by: -2)
        #expect(try bench.office.postUseOfEndedDays(actor: ContractCampus.system, notBefore: first).posted == 1)
        #expect(try bench.books.entries(of: ContractCampus.energyRoom, limit: 1).first?.day == first)
    }

    @Test func useOfAllRoomsIsPostedInBatchesAndOnlyOnce() throws {
        let bench = try OfficeBench()
        try bench.read(ContractCampus.energyMeter, register: 1239_10)
        try bench.read(ContractCampus.moneyMeter, register: 510_00)
        try bench.read(ContractCampus.plainMeter, register: 76_00)
        let posting = try bench.office.postUse(actor: ContractCampus.system, batch: 1)
        #expect(posting.posted == 2)
        #expect(posting.energy == Desk.kWh(4_54) && posting.money == Desk.yuan(5_50))
        #expect(Set(posting.passed.keys) == [ContractCampus.plainRoom, ContractCampus.bareRoom])
        guard case .wentBackwards? = posting.passed[ContractCampus.plainRoom] else {
            Issue.record("a register that went backwards is not told")
            return
        }
        let again = try bench.office.postUse(actor: ContractCampus.system)
        #expect(again.posted == 0 && again.passed[ContractCampus.energyRoom] == .nothingNew)
        #expect(try bench.books.verify().findings.isEmpty)
        #expect(try bench.books.account(of: ContractCampus.moneyRoom).balance == Desk.yuan(6_50))
    }

    @Test func aSaleAtTheSameMomentDoesNotStopTheUse() throws {
        let bench = try OfficeBench()
        try bench.read(ContractCampus.energyMeter, register: 1239_10)
        try bench.read(ContractCampus.moneyMeter, register: 510_00)
        let busy = InterruptedBooks(bench.books) { books, plan, at in
            if plan.id == PlanID("use-T-1"), plan.rows.count == 2 {
                try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1")
            }
            return try books.commit(plan, at: at)
        }
        let posting = try bench.office(over: busy).postUse(actor: ContractCampus.system)
        #expect(posting.posted == 2 && posting.changed.isEmpty)
        #expect(posting.energy == Desk.kWh(4_54))
        #expect(try bench.books.account(of: ContractCampus.energyRoom).balance == Desk.kWh(89_61))
    }

    @Test func aRoomThatNeverStandsStillIsNamed() throws {
        let bench = try OfficeBench()
        try bench.read(ContractCampus.energyMeter, register: 1239_10)
        try bench.read(ContractCampus.moneyMeter, register: 510_00)
        let ids = bench.ids
        let busy = InterruptedBooks(bench.books) { books, plan, at in
            try ContractCampus.sell(books, ContractCampus.energyRoom, Money(fen: 10_00), id: ids.next())
            return try books.commit(plan, at: at)
        }
        let posting = try bench.office(over: busy).postUse(actor: ContractCampus.system)
        #expect(posting.changed == [ContractCampus.energyRoom])
        #expect(posting.posted == 1 && posting.money == Desk.yuan(5_50))
    }

    @Test(arguments: [true, false])
    func afterAnErrorOfTheDiskTheBooksAreAsked(_ isWritten: Bool) throws {
        let bench = try OfficeBench()
        let error = BooksError.other("the disk did not answer")
        let failing = InterruptedBooks(bench.books) { books, plan, at in
            if isWritten { _ = try books.commit(plan, at: at) }
            throw error
        }
        let office = bench.office(over: failing)
        let plan = try office.planTopUp([TopUpLine(room: ContractCampus.energyRoom.text, amount: "50")], actor: chen)
        #expect(throws: isWritten ? .outcomeUnknown(plan.id, because: error) : error) { try office.commit(plan) }
    }

    @Test func onlyAQueuedOrderIsWithdrawn() throws {
        let bench = try OfficeBench()
        let id = try #require(try ContractCampus.sell(bench.books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1").order)
        #expect(throws: OfficeError.notAllowed(.auditor)) { try bench.office.withdraw(id, actor: actor(.auditor)) }
        let order = try bench.office.withdraw(id, actor: chen)
        #expect(order.state == .withdrawn && order.note.contains("chen"))
        #expect(throws: OfficeError.notQueued(id, now: .withdrawn)) { try bench.office.withdraw(id, actor: chen) }
        #expect(throws: OfficeError.noSuchOrder(OrderID("x"))) { try bench.office.withdraw(OrderID("x"), actor: chen) }
    }

    @Test(arguments: [(Settlement.confirmed, OrderState.confirmed, 7), (.refused, .refused, 6)])
    func aDisputeIsEndedByAPersonWithAReason(_ settlement: Settlement, _ state: OrderState, _ count: Int) throws {
        let bench = try OfficeBench()
        let id = try #require(try ContractCampus.sell(bench.books, ContractCampus.energyRoom, Money(fen: 50_00), id: "P1").order)
        let li = actor(.supervisor)
        #expect(throws: OfficeError.notDisputed(id, now: .queued)) {
            try bench.office.settle(id, as: settlement, reason: "seen", actor: li)
        }
        _ = try bench.books.record(OrderStep(order: id, from: .queued, to: .disputed, at: Desk.now, note: "Both sides."))
        #expect(throws: OfficeError.reasonMissing) { try bench.office.settle(id, as: settlement, reason: " \n", actor: li) }
        #expect(throws: OfficeError.notAllowed(.cashier)) { try bench.office.settle(id, as: settlement, reason: "seen", actor: chen) }
        let order = try bench.office.settle(id, as: settlement, reason: "Read at the door.", actor: li)
        #expect(order.state == state)
        for part in ["Both sides.", "li", "supervisor", "Read at the door."] { #expect(order.note.contains(part)) }
        #expect(try bench.books.standings(of: [ContractCampus.energyRoom])[ContractCampus.energyRoom]?.expectedCount == count)
    }
}
