public import Domain
public import Operations

/// A resident who is to change rooms today.
public struct ResidentMove: Hashable, Sendable {
    /// Grows with every wish of this console; an answer carries it back.
    public var number: Int
    /// Who.
    public var resident: ResidentID
    /// The new room.
    public var to: RoomID

    /// Makes a wish.
    public init(number: Int, resident: ResidentID, to: RoomID) {
        self.number = number
        self.resident = resident
        self.to = to
    }
}

/// Something that the console wants done about who lives where.
public enum ResidentWish: Hashable, Sendable {
    /// Plan a move from today on; answer `.planned` or `.refused`.
    case plan(ResidentMove)
    /// Take exactly what is shown; answer `.taken` or `.refused`.
    case take(RosterChange, ResidentMove)
}

/// The answers to a `ResidentWish`.
public enum ResidentNews: Sendable {
    /// This is what would stand in the roster.
    case planned(RosterChange, ResidentMove)
    /// Nobody moves, for this reason.
    case refused(String, ResidentMove)
    /// It stands in the roster.
    case taken(ResidentMove)
}
