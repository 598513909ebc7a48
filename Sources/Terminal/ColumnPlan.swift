public import TextLayout

/// A column of a list: its headings, how wide it may be, and how its figures stand.
public struct Column<ID: Hashable & Sendable>: Sendable {
    /// What the column shows.
    public let id: ID
    /// The heading.
    public let title: String
    /// The heading where the long one does not fit.
    public let shortTitle: String
    /// The least cells that it needs.
    public let minimum: Int
    /// The most cells that it makes use of.
    public let maximum: Int
    /// How its text stands.
    public let placement: CellPlacement
    /// Columns with the lowest number give way first when the terminal is narrow.
    public let priority: Int

    /// A column that is always this wide.
    public init(
        _ id: ID, title: String, shortTitle: String? = nil, width: Int, placement: CellPlacement = .aligned(.left), priority: Int = 100
    ) {
        self.init(id, title: title, shortTitle: shortTitle, width: width...width, placement: placement, priority: priority)
    }

    /// A column that takes part of the room that the others leave.
    public init(
        _ id: ID, title: String, shortTitle: String? = nil, width: ClosedRange<Int>, placement: CellPlacement = .aligned(.left),
        priority: Int = 100
    ) {
        self.id = id
        self.title = title
        self.shortTitle = shortTitle ?? title
        minimum = max(width.lowerBound, 1)
        maximum = max(width.upperBound, 1)
        self.placement = placement
        self.priority = priority
    }
}

/// How text stands in the cells of its column.
public enum CellPlacement: Sendable, Hashable {
    /// At an edge or in the middle.
    case aligned(Alignment)
    /// Figures with their decimal points below each other, this many digits after the point at the right edge.
    case decimal(Int)
}

/// A column with its place on the screen.
public struct PlacedColumn<ID: Hashable & Sendable>: Sendable {
    /// What it shows and how.
    public let column: Column<ID>
    /// Its first cell, counted from the list's left edge.
    public let start: Int
    /// Its cells.
    public let width: Int
}

/// Columns fitted to a width: those that fit, in their order, with their places.
public struct ColumnPlan<ID: Hashable & Sendable>: Sendable {
    /// The columns that are shown, from left to right.
    public let columns: [PlacedColumn<ID>]

    /// Fits columns to a width.
    ///
    /// While the least widths do not fit, the column with the lowest priority is left out, the rightmost of equals. What room is
    /// then left goes to the flexible columns one cell each in turn, up to their most; the rest stays empty at the right.
    public init(_ columns: [Column<ID>], width: Int, gap: Int = 2) {
        var shown = columns
        func needed() -> Int { shown.reduce(0) { $0 + $1.minimum } + gap * max(shown.count - 1, 0) }
        while shown.count > 1, needed() > width {
            let least = shown.map(\.priority).min() ?? 0
            guard let index = shown.lastIndex(where: { $0.priority == least }) else { break }
            shown.remove(at: index)
        }
        var widths = shown.map { min($0.minimum, max(width, 0)) }
        var free = max(width - needed(), 0)
        while free > 0 {
            var given = false
            for index in shown.indices where free > 0 && widths[index] < shown[index].maximum {
                widths[index] += 1
                free -= 1
                given = true
            }
            if !given { break }
        }
        var start = 0
        var placed: [PlacedColumn<ID>] = []
        for (column, width) in zip(shown, widths) {
            placed.append(PlacedColumn(column: column, start: start, width: width))
            start += width + gap
        }
        self.columns = placed
    }

    /// Where this column stands; nil when it was left out.
    public subscript(id: ID) -> PlacedColumn<ID>? { columns.first { $0.column.id == id } }
}

extension Frame {
    /// Draws the headings of a list, and a thin rule below them when `rule` is set.
    public mutating func tableHeader<ID>(_ plan: ColumnPlan<ID>, at point: Point, width: Int, role: Role = .header, rule: Bool = false) {
        for placed in plan.columns {
            let title = placed.column.title.cellWidth <= placed.width ? placed.column.title : placed.column.shortTitle
            let alignment: Alignment =
                switch placed.column.placement {
                case .aligned(let alignment): alignment
                case .decimal: .right
                }
            put(
                title, at: Point(column: point.column + placed.start, row: point.row), role: role, maxWidth: placed.width,
                alignment: alignment)
        }
        if rule { horizontalRule(at: Point(column: point.column, row: point.row + 1), width: width) }
    }

    /// Draws one cell of a list; nothing when its column was left out.
    public mutating func tableCell<ID>(
        _ text: String, in id: ID, of plan: ColumnPlan<ID>, at point: Point, role: Role = .text
    ) {
        guard let placed = plan[id] else { return }
        let place = Point(column: point.column + placed.start, row: point.row)
        switch placed.column.placement {
        case .aligned(let alignment):
            put(text, at: place, role: role, maxWidth: placed.width, alignment: alignment)
        case .decimal(let digits):
            let text = text.decimalAligned(digits: digits)
            put(text, at: place, role: role, maxWidth: placed.width, alignment: .right)
        }
    }
}

extension String {
    /// This figure with spaces after it, so that a decimal point with up to `digits` digits after it stands in the same cell
    /// for every figure that ends at the same cell.
    public func decimalAligned(digits: Int) -> String {
        guard digits > 0 else { return self }
        let after =
            if let point = lastIndex(of: ".") { distance(from: point, to: endIndex) } else { 0 }
        return self + String(repeating: " ", count: max(digits + 1 - after, 0))
    }
}
