// Protects what a room has paid on its way to another room: it is in one place at any time, arrives once, and what can not move says why.
// How: a desk over books in memory; orders are moved to each of their states by hand, and whoever began it is gone in between.

import BooksContract
import Domain
import Operations
import Testing

/// Room 3-418 with 94.15 kWh, of which 90.90 were sold for 50.00 yuan, and room 3-501 beside it with a meter of the same kind.
struct MoveBench {
    let bench: OfficeBench
    static let from = ContractCampus.energyRoom
    static let to = RoomID("3-501")
    static let system = Actor(name: "system", role: .system, shift: "", console: "collector")

    init(sells: Bool = true) throws {
        bench = try OfficeBench()
        let meter = MeterPoint(
            id: MeterID("000000000501"), place: .room(MoveBench.to, circuit: "main"), bus: ContractCampus.energyMeter.bus,
            profile: .dorm645,
            baseline: Baseline(
                count: 1, totalBought: Desk.kWh(20_00), remaining: Desk.kWh(10_00), register: Energy(hundredths: 700_00),
                at: ContractCampus.evening))
        let change = InventoryChange(
            version: try bench.books.inventoryVersion(),
            rooms: [Room(id: MoveBench.to, building: "3", floor: 5, number: "501", beds: 4)], meters: [meter])
        #expect(try bench.books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening) == .taken)
        try bench.read(meter, register: 700_00, left: Desk.kWh(10_00))
        try bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(3_25))
        guard sells else { return }
        let sale = try ContractCampus.sell(bench.books, MoveBench.from, Money(fen: 50_00), id: "P1")
        try step(sale.order, .sent, .confirmed)
        try bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(94_15))
    }

    var books: MemoryBooks { bench.books }
    var desk: MoveDesk { MoveDesk(books: books, office: bench.office) }

    func step(_ order: OrderID?, _ states: OrderState...) throws {
        let order = try #require(order)
        for state in states {
            let now = try #require(try books.orders(OrderFilter(id: order)).first)
            _ = try books.record(
                OrderStep(order: order, from: now.state, to: state, at: ContractCampus.evening, isAttempt: state == .sent))
        }
    }

    func plan(
        from: RoomID = MoveBench.from, to: RoomID = MoveBench.to, most: Int64? = nil, reason: String = "moves", id: String = "M1"
    ) throws -> RoomMove {
        try desk.plan(
            from: from, to: to, most: most, approval: try Approval(maker: ContractCampus.chen, approver: ContractCampus.li),
            reason: reason, id: PlanID(id))
    }

    @discardableResult
    func commit(_ id: String = "M1", from: RoomID = MoveBench.from, to: RoomID = MoveBench.to, most: Int64? = nil) throws -> CommittedRow {
        let rows = try desk.reversals.commit(try plan(from: from, to: to, most: most, id: id).plan) {
            try plan(from: from, to: to, most: most, id: id).plan
        }.rows
        return try #require(rows.first)
    }

    func settle(_ id: String = "M1") throws -> TakeBackOutcome? { try desk.reversals.settle(PlanID(id), actor: ContractCampus.chen) }

    /// What is on its way to the room, credit in watt-hours and money in fen.
    func moving(to room: RoomID = MoveBench.to) throws -> [Int64] {
        let sums = try books.trialBalance().filter { $0.account == .moving(to: room) }
        return [.kWh, .yuan].map { commodity in sums.filter { $0.commodity == commodity }.reduce(0) { $0 + $1.amount } }
    }

    func refusal(_ work: () throws -> Void) throws -> ReversalRefusal? {
        do { try work() } catch let refusal as ReversalRefusal { return refusal }
        return nil
    }
}

struct MoveTests {
    @Test func whatWasPaidArrivesWhenItIsProvenToBeOut() throws {
        let bench = try MoveBench()
        let move = try bench.plan()
        // 300 W for ten minutes stay in the meter; the fen for them stay with them.
        #expect(move.credit == Desk.kWh(94_09))
        #expect(move.money == Money(fen: 49_97))
        #expect(move.kept == Desk.kWh(6))
        #expect(move.left == .init(before: Desk.kWh(94_15), after: Desk.kWh(6)))
        #expect(move.entered == .init(before: Desk.kWh(10_00), after: Desk.kWh(104_09)))
        let row = try bench.commit()
        #expect(try bench.books.account(of: MoveBench.from).purchased == Desk.kWh(6))
        #expect(try bench.books.account(of: MoveBench.from).prepaid == Money(fen: 3))
        for state in [OrderState.queued, .sent, .unknown] {
            if state != .queued { try bench.step(row.order, state) }
            guard case .waits(_, Money(fen: 49_97)) = try bench.settle() else {
                Issue.record("it arrives at \(state.word)")
                return
            }
            #expect(try bench.moving() == [94_090, -49_97])
            #expect(try bench.books.account(of: MoveBench.to).purchased == Desk.kWh(10_00))
        }
        try bench.step(row.order, .confirmed)
        for _ in 0..<3 { #expect(try bench.settle() == .moved(Desk.kWh(94_09), to: MoveBench.to)) }
        #expect(try bench.moving() == [0, 0])
        #expect(try bench.books.account(of: MoveBench.to).purchased == Desk.kWh(104_09))
        #expect(try bench.books.account(of: MoveBench.to).prepaid == Money(fen: 49_97))
        let arrivals = try bench.books.orders(.open)
        #expect(arrivals.map(\.task) == [.topUp(Desk.kWh(94_09))])
        #expect(arrivals.map(\.room) == [MoveBench.to])
        #expect(arrivals.map(\.count) == [2])
        #expect(try bench.books.verify().findings == [])
    }

    @Test(arguments: [OrderState.confirmed, .refused])
    func whoBeganItMayBeGone(_ end: OrderState) throws {
        let bench = try MoveBench()
        let row = try bench.commit()
        #expect(try bench.desk.endMoves(actor: MoveBench.system) == 0, "nobody knows yet whether it is out")
        try bench.step(row.order, .sent, end)
        for count in [1, 0, 0] { #expect(try bench.desk.endMoves(actor: MoveBench.system) == count) }
        let isOut = end == .confirmed
        #expect(try bench.books.account(of: MoveBench.to).purchased == Desk.kWh(isOut ? 104_09 : 10_00))
        #expect(try bench.books.account(of: MoveBench.from).purchased == Desk.kWh(isOut ? 6 : 94_15))
        #expect(try bench.books.account(of: MoveBench.from).prepaid == Money(fen: isOut ? 3 : 50_00))
        #expect(try bench.moving() == [0, 0])
        // Who comes back is told how it ended.
        let told = try bench.settle()
        if isOut {
            #expect(told == .moved(Desk.kWh(94_09), to: MoveBench.to))
        } else if case .restored = told {
        } else {
            Issue.record("it does not stand again: \(String(describing: told))")
        }
        #expect(try bench.books.verify().findings == [])
    }

    @Test func betweenMetersThatKeepNoCreditTheBooksMoveIt() throws {
        let bench = try MoveBench()
        // Into a meter without prepaid items: nothing has to be delivered there.
        let into = try bench.commit(to: ContractCampus.plainRoom)
        try bench.step(into.order, .sent, .confirmed)
        #expect(try bench.settle() == .moved(Desk.kWh(94_09), to: ContractCampus.plainRoom))
        #expect(try bench.books.orders(.open).isEmpty)
        // And out of it: there is nothing to wait for, and also who is killed after the commit leaves nothing on its way.
        let out = try bench.commit("M2", from: ContractCampus.plainRoom, to: MoveBench.to)
        #expect(out.order == nil)
        for count in [1, 0] { #expect(try bench.desk.endMoves(actor: MoveBench.system) == count) }
        #expect(try bench.books.account(of: ContractCampus.plainRoom).purchased == Desk.kWh(0))
        #expect(try bench.books.account(of: MoveBench.to).purchased == Desk.kWh(104_09))
        #expect(try bench.books.verify().findings == [])
    }

    @Test(arguments: [[.withdrawn], [.expired], [.sent, .refused]] as [[OrderState]])
    func whatTheOtherMeterDoesNotTakeGoesBackOnce(_ way: [OrderState]) throws {
        let bench = try MoveBench()
        let longAgo = Instant(milliseconds: 0)
        try bench.step(try bench.commit().order, .sent, .confirmed)
        #expect(try bench.settle() == .moved(Desk.kWh(94_09), to: MoveBench.to))
        let arrival = try #require(try bench.books.orders(.open).first)
        #expect(try bench.desk.returnUndelivered(since: longAgo, actor: MoveBench.system) == 0)
        for state in way { try bench.step(arrival.id, state) }
        for count in [1, 0] { #expect(try bench.desk.returnUndelivered(since: longAgo, actor: MoveBench.system) == count) }
        for count in [1, 0] { #expect(try bench.desk.endMoves(actor: MoveBench.system) == count) }
        #expect(try bench.books.account(of: MoveBench.from).purchased == Desk.kWh(94_15))
        #expect(try bench.books.account(of: MoveBench.from).prepaid == Money(fen: 50_00))
        #expect(try bench.books.account(of: MoveBench.to).purchased == Desk.kWh(10_00))
        // What comes back is not sent to and fro when the first meter does not take it either.
        let back = try #require(try bench.books.orders(.open).first)
        #expect(back.room == MoveBench.from && back.task == .topUp(Desk.kWh(94_09)))
        try bench.step(back.id, .withdrawn)
        #expect(try bench.desk.returnUndelivered(since: longAgo, actor: MoveBench.system) == 0)
        #expect(try bench.desk.endMoves(actor: MoveBench.system) == 0)
        #expect(try bench.books.verify().findings == [])
    }

    @Test func useIsPostedFirstAndFreeCreditStays() throws {
        let bench = try MoveBench()
        let grant = GrantEntry.draft(
            room: MoveBench.from, credit: Desk.kWh(5_00), emergency: Desk.kWh(0), expires: nil, reason: "free credit")
        try bench.add(grant)
        try bench.bench.read(ContractCampus.energyMeter, register: 1236_56, left: Desk.kWh(97_15))
        // 2.00 kWh were used of the free 5.00; before they are posted the plan reckons with them.
        for _ in 0..<2 {
            let move = try bench.plan()
            #expect(move.credit == Desk.kWh(94_15), "the free rest is enough for the time until it is out")
            #expect(move.free == Desk.kWh(3_00))
            #expect(move.kept == Desk.kWh(0))
            try bench.desk.postUse(of: [MoveBench.from, MoveBench.to], actor: ContractCampus.chen)
        }
        #expect(try bench.books.account(of: MoveBench.from).subsidy == Desk.kWh(3_00))
        try bench.step(try bench.commit(most: 50_00).order, .sent, .confirmed)
        #expect(try bench.settle() == .moved(Desk.kWh(50_00), to: MoveBench.to))
        // Oldest first: 3.25 that nobody paid for, then 46.75 of 90.90 for 50.00.
        #expect(try bench.books.account(of: MoveBench.to).prepaid == Money(fen: 25_72))
        #expect(try bench.books.account(of: MoveBench.from).prepaid == Money(fen: 24_28))
        #expect(try bench.books.account(of: MoveBench.from).subsidy == Desk.kWh(3_00))
        #expect(try bench.books.verify().findings == [])
    }
}

extension MoveBench {
    /// Writes an entry as it stands.
    func add(_ draft: EntryDraft) throws {
        let room = try #require(draft.room)
        let standing = try #require(try books.standings(of: [room])[room])
        let change = PlannedChange(
            room: room, version: standing.version, priceVersion: 1, money: .zero, credit: Desk.kWh(0), entry: draft)
        let plan = Plan(
            id: PlanID(bench.ids.next()), kind: .subsidy, madeAt: ContractCampus.evening, day: bench.office.today,
            actor: ContractCampus.chen, rows: [PlanRow(room: room, money: .zero, decision: .change(change))])
        guard case .committed = try books.commit(plan, at: ContractCampus.evening) else {
            Issue.record("the entry was not written")
            return
        }
    }
}
