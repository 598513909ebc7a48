// Protects the monthly run: it grants what is due less what was granted, never more than a month to one resident however he moves, pays
// debt first, holds back where a meter can not take it, and marks what somebody should look at.
// How: one room and its neighbour as the books could know them; then seeded months of arrivals, moves and repeated runs.

import Domain
import Operations
import Seeded
import Testing

@Suite("Subsidy run")
struct SubsidyPlannerTests {
    static let november = Month(of: Desk.now.day)
    static let policy = SubsidyPolicy(name: "basic", from: november.advanced(by: -2), pauses: [])

    static func roster(_ stays: [(String, RoomID, from: Int, until: Int?)]) -> Roster {
        var roster = Roster(version: 4)
        for (name, room, from, until) in stays {
            let id = ResidentID(name)
            roster.residents[id] = Resident(id: id, name: name)
            roster.stays[roster.nextStay] = Stay(
                id: roster.nextStay, resident: id, room: room, from: november.first.advanced(by: from - 1),
                until: until.map { november.first.advanced(by: $0 - 1) })
            roster.nextStay += 1
        }
        return roster
    }

    static func run(
        _ roster: Roster, on day: Int = 1, month: Month = november, granted: [GrantKey: Granted] = [:],
        policies: [SubsidyPolicy] = [policy], offersPurse: Bool = true, _ change: (inout Desk) -> Void = { _ in }
    ) -> SubsidyRun {
        var desk = Desk()
        change(&desk)
        let planner = SubsidyPlanner(
            standings: [desk.standing.room.id: desk.standing], price: desk.price, readings: desk.reading.map { [$0.meter: $0] } ?? [:],
            roster: roster, policies: policies, policyVersion: 1, granted: granted,
            offersPurse: offersPurse, purseAbove: 10_00)
        return planner.run(
            month, actor: Desk.actor(.manager), now: Desk.now, day: month.first.advanced(by: day - 1), id: PlanID("subsidy"))
    }

    static func words(_ run: SubsidyRun) -> String {
        guard let row = run.rows.first else { return "" }
        if let skip = row.skip { return "\(skip)" }
        return row.shares.map { "\($0.share.key.month) \($0.share.key.stay)/\($0.ordinal):\($0.share.amount)" }.joined(separator: " ")
    }

    static func grants(_ run: SubsidyRun, _ before: [GrantKey: Granted] = [:]) -> [GrantKey: Granted] {
        run.shares.reduce(into: before) {
            $0[$1.share.key, default: Granted()].amount += $1.share.amount
            $0[$1.share.key, default: Granted()].parts += 1
        }
    }

    @Test("meters are offered their purse unless the campus switches purses off, and where their kind has one")
    func purses() throws {
        let roster = Self.roster([("S1", Desk.room, from: -60, until: nil)])
        let switchedOff = try #require(Self.run(roster, offersPurse: false).plan.changes.first)
        #expect(switchedOff.order?.offersPurse == false)
        let offered = try #require(Self.run(roster).plan.changes.first)
        #expect(offered.order?.offersPurse == true && offered.order?.count == 7)
        #expect(offered.entry == switchedOff.entry, "the books are the same")
        let plain = Self.run(roster) { $0.standing.meter?.profile = .plain645 }
        #expect(plain.plan.changes.first != nil && plain.plan.changes.first?.order == nil)
        #expect(plain.rows.first?.way == nil)
    }

    /// What is bought and what is in the purse by the last reading; nil for a meter that tells of no purse.
    private static let ways: [(bought: Int64, purse: Int64?, isOn: Bool, GrantWay)] = [
        (10_01, 0, true, .purse), (10_00, 0, true, .littleBought), (0, 5_00, true, .littleBought), (30_00, nil, true, .noPurse),
        (30_00, 0, false, .switchedOff),
    ]

    @Test("a preview says by which purse each room's credit would go, and why", arguments: ways)
    func foreseesTheWay(bought: Int64, purse: Int64?, isOn: Bool, expected: GrantWay) {
        let roster = Self.roster([("S1", Desk.room, from: -60, until: nil)])
        let run = Self.run(roster, offersPurse: isOn) {
            $0.standing.lots = [ExpiryTests.lot(1, .purchased, left: bought, expires: nil)]
            if let purse { $0.standing.lots.append(ExpiryTests.lot(2, .subsidy, left: purse, expires: nil)) }
            $0.reading?.remaining = Desk.kWh(bought + (purse ?? 0))
            $0.reading?.subsidy = purse.map(Desk.kWh)
        }
        #expect(run.rows.first?.way == expected)
        #expect(Self.run(roster) { $0.reading = nil }.rows.first?.way == .noPurse, "a meter that was never read tells of nothing")
    }

    /// Bought and free credit in the books; what the meter says is left in all, and in its purse; what nobody explains.
    private static let inPurse: [(bought: Int64, free: Int64, left: Int64, purse: Int64, unknown: Int64?)] = [
        (30_00, 5_00, 35_00, 5_00, nil), (30_00, 0, 35_00, 5_00, 5_00), (30_00, 2_00, 35_00, 5_00, 3_00), (30_00, 0, 30_20, 20, nil),
        (30_00, 0, 30_21, 21, 21), (35_00, 0, 35_00, 5_00, nil), (34_00, 0, 35_00, 5_00, 1_00), (30_00, 5_00, 33_00, 3_00, nil),
    ]

    @Test("free credit of which the books know nothing is in the purse: the room waits for a person", arguments: inPurse)
    func waitsForAPerson(bought: Int64, free: Int64, left: Int64, purse: Int64, unknown: Int64?) {
        let run = Self.run(Self.roster([("S1", Desk.room, from: -60, until: nil)])) {
            $0.standing.lots = [
                ExpiryTests.lot(1, .purchased, left: bought, expires: nil), ExpiryTests.lot(2, .subsidy, left: free, expires: nil),
            ]
            $0.reading?.remaining = Desk.kWh(left)
            $0.reading?.subsidy = Desk.kWh(purse)
        }
        #expect(run.rows.first?.skip == unknown.map { .unknownInPurse(Desk.kWh($0)) })
        #expect(run.plan.changes.isEmpty == (unknown != nil))
    }

    @Test("a run grants what is due, and a second run nothing")
    func once() throws {
        let roster = Self.roster([("S1", Desk.room, from: -60, until: nil), ("S2", Desk.room, from: 15, until: nil)])
        let first = Self.run(roster)
        #expect(Self.words(first) == "2026-11 1/0:5.00")
        let granted = Self.grants(first)
        #expect(Self.words(Self.run(roster, granted: granted)) == "rule(Domain.SubsidySkip.granted(5.00))")
        #expect(Self.words(Self.run(roster, on: 15, granted: granted)) == "2026-11 2/0:2.60", "who comes on the 15th gets his part")
        let change = try #require(first.plan.changes.first)
        #expect(change.entry.balances)
        #expect(change.entry.reason == "subsidy: basic 2026-11 stay 1 5.000")
        #expect(change.order?.task == .topUp(Desk.kWh(5_00)))
        #expect(change.order?.count == 7)
        guard case .open(let wallet, let credited, let paid, let left, let expires) = change.entry.lots.first else {
            Issue.record("no lot")
            return
        }
        #expect(wallet == .subsidy && credited == Desk.kWh(5_00) && paid == .zero && left == credited)
        #expect(expires?.description == "2027-01-31")
    }

    @Test("the next month's run gives what fell due after the last one, to those who are still there")
    func late() {
        let december = Self.november.advanced(by: 1)
        let roster = Self.roster([
            ("S1", Desk.room, from: -60, until: nil), ("S2", Desk.room, from: 15, until: nil), ("S3", Desk.room, from: 15, until: 20),
        ])
        let granted = Self.grants(Self.run(roster))
        #expect(Self.words(Self.run(roster, month: december, granted: granted)) == "2026-12 1/0:5.00 2026-12 2/0:5.00 2026-11 2/0:2.60")
        #expect(
            Self.words(Self.run(roster, month: december)) == "2026-12 1/0:5.00 2026-12 2/0:5.00", "a run that never was is not made up for")
    }

    @Test("who moves within a month gets no more than one month in all rooms together")
    func moving() {
        let other = RoomID("3-999")
        let before = Self.roster([("S1", other, from: -60, until: nil)])
        let key = GrantKey(policy: "basic", month: Self.november, room: other, stay: 1)
        let granted = [key: Granted(amount: Energy(hundredths: 5_00), parts: 1)]
        var after = before
        after.stays[1]?.until = Self.november.first.advanced(by: 9)
        after.stays[2] = Stay(id: 2, resident: ResidentID("S1"), room: Desk.room, from: Self.november.first.advanced(by: 10))
        #expect(Self.words(Self.run(after, on: 11, granted: granted)) == "rule(Domain.SubsidySkip.granted(0.00))")
    }

    @Test("an amount that was raised within the month is made up for, under the next number")
    func raised() {
        let roster = Self.roster([("S1", Desk.room, from: -60, until: nil)])
        var more = Self.policy
        more.from = Self.november
        more.amount = Energy(hundredths: 8_00)
        let granted = Self.grants(Self.run(roster))
        #expect(Self.words(Self.run(roster, on: 2, granted: granted, policies: [Self.policy, more])) == "2026-11 1/1:3.00")
    }

    @Test("debt is repaid first, and the entry balances")
    func debt() throws {
        let run = Self.run(Self.roster([("S1", Desk.room, from: -60, until: nil)])) { $0.standing.emergency = Desk.kWh(2_00) }
        let entry = try #require(run.plan.changes.first?.entry)
        #expect(entry.balances)
        #expect(
            entry.postings.map(\.description).sorted() == [
                "energy:granted -5000", "room:3-418:emergency 2000", "room:3-418:subsidy 3000",
            ])
    }

    @Test("what holds a grant back is said, and the next run gives it")
    func heldBack() {
        let roster = Self.roster([("S1", Desk.room, from: -60, until: nil)])
        #expect(
            Self.words(Self.run(roster) { $0.standing.openOrders = [Desk.order(.disputed)] }) == "refused(Operations.Refusal.disputed(O-1))"
        )
        #expect(Self.words(Self.run(roster) { $0.standing.meter = nil }) == "refused(Operations.Refusal.noMeter)")
        #expect(Self.words(Self.run(roster) { $0.reading = Desk.reading(left: MeterPoint.largestCredit - 4_99) }) == "meterFull")
        #expect(Self.words(Self.run(roster) { $0.standing.room.isOpen = false }) == "rule(Domain.SubsidySkip.roomClosed)")
        #expect(Self.words(Self.run(Roster())) == "rule(Domain.SubsidySkip.empty)")
    }

    @Test("what somebody should look at is marked")
    func marks() {
        let many = Self.roster((1...5).map { ("S\($0)", Desk.room, from: -60, until: nil) })
        #expect(Self.run(many).rows.first?.mark == "5 residents, 4 beds")
        let one = Self.roster([("S1", Desk.room, from: -60, until: nil)])
        #expect(Self.run(one).rows.first?.mark == nil)
        let key = GrantKey(policy: "basic", month: Self.november.advanced(by: -1), room: Desk.room, stay: 9)
        let lastMonth = [key: Granted(amount: Energy(hundredths: 20_00), parts: 1)]
        #expect(Self.run(one, granted: lastMonth).rows.first?.mark == "less than half of last month")
    }

    @Test("seeded months of arrivals, departures and repeated runs never grant anybody more than a month", arguments: 0..<60)
    func seeded(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var roster = Roster()
        var granted: [GrantKey: Granted] = [:]
        let rooms = [Desk.room, RoomID("3-999")]
        for number in 0..<6 {
            let id = ResidentID("S\(number)")
            roster.residents[id] = Resident(id: id, name: id.text)
        }
        for day in 0..<61 {
            let today = Self.november.first.advanced(by: day)
            if Int.random(in: 0...3, using: &random) == 0, let who = roster.residents.keys.sorted().randomElement(using: &random) {
                if let stay = roster.stays(on: today)[who] {
                    roster.stays[stay.id]?.until = max(stay.from, today.advanced(by: -1))
                }
                if roster.stays(on: today)[who] == nil, Bool.random(using: &random), let room = rooms.randomElement(using: &random) {
                    roster.stays[roster.nextStay] = Stay(id: roster.nextStay, resident: who, room: room, from: today)
                    roster.nextStay += 1
                }
            }
            guard Int.random(in: 0...4, using: &random) == 0 else { continue }
            for room in rooms {
                let run = Self.run(roster, on: today.distance(from: Month(of: today).first) + 1, month: Month(of: today), granted: granted)
                {
                    $0.standing.room.id = room
                }
                granted = Self.grants(run, granted)
            }
        }
        var byResident: [String: Energy] = [:]
        for (key, sum) in granted {
            byResident["\(roster.stays[key.stay]?.resident.text ?? "nobody") \(key.month)", default: .zero] += sum.amount
        }
        #expect(byResident.values.allSatisfy { $0 <= Self.policy.amount }, "seed \(seed): \(byResident)")
        #expect(byResident["nobody"] == nil)
        #expect(!granted.isEmpty || seed > 0)
    }
}

extension Instant {
    fileprivate var day: Day { Day(of: self, at: .china) }
}

extension Day {
    fileprivate func distance(from other: Day) -> Int { other.distance(to: self) }
}

extension Posting {
    fileprivate var description: String { "\(account) \(amount)" }
}
