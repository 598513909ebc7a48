import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// What is left in a room day by day up to now, and what is expected after it at the mean use.
struct RemainingChart {
    /// The first day.
    let first: Day
    /// Watt-hours at the end of each day, the last one now.
    let values: [Int?]
    /// Watt-hours of the days to come, down to zero or as far as is drawn.
    let forecast: [Int]
    /// The day on which nothing is left; nil without use, or when nothing is left already.
    let end: Day?

    /// How many days ahead are drawn at most.
    static let ahead = 45

    init(_ history: RemainingHistory, left: Energy?, mean: Energy?, price: Price, today: Day) {
        first = history.first
        var values = history.days.map { $0.map { Int($0.energy(at: price).wattHours) } }
        if let left, !values.isEmpty { values[values.count - 1] = Int(left.wattHours) }
        self.values = values
        guard let left, let mean, left.wattHours > 0, mean.wattHours > 0 else {
            (forecast, end) = ([], nil)
            return
        }
        let days = (left.wattHours + mean.wattHours - 1) / mean.wattHours
        end = days < 36_500 ? today.advanced(by: Int(days)) : nil
        forecast = (1...Int(min(days, Int64(Self.ahead)))).map { Int(max(left.wattHours - mean.wattHours * Int64($0), 0)) }
    }

    /// How many days are drawn.
    var count: Int { values.count + forecast.count }

    /// The days below the chart: today, the last one, and weeks between as far as they do not touch.
    func words(width: Int) -> [ChartAxes.Word] {
        let today = values.count - 1
        // A word takes five cells and one on either side.
        let apart = max((7 * count + width - 1) / max(width, 1), 1)
        var slots = [today]
        if today >= apart { slots.append(0) }
        if count - 1 - today >= apart { slots.append(count - 1) }
        for slot in stride(from: today % 7, to: count, by: 7) where slots.allSatisfy({ abs($0 - slot) >= apart }) { slots.append(slot) }
        return slots.sorted().map { slot in
            ChartAxes.Word(slot, slot == today ? phrase("today") : String(first.advanced(by: slot).description.dropFirst(5)))
        }
    }
}

extension Console {
    /// Draws what is left in a room, the alarms as lines across, and the forecast dotted down to zero.
    func drawRemaining(of room: RoomID, isFocused: Bool, in pane: inout Frame) {
        let title: [Run] = [(phrase("Remaining"), isFocused ? .title : .strong), ("   " + phrase("at the end of each day"), .dim)]
        pane.runs(title, 0, 0)
        let table = desk.shown
        guard let history = chart.remaining, history.room == room, let view = table[room], let facts = table.facts(of: room) else {
            pane.text(chart.waiting.contains(.remaining(room)) ? phrase("The readings are being looked up.") : "", 2, 2, .dim)
            return
        }
        let today = desk.wall(desk.now).day
        let drawn = RemainingChart(history, left: facts.left, mean: view.meanUse, price: desk.price, today: today)
        let known = drawn.values.compactMap { $0 }
        guard !known.isEmpty else {
            return pane.emptyState(
                [phrase("The meter of this room was never read."), phrase("r on the room reads it.")], row: 2, column: 2)
        }
        let alarms = desk.rules.alarms
        let (low, veryLow) = (Int(alarms.first.wattHours), Int(alarms.second.wattHours))
        let ticks = max(min((pane.size.rows - 5) / 2, 6), 2)
        let scale = ChartScale(covering: known + [low], ticks: ticks, least: 100)
        let energy = EnergyScale(upTo: Int64(scale.upper))
        let figures = energy.figures(of: scale, pane.glyphs)
        let margin = (figures.map(\.cellWidth).max() ?? 0) + 2
        let axes = ChartAxes(
            scale: scale, figures: figures, unit: energy.unit, slots: drawn.count, placement: .points,
            words: drawn.words(width: pane.size.columns - margin))
        let plot = pane.chartAxes(axes, in: Rect(column: 0, row: 1, columns: pane.size.columns, rows: pane.size.rows - 2))
        let line = LineChart(
            values: drawn.values, forecast: drawn.forecast, scale: scale,
            levels: [LineChart.Level(low, .stateLow), LineChart.Level(veryLow, .stateCut)])
        pane.lineChart(line, in: plot)
        pane.groups(outlook(drawn, facts, view.meanUse, pane.glyphs), axes.margin, pane.size.rows - 1)
    }

    /// How long it lasts, in a line.
    private func outlook(_ drawn: RemainingChart, _ facts: RoomFacts, _ mean: Energy?, _ glyphs: Glyphs) -> [[Run]] {
        let figures = Figures(glyphs: glyphs)
        var runs: [[Run]] = []
        if let end = drawn.end {
            runs += [
                [
                    (phrase("nothing left on "), .dim), (end.description, .accent),
                    (phrase(" (\(figures.days(of: facts)) days)"), .dim),
                ]
            ]
        } else if let left = facts.left, left.wattHours <= 0 {
            runs += [[(phrase("nothing is left"), .stateCut)]]
        } else {
            runs += [[(phrase("no forecast without use on the last days"), .dim)]]
        }
        if let mean { runs += [[(phrase("mean "), .dim), (figures.energy(mean), .text), (phrase(" kWh a day"), .dim)]] }
        let alarms = desk.rules.alarms
        runs += [
            [
                (phrase("alarms "), .dim), (figures.energy(alarms.first), .stateLow), (" ", .text),
                (figures.energy(alarms.second), .stateCut),
            ]
        ]
        return runs
    }
}
