// Protects the rule of the monthly subsidy: who is due how much for which month, why others get nothing, and until when it counts.
// How: one table of rooms, stays and policies; seeded stays, whose parts of a month never sum to more than the whole.

import Domain
import Testing

@Suite("Subsidy")
struct SubsidyTests {
    static let november = Month("2026-11") ?? Month(of: Day(number: 0))
    static let room = Room(id: RoomID("3-418"), building: "3", floor: 4, number: "418", beds: 4)

    static func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }

    static func stay(_ id: Int64, _ from: String, _ until: String? = nil) -> Stay {
        Stay(id: id, resident: ResidentID("S\(id)"), room: room.id, from: day(from), until: until.map(day))
    }

    static func policy(_ change: (inout SubsidyPolicy) -> Void = { _ in }) -> SubsidyPolicy {
        var policy = SubsidyPolicy(name: "basic", from: november.advanced(by: -12))
        change(&policy)
        return policy
    }

    static func due(_ policy: SubsidyPolicy, _ stays: [Stay], month: Month = november, run: String = "2026-11-01", room: Room = room)
        -> String
    {
        let calculation = SubsidyCalculation(policy: policy, month: month, runDay: day(run))
        switch calculation.due(room, stays: stays, schoolClass: { $0.text == "S1" ? "EE" : "" }) {
        case .skipped(let reason): return "\(reason)"
        case .shares(let shares): return shares.map { "\($0.key.stay):\($0.amount)" }.joined(separator: " ")
        }
    }

    @Test("residents of a whole month, of a part of it, and of none")
    func residents() {
        let stays = [Self.stay(1, "2026-09-01"), Self.stay(2, "2026-11-15"), Self.stay(3, "2026-11-10", "2026-11-20")]
        #expect(Self.due(Self.policy(), stays) == "1:5.00")
        #expect(Self.due(Self.policy(), stays, run: "2026-11-15") == "1:5.00 2:2.60 3:1.80", "16 of 30 days, and 11 of 30")
        #expect(Self.due(Self.policy(), stays, run: "2026-12-24") == "1:5.00 2:2.60", "after the month: who was there on its last day")
        #expect(Self.due(Self.policy { $0.partMonth = .full }, stays, run: "2026-11-15") == "1:5.00 2:5.00 3:5.00")
        #expect(Self.due(Self.policy { $0.partMonth = .none }, stays, run: "2026-11-15") == "1:5.00")
        #expect(Self.due(Self.policy(), [Self.stay(1, "2026-11-30")], run: "2026-11-30") == "1:0.10")
        #expect(
            Self.due(Self.policy { $0.amount = Energy(hundredths: 2_00) }, [Self.stay(1, "2026-11-30")], run: "2026-11-30") == "nothingDue")
    }

    @Test("room, bed and class as the basis")
    func bases() {
        let two = [Self.stay(1, "2026-09-01"), Self.stay(2, "2026-11-16")]
        #expect(Self.due(Self.policy { $0.basis = .room }, two) == "0:5.00")
        #expect(Self.due(Self.policy { $0.basis = .bed }, two) == "0:20.00")
        #expect(Self.due(Self.policy { $0.basis = .room }, [two[1]], run: "2026-11-16") == "0:2.50")
        let classes = Self.policy {
            $0.basis = .schoolClass
            $0.classAmounts = ["EE": Energy(hundredths: 8_00)]
        }
        #expect(Self.due(classes, two, run: "2026-11-16") == "1:8.00 2:2.50")
    }

    @Test("why a room is given nothing")
    func skips() {
        let stays = [Self.stay(1, "2026-01-01")]
        let closed = Room(id: Self.room.id, building: "3", floor: 4, number: "418", beds: 4, isOpen: false)
        #expect(Self.due(Self.policy { $0.buildings = ["7"] }, stays) == "noPolicy")
        #expect(Self.due(Self.policy { $0.from = Self.november.advanced(by: 1) }, stays) == "noPolicy")
        #expect(Self.due(Self.policy { $0.until = Self.november.advanced(by: -1) }, stays) == "noPolicy")
        #expect(Self.due(Self.policy { $0.pauses = [11] }, stays) == "pause")
        #expect(Self.due(Self.policy(), stays, room: closed) == "roomClosed")
        #expect(Self.due(Self.policy(), [Self.stay(1, "2026-01-01", "2026-10-31")]) == "empty")
    }

    @Test(
        "until when a grant counts",
        arguments: [
            ("2026-09", 3, [1, 7], "2026-11-30"), ("2026-12", 3, [1, 7], "2027-01-31"), ("2027-01", 3, [1, 7], "2027-01-31"),
            ("2026-09", 1, [], "2026-09-30"), ("2026-09", nil, [1, 7], "2027-01-31"), ("2026-09", nil, [], nil),
        ] as [(String, Int?, Set<Int>, String?)])
    func expiry(month: String, carried: Int?, termEnds: Set<Int>, last: String?) throws {
        let policy = Self.policy {
            $0.carriedMonths = carried
            $0.termEnds = termEnds
        }
        #expect(policy.expiry(of: try #require(Month(month)))?.description == last)
    }

    @Test("the version that holds is the one that began last; an end ends it")
    func versions() {
        let old = Self.policy()
        let new = Self.policy {
            $0.from = Self.november
            $0.amount = Energy(hundredths: 8_00)
        }
        #expect(SubsidyPolicy.holding(in: Self.november.advanced(by: -1), of: [new, old]) == [old])
        #expect(SubsidyPolicy.holding(in: Self.november.advanced(by: 1), of: [old, new]) == [new])
        let ended = Self.policy {
            $0.from = Self.november
            $0.until = Self.november
        }
        #expect(SubsidyPolicy.holding(in: Self.november.advanced(by: 1), of: [old, ended]) == [])
    }

    @Test("policies that overlap, and those with figures that can not be")
    func complaints() {
        #expect(SubsidyPolicy.conflict(of: Self.policy(), with: [Self.policy()]) != nil)
        #expect(SubsidyPolicy.conflict(of: Self.policy { $0.name = "extra" }, with: [Self.policy()]) != nil)
        let east = Self.policy {
            $0.name = "east"
            $0.buildings = ["3"]
        }
        let west = Self.policy { $0.buildings = ["7", "8"] }
        #expect(SubsidyPolicy.conflict(of: east, with: [west]) == nil)
        #expect(
            SubsidyPolicy.conflict(of: Self.policy { $0.name = "later" }, with: [Self.policy { $0.until = $0.from.advanced(by: -1) }])
                == nil)
        #expect(Self.policy().problems == [])
        #expect(Self.policy { $0.amount = Energy(hundredths: -5_00) }.problems == ["the amount is not above zero"])
        #expect(Self.policy { $0.pauses = [13] }.problems == ["a month of the year is a number from 1 to 12"])
        #expect(Self.policy { $0.name = "Basic 1" }.problems.count == 1)
        #expect(Self.policy { $0.carriedMonths = 0 }.problems.count == 1)
    }

    @Test(
        "months",
        arguments: [("2026-11", 30, "2026-12"), ("2027-02", 28, "2027-03"), ("2028-02", 29, "2028-03"), ("2026-12", 31, "2027-01")])
    func months(text: String, length: Int, next: String) throws {
        let month = try #require(Month(text))
        #expect(month.length == length)
        #expect(month.description == text)
        #expect(month.advanced(by: 1).description == next)
        #expect(month.first.description == text + "-01")
        #expect(Month(of: month.last) == month)
        #expect(Month("2026-13") == nil && Month("26-11") == nil && Month("2026-1") == nil)
    }

    @Test("one resident who moves within a month is due no more than a whole month, whatever the day", arguments: 1...30)
    func moving(day: Int) {
        let moves = Self.november.first.advanced(by: day - 1)
        let old = Stay(id: 1, resident: ResidentID("S1"), room: Self.room.id, from: Self.day("2026-09-01"), until: moves.advanced(by: -1))
        let new = Stay(id: 2, resident: ResidentID("S1"), room: Self.room.id, from: moves)
        let calculations = [Self.november.first, moves].map { SubsidyCalculation(policy: Self.policy(), month: Self.november, runDay: $0) }
        var granted: [GrantKey: Energy] = [:]
        for calculation in calculations {
            guard case .shares(let shares) = calculation.due(Self.room, stays: [old, new], schoolClass: { _ in "" }) else { continue }
            for share in shares { granted[share.key] = share.amount }
        }
        let sum = granted.values.reduce(Energy.zero, +)
        #expect(sum <= Energy(hundredths: 5_00) && sum >= Energy(hundredths: 4_80), "moved on day \(day): \(sum)")
    }
}
