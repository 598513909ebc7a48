// Protects drawn figures, lists, footers and dialogs: they say what the numbers say, and they fit.
// How: drawn lines for tables of values, at widths where everything fits and where it does not, in Unicode and in ASCII.
import Terminal
import Testing
import TextLayout

struct WidgetTests {
    private func drawn(_ columns: Int, rows: Int = 1, glyphs: Glyphs = .unicode, _ draw: (inout Frame) -> Void) -> [String] {
        var frame = Frame(size: Size(columns: columns, rows: rows), glyphs: glyphs)
        draw(&frame)
        return frame.lines
    }

    @Test(arguments: [
        (0, "", "........"), (1, "▏", "-......."), (500, "████", "####...."), (999, "███████▉", "########"), (1000, "████████", "########"),
        (5000, "████████", "########"), (-3, "", "........"), (Int.max, "████████", "########"),
    ])
    func aBarFillsByEighths(value: Int, unicode: String, ascii: String) {
        let origin = Point(column: 0, row: 0)
        #expect(drawn(8) { $0.bar(at: origin, width: 8, value: value, maximum: 1000) } == [unicode])
        #expect(drawn(8, glyphs: .ascii) { $0.bar(at: origin, width: 8, value: value, maximum: 1000) } == [ascii])
    }

    @Test func aLowBarHasItsRole() {
        var frame = Frame(size: Size(columns: 4, rows: 2))
        frame.bar(at: Point(column: 0, row: 0), width: 4, value: 499, maximum: 1000, low: 500)
        frame.bar(at: Point(column: 0, row: 1), width: 4, value: 500, maximum: 1000, low: 500)
        #expect(frame[Point(column: 0, row: 0)]?.role == .lowBar && frame[Point(column: 0, row: 1)]?.role == .bar)
        #expect(frame[Point(column: 3, row: 0)]?.role == .emptyBar)
        frame.bar(at: Point(column: 0, row: 0), width: 4, value: 5, maximum: 0)
        #expect(frame.lines[0] == "")
        frame.bar(at: Point(column: 0, row: 0), width: 4, value: Int.max - 1, maximum: Int.max)
        #expect(frame.lines[0] == "███▉")
    }

    @Test func aSparklineEndsAtTheRightEdge() {
        let origin = Point(column: 1, row: 0)
        #expect(drawn(10) { $0.sparkline(at: origin, width: 9, values: [0, 1, nil, 4, 7]) } == ["     ▁▂·▅█"])
        #expect(drawn(4) { $0.sparkline(at: origin, width: 3, values: [9, 9, 0, 1, 2], maximum: 2) } == [" ▁▄█"])
        #expect(drawn(4, glyphs: .ascii) { $0.sparkline(at: origin, width: 3, values: [0, nil, 5]) } == [" _.#"])
        #expect(drawn(4) { $0.sparkline(at: origin, width: 3, values: [nil, nil]) } == ["  ··"])
    }

    private let columns: [Column<String>] = [
        Column("room", title: "room", width: 6), Column("who", title: "occupant", width: 6...14, priority: 50),
        Column("left", title: "kWh left", shortTitle: "kWh", width: 7, placement: .decimal(2)),
        Column("age", title: "age", width: 4, placement: .aligned(.right), priority: 10),
    ]

    @Test(arguments: [
        (60, [0, 8, 24, 33]), (40, [0, 8, 24, 33]), (37, [0, 8, 24, 33]), (30, [0, 8, 17, 26]), (29, [0, 8, 16, 25]), (28, [0, 8, 21]),
        (22, [0, 8]), (15, [0, 8]), (14, [0]), (3, [0]), (0, [0]),
    ])
    func columnsGiveWayByPriority(width: Int, starts: [Int]) {
        let plan = ColumnPlan(columns, width: width)
        #expect(plan.columns.map(\.start) == starts)
        for placed in plan.columns { #expect(placed.start + placed.width <= max(width, 0)) }
    }

    @Test func aTableAlignsItsDecimalPoints() {
        let plan = ColumnPlan(columns, width: 37)
        let lines = drawn(38, rows: 5) { frame in
            frame.tableHeader(plan, at: Point(column: 0, row: 0), width: 37, rule: true)
            for (row, cells) in [("3-418", "李伟、王芳、陈涛、赵敏", "94.15", "3 s"), ("3-419", "Chen Tao", "8", "12 s"), ("3-420", "", "-1.5", "·")]
                .enumerated()
            {
                let point = Point(column: 0, row: row + 2)
                for (id, text) in zip(["room", "who", "left", "age"], [cells.0, cells.1, cells.2, cells.3]) {
                    frame.tableCell(text, in: id, of: plan, at: point)
                }
            }
            frame.tableCell("nothing", in: "no such column", of: plan, at: Point(column: 0, row: 2))
        }
        #expect(
            lines == [
                "room    occupant            kWh   age", String(repeating: "─", count: 37), "3-418   李伟、王芳、…     94.15   3 s",
                "3-419   Chen Tao           8     12 s", "3-420                     -1.5      ·",
            ])
    }

    private let hints = [
        KeyHint("F1", "Help"), KeyHint("F2", "Screens"), KeyHint("F8", "Control", isEnabled: false), KeyHint("F10", "Back"),
    ]

    @Test(arguments: [
        (43, "F1 Help  F2 Screens  F8 Control  F10 Back"), (41, "F1 Help  F2 Screens  F8 Control  F10 Back"),
        (40, "F1 Help F2 Screens F8 Control F10 Back"), (37, "F1 Help F2 Screens F8 Control …"), (20, "F1 Help F2 Screens …"), (7, "…"),
        (0, ""),
    ])
    func aFooterShowsWholeHints(width: Int, line: String) {
        #expect(drawn(50) { $0.footer(hints, at: Point(column: 0, row: 0), width: width) } == [line])
    }

    @Test func aDisabledHintIsDim() {
        var frame = Frame(size: Size(columns: 50, rows: 1))
        #expect(frame.footer(hints, at: Point(column: 0, row: 0), width: 50) == 4)
        #expect(frame[Point(column: 21, row: 0)]?.role == .disabledKey && frame[Point(column: 33, row: 0)]?.role == .key)
    }

    @Test func aDialogIsAsWideAsItsText() {
        let dialog = Dialog(
            question: "Sell 50.00 yuan to 3-418?",
            changes: [.init("remaining", before: "3.25", after: "94.15"), .init("count", before: "6", after: "6")],
            input: .init(label: "amount", field: TextField("50.00"), width: 8), keys: [KeyHint("+", "Sell"), KeyHint("Esc", "Leave")])
        var frame = Frame(size: Size(columns: 40, rows: 14))
        let rect = frame.dialog(dialog)
        #expect(rect == Rect(column: 4, row: 1, columns: 32, rows: 12))
        #expect(
            frame.lines.dropFirst().prefix(12).map { String($0.dropFirst(4)) } == [
                "╭──────────────────────────────╮", "│                              │", "│  Sell 50.00 yuan to 3-418?   │",
                "│                              │", "│  remaining   3.25  →  94.15  │", "│  count          6         6  │",
                "│                              │", "│  amount  50.00               │", "│                              │",
                "│  + Sell  Esc Leave           │", "│                              │", "╰──────────────────────────────╯",
            ])
        #expect(frame.cursor == Point(column: 20, row: 8))
    }

    @Test func aDialogFitsASmallScreen() {
        let dialog = Dialog(
            question: "A rather long question about one room?", notes: ["李伟王芳陈涛"], keys: [KeyHint("Esc", "Leave")], isDanger: true)
        for size in [Size(columns: 20, rows: 6), Size(columns: 3, rows: 2), Size(columns: 0, rows: 0)] {
            var frame = Frame(size: size)
            frame.cursor = Point(column: 1, row: 1)
            let rect = frame.dialog(dialog)
            #expect(rect.size.columns <= size.columns && rect.size.rows <= size.rows)
            // The blank rows have given way, and the cursor stands on the keys.
            #expect(size.rows < 6 || frame.cursor == Point(column: 3, row: 4) && frame.lines[4].contains("Esc Leave"))
        }
    }

    /// What has to be typed is seen however much is to be read above it, and what is missing is counted.
    @Test func sentencesGiveWayBeforeTheFieldOfADialog() {
        let sentences = (1...20).map { "Sentence \($0)." }
        let dialog = Dialog(
            question: "Divide it?", text: sentences, input: .init(label: "rooms", field: TextField("12"), width: 4),
            notes: ["It can not be divided another way."], keys: [KeyHint("Esc", "Leave")])
        for rows in 9...16 {
            var frame = Frame(size: Size(columns: 60, rows: rows))
            let rect = frame.dialog(dialog)
            let shown = frame.lines.filter { $0.contains("Sentence") }.count
            #expect(frame.text.contains("Divide it?") && frame.text.contains("rooms  12") && frame.text.contains("Esc Leave"))
            #expect(frame.text.contains("It can not be divided another way.") && frame.text.contains("… +\(20 - shown)"), "\(frame.text)")
            #expect(frame.cursor.map { (rect.origin.row + 1..<rect.origin.row + rect.size.rows - 1).contains($0.row) } ?? false)
        }
    }

    @Test func signsOfAThemeMustFitTheirCell() {
        var glyphs = Glyphs.unicode
        var taken = glyphs.set("minus", to: "-")
        #expect(taken && glyphs.minus == "-")
        for (name, sign) in [("minus", ""), ("minus", "--"), ("minus", "李"), ("track", "\t"), ("no such", "x")] {
            taken = glyphs.set(name, to: sign)
            #expect(!taken && glyphs.minus == "-")
        }
        for name in Glyphs.overrides {
            taken = glyphs.set(name, to: "x")
            #expect(taken, "\(name)")
        }
    }

    @Test func everySignIsOneCell() {
        for glyphs in [Glyphs.unicode, .ascii] {
            let single = [
                glyphs.horizontal, glyphs.vertical, glyphs.track, glyphs.ellipsis, glyphs.minus, glyphs.nothing, glyphs.pointer,
                glyphs.marked,
            ]
            let all = single + [glyphs.separator] + glyphs.corners + glyphs.joints + glyphs.eighths + glyphs.levels + glyphs.more
            #expect(all.allSatisfy { $0.cellWidth == 1 })
        }
        #expect(Glyphs.ascii.eighths.joined().utf8.allSatisfy { $0 < 0x7F })
    }
}
