// Protects what a key on a room costs on a large campus: its screen, its charts and the posting of use read the rooms that they are about,
// and never the whole inventory.
// How: books that refuse to tell the inventory; the answers are those of books that do.

import BooksContract
import Domain
import Operations
import Testing

struct NarrowReadTests {
    private func bench() throws -> (OfficeBench, narrow: Office) {
        let bench = try OfficeBench()
        var lamp = ContractCampus.energyMeter
        (lamp.id, lamp.baseline) = (MeterID("000000001418"), nil)
        lamp.place = .room(ContractCampus.energyRoom, circuit: "light")
        let change = InventoryChange(version: 1, meters: [lamp])
        #expect(try bench.books.take(change, actor: ContractCampus.chen, at: ContractCampus.evening) == .taken)
        for (day, register) in [(2, 1236_00), (1, 1239_10), (0, 1241_00)] as [(Int, Int64)] {
            try bench.read(ContractCampus.energyMeter, register: register, daysAgo: day)
            try bench.read(lamp, register: register, daysAgo: day)
        }
        try bench.read(ContractCampus.moneyMeter, register: 510_00, daysAgo: 1)
        return (bench, bench.office(over: NarrowBooks(behind: bench.books)))
    }

    @Test func theScreenOfARoomReadsTheRoom() throws {
        let (bench, narrow) = try bench()
        let detail = try narrow.roomDetail(ContractCampus.energyRoom)
        #expect(try detail == bench.office.roomDetail(ContractCampus.energyRoom))
        #expect(detail.meters.map(\.circuit) == ["main", "light"] && detail.readings.count == 2)
    }

    @Test(arguments: [UseScope.room(ContractCampus.energyRoom), .building("3"), .building("no such"), .campus])
    func aChartReadsItsRooms(_ scope: UseScope) throws {
        let (bench, narrow) = try bench()
        let month = UseSpan.month(Month(of: bench.office.today))
        #expect(try narrow.use(of: scope, in: month) == bench.office.use(of: scope, in: month))
    }

    @Test func useIsPostedRoomByRoom() throws {
        let (bench, narrow) = try bench()
        let ended = try narrow.postUseOfEndedDays(actor: ContractCampus.system)
        #expect(ended.posted == 2 && ended.energy == Desk.kWh(4_54) && ended.money == Desk.yuan(5_50))
        let rest = try narrow.postUse(actor: ContractCampus.system, batch: 1)
        #expect(rest.posted == 1 && rest.energy == Desk.kWh(1_90))
        #expect(Set(rest.passed.keys) == [ContractCampus.moneyRoom, ContractCampus.plainRoom, ContractCampus.bareRoom])
        #expect(try bench.books.verify().findings.isEmpty)
    }

    @Test func aRoomThatIsNotThereIsNamedFromTheRooms() throws {
        let (_, narrow) = try bench()
        #expect(try narrow.nearestRooms(to: RoomID("3-41")).isEmpty == false)
        let plan = try narrow.planTopUp([TopUpLine(room: "3-41", amount: "50")], actor: ContractCampus.chen)
        #expect(plan.changes.isEmpty)
    }
}

/// Books that tell rooms and their meters, and refuse to tell all of it.
private struct NarrowBooks: BooksInFront {
    let behind: any Books

    func inventory() throws -> Inventory { throw BooksError.other("the whole inventory was read") }
}
