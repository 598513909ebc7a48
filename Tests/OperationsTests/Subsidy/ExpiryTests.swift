// Protects the expiry of free credit: only what is free and past its last day, by an order where a meter holds it, never by night.
// How: one room with lots of every kind as the books could know it; the hours as a table.

import Domain
import Operations
import Testing

@Suite("Expiry of free credit")
struct ExpiryTests {
    static let today = Day(of: Desk.now, at: .china)

    static func lot(_ entry: Int64, _ wallet: WalletKind, left: Int64, expires: Int?) -> Lot {
        Lot(
            id: LotID(entry: entry), wallet: wallet, expires: expires.map { today.advanced(by: $0) }, credited: Desk.kWh(left), paid: .zero,
            left: Desk.kWh(left))
    }

    static func plan(_ change: (inout Desk) -> Void) -> Plan {
        var desk = Desk()
        change(&desk)
        let planner = ExpiryPlanner(
            standings: [desk.standing.room.id: desk.standing], price: desk.price, readings: desk.reading.map { [$0.meter: $0] } ?? [:],
            purseAbove: 10_00)
        return planner.plan(actor: Desk.actor(.system), now: Desk.now, day: today, id: PlanID("E"))
    }

    @Test("only free credit past its last day expires, by an order to the meter that holds it")
    func expires() throws {
        let plan = Self.plan {
            $0.standing.lots = [
                Self.lot(1, .purchased, left: 9_00, expires: nil), Self.lot(2, .subsidy, left: 2_00, expires: -30),
                Self.lot(3, .subsidy, left: 3_00, expires: -1), Self.lot(4, .subsidy, left: 4_00, expires: 0),
                Self.lot(5, .subsidy, left: 5_00, expires: nil),
            ]
        }
        let change = try #require(plan.changes.first)
        #expect(change.credit == Desk.kWh(-5_00))
        #expect(change.entry.balances)
        #expect(
            change.entry.lots == [
                .take(LotID(entry: 2), credit: Desk.kWh(2_00), paid: .zero), .take(LotID(entry: 3), credit: Desk.kWh(3_00), paid: .zero),
            ])
        #expect(change.order?.task == .takeBack(Desk.kWh(5_00)))
        #expect(change.order?.count == 7)
    }

    @Test("nothing to expire, no meter, a dispute")
    func nothing() {
        #expect(Self.plan { $0.standing.lots = [Self.lot(4, .subsidy, left: 4_00, expires: 0)] }.rows.isEmpty)
        #expect(Self.plan { $0.standing.lots = [Self.lot(4, .subsidy, left: 0, expires: -1)] }.rows.isEmpty)
        let disputed = Self.plan {
            $0.standing.lots = [Self.lot(4, .subsidy, left: 4_00, expires: -1)]
            $0.standing.openOrders = [Desk.order(.disputed)]
        }
        #expect(disputed.changes.isEmpty)
        #expect(disputed.refusals.count == 1)
    }

    /// Free credit of 5.00 that has expired, and so much in the purse.
    private static func purse(_ free: Int64, bought: Int64 = 30_00, watts: Int64? = 600) -> Plan {
        plan {
            $0.standing.lots = [
                lot(1, .purchased, left: bought, expires: nil), lot(2, .subsidy, left: 2_00, expires: -30),
                lot(3, .subsidy, left: 3_00, expires: -1),
            ]
            $0.reading?.remaining = Desk.kWh(bought + free)
            $0.reading?.subsidy = Desk.kWh(free)
            $0.reading?.load = watts.map { Power(watts: $0) }
        }
    }

    @Test("out of a purse goes what it holds, less the use of ten minutes; what is left goes by the next plan")
    func purse() throws {
        // 600 W for ten minutes are 0.10 kWh, and one step of the register.
        let whole = try #require(Self.purse(9_00).changes.first)
        #expect(whole.credit == Desk.kWh(-5_00))
        #expect(whole.order?.offersPurse == true && whole.order?.task == .takeBack(Desk.kWh(5_00)))
        let part = try #require(Self.purse(4_00).changes.first)
        #expect(part.order?.task == .takeBack(Desk.kWh(3_89)))
        #expect(
            part.entry.lots == [
                .take(LotID(entry: 2), credit: Desk.kWh(2_00), paid: .zero), .take(LotID(entry: 3), credit: Desk.kWh(1_89), paid: .zero),
            ])
        #expect(part.entry.balances)
        #expect(Self.purse(4_00, watts: 0).changes.first?.order?.task == .takeBack(Desk.kWh(4_00)), "nobody uses anything")
    }

    @Test("a purse is let alone where a command to it could make the room dark, and used up where hardly anything is in it")
    func letAlone() throws {
        #expect(Self.purse(9_00, bought: 10_00).rows.isEmpty)
        #expect(Self.purse(11).rows.isEmpty)
        let plain = try #require(Self.purse(0).changes.first?.order)
        #expect(plain.task == .takeBack(Desk.kWh(5_00)), "what was given as plain credit is taken out as such")
    }

    @Test("what its meter did not give is free credit again whose last day has passed, and expires by a later look")
    func restored() throws {
        let change = try #require(Self.purse(9_00).changes.first)
        let takeBack = Entry(
            sequence: 8, at: Desk.now, day: Self.today, actor: Desk.actor(.system), approver: nil, plan: PlanID("E"), draft: change.entry,
            previousHash: [])
        let planner = SettlementPlanner(
            takeBack: takeBack, due: try #require(Due(takeBack)), standing: Desk().standing, price: Desk().price)
        let plan = planner.restoration(Desk.order(.withdrawn), actor: Desk.actor(.system), now: Desk.now, day: Self.today)
        let entry = try #require(plan.changes.first?.entry)
        #expect(entry.kind == .restoration && entry.corrects == 8 && entry.balances)
        guard case .open(.subsidy, let credited, .zero, let left, let expires?) = entry.lots.first else {
            Issue.record("no free credit: \(entry.lots)")
            return
        }
        #expect(credited == Desk.kWh(5_00) && left == credited)
        let later = Self.plan {
            $0.standing.lots = [Lot(id: LotID(entry: 9), wallet: .subsidy, expires: expires, credited: credited, paid: .zero, left: left)]
        }
        #expect(later.changes.first?.credit == Desk.kWh(-5_00))
    }

    private static let minutes: [(String, Int64, Bool)] = [
        ("2026-11-20", 509, false), ("2026-11-20", 510, true), ("2026-11-20", 1019, true), ("2026-11-20", 1020, false),
        ("2026-11-20", 1380, false), ("2026-11-21", 720, false), ("2026-11-22", 720, false), ("2026-11-23", 720, true),
    ]

    @Test("from 08:30 to 17:00 of working days, never by night", arguments: minutes)
    func hours(day: String, minute: Int64, isOpen: Bool) throws {
        let start = try #require(Day(day)).start(at: .china)
        #expect(ExpiryHours.isOpen(start.adding(seconds: minute * 60), at: .china) == isOpen)
    }
}
