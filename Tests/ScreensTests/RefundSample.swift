// Protects nothing by itself: a run of refunds as the books would have it, for the tests of its screens.
// How: rooms are folded from their events, as the books do, so that no room stands where it could not.

import Domain

@testable import Operations
@testable import Screens

enum RefundSample {
    static let id = RefundRunID("graduation-2027")
    static let chen = SampleCampus().actor
    static let li = Actor(name: "li", role: .supervisor, shift: "2026-11-21/li", console: "desk-1")
    static let today = Day(of: SampleCampus.now, at: .china)
    static let run = RefundRun(id: id, scope: .cohort("2027"), exitDay: today, at: SampleCampus.now, actor: chen)
    static let names: [ResidentID: String] = [
        "S1": "李娜", "S2": "Zoë O'Brien", "S3": "欧阳修远", "S4": "Ann", "S5": "王小明", "S6": "Noah",
    ].reduce(into: [:]) { $0[ResidentID($1.key)] = $1.value }

    /// What nobody fetched: one part set aside long ago, one that can be, one of late.
    static func unclaimed() -> [UnclaimedShare] {
        [(1, "李娜", 400), (2, "Zoë O'Brien", 181), (3, "欧阳修远", 3)].map { (stay: Int64, name: String, days: Int) in
            UnclaimedShare(
                id: UnclaimedShare.ID(run: id, stay: stay), room: RoomID("3-30\(stay)"),
                resident: Resident(id: ResidentID("S\(stay)"), name: name), money: Money(fen: 24_40), days: days, isSetAside: stay == 1)
        }
    }

    static func figures(_ fen: Int64, subsidy: Int64 = 620) -> RefundFigures {
        let credit = Credit(.energy, hundredths: fen * 100 / 55)
        return RefundFigures(
            credit: credit, money: Money(fen: fen), subsidy: Credit(.energy, hundredths: subsidy), unpaid: .zero(.energy),
            debt: .zero(.energy))
    }

    static func final(_ fen: Int64, setOff: Int64 = 0) -> RefundFinal {
        RefundFinal(
            meter: MeterID("000000000301"), register: Energy(hundredths: 123_910), remaining: Credit(.energy, hundredths: 3),
            at: SampleCampus.now, source: .readBack(OrderID("o77")), credit: Credit(.energy, hundredths: fen * 100 / 55),
            money: Money(fen: fen),
            setOff: Credit(.energy, hundredths: setOff))
    }

    /// A room after some events beside its freezing.
    static func room(_ name: String, _ events: [RefundEvent]) -> RefundRoom? {
        let all = [RefundEvent.frozen] + events
        let records = all.enumerated().map { index, event in
            var approver: Actor?
            if case .approved = event { approver = li }
            return RefundRecord(
                run: id, room: RoomID(name), line: index + 1, event: event, entry: event.namesEntry ? Int64(90 + index) : nil,
                at: SampleCampus.now.adding(seconds: Int64(index) - 600), actor: chen, approver: approver)
        }
        return RefundRoom.folding(records)[RoomID(name)] ?? nil
    }

    static func row(
        _ name: String, _ events: [RefundEvent], leaving: [(Int64, String)], staying: [(Int64, String)] = [], wait: RefundWait? = nil,
        next: RefundVerb? = nil
    ) -> RefundRow? {
        func stays(_ people: [(Int64, String)]) -> [Stay] {
            people.map { Stay(id: $0.0, resident: ResidentID($0.1), room: RoomID(name), from: today.advanced(by: -300)) }
        }
        guard let state = room(name, events) else { return nil }
        var people = RefundCensus.People()
        (people.leaving, people.staying) = (stays(leaving), stays(staying))
        return RefundRow(state: state, standing: nil, people: people, wait: wait, next: next)
    }

    /// A run with rooms at every step that matters.
    static func overview() -> RefundOverview {
        let taken: [RefundEvent] = [.estimated(figures(4887)), .approved(most: Money(fen: 4887)), .taken(figures(4880))]
        let shares = [RefundShare(stay: 5, money: Money(fen: 2440)), RefundShare(stay: 6, money: Money(fen: 2440))]
        let rows = [
            row("3-301", [.estimated(figures(3300))], leaving: [(1, "S1"), (2, "S2")], wait: .approval, next: .approve),
            row(
                "3-302", [.estimated(figures(2500)), .approved(most: Money(fen: 2500))], leaving: [(3, "S3")], staying: [(4, "S4")],
                next: .take),
            row("3-304", taken, leaving: [(7, "S5")], wait: .openOrder(OrderID("o81"), .sent)),
            row("3-305", taken + [.fixed(final(4880, setOff: 4))], leaving: [(5, "S5"), (6, "S6")], next: .split),
            row(
                "3-306", taken + [.fixed(final(4880)), .split(shares), .paid([5], .cash)], leaving: [(5, "S5"), (6, "S6")],
                wait: .payees(1, Money(fen: 2440)), next: .pay),
            row("3-307", [], leaving: [(8, "S1")], wait: .debt(Credit(.energy, hundredths: 120)), next: .estimate),
        ]
        return RefundOverview(run: run, rows: rows.compactMap { $0 }, names: names)
    }

    /// What an approval of some rooms would fix.
    static func approval(_ rooms: [(String, Int64)], waits: [RoomID: RefundWait] = [:]) -> RefundProposal {
        var proposal = RefundProposal(run: id)
        let moves = rooms.map { RefundMove(room: RoomID($0.0), after: 2, event: .approved(most: Money(fen: $0.1)), approver: li) }
        if !moves.isEmpty { proposal.changes = [RefundChange(run: id, moves: moves, actor: chen)] }
        proposal.waits = waits
        return proposal
    }
}
