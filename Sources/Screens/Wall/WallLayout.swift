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
/// building whose floors fit gets tiles of two rows, a whole floor in a line. From 132 columns on long floors stay whole by narrower
/// tiles, and many floors by tiles of one row without the figure: the colour says how it is. A floor that no tile keeps whole gets the
/// fewest lines that there can be, from 100 columns on all of them about as long.
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
        let space = width - Self.margin
        let sizes = Self.sizes(numberWidth: numberWidth, width: width, isTall: floors.count * 2 <= height)
        func fitting(_ tile: Size) -> Int { max((space + 1) / (tile.columns + 1), 1) }
        let whole = sizes.first { building.widest <= fitting($0) }
        tile = whole ?? Self.broken(numberWidth: numberWidth, width: width, widest: building.widest, fitting)
        pitch = tile.rows == 1 ? 1 : !isTight && floors.count * 3 - 1 <= height ? 3 : 2
        let lines = (building.widest + fitting(tile) - 1) / fitting(tile)
        let perLine = whole == nil && width >= 100 ? (building.widest + lines - 1) / lines : fitting(tile)
        self.perLine = perLine
        visible = max((height + pitch - tile.rows) / pitch, 1)
        let all = building.widest <= perLine ? floors.count : floors.reduce(0) { $0 + ($1.places.count + perLine - 1) / perLine }
        fullWidth = Self.margin + min(building.widest, perLine) * (tile.columns + 1)
        self.height = (all - 1) * pitch + tile.rows
    }

    /// The tiles that keep floors whole, the best first.
    private static func sizes(numberWidth: Int, width: Int, isTall: Bool) -> [Size] {
        guard width >= 100 else { return [] }
        let tall = isTall ? [Size(columns: max(numberWidth + 2, 5), rows: 2)] : []
        guard width >= 132 else { return tall }
        let narrow = isTall ? [Size(columns: max(numberWidth + 1, 4), rows: 2)] : []
        return tall + narrow + [5, 4, 1].map { Size(columns: numberWidth + $0, rows: 1) }
    }

    /// The tile of a building whose floors fit in no line: eight in a line on a narrow terminal, else that with the fewest lines, the
    /// widest of equals.
    private static func broken(numberWidth: Int, width: Int, widest: Int, _ fitting: (Size) -> Int) -> Size {
        let wide = Size(columns: numberWidth + 5, rows: 1)
        let close = Size(columns: numberWidth + 4, rows: 1)
        guard width >= 100 else { return fitting(wide) < 8 && fitting(close) >= 8 ? close : wide }
        let bare = width >= 132 ? [Size(columns: numberWidth + 1, rows: 1)] : []
        func lines(_ tile: Size) -> Int { (widest + fitting(tile) - 1) / fitting(tile) }
        return ([wide, close] + bare).min { lines($0) < lines($1) } ?? wide
    }

    /// Whether the tile has the figure of what is left.
    var hasFigure: Bool { tile.rows > 1 || tile.columns >= numberWidth + 4 }

    /// Whether there is one cell alone for letters.
    var isNarrow: Bool { tile.columns < numberWidth + (tile.rows == 1 && hasFigure ? 5 : 2) }
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

    /// Whether several buildings are shown, each with its name above.
    var hasHeadings: Bool { layouts.count > 1 }
}

/// How the buildings of a campus lie on the pages of the wall; worked out when the campus or the terminal changes, not at every frame.
///
/// Pages do not depend on the cursor, so that nothing moves while it does.
struct WallShape: Sendable {
    /// What it was worked out for.
    let campus: Int
    let size: Size
    /// Cells of the wall; beside it stands the room under the cursor where whole floors leave room for it.
    let width: Int
    private let height: Int
    private let tight: [Range<Int>]
    private let loose: [Range<Int>]

    init(_ buildings: [BuildingSpan], campus: Int, size: Size, height: Int) {
        self.campus = campus
        self.size = size
        self.height = height
        width = Self.width(of: buildings, size: size, height: height)
        tight = Self.pages(of: buildings, width: width + 1, height: height, isTight: true)
        loose = Self.pages(of: buildings, width: width + 1, height: height, isTight: false)
    }

    /// Columns from which on a room may stand beside the wall.
    private static let wallWithRoom = 164

    private static func width(of buildings: [BuildingSpan], size: Size, height: Int) -> Int {
        guard size.columns >= wallWithRoom else { return size.columns - 1 }
        let widest = buildings.map { WallGrid($0, width: size.columns, height: height, isTight: true).fullWidth }.max() ?? 0
        let wall = max(widest + 2, 100)
        return size.columns - wall >= 64 ? wall : size.columns - 1
    }

    private static func pages(of all: [BuildingSpan], width: Int, height: Int, isTight: Bool) -> [Range<Int>] {
        var pages: [Range<Int>] = []
        var used = 0
        // A row for the name of a building, with a blank row above all but the first.
        let heading = isTight ? 1 : 2
        for index in all.indices {
            let rows = WallGrid(all[index], width: width, height: height, isTight: isTight).height
            if let last = pages.last, used + heading + rows <= height {
                pages[pages.count - 1] = last.lowerBound..<index + 1
                used += heading + rows
            } else {
                pages.append(index..<index + 1)
                used = 1 + rows
            }
        }
        return pages
    }

    /// The page on which a building is; nil for one that is not there.
    func page(with building: Int, of all: [BuildingSpan]) -> WallPage? {
        guard let page = tight.first(where: { $0.contains(building) }), page.upperBound <= all.count else { return nil }
        let isTight = loose.first { $0.contains(building) } != page
        return WallPage(
            buildings: page, layouts: page.map { WallLayout(all[$0], width: width + 1, height: height, isTight: isTight) }, isTight: isTight
        )
    }
}

/// Where the operator is on the wall.
struct WallState: Hashable, Sendable {
    var cursor: RoomID?
    /// Where the cursor's room stood last, for when it is gone.
    var place = 0
    /// The first line of tiles in view, where the building does not fit.
    var top = 0
    /// Which rooms match the filter, by their places; nil without one.
    var matching: [Bool]? { didSet { meant = matching?.count { $0 } ?? 0 } }
    /// How many do.
    private(set) var meant = 0

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
