/// Where the operator is on the screen of a room.
struct RoomScreenState: Hashable, Sendable {
    /// Entries of the journal above the first one in view.
    var scrolled = 0
    /// The entry that is to be in view once the journal is there.
    var sought: Int64?
}
