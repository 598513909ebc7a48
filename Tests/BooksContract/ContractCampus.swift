// The small campus on which the promises are tried: every kind of meter once, and a room without any.

public import Domain
public import Operations

/// A campus of four rooms and a supply meter.
public enum ContractCampus {
    /// Saturday 2026-11-21, 21:15:58 in China.
    public static let evening = Instant(milliseconds: 1_795_266_958_000)
    /// The cashier of all sales.
    public static let chen = Actor(name: "chen", role: .cashier, shift: "2026-11-21/chen", console: "desk-1")
    /// The supervisor who approves.
    public static let li = Actor(name: "li", role: .supervisor, shift: "2026-11-21/li", console: "desk-1")
    /// The program itself.
    public static let system = Actor(name: "dormwatt", role: .system, shift: "", console: "collector")

    /// Sold in kWh; count 6, total 300.00, 3.25 kWh left, register 1234.56.
    public static let energyRoom = RoomID("3-418")
    /// Sold in yuan; count 2, total 80.00, 12.00 yuan left, register 500.00.
    public static let moneyRoom = RoomID("3-419")
    /// The books keep its credit.
    public static let plainRoom = RoomID("3-420")
    /// It has no meter.
    public static let bareRoom = RoomID("3-421")

    static let bus = BusID(concentrator: ConcentratorID("C1"), number: 1)

    /// The energy meter.
    public static let energyMeter = MeterPoint(
        id: MeterID("000000000418"), place: .room(energyRoom, circuit: "main"), bus: bus, profile: .dorm645, serialNumber: "A-418",
        baseline: Baseline(
            count: 6, totalBought: energy(300_00), remaining: energy(3_25), register: Energy(hundredths: 1234_56), at: evening))

    /// The money meter.
    public static let moneyMeter = MeterPoint(
        id: MeterID("000000000419"), place: .room(moneyRoom, circuit: "main"), bus: bus, profile: .dorm645, unit: .money,
        baseline: Baseline(
            count: 2, totalBought: Credit(.money, hundredths: 80_00), remaining: Credit(.money, hundredths: 12_00),
            register: Energy(hundredths: 500_00), at: evening))

    /// The meter without prepaid items.
    public static let plainMeter = MeterPoint(
        id: MeterID("000000000420"), place: .room(plainRoom, circuit: "main"), bus: bus, profile: .plain645,
        baseline: Baseline(
            count: 0, totalBought: energy(0), remaining: energy(0), register: Energy(hundredths: 77_00), at: evening))

    /// The supply of the building, with a current transformer.
    public static let supplyMeter = MeterPoint(
        id: MeterID("000000000900"), place: .supply("building 3"), bus: BusID(concentrator: ConcentratorID("C1"), number: 2),
        profile: .plain645, phases: 3, ctRatio: 40)

    /// Everything as a difference to empty books.
    public static let change = InventoryChange(
        version: 0,
        concentrators: [
            Concentrator(
                id: ConcentratorID("C1"), host: "127.0.0.1", port: 6450,
                buses: [Bus(id: bus, baud: 2400), Bus(id: BusID(concentrator: ConcentratorID("C1"), number: 2), baud: 9600)])
        ],
        rooms: [energyRoom, moneyRoom, plainRoom, bareRoom].map {
            Room(id: $0, building: "3", floor: 4, number: String($0.text.suffix(3)), beds: 4)
        },
        meters: [energyMeter, moneyMeter, plainMeter, supplyMeter])

    /// Energy credit from hundredths of a kWh.
    public static func energy(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }

    /// Opens the campus in empty books.
    public static func open(in books: any Books) throws {
        let version = try books.inventoryVersion()
        var change = change
        change.version = version
        try expect(try books.take(change, actor: chen, at: evening), is: .taken, "the campus is taken into empty books")
    }

    /// Plans a sale from what the books say now; nothing is written.
    public static func plan(
        _ books: any Books, _ sales: [(RoomID, Money)], id: String, actor: Actor = chen, rules: DeskRules = DeskRules()
    ) throws -> Plan {
        let planner = TopUpPlanner(
            standings: try books.standings(of: sales.map(\.0)), price: try books.price(on: Day(of: evening, at: .china)), readings: [:],
            rules: rules)
        return planner.plan(sales.map { TopUpLine(room: $0.0, money: $0.1) }, actor: actor, now: evening, id: PlanID(id))
    }

    /// Sells and answers the order, for promises about orders.
    @discardableResult
    public static func sell(_ books: any Books, _ room: RoomID, _ money: Money, id: String) throws -> CommittedRow {
        let outcome = try books.commit(try plan(books, [(room, money)], id: id), at: evening)
        guard case .committed(let rows) = outcome, let row = rows.first else {
            throw BrokenPromise(description: "the sale \(id) is not committed: \(outcome)")
        }
        return row
    }

    /// Posts the use of a room up to a register.
    @discardableResult
    public static func use(_ books: any Books, _ meter: MeterPoint, upTo register: Energy, id: String) throws -> CommitOutcome {
        var reading = Reading(meter: meter.id, at: evening.adding(seconds: 3600))
        reading.register = register
        let planner = UsePlanner(
            standings: try books.standings(of: [meter.room].compactMap { $0 }), price: try books.price(on: Day(of: evening, at: .china)),
            readings: [meter.id: reading])
        let use = planner.plan(actor: system, now: evening.adding(seconds: 3600), day: Day(of: evening, at: .china), id: PlanID(id))
        return try books.commit(use.plan, at: evening.adding(seconds: 3600))
    }

    static func standing(_ books: any Books, _ room: RoomID) throws -> RoomStanding {
        try unwrap(try books.standings(of: [room])[room], "room \(room) has a standing")
    }

    static func order(_ books: any Books, _ id: OrderID?) throws -> Order {
        let id = try unwrap(id, "the sale has an order")
        return try unwrap(try books.orders(OrderFilter()).first { $0.id == id }, "order \(id) is found")
    }
}
