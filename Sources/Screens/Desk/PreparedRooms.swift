public import Domain
public import Operations

/// The rooms of a campus made ready for the screens in the background, part by part, so that no key waits while a hundred thousand are
/// sorted, judged and counted.
public struct PreparedRooms: Sendable {
    /// Whether these are all rooms; false for the first buildings, which are shown while the others are read.
    public private(set) var isWhole = false
    private(set) var table = RoomTable()
    private(set) var index = RoomNumberIndex(RoomTable())
    private(set) var people = People()
    let judgement: Judgement
    private let now: Instant

    /// Begins without rooms.
    ///
    /// - Parameters:
    ///   - price: by which credit in money is turned into energy.
    ///   - now: by which readings are too old to show a colour.
    public init(alarms: AlarmRules, price: Price, at now: Instant) {
        judgement = Judgement(alarms: alarms, price: price)
        self.now = now
    }

    /// Makes place for so many rooms, and for no more: a large campus takes no more memory than it needs.
    public mutating func expect(_ rooms: Int) { table.expect(rooms) }

    /// The order in which people walk from building to building.
    public static func order(_ buildings: some Collection<String>) -> [String] {
        buildings.map { (NaturalKey($0), $0) }.sorted { $0 < $1 }.map(\.1)
    }

    /// The rooms that were added, in the order in which people walk.
    public var rooms: [RoomID] { table.ids }

    /// Adds all rooms of some buildings, which lie behind those that were added before in the order in which people walk.
    public mutating func add(_ views: [RoomView]) { table.append(CampusOrder.sorted(views), judgement: judgement, at: now) }

    /// Makes all that finds rooms, after the last was added.
    public mutating func finish(isWhole: Bool, occupants: [Occupant]) {
        self.isWhole = isWhole
        people = People(occupants, of: table.ids)
        table.finish()
        table.take(people)
        index = RoomNumberIndex(table)
    }
}
