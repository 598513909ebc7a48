/// A room: what is sold to and what is lived in.
public struct Room: Hashable, Sendable, Identifiable {
    /// The name people use, for example `3-418`; unique on the campus.
    public var id: RoomID
    /// The building, for example `3`.
    public var building: String
    /// The floor, for example 4.
    public var floor: Int
    /// The number on the door, for example `418`.
    public var number: String
    /// Beds, 0 for a room that nobody lives in.
    public var beds: Int
    /// Whether it takes part in business; a closed room keeps its books and buys nothing.
    public var isOpen: Bool

    /// Makes a room.
    public init(id: RoomID, building: String, floor: Int, number: String, beds: Int, isOpen: Bool = true) {
        self.id = id
        self.building = building
        self.floor = floor
        self.number = number
        self.beds = beds
        self.isOpen = isOpen
    }
}
