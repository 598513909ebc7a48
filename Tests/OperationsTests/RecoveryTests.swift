// Protects: books that came back from a copy get every sale that a meter proves, once, and nothing that it does not prove.
// How: meters with records beyond the books; a table of what can not be explained; a failure at every write; seeded histories.

import BooksContract
import Domain
import Seeded
import Synchronization
import Testing

@testable import Operations

struct RecoveryTests {
    private let chen = ContractCampus.chen
    private let room = ContractCampus.energyRoom
    private let meter = ContractCampus.energyMeter

    /// What a meter says that went on from a total by some purchases; take-backs are negative.
    private func picture(_ purchases: [Int64], of point: MeterPoint = ContractCampus.energyMeter, records: Int = 10) -> CreditReading {
        let unit = point.unit
        let baseline =
            point.baseline
            ?? Baseline(
                count: 0, totalBought: .zero(unit), remaining: .zero(unit), register: .zero, at: ContractCampus.evening)
        var total = baseline.totalBought
        var found: [PurchaseRecord] = []
        for (index, purchase) in purchases.enumerated() {
            total = total + Credit(unit, hundredths: purchase)
            found.insert(PurchaseRecord(count: baseline.count + index + 1, total: total), at: 0)
        }
        return CreditReading(
            at: ContractCampus.evening, count: baseline.count + purchases.count,
            lastAmount: Credit(unit, hundredths: abs(purchases.last ?? 20_00)), totalBought: total,
            remaining: Credit(unit, hundredths: 50_00), subsidy: .zero(unit), register: baseline.register,
            registerAfter: baseline.register, purchases: Array(found.prefix(records)))
    }

    private func balance(_ books: any Books, _ account: Account) throws -> Int64 {
        try books.trialBalance().first { $0.account == account && $0.commodity == .yuan }?.amount ?? 0
    }

    /// Closes the gap and holds books and meter against each other.
    private func close(_ bench: OfficeBench, _ pictures: [MeterID: CreditReading]) throws -> Recovery {
        let recovery = try bench.office.closeGap(pictures, actor: chen)
        #expect(try bench.books.verify().findings == [])
        for standing in try bench.books.standings(of: [room, ContractCampus.moneyRoom]).values {
            guard let meter = standing.meter, let picture = pictures[meter.id] else { continue }
            #expect(standing.expectedCount == picture.count && standing.expectedTotal == picture.totalBought)
            #expect(standing.openOrders == [])
        }
        #expect(try bench.office.gap(pictures).isEmpty)
        let entries = try bench.books.verify().entries
        #expect(try bench.office.closeGap(pictures, actor: chen) == Recovery())
        #expect(try bench.books.verify().entries == entries, "what is closed is not closed again")
        return recovery
    }

    @Test func aLostSaleComesBackWithItsMoneyInAnAccountOfItsOwn() throws {
        let bench = try OfficeBench()
        let pictures = [meter.id: picture([90_90])]
        let report = try bench.office.gap(pictures)
        #expect(report.rooms == 2 && report.lost == 1 && report.taken == 0 && report.credit(.energy) == Desk.kWh(90_90))
        let recovery = try close(bench, pictures)
        #expect(recovery == Recovery(confirmed: 0, sales: 1, unpriced: 0, money: Money(fen: 50_00)))
        #expect(try balance(bench.books, .recovered) == 50_00)
        #expect(try balance(bench.books, .cash(chen.name)) == 0)
        let entry = try #require(try bench.books.entries(of: room, limit: 1).first)
        #expect(entry.draft.kind == .sale && entry.draft.reason.contains("Purchase 7") && entry.actor == chen)
        let order = try #require(try bench.books.orders(OrderFilter()).first)
        #expect(order.state == .confirmed && order.count == 7 && order.attempts == 0)
    }

    @Test func ordersInLineAreConfirmedBeforeSalesAreBookedAgain() throws {
        let bench = try OfficeBench()
        try ContractCampus.sell(bench.books, room, Money(fen: 20_00), id: "A")
        try ContractCampus.sell(bench.books, room, Money(fen: 30_00), id: "B")
        let recovery = try close(bench, [meter.id: picture([36_36, 54_54, 90_90, 18_18])])
        #expect(recovery == Recovery(confirmed: 2, sales: 2, unpriced: 0, money: Money(fen: 60_00)))
        #expect(try bench.books.orders(OrderFilter()).map(\.count) == [7, 8, 9, 10])
        #expect(try bench.books.orders(OrderFilter()).allSatisfy { $0.after?.purchases.isEmpty ?? true })
    }

    @Test func aLostTakeBackGoesOutOfTheLotThatItVoided() throws {
        let bench = try OfficeBench()
        let recovery = try close(bench, [meter.id: picture([90_90, 18_18, -90_90])])
        #expect(recovery.sales == 2 && recovery.takeBacks == 1 && recovery.money == Money(fen: 10_00))
        #expect(try balance(bench.books, .recovered) == 10_00)
        let entry = try #require(try bench.books.entries(of: room, limit: 1).first)
        #expect(entry.draft.kind == .correction && entry.draft.reason.hasPrefix("Take-back 9 of 90.90 stands on the meter's record"))
        let order = try #require(try bench.books.orders(OrderFilter()).last)
        #expect(order.task == .takeBack(Desk.kWh(90_90)) && order.count == 9 && order.state == .confirmed)
        let lots = try bench.books.account(of: room).lots.filter { $0.paid > .zero }
        #expect(lots.map(\.credited) == [Desk.kWh(18_18)], "the lot that was taken back as a whole")
    }

    @Test func aPartThatWasTakenBackGoesOutOfTheOldestLots() throws {
        let bench = try OfficeBench()
        let recovery = try close(bench, [meter.id: picture([90_90, -40_00])])
        #expect(recovery.sales == 1 && recovery.takeBacks == 1)
        #expect(try bench.books.account(of: room).balance == Desk.kWh(90_90 + 3_25 - 40_00))
    }

    @Test func anOrderThatTheMeterDoesNotHaveStaysInLine() throws {
        let bench = try OfficeBench()
        try ContractCampus.sell(bench.books, room, Money(fen: 20_00), id: "A")
        try ContractCampus.sell(bench.books, room, Money(fen: 30_00), id: "B")
        #expect(try bench.office.closeGap([meter.id: picture([36_36])], actor: chen).confirmed == 1)
        #expect(try bench.books.orders(.open).map(\.state) == [.queued])
    }

    @Test func aMoneyMeterProvesTheMoneyItself() throws {
        let bench = try OfficeBench()
        let recovery = try close(bench, [ContractCampus.moneyMeter.id: picture([12_34, 7], of: ContractCampus.moneyMeter)])
        #expect(recovery.sales == 2 && recovery.money == Money(fen: 12_41))
    }

    @Test func creditThatNoMoneyBuysIsBookedWithoutMoneyAndSaidSo() throws {
        let bench = try OfficeBench()
        // At 0.5500 the steps are 1.81 and 1.82 kWh a yuan; nothing buys 90.91.
        let recovery = try close(bench, [meter.id: picture([90_91])])
        #expect(recovery == Recovery(confirmed: 0, sales: 1, unpriced: 1, money: .zero))
        #expect(try bench.books.entries(of: room, limit: 1).first?.draft.reason.contains("another price") == true)
    }

    @Test func withoutRecordsOnePurchaseIsProvenAndTwoAreNot() throws {
        let bench = try OfficeBench()
        #expect(try bench.office.gap([meter.id: picture([90_90], records: 0)]).lost == 1)
        #expect(
            try bench.office.gap([meter.id: picture([90_90, 18_18], records: 0)]).doubts == [
                room: .forgotten(lacking: 2, onRecord: 1)
            ])
    }

    @Test func whatCanNotBeExplainedIsShownAndNotBooked() throws {
        var odd = picture([90_90])
        odd.lastAmount = Desk.kWh(90_91)
        var other = picture([])
        other.totalBought = Desk.kWh(301_00)
        var foreign = picture([90_90])
        foreign.totalBought = Desk.yuan(390_90)
        var behind = picture([])
        behind.count = 5
        let eleven = [Int64](repeating: 18_18, count: 11)
        let cases: [(CreditReading, GapDoubt)] = [
            (odd, .recordsDisagree), (other, .otherTotal(Desk.kWh(301_00), expected: Desk.kWh(300_00))), (foreign, .otherUnit),
            (behind, .behind(count: 5, expected: 6)), (picture(eleven), .forgotten(lacking: 11, onRecord: 10)),
            (picture([90_90, -90_91 - 3_25]), .takenBack(Desk.kWh(94_16), count: 8)),
        ]
        for (picture, doubt) in cases { try expectDoubt(doubt, picture, try OfficeBench()) }
        // Records that the meter wrote over each other.
        var gapped = picture([18_18, 18_18, 18_18])
        gapped.purchases.remove(at: 1)
        try expectDoubt(.forgotten(lacking: 3, onRecord: 2), gapped, try OfficeBench())
    }

    @Test func anotherPurchaseThanTheNextOrderIsForAPerson() throws {
        let bench = try OfficeBench()
        let row = try ContractCampus.sell(bench.books, room, Money(fen: 20_00), id: "A")
        let order = try #require(row.order)
        try expectDoubt(.otherOrder(order, found: Desk.kWh(90_90), count: 7), picture([90_90]), bench)
        try bench.office.withdraw(order, actor: Desk.actor(.manager))
        _ = try close(bench, [meter.id: picture([90_90])])
    }

    @Test func aDisputeIsDecidedFirst() throws {
        let bench = try OfficeBench()
        let order = try #require(try ContractCampus.sell(bench.books, room, Money(fen: 20_00), id: "A").order)
        let step = OrderStep(order: order, from: .queued, to: .disputed, at: ContractCampus.evening, note: "count 8")
        _ = try bench.books.record(step)
        try expectDoubt(.disputed(order), picture([36_36, 90_90]), bench)
        try bench.office.settle(order, as: .confirmed, reason: "seen at the meter", actor: Desk.actor(.manager))
        #expect(try bench.office.closeGap([meter.id: picture([36_36, 90_90])], actor: chen).sales == 1)
    }

    private func expectDoubt(_ doubt: GapDoubt, _ picture: CreditReading, _ bench: OfficeBench) throws {
        let before = try bench.books.verify()
        #expect(try bench.office.gap([meter.id: picture]).doubts == [room: doubt])
        #expect(try bench.office.closeGap([meter.id: picture], actor: chen) == Recovery())
        #expect(try bench.books.verify() == before)
        #expect(try bench.office.gap([:], silent: [meter.id: "no answer"]).doubts == [room: .silent("no answer")])
    }

    private struct Failure: Error {}

    /// Whatever write fails, the next try goes on from what stands in the books.
    @Test(arguments: 1...6)
    func aFailureAtAnyWriteLosesAndDoublesNothing(_ failing: Int) throws {
        let bench = try OfficeBench()
        try ContractCampus.sell(bench.books, room, Money(fen: 20_00), id: "A")
        let writes = Mutex(0)
        let interrupted = InterruptedBooks(
            bench.books,
            committing: { books, plan, at in
                // The answer of a commit may be lost, too: the plan stands.
                let outcome = try books.commit(plan, at: at)
                if writes.withLock({
                    $0 += 1; return $0
                }) == failing {
                    throw Failure()
                }
                return outcome
            },
            recording: { books, step in
                if writes.withLock({
                    $0 += 1; return $0
                }) == failing {
                    throw Failure()
                }
                return try books.record(step)
            })
        let pictures = [
            meter.id: picture([36_36, 18_18, 54_54]),
            ContractCampus.moneyMeter.id: picture([10_00, 20_00], of: ContractCampus.moneyMeter),
        ]
        let first = Result { try bench.office(over: interrupted).closeGap(pictures, actor: chen) }
        let isWhole = (try? first.get()) != nil
        #expect(isWhole == (failing > 4))
        _ = try close(bench, pictures)
        #expect(try balance(bench.books, .recovered) == 10_00 + 30_00 + 30_00)
    }

    /// Histories by chance: some sales before the copy and applied, some in line, some lost.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8].map { UInt64($0) })
    func everyProvenHistoryComesBack(seed: UInt64) throws {
        var chance = SeededRandom(seed: seed)
        for round in 0..<60 {
            let bench = try OfficeBench()
            var purchases: [Int64] = []
            var lostMoney = Money.zero
            let (applied, inLine, lost) = (Int(chance.next() % 3), Int(chance.next() % 3), Int(chance.next() % 6))
            for number in 0..<applied + inLine + lost {
                let money = Money(fen: 10_00 + Int64(chance.next() % 40_00))
                let credit = Price.standard.energy(for: money).hundredths
                purchases.append(credit)
                if number < applied + inLine {
                    let order = try #require(try ContractCampus.sell(bench.books, room, money, id: "S\(number)").order)
                    guard number < applied else { continue }
                    let total = Desk.kWh(purchases.reduce(300_00, +))
                    _ = try bench.books.record(
                        OrderStep(
                            order: order, from: .queued, to: .confirmed, at: ContractCampus.evening, count: 7 + number, totalAfter: total))
                } else {
                    lostMoney = lostMoney + money
                }
            }
            let recovery = try close(bench, [meter.id: picture(purchases)])
            #expect(
                recovery == Recovery(confirmed: inLine, sales: lost, unpriced: 0, money: lostMoney), "seed \(seed), round \(round)")
        }
    }
}
