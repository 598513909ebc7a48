import Domain
import Terminal

/// The buildings of the campus as a list, and where the operator is in it.
struct BuildingsState: Sendable {
    var list = ListState<String>()
    private(set) var names: [String] = []

    mutating func reconcile(with table: RoomTable, height: Int) {
        if names.count != table.buildings.count || !zip(names, table.buildings).allSatisfy({ $0 == $1.name }) {
            names = table.buildings.map(\.name)
        }
        list.reconcile(with: names, height: height)
    }
}

extension Console {
    /// From so many buildings on the console begins with their list and not with the wall of the first.
    private static let many = 24

    /// Lines of the list of buildings in view.
    var buildingsHeight: Int { max(size.rows - (size.rows >= 22 ? 7 : 6), 1) }

    /// Shows the list of buildings, the cursor on the one that was in hand.
    mutating func goToBuildings() {
        let table = desk.shown
        let place = screen == .wall ? wall.place : roomInHand.flatMap { table.place(of: $0) }
        visits.go(to: .buildings)
        guard let building = place.flatMap({ table.building(at: $0) }) else { return }
        buildings.reconcile(with: table, height: buildingsHeight)
        buildings.list.select(table.buildings[building].name, in: buildings.names)
    }

    /// A large campus begins with its buildings, unless somebody has gone elsewhere while it was read.
    mutating func beginWithBuildings() {
        guard desk.shown.buildings.count >= Self.many, visits.current == .wall, visits.earlier.isEmpty else { return }
        visits.replace(with: .buildings)
    }

    /// Shows the wall of the building under the cursor; a room of it that had the cursor has it again.
    mutating func openBuilding() {
        let table = desk.shown
        guard table.buildings.indices.contains(buildings.list.index) else { return }
        let span = table.buildings[buildings.list.index]
        visits.go(to: .wall)
        guard !span.places.contains(wall.place) else { return }
        (wall.place, wall.top) = (span.places.lowerBound, 0)
        wall.cursor = table.ids[wall.place]
    }
}
