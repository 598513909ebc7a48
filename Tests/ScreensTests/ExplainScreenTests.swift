// Protects: one key that says why a figure is what it is, on every screen that shows one, and leads to what caused it.
// How: the key is pressed with the cursor on rooms, orders and buses; answers are given as the background would; frames are looked at.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct ExplainScreenTests {
    private static let room = RoomID("3-418")

    private func answer(_ steps: [ExplanationStep]) -> [FigureExplanation] {
        [
            FigureExplanation(.supply, .supply(.cut(.noCredit)), steps),
            FigureExplanation(.remaining, .meterSaid(Credit(.energy, hundredths: 0), free: nil), steps),
            FigureExplanation(.order, .noOrder),
        ]
    }

    private static let steps = [
        ExplanationStep(
            .meterSaid(Credit(.energy, hundredths: 0), free: nil), at: SampleCampus.now, known: .meter(MeterID("000000000278"))),
        ExplanationStep(.lastSale(Money(fen: 5000)), at: SampleCampus.now, by: "chen", known: .entry(12), opens: .entry(12, room)),
        ExplanationStep(
            .underWay(OrderID("o1"), .unknown, Credit(.energy, hundredths: 9090)), at: SampleCampus.now, known: .order(OrderID("o1")),
            opens: .order(OrderID("o1"))),
        ExplanationStep(
            .silent, at: SampleCampus.now, known: .bus(BusID(concentrator: ConcentratorID("C2"), number: 1)),
            opens: .bus(BusID(concentrator: ConcentratorID("C2"), number: 1))),
    ]

    private func explained(from way: String = "4 1 8") -> Pilot {
        var pilot = Pilot()
        pilot.send(.buses(pilot.campus.buses()), .orders([pilot.campus.order("o1", "3-418", .unknown)]))
        pilot.press("Tab Tab " + way + " i")
        if case .explain(let subject) = pilot.takeEffects().last { pilot.send(.explanation(subject, answer(Self.steps))) }
        return pilot
    }

    @Test func aDarkRoomIsExplainedByOneKey() {
        var pilot = explained()
        #expect(pilot.frame.text.contains("Dark: no credit is left."))
        #expect(pilot.frame.text.contains("The last sale to the room was of 50.00 yuan."))
        #expect(pilot.frame.text.contains("chen, entry 12"))
        pilot.press("Right")
        #expect(pilot.frame.text.contains("The meter said 0.00 kWh."))
        pilot.press("Right Right Right Left Left i")
        #expect(pilot.console.overlay == nil)
        #expect(pilot.console.screen == .wall)
    }

    @Test func enterOpensWhatAStepNames() {
        var pilot = explained()
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.bell], "a reading leads nowhere")
        pilot.press("Down Enter")
        #expect(pilot.console.visits.current == .room(Self.room))
        if let detail = pilot.campus.detail("3-418") { pilot.send(.detail(detail)) }
        #expect(pilot.console.room.sought == nil, "the entry is in view")
        pilot = explained()
        pilot.press("End Up Enter")
        #expect(pilot.console.screen == .orders && pilot.console.orderList.cursor == OrderID("o1"))
        pilot = explained()
        pilot.press("End Enter")
        #expect(pilot.console.screen == .buses && pilot.console.busList.cursor?.description == "C2/1")
    }

    @Test func theScreenDecidesWhichFigureComesFirst() {
        func first(_ way: String) -> RoomFigure? {
            var pilot = Pilot()
            pilot.send(.buses(pilot.campus.buses()), .orders([pilot.campus.order("o1", "1-101", .unknown)]))
            pilot.press(way + " i")
            guard case .explaining(let state) = pilot.console.overlay else { return nil }
            return state.figure
        }
        #expect(first("4 1 8") == .remaining, "1-418 has power")
        #expect(first("g r s d End") == .days)
        #expect(first("g o") == .order)
        #expect(first("g b") == .bus)
        #expect(first("4 1 8 t") == .after)
        #expect(first("g r : f i l t e r Space s t a t e : c u t Enter Home") == .supply)
    }

    @Test func anAnswerToAnotherQuestionIsPassedOver() {
        var pilot = Pilot()
        pilot.press("4 1 8 i")
        pilot.send(.explanation(.room(Self.room, order: nil), answer(Self.steps)))
        #expect(pilot.frame.text.contains("Looking it up"))
        pilot.send(.problem(Problem(happened: "The books are busy.", unchanged: "", remedy: "", subject: .request)))
        #expect(pilot.frame.text.contains("The books are busy."), "it does not wait for ever")
    }

    @Test func theCommandLineNamesRoomAndFigure() {
        var pilot = Pilot()
        pilot.press(":")
        pilot.type("explain 3-418 books")
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.explain(.room(Self.room, order: nil))])
        guard case .explaining(let state) = pilot.console.overlay else {
            Issue.record("nothing is explained")
            return
        }
        #expect(state.figure == .balance)
        pilot.press("Esc :")
        pilot.type("explain 3-418 weather")
        pilot.press("Enter")
        #expect(pilot.status.contains("explain one of supply remaining"))
    }

    static let sizes: [(columns: Int, rows: Int)] = [(60, 16), (80, 24), (132, 43), (250, 80)]

    @Test(arguments: sizes.indices)
    func theWholeStepUnderTheCursorIsInView(index: Int) {
        var pilot = explained()
        pilot.send(.key(.resize(Size(columns: Self.sizes[index].columns, rows: Self.sizes[index].rows))))
        pilot.press("End")
        #expect(pilot.frame.text.contains("does not answer"))
        #expect(pilot.frame.cursor != nil)
    }
}
