import Domain
import Phrases
import Terminal

extension Console {
    /// The first row of tiles, the rows that they may take, and the least rows for what happened; the rest goes to the first lines,
    /// the cursor's line, the legend and the footer.
    var wallRows: (first: Int, tiles: Int, happenings: Int) {
        let isRoomy = size.rows >= 22
        let happenings = isRoomy ? 3 : 0
        return (isRoomy ? 3 : 2, max(size.rows - (isRoomy ? 8 : 5) - happenings, 1), happenings)
    }

    /// Cells of the wall; beside it stands the room under the cursor where there is room for it.
    var wallWidth: Int { wallShape.width }

    /// Works out how buildings lie on the wall, when the campus or the terminal is another one than before.
    mutating func shapeWall() {
        guard wallShape.campus != desk.campusVersion || wallShape.size != size else { return }
        wallShape = WallShape(desk.shown.buildings, campus: desk.campusVersion, size: size, height: wallRows.tiles)
    }

    /// The page of the wall on which a building is; nil for a building that is not there.
    func wallPage(with building: Int) -> WallPage? { wallShape.page(with: building, of: desk.shown.buildings) }

    /// The buildings of a page with the row in which the tiles of each begin; its name stands above.
    func wallBlocks(_ page: WallPage) -> [(building: Int, layout: WallLayout, row: Int)] {
        var row = wallRows.first
        return zip(page.buildings, page.layouts).map { index, layout in
            if page.hasHeadings { row += index > page.buildings.lowerBound && !page.isTight ? 2 : 1 }
            defer { row += min(layout.grid.height, wallRows.tiles) }
            return (index, layout, row)
        }
    }

    /// The room whose tile is at a cell of the screen, by its place; nil where there is none.
    func wallPlace(at point: Point) -> Int? {
        guard let building = desk.shown.building(at: wall.place), let page = wallPage(with: building) else { return nil }
        let top = page.hasHeadings ? 0 : wall.top
        for block in wallBlocks(page) where point.row >= block.row && point.column >= WallGrid.margin {
            let grid = block.layout.grid
            let (line, below) = (point.row - block.row).quotientAndRemainder(dividingBy: grid.pitch)
            let (column, beside) = (point.column - WallGrid.margin).quotientAndRemainder(dividingBy: grid.tile.columns + 1)
            guard line < grid.visible, below < grid.tile.rows, beside < grid.tile.columns,
                block.layout.lines.indices.contains(top + line)
            else { continue }
            let places = block.layout.lines[top + line].places
            if column < places.count { return places.lowerBound + column }
        }
        return nil
    }

    private func layout(of building: Int) -> WallLayout {
        WallLayout(desk.shown.buildings[building], width: wallWidth + 1, height: wallRows.tiles)
    }

    /// Moves as the tiles lie: sideways through the building, up and down also into the next one.
    mutating func moveOnWall(_ key: Key) {
        let table = desk.shown
        guard let building = table.building(at: wall.place) else { return }
        let span = table.buildings[building].places
        switch key {
        case .left, .character("h"): wall.place = max(wall.place - 1, span.lowerBound)
        case .right, .character("l"): wall.place = min(wall.place + 1, span.upperBound - 1)
        case .up, .character("k"): moveLines(-1, in: building)
        case .down, .character("j"): moveLines(1, in: building)
        case .pageUp, .control("u"): moveLines(-layout(of: building).grid.visible, in: building)
        case .pageDown, .control("d"): moveLines(layout(of: building).grid.visible, in: building)
        case .home: wall.place = span.lowerBound
        case .end: wall.place = span.upperBound - 1
        default: break
        }
        wall.cursor = table.ids[wall.place]
    }

    /// So many lines up or down; at the end of the building into the next one, at the end of the campus nowhere.
    private mutating func moveLines(_ step: Int, in building: Int) {
        let layout = layout(of: building)
        guard let (line, column) = layout.position(of: wall.place) else { return }
        let target = line + step
        let isAtEnd = step > 0 ? line == layout.lines.count - 1 : line == 0
        let next = building + step.signum()
        if isAtEnd, desk.shown.buildings.indices.contains(next) {
            let other = self.layout(of: next)
            wall.place = other.place(line: step > 0 ? 0 : other.lines.count - 1, column: column)
            wall.top = step > 0 ? 0 : wall.top
        } else {
            wall.place = layout.place(line: target, column: column)
        }
    }

    /// Goes to the next room that the filter means, around the end and on.
    mutating func goToNextMeant(_ step: Int) -> [Effect] {
        let (count, state) = (desk.shown.ids.count, wall)
        let next = (1...max(count, 1)).map { (state.place + step * $0 + count * 2) % max(count, 1) }.first(where: state.isMeant)
        guard count > 0, let next else { return refuse(phrase("No room fits the filter \(filters.wall.text).")) }
        (wall.place, wall.cursor) = (next, desk.shown.ids[next])
        return []
    }

    mutating func goToBuilding(_ direction: Int) {
        let table = desk.shown
        guard let building = table.building(at: wall.place) else { return }
        let next = (building + direction + table.buildings.count) % table.buildings.count
        wall.place = table.buildings[next].places.lowerBound
        wall.cursor = table.ids[wall.place]
        wall.top = 0
    }
}
