import Domain
import Operations
import TextLayout

/// The rooms of a floor as a range of places in the campus order.
struct FloorSpan: Hashable, Sendable {
    var floor: Int
    var places: Range<Int>
}

/// The rooms of a building as a range of places in the campus order.
struct BuildingSpan: Hashable, Sendable {
    var name: String
    var places: Range<Int>
    var floors: [FloorSpan]
    /// Cells of the longest room number.
    var numberWidth: Int
    /// Rooms of the longest floor.
    var widest = 1
}

/// The order in which people walk: building, floor, number on the door.
enum CampusOrder {
    static func sorted(_ views: [RoomView]) -> [RoomView] {
        struct Entry {
            let building: NaturalKey
            let floor: Int
            let number: NaturalKey
            let id: RoomID
            let index: Int
        }
        // Few names of buildings occur in many rooms.
        var buildings: [String: NaturalKey] = [:]
        let entries = views.enumerated().map { index, view in
            let room = view.room
            let building = buildings[room.building] ?? NaturalKey(room.building)
            buildings[room.building] = building
            return Entry(building: building, floor: room.floor, number: NaturalKey(room.number), id: room.id, index: index)
        }
        return entries.sorted { ($0.building, $0.floor, $0.number, $0.id) < ($1.building, $1.floor, $1.number, $1.id) }
            .map { views[$0.index] }
    }

    /// The buildings and floors of rooms that stand in campus order.
    ///
    /// - Parameter first: the place of the first of them.
    static func spans(of views: [RoomView], from first: Int) -> [BuildingSpan] {
        var buildings: [BuildingSpan] = []
        for (place, view) in zip(first..., views) {
            let room = view.room
            let width = room.number.cellWidth
            if let last = buildings.indices.last, buildings[last].name == room.building {
                buildings[last].places = buildings[last].places.lowerBound..<place + 1
                buildings[last].numberWidth = max(buildings[last].numberWidth, width)
                if let floor = buildings[last].floors.indices.last, buildings[last].floors[floor].floor == room.floor {
                    let start = buildings[last].floors[floor].places.lowerBound
                    buildings[last].floors[floor].places = start..<place + 1
                } else {
                    buildings[last].floors.append(FloorSpan(floor: room.floor, places: place..<place + 1))
                }
            } else {
                let floor = FloorSpan(floor: room.floor, places: place..<place + 1)
                buildings.append(BuildingSpan(name: room.building, places: place..<place + 1, floors: [floor], numberWidth: width))
            }
        }
        for index in buildings.indices { buildings[index].widest = buildings[index].floors.map(\.places.count).max() ?? 1 }
        return buildings
    }
}
