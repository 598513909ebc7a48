// Protects: what differs between books, meter and orders is found with its amount, explained by everything that is known, and what is
// left over is said to be so, once.
// How: a table of facts of one room, each with the kinds, amounts, explanations and rests that must come out.

import BooksContract
import Domain
import Operations
import Testing

struct ReconcilerTests {
    private static let evening = ContractCampus.evening
    private static let meter = ContractCampus.energyMeter
    private static func kWh(_ hundredths: Int64) -> Credit { ContractCampus.energy(hundredths) }
    private static func later(_ seconds: Int64) -> Instant { evening.adding(seconds: seconds) }

    /// Books with 100.00 kWh, posted to register 1300.00, count 7, total 390.90; the meter agrees.
    private static func facts(_ change: (inout ReconcileFacts) -> Void = { _ in }) -> ReconcileFacts {
        let room = Room(id: ContractCampus.energyRoom, building: "3", floor: 4, number: "418", beds: 4)
        let lot = Lot(id: LotID(entry: 1), wallet: .purchased, credited: kWh(100_00), paid: Money(fen: 55_00), left: kWh(100_00))
        let standing = RoomStanding(
            room: room, version: 3, meter: meter, lots: [lot], emergency: kWh(0), expectedCount: 7, expectedTotal: kWh(390_90),
            openOrders: [], reached: RegisterMark(meter: meter.id, register: Energy(hundredths: 1300_00), at: evening))
        var facts = ReconcileFacts(standing: standing, reading: reading(), price: .standard)
        change(&facts)
        return facts
    }

    private static func reading(left: Int64 = 100_00, register: Int64 = 1300_00, count: Int = 7, at: Int64 = 3600) -> Reading {
        var reading = Reading(meter: meter.id, at: later(at))
        reading.remaining = kWh(left)
        reading.register = Energy(hundredths: register)
        reading.count = count
        return reading
    }

    private static func picture(count: Int, total: Int64, at: Int64 = 3600) -> CreditReading {
        CreditReading(
            at: later(at), count: count, lastAmount: kWh(20_00), totalBought: kWh(total), remaining: kWh(100_00), subsidy: kWh(0),
            register: Energy(hundredths: 1300_00), registerAfter: Energy(hundredths: 1300_00))
    }

    private static func order(_ state: OrderState, _ amount: Int64, count: Int = 8, at: Int64 = 60, entry: Int64 = 9) -> Order {
        Order(
            id: OrderID("O\(entry)"), plan: PlanID("P"), entry: entry, room: ContractCampus.energyRoom, meter: meter.id,
            task: amount < 0 ? .takeBack(kWh(-amount)) : .topUp(kWh(amount)), count: count, totalAfter: kWh(390_90 + amount), state: state,
            createdAt: later(at), changedAt: later(at))
    }

    private static func selling(_ facts: inout ReconcileFacts, _ amount: Int64) {
        facts.standing.lots.append(
            Lot(id: LotID(entry: 9), wallet: .purchased, credited: kWh(amount), paid: .zero, left: kWh(amount)))
    }

    private static func purseOrder(_ state: OrderState, _ amount: Int64, at: Int64 = 60) -> Order {
        var order = order(state, amount, count: 4, at: at)
        (order.offersPurse, order.usesPurse) = (true, true)
        return order
    }

    /// Free credit of 5.00 by the purse: it moves what is left, and neither count nor total.
    @Test func anOrderByThePurseIsExplainedByWhatIsLeft() {
        let onItsWay = Reconciler.row(
            Self.facts {
                Self.selling(&$0, 5_00)
                $0.standing.openOrders = [Self.purseOrder(.unknown, 5_00)]
            })
        #expect(onItsWay.verdict == .explained && onItsWay.differences.map(\.kind) == [.remaining])
        let arrived = Reconciler.row(
            Self.facts {
                Self.selling(&$0, 5_00)
                $0.standing.openOrders = [Self.purseOrder(.unknown, 5_00)]
                $0.reading = Self.reading(left: 105_00)
            })
        #expect(arrived.verdict == .equal, "the meter has it, and its count is not the purchase count")
        let confirmed = Reconciler.row(
            Self.facts {
                Self.selling(&$0, 5_00)
                $0.ended = [Self.purseOrder(.confirmed, 5_00, at: 7200)]
                $0.picture = Self.picture(count: 7, total: 390_90)
            })
        #expect(confirmed.verdict == .explained && confirmed.differences.map(\.kind) == [.remaining], "the reading is older")
    }

    @Test func moreInAPurseThanTheOfficeGaveIsNotExplainedByThePurse() {
        func row(_ purseCount: Int?) -> ReconcileRow {
            Reconciler.row(
                Self.facts {
                    $0.standing.purseCount = purseCount
                    $0.reading = Self.reading(left: 105_00)
                    $0.reading?.subsidy = Self.kWh(5_00)
                })
        }
        #expect(row(nil).verdict == .explained, "somebody filled it before the office came")
        #expect(row(3).verdict == .unexplained)
    }

    private static func closed(_ kind: DifferenceKind, _ outcome: CaseOutcome, accepted: Int64 = 0) -> Case {
        let actor = ContractCampus.chen
        let acts: [CaseAct] = [
            .opened(CaseFinding(amount: accepted, text: ""), reopens: nil), .owned("li"),
            .closed(CaseEnd(outcome: outcome, accepted: accepted, text: "known")),
        ]
        return Case(
            id: CaseID("C00001"), room: ContractCampus.energyRoom, meter: meter.id, kind: kind,
            steps: acts.map { CaseStep(at: evening, actor: actor, act: $0) })
    }

    struct Example: Sendable, CustomStringConvertible {
        var description: String
        var facts: ReconcileFacts
        var verdict: ReconcileVerdict
        /// Kind, amount and rest of each difference.
        var differs: [String] = []
        var words: String = ""

        init(
            _ description: String, _ verdict: ReconcileVerdict, _ differs: [String] = [], _ words: String = "",
            _ change: @escaping (inout ReconcileFacts) -> Void = { _ in }
        ) {
            (self.description, self.verdict, self.differs, self.words) = (description, verdict, differs, words)
            facts = ReconcilerTests.facts(change)
        }
    }

    static let examples: [Example] = [
        Example("everything agrees", .equal),
        Example("what both sides cut off", .equal) { $0.reading = reading(left: 99_98) },
        Example("use that is not posted", .equal, ["remaining -320 0"], "3.20 kWh used since the last posting.") {
            $0.reading = reading(left: 96_80, register: 1303_20)
        },
        Example("an order in line", .explained, ["remaining -5000 0"], "Order O9 of 50.00 kWh is on its way (QUEUED).") {
            selling(&$0, 50_00)
            $0.standing.openOrders = [order(.queued, 50_00)]
        },
        Example("an order without answer that the meter has", .explained, ["count 1 0"], "its proof is awaited (UNCONF)") {
            selling(&$0, 50_00)
            $0.standing.openOrders = [order(.unknown, 50_00)]
            $0.reading = reading(left: 150_00, count: 8)
        },
        Example("an order without answer that the meter has not", .explained, ["remaining -5000 0"], "on its way (UNCONF)") {
            selling(&$0, 50_00)
            $0.standing.openOrders = [order(.unknown, 50_00)]
        },
        Example("a reading older than the last sale", .explained, ["count -1 0", "remaining -5000 0"], "older than order O9") {
            selling(&$0, 50_00)
            $0.standing.expectedCount = 8
            $0.standing.expectedTotal = kWh(440_90)
            $0.ended = [order(.confirmed, 50_00, at: 4000)]
        },
        Example("a refused order whose sale stands", .explained, ["remaining -5000 0"], "ended REFUSED; its sale stands in the books") {
            selling(&$0, 50_00)
            $0.ended = [order(.refused, 50_00)]
        },
        Example("a withdrawn order whose sale was made up for", .equal) {
            $0.ended = [order(.withdrawn, 50_00)]
            $0.corrected = [9]
        },
        Example("a take-back on its way", .explained, ["remaining 3000 0"], "Order O9 of 30.00 kWh is on its way") {
            $0.standing.lots[0].left = kWh(70_00)
            $0.standing.openOrders = [order(.sent, -30_00)]
        },
        Example("overdraft that the meter does not count", .explained, ["remaining 250 0"], "2.50 kWh were borrowed by the books") {
            $0.standing.lots = []
            $0.standing.emergency = kWh(2_50)
            $0.reading = reading(left: 0)
        },
        Example("the meter's own subsidy purse", .explained, ["remaining 800 0"], "8.00 kWh are in the meter's own subsidy purse.") {
            $0.reading = reading(left: 108_00)
            $0.reading?.subsidy = kWh(8_00)
        },
        Example("sold to from another desk, total not known", .unexplained, ["count 1 1", "remaining 2000 0"], "of 20.00 kWh: it was sold")
        {
            $0.reading = reading(left: 120_00, count: 8)
        },
        Example("sold to from another desk, total known", .unexplained, ["count 1 1", "remaining 2000 0"], "of 20.00 kWh: it was sold") {
            $0.reading = reading(left: 120_00, count: 8)
            $0.picture = picture(count: 8, total: 410_90)
        },
        Example("sold elsewhere and more left than that", .unexplained, ["count 1 1", "remaining 2500 500"], "came with the purchases") {
            $0.reading = reading(left: 125_00, count: 8)
            $0.picture = picture(count: 8, total: 410_90)
        },
        Example("swapped or reset", .unexplained, ["count -7 -7"], "lacks 7 purchases of the books") {
            $0.reading = reading(left: 0, register: 0, count: 0)
        },
        Example("a total lower than before", .unexplained, ["total -1000 -1000"], "10.00 kWh lower") {
            $0.picture = picture(count: 7, total: 380_90)
        },
        Example("a total higher with the same count", .unexplained, ["total 1000 1000"], "10.00 kWh higher") {
            $0.picture = picture(count: 7, total: 400_90)
        },
        Example("a total read before the last sale", .equal) {
            $0.standing.expectedCount = 7
            $0.picture = picture(count: 6, total: 300_00, at: 30)
            $0.ended = [order(.confirmed, 90_90, count: 7)]
        },
        Example("credit that nothing brought", .unexplained, ["remaining 500 500"], "5.00 kWh more are left") {
            $0.reading = reading(left: 105_00)
        },
        Example("credit that is gone", .unexplained, ["remaining -820 -500"], "5.00 kWh less are left") {
            $0.reading = reading(left: 91_80, register: 1303_20)
        },
        Example("a register that went back", .unexplained, ["register -30000 -30000"], "back by 300.00 kWh") {
            $0.reading = reading(register: 1000_00)
        },
        Example("a foreign purchase under a disputed order", .unexplained, ["count 1 1", "remaining -3000 0"], "sold to from another desk")
        {
            selling(&$0, 50_00)
            var disputed = order(.disputed, 50_00)
            disputed.after = picture(count: 8, total: 410_90)
            $0.standing.openOrders = [disputed]
            $0.reading = reading(left: 120_00, count: 8)
        },
        Example("accepted, and still the same", .explained, ["count 1 0", "remaining 2000 0"], "Accepted in case C00001.") {
            $0.reading = reading(left: 120_00, count: 8)
            $0.cases = [closed(.count, .accepted, accepted: 1)]
        },
        Example("accepted, and more since", .unexplained, ["count 2 2", "remaining 4000 0"], "2 purchases") {
            $0.reading = reading(left: 140_00, count: 9)
            $0.cases = [closed(.count, .accepted, accepted: 1)]
        },
        Example("ended as corrected, and still there", .unexplained, ["remaining 500 500"], "more are left") {
            $0.reading = reading(left: 105_00)
            $0.cases = [closed(.remaining, .corrected)]
        },
        Example("never read", .notKnown) { $0.reading = nil },
        Example("a reading without the register", .notKnown) { $0.reading?.register = nil },
        Example("not taken over", .notKnown) { $0.standing.meter?.baseline = nil },
        Example("another unit than the books", .notKnown) { $0.reading?.remaining = Credit(.money, hundredths: 100_00) },
        Example("the books keep the credit", .booksAlone) { $0.standing.meter?.profile = .plain645 },
        Example("no meter", .booksAlone) { $0.standing.meter = nil },
    ]

    @Test(arguments: examples)
    func explanations(_ example: Example) {
        let row = Reconciler.row(example.facts)
        #expect(row.verdict == example.verdict)
        #expect(row.differences.map { "\($0.kind.rawValue) \($0.amount) \($0.rest)" } == example.differs)
        let words = row.differences.flatMap(\.sentences).joined(separator: " ")
        #expect(words.contains(example.words), "\(words)")
        for difference in row.differences { #expect(difference.isExplained == (difference.suspicion == nil), "\(difference)") }
    }

    @Test func whatExplainsTwoDifferencesIsSaidOnce() throws {
        let example = try #require(Self.examples.first { $0.words == "older than order O9" })
        let row = Reconciler.row(example.facts)
        #expect(row.differences.count == 2)
        #expect(row.reasons.count == 1, "\(row.reasons)")
    }

    @Test func aMoneyMeterIsChargedByThePrice() {
        var facts = Self.facts()
        facts.standing.meter = ContractCampus.moneyMeter
        func yuan(_ fen: Int64) -> Credit { Credit(.money, hundredths: fen) }
        facts.standing.lots = [Lot(id: LotID(entry: 1), wallet: .purchased, credited: yuan(50_00), paid: .zero, left: yuan(50_00))]
        (facts.standing.emergency, facts.standing.expectedTotal) = (yuan(0), yuan(80_00))
        facts.standing.reached = nil
        facts.reading = Self.reading(register: 510_00)
        facts.reading?.remaining = yuan(44_50)
        #expect(Reconciler.row(facts).verdict == .equal)
        facts.reading?.remaining = yuan(44_40)
        #expect(Reconciler.row(facts).unexplained.map(\.rest) == [-10])
    }

    @Test func ageIsOfTheOldestReason() {
        let order = Self.order(.queued, 50_00, at: -7200)
        let row = Reconciler.row(
            Self.facts {
                Self.selling(&$0, 50_00)
                $0.standing.openOrders = [order]
            })
        #expect(row.since == order.createdAt)
        let found = Case(
            id: CaseID("C00002"), room: row.id, meter: Self.meter.id, kind: .remaining,
            steps: [
                CaseStep(
                    at: Self.later(-9), actor: ContractCampus.system, act: .opened(CaseFinding(amount: 5_00, text: ""), reopens: nil))
            ])
        let open = Reconciler.row(
            Self.facts {
                $0.reading = Self.reading(left: 105_00)
                $0.cases = [found]
            })
        #expect(open.since == Self.later(-9) && open.unexplained.first?.openCase == found.id)
    }
}
