/// The rooms, meters and concentrators of a campus as the books know them.
public struct Inventory: Hashable, Sendable {
    /// Rooms by id.
    public var rooms: [RoomID: Room]
    /// Meters by address.
    public var meters: [MeterID: MeterPoint]
    /// Concentrators by name.
    public var concentrators: [ConcentratorID: Concentrator]

    /// Makes an inventory.
    public init(rooms: [Room] = [], meters: [MeterPoint] = [], concentrators: [Concentrator] = []) {
        self.rooms = Dictionary(rooms.map { ($0.id, $0) }) { first, _ in first }
        self.meters = Dictionary(meters.map { ($0.id, $0) }) { first, _ in first }
        self.concentrators = Dictionary(concentrators.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The meter that holds a room's credit: circuit `main`, else `sockets`, else the first by circuit name.
    ///
    /// A room may have more circuits; the others are measured and controlled but never sold to. Replaced meters are passed over.
    public static func creditMeter(among meters: [MeterPoint]) -> MeterPoint? {
        func rank(_ meter: MeterPoint) -> Int { meter.circuit == "main" ? 0 : meter.circuit == "sockets" ? 1 : 2 }
        return meters.filter { $0.retirement == nil }.min { (rank($0), $0.circuit, $0.id) < (rank($1), $1.circuit, $1.id) }
    }

    /// The meters that stand in their places and are read, in order of their addresses.
    public var standingMeters: [MeterPoint] { meters.values.filter { $0.retirement == nil }.sorted { $0.id < $1.id } }

    /// The meters that stand in every room, in order of circuit name.
    public func metersByRoom() -> [RoomID: [MeterPoint]] {
        var found: [RoomID: [MeterPoint]] = [:]
        for meter in standingMeters {
            if let room = meter.room { found[room, default: []].append(meter) }
        }
        return found.mapValues { $0.sorted { ($0.circuit, $0.id) < ($1.circuit, $1.id) } }
    }
}
