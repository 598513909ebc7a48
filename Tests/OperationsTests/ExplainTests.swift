// Protects: why a figure is what it is: nothing of its chain is left out, each step says how it is known, and unknown is said as unknown.
// How: one room as the books and readings could know it, changed by each test; the steps are compared as values.

import BooksContract
import Domain
import Operations
import Testing

struct ExplainTests {
    private static let today = Day(number: 20778)

    private func facts(_ desk: Desk = Desk(), change: (inout ExplanationFacts) -> Void = { _ in }) -> ExplanationFacts {
        let builder = RoomViewBuilder(
            readings: desk.reading.map { [$0.meter: $0] } ?? [:], standings: [desk.standing.room.id: desk.standing])
        let view = builder.view(of: desk.standing.room.id) ?? RoomView(room: desk.standing.room, meter: nil)
        var facts = ExplanationFacts(
            view: view, standing: desk.standing, price: .standard, alarms: AlarmRules(), today: Self.today)
        change(&facts)
        return facts
    }

    private func dark(_ flags: Set<MeterFlag>) -> Desk {
        var desk = Desk()
        desk.reading?.relayClosed = false
        desk.reading?.flags = flags
        desk.reading?.remaining = Desk.kWh(0)
        return desk
    }

    @Test func whatIsLeftIsTheMetersWordWithAllThatIsUnderWay() {
        var desk = Desk()
        desk.standing.openOrders = [Desk.order(.sent), Desk.order(.queued, 5_00, count: 8, id: "O-2")]
        desk.standing.reached = RegisterMark(
            meter: ContractCampus.energyMeter.id, register: Energy(hundredths: 1230_00), at: Desk.now.adding(seconds: -3600))
        let found = Explainer(facts(desk)).explain(.remaining)
        #expect(found.answer == .meterSaid(Desk.kWh(3_25), free: nil))
        #expect(
            found.steps.map(\.fact).contains(.usedSince(Desk.kWh(4_56), from: Energy(hundredths: 1230_00), to: Energy(hundredths: 1234_56)))
        )
        let orders = found.steps.filter { if case .underWay = $0.fact { true } else { false } }
        #expect(orders.map(\.opens) == [.order(OrderID("O-1")), .order(OrderID("O-2"))])
        #expect(found.steps.last?.fact == .expected(Desk.kWh(28_25)))
        #expect(found.steps.allSatisfy { $0.known != .meter(ContractCampus.energyMeter.id) || $0.at != nil }, "a reading has its time")
        #expect(Explainer(facts(desk)).explain(.after).answer == .expected(Desk.kWh(28_25)))
    }

    static let causes: [(flags: Set<MeterFlag>, reason: DarkReason)] = [
        ([.remoteTrip], .remoteTrip), ([.forbiddenLoad], .forbiddenLoad), ([.overPower], .overPower), ([.noCredit], .noCredit),
        ([.refundMode], .refundMode),
    ]

    @Test(arguments: causes.indices)
    func aDarkRoomNamesItsCauseAndWhatToDo(index: Int) {
        let (flags, reason) = Self.causes[index]
        var desk = dark(flags)
        desk.standing.lastSale = LastSale(at: Desk.now.adding(seconds: -86_400), money: Money(fen: 50_00))
        let found = Explainer(facts(desk)).explain(.supply)
        #expect(found.answer == .supply(.cut(reason)))
        #expect(found.steps.map(\.fact).contains(.relay(isClosed: false, flags)))
        #expect(found.steps.last?.fact == .remedy(reason))
        let isOrdered = found.steps.contains { $0.fact == .relayNotOrderedHere }
        #expect(isOrdered == (reason == .remoteTrip || reason == .refundMode))
        #expect(found.steps.contains { $0.fact == .lastSale(Money(fen: 50_00)) } == (reason == .noCredit))
    }

    @Test func theStandstillBeginsWithTheEndOfTheFirstHourOfTheSameRegister() {
        let hours = [(-5, 1230_00), (-4, 1234_56), (-2, 1234_56), (-1, 1234_56)].map { hour, register in
            HourlyReading(at: Desk.now.adding(seconds: Int64(hour) * 3600), register: Energy(hundredths: Int64(register)))
        }
        let found = Explainer(facts(dark([.noCredit])) { $0.hours = hours }).explain(.supply)
        let still = found.steps.first { if case .standstill = $0.fact { true } else { false } }
        #expect(still?.at == Desk.now.adding(seconds: -3 * 3600), "it may have moved in the first one")
        #expect(still?.known == .history)
    }

    /// Cut at 21:10 and asked at 21:15: the row of the running hour holds the register of now, and the hour before another.
    @Test func ofTheRunningHourNoStandstillIsTold() {
        let hours = [(-1, 1230_00), (0, 1234_56)].map { hour, register in
            HourlyReading(at: Desk.now.adding(seconds: Int64(hour) * 3600 - 900), register: Energy(hundredths: Int64(register)))
        }
        let found = Explainer(facts(dark([.noCredit])) { $0.hours = hours }).explain(.supply)
        #expect(!found.steps.contains { if case .standstill = $0.fact { true } else { false } })
    }

    @Test func silenceTellsTheMeterFromTheLine() {
        func silent(_ isConnected: Bool) -> FigureExplanation {
            Explainer(
                facts { facts in
                    facts.view.silentSince = Desk.now.adding(seconds: -600)
                    var bus = BusHealth(id: ContractCampus.energyMeter.bus, meters: 10, since: Desk.now.adding(seconds: -700))
                    (bus.isConnected, bus.trouble, bus.silent) = (isConnected, "connection refused", [ContractCampus.energyMeter.id])
                    facts.bus = bus
                }
            ).explain(.supply)
        }
        #expect(silent(true).answer == .supply(.noData))
        #expect(silent(true).steps.contains { $0.fact == .othersAnswer(9, of: 9) })
        let line = ExplanationFact.line(ContractCampus.energyMeter.bus, isConnected: false, trouble: "connection refused")
        #expect(silent(false).steps.contains { $0.fact == line && $0.opens == .bus(ContractCampus.energyMeter.bus) })
        let never = Explainer(facts { $0.view.reading = nil }).explain(.remaining)
        #expect(never.answer == .neverRead && never.steps.map(\.fact) == [.neverRead])
    }

    @Test func daysLeftNameTheDaysOfTheirMean() {
        let registers: [(ago: Int, hundredths: Int64)] = [(9, 0), (8, 100_00), (6, 120_00), (1, 170_00), (0, 500_00)]
        let days = registers.map {
            DailyReading(day: Self.today.advanced(by: -$0.ago), register: Energy(hundredths: $0.hundredths), remaining: nil)
        }
        let mean = Energy(hundredths: 10_00)
        let found = Explainer(facts { ($0.days, $0.view.meanUse) = (days, mean) }).explain(.days)
        #expect(found.answer == .daysLeft(tenths: 3))
        #expect(found.steps.contains { $0.fact == .mean(mean, days: 7) })
        let spans = found.steps.compactMap { step -> Int64? in
            if case .use(_, _, let energy) = step.fact { energy?.hundredths } else { nil }
        }
        #expect(spans == [50_00, 20_00], "the newest first, and no day that the mean does not count")
        #expect(Explainer(facts()).explain(.days).answer == .noMean)
        #expect(Explainer(facts { $0.view.reading?.remaining = Desk.kWh(0) }).explain(.days).answer == .nothingLeft)
        #expect(Explainer(facts()).explain(.days).steps.last?.fact == .assumedUse(Energy(hundredths: 3_00)), "15 kWh and 5 days")
    }

    @Test func theBooksNameEveryLotWithWhoBoughtIt() {
        let lot = Lot(
            id: LotID(entry: 12), wallet: .purchased, credited: Desk.kWh(90_90), paid: Money(fen: 50_00), left: Desk.kWh(40_00))
        let sale = Entry(
            sequence: 12, at: Desk.now, day: Self.today, actor: Desk.actor(.cashier), plan: PlanID("P1"),
            draft: EntryDraft(kind: .sale, room: Desk.room, postings: []), previousHash: [])
        let account = RoomAccount(
            lots: [lot], subsidy: Desk.kWh(0), purchased: Desk.kWh(40_00), emergency: Desk.kWh(0), prepaid: Money(fen: 22_00), reached: nil)
        let found = Explainer(facts { ($0.account, $0.origins) = (account, [12: sale]) }).explain(.balance)
        #expect(found.answer == .balance(Desk.kWh(40_00), prepaid: Money(fen: 22_00)))
        #expect(
            found.steps == [
                ExplanationStep(.lot(lot, .sale), at: Desk.now, by: "chen", known: .entry(12), opens: .entry(12, Desk.room))
            ])
        #expect(Explainer(facts()).explain(.balance).answer == .nothingInBooks)
    }

    @Test func anOrderIsToldStepByStepWithWhatWasReadBack() {
        var order = Desk.order(.confirmed)
        order.attempts = 1
        func picture(_ count: Int, _ left: Int64) -> CreditReading {
            CreditReading(
                at: Desk.now, count: count, lastAmount: Desk.kWh(20_00), totalBought: nil, remaining: Desk.kWh(left), subsidy: Desk.kWh(0),
                register: .zero, registerAfter: .zero)
        }
        let steps = [
            OrderStep(order: order.id, from: .queued, to: .sent, at: Desk.now, count: 7, before: picture(6, 3_25), isAttempt: true),
            OrderStep(order: order.id, from: .sent, to: .unknown, at: Desk.now, note: "No answer."),
            OrderStep(order: order.id, from: .unknown, to: .confirmed, at: Desk.now, after: picture(7, 23_25)),
        ]
        let found = Explainer(facts { ($0.order, $0.steps) = (order, steps) }).explain(.order)
        #expect(
            found.steps.map(\.fact) == [
                .picture(picture(6, 3_25), isBefore: true), .step(from: .queued, to: .sent, count: 7, isAttempt: true, note: ""),
                .step(from: .sent, to: .unknown, count: nil, isAttempt: false, note: "No answer."),
                .step(from: .unknown, to: .confirmed, count: nil, isAttempt: false, note: ""),
                .picture(picture(7, 23_25), isBefore: false),
            ])
    }

    @Test func everyFigureOfARoomWithoutAMeterSaysSo() {
        var desk = Desk()
        desk.standing.meter = nil
        desk.reading = nil
        let all = Explainer(facts(desk)).all
        #expect(all.map(\.figure) == RoomFigure.allCases)
        #expect(all.first { $0.figure == .remaining }?.answer == .noMeter)
        #expect(all.first { $0.figure == .bus }?.answer == .noMeter)
    }
}
