// Protects charts: round ticks, columns and lines that say what the values say, gaps that are gaps, in dots, in blocks and in ASCII.
// How: drawn lines for tables of values, the hostile ones among them: none, one, gaps, negative ones, and the largest that there are.
import Terminal
import Testing
import TextLayout

struct ChartTests {
    private func drawn(_ columns: Int, _ rows: Int, _ glyphs: Glyphs = .unicode, _ draw: (inout Frame) -> Void) -> [String] {
        var frame = Frame(size: Size(columns: columns, rows: rows), glyphs: glyphs)
        draw(&frame)
        return frame.lines
    }

    private static let scales: [(values: [Int], ticks: Int, expected: [Int])] = [
        ([], 5, [0, 1]), ([0], 5, [0, 1]), ([7], 5, [0, 2, 4, 6, 8]), ([487], 5, [0, 100, 200, 300, 400, 500]),
        ([5000], 5, [0, 1000, 2000, 3000, 4000, 5000]), ([5001], 5, [0, 2000, 4000, 6000]), ([-3, 12], 4, [-5, 0, 5, 10, 15]),
        ([-40], 4, [-40, -30, -20, -10, 0]), ([999], 2, [0, 500, 1000]),
    ]

    @Test(arguments: scales)
    func ticksAreRoundAndCoverTheValues(values: [Int], ticks: Int, expected: [Int]) {
        #expect(ChartScale(covering: values, ticks: ticks).ticks == expected)
    }

    @Test func theFinestStepIsKept() {
        #expect(ChartScale(covering: [3], ticks: 5, least: 100).ticks == [0, 100])
    }

    @Test(arguments: [[Int.max], [Int.min], [Int.min, Int.max], [Int.max / 8], [1, Int.max]])
    func theLargestValuesHaveAScale(values: [Int]) {
        for ticks in [Int.min, 0, 1, 5] {
            let scale = ChartScale(covering: values, ticks: ticks)
            #expect(scale.lower < scale.upper && scale.ticks.count <= max(ticks, 2) + 1)
        }
    }

    /// Two columns of dots a cell: four columns of two dots and a gap of one fit into six cells.
    @Test func columnsAreDrawnInDotsBlocksAndSigns() {
        let chart = ColumnChart(values: [4, 2, nil, 8], slots: 4, scale: ChartScale(covering: [8], ticks: 4))
        let rect = Rect(column: 0, row: 0, columns: 8, rows: 2)
        #expect(drawn(8, 2) { $0.columnChart(chart, in: rect) } == ["      ⣿⡇", "⣿⡇⣤⡄·\u{0020}⣿⡇"])
        #expect(drawn(8, 2, .blocks) { $0.columnChart(chart, in: rect) } == ["      █", "█ ▄ · █"])
        #expect(drawn(8, 2, .ascii) { $0.columnChart(chart, in: rect) } == ["      #", "# - . #"])
    }

    @Test func theGrowingColumnIsInTheAccentAndWhatIsToComeIsEmpty() {
        var frame = Frame(size: Size(columns: 8, rows: 1), glyphs: .blocks)
        let chart = ColumnChart(values: [1, 1], slots: 4, scale: ChartScale(covering: [1], ticks: 1), current: 1)
        frame.columnChart(chart, in: Rect(column: 0, row: 0, columns: 8, rows: 1))
        #expect(frame.lines == ["█ █"])
        #expect(frame[Point(column: 0, row: 0)]?.role == .spark && frame[Point(column: 2, row: 0)]?.role == .accent)
    }

    /// A zero has no column, anything above it the least one; both are told from a gap.
    @Test func aZeroIsNoGapAndASmallValueIsSeen() {
        let chart = ColumnChart(values: [0, 1, nil], slots: 3, scale: ChartScale(covering: [1_000_000], ticks: 1))
        let rect = Rect(column: 0, row: 0, columns: 6, rows: 1)
        #expect(drawn(6, 1, .blocks) { $0.columnChart(chart, in: rect) } == ["  ▁ ·"])
    }

    @Test func moreColumnsThanPlacesShowTheLargest() {
        let chart = ColumnChart(values: [1, 10, 1, 1], slots: 4, scale: ChartScale(covering: [10], ticks: 1))
        #expect(drawn(2, 1, .ascii) { $0.columnChart(chart, in: Rect(column: 0, row: 0, columns: 2, rows: 1)) } == ["#_"])
    }

    @Test func aLineHasGapsAndADottedForecast() {
        let chart = LineChart(values: [8, 8, nil, 8, 8], forecast: [8, 8, 8], scale: ChartScale(covering: [8], ticks: 1))
        let rect = Rect(column: 0, row: 0, columns: 16, rows: 1)
        let line = drawn(16, 1) { $0.lineChart(chart, in: rect) }[0]
        #expect(line == "⠉⠉⠁  ⠈⠉⠉⠉⠁⠁⠈⠁⠁⠈ ⠁" || line.contains("  "), "\(line)")
        #expect(line.prefix(3).allSatisfy { $0 != " " } && line.contains(" "))
        var frame = Frame(size: Size(columns: 16, rows: 1), glyphs: .unicode)
        frame.lineChart(chart, in: rect)
        let roles = (0..<16).compactMap { frame[Point(column: $0, row: 0)]?.role }
        #expect(roles.first == .spark && roles.last == .accent)
    }

    @Test func aLevelLiesAcrossAndTheLineOverIt() {
        let scale = ChartScale(covering: [10], ticks: 1)
        let chart = LineChart(values: [10, 10], scale: scale, levels: [LineChart.Level(5, .stateLow), LineChart.Level(99, .stateCut)])
        for glyphs in [Glyphs.unicode, .blocks, .ascii] {
            var frame = Frame(size: Size(columns: 4, rows: 3), glyphs: glyphs)
            frame.lineChart(chart, in: Rect(column: 0, row: 0, columns: 4, rows: 3))
            let roles = (0..<3).flatMap { row in (0..<4).compactMap { frame[Point(column: $0, row: row)]?.role } }
            #expect(!roles.contains(.stateCut))
            if glyphs.braille { #expect(roles.contains(.stateLow)) }
        }
    }

    @Test func negativeValuesLieBelowZero() {
        let scale = ChartScale(covering: [-10, 10], ticks: 2)
        let chart = LineChart(values: [10, -10], scale: scale)
        let lines = drawn(4, 2) { $0.lineChart(chart, in: Rect(column: 0, row: 0, columns: 4, rows: 2)) }
        #expect(lines[0].hasPrefix("⠉") || lines[0].first.map { $0 != " " } == true)
        #expect(lines[1].last.map { $0 != " " } == true)
        #expect(scale.ticks == [-10, 0, 10])
    }

    private static let hostile: [[Int?]] = [
        [], [nil], [5], [nil, nil], [nil, 5, nil], [-1, -2], [Int.max, Int.min], [0, 0, 0], [Int.max, nil, 1],
        Array(repeating: 3, count: 500),
    ]

    @Test(arguments: hostile)
    func nothingIsTooHostileToBeDrawn(values: [Int?]) {
        let scale = ChartScale(covering: values.compactMap { $0 }, ticks: 5)
        for glyphs in [Glyphs.unicode, .blocks, .ascii] {
            for (columns, rows) in [(0, 0), (1, 1), (3, 2), (40, 9)] {
                let rect = Rect(column: 0, row: 0, columns: columns, rows: rows)
                let lines = drawn(columns, rows, glyphs) { frame in
                    frame.lineChart(LineChart(values: values, forecast: [1, 0], scale: scale), in: rect)
                    frame.columnChart(ColumnChart(values: values, slots: values.count, scale: scale), in: rect)
                    frame.chartAxes(
                        ChartAxes(
                            scale: scale, figures: scale.ticks.map(String.init), unit: "kWh", slots: values.count, placement: .points,
                            words: [ChartAxes.Word(0, "one"), ChartAxes.Word(9, "ten")]), in: rect)
                }
                #expect(lines.allSatisfy { $0.cellWidth <= columns })
                if glyphs == .ascii { #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 }) }
            }
        }
    }

    @Test func axesStandAroundTheChart() {
        let scale = ChartScale(covering: [10], ticks: 2)
        let axes = ChartAxes(
            scale: scale, figures: ["0", "5", "10"], unit: "kWh", slots: 4, placement: .columns,
            words: [ChartAxes.Word(0, "a"), ChartAxes.Word(1, "touches"), ChartAxes.Word(3, "d")])
        var frame = Frame(size: Size(columns: 14, rows: 8), glyphs: .blocks)
        let plot = frame.chartAxes(axes, in: Rect(column: 0, row: 0, columns: 14, rows: 8))
        #expect(plot == Rect(column: 5, row: 2, columns: 9, rows: 4))
        #expect(
            frame.lines == [
                "", "kWh", " 10 ┤", "    │", "  5 ┤", "    │", "  0 ╰┬─────┬──", "     a     d",
            ])
    }
}
