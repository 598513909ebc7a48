// Protects: the last own sale is undone from any list by one key, a batch as one plan with its count typed, and what can not be says why.
// How: keys of an operator and answers of the desk; what was wished for and what is drawn, up to the result of each room.

import Domain
import Terminal
import Testing

@testable import Operations
@testable import Screens

@Suite struct UndoScreenTests {
    private static let batch = PlanID("grid-1")

    private func rows(_ count: Int) -> [CommittedRow] {
        (0..<count).map { index in
            CommittedRow(
                room: RoomID("1-10\(index + 1)"), entry: Int64(50 + index), order: OrderID("g\(index)"), money: Money(fen: 5000),
                credit: Credit(.energy, hundredths: 9090))
        }
    }

    private func undone(_ pilot: Pilot, rooms: [String], kept: [String] = []) -> BatchVoid {
        let planned = rooms.map { room -> PlanRow in
            var row = pilot.campus.plan(room).rows[0]
            if case .change(var change) = row.decision {
                change.money = Money(fen: -5000)
                row.decision = .change(change)
            }
            return row
        }
        return BatchVoid(
            batch: Self.batch,
            plan: Plan(
                id: PlanID("V1"), kind: .void, madeAt: SampleCampus.now, day: Day(of: SampleCampus.now, at: .china),
                actor: pilot.campus.actor, rows: planned),
            kept: kept.map { room in
                BatchVoid.Kept(
                    room: RoomID(room), entry: 9, refusal: .used(Credit(.energy, hundredths: 100), of: Credit(.energy, hundredths: 9090)))
            })
    }

    /// Asks for the undo of a batch of three and types reason and second person.
    private func planning() throws -> (pilot: Pilot, request: ReversalRequest) {
        var pilot = Pilot()
        pilot.press("g r u")
        #expect(pilot.takeEffects() == [.reverse(.lastOwn)])
        pilot.send(.reversal(.lastOwn(.plan(Self.batch, .topUp, rows(3), at: SampleCampus.now))))
        #expect(pilot.frame.text.contains("3 sales of 150.00 yuan"))
        pilot.type("wrong list")
        pilot.press("Enter")
        pilot.type("li")
        pilot.press("Enter")
        let wish = pilot.takeEffects().lazy.compactMap { if case .reverse(.plan(let request)) = $0 { request } else { nil } }.first
        return (pilot, try #require(wish))
    }

    @Test func aBatchIsTakenBackAfterItsCountWasTyped() throws {
        var (pilot, request) = try planning()
        #expect(request.subject == .batch(Self.batch))
        let preview = ReversalPreview.batch(undone(pilot, rooms: ["1-101", "1-102"], kept: ["1-103"]))
        pilot.send(.reversal(.planned(preview, request)))
        #expect(pilot.takeEffects() == [.flushInput])
        #expect(pilot.frame.text.contains("Take back 2 of 3 sales, 100.00 yuan?"))
        #expect(pilot.frame.text.contains("1-103 stays: 1.00 of the 90.90 sold were used"))
        func commits() -> Bool { pilot.takeEffects().contains { if case .reverse(.commit) = $0 { true } else { false } } }
        pilot.press("+ + Enter 3 +")
        pilot.send(.key(.paste("2")))
        pilot.press("+")
        #expect(!commits(), "neither without the count, nor with another, nor with one that was pasted")
        pilot.press("Backspace 2 +")
        #expect(commits())
        pilot.press("+ +")
        #expect(!commits(), "once")
    }

    @Test func theResultIsToldRoomByRoomUntilAllHaveEnded() throws {
        var (pilot, request) = try planning()
        let preview = ReversalPreview.batch(undone(pilot, rooms: ["1-101", "1-102"]))
        pilot.send(.reversal(.planned(preview, request)))
        pilot.press("2 +")
        pilot.send(.reversal(.committed(preview, request)))
        let order = pilot.campus.order("t1", "1-102", .sent)
        let open = [
            RoomTakeBack(room: RoomID("1-101"), outcome: .atOnce(Money(fen: 5000))),
            RoomTakeBack(room: RoomID("1-102"), outcome: .waits(order, Money(fen: 5000))),
        ]
        pilot.send(.reversal(.settledAll(PlanID("V1"), open)))
        #expect(pilot.frame.text.contains("1 of 2 taken back: give back 50.00 yuan."))
        #expect(pilot.frame.text.contains("1-102: order t1 is SENT"))
        _ = pilot.takeEffects()
        pilot.wait(seconds: 3)
        #expect(pilot.takeEffects().contains(.reverse(.settle(PlanID("V1")))), "it is asked again by itself")
        let before = TakeBackOutcome.paidBefore(Money(fen: 5000), at: SampleCampus.now, by: "chen")
        let ended = [
            RoomTakeBack(room: RoomID("1-101"), outcome: before), RoomTakeBack(room: RoomID("1-102"), outcome: .paid(Money(fen: 5000))),
        ]
        pilot.send(.reversal(.settledAll(PlanID("V1"), ended)))
        #expect(pilot.frame.text.contains("2 of 2 taken back: give back 100.00 yuan."))
        _ = pilot.takeEffects()
        pilot.wait(seconds: 5)
        #expect(!pilot.takeEffects().contains(.reverse(.settle(PlanID("V1")))), "and no longer than needed")
        pilot.press("Esc")
        #expect(pilot.console.overlay == nil)
    }

    @Test func whatAnotherConsolePaidIsNotCountedAsToBePaid() throws {
        var (pilot, request) = try planning()
        let preview = ReversalPreview.batch(undone(pilot, rooms: ["1-101", "1-102"]))
        pilot.send(.reversal(.planned(preview, request)))
        pilot.press("2 +")
        pilot.send(.reversal(.committed(preview, request)))
        let before = TakeBackOutcome.paidBefore(Money(fen: 5000), at: SampleCampus.now, by: "li")
        let rooms = [
            RoomTakeBack(room: RoomID("1-101"), outcome: before), RoomTakeBack(room: RoomID("1-102"), outcome: .paid(Money(fen: 5000))),
        ]
        pilot.send(.reversal(.settledAll(PlanID("V1"), rooms)))
        #expect(pilot.frame.text.contains("2 of 2 taken back: give back 50.00 yuan. 50.00 yuan were paid"))
    }

    @Test func aSingleSaleIsVoidedAsEver() {
        var pilot = Pilot()
        pilot.press("u")
        pilot.send(.reversal(.lastOwn(.plan(Self.batch, .topUp, rows(1), at: SampleCampus.now))))
        guard case .reversing(let form) = pilot.console.overlay, case .void(50, RoomID("1-101"), _) = form.matter else {
            Issue.record("no void is asked for")
            return
        }
    }

    @Test func whatCanNotBeUndoneSaysWhy() {
        func words(_ act: OwnAct?) -> String {
            var pilot = Pilot(columns: 200)
            pilot.press("u")
            pilot.send(.reversal(.lastOwn(act)))
            #expect(pilot.console.overlay == nil)
            return pilot.status
        }
        #expect(words(nil).contains("nothing in this shift"))
        for kind in PlanKind.allCases where kind != .topUp {
            let said = words(.plan(Self.batch, kind, rows(1), at: SampleCampus.now))
            #expect(said.hasPrefix("Your last act") && said.hasSuffix("."), "\(kind): \(said)")
        }
        let step = OrderStep(order: OrderID("o1"), from: .queued, to: .withdrawn, at: SampleCampus.now)
        #expect(words(.step(step, RoomID("1-101"))).contains("withdraw order o1 of 1-101"))
    }

    @Test func aPostedGridIsUndoneWhereItsResultStands() {
        var pilot = Pilot()
        pilot.openGrid("bld:1 fl:1")
        pilot.press("5 0 * +")
        pilot.answer()
        pilot.press("2 0 +")
        pilot.answer()
        pilot.press("u")
        guard case .reversing(let form) = pilot.console.overlay, case .batch(_, 20, Money(fen: 1000_00)) = form.matter else {
            Issue.record("the grid is not undone: \(pilot.frame.text)")
            return
        }
    }

    @Test func nothingOpensOverADialogThatCameFirst() {
        var pilot = Pilot()
        pilot.press("u :")
        pilot.send(.reversal(.lastOwn(.plan(Self.batch, .topUp, rows(3), at: SampleCampus.now))))
        guard case .prompt = pilot.console.overlay else {
            Issue.record("the line that was being typed is gone")
            return
        }
    }
}
