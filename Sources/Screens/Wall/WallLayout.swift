import Domain
import Terminal

/// A line of tiles: some rooms of one floor.
struct WallLine: Hashable, Sendable {
    var floor: Int
    /// Places in campus order.
    var places: Range<Int>
    /// Whether it is the first line of its floor, which carries the floor's name.
    var isFirst: Bool
}

/// The tiles in which a building is shown in the space there is, without its rooms.
///
/// Narrow terminals get tiles of one row, eight in a line at 80 columns, with number, letters and figure. From 100 columns on a
/// building whose floors fit gets tiles of two rows, a whole floor in a line.
struct WallGrid: Hashable, Sendable {
    /// Cells for the floor's name at the left.
    static let margin = 6

    let tile: Size
    /// Rows from one line of tiles to the next.
    let pitch: Int
    /// Tiles in a full line.
    let perLine: Int
    /// Lines that are in view at once.
    let visible: Int
    let numberWidth: Int
    /// Cells of a whole line, with the floor's name.
    let fullWidth: Int
    /// Rows that all of it takes.
    let height: Int

    init(_ building: BuildingSpan, width: Int, height: Int, isTight: Bool = false) {
        numberWidth = max(building.numberWidth, 3)
        let floors = building.floors
        let widest = floors.map(\.places.count).max() ?? 1
        let tall = max(numberWidth + 2, 5)
        let space = width - Self.margin
        if width >= 100, widest * (tall + 1) <= space + 1, floors.count * 2 <= height {
            tile = Size(columns: tall, rows: 2)
            pitch = !isTight && floors.count * 3 - 1 <= height ? 3 : 2
        } else {
            tile = Size(columns: numberWidth + 5, rows: 1)
            pitch = 1
        }
        let perLine = max((space + 1) / (tile.columns + 1), 1)
        self.perLine = perLine
        visible = max((height + pitch - tile.rows) / pitch, 1)
        let lines = floors.reduce(0) { $0 + ($1.places.count + perLine - 1) / perLine }
        fullWidth = Self.margin + min(widest, perLine) * (tile.columns + 1)
        self.height = (lines - 1) * pitch + tile.rows
    }
}

/// The rooms of a building in lines of tiles.
struct WallLayout: Hashable, Sendable {
    let grid: WallGrid
    let lines: [WallLine]

    init(_ building: BuildingSpan, width: Int, height: Int, isTight: Bool = false) {
        let grid = WallGrid(building, width: width, height: height, isTight: isTight)
        self.grid = grid
        lines = building.floors.flatMap { floor in
            stride(from: floor.places.lowerBound, to: floor.places.upperBound, by: grid.perLine).map { start in
                WallLine(
                    floor: floor.floor, places: start..<min(start + grid.perLine, floor.places.upperBound),
                    isFirst: start == floor.places.lowerBound)
            }
        }
    }

    /// The line and the column of a place; nil when it is in another building.
    func position(of place: Int) -> (line: Int, column: Int)? {
        guard let line = lines.firstIndex(where: { $0.places.contains(place) }) else { return nil }
        return (line, place - lines[line].places.lowerBound)
    }

    /// The place in a line nearest to a column.
    func place(line: Int, column: Int) -> Int {
        let places = lines[min(max(line, 0), lines.count - 1)].places
        return min(places.lowerBound + column, places.upperBound - 1)
    }
}

/// The buildings that are on the wall at the same time: as many as fit whole, else one that scrolls.
///
/// Blank rows between floors are given only where they push no building off the page.
struct WallPage: Hashable, Sendable {
    let buildings: Range<Int>
    let layouts: [WallLayout]
    /// Whether floors and buildings stand without blank rows between them.
    let isTight: Bool

    /// The page on which a building is. Pages do not depend on the cursor, so that nothing moves while it does.
    init(with building: Int, of all: [BuildingSpan], width: Int, height: Int) {
        let tight = Self.page(with: building, of: all, width: width, height: height, isTight: true)
        isTight = Self.page(with: building, of: all, width: width, height: height, isTight: false) != tight
        buildings = tight
        let isTight = isTight
        layouts = tight.map { WallLayout(all[$0], width: width, height: height, isTight: isTight) }
    }

    private static func page(with building: Int, of all: [BuildingSpan], width: Int, height: Int, isTight: Bool) -> Range<Int> {
        var page = 0..<0
        var used = 0
        // A row for the name of a building, with a blank row above all but the first.
        let heading = isTight ? 1 : 2
        for index in all.indices {
            let rows = WallGrid(all[index], width: width, height: height, isTight: isTight).height
            if page.isEmpty || used + heading + rows > height {
                if page.contains(building) { break }
                page = index..<index + 1
                used = 1 + rows
            } else {
                page = page.lowerBound..<index + 1
                used += heading + rows
            }
        }
        return page
    }

    /// Whether several buildings are shown, each with its name above.
    var hasHeadings: Bool { layouts.count > 1 }
}

/// Where the operator is on the wall.
struct WallState: Hashable, Sendable {
    var cursor: RoomID?
    /// Where the cursor's room stood last, for when it is gone.
    var place = 0
    /// The first line of tiles in view, where the building does not fit.
    var top = 0
    /// Which rooms match the filter, by their places; nil without one.
    var matching: [Bool]?

    /// Whether the room at a place matches the filter.
    func isMeant(_ place: Int) -> Bool { matching.map { $0.indices.contains(place) && $0[place] } ?? true }

    /// Brings the cursor onto a room that exists, and into view.
    mutating func reconcile(with table: RoomTable, width: Int, height: Int) {
        guard !table.ids.isEmpty else {
            self = WallState()
            return
        }
        if let cursor, let found = table.place(of: cursor) { place = found }
        place = min(max(place, 0), table.ids.count - 1)
        cursor = table.ids[place]
        guard let building = table.building(at: place) else { return }
        let layout = WallLayout(table.buildings[building], width: width, height: height)
        guard let line = layout.position(of: place)?.line else { return }
        top = min(max(top, line - layout.grid.visible + 1), line)
        top = max(min(top, layout.lines.count - layout.grid.visible), 0)
    }
}
