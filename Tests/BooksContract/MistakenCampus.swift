// Protects nothing by itself: the campus that large files with mistakes fit (`MistakenFile`), for tests and benchmarks alike.
// How: a room for every line, a meter taken over in energy on the sockets of each, and a concentrator of its own for each of these.

import Domain
public import Operations

/// The campus that a `MistakenFile` fits.
public struct MistakenCampus {
    private let inventory: Inventory

    /// Makes the campus of so many rooms, as many as a file has lines.
    public init(rooms count: Int) {
        let numbers = 1...(count + 2)
        let rooms =
            numbers.map { Room(id: RoomID("1-\($0)"), building: "1", floor: 1, number: "\($0)", beds: 4) } + [
                Room(id: RoomID("2-1"), building: "2", floor: 1, number: "1", beds: 4, isOpen: false)
            ]
        inventory = Inventory(
            rooms: rooms, meters: numbers.map(Self.meter),
            concentrators: [Self.concentrator("C1")] + numbers.map { Self.concentrator("H\($0)") })
    }

    /// Holds files of rooms, meters and concentrators against it.
    public var inventoryImport: InventoryImport { InventoryImport(inventory: inventory, version: 1, at: Instant(milliseconds: 0)) }

    /// Holds files of residents against it; nobody lives there.
    public var rosterImport: RosterImport {
        RosterImport(roster: Roster(), rooms: inventory.rooms, today: Day("2026-11-21") ?? Day(number: 0))
    }

    private static func concentrator(_ name: String) -> Concentrator {
        let id = ConcentratorID(name)
        return Concentrator(id: id, host: "10.0.0.1", port: 6450, buses: [Bus(id: BusID(concentrator: id, number: 1), baud: 9600)])
    }

    private static func meter(_ number: Int) -> MeterPoint {
        MeterPoint(
            id: MeterID("\(200_000_000_000 + number)"), place: .room(RoomID("1-\(number)"), circuit: "sockets"),
            bus: BusID(concentrator: ConcentratorID("H\(number)"), number: 1), profile: .dorm645, unit: .energy,
            baseline: Baseline(
                count: 1, totalBought: .zero(.energy), remaining: .zero(.energy), register: .zero, at: Instant(milliseconds: 0)))
    }
}
