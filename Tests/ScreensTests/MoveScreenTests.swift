// Protects: a resident moves by the roster alone, paid credit only by an action of its own, with both rooms before and after, typed twice.
// How: keys of an operator and answers of the desk, then what was wished for and what is drawn.

import Domain
import Operations
import Terminal
import Testing

@testable import Screens

@Suite struct MoveScreenTests {
    private static let people = [
        Occupant(resident: ResidentID("20230417"), name: "李伟", room: RoomID("3-303")),
        Occupant(resident: ResidentID("20230418"), name: "Anna Berg", room: RoomID("3-303")),
        Occupant(resident: ResidentID("20230501"), name: "Wang Fang", room: RoomID("3-304")),
    ]

    /// On the screen of a room where nothing is under way.
    private func pilot(_ room: String = "3-304") throws -> Pilot {
        var pilot = Pilot()
        pilot.send(people: Self.people)
        pilot.press("g r")
        pilot.type(room.filter(\.isNumber))
        pilot.press("Enter")
        pilot.send(.detail(try #require(pilot.campus.detail(room))))
        _ = pilot.takeEffects()
        return pilot
    }

    private func request(_ effects: [Effect]) -> ReversalRequest? {
        effects.lazy.compactMap { if case .reverse(.plan(let request)) = $0 { request } else { nil } }.first
    }

    private func move(_ pilot: Pilot) -> RoomMove {
        var plan = pilot.campus.plan("3-304", id: "move-1")
        plan.kind = .move
        func kWh(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }
        return RoomMove(
            plan: plan, from: RoomID("3-304"), to: RoomID("3-501"), credit: kWh(94_09), money: Money(fen: 49_97),
            left: .init(before: kWh(97_15), after: kWh(3_06)), entered: .init(before: kWh(10_00), after: kWh(104_09)), free: kWh(3_00),
            kept: kWh(6))
    }

    private func typed(_ pilot: inout Pilot) -> ReversalRequest? {
        pilot.press("x")
        pilot.type("3501")
        pilot.press("Enter Enter")
        pilot.type("moves")
        pilot.press("Enter")
        pilot.type("li")
        pilot.press("Enter")
        return request(pilot.takeEffects())
    }

    @Test func paidCreditMovesAfterTheRoomWasTypedTwice() throws {
        var pilot = try pilot()
        pilot.press("x")
        #expect(pilot.takeEffects().contains(.readNow([RoomID("3-304")])), "the meter is read while the rest is typed")
        pilot.press("Esc")
        let request = try #require(typed(&pilot))
        #expect(request.subject == .move(from: RoomID("3-304"), to: RoomID("3-501"), amount: ""))
        let move = move(pilot)
        pilot.send(.reversal(.planned(.move(move), request)))
        #expect(pilot.takeEffects() == [.flushInput])
        #expect(pilot.frame.text.contains("1 resident lives in 3-304, which goes dark"))
        pilot.press("+ Enter")
        pilot.type("3-502")
        pilot.press("+")
        #expect(!pilot.takeEffects().contains { if case .reverse = $0 { true } else { false } })
        pilot.press("Backspace")
        pilot.type("1")
        pilot.press("+")
        #expect(pilot.takeEffects() == [.reverse(.commit(.move(move), request))])
    }

    @Test func itSaysWhereTheCreditIs() throws {
        var pilot = try pilot()
        let request = try #require(typed(&pilot))
        let preview = ReversalPreview.move(move(pilot))
        pilot.send(.reversal(.planned(preview, request)))
        pilot.type("3-501")
        pilot.press("+")
        pilot.send(.reversal(.committed(preview, request)))
        var order = pilot.campus.order("o2", "3-304", .sent, ago: 1)
        (order.plan, order.task) = (PlanID("move-1"), .takeBack(Credit(.energy, hundredths: 94_09)))
        pilot.send(.orders([order]), .reversal(.settled(PlanID("move-1"), .waits(order, Money(fen: 49_97)))))
        #expect(pilot.frame.text.contains("on its way out of the meter"))
        #expect(!pilot.frame.text.contains("Do not pay"))
        var arrival = pilot.campus.order("o3", "3-501", .queued, ago: 0)
        arrival.task = .topUp(Credit(.energy, hundredths: 94_09))
        pilot.send(
            .orders([arrival]), .reversal(.settled(PlanID("move-1"), .moved(Credit(.energy, hundredths: 94_09), to: RoomID("3-501")))))
        #expect(pilot.frame.text.contains("94.09 kWh stand in room 3-501 now."))
        #expect(pilot.frame.text.contains("o3 to its meter is QUEUED"))
    }

    @Test func theRoomMustBeAnother() throws {
        var pilot = try pilot()
        pilot.press("x Enter")
        #expect(pilot.frame.text.contains("To which room?"))
        pilot.type("9999")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("There is no room 9999"))
        pilot.press("Ctrl-u")
        pilot.type("3-304")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("That is the room that is left."))
        pilot.press("Esc")
        #expect(!pilot.frame.text.contains("Move paid credit"))
        var busy = try self.pilot("3-303")
        busy.press("x")
        #expect(busy.status.contains("under way"))
    }

    @Test func aResidentMovesFromTodayOnAndTheCreditIsTold() throws {
        var pilot = try pilot("3-303")
        pilot.press("s")
        #expect(pilot.frame.text.contains("Who moves out of room 3-303?"))
        pilot.press("b")
        #expect(pilot.frame.text.contains("Anna Berg (20230418) moves out of room 3-303"))
        pilot.type("501")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("more than one begins so"))
        pilot.press("Ctrl-u")
        pilot.type("3-501")
        pilot.press("Enter")
        let wishes = pilot.takeEffects().compactMap { if case .resident(.plan(let move)) = $0 { move } else { nil } }
        let move = try #require(wishes.first)
        #expect(move.resident == ResidentID("20230418") && move.to == RoomID("3-501"))
        let change = RosterChange(version: 3, note: "20230418 from 3-303 to 3-501 on 2026-11-21")
        pilot.press("+")
        pilot.send(.resident(.planned(change, move)))
        #expect(pilot.takeEffects() == [.flushInput])
        #expect(pilot.frame.text.contains("No credit moves by this."))
        #expect(pilot.frame.text.contains("50.77 kWh paid for (27.92 yuan) and 6.20 free"))
        pilot.press("Enter")
        #expect(pilot.takeEffects() == [.bell])
        pilot.press("+")
        #expect(pilot.takeEffects() == [.resident(.take(change, move))])
        pilot.send(.resident(.taken(move)))
        pilot.press("x")
        #expect(pilot.frame.text.contains("Move paid credit from room 3-303"))
        #expect(pilot.frame.text.contains("3-501"))
        // Others stay: an equal share is offered, and can be changed.
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("25.38"))
    }

    @Test func aRefusedResidentStays() throws {
        var pilot = try pilot()
        pilot.press("s")
        pilot.type("3-303")
        pilot.press("Enter")
        let moves = pilot.takeEffects().compactMap { if case .resident(.plan(let move)) = $0 { move } else { nil } }
        pilot.send(.resident(.refused("the 4 beds of room 3-303 are taken on 2026-11-21. Nobody was moved.", try #require(moves.first))))
        #expect(pilot.frame.text.contains("the 4 beds of room 3-303 are taken"))
        pilot.press("Esc")
        var empty = try self.pilot("3-305")
        empty.press("s")
        #expect(empty.status.contains("Nobody lives in room 3-305"))
    }

    @Test(.bothLanguages) func dialogsAreDrawn() throws {
        var pilot = try pilot()
        pilot.press("x")
        expectSnapshot(pilot.frame, "move-target-80x24")
        pilot.press("Esc")
        let request = try #require(typed(&pilot))
        pilot.send(.reversal(.planned(.move(move(pilot)), request)))
        expectSnapshot(pilot.frame, "move-preview-80x24")
        pilot.press("Esc Esc Esc Esc Esc s")
        pilot.type("3-501")
        pilot.press("Enter")
        let wishes = pilot.takeEffects().compactMap { if case .resident(.plan(let move)) = $0 { move } else { nil } }
        pilot.send(.resident(.planned(RosterChange(version: 3), try #require(wishes.first))))
        expectSnapshot(pilot.frame, "move-resident-80x24")
    }
}
