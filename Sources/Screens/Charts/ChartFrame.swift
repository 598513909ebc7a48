import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Whether all charts of a scope stand side by side; else one of them has the screen.
    var showsAllCharts: Bool { size.columns >= 120 && size.rows >= 36 }

    /// What can be done on the charts, for the line above the footer.
    var chartHint: String {
        let sides = chart.kind == .remaining ? "" : phrase("Left and Right: before and after; ")
        return sides + phrase("Tab: the next chart")
    }

    /// Draws the charts of a room, a building or the campus.
    func drawCharts(of scope: UseScope, in frame: inout Frame) {
        let kinds = chartKinds(of: scope)
        drawChartTitle(scope, kinds, in: &frame)
        defer { frame.park(1, 1) }
        let area = Rect(column: 1, row: 3, columns: size.columns - 2, rows: size.rows - 6)
        guard showsAllCharts else {
            let row = size.rows >= 22 ? 3 : 2
            let rect = Rect(column: 1, row: row, columns: size.columns - 2, rows: size.rows - row - (size.rows >= 22 ? 3 : 2))
            return frame.pane(rect) { drawChart(chart.kind, of: scope, in: &$0) }
        }
        let (half, upper) = ((area.size.columns - 3) / 2, (area.size.rows - 1) / 2)
        for (index, kind) in ChartKind.allCases.enumerated() {
            let (column, row) = (index % 2 * (half + 3), index / 2 * (upper + 1))
            let rect = Rect(
                column: area.origin.column + column, row: area.origin.row + row,
                columns: column == 0 ? half : area.size.columns - column, rows: row == 0 ? upper : area.size.rows - row)
            frame.pane(rect) { pane in
                if kinds.contains(kind) {
                    drawChart(kind, of: scope, in: &pane)
                } else {
                    drawDaysLeft(of: scope, in: &pane)
                }
            }
        }
    }

    private func drawChartTitle(_ scope: UseScope, _ kinds: [ChartKind], in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        var runs: [Run]
        switch scope {
        case .room(let id):
            runs = [(id.text, .title)]
            if let view = desk.shown[id], let facts = desk.shown.facts(of: id) {
                runs += [("   \(facts.supply.word)", facts.supply.role)]
                runs += [("   \(figures.energy(facts.left))", .strong), (phrase(" kWh left"), .dim)]
                runs += [("   \(figures.load(view.reading?.load))", .text), (phrase(" kW now"), .dim)]
            }
        case .building(let name):
            let tally = tally(of: scope)
            runs = [(phrase("Building \(name)"), .title), ("   \(figures.count(tally.rooms))", .text), (phrase(" rooms"), .dim)]
            runs += [("   \(Decimals.text(tally.load / 100, decimals: 1))", .text), (phrase(" kW now"), .dim)]
        case .campus:
            let tally = tally(of: scope)
            runs = [(phrase("All rooms"), .title), ("   \(figures.count(tally.rooms))", .text)]
            runs += [("   \(Decimals.text(tally.load / 100, decimals: 1))", .text), (phrase(" kW now"), .dim)]
        }
        let tabs: [Run] = kinds.flatMap { kind -> [Run] in
            [("  ", .text), (kind.title, kind == chart.kind ? .currentTab : .tab)]
        }
        frame.line(runs, tabs, row: 1)
    }

    /// The rooms of a scope together.
    func tally(of scope: UseScope) -> Tally {
        let table = desk.shown
        switch scope {
        case .room: return Tally()
        case .building(let name): return table.buildings.firstIndex { $0.name == name }.map { table.tallies[$0] } ?? Tally()
        case .campus: return table.tally
        }
    }

    private func drawChart(_ kind: ChartKind, of scope: UseScope, in pane: inout Frame) {
        let isFocused = kind == chart.kind
        if kind == .remaining {
            guard case .room(let room) = scope else { return }
            return drawRemaining(of: room, isFocused: isFocused, in: &pane)
        }
        guard let span = chart.spans[kind] else { return }
        let title: [Run] = [
            (kind.useTitle, isFocused ? .title : .strong),
            ("   \(span.title)", isFocused ? .strong : .text),
        ]
        guard let series = chart.series(scope, kind) else {
            pane.runs(title, 0, 0)
            let isWaiting = chart.waiting.contains(.use(scope, span))
            pane.text(isWaiting ? phrase("The readings are being added up.") : "", 2, 2, .dim)
            return
        }
        drawUse(series, title: title, in: &pane)
    }

    /// The use of a span as columns, with what it comes to.
    private func drawUse(_ series: UseSeries, title: [Run], in pane: inout Frame) {
        let values = series.parts.map { $0.energy?.wattHours }
        let known = values.compactMap { $0 }
        guard let most = known.max() else {
            pane.runs(title, 0, 0)
            let isAhead = series.parts.isEmpty
            let about = isAhead ? phrase("That time is still to come.") : phrase("No readings are kept of this time.")
            return pane.emptyState([about, isAhead ? phrase("Left goes back.") : series.span.whyNothing], row: 2, column: 2)
        }
        let ticks = max(min((pane.size.rows - 5) / 2, 6), 2)
        let scale = ChartScale(covering: known.map { Int($0) }, ticks: ticks, least: 10)
        let energy = EnergyScale(upTo: Int64(scale.upper))
        let axes = ChartAxes(
            scale: scale, figures: energy.figures(of: scale, pane.glyphs), unit: energy.unit, slots: series.span.count,
            placement: .columns, words: series.span.words)
        let sum = EnergyScale(upTo: series.total.wattHours)
        let total: [Run] = [(sum.text(series.total.wattHours, decimals: 2, pane.glyphs), .strong), (" \(sum.unit)", .dim)]
        pane.runs(title, 0, 0)
        let width = total.reduce(0) { $0 + $1.text.cellWidth }
        if title.reduce(0, { $0 + $1.text.cellWidth }) + width + 2 <= pane.size.columns { pane.runsAtRight(total, row: 0, margin: 0) }
        let plot = pane.chartAxes(axes, in: Rect(column: 0, row: 1, columns: pane.size.columns, rows: pane.size.rows - 2))
        let chart = ColumnChart(
            values: values.map { $0.map { Int($0) } }, slots: series.span.count, scale: scale, current: series.current)
        pane.columnChart(chart, in: plot)
        pane.groups(summary(of: series, most: most, energy, pane.glyphs), axes.margin, pane.size.rows - 1)
    }

    /// The mean of the parts that are over, the largest, and of how many meters something is missing.
    private func summary(of series: UseSeries, most: Int64, _ energy: EnergyScale, _ glyphs: Glyphs) -> [[Run]] {
        let over = series.parts.enumerated().filter { $0.offset != series.current }.compactMap { $0.element.energy?.wattHours }
        var runs: [[Run]] = []
        if !over.isEmpty {
            let mean = over.reduce(0, +) / Int64(over.count)
            runs += [[(phrase("mean "), .dim), (energy.text(mean, decimals: 2, glyphs), .text), (" \(energy.unit)", .dim)]]
        }
        if let at = series.parts.firstIndex(where: { $0.energy?.wattHours == most }) {
            runs += [
                [
                    (phrase("most "), .dim), (energy.text(most, decimals: 2, glyphs), .text),
                    (" \(energy.unit) \(series.span.name(of: at))", .dim),
                ]
            ]
        }
        if let current = series.current, series.parts.indices.contains(current), series.parts[current].energy != nil {
            runs += [[(phrase("so far "), .dim), (series.span.name(of: current), .accent)]]
        }
        let least = series.parts.filter { $0.energy != nil }.map(\.known).min() ?? series.meters
        if series.meters > 1, least < series.meters {
            runs.insert([(phrase("at times \(series.meters - least) of \(series.meters) meters missing"), .stale)], at: 0)
        }
        return runs
    }

    /// The rooms of a scope by days left, a bar for each step of the ramp.
    private func drawDaysLeft(of scope: UseScope, in pane: inout Frame) {
        let tally = tally(of: scope)
        pane.text(phrase("Rooms by days left"), 0, 0, .strong)
        let most = Heat.allCases.map { Int(tally.heats[$0.rawValue]) }.max() ?? 0
        let figures = Figures(glyphs: pane.glyphs)
        let scale = HeatScale(desk.rules.alarms)
        let wide = (Heat.allCases.map { scale.label($0).cellWidth }.max() ?? 0) + 2
        let pitch = pane.size.rows >= 3 * Heat.allCases.count ? 2 : 1
        for (index, heat) in Heat.allCases.enumerated() {
            let row = 2 + index * pitch
            let count = Int(tally.heats[heat.rawValue])
            pane.fill(Rect(column: 0, row: row, columns: wide, rows: 1), role: heat.role)
            pane.text(scale.label(heat), 1, row, heat.role)
            pane.text(count == 0 ? pane.glyphs.nothing : figures.count(count), wide + 1, row, count == 0 ? .dim : .text, width: 7, .right)
            let width = pane.size.columns - wide - 10
            let cells = count == 0 || most == 0 ? 0 : max(count * width / most, 1)
            pane.text(String(repeating: pane.glyphs.eighths[7], count: cells), wide + 10, row, .spark)
        }
    }
}

extension ChartKind {
    /// What its columns stand for.
    fileprivate var useTitle: String {
        switch self {
        case .day: phrase("Use by hour")
        case .month: phrase("Use by day")
        case .term, .remaining: phrase("Use by month")
        }
    }
}

extension UseSpan {
    /// The span as a title.
    fileprivate var title: String {
        switch self {
        case .day(let day): "\(day)"
        case .month(let month): "\(month)"
        case .term(let month): phrase("\(month) to \(month.advanced(by: Self.termMonths - 1))")
        }
    }

    /// Why nothing may be kept of it.
    fileprivate var whyNothing: String {
        if case .day = self {
            phrase("Hours are kept for 13 months, and need a reading before and after.")
        } else {
            phrase("A day needs a reading before and after.")
        }
    }

    /// The words below the columns.
    fileprivate var words: [ChartAxes.Word] {
        switch self {
        case .day: stride(from: 0, to: 24, by: 3).map { ChartAxes.Word($0, String($0)) }
        case .month(let month): ([1] + stride(from: 5, through: month.length, by: 5)).map { ChartAxes.Word($0 - 1, String($0)) }
        case .term(let month): (0..<Self.termMonths).map { ChartAxes.Word($0, month.advanced(by: $0).description) }
        }
    }

    /// A part in a sentence: `at 19:00`, `on 11-14`, `in 2026-10`.
    fileprivate func name(of part: Int) -> String {
        switch self {
        case .day: phrase("at \(Decimals.padded(part, 2)):00")
        case .month(let month): phrase("on \(month.first.advanced(by: part).description.dropFirst(5))")
        case .term(let month): phrase("in \(month.advanced(by: part))")
        }
    }
}
