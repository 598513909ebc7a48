// Protects: what the desk does not sell, for what reason, and which reason is told when several apply.
// How: each limit from both sides, then rooms in which everything is wrong, put right one by one in the order of precedence.

import BooksContract
import Domain
import Operations
import Testing

struct RefusalTests {
    @Test(arguments: [
        ("0", Refusal.zeroAmount), ("0.00", .zeroAmount), ("9.99", .belowSmallest(Money(fen: 9_99), smallest: Money(fen: 10_00))),
        ("500.01", .aboveLargest(Money(fen: 500_01), largest: Money(fen: 500_00))),
        ("999999999.99", .aboveLargest(Money(fen: 99_999_999_999), largest: Money(fen: 500_00))), ("-5", .unreadableAmount("-5")),
        ("", .unreadableAmount("")), ("fifty", .unreadableAmount("fifty")), ("5,00", .unreadableAmount("5,00")),
        ("99999999999999999999", .unreadableAmount("99999999999999999999")),
    ])
    func badAmounts(_ amount: String, _ refusal: Refusal) {
        #expect(Desk().refusal(amount) == refusal)
    }

    @Test func theLimitsThemselvesAreSold() {
        var desk = Desk()
        desk.rules.sales.hoardingLimit = Energy(hundredths: 2000_00)
        #expect(desk.change("10.00")?.money == Money(fen: 10_00))
        #expect(desk.change("500.00")?.money == Money(fen: 500_00))
        #expect(desk.change("500.01") == nil)
        #expect(desk.change("500.01", role: .supervisor)?.money == Money(fen: 500_01))
        #expect(desk.refusal("500.01", role: .manager) == .aboveLargest(Money(fen: 500_01), largest: Money(fen: 500_00)))
    }

    @Test func anUnknownRoomIsAnsweredWithTheNearestNames() {
        var desk = Desk()
        desk.names = ["3-418", "3-419", "4-418", "12-1", "3-41", "13-418"].map { RoomID($0) }
        #expect(
            desk.refusal("50", room: "418") == .unknownRoom(RoomID("418"), nearest: [RoomID("13-418"), RoomID("3-418"), RoomID("4-418")]))
        #expect(
            desk.refusal("50", room: "3-481")
                == .unknownRoom(RoomID("3-481"), nearest: [RoomID("3-41"), RoomID("3-418"), RoomID("3-419")]))
        #expect(desk.refusal("50", room: "zzzzzz") == .unknownRoom(RoomID("zzzzzz"), nearest: []))
        #expect(desk.refusal("50", room: "") == .unknownRoom(RoomID(""), nearest: []))
    }

    @Test func aRoomThatStandsTwiceIsRefusedEachTime() {
        let line = TopUpLine(room: Desk.room, money: Money(fen: 50_00))
        let plan = Desk().plan([line, TopUpLine(room: "3-418", amount: "20")])
        #expect(plan.refusals.map(\.refusal) == [.twiceInList(Desk.room), .twiceInList(Desk.room)])
    }

    @Test(arguments: [
        (Role.manager, true), (.cashier, true), (.supervisor, true), (.engineer, false), (.auditor, false), (.admin, false),
        (.system, false),
    ])
    func onlyWhoSellsMaySell(_ role: Role, _ sells: Bool) {
        #expect(Desk().refusal("50", role: role) == (sells ? nil : .notAllowed(role)))
    }

    @Test func theLastCountIsUsedAndNoneAfterIt() {
        var desk = Desk()
        desk.standing.expectedCount = 9997
        #expect(desk.change("50")?.order?.count == 9998)
        desk.standing.openOrders = [Desk.order(.queued)]
        #expect(desk.refusal("50") == .countExhausted(ContractCampus.energyMeter.id))
        desk.standing.openOrders = []
        desk.standing.expectedCount = 9998
        #expect(desk.refusal("50") == .countExhausted(ContractCampus.energyMeter.id))
        desk.standing.meter?.profile = .plain645
        #expect(desk.refusal("50") == nil, "a meter without purchases has no count to exhaust")
    }

    @Test func theLargestPossibleSaleIsNamedAndPossible() throws {
        var desk = Desk()
        desk.standing.lots = [Desk.lot(3, 450_00), Desk.lot(4, 0), Lot.subsidy(77_00)]
        // 50.00 kWh of room; 27.50 yuan buy exactly that, and 27.50 is the most that does.
        let refusal = desk.refusal("30")
        #expect(refusal == .aboveHoardingLimit(largestPossible: Money(fen: 27_50)))
        #expect(desk.change("27.50")?.credit == Desk.kWh(50_00))
        #expect(desk.refusal("27.51") == .aboveHoardingLimit(largestPossible: Money(fen: 27_50)))
        desk.standing.emergency = Desk.kWh(10_00)
        #expect(desk.change("33")?.credit == Desk.kWh(60_00), "debt makes room")
        desk.standing.emergency = Desk.kWh(0)
        desk.standing.lots = [Desk.lot(3, 600_00)]
        #expect(desk.refusal("10") == .aboveHoardingLimit(largestPossible: .zero))
    }

    @Test func theNamedSaleIsTheLargestForEveryPrice() {
        for price in [1, 99, 3333, 5500, 5501, 9999, 10_000, 49_999] as [Int64] {
            var desk = Desk()
            desk.price.price = Price(tenThousandths: price)
            desk.rules.sales.smallest = Money(fen: 1)
            desk.rules.sales.largest = Money(fen: 100_000_00)
            guard case .aboveHoardingLimit(let most)? = desk.refusal("100000") else {
                Issue.record("price \(price) is not refused")
                continue
            }
            let space = Energy(hundredths: 500_00 - 3_25)
            #expect(desk.price.price.energy(for: most) <= space, "price \(price): \(most) is possible")
            #expect(desk.price.price.energy(for: Money(fen: most.fen + 1)) > space, "price \(price): one fen more is not")
            #expect(desk.change(most.description) != nil || most == .zero)
            #expect(desk.change(Money(fen: most.fen + 1).description) == nil)
        }
    }

    @Test func theLimitOfAMoneyMeterIsWhatItsEnergyCosts() {
        var desk = Desk()
        desk.keepMoney(left: 200_00)
        // 500 kWh cost 275.00 yuan.
        #expect(desk.change("75.00") != nil)
        #expect(desk.refusal("75.01") == .aboveHoardingLimit(largestPossible: Money(fen: 75_00)))
    }

    @Test func aMeterHoldsNoMoreThanItCan() {
        var desk = Desk()
        desk.rules.sales.hoardingLimit = Energy(hundredths: 1_000_000_00)
        desk.reading = Desk.reading(left: 299_900_00)
        desk.standing.openOrders = [Desk.order(.queued, 50_00)]
        #expect(desk.refusal("50") == .aboveHoardingLimit(largestPossible: Money(fen: 27_50)))
        #expect(desk.change("27.50") != nil)
    }

    @Test func ofSeveralReasonsTheFirstIsTold() {
        var desk = Desk()
        desk.standing.room.isOpen = false
        desk.standing.meter = nil
        desk.standing.openOrders = [Desk.order(.disputed)]
        desk.standing.expectedCount = 9998
        desk.standing.lots = [Desk.lot(3, 600_00)]
        desk.price.price = Price(tenThousandths: 0)
        let role = Role.auditor
        let twice = desk.plan([TopUpLine(room: "3-418", amount: "x"), TopUpLine(room: "3-418", amount: "x")], role: role)
        #expect(twice.refusals.map(\.refusal) == [.twiceInList(Desk.room), .twiceInList(Desk.room)])
        let unknown = desk.plan([TopUpLine(room: "x", amount: "x"), TopUpLine(room: "x", amount: "x")], role: role)
        #expect(unknown.refusals.map(\.refusal) == [.unknownRoom(RoomID("x"), nearest: []), .unknownRoom(RoomID("x"), nearest: [])])
        #expect(desk.refusal("x", role: role) == .unreadableAmount("x"))
        #expect(desk.refusal("0", role: role) == .zeroAmount)
        #expect(desk.refusal("1", role: role) == .belowSmallest(Money(fen: 1_00), smallest: Money(fen: 10_00)))
        #expect(desk.refusal("501", role: role) == .aboveLargest(Money(fen: 501_00), largest: Money(fen: 500_00)))
        #expect(desk.refusal("50", role: role) == .roomClosed)
        desk.standing.room.isOpen = true
        #expect(desk.refusal("50", role: role) == .noMeter)
        desk.standing.meter = ContractCampus.energyMeter
        desk.standing.meter?.baseline = nil
        #expect(desk.refusal("50", role: role) == .noBaseline(ContractCampus.energyMeter.id))
        desk.standing.meter = ContractCampus.energyMeter
        #expect(desk.refusal("50", role: role) == .disputed(OrderID("O-1")))
        desk.standing.openOrders = []
        #expect(desk.refusal("50", role: role) == .countExhausted(ContractCampus.energyMeter.id))
        desk.standing.expectedCount = 6
        #expect(desk.refusal("50", role: role) == .buysNothing)
        desk.price.price = .standard
        #expect(desk.refusal("50", role: role) == .aboveHoardingLimit(largestPossible: .zero))
        desk.standing.lots = []
        #expect(desk.refusal("50", role: role) == .notAllowed(.auditor))
        #expect(desk.refusal("50", role: .cashier) == nil)
    }

    @Test func aBaselineInAnotherUnitIsNoBaseline() {
        var desk = Desk()
        desk.standing.meter?.unit = .money
        #expect(desk.refusal("50") == .noBaseline(ContractCampus.energyMeter.id))
    }
}

extension Lot {
    fileprivate static func subsidy(_ left: Int64) -> Lot {
        Lot(id: LotID(entry: 8), wallet: .subsidy, credited: Desk.kWh(left), paid: .zero, left: Desk.kWh(left))
    }
}
