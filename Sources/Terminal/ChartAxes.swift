import TextLayout

/// What stands around a chart: figures at the left, the unit above them, words below.
public struct ChartAxes: Sendable, Hashable {
    /// How the words below stand to the chart.
    public enum Placement: Sendable, Hashable {
        /// Below the columns of a ``ColumnChart``.
        case columns
        /// Below the points of a ``LineChart``, the first at the left and the last at the right edge.
        case points
    }

    /// A word below the chart, at a column or a point.
    public struct Word: Sendable, Hashable {
        /// The column or point, counted from 0.
        public var slot: Int
        /// The word.
        public var text: String

        /// A word at a column or a point.
        public init(_ slot: Int, _ text: String) { (self.slot, self.text) = (slot, text) }
    }

    /// The values that are covered.
    public var scale: ChartScale
    /// The figures of the scale's ticks, lowest first.
    public var figures: [String]
    /// In what the figures are.
    public var unit: String
    /// How many columns or points there are.
    public var slots: Int
    /// How the words stand.
    public var placement: Placement
    /// The words, from left to right; one that would touch the word before is left out.
    public var words: [Word]

    /// Axes of a chart.
    public init(scale: ChartScale, figures: [String], unit: String, slots: Int, placement: Placement, words: [Word]) {
        self.scale = scale
        self.figures = figures
        self.unit = unit
        self.slots = slots
        self.placement = placement
        self.words = words
    }

    /// Cells for figures and rule at the left.
    public var margin: Int { max(figures.map(\.cellWidth).max() ?? 0, unit.cellWidth) + 2 }
}

extension Frame {
    /// Draws axes along the edges of a rectangle and answers what is left inside of them for the chart.
    ///
    /// The unit takes a row above and the words take two rows with their rule below; nothing is drawn where that leaves no chart.
    @discardableResult
    public mutating func chartAxes(_ axes: ChartAxes, in rect: Rect) -> Rect {
        let rows = axes.rows(within: rect.size.rows - 3)
        let bottom = rect.rows.upperBound - 2
        let plot = Rect(
            column: rect.origin.column + axes.margin, row: bottom - rows, columns: rect.size.columns - axes.margin, rows: rows)
        guard plot.size.columns > 0, plot.size.rows > 0 else { return plot }
        let left = plot.origin.column - 1
        put(
            axes.unit, at: Point(column: rect.origin.column, row: plot.origin.row - 1), role: .unit, maxWidth: axes.margin - 2,
            alignment: .right)
        verticalRule(at: Point(column: left, row: plot.origin.row), height: plot.size.rows)
        put(glyphs.corners[2], at: Point(column: left, row: bottom), role: .border)
        horizontalRule(at: Point(column: left + 1, row: bottom), width: plot.size.columns)
        var lowest = Int.max
        for (tick, figure) in zip(axes.scale.ticks, axes.figures) {
            // A tick stands at the upper edge of its cell, the lowest one on the rule below.
            let row = bottom - axes.scale.height(of: tick, in: plot.size.rows)
            guard row < lowest else { continue }
            lowest = row
            let width = axes.margin - 2
            put(figure, at: Point(column: rect.origin.column, row: row), role: .dim, maxWidth: width, alignment: .right)
            if row < bottom { put(glyphs.joints[1], at: Point(column: left, row: row), role: .border) }
        }
        drawWords(axes, plot, row: bottom + 1)
        return plot
    }

    private mutating func drawWords(_ axes: ChartAxes, _ plot: Rect, row: Int) {
        var end = plot.origin.column - 2
        for word in axes.words {
            let width = word.text.cellWidth
            let middle = plot.origin.column + axes.middle(of: word.slot, columns: plot.size.columns, isFine: glyphs.braille)
            let start = min(max(middle - width / 2, plot.origin.column - 1), plot.columns.upperBound - width)
            guard start > end else { continue }
            put(word.text, at: Point(column: start, row: row), role: .dim, maxWidth: width)
            put(glyphs.joints[2], at: Point(column: middle, row: row - 1), role: .border)
            end = start + width
        }
    }
}

extension ChartAxes {
    /// Rows of the chart: a few less than there are where that sets the ticks equally far apart.
    fileprivate func rows(within all: Int) -> Int {
        let steps = (scale.upper - scale.lower) / scale.step
        return all >= steps && all % steps <= 3 ? all - all % steps : all
    }

    /// The cell above which a column or point stands, from the left of the chart.
    fileprivate func middle(of slot: Int, columns: Int, isFine: Bool) -> Int {
        let units = isFine ? columns * 2 : columns
        let middle: Int
        switch placement {
        case .columns:
            let range = ChartSlots(count: slots, in: units).units(of: slot)
            middle = (range.lowerBound + range.upperBound - 1) / 2
        case .points: middle = slots < 2 ? 0 : slot * (units - 1) / (slots - 1)
        }
        return min(isFine ? middle / 2 : middle, columns - 1)
    }
}
