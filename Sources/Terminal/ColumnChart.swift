/// Quantities side by side as columns: of braille dots, of eighth blocks, or of signs of ASCII, as the glyphs have it.
public struct ColumnChart: Sendable, Hashable {
    /// The quantities from left to right; nil where nothing is known, which is a gap and no zero.
    public var values: [Int?]
    /// How many columns there are in all; those after the values are still to come and stay empty.
    public var slots: Int
    /// What the height stands for.
    public var scale: ChartScale
    /// The column that is still growing, drawn in the accent.
    public var current: Int?

    /// A chart of quantities.
    public init(values: [Int?], slots: Int, scale: ChartScale, current: Int? = nil) {
        self.values = values
        self.slots = max(slots, values.count)
        self.scale = scale
        self.current = current
    }
}

extension Frame {
    /// Draws the columns in a rectangle, without axes. A gap has a dim sign at the lower edge.
    public mutating func columnChart(_ chart: ColumnChart, in rect: Rect, role: Role = .spark) {
        guard rect.size.columns > 0, rect.size.rows > 0 else { return }
        let units = rect.size.columns * (glyphs.braille ? 2 : 1)
        // More columns than there are places: each place shows the largest of its columns.
        let step = (chart.slots + units - 1) / max(units, 1)
        let slots = ChartSlots(count: (chart.slots + step - 1) / max(step, 1), in: units)
        var (dots, growing) = (DotGrid(cells: rect.size), DotGrid(cells: rect.size))
        for slot in 0..<slots.count {
            let members = chart.values.dropFirst(slot * step).prefix(step)
            guard !members.isEmpty else { break }
            let range = slots.units(of: slot)
            let isCurrent = chart.current.map { $0 / step == slot } ?? false
            guard let value = members.compactMap({ $0 }).max() else {
                let cell = (range.lowerBound + range.upperBound - 1) / 2 / (glyphs.braille ? 2 : 1)
                put(glyphs.nothing, at: Point(column: rect.origin.column + cell, row: rect.rows.upperBound - 1), role: .dim)
                continue
            }
            if glyphs.braille {
                let height = shown(value, chart.scale, dots.height)
                for x in range {
                    for y in 0..<height {
                        if isCurrent { growing.set(x, dots.height - 1 - y) } else { dots.set(x, dots.height - 1 - y) }
                    }
                }
            } else {
                blockColumn(range, shown(value, chart.scale, rect.size.rows * 8), in: rect, role: isCurrent ? .accent : role)
            }
        }
        draw(dots, at: rect.origin, role: role)
        draw(growing, at: rect.origin, role: .accent, over: dots)
    }

    /// Anything above zero shows at least the least part.
    private func shown(_ value: Int, _ scale: ChartScale, _ parts: Int) -> Int {
        let height = scale.height(of: value, in: parts)
        return value > max(scale.lower, 0) ? max(height, 1) : height
    }

    private mutating func blockColumn(_ columns: Range<Int>, _ eighths: Int, in rect: Rect, role: Role) {
        for row in 0..<rect.size.rows {
            let level = min(max(eighths - row * 8, 0), 8)
            guard level > 0 else { return }
            for column in columns {
                let place = Point(column: rect.origin.column + column, row: rect.rows.upperBound - 1 - row)
                put(glyphs.levels[level - 1], at: place, role: role)
            }
        }
    }
}
