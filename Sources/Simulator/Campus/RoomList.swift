/// The rooms of a campus: buildings of six floors with eighteen rooms each.
struct RoomList {
    /// A door: building 3, floor 4, room 18 is `3-418`.
    struct Door: Hashable {
        let building: Int
        let floor: Int
        let number: Int

        var room: String { "\(building)-\(numberOnDoor)" }
        private var numberOnDoor: Int { floor * 100 + number }

        /// Twelve digits. The first building goes without its number, so room 3-418 has meter 000000000418.
        var address: String {
            RoomList.address((building == RoomList.firstBuilding ? 0 : building * 10_000) + numberOnDoor)
        }
    }

    static let firstBuilding = 3
    static let floors = 6
    static let roomsPerFloor = 18
    static let roomsPerBuilding = floors * roomsPerFloor

    /// By building, in order of floor and number.
    let buildings: [[Door]]

    /// Full buildings, then the rest; a campus smaller than a building has the rooms that a newcomer is told about.
    init(count: Int) {
        let whole = (count + Self.roomsPerBuilding - 1) / Self.roomsPerBuilding
        buildings = (0..<whole).map { index in
            let building = Self.firstBuilding + index
            let doors = (1...Self.floors).flatMap { floor in
                (1...Self.roomsPerFloor).map { Door(building: building, floor: floor, number: $0) }
            }
            let left = min(doors.count, count - index * Self.roomsPerBuilding)
            guard left < doors.count else { return doors }
            let chosen = doors.sorted { Self.rank($0) < Self.rank($1) }
            return chosen.prefix(left).sorted { ($0.floor, $0.number) < ($1.floor, $1.number) }
        }
    }

    static func address(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }

    static func supplyAddress(building: Int) -> String { address(building * 10_000) }

    /// Low ranks are in every campus: first room 3-418, then the other rooms with a part to play.
    private static func rank(_ door: Door) -> (Int, Int, Int) {
        let importance =
            switch Scene.Role(of: door) {
            case .low: 0
            case .cut, .silent: 1
            case .ordinary: 2
            }
        return (importance, door.floor, door.number)
    }
}
