// Protects the graduation as a property manager meets it: totals in sight, what each room waits for, no step without its review and typed count,
// a second person who approves, why a step can not be made, and what another console did meanwhile.
// How: a run as a value; frames compared with stored ones; keys pressed and wishes compared.

import Domain
import Terminal
import Testing

@testable import Operations
@testable import Screens

@Suite struct RefundScreenTests {
    private static let id = RefundSample.id

    private func pilot(_ columns: Int = 80, _ rows: Int = 24) -> Pilot {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g f")
        pilot.send(.refund(.runs([RefundRunLine(run: RefundSample.run, sums: RefundSums(RefundSample.overview().rows.map(\.state)))])))
        pilot.press("Enter")
        pilot.send(.refund(.rooms(RefundSample.overview())))
        _ = pilot.takeEffects()
        return pilot
    }

    private func request(_ effects: [Effect]) -> RefundRequest? {
        effects.lazy.compactMap { if case .refund(.plan(let request)) = $0 { request } else { nil } }.first
    }

    // MARK: The run

    @Test(arguments: [(80, 24), (132, 43), (60, 16)])
    func roomsOfARun(columns: Int, rows: Int) {
        var pilot = pilot(columns, rows)
        pilot.press("Down Space Up")
        expectSnapshot(pilot.frame, "refund-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (132, 43)])
    func runsAreListed(columns: Int, rows: Int) {
        var pilot = Pilot(columns: columns, rows: rows)
        pilot.press("g f")
        #expect(pilot.takeEffects() == [.refund(.runs)])
        #expect(pilot.frame.text.contains("The runs are being read."))
        let other = RefundRun(
            id: RefundRunID("building-7-2026-06-30"), scope: .building("7"), exitDay: RefundSample.today, at: SampleCampus.now,
            actor: RefundSample.chen)
        pilot.send(
            .refund(
                .runs([
                    RefundRunLine(run: RefundSample.run, sums: RefundSums(RefundSample.overview().rows.map(\.state))),
                    RefundRunLine(run: other, sums: RefundSums([])),
                ])))
        expectSnapshot(pilot.frame, "refunds-\(columns)x\(rows)")
    }

    @Test func whyTheRestIsNotRefundable() {
        var pilot = pilot()
        pilot.press("Down Down Down Enter")
        expectSnapshot(pilot.frame, "refund-room-80x24")
        #expect(pilot.frame.text.contains("Not refundable: 6.20 kWh free credit"))
        #expect(pilot.frame.text.contains("0.04 kWh used while the credit was being taken out"))
        pilot.press("Right")
        #expect(pilot.frame.text.contains("Room 3-306") && pilot.frame.text.contains("cash 11-21 by chen"))
        pilot.press("Left Left")
        #expect(pilot.frame.text.contains("Room 3-304"))
        pilot.press("Esc")
        #expect(pilot.console.screen == .refund && pilot.console.refund.list.cursor == RoomID("3-304"))
    }

    @Test func onlyOneStepIsListed() {
        var pilot = pilot()
        pilot.press("v w")
        #expect(pilot.console.refund.order.map(\.text) == ["3-301", "3-302", "3-305", "3-306", "3-307"], "an order goes on by itself")
        pilot.press("v x")
        #expect(pilot.console.refund.order.map(\.text) == ["3-305"])
        #expect(pilot.frame.text.contains("6 rooms"), "the totals stay those of the run")
        pilot.press("v d")
        #expect(pilot.frame.text.contains("No room of the run is there."))
        pilot.press("v a")
        #expect(pilot.console.refund.order.count == 6)
    }

    @Test func digitsGoToTheRoomInTheRun() {
        var pilot = pilot()
        pilot.press("3 0 5")
        #expect(pilot.console.screen == .refund && pilot.console.refund.list.cursor == RoomID("3-305"))
        pilot.press("9")
        #expect(pilot.status.contains("no room begins with it") && pilot.console.screen == .refund)
    }

    // MARK: Steps

    @Test func aSecondPersonApprovesAfterTheTypedCount() throws {
        var pilot = pilot()
        pilot.press("Space Space a")
        pilot.type("chen")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("somebody else does") && request(pilot.takeEffects()) == nil)
        pilot.press("Ctrl-U")
        pilot.type("li")
        expectSnapshot(pilot.frame, "refund-approver-80x24")
        pilot.press("Enter")
        let request = try #require(self.request(pilot.takeEffects()))
        #expect(request.act == .approve(by: "li") && request.rooms == [RoomID("3-301"), RoomID("3-302")])
        let proposal = RefundSample.approval([("3-301", 3300)], waits: [RoomID("3-302"): .disputed(OrderID("o9"))])
        pilot.press("2 Enter")
        pilot.send(.refund(.planned(proposal, request)))
        #expect(pilot.takeEffects() == [.flushInput], "what was typed meanwhile counts for nothing")
        expectSnapshot(pilot.frame, "refund-gate-80x24")
        pilot.press("Enter")
        pilot.press("2 Enter")
        #expect(pilot.frame.text.contains("That is not how many rooms it is."))
        #expect(pilot.takeEffects().allSatisfy { $0 == .bell })
        pilot.press("Backspace 1 Enter")
        #expect(pilot.takeEffects() == [.refund(.commit(proposal, request))])
        pilot.press("Esc Ctrl-C Enter")
        #expect(pilot.takeEffects().allSatisfy { $0 == .bell }, "what is being written is not left and not written twice")
        pilot.send(.refund(.done(proposal, request)))
        #expect(pilot.frame.text.contains("Done for 1 room.") && pilot.frame.text.contains("3-302: Order o9 is disputed."))
        pilot.press("Esc")
        #expect(pilot.console.overlay == nil)
    }

    @Test func onePersonIsPaidAndTheCountIsOfPeople() throws {
        var pilot = pilot()
        pilot.press("3 0 6")
        pilot.wait(seconds: 4)
        pilot.press("y")
        #expect(pilot.frame.text.contains("24.40 yuan to 1"))
        pilot.press("b")
        let request = try #require(self.request(pilot.takeEffects()))
        #expect(request.act == .pay(.bank, nil) && request.rooms == [RoomID("3-306")])
        var proposal = RefundProposal(run: Self.id)
        let move = RefundMove(room: RoomID("3-306"), after: 7, event: .paid([6], .bank))
        proposal.changes = [RefundChange(run: Self.id, moves: [move], actor: RefundSample.chen)]
        pilot.send(.refund(.planned(proposal, request)))
        #expect(pilot.frame.text.contains("type how many residents"))
        pilot.press("1 Enter")
        #expect(pilot.takeEffects().last == .refund(.commit(proposal, request)))
    }

    @Test func sharesOfOneRoomAreTypedAndSumToAHundred() throws {
        var pilot = pilot()
        pilot.press("3 0 5")
        pilot.wait(seconds: 4)
        pilot.press("s")
        expectSnapshot(pilot.frame, "refund-split-80x24")
        pilot.press("p")
        pilot.type("60")
        pilot.press("Enter")
        pilot.type("30")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("The shares sum to 90.00 %, not to 100.00 %."))
        #expect(request(pilot.takeEffects()) == nil)
        pilot.press("Ctrl-U")
        pilot.type("40")
        pilot.press("Enter")
        let act = try #require(request(pilot.takeEffects())).act
        #expect(act == .split(.shares([ResidentID("S5"): 6000, ResidentID("S6"): 4000])))
        pilot.press("Ctrl-C s 2")
        #expect(request(pilot.takeEffects())?.act == .split(.payee(ResidentID("S6"))))
    }

    @Test func aReadingIsTypedForOneRoomWithItsSlip() throws {
        var pilot = pilot()
        pilot.press("3 0 2")
        pilot.wait(seconds: 4)
        pilot.press("i t")
        pilot.type("1239.10")
        pilot.press("Enter Enter")
        #expect(pilot.frame.text.contains("Type what the meter shows"))
        pilot.type("12.30")
        pilot.press("Enter Enter")
        #expect(pilot.frame.text.contains("It needs the slip"))
        pilot.type("slip 17")
        pilot.press("Enter")
        let act = try #require(request(pilot.takeEffects())).act
        #expect(act == .open(register: Energy(hundredths: 123_910), remaining: 1230, reference: "slip 17"))
        pilot.press("Esc Esc")
        #expect(pilot.frame.text.contains("12.30"), "what was typed stays")
    }

    @Test func aRoomIsOpenedByCommandAfterItsReview() throws {
        var pilot = pilot()
        pilot.press("3 0 2")
        pilot.wait(seconds: 4)
        pilot.press("i")
        expectSnapshot(pilot.frame, "refund-open-80x24")
        pilot.press("o")
        let request = try #require(self.request(pilot.takeEffects()))
        #expect(request.act == .openRelay && request.rooms == [RoomID("3-302")])
        var proposal = RefundProposal(run: Self.id)
        proposal.changes = [
            RefundChange(
                run: Self.id, moves: [RefundMove(room: RoomID("3-302"), after: 3, event: .opening)], actor: RefundSample.chen)
        ]
        pilot.send(.refund(.planned(proposal, request)))
        expectSnapshot(pilot.frame, "refund-open-gate-80x24")
        pilot.press("1 Enter")
        #expect(pilot.takeEffects().contains(.refund(.commit(proposal, request))))
        pilot.send(.refund(.done(proposal, request)))
        #expect(pilot.status.contains("to be opened"))
        var overview = RefundSample.overview()
        let events: [RefundEvent] = [.estimated(RefundSample.figures(2500)), .approved(most: Money(fen: 2500)), .opening]
        overview.rows[1] = try #require(
            RefundSample.row("3-302", events, leaving: [(3, "S3")], wait: .openOrder(OrderID("o90"), .queued)))
        pilot.send(.refund(.rooms(overview)))
        #expect(pilot.frame.text.contains("OPENING") && pilot.frame.text.contains("Order o90 is QUEUED."))
        pilot.press("v o")
        #expect(pilot.console.refund.order.map(\.text) == ["3-302"])
    }

    @Test func markedRoomsAreOpenedTogether() throws {
        var pilot = pilot()
        pilot.press("Space Space i")
        #expect(try #require(request(pilot.takeEffects())).act == .openRelay, "a reading is typed for one room alone")
    }

    @Test func whatNobodyFetchedIsListedAndSetAsideAfterTheCountOfPeople() throws {
        var pilot = Pilot()
        pilot.press("g f u")
        #expect(pilot.takeEffects().last == .refund(.unclaimed))
        #expect(pilot.frame.text.contains("The shares are being read."))
        let shares = RefundSample.unclaimed()
        pilot.send(.refund(.unclaimed(shares)))
        expectSnapshot(pilot.frame, "unclaimed-80x24")
        pilot.press("+")
        let request = try #require(self.request(pilot.takeEffects()))
        #expect(request.act == .setAside && request.run == Self.id)
        let draft = RefundEntries.setAside(
            Self.id, room: RoomID("3-302"), shares: [RefundShare(stay: 2, money: Money(fen: 24_40))])
        let change = PlannedChange(
            room: RoomID("3-302"), version: 1, priceVersion: 1, money: .zero, credit: .zero(.energy), entry: draft)
        var proposal = RefundProposal(run: Self.id)
        proposal.changes = [
            RefundChange(
                run: Self.id, moves: [RefundMove(room: RoomID("3-302"), after: 6, event: .setAside([2]))],
                plan: Plan(
                    id: PlanID("p"), kind: .refundPayment, madeAt: SampleCampus.now, day: RefundSample.today, actor: RefundSample.chen,
                    rows: [PlanRow(room: RoomID("3-302"), money: .zero, decision: .change(change))]), actor: RefundSample.chen)
        ]
        pilot.send(.refund(.planned(proposal, request)))
        expectSnapshot(pilot.frame, "unclaimed-gate-80x24")
        #expect(pilot.frame.text.contains("24.40 yuan of 1 resident"))
        pilot.send(.key(.paste("1\n")))
        pilot.press("Enter")
        #expect(!pilot.takeEffects().contains { if case .refund(.commit) = $0 { true } else { false } }, "a count is typed, not pasted")
        pilot.press("2 Enter")
        #expect(pilot.frame.text.contains("That is not how many residents it is."))
        _ = pilot.takeEffects()
        pilot.press("Backspace 1 Enter")
        #expect(pilot.takeEffects() == [.refund(.commit(proposal, request))])
        pilot.send(.refund(.done(proposal, request)))
        pilot.send(.refund(.unclaimed([shares[0], shares[2]])))
        pilot.press("Down +")
        #expect(pilot.status.contains("has been due for 180 days"))
        pilot.wait(seconds: 3)
        #expect(pilot.takeEffects().contains(.refund(.unclaimed)))
    }

    @Test func whoIsPaidAloneIsNamedInTheReview() throws {
        var pilot = pilot()
        let row = try #require(pilot.console.refund[RoomID("3-306")])
        let request = try #require(self.request(pilot.console.begin(.pay(.cash, ResidentID("S6")), [row])))
        let change = PlannedChange(
            room: RoomID("3-306"), version: 1, priceVersion: 1, money: Money(fen: -24_40), credit: .zero(.energy),
            entry: EntryDraft(kind: .payout, room: RoomID("3-306"), postings: []))
        var proposal = RefundProposal(run: Self.id)
        proposal.changes = [
            RefundChange(
                run: Self.id, moves: [RefundMove(room: RoomID("3-306"), after: 7, event: .paid([6], .cash))],
                plan: Plan(
                    id: PlanID("p"), kind: .refundPayment, madeAt: SampleCampus.now, day: RefundSample.today, actor: RefundSample.chen,
                    rows: [PlanRow(room: RoomID("3-306"), money: .zero, decision: .change(change))]), actor: RefundSample.chen)
        ]
        pilot.send(.refund(.planned(proposal, request)))
        #expect(pilot.frame.text.contains("24.40 to Noah, S6, room 3-306"))
    }

    @Test func aRefusalKeepsWhatWasTypedAndNothingToDoHasNoGate() throws {
        var pilot = pilot()
        pilot.press("a")
        pilot.type("Li Wei")
        pilot.press("Enter")
        let request = try #require(self.request(pilot.takeEffects()))
        pilot.send(.refund(.refused(["\"Li Wei\" is no operator.", "Nothing was approved."], request)))
        #expect(pilot.frame.text.contains("is no operator.") && pilot.frame.text.contains("Li Wei"))
        pilot.press("Ctrl-U l i Enter")
        let next = try #require(self.request(pilot.takeEffects()))
        let nothing = RefundSample.approval([], waits: [RoomID("3-301"): .debt(Credit(.energy, hundredths: 120))])
        pilot.send(.refund(.planned(nothing, next)))
        #expect(pilot.frame.text.contains("Nothing can be done now.") && pilot.frame.text.contains("owes 1.20 kWh"))
        #expect(!pilot.frame.text.contains("type how many"))
        pilot.press("r")
        #expect(self.request(pilot.takeEffects())?.act == .approve(by: "li"), "it is planned anew")
    }

    @Test func keysThatCanNotBeUsedSayWhy() {
        var pilot = pilot()
        pilot.press("t")
        #expect(pilot.status == "Room 3-301 is ESTIMATED. Next: a approve.")
        pilot.press("y")
        #expect(pilot.status == "Room 3-301 is ESTIMATED. Next: a approve.")
        pilot.press("Space Space s")
        #expect(pilot.status == "None of the 2 marked rooms is that far.")
        var campus = SampleCampus()
        campus.rules.campus = "x"
        var auditor = Console(
            ConsoleSetup(
                rules: campus.rules, actor: Actor(name: "xu", role: .auditor, shift: "", console: ""), price: .standard,
                size: Size(columns: 80, rows: 24), now: SampleCampus.now))
        _ = auditor.handle(.key(.character("g")))
        _ = auditor.handle(.key(.character("f")))
        #expect(auditor.availability(.newRun).reason?.contains("As auditor you may not do this.") == true)
    }

    // MARK: A new run

    @Test func aRunIsShownBeforeItStarts() throws {
        var pilot = Pilot()
        pilot.press("g f n c")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("Which cohort?"))
        pilot.type("2027")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("graduation-2027"))
        pilot.press("Enter Ctrl-U")
        pilot.type("x")
        pilot.press("Enter")
        #expect(pilot.frame.text.contains("is no day"))
        pilot.press("Ctrl-U")
        pilot.type("2026-11-30")
        pilot.press("Enter")
        var wish: RefundStartRequest?
        if case .refund(.planStart(let request)) = pilot.takeEffects().last { wish = request }
        let request = try #require(wish)
        #expect(request.scope == .cohort("2027") && request.exitDay.description == "2026-11-30" && request.name == "graduation-2027")
        pilot.press("+")
        #expect(pilot.status.contains("being looked up"))
        let plan = RefundStarted(
            run: RefundSample.run, rooms: [RoomID("3-301"), RoomID("3-302")],
            left: [RoomID("3-303"): .otherRun(RefundRunID("summer")), RoomID("3-401"): .noMeter])
        let people = Dictionary(RefundSample.overview().rows.map { ($0.id, $0.people) }) { first, _ in first }
        var elsewhere = pilot
        elsewhere.press("g r")
        _ = elsewhere.takeEffects()
        elsewhere.send(.refund(.startPlanned(plan, people: people, names: RefundSample.names, request)))
        #expect(elsewhere.takeEffects().isEmpty, "what is typed on another screen by now is not dropped")
        pilot.send(.refund(.startPlanned(plan, people: people, names: RefundSample.names, request)))
        expectSnapshot(pilot.frame, "refund-start-80x24")
        pilot.press("+ 3 Enter")
        #expect(pilot.frame.text.contains("That is not how many rooms it takes."))
        _ = pilot.takeEffects()
        pilot.press("Backspace 2 Enter")
        #expect(pilot.takeEffects() == [.refund(.start(plan, request))])
        pilot.send(.refund(.started(Self.id, rooms: 2, request)))
        #expect(pilot.console.screen == .refund && pilot.takeEffects() == [.refund(.rooms(Self.id))])
        pilot.press("Esc")
        #expect(pilot.console.screen == .refunds, "the preview is not gone back to")
    }

    @Test func markedRoomsMakeARunAndARefusalSaysWhatToDo() throws {
        var pilot = Pilot()
        pilot.press("g f n m")
        #expect(pilot.status.contains("No room is marked"))
        pilot.press("g r Space Space g f n m")
        pilot.press("Enter Enter")
        var wish: RefundStartRequest?
        if case .refund(.planStart(let request)) = pilot.takeEffects().last { wish = request }
        let request = try #require(wish)
        #expect(request.scope == .rooms && request.rooms == [RoomID("1-101"), RoomID("1-102")])
        pilot.send(.refund(.startRefused(["There is a run of this name.", "Nothing was changed."], request)))
        #expect(pilot.frame.text.contains("There is a run of this name."))
        pilot.press("+")
        #expect(pilot.status.contains("Esc goes back"))
    }

    // MARK: The books

    @Test func whatOthersDoIsSeenAndMarksStay() {
        var pilot = pilot()
        pilot.press("Space")
        pilot.wait(seconds: 3)
        #expect(pilot.takeEffects().contains(.refund(.rooms(Self.id))))
        pilot.wait(seconds: 3)
        #expect(!pilot.takeEffects().contains(.refund(.rooms(Self.id))), "one question at a time")
        var overview = RefundSample.overview()
        let figures = RefundSample.figures(3300)
        if let row = RefundSample.row(
            "3-301", [.estimated(figures), .approved(most: Money(fen: 3300))], leaving: [(1, "S1"), (2, "S2")], next: .take)
        {
            overview.rows[0] = row
        }
        pilot.send(.refund(.rooms(overview)))
        #expect(pilot.frame.text.contains("APPROVED 2") && pilot.frame.text.contains("1 marked"))
        #expect(pilot.lines.contains { $0.contains("3-301") && $0.contains("t take") })
        pilot.wait(seconds: 3)
        #expect(!pilot.takeEffects().contains(.refund(.rooms(Self.id))), "what takes long is asked less often")
        pilot.wait(seconds: 12)
        #expect(pilot.takeEffects().contains(.refund(.rooms(Self.id))))
        pilot.press("q q")
        pilot.wait(seconds: 9)
        #expect(!pilot.takeEffects().contains(.refund(.rooms(Self.id))), "nobody looks")
    }

    @Test func papersAreThoseOfTheRun() {
        var pilot = pilot()
        pilot.press("p s")
        #expect(pilot.takeEffects() == [.paper(.show(.new(.statement(Self.id, RoomID("3-301")))))])
        pilot.press("Esc p l")
        #expect(pilot.takeEffects() == [.paper(.show(.new(.payout(Self.id))))])
        pilot.press("Esc p a")
        #expect(pilot.takeEffects() == [.paper(.saveStatements(Self.id))])
    }

    @Test func silentMetersCanBeReadFromTheRun() {
        var pilot = pilot()
        pilot.press("Space Space r")
        #expect(pilot.takeEffects() == [.readNow([RoomID("3-301"), RoomID("3-302")])])
    }
}
