/// A line of values over time, drawn in braille dots (two by four a cell), or as its upper edge in blocks where braille cannot be shown.
public struct LineChart: Sendable, Hashable {
    /// A level that is worth knowing, drawn as a thin line across.
    public struct Level: Sendable, Hashable {
        /// The value.
        public var value: Int
        /// How it is drawn.
        public var role: Role

        /// A level.
        public init(_ value: Int, _ role: Role) { (self.value, self.role) = (value, role) }
    }

    /// What was measured, from old to new; nil where nothing is known, which is a gap in the line.
    public var values: [Int?]
    /// What is expected after that, drawn dotted.
    public var forecast: [Int]
    /// What the height stands for.
    public var scale: ChartScale
    /// Levels across the whole width.
    public var levels: [Level]

    /// A chart of values, their continuation, and the scale; without one it reaches up to the largest value.
    public init(values: [Int?], forecast: [Int] = [], scale: ChartScale? = nil, levels: [Level] = []) {
        self.values = values
        self.forecast = forecast
        self.scale = scale ?? ChartScale(covering: values.compactMap { $0 } + forecast, ticks: 5)
        self.levels = levels
    }

    fileprivate var points: [Int?] { values + forecast.map { $0 } }
}

extension Frame {
    /// Draws a chart in a rectangle without axes.
    public mutating func lineChart(_ chart: LineChart, in rect: Rect, role: Role = .spark) {
        guard rect.size.columns > 0, rect.size.rows > 0 else { return }
        if glyphs.braille { dottedLine(chart, in: rect, role: role) } else { blockLine(chart, in: rect, role: role) }
    }

    private mutating func dottedLine(_ chart: LineChart, in rect: Rect, role: Role) {
        var (line, ahead, across) = (DotGrid(cells: rect.size), DotGrid(cells: rect.size), DotGrid(cells: rect.size))
        let (width, height) = (line.width, line.height)
        for level in chart.levels where level.value <= chart.scale.upper {
            var own = DotGrid(cells: rect.size)
            let y = height - 1 - chart.scale.height(of: level.value, in: height - 1)
            for x in stride(from: 0, to: width, by: 4) {
                own.set(x, y)
                across.set(x, y)
            }
            draw(own, at: rect.origin, role: level.role, over: across)
        }
        let heights = chart.points.map { $0.map { chart.scale.height(of: $0, in: height - 1) } }
        var previous: Int?
        for x in 0..<width {
            guard let point = LinePoint(at: x, of: width, in: heights, known: chart.values.count) else {
                previous = nil
                continue
            }
            if point.isAhead {
                if x % 3 == 0 { ahead.set(x, height - 1 - point.height) }
                previous = nil
            } else {
                // A steep line is filled up to where it came from, so that it stays one line.
                let from = previous.map { $0 < point.height ? $0 + 1 : $0 > point.height ? $0 - 1 : $0 } ?? point.height
                for dot in min(from, point.height)...max(from, point.height) { line.set(x, height - 1 - dot) }
                previous = point.height
            }
        }
        draw(ahead, at: rect.origin, role: .accent, over: across)
        draw(line, at: rect.origin, role: role, over: across)
    }

    private mutating func blockLine(_ chart: LineChart, in rect: Rect, role: Role) {
        let (width, rows) = (rect.size.columns, rect.size.rows)
        for level in chart.levels where level.value <= chart.scale.upper {
            let row = rect.rows.upperBound - 1 - min(chart.scale.height(of: level.value, in: rows), rows - 1)
            for x in stride(from: 0, to: width, by: 2) {
                put(glyphs.horizontal, at: Point(column: rect.origin.column + x, row: row), role: level.role)
            }
        }
        let heights = chart.points.map { $0.map { chart.scale.height(of: $0, in: rows * 8) } }
        for x in 0..<width {
            guard let point = LinePoint(at: x, of: width, in: heights, known: chart.values.count) else { continue }
            if point.isAhead {
                let row = rect.rows.upperBound - 1 - min(point.height / 8, rows - 1)
                put(glyphs.nothing, at: Point(column: rect.origin.column + x, row: row), role: .accent)
                continue
            }
            for row in 0..<rows {
                let level = min(max(point.height - row * 8, 0), 8)
                guard level > 0 else { break }
                let place = Point(column: rect.origin.column + x, row: rect.rows.upperBound - 1 - row)
                put(glyphs.levels[level - 1], at: place, role: role)
            }
        }
    }
}

/// Where a line is at a place of the chart: at a known value, or on the straight way between two.
private struct LinePoint {
    let height: Int
    let isAhead: Bool

    init?(at x: Int, of width: Int, in heights: [Int?], known: Int) {
        guard heights.count > 1, width > 1 else {
            guard x == 0, let only = heights.first ?? nil else { return nil }
            (height, isAhead) = (only, known == 0)
            return
        }
        let (spaces, steps) = (width - 1, heights.count - 1)
        let (index, rest) = (x * steps / spaces, x * steps % spaces)
        isAhead = index >= known || index == known - 1 && rest > 0 && index + 1 < heights.count
        let next = index + 1 < heights.count ? heights[index + 1] : nil
        switch (heights[index], next) {
        case (let here?, _) where rest == 0: height = here
        case (let here?, let there?): height = here + (there - here) * rest / spaces
        // The nearest place to a value whose neighbours are not known.
        case (let here?, nil) where rest < steps: height = here
        case (nil, let there?) where spaces - rest < steps && heights.count > index + 1: height = there
        default: return nil
        }
    }
}
