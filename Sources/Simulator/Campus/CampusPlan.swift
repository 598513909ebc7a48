/// What a campus is made from. Equal plans make equal campuses, to the byte.
public struct CampusPlan: Hashable, Sendable, Codable {
    /// Rooms, at least 1. From 1 room on there is room 3-418 with meter 000000000418.
    public var rooms: Int
    /// For everything that is chosen.
    public var seed: UInt64
    /// What the meters keep.
    public var unit: AmountUnit
    /// When the life of the campus begins; its first state is of this moment.
    public var start: Milliseconds
    /// The present moment: some rooms are then low, one is cut. Between start and now the past is filled with purchases.
    public var now: Milliseconds
    /// Milliseconds east of Greenwich.
    public var utcOffset: Milliseconds
    /// Bits per second of every bus.
    public var baud: Int
    /// So many of a hundred multi-user devices are `plain645` and keep no credit.
    public var plainPercent: Int
    /// Build choices and defects of every meter.
    public var quirks: Quirks

    /// Makes a plan.
    ///
    /// - Parameters:
    ///   - start: nil begins at `now`, without a past.
    ///   - baud: DL/T 645 knows 600 to 19200; 9600 is usual in residences.
    public init(
        rooms: Int, seed: UInt64, unit: AmountUnit = .energy, start: Milliseconds? = nil, now: Milliseconds,
        utcOffset: Milliseconds = 28_800_000, baud: Int = 9_600, plainPercent: Int = 0, quirks: Quirks = Quirks()
    ) {
        self.rooms = max(1, rooms)
        self.seed = seed
        self.unit = unit
        self.start = min(start ?? now, now)
        self.now = now
        self.utcOffset = utcOffset
        self.baud = max(300, baud)
        self.plainPercent = plainPercent
        self.quirks = quirks
    }

    /// Price in 0.0001 yuan per kWh with which every meter begins.
    static let price: Int64 = 5_500

    /// An energy in 0.01 kWh as an amount in 0.01 of the meters' unit.
    func amount(ofEnergy energy: Int64) -> Int64 {
        unit == .energy ? energy : energy * Self.price / 10_000
    }
}
