import TextLayout

extension Frame {
    /// Writes text that is already safe; what is left of the frame or past its edge is left out.
    mutating func write(_ text: String, row: Int, column: Int, role: Role) {
        guard row >= 0, row < size.rows else { return }
        var column = column
        for character in text {
            let width = character.cellWidth
            guard width > 0 else { continue }
            if column >= size.columns { return }
            if column >= 0 {
                place(character, width: width, row: row, column: column, role: role)
            } else if column + width > 0 {
                place(" ", width: 1, row: row, column: 0, role: role)
            }
            column += width
        }
    }

    /// Puts a character on what is there: ground and highlight stay.
    private mutating func place(_ character: Character, width: Int, row: Int, column: Int, role: Role) {
        var cell = cells[row * size.columns + column]
        cell.character = character
        cell.width = width
        cell.role = role
        set(cell, row: row, column: column)
    }

    /// Sets a cell and keeps the row whole: half of a double-width character never stands alone.
    mutating func set(_ cell: Cell, row: Int, column: Int) {
        let index = row * size.columns + column
        let last = column + 1 == size.columns
        switch cells[index].width {
        case 2 where cell.width != 2: cells[index + 1].widen()
        case 0 where cell.width != 0: cells[index - 1].widen()
        default: break
        }
        switch cell.width {
        case 2 where last:
            // A double-width character does not fit the last column.
            cells[index] = cell.blanked(role: cell.role)
        case 2:
            if cells[index + 1].width == 2 { cells[index + 2].widen() }
            cells[index] = cell
            cells[index + 1] = cell.blanked(role: cell.role)
            cells[index + 1].width = 0
        case 0 where column == 0 || cells[index - 1].width != 2:
            cells[index] = cell.blanked(role: cell.role)
        default:
            cells[index] = cell
        }
    }

    func visible(_ range: Range<Int>, _ limit: Int) -> Range<Int> { range.clamped(to: 0..<limit) }
}

extension Cell {
    /// Makes half of a double-width character a space of one cell.
    fileprivate mutating func widen() {
        character = " "
        width = 1
    }
}
