// Protects: what a room has left when its meter is replaced stands in the new meter, neither more nor less, whatever the new one held.
// How: one room with 94.15 kWh left; new meters of every kind in a table, each committed, its order confirmed and the books asked.

import BooksContract
import Domain
import Operations
import Testing

struct SwapPlannerTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var last: Int64 = 1240_00
        var picture: CreditReading? = SwapBench.picture(count: 0, total: nil, left: 0)
        var initial: Int64 = 0
        var used: Int64 = 5_44
        var left: Int64 = 88_71
        var brought: Int64?
        var found: Int64 = 0
        var remarks: [SwapRemark] = []
    }

    static let examples: [Example] = [
        Example(testDescription: "new and empty", brought: 88_71),
        Example(testDescription: "not read", picture: nil, brought: 88_71, remarks: [.newMeterNotRead]),
        Example(testDescription: "no use since the last posting", last: 1234_56, used: 0, left: 94_15, brought: 94_15),
        Example(
            testDescription: "another desk has loaded it already", picture: SwapBench.picture(count: 1, total: 88_71, left: 88_71),
            remarks: [.holdsAlready(Desk.kWh(88_71))]),
        Example(
            testDescription: "a part is in it", picture: SwapBench.picture(count: 3, total: 50_00, left: 20_00), brought: 68_71,
            remarks: [.holdsAlready(Desk.kWh(20_00))]),
        Example(
            testDescription: "it has run for two kWh since it was put in",
            picture: SwapBench.picture(count: 1, total: 10_00, left: 8_00, register: 2_35), initial: 35, brought: 78_71,
            remarks: [.holdsAlready(Desk.kWh(10_00))]),
        Example(
            testDescription: "more is in it than the room has left", picture: SwapBench.picture(count: 2, total: 100_00, left: 100_00),
            found: 11_29, remarks: [.holdsAlready(Desk.kWh(100_00)), .holdsMore(Desk.kWh(11_29))]),
        Example(
            testDescription: "the room owes", last: 1400_00, used: 165_44, left: -71_29, found: 71_29,
            remarks: [.debtEnds(Desk.kWh(71_29))]),
        Example(
            testDescription: "the room owes and something is in the new meter", last: 1400_00,
            picture: SwapBench.picture(count: 1, total: 5_00, left: 5_00), used: 165_44, left: -71_29, found: 76_29,
            remarks: [.holdsAlready(Desk.kWh(5_00)), .debtEnds(Desk.kWh(71_29)), .holdsMore(Desk.kWh(5_00))]),
        Example(testDescription: "nothing is left", last: 1328_71, used: 94_15, left: 0),
    ]

    @Test(arguments: examples)
    func whatIsLeftStandsInTheNewMeter(_ example: Example) throws {
        let bench = try SwapBench()
        let request = SwapBench.request {
            $0.last.register = Energy(hundredths: example.last)
            $0.picture = example.picture
            $0.new.initial = Energy(hundredths: example.initial)
        }
        let change = try #require(try bench.plan(request).changes.first)
        let swap = try bench.swap(request)
        #expect((swap.use?.credit ?? Desk.kWh(0)) == Desk.kWh(example.used))
        #expect(change.before == Desk.kWh(example.left))
        #expect(change.order?.task == example.brought.map { .topUp(Desk.kWh($0)) })
        #expect((swap.found?.credit ?? Desk.kWh(0)) == Desk.kWh(example.found))
        #expect(swap.remarks == example.remarks)
        for order in try bench.standing().openOrders {
            _ = try bench.books.record(OrderStep(order: order.id, from: .queued, to: .sent, at: ContractCampus.evening, isAttempt: true))
            _ = try bench.books.record(OrderStep(order: order.id, from: .sent, to: .confirmed, at: ContractCampus.evening))
        }
        // By its baseline and what was brought into it, the new meter holds what the books have left.
        let standing = try bench.standing()
        let baseline = try #require(standing.meter?.baseline)
        let brought = Desk.kWh(example.brought ?? 0)
        #expect(baseline.remaining + brought == (try bench.books.account(of: SwapBench.room)).balance)
        #expect(standing.expectedCount == baseline.count + (example.brought == nil ? 0 : 1))
        #expect(standing.expectedTotal == baseline.totalBought + brought)
        #expect(standing.meter?.id == ContractCampus.newMeter)
        #expect(try bench.books.verify().findings == [])
    }

    @Test func nothingIsPaidOrEarnedByASwap() throws {
        let bench = try SwapBench()
        let before = try bench.books.trialBalance().filter { $0.account == .cash("chen") || $0.account == .issued }
        try bench.swap(SwapBench.request { $0.last.register = Energy(hundredths: 1234_56) })
        #expect(try bench.books.trialBalance().filter { $0.account == .cash("chen") || $0.account == .issued } == before)
        #expect(try bench.books.account(of: SwapBench.room).prepaid == Money(fen: 50_00))
    }

    @Test func useGoesOnFromTheInitialRegisterOfTheNewMeterAlone() throws {
        let bench = try SwapBench()
        let swap = try bench.swap(
            SwapBench.request {
                $0.new.initial = Energy(hundredths: 35)
                $0.picture?.register = Energy(hundredths: 35)
            })
        // The old meter may still turn on a bench; nobody asks it.
        try bench.bench.read(ContractCampus.energyMeter, register: 1300_00)
        try bench.bench.read(swap.installed, register: 4_35)
        let posting = try bench.bench.office.postUse(actor: ContractCampus.system)
        #expect(posting.energy == Desk.kWh(4_00))
        #expect(try bench.standing().reached?.meter == ContractCampus.newMeter)
        // A register that goes back without a swap is posted by nobody.
        try bench.bench.read(swap.installed, register: 1_00)
        let again = try bench.bench.office.postUse(actor: ContractCampus.system)
        guard case .wentBackwards = again.passed[SwapBench.room] else {
            Issue.record("\(again)")
            return
        }
    }

    @Test func aMoneyMeterIsChargedByThePriceAndKeepsItsUnit() throws {
        let bench = try SwapBench()
        var request = SwapBench.request { $0.picture = SwapBench.picture(count: 0, total: nil, left: 0, unit: .money) }
        request.room = ContractCampus.moneyRoom
        request.last = LastReading(register: Energy(hundredths: 510_00), at: ContractCampus.evening)
        let change = try #require(try bench.plan(request).changes.first)
        #expect(change.swap?.use?.credit == Desk.yuan(5_50))
        #expect(change.order?.task == .topUp(Desk.yuan(6_50)))
        try bench.swap(request)
        #expect(try bench.books.account(of: ContractCampus.moneyRoom).balance == Desk.yuan(6_50))
    }

    @Test func aMeterWithoutCreditIsAskedForNothing() throws {
        let bench = try SwapBench()
        try ContractCampus.sell(bench.books, ContractCampus.plainRoom, Money(fen: 20_00), id: "P2")
        var request = SwapBench.request { $0.picture = nil }
        request.room = ContractCampus.plainRoom
        request.last = LastReading(register: Energy(hundredths: 80_00), at: ContractCampus.evening)
        let change = try #require(try bench.plan(request).changes.first)
        #expect(change.order == nil && change.swap?.found == nil && change.swap?.remarks == [])
        #expect(change.swap?.use?.credit == Desk.kWh(3_00))
        try bench.swap(request)
        #expect(try bench.books.account(of: ContractCampus.plainRoom).balance == Desk.kWh(33_36))
        #expect(try bench.books.orders(OrderFilter(plan: PlanID("S1"))) == [])
    }

    @Test func theReasonSaysWhichMetersAndRegisters() throws {
        let bench = try SwapBench()
        try bench.swap(SwapBench.request { $0.note = "display dark" })
        let entry = try #require(try bench.books.entries(of: SwapBench.room, limit: 1).first)
        #expect(
            entry.draft.reason
                == "000000000418 (plate A-418) at 1240.00 kWh by 900000000418 at 0.00 kWh with 0.00 in it. display dark")
        #expect(entry.draft.postings.isEmpty && entry.draft.lots.isEmpty)
    }

    @Test func whatTheOldMeterSaysOtherwiseIsTold() throws {
        let bench = try SwapBench()
        let swap = try bench.swap(SwapBench.request { $0.last.remaining = Desk.kWh(80_00) })
        #expect(swap.remarks == [.remainingDiffers(meter: Desk.kWh(80_00), books: Desk.kWh(88_71))])
        #expect(try SwapBench().swap(SwapBench.request { $0.last.remaining = Desk.kWh(88_70) }).remarks == [])
    }
}
