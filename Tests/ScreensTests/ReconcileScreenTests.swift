// Protects the screen of books, meters and orders side by side: what is drawn, and the keys by which a case is taken, noted and ended.
// How: rows made by the reconciler from a few rooms; frames compared with stored ones; keys pressed and wishes compared.

import Domain
import Operations
import Phrases
import Terminal
import Testing

@testable import Screens

@Suite struct ReconcileScreenTests {
    private static let now = SampleCampus.now
    private static func kWh(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }
    private static let system = Actor(name: "system", role: .system, shift: "", console: "collector")

    private static func row(
        _ number: Int, left: Int64, count: Int = 7, used: Int64 = 0, order: Order? = nil, cases: [Case] = [], isRead: Bool = true
    ) -> ReconcileRow {
        let room = Room(id: RoomID("3-4\(number)"), building: "3", floor: 4, number: "4\(number)", beds: 4)
        let start = now.adding(seconds: -40_000)
        let meter = MeterPoint(
            id: MeterID("0000000004\(number)"), place: .room(room.id, circuit: "main"),
            bus: BusID(concentrator: ConcentratorID("C1"), number: 1), profile: .dorm645,
            baseline: Baseline(count: 0, totalBought: kWh(0), remaining: kWh(0), register: .zero, at: start))
        var reading = Reading(meter: meter.id, at: now.adding(seconds: -12))
        (reading.remaining, reading.count, reading.register) = (kWh(left), count, Energy(hundredths: 500_00 + used))
        let lot = Lot(id: LotID(entry: 1), wallet: .purchased, credited: kWh(100_00), paid: Money(fen: 55_00), left: kWh(100_00))
        let standing = RoomStanding(
            room: room, version: 1, meter: meter, lots: [lot], emergency: kWh(0), expectedCount: 7, expectedTotal: kWh(390_90),
            openOrders: order.map { [$0] } ?? [],
            reached: RegisterMark(meter: meter.id, register: Energy(hundredths: 500_00), at: start))
        return Reconciler.row(ReconcileFacts(standing: standing, reading: isRead ? reading : nil, price: .standard, cases: cases))
    }

    private static func order(_ number: Int) -> Order {
        Order(
            id: OrderID("O00000412"), plan: PlanID("P"), entry: 412, room: RoomID("3-4\(number)"), meter: MeterID("0000000004\(number)"),
            task: .topUp(kWh(90_90)), count: 8, totalAfter: kWh(481_80), state: .unknown, createdAt: now.adding(seconds: -900),
            changedAt: now.adding(seconds: -60))
    }

    private static func file(owner: String? = nil) -> Case {
        var acts: [CaseAct] = [.opened(CaseFinding(amount: 1, text: "Count: meter 8, books 7."), reopens: nil)]
        if let owner { acts += [.owned(owner), .noted("The vendor says that a card was sold on Friday.")] }
        let steps = acts.map { CaseStep(at: now.adding(seconds: -7300), actor: $0 == acts[0] ? system : SampleCampus().actor, act: $0) }
        return Case(id: CaseID("C00003"), room: RoomID("3-418"), meter: MeterID("000000000418"), kind: .count, steps: steps)
    }

    static func overview(owner: String? = "chen") -> ReconcileOverview {
        ReconcileOverview([
            row(12, left: 100_00), row(13, left: 9_10, order: order(13)), row(14, left: 87_66, used: 12_34),
            row(15, left: 0, isRead: false),
            row(16, left: 94_00), row(18, left: 120_00, count: 8, cases: [file(owner: owner)]),
        ])
    }

    private func pilot(_ columns: Int = 80, _ rows: Int = 24, owner: String? = "chen") -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g c")
        #expect(pilot.takeEffects() == [.loadReconciliation])
        pilot.send(.reconciliation(Self.overview(owner: owner)))
        return pilot
    }

    @Test(.bothLanguages, arguments: [(80, 24), (132, 40), (60, 16)])
    func sideBySide(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        pilot.press("Down")
        expectSnapshot(pilot.frame, "reconcile-\(columns)x\(rows)")
    }

    @Test func theWorstComesFirst() {
        let order = Self.overview().rows.map(\.id.text)
        #expect(
            order == ["3-416", "3-418", "3-415", "3-413", "3-412", "3-414"]
                || order == ["3-416", "3-418", "3-413", "3-415", "3-412", "3-414"])
        #expect(Self.overview().counts == [.unexplained: 2, .explained: 1, .notKnown: 1, .equal: 2])
        #expect(Self.overview().openCases == 1)
    }

    @Test func foreignPurchasesAreTakenOverAfterAQuestion() {
        var pilot = pilot(owner: nil)
        pilot.press("b")
        #expect(pilot.status == "The meter here has no purchases that the books lack.")
        _ = pilot.takeEffects()
        pilot.press("Down b")
        #expect(pilot.takeEffects() == [])
        pilot.press("b")
        #expect(pilot.takeEffects() == [.work(CaseID("C00003"), .takeOver)])
        #expect(pilot.status == "Asking the meter of case C00003 for its purchase records.")
        pilot.press("b Esc")
        #expect(pilot.takeEffects() == [])
        pilot.send(.collector(.none("no process holds the lease")))
        _ = pilot.takeEffects()
        pilot.press("b")
        #expect(pilot.status == "Nobody reads the meters: no process holds the lease.")
    }

    @Test(.bothLanguages) func aCaseIsTakenNotedAndEnded() {
        var pilot = pilot(owner: nil)
        pilot.press("e")
        #expect(pilot.takeEffects() == [.bell])
        #expect(pilot.status == phrase("There is no open case here."))
        pilot.press("Down x")
        #expect(pilot.status == phrase("Nobody looks after case \("C00003") yet: e takes it."))
        _ = pilot.takeEffects()
        pilot.press("e")
        #expect(pilot.takeEffects() == [.work(CaseID("C00003"), .take)])
        pilot.send(.reconciliation(Self.overview()))
        pilot.press("n Enter")
        #expect(pilot.takeEffects() == [.bell])
        pilot.type("asked the vendor")
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.work(CaseID("C00003"), .note("asked the vendor"))])
        pilot.press("x a")
        pilot.type("a card of Friday")
        expectSnapshot(pilot.frame, "reconcile-ending-80x24")
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.work(CaseID("C00003"), .close(.accepted, "a card of Friday"))])
        pilot.press("x Esc")
        #expect(pilot.takeEffects() == [])
    }

    @Test func rowsAreAskedForAgainWhileSomebodyLooks() {
        var pilot = pilot()
        pilot.wait(seconds: 5)
        #expect(!pilot.takeEffects().contains(.loadReconciliation))
        pilot.wait(seconds: 10)
        #expect(pilot.takeEffects().contains(.loadReconciliation))
        pilot.press("q")
        pilot.wait(seconds: 60)
        #expect(!pilot.takeEffects().contains(.loadReconciliation))
    }

    @Test func nothingYetSaysSo() {
        var pilot = Pilot()
        pilot.press("g c")
        #expect(pilot.lines[5].contains("Books and meters are being held against each other."))
        #expect(pilot.frame.cursor != nil || pilot.console.screen == .reconcile)
        pilot.send(.reconciliation(ReconcileOverview([])))
        #expect(pilot.lines[5].contains("There are no rooms yet."))
    }
}
