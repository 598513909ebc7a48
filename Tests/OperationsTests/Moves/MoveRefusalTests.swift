// Protects: what can not move is refused before anything is written, with the reason that matters.
// How: one thing is wrong at a time on the campus of the moves, and the journal is compared before and after.

import BooksContract
import Domain
import Operations
import Testing

struct MoveRefusalTests {
    private func expect(
        _ refusal: ReversalRefusal, _ bench: MoveBench, from: RoomID = MoveBench.from, to: RoomID = MoveBench.to, most: Int64? = nil,
        reason: String = "moves", location: SourceLocation = #_sourceLocation
    ) throws {
        let before = try bench.books.verify()
        let found = try bench.refusal { _ = try bench.plan(from: from, to: to, most: most, reason: reason) }
        #expect(found == refusal, sourceLocation: location)
        #expect(found?.sentences.isEmpty == false, sourceLocation: location)
        #expect(try bench.books.verify() == before, sourceLocation: location)
    }

    @Test func theRoomsMustBeTwoWithTheSameUnit() throws {
        let bench = try MoveBench()
        try expect(.move(.sameRoom(MoveBench.from)), bench, to: MoveBench.from)
        try expect(.noMeter(ContractCampus.bareRoom), bench, to: ContractCampus.bareRoom)
        try expect(.noMeter(ContractCampus.bareRoom), bench, from: ContractCampus.bareRoom)
        try expect(
            .move(.otherUnit(MoveBench.from, .energy, ContractCampus.moneyRoom, .money)), bench, to: ContractCampus.moneyRoom)
        #expect(throws: OfficeError.noSuchRoom(RoomID("9-999"))) { _ = try bench.plan(to: RoomID("9-999")) }
        try expect(.reasonMissing, bench, reason: "  ")
        var closed = try #require(try bench.books.inventory().rooms[MoveBench.to])
        closed.isOpen = false
        let change = InventoryChange(version: try bench.books.inventoryVersion(), rooms: [closed])
        #expect(try bench.books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening) == .taken)
        try expect(.move(.closed(MoveBench.to)), bench)
    }

    @Test func arrearsComeFirstInBothRooms() throws {
        let bench = try MoveBench()
        try bench.bench.read(ContractCampus.energyMeter, register: 1334_56, left: Desk.kWh(0))
        try expect(.move(.debt(MoveBench.from, Desk.kWh(5_85))), bench)
        try bench.desk.postUse(of: [MoveBench.from], actor: ContractCampus.chen)
        try expect(.move(.debt(MoveBench.from, Desk.kWh(5_85))), bench)
        let other = try MoveBench()
        let meter = try #require(try other.books.standings(of: [MoveBench.to])[MoveBench.to]?.meter)
        try other.bench.read(meter, register: 712_00, left: Desk.kWh(0))
        try expect(.move(.debt(MoveBench.to, Desk.kWh(2_00))), other)
    }

    @Test func noMoreMovesThanIsThereAndWasPaidFor() throws {
        let bench = try MoveBench()
        try expect(.move(.tooMuch(possible: Desk.kWh(94_09))), bench, most: 94_10)
        for most in [0, -5] as [Int64] { try expect(.move(.noAmount), bench, most: most) }
        try expect(.move(.nothingPaid(ContractCampus.plainRoom)), bench, from: ContractCampus.plainRoom)
        let little = try MoveBench(sells: false)
        try little.bench.read(ContractCampus.energyMeter, register: 1237_76, left: Desk.kWh(5))
        try expect(.move(.tooLittle(MoveBench.from, left: Desk.kWh(5))), little)
        // More load keeps more in the meter: 6 kW for ten minutes are 1.00 kWh.
        var reading = Reading(meter: ContractCampus.energyMeter.id, at: ContractCampus.evening)
        reading.load = Power(watts: 6000)
        try bench.bench.readings.record([reading])
        try expect(.move(.tooMuch(possible: Desk.kWh(93_14))), bench, most: 94_09)
    }

    @Test func theMeterMustAgreeWithTheBooks() throws {
        let bench = try MoveBench()
        try bench.bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(80_00))
        try expect(.move(.unexplained(MoveBench.from)), bench)
        try bench.bench.read(ContractCampus.energyMeter, register: 1000_00, left: Desk.kWh(94_15))
        try expect(.move(.registerBack(ContractCampus.energyMeter.id)), bench)
        // A sale that its meter never got stands in the books and is not in the meter.
        let other = try MoveBench()
        let lost = try ContractCampus.sell(other.books, MoveBench.from, Money(fen: 20_00), id: "P2")
        try other.step(lost.order, .sent, .refused)
        #expect(try other.plan().credit == Desk.kWh(94_09))
    }

    @Test func whatANewReadingMayChangeIsNotRefusedBeforeIt() throws {
        let bench = try MoveBench()
        let approval = try Approval(maker: ContractCampus.chen, approver: ContractCampus.li)
        func check(_ to: RoomID = MoveBench.to, most: Int64? = nil) throws {
            try bench.desk.check(from: MoveBench.from, to: to, most: most, approval: approval, reason: "moves")
        }
        try check(most: 100_00)
        try bench.bench.read(ContractCampus.energyMeter, register: 1234_56, left: Desk.kWh(0))
        try check()
        #expect(try bench.refusal { try check(MoveBench.from) } == .move(.sameRoom(MoveBench.from)))
        #expect(try bench.refusal { try check(ContractCampus.bareRoom) } == .noMeter(ContractCampus.bareRoom))
    }

    @Test func whatIsUnderWayOrDisputedComesFirst() throws {
        let bench = try MoveBench()
        let sale = try ContractCampus.sell(bench.books, MoveBench.from, Money(fen: 20_00), id: "P2")
        let order = try #require(sale.order)
        try expect(.move(.orderOpen(order, .queued)), bench)
        try bench.step(order, .sent)
        try expect(.move(.orderOpen(order, .sent)), bench)
        try bench.step(order, .disputed)
        try expect(.disputed(order), bench)
        let other = try MoveBench()
        let behind = try ContractCampus.sell(other.books, MoveBench.to, Money(fen: 20_00), id: "P2")
        #expect(try other.plan().plan.changes.first?.warnings == [.waitsBehind(1)])
        try other.step(behind.order, .sent, .disputed)
        try expect(.disputed(try #require(behind.order)), other)
    }

    @Test func theOtherRoomMustHaveSpace() throws {
        let bench = try MoveBench()
        for (money, id) in [(Money(fen: 250_00), "P2")] { try ContractCampus.sell(bench.books, MoveBench.to, money, id: id) }
        // 10.00 found in it and 454.54 sold leave 35.46 of 500.00.
        try expect(.move(.noSpace(MoveBench.to, possible: Desk.kWh(35_46))), bench)
        #expect(try bench.plan(most: 35_46).credit == Desk.kWh(35_46))
    }

    @Test func twoPeopleAreNeeded() throws {
        let bench = try MoveBench()
        var plan = try bench.plan().plan
        for approver in [nil, plan.actor] {
            plan.approver = approver
            let before = try bench.books.verify()
            #expect(throws: BooksError.self) { try bench.books.commit(plan, at: ContractCampus.evening) }
            #expect(try bench.books.verify() == before)
        }
    }

    @Test func ofTwoMovesAtOnceTheSecondIsPlannedAnew() throws {
        let bench = try MoveBench()
        let first = try bench.plan(id: "M1")
        let second = try bench.plan(most: 10_00, id: "M2")
        _ = try bench.desk.reversals.commit(first.plan) { try bench.plan(id: "M1").plan }
        let order = try #require(try bench.books.orders(.open).first)
        #expect(
            try bench.refusal { _ = try bench.desk.reversals.commit(second.plan) { try bench.plan(most: 10_00, id: "M2").plan } }
                == .move(.orderOpen(order.id, .queued)))
    }
}
