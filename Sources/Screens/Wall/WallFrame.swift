import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Draws the wall: floors as rows, rooms as tiles coloured by days left; as many buildings as fit, and a room beside where it is wide.
    func drawWall(in frame: inout Frame) {
        let table = desk.shown
        guard let building = table.building(at: wall.place), let page = wallPage(with: building) else {
            frame.emptyState(desk.whyNoRooms, row: 4)
            return
        }
        drawContext(table, building, page, in: &frame)
        var end = wallRows.first
        for (index, layout, row) in wallBlocks(page) {
            if page.hasHeadings {
                let name: Run = (phrase("Building \(table.buildings[index].name)"), index == building ? .title : .strong)
                frame.line([LinePart([name], worth: 200)] + table.tallies[index].parts(Figures(glyphs: frame.glyphs)), [], row: row - 1)
            }
            draw(layout, from: page.hasHeadings ? 0 : wall.top, row: row, table, in: &frame)
            end = row + min(layout.grid.height, wallRows.tiles)
        }
        drawWallFoot(table, below: end, in: &frame)
        if showsRoomBeside, let id = wall.cursor {
            let column = wallWidth + 1
            frame.verticalRule(at: Point(column: column, row: 2), height: size.rows - 4)
            let rect = Rect(column: column + 2, row: 2, columns: size.columns - column - 3, rows: size.rows - 4)
            frame.pane(rect) { pane in drawRoomBeside(id, in: &pane) }
        }
    }

    /// The lines of tiles of a building that are in view.
    private func draw(_ layout: WallLayout, from top: Int, row first: Int, _ table: RoomTable, in frame: inout Frame) {
        let end = min(top + layout.grid.visible, layout.lines.count)
        for index in top..<end {
            let line = layout.lines[index]
            let row = first + (index - top) * layout.grid.pitch
            if line.isFirst || index == top { frame.text("F\(line.floor)", 1, row, .dim, width: 4, .right) }
            for (column, place) in line.places.enumerated() {
                drawTile(
                    place, at: Point(column: WallGrid.margin + column * (layout.grid.tile.columns + 1), row: row), layout.grid, table,
                    in: &frame)
            }
        }
        if top > 0 { frame.text(frame.glyphs.more[0], 0, first, .accent) }
        if end < layout.lines.count { frame.text(frame.glyphs.more[1], 0, first + (end - 1 - top) * layout.grid.pitch, .accent) }
    }

    /// The building's counts; of all that are in view when each carries its own.
    private func drawContext(_ table: RoomTable, _ building: Int, _ page: WallPage, in frame: inout Frame) {
        let isWhole = page.hasHeadings
        let tally = isWhole ? page.buildings.reduce(Tally()) { $0 + table.tallies[$1] } : table.tallies[building]
        let name = isWhole ? phrase("\(page.buildings.count) buildings") : phrase("Building \(table.buildings[building].name)")
        let figures = Figures(glyphs: frame.glyphs)
        let hasOthers = table.buildings.count > page.buildings.count
        let position: [Run] = hasOthers ? [(phrase("\(building + 1) of \(table.buildings.count)"), .dim)] : []
        let filtered = filterRuns(wall.meant, of: table.ids.count, figures)
        guard filtered.isEmpty else { return frame.line(filtered + [(phrase("   n next"), .dim)], position, row: 1) }
        frame.line([LinePart([(name, .strong)], worth: 200)] + tally.parts(figures) + [tally.loadPart], position, row: 1)
    }

    private func drawTile(_ place: Int, at point: Point, _ grid: WallGrid, _ table: RoomTable, in frame: inout Frame) {
        let (view, facts) = (table.view(at: place), table.facts(at: place))
        // What the filter does not mean keeps its place, in the ink of what is not looked at.
        let heat: Role = !wall.isMeant(place) ? .dim : facts.heat.role
        let figures = Figures(glyphs: frame.glyphs)
        frame.fill(Rect(origin: point, size: grid.tile), role: heat)
        let number = view.room.number.clipped(to: grid.numberWidth, ellipsis: frame.glyphs.ellipsis)
        frame.text(number, point.column, point.row, heat)
        frame.text(letters(of: view, facts, on: grid), point.column + grid.numberWidth, point.row, heat)
        let isChanged = facts.changedAt.map { desk.now.milliseconds(since: $0) < 1500 } ?? false
        if grid.hasFigure, grid.tile.rows == 1 {
            frame.text(figures.short(facts.left), point.column + grid.tile.columns - 3, point.row, heat, width: 3, .right)
        } else if grid.hasFigure {
            frame.text(
                figures.short(facts.left), point.column, point.row + 1, isChanged ? .changed : heat, width: grid.tile.columns, .right)
            if grid.isNarrow, view.order != nil { frame.text("+", point.column, point.row + 1, heat) }
        }
        if wall.cursor == view.id { frameTile(point, grid, in: &frame) }
    }

    /// The letter of the state and the sign of an order; of one cell alone the letter has it, and the sign is in the second row of a tile
    /// that has one.
    private func letters(of view: RoomView, _ facts: RoomFacts, on grid: WallGrid) -> String {
        let letter = facts.supply.letter
        guard grid.isNarrow else { return letter + (view.order == nil ? " " : "+") }
        return letter == " " && view.order != nil && grid.tile.rows == 1 ? "+" : letter
    }

    /// The cursor's tile stands in brackets and in the cursor's colours; the hardware cursor is on its bracket.
    private func frameTile(_ point: Point, _ grid: WallGrid, in frame: inout Frame) {
        let width = grid.tile.columns
        for row in point.row..<point.row + grid.tile.rows {
            frame.text("[", point.column - 1, row, .accent)
            frame.text("]", point.column + width, row, .accent)
        }
        frame.highlight(Rect(origin: point, size: grid.tile), role: .cursor)
        frame.park(point.column - 1, point.row)
    }

    /// What the cursor is on, what the colours and letters mean, and what happened last; the strip takes the rows that tiles leave.
    private func drawWallFoot(_ table: RoomTable, below tiles: Int, in frame: inout Frame) {
        let isRoomy = size.rows >= 22
        let last = size.rows - 2
        let lines = last - tiles - (isRoomy ? 3 : 1)
        var row = isRoomy && lines >= wallRows.happenings ? tiles + 1 : last - wallRows.happenings - (isRoomy ? 2 : 1)
        if let view = wall.cursor.flatMap({ table[$0] }) {
            frame.runs(summary(of: view, in: table, glyphs: frame.glyphs), 1, row, width: wallWidth - 1)
        }
        guard isRoomy else { return }
        row += 1
        drawLegend(row: row, in: &frame)
        for line in strip(table, lines: last - row - 1) {
            row += 1
            frame.runs(line, 1, row, width: wallWidth - 1)
        }
    }

    /// What happened, newest first; below it what wants a person and happened before anybody looked.
    private func strip(_ table: RoomTable, lines: Int) -> [[Run]] {
        let told = desk.happenings.prefix(max(lines, 0))
        var strip = told.map { happening -> [Run] in
            [
                (desk.wall(happening.at).clock + " ", .dim), (happening.weight.sign, happening.weight.role), (" ", .text),
                (happening.room.map { $0.text + " " } ?? "", .strong), (happening.text, .text),
            ]
        }
        let named = Set(told.compactMap(\.room))
        for place in table.troubled where strip.count < lines && !named.contains(table.ids[place]) {
            let (id, supply) = (table.ids[place], table.facts(at: place).supply)
            let weight: Happening.Weight = if case .cut = supply { .critical } else { .warning }
            let text = if case .cut(let reason) = supply { phrase("is dark: \(reason.short)") } else { phrase("does not answer") }
            strip.append([(phrase("now      "), .dim), (weight.sign, weight.role), (" ", .text), (id.text + " ", .strong), (text, .text)])
        }
        return strip
    }

    private func drawLegend(row: Int, in frame: inout Frame) {
        let scale = HeatScale(desk.rules.alarms)
        let steps = Heat.steps.map { ($0, scale.label($0)) } + [(.unknown, phrase("old", context: "reading"))]
        let column = frame.heatLegend(steps, row: row, gap: wallWidth < 100 ? 0 : 1)
        var letters: [Run] = [
            ("L", .stateLow), (phrase(" low  "), .dim), ("!", .stateLow), (phrase(" very low  "), .dim), ("X", .heatCut),
            (phrase(" cut  "), .dim),
            ("?", .stateNoData), (phrase(" no data  "), .dim), ("+", .accent), (phrase(" order"), .dim),
        ]
        // Alarms of two digits make the ramp longer: then the words stand closer.
        if letters.reduce(column + 1, { $0 + $1.text.cellWidth }) > wallWidth {
            letters = letters.map { ($0.text.hasSuffix("  ") ? String($0.text.dropLast()) : $0.text, $0.role) }
        }
        frame.runs(letters, column + 1, row, width: wallWidth - column - 1)
    }

    /// One line about a room.
    func summary(of view: RoomView, in table: RoomTable, glyphs: Glyphs) -> [Run] {
        let figures = Figures(glyphs: glyphs)
        guard let facts = table.facts(of: view.id) else { return [] }
        var runs: [Run] = [(view.id.text, .accent), ("  ", .text), (facts.supply.word, facts.supply.role)]
        if case .cut(let reason) = facts.supply { runs.append((" \(reason.short)", facts.supply.role)) }
        runs += [
            ("   ", .text), (figures.energy(facts.left), .strong), (" kWh", .dim), ("   \(figures.days(of: facts))", .text),
            (phrase(" days"), .dim),
        ]
        runs += [("   \(figures.load(view.reading?.load))", .text), (" kW", .dim)]
        if let order = view.order {
            runs += [("   ", .text), (view.spokenOrder(order, figures), order.role)]
        }
        if let at = view.reading?.at {
            let age = desk.now.milliseconds(since: at)
            runs.append(("   " + Age.ago(age), age > Age.stale ? .stale : .dim))
        }
        return runs
    }
}

extension Tally {
    /// The counts as the first lines of screens show them: states that do not occur stay dim, and are the first to go.
    func parts(_ figures: Figures) -> [LinePart] {
        func part(_ number: Int, _ word: String, _ role: Role, worth: Int) -> LinePart {
            LinePart([(figures.count(number), number == 0 ? .dim : role), (" \(word)", .dim)], worth: number == 0 ? worth / 10 : worth)
        }
        return [
            LinePart([(figures.count(rooms), .text), (phrase(" rooms"), .dim)], worth: 80),
            part(on, phrase("on"), .stateOn, worth: 40), part(low, phrase("low"), .stateLow, worth: 90),
            part(cut, phrase("cut"), .stateCut, worth: 100), part(noData, phrase("no data"), .stateNoData, worth: 60),
        ]
    }

    /// What the rooms draw together.
    var loadPart: LinePart { LinePart([(Decimals.text(load / 100, decimals: 1), .text), (" kW", .dim)], worth: 30) }
}
