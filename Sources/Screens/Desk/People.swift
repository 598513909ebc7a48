public import Domain

/// Somebody who lives in a room now.
public struct Occupant: Hashable, Sendable {
    /// The student number.
    public var resident: ResidentID
    /// The name, in any script.
    public var name: String
    /// The room.
    public var room: RoomID

    /// Names somebody with the room.
    public init(resident: ResidentID, name: String, room: RoomID) {
        (self.resident, self.name, self.room) = (resident, name, room)
    }
}

/// Who lives where now, made ready in the background to be shown and searched.
public struct People: Sendable {
    /// Everybody, by rooms: those of one stand beside each other.
    let all: [Occupant]
    /// Everybody by name and number, to search in.
    let searched: TextColumn
    /// The same for each room in its place on the campus.
    private(set) var byPlace = TextColumn([])

    /// Begins with who lives in the rooms of a campus.
    ///
    /// - Parameter rooms: as `PreparedRooms` has them.
    public init(_ occupants: [Occupant] = [], of rooms: [RoomID] = []) {
        all = occupants.sorted { ($0.room, $0.resident) < ($1.room, $1.resident) }
        searched = TextColumn(all.lazy.map { "\($0.name) \($0.resident)" })
        byPlace = TextColumn(rooms.lazy.map { [self] in names(in: $0) })
    }

    /// Who lives in a room, by number.
    subscript(room: RoomID) -> ArraySlice<Occupant> {
        var (low, high) = (all.startIndex, all.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if all[middle].room < room { low = middle + 1 } else { high = middle }
        }
        return all[low...].prefix { $0.room == room }
    }

    /// Everybody in a room by name and number, one line each, to search in.
    private func names(in room: RoomID) -> String {
        self[room].map { "\($0.name)\n\($0.resident)" }.joined(separator: "\n")
    }

    /// The first by number, and how many more there are, for a column: `Li Wei +3`; empty for an empty room.
    func short(in room: RoomID) -> String {
        let occupants = self[room]
        guard let first = occupants.first else { return "" }
        return occupants.count == 1 ? first.name : "\(first.name) +\(occupants.count - 1)"
    }
}
