/// The values that a chart covers, with round ticks: whole numbers in steps of 1, 2 or 5 times a power of ten.
public struct ChartScale: Sendable, Hashable {
    /// The value of the lower edge, at most zero.
    public let lower: Int
    /// The value of the upper edge, above `lower`.
    public let upper: Int
    /// From one tick to the next.
    public let step: Int

    /// The scale that shows all of these values with zero among them.
    ///
    /// - Parameters:
    ///   - ticks: how many steps there may be at most.
    ///   - least: the finest step, which is also what an empty chart shows.
    public init(covering values: some Sequence<Int>, ticks: Int, least: Int = 1) {
        // Half of the range of whole numbers, so that sums and differences stay in it.
        let bounds = -Self.limit...Self.limit
        var (low, high) = (0, 0)
        for value in values { (low, high) = (min(low, max(value, bounds.lowerBound)), max(high, min(value, bounds.upperBound))) }
        // Values on both sides of zero need a step on either side.
        let wanted = max(ticks, low < 0 && high > 0 ? 2 : 1)
        var step = max(least, 1)
        func edges(_ step: Int) -> (Int, Int) {
            let below = low / step * step
            let above = high / step * step
            return (below > low ? below - step : below, above < high ? above + step : above)
        }
        var (lower, upper) = edges(step)
        while (upper - lower) / step > wanted {
            step = Self.next(after: step)
            (lower, upper) = edges(step)
        }
        self.step = step
        self.lower = lower
        self.upper = upper > lower ? upper : lower + step
    }

    private static let limit = Int.max / 8

    /// 1, 2, 5, 10, 20, 50 and so on.
    private static func next(after step: Int) -> Int {
        var power = 1
        while power <= step / 10 { power *= 10 }
        return step < 2 * power ? 2 * power : step < 5 * power ? 5 * power : 10 * power
    }

    /// The ticks, lowest first.
    public var ticks: [Int] { Array(stride(from: lower, through: upper, by: step)) }

    /// How high a value stands in so many equal parts: 0 at the lower edge, `parts` at the upper one; rounded down.
    func height(of value: Int, in parts: Int) -> Int {
        guard parts > 0, value > lower else { return 0 }
        guard value < upper else { return parts }
        let product = (value - lower).multipliedFullWidth(by: parts)
        return (upper - lower).dividingFullWidth(product).quotient
    }
}

/// Equal places for the columns of a chart, as wide as whole units allow, with a gap between them.
struct ChartSlots: Sendable, Hashable {
    let count: Int
    /// Units from one slot to the next.
    let pitch: Int
    /// Units of a column.
    let width: Int

    init(count: Int, in units: Int) {
        self.count = max(count, 1)
        pitch = max(units / self.count, 1)
        width = pitch < 2 ? pitch : pitch - max(pitch / 5, 1)
    }

    func units(of slot: Int) -> Range<Int> { slot * pitch..<slot * pitch + width }
}
