import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Draws the palette: what was typed, then what fits, each command with its key or with the reason why not.
    func draw(_ palette: PaletteState, in frame: inout Frame) {
        let width = min(size.columns - 4, 92)
        let height = paletteHeight + 6
        let rect = Rect(
            column: (size.columns - width) / 2, row: max((size.rows - height) / 3, 0), columns: width, rows: min(height, size.rows))
        frame.fill(rect, role: .dialog)
        frame.box(rect, role: .focusedBorder)
        frame.pane(rect.inset(horizontal: 2, vertical: 1)) { pane in
            pane.text(phrase("find"), 0, 0, .dim)
            pane.field(palette.field, at: Point(column: 5, row: 0), width: pane.size.columns - 6, focused: true)
            let parked = pane.cursor
            if palette.items.isEmpty {
                pane.emptyState(
                    [phrase("No command, room or person fits \"\(palette.field.text)\"."), phrase("Backspace takes a letter away.")],
                    row: 2, column: 1)
            }
            for index in palette.list.visible {
                let row = 2 + index - palette.list.top
                draw(palette.items[index], row: row, in: &pane)
                if palette.list.index == index {
                    pane.text(pane.glyphs.pointer, 0, row, .accent)
                    pane.highlight(Rect(column: 0, row: row, columns: pane.size.columns, rows: 1), role: .cursor)
                }
            }
            pane.footer(
                [KeyHint("Enter", phrase("does it")), KeyHint("Esc", phrase("close"))], at: Point(column: 0, row: pane.size.rows - 1),
                width: pane.size.columns)
            pane.cursor = parked
        }
    }

    private func draw(_ item: PaletteState.Item, row: Int, in pane: inout Frame) {
        let columns = pane.size.columns
        switch item {
        case .command(let id):
            guard let command = Command.with(id) else { return }
            let reason = paletteReason(command)
            pane.text(command.label, 2, row, reason == nil ? .text : .disabledKey, width: 16)
            pane.text(reason ?? command.help, 20, row, .dim, width: columns - 36)
            pane.text(
                command.keysText.cellWidth > 14 ? ":" + command.name : command.keysText, columns - 15, row,
                reason == nil ? .key : .disabledKey, width: 15, .right)
        case .room(let id):
            let figures = Figures(glyphs: pane.glyphs)
            let facts = desk.shown.facts(of: id)
            pane.text(id.text, 2, row, .strong, width: 16)
            pane.runs(
                [
                    (facts?.supply.word ?? "", facts?.supply.role ?? .dim), ("  \(figures.energy(facts?.left))", .text), (" kWh", .unit),
                    ("  " + desk.people.short(in: id), .dim),
                ], 20, row, width: columns - 30)
            pane.text(phrase("room"), columns - 15, row, .dim, width: 15, .right)
        case .person(let resident, let room):
            let name = desk.people[room].first { $0.resident == resident }?.name ?? resident.text
            pane.text(name, 2, row, .strong, width: 17)
            pane.runs([(phrase("lives in "), .dim), (room.text, .text), ("  \(resident)", .dim)], 20, row, width: columns - 36)
            pane.text(phrase("person"), columns - 15, row, .dim, width: 15, .right)
        }
    }
}
