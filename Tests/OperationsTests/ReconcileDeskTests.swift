// Protects: a difference becomes one case after two readings, people look after it and end it, and it comes back only for a reason.
// How: the desk on books, readings and cases in memory; a meter that is sold to from elsewhere, minute by minute.

import BooksContract
import Domain
import Operations
import Testing

struct ReconcileContractTests {
    @Test(arguments: CaseContract.all)
    func casesInMemoryKeep(_ promise: CasePromise) throws { try promise.check(MemoryCases()) }
}

struct ReconcileDeskTests {
    private struct Bench {
        var office: OfficeBench
        let cases = MemoryCases()
        var watch = CaseWatch()
        var pictures: [MeterID: CreditReading] = [:]
        let room = ContractCampus.energyRoom
        let meter = ContractCampus.energyMeter

        init() throws { office = try OfficeBench() }

        var desk: ReconcileDesk { ReconcileDesk(office: office.office, cases: cases) }

        /// A minute later the meter says this, and the program looks.
        mutating func minute(left: Int64, count: Int, register: Int64 = 1234_56) throws -> [CaseMove] {
            office.clock.instant = office.clock.instant.adding(seconds: 60)
            var reading = Reading(meter: meter.id, at: office.clock.instant)
            reading.remaining = ContractCampus.energy(left)
            reading.count = count
            reading.register = Energy(hundredths: register)
            try office.readings.record([reading])
            return try look()
        }

        mutating func look() throws -> [CaseMove] {
            let moves = watch.look(try desk.rows(pictures: pictures), now: office.clock.instant)
            _ = try desk.follow(moves, actor: ContractCampus.system)
            return moves
        }

        mutating func picture(count: Int, total: Int64) {
            pictures[meter.id] = CreditReading(
                at: office.clock.instant.adding(seconds: 1), count: count, lastAmount: ContractCampus.energy(20_00),
                totalBought: ContractCampus.energy(total), remaining: ContractCampus.energy(23_25), subsidy: ContractCampus.energy(0),
                register: Energy(hundredths: 1234_56), registerAfter: Energy(hundredths: 1234_56))
        }

        func all() throws -> [Case] { try cases.cases(CaseFilter()) }
    }

    private static let zhang = Actor(name: "zhang", role: .supervisor, shift: "2026-11-21/zhang", console: "desk-2")

    @Test func aForeignTopUpIsFoundOwnedAndEnded() throws {
        var bench = try Bench()
        #expect(try bench.minute(left: 3_25, count: 6) == [])
        #expect(try bench.minute(left: 23_25, count: 7) == [.picture(bench.meter.id, purchases: 5)])
        #expect(try bench.all() == [])
        #expect(try bench.minute(left: 23_25, count: 7) == [], "without the picture it waits")
        bench.picture(count: 7, total: 320_00)
        let moves = try bench.minute(left: 23_25, count: 7)
        #expect(moves.count == 1)
        let found = try #require(try bench.all().first)
        #expect(found.kind == .count && found.isOpen && found.openedAt == bench.office.clock.instant)
        #expect(
            found.finding?.text
                == "The meter counted 1 purchase that the books do not know, of 20.00 kWh: it was sold to from another desk. Count: meter 7, "
                + "books 6. Left: meter 23.25 kWh, books 3.25 kWh. Total bought: meter 320.00 kWh, books 300.00 kWh. Purchase 7 was 20.00 kWh."
        )
        for _ in 0..<5 { #expect(try bench.minute(left: 23_25, count: 7) == []) }
        #expect(try bench.all().count == 1)

        let desk = bench.desk
        #expect(throws: OfficeError.notAllowed(.cashier)) { try desk.give(found.id, to: "zhang", actor: ContractCampus.chen) }
        #expect(throws: CaseRefusal.ownerMissing) { try desk.close(found.id, as: .accepted, reason: "card", actor: Self.zhang) }
        _ = try desk.give(found.id, to: "zhang", actor: Self.zhang)
        _ = try desk.note("The vendor sold by card.", in: found.id, actor: ContractCampus.chen)
        let ended = try desk.close(found.id, as: .accepted, reason: "paid to the vendor", actor: Self.zhang)
        #expect(ended.end == CaseEnd(outcome: .accepted, accepted: 1, text: "paid to the vendor"))
        #expect(ended.steps.map(\.actor.name) == ["dormwatt", "zhang", "chen", "zhang"])
        for _ in 0..<3 { #expect(try bench.minute(left: 23_25, count: 7) == []) }
        #expect(try desk.rows(of: [bench.room]).first?.verdict == .explained)

        bench.picture(count: 8, total: 340_00)
        _ = try bench.minute(left: 43_25, count: 8)
        bench.picture(count: 8, total: 340_00)
        _ = try bench.minute(left: 43_25, count: 8)
        #expect(try bench.all().map(\.reopens) == [nil, found.id])
    }

    @Test func whatGoesByItselfIsNoCase() throws {
        var bench = try Bench()
        #expect(try bench.minute(left: 9_00, count: 6).count == 1)
        #expect(bench.watch.waiting == [bench.room])
        #expect(try bench.minute(left: 3_25, count: 6) == [])
        #expect(bench.watch.waiting == [])
        #expect(try bench.all() == [])
    }

    @Test func oneReadingIsNoProofHoweverOftenItIsLookedAt() throws {
        var bench = try Bench()
        _ = try bench.minute(left: 9_00, count: 6)
        for _ in 0..<20 {
            bench.office.clock.instant = bench.office.clock.instant.adding(seconds: 60)
            #expect(try bench.look() == [])
        }
        #expect(try bench.minute(left: 9_00, count: 6).count == 1, "a silent picture is waited for ten minutes")
        #expect(try bench.all().map(\.kind) == [.remaining])
    }

    @Test func thatItWentAndCameBackIsWrittenDownAndTheCaseStays() throws {
        var bench = try Bench()
        _ = try bench.minute(left: 9_00, count: 6)
        bench.picture(count: 6, total: 300_00)
        _ = try bench.minute(left: 9_00, count: 6)
        _ = try bench.minute(left: 3_25, count: 6)
        #expect(try bench.all().first?.isThere == true, "one reading does not take it away either")
        _ = try bench.minute(left: 3_25, count: 6)
        _ = try bench.minute(left: 3_25, count: 6)
        let gone = try #require(try bench.all().first)
        #expect(!gone.isThere && gone.isOpen && gone.steps.count == 2)
        for _ in 0..<3 { _ = try bench.minute(left: 9_00, count: 6) }
        #expect(try bench.all().map { $0.steps.count } == [3])
        #expect(try bench.all().first?.isThere == true)
    }

    @Test func aSaleOnItsWayIsNoCase() throws {
        var bench = try Bench()
        try ContractCampus.sell(bench.office.books, bench.room, Money(fen: 50_00), id: "P1")
        for _ in 0..<3 { #expect(try bench.minute(left: 3_25, count: 6) == []) }
        let row = try #require(try bench.desk.rows(of: [bench.room]).first)
        #expect(row.verdict == .explained && row.openOrders.count == 1)
    }

    /// The read-back of a relay tells no total: it must not stand in the way of an older picture that does.
    @Test func aRelayThatWasMovedHidesNoDifference() throws {
        var bench = try Bench()
        bench.picture(count: 6, total: 320_00)
        _ = try bench.minute(left: 3_25, count: 6)
        let books = bench.office.books
        let standing = try #require(try books.standings(of: [bench.room])[bench.room])
        let change = PlannedChange(
            room: bench.room, version: standing.version, priceVersion: try books.price(on: bench.office.office.today).version,
            money: .zero, credit: .zero(.energy), entry: EntryDraft(kind: .relay, room: bench.room, postings: []),
            order: OrderDraft(
                meter: bench.meter.id, task: .relay(.close, .energy), count: 0, totalAfter: .zero(.energy)))
        let plan = Plan(
            id: PlanID("relay"), kind: .relay, madeAt: bench.office.clock.instant, day: bench.office.office.today,
            actor: ContractCampus.system, rows: [PlanRow(room: bench.room, money: .zero, decision: .change(change))])
        guard case .committed(let rows) = try books.commit(plan, at: bench.office.clock.instant), let order = rows.first?.order else {
            Issue.record("the order is not committed")
            return
        }
        let before = try bench.desk.rows(of: [bench.room], pictures: bench.pictures).first
        bench.office.clock.instant = bench.office.clock.instant.adding(seconds: 60)
        let after = CreditReading(
            at: bench.office.clock.instant, count: 6, lastAmount: ContractCampus.energy(0), totalBought: nil,
            remaining: ContractCampus.energy(3_25), subsidy: ContractCampus.energy(0), register: Energy(hundredths: 1234_56),
            registerAfter: Energy(hundredths: 1234_56), relayClosed: true)
        _ = try books.record(
            OrderStep(order: order, from: .queued, to: .confirmed, at: bench.office.clock.instant, after: after, note: ""))
        let now = try bench.desk.rows(of: [bench.room], pictures: bench.pictures).first
        #expect(before?.differences.isEmpty == false && now?.differences == before?.differences)
    }

    @Test func everyRoomHasARowInOrder() throws {
        let bench = try Bench()
        let rows = try bench.desk.rows()
        #expect(rows.map(\.id.text) == ["3-418", "3-419", "3-420", "3-421"])
        #expect(rows.map(\.verdict) == [.notKnown, .notKnown, .booksAlone, .booksAlone])
        #expect(try bench.desk.rows(of: [RoomID("nowhere")]) == [])
    }
}
