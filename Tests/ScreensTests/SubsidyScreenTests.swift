// Protects the free electricity of a month on the console: what is shown before it is given, the typed count before it, what is said of a commit
// that found something changed, and the way to the meters.
// How: a run as a value; frames compared with stored ones; keys pressed and wishes compared.

import Domain
import Phrases
import Terminal
import Testing

@testable import Operations
@testable import Screens

@Suite struct SubsidyScreenTests {
    static let month = Month("2026-11") ?? Month(of: Day(number: 0))

    private static func row(
        _ room: String, _ residents: Int, kWh: Int64, last: Int64 = 2000, skip: SkipReason? = nil, mark: String? = nil
    ) -> SubsidyRow {
        let shares = (0..<residents).map { stay in
            let key = GrantKey(policy: "basic", month: month, room: RoomID(room), stay: Int64(stay + 1))
            return PlannedShare(share: GrantShare(key: key, amount: Energy(hundredths: kWh / Int64(residents))), ordinal: 0)
        }
        return SubsidyRow(
            room: RoomID(room), building: String(room.prefix(1)), shares: shares, skip: skip, lastMonth: Energy(hundredths: last),
            thisMonth: Energy(hundredths: kWh), mark: mark)
    }

    static func run(_ id: String = "subsidy-1", of month: Month = month) -> SubsidyRun {
        let rows = [
            row("1-101", 4, kWh: 2000), row("1-102", 3, kWh: 1500), row("1-103", 0, kWh: 0, last: 0, skip: .rule(.empty)),
            row("3-417", 4, kWh: 2000, last: 500, mark: "four times as much as last month"), row("3-418", 4, kWh: 2000),
            row("3-419", 0, kWh: 0, skip: .refused(.disputed(OrderID("o8")))),
            row("3-420", 0, kWh: 2000, skip: .rule(.granted(Energy(hundredths: 2000)))),
        ]
        let changes = rows.filter { !$0.shares.isEmpty }.map { row in
            PlanRow(
                room: row.room, money: .zero,
                decision: .change(
                    PlannedChange(
                        room: row.room, version: 1, priceVersion: 1, money: .zero, credit: Credit(row.total),
                        entry: EntryDraft(kind: .grant, room: row.room, postings: []))))
        }
        let plan = Plan(
            id: PlanID(id), kind: .subsidy, madeAt: SampleCampus.now, day: Day(of: SampleCampus.now, at: .china),
            actor: SampleCampus().actor, rows: changes)
        return SubsidyRun(month: month, rows: rows, plan: plan, rosterVersion: 1, policyVersion: 1)
    }

    private static let granted = run().plan.rows.enumerated().map {
        CommittedRow(
            room: $1.room, entry: Int64(50 + $0), order: OrderID("o\($0)"), money: .zero, credit: Credit(.energy, hundredths: 2000))
    }

    private func pilot(_ columns: Int = 80, _ rows: Int = 24) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g s")
        pilot.send(.subsidy(.planned(Self.run())))
        return pilot
    }

    @Test(.bothLanguages, arguments: [(80, 24), (60, 16), (132, 40)])
    func preview(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        pilot.press("End Enter Down")
        expectSnapshot(pilot.frame, "subsidy-\(columns)x\(rows)")
    }

    @Test func openingPlansThisMonthAndGivesNothing() {
        var pilot = Pilot()
        pilot.press("g s")
        #expect(pilot.takeEffects() == [.subsidy(.plan(Self.month))])
        #expect(pilot.lines[4].contains("It is being worked out for every room."))
        pilot.press("+")
        #expect(pilot.status == "There is no preview yet.")
        pilot.press("Right")
        #expect(pilot.status.contains("2026-12 has not begun"))
        pilot.press("Left")
        #expect(pilot.takeEffects().last == .subsidy(.plan(Self.month.advanced(by: -1))))
        // The answer for the month that was left comes late.
        pilot.send(.subsidy(.planned(Self.run())))
        #expect(pilot.lines[4].contains("It is being worked out"))
    }

    @Test func roomsAreListedByWhatIsToBeSeen() {
        var pilot = pilot()
        pilot.press("v l")
        #expect(pilot.lines[4].contains("3-417") && pilot.lines[4].contains("four times as much"))
        #expect(!pilot.lines[5].contains("3-418"))
        pilot.press("v n")
        #expect(pilot.lines[4].contains("nobody lives there"))
        #expect(pilot.lines[5].contains("Order o8"))
        #expect(pilot.lines[6].contains("everything was granted before"))
        pilot.press("v a")
        #expect(pilot.lines[4].contains("1-101"))
        pilot.press("v b Home Enter")
        #expect(pilot.lines[5].contains("1-101"))
        pilot.press("Enter")
        #expect(pilot.lines[5].contains("building 3"))
    }

    @Test(.bothLanguages) func onlyTheTypedCountGives() {
        var pilot = pilot()
        _ = pilot.takeEffects()
        pilot.press("+")
        #expect(pilot.takeEffects() == [.flushInput])
        expectSnapshot(pilot.frame, "subsidy-gate-80x24")
        pilot.type("7")
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.bell])
        #expect(pilot.lines.contains { $0.contains(phrase("That is not how many rooms get something.")) })
        pilot.press("Backspace")
        pilot.type("4")
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.subsidy(.commit(Self.run()))])
        pilot.press("+")
        #expect(pilot.status.contains(phrase("It is being written into the books; a moment.")))
    }

    @Test func whatChangedMeanwhileIsSaidAndNothingIsGiven() {
        var pilot = pilot()
        pilot.press("+")
        pilot.type("4")
        pilot.press("Enter")
        _ = pilot.takeEffects()
        pilot.send(.subsidy(.committed(Self.run(), .rosterChanged)))
        #expect(pilot.takeEffects() == [.bell])
        #expect(pilot.lines.contains { $0.contains("Nothing was granted.") })
        #expect(pilot.lines.contains { $0.contains("Residents came, went or moved since the preview.") })
        pilot.press("r")
        #expect(pilot.takeEffects() == [.subsidy(.plan(Self.month))])
    }

    @Test(.bothLanguages) func theWayToTheMetersIsCounted() {
        var pilot = pilot()
        pilot.press("+")
        pilot.type("4")
        pilot.press("Enter")
        pilot.send(.subsidy(.committed(Self.run(), .committed(Self.granted))))
        pilot.wait(seconds: 1)
        #expect(pilot.takeEffects().contains(.subsidy(.progress(PlanID("subsidy-1")))))
        func progress(_ last: OrderState) -> SubsidyProgress {
            SubsidyProgress(
                plan: PlanID("subsidy-1"),
                states: [RoomID("1-101"): .confirmed, RoomID("1-102"): .confirmed, RoomID("3-417"): .confirmed, RoomID("3-418"): last])
        }
        pilot.send(.subsidy(.progress(progress(.unknown))))
        pilot.press("v a End Up Up")
        expectSnapshot(pilot.frame, "subsidy-given-80x24")
        pilot.wait(seconds: 3)
        #expect(pilot.takeEffects().contains(.subsidy(.progress(PlanID("subsidy-1")))))
        pilot.send(.subsidy(.progress(progress(.confirmed))))
        pilot.wait(seconds: 9)
        #expect(!pilot.takeEffects().contains(.subsidy(.progress(PlanID("subsidy-1")))), "everything came to its end")
        pilot.press("p")
        #expect(pilot.takeEffects() == [.paper(.show(.new(.subsidy(Self.month))))])
    }

    @Test func aMonthThatCanNotBePlannedSaysWhy() {
        var pilot = Pilot()
        pilot.press("g s")
        let problem = Problem(happened: "There is no policy yet.", unchanged: "Nothing was given.", remedy: "Add one.")
        pilot.send(.subsidy(.notPlanned(Self.month, problem)))
        #expect(pilot.lines[4].contains("There is no policy yet."))
        pilot.press("r")
        #expect(pilot.takeEffects().last == .subsidy(.plan(Self.month)))
    }
}
