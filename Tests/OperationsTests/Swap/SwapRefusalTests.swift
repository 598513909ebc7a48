// Protects: a meter is not replaced while something is open at it, and not by what is no new meter; and nothing is written then.
// How: every refusal once, by a table of what was asked for and of what happened before; afterwards the books are as they were.

import BooksContract
import Domain
import Operations
import Testing

struct SwapRefusalTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let refusal: SwapRefusal
        let change: @Sendable (inout SwapRequest) -> Void

        init(_ name: String, _ refusal: SwapRefusal, _ change: @escaping @Sendable (inout SwapRequest) -> Void) {
            testDescription = name
            self.refusal = refusal
            self.change = change
        }
    }

    static let old = ContractCampus.energyMeter.id
    static let new = ContractCampus.newMeter
    static let examples: [Example] = [
        Example("a room without meter", .noMeter(ContractCampus.bareRoom)) { $0.room = ContractCampus.bareRoom },
        Example("a meter of another room", .notInRoom(ContractCampus.moneyMeter.id, ContractCampus.energyRoom)) {
            $0.meter = ContractCampus.moneyMeter.id
        },
        Example("a meter that nobody knows", .notInRoom(MeterID("000000000001"), ContractCampus.energyRoom)) {
            $0.meter = MeterID("000000000001")
        },
        Example("a short address", .notAnAddress("418")) { $0.new.address = "418" },
        Example("the address that all meters hear", .notAnAddress("999999999999")) { $0.new.address = "999999999999" },
        Example("the address of the old meter", .addressInUse(old, room: ContractCampus.energyRoom)) { $0.new.address = old.text },
        Example("the address of another room's meter", .addressInUse(ContractCampus.moneyMeter.id, room: ContractCampus.moneyRoom)) {
            $0.new.address = ContractCampus.moneyMeter.id.text
        },
        Example("the address of a supply meter", .addressInUse(ContractCampus.supplyMeter.id, room: nil)) {
            $0.new.address = ContractCampus.supplyMeter.id.text
        },
        Example("a bus that is not there", .noBus(BusID(concentrator: ConcentratorID("C1"), number: 7))) {
            $0.new.bus = BusID(concentrator: ConcentratorID("C1"), number: 7)
        },
        Example("another unit", .otherUnit(new, .money, old: .energy)) { $0.new.unit = .money },
        Example("a meter that says another unit", .otherUnit(new, .money, old: .energy)) {
            $0.picture = SwapBench.picture(count: 0, total: nil, left: 0, unit: .money)
        },
        Example("credit that the factory lent", .lentCredit(new, Desk.kWh(5_00))) {
            $0.picture = SwapBench.picture(count: 0, total: nil, left: 5_00)
        },
        Example("a count that is used up", .countExhausted(new)) { $0.picture = SwapBench.picture(count: 9998, total: 1_00, left: 0) },
        Example("a typed register without a word", .noteMissing) { $0.last.isTyped = true },
        Example("a typed register with a blank word", .noteMissing) {
            $0.last.isTyped = true
            $0.note = " \n"
        },
        Example(
            "a last register before the last posting",
            .lastReadingBack(Energy(hundredths: 1234_55), known: Energy(hundredths: 1234_56), at: ContractCampus.evening)
        ) { $0.last.register = Energy(hundredths: 1234_55) },
        Example("a typed register far beyond what the room had", .usedTooMuch(Desk.kWh(11_000_00), had: Desk.kWh(94_15))) {
            $0.last = LastReading(register: Energy(hundredths: 12_234_56), at: ContractCampus.evening, isTyped: true)
            $0.note = "a digit too many"
        },
        Example("a register higher than the new meter says", .initialAbove(Energy(hundredths: 1), says: .zero)) {
            $0.new.initial = Energy(hundredths: 1)
        },
    ]

    private func expect(_ refusal: SwapRefusal, _ bench: SwapBench, _ request: SwapRequest = SwapBench.request()) throws {
        let (journal, inventory) = (try bench.books.verify(), try bench.books.inventory())
        #expect(throws: refusal) { try bench.plan(request) }
        #expect(refusal.sentences.hasSuffix(".") || refusal.sentences.contains("--"))
        #expect(try bench.books.verify() == journal)
        #expect(try bench.books.inventory() == inventory)
    }

    @Test(arguments: examples)
    func isRefused(_ example: Example) throws {
        try expect(example.refusal, try SwapBench(), SwapBench.request(example.change))
    }

    @Test func aRoomThatNobodyKnowsIsRefused() throws {
        let bench = try SwapBench()
        #expect(throws: OfficeError.noSuchRoom(RoomID("9-999"))) { try bench.plan(SwapBench.request { $0.room = RoomID("9-999") }) }
    }

    static let open: [[OrderState]] = [[], [.sent], [.sent, .unknown]]

    @Test(arguments: open)
    func anOpenOrderComesFirst(_ way: [OrderState]) throws {
        let bench = try SwapBench(isDelivered: false)
        for state in way { try bench.move(state) }
        try expect(.openOrder(try #require(bench.sale.order), way.last ?? .queued), bench)
    }

    @Test func aDisputeIsDecidedFirst() throws {
        let bench = try SwapBench(isDelivered: false)
        try bench.move(.sent, .disputed)
        try expect(.disputed(try #require(bench.sale.order)), bench)
        try bench.move(.refused)
        #expect(try bench.plan().changes.first?.order?.task == .topUp(Desk.kWh(88_71)))
    }

    /// A dead meter never tells whether it had the order: the credit is carried over once, and a person ends the order.
    @Test(arguments: [Settlement.confirmed, .refused])
    func anOrderThatADeadMeterNeverAnsweredIsCarriedOver(_ settlement: Settlement) throws {
        let bench = try SwapBench(isDelivered: false)
        try bench.move(.sent, .unknown)
        let id = try #require(bench.sale.order)
        let request = SwapBench.request {
            $0.last.isTyped = true
            $0.note = "burnt"
        }
        let swap = try bench.swap(request)
        #expect(swap.remarks == [.lastReadingTyped, .outcomeNeverKnown(id)])
        #expect(try bench.standing().openOrders.map(\.task) == [.topUp(Desk.kWh(88_71))])
        #expect(try bench.books.orders(OrderFilter(id: id)).first?.state == .disputed)
        _ = try bench.bench.office.settle(id, as: settlement, reason: "burnt", actor: ContractCampus.li)
        try bench.finishOrders()
        #expect(try bench.standing().expectedTotal == Desk.kWh(88_71))
        #expect(try bench.standing().expectedCount == 1)
        #expect(try bench.books.account(of: SwapBench.room).balance == Desk.kWh(88_71))
        let reversals = ReversalDesk(books: bench.books, office: bench.bench.office)
        let people = try #require(SwapBench.people)
        #expect(throws: ReversalRefusal.otherMeter(Self.old)) {
            try reversals.planVoid(bench.sale.entry, approval: people, reason: "wrong room", id: PlanID("V1"))
        }
    }

    @Test func aRegisterBelowALaterReadingIsRefused() throws {
        let bench = try SwapBench()
        try bench.bench.read(ContractCampus.energyMeter, register: 1250_00)
        try expect(
            .lastReadingBack(
                Energy(hundredths: 1240_00), known: Energy(hundredths: 1250_00), at: ContractCampus.evening), bench)
    }

    @Test func aTakeBackThatIsNotSettledComesFirst() throws {
        let bench = try SwapBench()
        let reversals = ReversalDesk(books: bench.books, office: bench.bench.office)
        let people = try #require(SwapBench.people)
        let void = try reversals.planVoid(bench.sale.entry, approval: people, reason: "wrong room", id: PlanID("V1"))
        guard case .committed(let rows) = try bench.books.commit(void, at: ContractCampus.evening), let order = rows.first?.order else {
            Issue.record("the void is not committed")
            return
        }
        try expect(.openOrder(order, .queued), bench)
        _ = try bench.books.record(OrderStep(order: order, from: .queued, to: .withdrawn, at: ContractCampus.evening))
        try expect(.takeBackUnsettled(order), bench)
        #expect(try reversals.putBackUndelivered(since: ContractCampus.evening, actor: ContractCampus.system) == 1)
        #expect(try bench.plan().changes.first?.order?.task == .topUp(Desk.kWh(88_71)))
    }

    @Test func aReplacedMeterIsNotReplacedAgainAndItsAddressIsNotGivenAway() throws {
        let bench = try SwapBench()
        let swap = try bench.swap()
        let day = try #require(swap.retired.retirement?.day)
        try bench.finishOrders()
        try expect(.addressInUse(Self.new, room: SwapBench.room), bench)
        try expect(
            .replacedBefore(Self.old, by: Self.new, day), bench,
            SwapBench.request {
                $0.meter = Self.old
                $0.new.address = "900000000419"
            })
        try expect(
            .addressOfReplaced(Self.old, day), bench,
            SwapBench.request {
                $0.new.address = Self.old.text
                $0.last.register = Energy(hundredths: 1_00)
            })
    }

    /// A sale that never reached the old meter is carried over with everything else, so that it can not be given back a second time.
    @Test(arguments: [[.withdrawn], [.expired], [.sent, .refused], [.sent, .confirmed]] as [[OrderState]])
    func aSaleOfTheOldMeterIsNotVoidedAfterwards(_ way: [OrderState]) throws {
        let bench = try SwapBench(isDelivered: false)
        for state in way { try bench.move(state) }
        let swap = try bench.swap(SwapBench.request { $0.last.register = Energy(hundredths: 1234_56) })
        #expect(swap.installed.id == Self.new)
        #expect(try bench.standing().openOrders.first?.task == .topUp(Desk.kWh(94_15)))
        try bench.finishOrders()
        let reversals = ReversalDesk(books: bench.books, office: bench.bench.office)
        let people = try #require(SwapBench.people)
        #expect(throws: ReversalRefusal.otherMeter(Self.old)) {
            try reversals.planVoid(bench.sale.entry, approval: people, reason: "wrong room", id: PlanID("V1"))
        }
    }
}

extension SwapBench {
    /// Delivers what is open.
    fileprivate func finishOrders() throws {
        for order in try standing().openOrders {
            _ = try books.record(OrderStep(order: order.id, from: .queued, to: .sent, at: ContractCampus.evening, isAttempt: true))
            _ = try books.record(OrderStep(order: order.id, from: .sent, to: .confirmed, at: ContractCampus.evening))
        }
    }
}
