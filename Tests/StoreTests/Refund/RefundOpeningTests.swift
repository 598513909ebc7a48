// Protects rooms whose meters give nothing back: a relay is opened only where nobody is left in the dark, the read-back fixes the amount and it
// can only be less, a preview writes nothing, whatever ends otherwise leaves the room where it stood, and no room stays dark because of us.
// How: real books; a meter that gives nothing back, opens, refuses or stays silent as a test says; after each test the books are read again.

import BooksContract
import Domain
import Operations
import Testing

@testable import Store

extension RefundBench {
    func openRelay(_ room: RoomID, actor: Actor = chen) throws -> RefundProposal {
        try desk.open(Self.run, rooms: [room], actor: actor)
    }

    /// The order to the relay of a room ends.
    ///
    /// - Parameters:
    ///   - using: hundredths of a kWh that are used until then.
    ///   - inPurse: hundredths of what is left then that are in the meter's purse of free credit.
    func endRelay(_ room: RoomID, using: Int64 = 0, inPurse: Int64 = 0, as end: OrderState = .confirmed) throws {
        let order = try #require(try books.standings(of: [room])[room]?.openOrders.first { $0.task.relay != nil })
        clock.move(seconds: 5)
        use(room, using)
        if end != .expired, order.state == .queued {
            _ = try books.record(OrderStep(order: order.id, from: .queued, to: .sent, at: clock.now(), count: 0, isAttempt: true))
        }
        guard end != .sent else { return }
        let meter = try #require(self.meter(room))
        let unit = meter.point.unit
        let opens = end == .confirmed && order.task.relay == .open
        let after = CreditReading(
            at: clock.now(), count: meter.count, lastAmount: .zero(unit), totalBought: nil,
            remaining: Credit(unit, hundredths: meter.remaining), subsidy: Credit(unit, hundredths: inPurse),
            register: Energy(hundredths: meter.register), registerAfter: Energy(hundredths: meter.register), relayClosed: !opens)
        let from = end == .expired ? OrderState.queued : .sent
        _ = try books.record(
            OrderStep(order: order.id, from: from, to: end, at: clock.now(), after: end == .unknown ? nil : after, note: "code 1"))
    }

    func relayOrders(_ room: RoomID) throws -> [Order] { try books.orders(OrderFilter(room: room, movesRelay: true)) }

    /// A run over a room with 50.00 yuan of credit, approved by li.
    func approved(_ room: RoomID) throws {
        try sell(room, yuan: 50)
        try start(.rooms, names: [room])
        _ = try approve()
    }
}

@Suite("Opened rooms of a run")
struct RefundOpeningTests {
    private static let (energy, money, plain) = (RefundBench.energy, RefundBench.money, RefundBench.plain)

    private func expectSound(_ bench: RefundBench, _ location: SourceLocation = #_sourceLocation) throws {
        #expect(try bench.books.verify().findings == [], sourceLocation: location)
    }

    @Test(
        "the order moves nothing, its read-back is the final reading, and what was used until then is paid less",
        arguments: [energy, money, plain])
    func opened(room: RoomID) throws {
        let bench = try RefundBench()
        try bench.approved(room)
        let most = try #require(try bench.state(room).most)
        let trial = try bench.books.trialBalance()
        #expect(try bench.openRelay(room).rooms == [room])
        #expect(try bench.books.trialBalance() == trial, "an order to a relay moves no money and no credit")
        #expect(try bench.state(room).step == .opening)
        #expect(try bench.row(room).wait.map { if case .openOrder = $0 { true } else { false } } == true)
        #expect(try bench.openRelay(room).rooms.isEmpty, "it is ordered once")
        let count = try bench.books.standings(of: [room])[room]?.expectedCount
        try bench.endRelay(room, using: 40_00)
        try bench.carryOn()
        let state = try bench.state(room)
        let final = try #require(state.final)
        #expect(state.step == .fixed && final.register == Energy(hundredths: bench.meter(room)?.register ?? 0))
        #expect(final.remaining == (room == Self.plain ? nil : Credit(final.credit.unit, hundredths: bench.meter(room)?.remaining ?? 0)))
        #expect(final.money < most && final.money > .zero)
        #expect(try bench.books.standings(of: [room])[room]?.expectedCount == count)
        #expect(try bench.books.standings(of: [room])[room]?.reached?.register == final.register, "use is posted up to it")
        if case .opened = final.source {} else { Issue.record("\(final.source)") }
        _ = try bench.split()
        _ = try bench.pay()
        let closed = try bench.desk.close(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        #expect(closed.rooms == [room])
        try bench.desk.carryOn(actor: ContractCampus.system)
        #expect(try bench.relayOrders(room).count == 1, "a closed room stays dark")
        try expectSound(bench)
    }

    /// What is done before, and what the room then waits for.
    private enum Case: CaseIterable { case notApproved, othersStay, arrived, ownApproval, openOrder, debt, dropped }

    @Test("it may be opened only by somebody else than who approved it, with nobody left in the dark", arguments: Case.allCases)
    private func whenNot(what: Case) throws {
        let bench = try RefundBench()
        let room = Self.energy
        try bench.sell(room, yuan: 50)
        try bench.start(
            what == .othersStay ? .cohort("2027") : .rooms, names: what == .othersStay ? [] : [room],
            exitDay: what == .arrived ? RefundBench.today.advanced(by: -1) : RefundBench.today)
        if what != .notApproved { _ = try bench.approve([room]) }
        switch what {
        case .arrived:
            let newcomer = Resident(id: ResidentID("S9"), name: "Li 9", cohort: "2030")
            let stay = Stay(id: 99, resident: newcomer.id, room: room, from: RefundBench.today)
            let version = try bench.books.roster().version
            #expect(
                try bench.books.take(
                    RosterChange(version: version, residents: [newcomer], stays: [stay]), actor: RefundBench.chen, at: bench.clock.now())
                    == .taken)
        case .openOrder:
            _ = try bench.take()
            try bench.deliver(room, as: .sent)
        case .debt:
            bench.use(room, 200_00)
            try bench.read()
            _ = try bench.desk.planTake(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        case .dropped: _ = try bench.desk.drop(RefundBench.run, rooms: [room], reason: "a mistake", actor: RefundBench.chen)
        default: break
        }
        let before = try bench.books.verify().entries
        let proposal = try bench.openRelay(room, actor: what == .ownApproval ? ContractCampus.li : RefundBench.chen)
        #expect(proposal.rooms.isEmpty)
        switch (what, proposal.waits[room]) {
        case (.notApproved, .approval), (.othersStay, .othersStay(1)), (.arrived, .othersStay(1)), (.ownApproval, .ownApproval("li")),
            (.openOrder, .otherStep(.taking)), (.debt, .debt), (.dropped, .otherStep(.dropped)):
            break
        default: Issue.record("\(what): \(String(describing: proposal.waits[room]))")
        }
        #expect(try bench.books.verify().entries == before)
        try expectSound(bench)
    }

    @Test(
        "a meter that refuses, or is silent too long, leaves the room approved; it can be opened again or typed",
        arguments: [OrderState.refused, .expired])
    func notOpened(end: OrderState) throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        _ = try bench.openRelay(Self.energy)
        try bench.endRelay(Self.energy, as: end)
        try bench.carryOn()
        let row = try bench.row(Self.energy)
        #expect(row.state.step == .approved && row.next == .open, "what the last try was about comes next")
        #expect(try bench.openRelay(Self.energy).rooms == [Self.energy])
        try bench.endRelay(Self.energy)
        try bench.carryOn()
        #expect(try bench.state(Self.energy).step == .fixed)
        try expectSound(bench)
    }

    @Test("an order without answer does not hold up a reading that a person takes")
    func typedInstead() throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        _ = try bench.openRelay(Self.energy)
        try bench.endRelay(Self.energy, as: .unknown)
        try bench.carryOn()
        #expect(try bench.state(Self.energy).step == .opening)
        let meter = try #require(bench.meter(Self.energy))
        let done = try bench.desk.open(
            RefundBench.run, room: Self.energy, register: Energy(hundredths: meter.register), remaining: meter.remaining,
            reference: "slip 17", actor: RefundBench.chen)
        #expect(done.rooms == [Self.energy])
        #expect(try bench.state(Self.energy).final?.money == Money(fen: 50_00))
        try expectSound(bench)
    }

    @Test("a preview of a typed register writes nothing, however wrong it is; the right one goes on, with its use in the same commit")
    func previewWritesNothing() throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        let (trial, entries) = (try bench.books.trialBalance(), try bench.books.verify().entries)
        func plan(_ register: Int64, _ left: Int64) throws -> RefundProposal {
            try bench.desk.planOpen(
                RefundBench.run, room: Self.energy, register: Energy(hundredths: register), remaining: left, reference: "slip 17",
                actor: RefundBench.chen)
        }
        let meter = try #require(bench.meter(Self.energy))
        let wrong = try plan(meter.register * 10, meter.remaining)
        #expect(wrong.rooms.isEmpty)
        if case .usedMore? = wrong.waits[Self.energy] {} else { Issue.record("\(wrong.waits)") }
        #expect(try bench.books.trialBalance() == trial)
        let right = try plan(meter.register + 5_00, meter.remaining - 5_00)
        #expect(right.plans.first?.changes.first?.use?.credit == ContractCampus.energy(5_00))
        #expect(try bench.books.verify().entries == entries)
        #expect(try bench.desk.commit(seen: right).rooms == [Self.energy])
        #expect(try bench.books.standings(of: [Self.energy])[Self.energy]?.reached?.register == Energy(hundredths: meter.register + 5_00))
        #expect(try bench.books.verify().entries == entries + 2)
        try expectSound(bench)
    }

    @Test("more than was approved is approved again first, and the relay that is open by then is proven at once")
    func moreThanApproved() throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        _ = try bench.openRelay(Self.energy)
        // The sale is corrected meanwhile: more is there than was approved.
        let sale = try #require(try bench.books.entries(of: Self.energy, limit: 5).first { $0.draft.kind == .sale })
        let correction = CorrectionPlanner(
            entry: sale, standing: try #require(try bench.books.standings(of: [Self.energy])[Self.energy]),
            price: try bench.books.price(on: RefundBench.today))
        let more = try correction.plan(
            credit: ContractCampus.energy(10_00), money: Money(fen: 5_50),
            approval: Approval(maker: RefundBench.chen, approver: ContractCampus.li), reason: "sold too little", now: bench.clock.now(),
            day: RefundBench.today, id: PlanID("more"))
        _ = try bench.books.commit(more, at: bench.clock.now())
        bench.change(Self.energy) { $0.remaining += 10_00 }
        try bench.endRelay(Self.energy)
        try bench.carryOn()
        #expect(try bench.state(Self.energy).step == .approved)
        try bench.read()
        #expect(try bench.row(Self.energy).wait == .moreApproval(Money(fen: 55_50), most: Money(fen: 50_00)))
        #expect(try bench.approve([Self.energy]).rooms == [Self.energy])
        #expect(try bench.openRelay(Self.energy).rooms == [Self.energy])
        try bench.endRelay(Self.energy)
        try bench.carryOn()
        #expect(try bench.state(Self.energy).final?.money == Money(fen: 55_50))
        try expectSound(bench)
    }

    // MARK: - Light again

    @Test("a room that is dropped after it was opened is closed again, once, and again when its meter did not close")
    func droppedAgain() throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        _ = try bench.openRelay(Self.energy)
        let early = try bench.desk.drop(RefundBench.run, rooms: [Self.energy], reason: "a mistake", actor: RefundBench.chen)
        #expect(early.rooms.isEmpty, "it would go dark after that")
        try bench.endRelay(Self.energy, as: .sent)
        let order = try #require(try bench.relayOrders(Self.energy).first)
        _ = try bench.books.record(OrderStep(order: order.id, from: .sent, to: .unknown, at: bench.clock.now(), note: "lost"))
        let unanswered = try bench.desk.drop(RefundBench.run, rooms: [Self.energy], reason: "a mistake", actor: RefundBench.chen)
        #expect(unanswered.rooms.isEmpty, "it is sent again while its term lasts, and would go dark after that")
        bench.clock.move(seconds: 600)
        #expect(
            try bench.desk.drop(RefundBench.run, rooms: [Self.energy], reason: "a mistake", actor: RefundBench.chen).rooms == [Self.energy])
        #expect(try bench.relayOrders(Self.energy).count == 1, "nobody knows yet whether it is open")
        _ = try bench.books.record(OrderStep(order: order.id, from: .unknown, to: .confirmed, at: bench.clock.now(), note: ""))
        for _ in 0..<3 { try bench.desk.carryOn(actor: ContractCampus.system) }
        #expect(try bench.relayOrders(Self.energy).map(\.task.relay) == [.open, .close])
        try bench.endRelay(Self.energy, as: .refused)
        try bench.desk.carryOn(actor: ContractCampus.system)
        #expect(try bench.relayOrders(Self.energy).count == 2, "it is not asked without end")
        bench.clock.move(seconds: 601)
        try bench.readings.record([try dark(bench)])
        try bench.desk.carryOn(actor: ContractCampus.system)
        #expect(try bench.relayOrders(Self.energy).count == 3)
        try bench.endRelay(Self.energy)
        bench.clock.move(seconds: 601)
        try bench.readings.record([try dark(bench)])
        try bench.desk.carryOn(actor: ContractCampus.system)
        #expect(try bench.relayOrders(Self.energy).count == 3, "it is closed; what the meter does by itself is its own")
        try bench.sell(Self.energy, yuan: 20)
        try expectSound(bench)
    }

    private func dark(_ bench: RefundBench) throws -> Reading {
        let meter = try #require(bench.meter(Self.energy))
        var reading = Reading(meter: meter.point.id, at: bench.clock.now())
        reading.register = Energy(hundredths: meter.register)
        reading.remaining = Credit(.energy, hundredths: meter.remaining)
        (reading.relayClosed, reading.flags) = (false, [.relayOpen, .remoteTrip])
        return reading
    }

    @Test("a room that is in business again after it was closed gets its light back")
    func openedForOthers() throws {
        let bench = try RefundBench()
        try bench.approved(Self.energy)
        _ = try bench.openRelay(Self.energy)
        try bench.endRelay(Self.energy)
        try bench.carryOn()
        _ = try bench.split()
        _ = try bench.desk.close(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        try bench.desk.carryOn(actor: ContractCampus.system)
        #expect(try bench.relayOrders(Self.energy).count == 1)
        var room = try #require(try bench.books.inventory().rooms[Self.energy])
        room.isOpen = true
        let change = InventoryChange(version: try bench.books.inventoryVersion(), rooms: [room])
        #expect(try bench.books.take(change, actor: RefundBench.chen, at: bench.clock.now()) == .taken)
        try bench.desk.carryOn(actor: ContractCampus.system)
        #expect(try bench.relayOrders(Self.energy).map(\.task.relay) == [.open, .close])
        try expectSound(bench)
    }

    // MARK: - Closing

    @Test("who moved in since the exit day keeps the room; what is closed is what was shown")
    func closesWhatWasShown() throws {
        let bench = try RefundBench()
        try bench.sell(Self.energy, yuan: 50)
        try bench.sell(Self.money, yuan: 50)
        let exit = RefundBench.today.advanced(by: -1)
        try bench.start(.rooms, names: [Self.energy, Self.money], exitDay: exit)
        _ = try bench.approve()
        _ = try bench.take()
        for room in [Self.energy, Self.money] { try bench.deliver(room) }
        try bench.carryOn()
        _ = try bench.split()
        let seen = try bench.desk.planClosing(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        #expect(seen.changes.flatMap(\.moves).allSatisfy { $0.event == .closed(handedOver: false) })
        let newcomer = Resident(id: ResidentID("S9"), name: "Li 9", cohort: "2030")
        let stay = Stay(id: 99, resident: newcomer.id, room: Self.energy, from: RefundBench.today)
        let version = try bench.books.roster().version
        #expect(
            try bench.books.take(
                RosterChange(version: version, residents: [newcomer], stays: [stay]), actor: RefundBench.chen, at: bench.clock.now())
                == .taken)
        let done = try bench.desk.close(seen: seen, actor: RefundBench.chen)
        #expect(done.rooms == [Self.money])
        #expect(done.waits == [Self.energy: .changed])
        #expect(try bench.books.inventory().rooms[Self.energy]?.isOpen == true)
        _ = try bench.desk.close(RefundBench.run, rooms: nil, actor: RefundBench.chen)
        #expect(try bench.state(Self.energy).isHandedOver)
        #expect(try bench.books.inventory().rooms[Self.energy]?.isOpen == true, "people live there who can buy")
        try expectSound(bench)
    }
}
