public import Domain

/// All that the screen of one room shows beside its `RoomView`.
public struct RoomDetail: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// Its meters, the one that keeps the credit first.
    public var meters: [MeterPoint]
    /// The last of everything that its other meters said.
    public var readings: [MeterID: Reading]
    /// What the books say.
    public var account: RoomAccount?
    /// The count that the books expect the meter to show.
    public var expectedCount: Int
    /// The newest entries, newest first.
    public var entries: [Entry]
    /// Its newest orders, newest first.
    public var orders: [Order]
    /// Use of each of the last days, oldest first; nil for a day without readings.
    public var dailyUse: [DailyUse]

    /// Makes a detail.
    public init(
        room: RoomID, meters: [MeterPoint], readings: [MeterID: Reading], account: RoomAccount?, expectedCount: Int, entries: [Entry],
        orders: [Order], dailyUse: [DailyUse]
    ) {
        self.room = room
        self.meters = meters
        self.readings = readings
        self.account = account
        self.expectedCount = expectedCount
        self.entries = entries
        self.orders = orders
        self.dailyUse = dailyUse
    }
}

/// The use of one day, nil when a register before or after it is missing.
public struct DailyUse: Hashable, Sendable {
    /// The day.
    public var day: Day
    /// The use, after the CT ratio.
    public var energy: Energy?

    /// Makes the use of a day.
    public init(day: Day, energy: Energy?) {
        self.day = day
        self.energy = energy
    }
}
