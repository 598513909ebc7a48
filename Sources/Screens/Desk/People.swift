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

/// Who lives where now.
struct People: Sendable {
    let all: [Occupant]
    private let byRoom: [RoomID: [Occupant]]
    /// Everybody by name and number, to search in.
    let searched: TextColumn

    init(_ occupants: [Occupant] = []) {
        all = occupants
        byRoom = Dictionary(grouping: occupants, by: \.room)
        searched = TextColumn(occupants.lazy.map { "\($0.name) \($0.resident)" })
    }

    subscript(room: RoomID) -> [Occupant] { byRoom[room] ?? [] }

    /// Everybody in a room by name and number, one line each, to search in.
    func names(in room: RoomID) -> String {
        guard let occupants = byRoom[room] else { return "" }
        return occupants.map { "\($0.name)\n\($0.resident)" }.joined(separator: "\n")
    }

    /// The first by number, and how many more there are, for a column: `Li Wei +3`; empty for an empty room.
    func short(in room: RoomID) -> String {
        guard let occupants = byRoom[room], let first = occupants.min(by: { $0.resident < $1.resident }) else { return "" }
        return occupants.count == 1 ? first.name : "\(first.name) +\(occupants.count - 1)"
    }
}
