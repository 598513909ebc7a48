public import Domain
public import Operations

/// Something about charts that is asked of the stores; whoever does it lets nothing else wait for it.
public enum ChartWish: Hashable, Sendable {
    /// The use of a span; answer `.use`.
    case use(UseScope, UseSpan)
    /// What was left in a room on each of the last days; answer `.remaining`.
    case remaining(RoomID)
    /// A fortnight of use of the rooms in view; answer `.fortnight`.
    case fortnight([RoomID])
}

/// The answer to a wish about charts.
public enum ChartNews: Sendable {
    /// The use of a span.
    case use(UseSeries)
    /// What was left in a room.
    case remaining(RemainingHistory)
    /// The daily use of rooms, oldest first.
    case fortnight([RoomID: [DailyUse]])
}
