// Protects: which meter of a room is sold to, and the only ways from one state of an order to another.
// How: rooms with meters in every combination and order; the table of states against the six steps of "exactly once".

import Domain
import Testing

struct CampusTests {
    private func meter(_ id: String, _ circuit: String, room: String = "3-418") -> MeterPoint {
        MeterPoint(
            id: MeterID(id), place: .room(RoomID(room), circuit: circuit), bus: BusID(concentrator: ConcentratorID("C1"), number: 1),
            profile: .dorm645)
    }

    @Test(arguments: [
        (["main"], "main"), (["lighting", "main", "sockets"], "main"), (["lighting", "sockets", "air"], "sockets"),
        (["lighting", "air"], "air"), (["Main", "zz"], "Main"),
    ])
    func theCreditMeterIsMainElseSocketsElseTheFirst(_ circuits: [String], _ wanted: String) {
        let meters = circuits.enumerated().map { meter("00000000000\($0.offset)", $0.element) }
        #expect(Inventory.creditMeter(among: meters)?.circuit == wanted)
        #expect(Inventory.creditMeter(among: meters.reversed())?.circuit == wanted)
    }

    @Test func amongEqualCircuitsTheLowerAddressCounts() {
        let meters = [meter("000000000002", "main"), meter("000000000001", "main")]
        #expect(Inventory.creditMeter(among: meters)?.id == MeterID("000000000001"))
        #expect(Inventory.creditMeter(among: []) == nil)
    }

    @Test func metersStandByRoomAndSupplyMetersByNone() {
        var supply = meter("000000000900", "main")
        supply.place = .supply("building 3")
        let inventory = Inventory(
            meters: [meter("000000000002", "sockets"), meter("000000000001", "main"), meter("000000000003", "main", room: "3-419"), supply])
        let byRoom = inventory.metersByRoom()
        #expect(Set(byRoom.keys) == [RoomID("3-418"), RoomID("3-419")])
        #expect(byRoom[RoomID("3-418")]?.map(\.circuit) == ["main", "sockets"])
        #expect(supply.room == nil && supply.circuit.isEmpty)
    }

    @Test func onlyTheWaysOfExactlyOnceExist() {
        let ways: [OrderState: Set<OrderState>] = [
            .queued: [.sent, .confirmed, .disputed, .expired, .withdrawn], .sent: [.confirmed, .refused, .unknown, .disputed],
            .unknown: [.sent, .confirmed, .refused, .disputed], .disputed: [.confirmed, .refused], .confirmed: [], .refused: [],
            .expired: [], .withdrawn: [],
        ]
        for state in OrderState.allCases {
            #expect(state.successors == ways[state], "\(state)")
            #expect(state.isOpen == !state.successors.isEmpty, "\(state)")
        }
        #expect(OrderState.allCases.map(\.word) == ["QUEUED", "SENT", "METER", "REFUSED", "UNCONF", "DISPUTE", "EXPIRED", "WITHDRAWN"])
    }

    @Test func aTakeBackChangesTheCreditDownwards() {
        let amount = Credit(.energy, hundredths: 5)
        #expect(OrderTask.topUp(amount).change.hundredths == 5)
        #expect(OrderTask.takeBack(amount).change.hundredths == -5)
        #expect(OrderTask.takeBack(amount).amount == amount)
    }

    @Test func aReadingIsCompletedOnlyFromItsOwnMeter() {
        var early = Reading(meter: MeterID("1"), at: Instant(milliseconds: 1))
        early.register = Energy(hundredths: 5)
        early.remaining = Credit(.energy, hundredths: 9)
        var late = Reading(meter: MeterID("1"), at: Instant(milliseconds: 2))
        late.remaining = Credit(.energy, hundredths: 8)
        let full = late.filled(from: early)
        #expect(full.register == early.register && full.remaining == late.remaining && full.at == late.at)
        early.meter = MeterID("2")
        #expect(late.filled(from: early) == late)
    }
}
