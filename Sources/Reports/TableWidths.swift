import TextLayout

/// How wide the columns of a table are: amounts as wide as they need, names share what is left.
struct TableWidths {
    /// Left edge and width of every column.
    let places: [(column: Int, width: Int)]
    private static let gap = 2
    private static let leastName = 6

    /// Throws `PaperError.tooWide` when what may not be shortened leaves no room for the names.
    init(_ table: Table, width: Int) throws(PaperError) {
        func widest(_ index: Int) -> Int {
            let texts = (table.rows + table.totals).lazy.compactMap { $0.indices.contains(index) ? $0[index] : nil }
            return max(table.columns[index].title.cellWidth, texts.map(\.cellWidth).max() ?? 0)
        }
        let wanted = table.columns.indices.map(widest)
        let gaps = Self.gap * max(0, table.columns.count - 1)
        let fixed = table.columns.indices.filter { !table.columns[$0].isShortened }.reduce(0) { $0 + wanted[$1] }
        let names = table.columns.indices.filter { table.columns[$0].isShortened }
        var room = width - gaps - fixed
        guard names.reduce(0, { $0 + min(wanted[$1], Self.leastName) }) <= room else {
            throw .tooWide(table.columns.map(\.title).joined(separator: ", "))
        }
        var widths = wanted
        // The narrow names first: what they leave goes to the wide ones.
        for (done, index) in names.sorted(by: { wanted[$0] < wanted[$1] }).enumerated() {
            widths[index] = min(wanted[index], max(Self.leastName, room / (names.count - done)))
            room -= widths[index]
        }
        var left = 0
        places = widths.map { width in
            defer { left += width + Self.gap }
            return (left, width)
        }
    }
}
