extension Frame {
    /// Draws a quantity as a bar in eighths of a cell, the rest of the width as its track.
    ///
    /// - Parameters:
    ///   - value: what is drawn; below zero counts as zero, above `maximum` as full. Anything above zero shows at least an eighth.
    ///   - maximum: the quantity of a full bar, in the unit of `value`.
    ///   - low: below this the bar takes the role `bar.low`.
    public mutating func bar(at point: Point, width: Int, value: Int, maximum: Int, low: Int = 0) {
        bar(at: point, width: width, value: value, maximum: maximum, role: value < low ? .lowBar : .bar)
    }

    /// Draws a load against its limit: the role `gauge` up to `limit`, `gauge.over` above it.
    public mutating func loadGauge(at point: Point, width: Int, value: Int, maximum: Int, limit: Int) {
        bar(at: point, width: width, value: value, maximum: maximum, role: value > limit ? .gaugeOver : .gauge)
    }

    /// Draws done of total as a bar with this role.
    public mutating func bar(at point: Point, width: Int, value: Int, maximum: Int, role: Role) {
        guard width > 0 else { return }
        let eighths = Bars.eighths(value: value, maximum: maximum, width: width)
        for cell in 0..<width {
            let filled = min(max(eighths - cell * 8, 0), 8)
            let sign = filled == 0 ? glyphs.track : glyphs.eighths[filled - 1]
            put(sign, at: Point(column: point.column + cell, row: point.row), role: filled == 0 ? .emptyBar : role)
        }
    }

    /// Draws values as one cell each in eight heights, the last one at the right edge of `width`.
    ///
    /// - Parameters:
    ///   - values: from old to new; nil where nothing is known. More than `width` values lose the oldest.
    ///   - maximum: the value of the highest level; nil takes the largest of the values.
    public mutating func sparkline(at point: Point, width: Int, values: [Int?], maximum: Int? = nil, role: Role = .spark) {
        let shown = values.suffix(max(width, 0))
        let top = maximum ?? shown.compactMap { $0 }.max() ?? 0
        for (offset, value) in shown.enumerated() {
            let place = Point(column: point.column + width - shown.count + offset, row: point.row)
            if let value {
                put(glyphs.levels[Bars.level(value: value, maximum: top, levels: glyphs.levels.count)], at: place, role: role)
            } else {
                put(glyphs.nothing, at: place, role: .dim)
            }
        }
    }
}

/// How much of a bar is filled and how high a level is, in whole numbers.
enum Bars {
    /// Eighths of a cell that a value fills: rounded down, at least one for anything above zero.
    static func eighths(value: Int, maximum: Int, width: Int) -> Int {
        guard value > 0, maximum > 0, width > 0 else { return 0 }
        if value >= maximum { return width * 8 }
        // Full width, because a quantity in watt-hours times eighths may not fit the product of two whole numbers.
        let product = value.multipliedFullWidth(by: width * 8)
        return max(maximum.dividingFullWidth(product).quotient, 1)
    }

    /// The level of a value, 0 to `levels` - 1; level 0 is for zero and below.
    static func level(value: Int, maximum: Int, levels: Int) -> Int {
        guard value > 0, maximum > 0, levels > 1 else { return 0 }
        if value >= maximum { return levels - 1 }
        let product = value.multipliedFullWidth(by: levels - 1)
        return max(maximum.dividingFullWidth(product).quotient, 1)
    }
}
