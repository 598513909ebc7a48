public import Domain
public import Operations

/// The rooms of a campus made ready for the screens in the background, part by part, so that no key waits while a hundred thousand are
/// sorted, judged and counted.
public struct PreparedRooms: Sendable {
    /// Whether these are all rooms; false for the first buildings, which are shown while the others are read.
    public private(set) var isWhole = false
    private(set) var table = RoomTable()
    private(set) var index: RoomNumberIndex?
    private(set) var people = People()
    let judgement: Judgement

    /// Begins without rooms.
    ///
    /// - Parameters:
    ///   - price: by which credit in money is turned into energy.
    ///   - rooms: how many will come, so that no more memory is taken than they need.
    public init(alarms: AlarmRules, price: Price, rooms: Int = 0) {
        judgement = Judgement(alarms: alarms, price: price)
        table.expect(rooms)
    }

    /// The order in which people walk from building to building.
    public static func order(_ buildings: some Collection<String>) -> [String] {
        buildings.map { (NaturalKey($0), $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// Adds all rooms of some buildings, which lie behind those that were added before in the order in which people walk.
    public mutating func add(_ views: [RoomView]) { table.append(CampusOrder.sorted(views), judgement: judgement) }

    /// Makes all that finds rooms, after the last was added.
    public mutating func finish(isWhole: Bool, occupants: [Occupant]) {
        self.isWhole = isWhole
        people = People(occupants)
        table.finish()
        table.take(people)
        index = RoomNumberIndex(table)
    }
}
