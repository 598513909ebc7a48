import TextLayout

/// A line of values over time, drawn in braille dots (two by four a cell), or in one block a column where braille cannot be shown.
public struct LineChart: Sendable, Hashable {
    /// What was measured, from old to new; nil where nothing is known.
    public var values: [Int?]
    /// What is expected after that, drawn dotted.
    public var forecast: [Int]
    /// The value of the upper edge; nil takes the largest.
    public var maximum: Int?

    /// A chart of values, their continuation, and the scale.
    public init(values: [Int?], forecast: [Int] = [], maximum: Int? = nil) {
        self.values = values
        self.forecast = forecast
        self.maximum = maximum
    }
}

extension Frame {
    /// Draws a chart in a rectangle without axes; its owner writes those beside it.
    public mutating func lineChart(_ chart: LineChart, in rect: Rect, role: Role = .spark) {
        let points = chart.values + chart.forecast.map { $0 }
        guard !points.isEmpty, rect.size.columns > 0, rect.size.rows > 0 else { return }
        let top = max(chart.maximum ?? points.compactMap { $0 }.max() ?? 0, 1)
        if glyphs.braille {
            brailleLine(points, known: chart.values.count, top: top, rect: rect, role: role)
        } else {
            blockColumns(points, top: top, rect: rect, role: role)
        }
    }

    private mutating func brailleLine(_ points: [Int?], known: Int, top: Int, rect: Rect, role: Role) {
        let (width, height) = (rect.size.columns * 2, rect.size.rows * 4)
        var dots = Array(repeating: UInt8(0), count: rect.size.columns * rect.size.rows)
        var previous: Int?
        for x in 0..<width {
            let index = points.count == 1 ? 0 : x * (points.count - 1) / max(width - 1, 1)
            guard let value = points[index] else {
                previous = nil
                continue
            }
            let y = (height - 1) - min(max(value, 0), top) * (height - 1) / top
            let isForecast = index >= known
            // A steep line is filled down to where it came from, so that it stays one line; a forecast is every other dot.
            let from = isForecast ? y : previous.map { $0 < y ? $0 + 1 : $0 > y ? $0 - 1 : y } ?? y
            if !isForecast || x % 2 == 0 {
                for dot in min(from, y)...max(from, y) {
                    dots[dot / 4 * rect.size.columns + x / 2] |= Self.dotBits[dot % 4][x % 2]
                }
            }
            previous = y
        }
        for (index, bits) in dots.enumerated() where bits != 0 {
            guard let sign = Unicode.Scalar(0x2800 + UInt32(bits)) else { continue }
            let place = Point(column: rect.origin.column + index % rect.size.columns, row: rect.origin.row + index / rect.size.columns)
            put(String(Character(sign)), at: place, role: role)
        }
    }

    private mutating func blockColumns(_ points: [Int?], top: Int, rect: Rect, role: Role) {
        let width = rect.size.columns
        for x in 0..<width {
            guard let value = points[points.count == 1 ? 0 : x * (points.count - 1) / max(width - 1, 1)] else { continue }
            let filled = Bars.eighths(value: value, maximum: top, width: rect.size.rows)
            for row in 0..<rect.size.rows {
                let level = min(max(filled - row * 8, 0), 8)
                guard level > 0 else { continue }
                let place = Point(column: rect.origin.column + x, row: rect.origin.row + rect.size.rows - 1 - row)
                put(glyphs.levels[level - 1], at: place, role: role)
            }
        }
    }

    /// The bit of a braille sign for a dot by its row and column.
    private static let dotBits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
