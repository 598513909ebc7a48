import TextLayout

/// Rows as a plain table: columns as wide as their widest cell, figures to the right, two blanks between.
struct TextTable {
    struct Column {
        var title: String
        var isFigure = false
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: Column...) { self.columns = columns }

    mutating func add(_ cells: String...) {
        precondition(cells.count == columns.count, "a row has a cell for every column")
        rows.append(cells.map(\.sanitised))
    }

    var text: String {
        let widths = columns.indices.map { index in
            rows.reduce(columns[index].title.cellWidth) { max($0, $1[index].cellWidth) }
        }
        let lines = ([columns.map(\.title)] + rows).map { cells in
            var line = ""
            for (index, cell) in cells.enumerated() {
                let blank = String(repeating: " ", count: widths[index] - cell.cellWidth)
                line += (index == 0 ? "" : "  ") + (columns[index].isFigure ? blank + cell : cell + blank)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
        return lines.joined(separator: "\n")
    }
}
