// Protects nothing by itself: brings a console to every screen, with something on each of them, for the tests that walk through all.
// How: keys as an operator presses them, and the answers that the background would give, of the samples of each screen's own tests.

import Domain
import Phrases
import Terminal

@testable import Operations
@testable import Screens

/// Every screen of the console, and what stands before screens and is as large as one.
enum EveryScene: String, CaseIterable, Sendable {
    case wall, buildings, rooms, room, topUp, grid, review, orders, reconcile, buses, trace, papers, paper, subsidy, chart, refunds
    case refundStart, refund, refundRoom, unclaimed, roster, explanation, palette, help

    /// The scene of a screen.
    init(_ screen: ScreenKind) { self = Self(rawValue: screen.rawValue) ?? .wall }

    /// A console on it.
    func pilot(columns: Int = 80, rows: Int = 24) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        let campus = pilot.campus
        pilot.send(
            .buses(campus.buses()),
            .orders([
                campus.order("o9", "3-303", .sent, ago: 4, attempts: 1), campus.order("o7", "1-104", .queued, ago: 2),
                campus.order("o8", "3-207", .unknown, ago: 95, attempts: 3), campus.order("o6", "1-220", .confirmed, ago: 600, attempts: 1),
            ]))
        go(&pilot)
        _ = pilot.takeEffects()
        return pilot
    }

    private func go(_ pilot: inout Pilot) {
        switch self {
        case .wall: pilot.press("Right Down")
        case .buildings: pilot.press("b Down")
        case .rooms: pilot.press("g r Down Space Space Up")
        case .room: openRoom(&pilot)
        case .topUp: pilot.preview("3-303")
        case .grid, .review:
            pilot.openGrid("bld:2 fl:3")
            pilot.press("5 0 Enter 2 0 . 5 Enter")
            if self == .review { pilot.press("+") }
            pilot.answer()
        case .orders: pilot.press("g o Down")
        case .reconcile:
            pilot.press("g c")
            pilot.send(.reconciliation(ReconcileScreenTests.overview()))
            pilot.press("Down")
        case .buses: pilot.press("g b Home Down")
        case .trace: trace(&pilot)
        case .papers, .paper:
            pilot.press("g p")
            pilot.send(.paper(.list(PapersScreenTests.lines)))
            guard self == .paper else { return }
            pilot.press("Enter")
            pilot.send(.paper(.pages(PapersScreenTests.pages(.kept("RC-2026-000012"), printings: 1))))
        case .subsidy:
            pilot.press("g s")
            pilot.send(.subsidy(.planned(SubsidyScreenTests.run())))
            pilot.press("End Enter Down")
        case .chart: chart(&pilot)
        case .refunds, .refundStart, .refund, .refundRoom: refund(&pilot)
        case .unclaimed:
            pilot.press("g f u")
            pilot.send(.refund(.unclaimed(RefundSample.unclaimed())))
            pilot.press("Down")
        case .roster:
            pilot.press("g i L")
            pilot.type("/home/desk/autumn.csv")
            pilot.press("Enter")
            pilot.send(.roster(.read(.roster(RosterScreenTests.file(RosterScreenTests.bad, number: 1, encoding: "GB18030")))))
            pilot.press("Down")
        case .explanation: explain(&pilot)
        case .palette: pilot.press("g r Ctrl-P m a r k")
        case .help: pilot.press("g r ? Down")
        }
    }

    private func openRoom(_ pilot: inout Pilot) {
        if let detail = pilot.campus.detail("3-303") { pilot.send(.detail(detail)) }
        pilot.press("g r 3 3 0 3 Enter")
    }

    private func trace(_ pilot: inout Pilot) {
        pilot.press("g b Home t")
        guard case .trace(let bus) = pilot.console.visits.current else { return }
        let frames = (0..<30).map { number in
            TracedFrame(
                at: SampleCampus.now.adding(milliseconds: Int64(number) * 40), bus: bus,
                direction: number.isMultiple(of: 2) ? .sent : .received, mark: number == 27 ? .broken : .plain,
                bytes: (0..<28).map { UInt8($0 * 9 % 256) }, words: "frame \(number)")
        }
        pilot.send(.trace(frames))
        pilot.press("Up Up")
    }

    private func chart(_ pilot: inout Pilot) {
        pilot.press("g r 3 3 0 2 Enter d")
        for effect in pilot.takeEffects() {
            switch effect {
            case .chart(.use(let scope, let span)): pilot.send(.chart(.use(ChartScreenTests.series(scope, span))))
            case .chart(.remaining(let room)):
                let days = (0..<30).map { (day: Int) -> Int64? in
                    let bought: Int64 = day > 14 ? 4_000 : 0
                    return 9_000 - Int64(day) * 230 + bought
                }
                pilot.send(.chart(.remaining(ChartScreenTests.history(room.text, days))))
            default: break
            }
        }
    }

    private func refund(_ pilot: inout Pilot) {
        let overview = RefundSample.overview()
        pilot.press("g f")
        pilot.send(.refund(.runs([RefundRunLine(run: RefundSample.run, sums: RefundSums(overview.rows.map(\.state)))])))
        if self == .refundStart { return startRefund(&pilot, overview) }
        guard self != .refunds else { return }
        pilot.press("Enter")
        pilot.send(.refund(.rooms(overview)))
        pilot.press("Down Down Down")
        if self == .refundRoom { pilot.press("Enter") }
    }

    private func startRefund(_ pilot: inout Pilot, _ overview: RefundOverview) {
        pilot.press("n c Enter")
        pilot.type("2027")
        pilot.press("Enter Enter Enter")
        guard case .refund(.planStart(let request)) = pilot.takeEffects().last else { return }
        let plan = RefundStarted(
            run: RefundSample.run, rooms: [RoomID("3-301"), RoomID("3-302")],
            left: [RoomID("3-303"): .otherRun(RefundRunID("summer")), RoomID("3-401"): .noMeter])
        let people = Dictionary(overview.rows.map { ($0.id, $0.people) }) { first, _ in first }
        pilot.send(.refund(.startPlanned(plan, people: people, names: RefundSample.names, request)))
    }

    private func explain(_ pilot: inout Pilot) {
        pilot.press("Tab Tab 4 1 8 i")
        guard case .explain(let subject) = pilot.takeEffects().last else { return }
        let steps = [
            ExplanationStep(
                .meterSaid(Credit(.energy, hundredths: 0), free: nil), at: SampleCampus.now, known: .meter(MeterID("000000000278"))),
            ExplanationStep(
                .lastSale(Money(fen: 5000)), at: SampleCampus.now, by: "chen", known: .entry(12), opens: .entry(12, RoomID("3-418"))),
            ExplanationStep(
                .underWay(OrderID("o1"), .unknown, Credit(.energy, hundredths: 9090)), at: SampleCampus.now, known: .order(OrderID("o1")),
                opens: .order(OrderID("o1"))),
        ]
        pilot.send(
            .explanation(
                subject,
                [
                    FigureExplanation(.supply, .supply(.cut(.noCredit)), steps),
                    FigureExplanation(.remaining, .meterSaid(Credit(.energy, hundredths: 0), free: nil), steps),
                ]))
        pilot.press("Down")
    }
}
