public import Domain

/// A reviewed difference between the inventory and a file.
public struct InventoryChange: Hashable, Sendable {
    /// The version of the inventory that it was made from.
    public var version: Int64
    /// Concentrators that are new or changed.
    public var concentrators: [Concentrator]
    /// Rooms that are new or changed.
    public var rooms: [Room]
    /// Meters that are new or changed; a baseline in them opens the books of their room with an entry of adoption.
    public var meters: [MeterPoint]
    /// What it is taken from, for example the name of the file. Only a change with a note is kept so that it can be taken back; what the
    /// program changes by itself has none.
    public var note: String

    /// Makes a difference.
    public init(
        version: Int64, concentrators: [Concentrator] = [], rooms: [Room] = [], meters: [MeterPoint] = [], note: String = ""
    ) {
        self.version = version
        self.concentrators = concentrators
        self.rooms = rooms
        self.meters = meters
        self.note = note
    }

    /// Whether nothing would change.
    public var isEmpty: Bool { concentrators.isEmpty && rooms.isEmpty && meters.isEmpty }
}

/// What came of taking a difference over.
public enum InventoryOutcome: Hashable, Sendable {
    /// It stands now.
    case taken
    /// The inventory changed since the difference was made; nothing was written.
    case stale
}
