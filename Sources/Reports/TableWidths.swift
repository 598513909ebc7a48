import TextLayout

/// How wide the columns of a table are: amounts as wide as they need, names share what is left.
struct TableWidths {
    /// Left edge and width of every column.
    let places: [(column: Int, width: Int)]
    private static let gap = 2
    private static let leastName = 6

    /// Throws `PaperError.tooWide` when what may not be shortened leaves no room for the names.
    init(_ columns: [Table.Column], titles: [String], rows: [[String]], width: Int) throws(PaperError) {
        func widest(_ index: Int) -> Int {
            let texts = rows.lazy.compactMap { $0.indices.contains(index) ? $0[index] : nil }
            return max(titles[index].cellWidth, texts.map(\.cellWidth).max() ?? 0)
        }
        let wanted = columns.indices.map(widest)
        let gaps = Self.gap * max(0, columns.count - 1)
        let fixed = columns.indices.filter { !columns[$0].isShortened }.reduce(0) { $0 + wanted[$1] }
        let names = columns.indices.filter { columns[$0].isShortened }
        var room = width - gaps - fixed
        guard names.reduce(0, { $0 + min(wanted[$1], Self.leastName) }) <= room else {
            throw .tooWide(titles.joined(separator: ", "))
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
