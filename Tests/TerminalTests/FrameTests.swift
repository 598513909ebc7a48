// Protects the screen as a value: what is drawn stands where it was put, inside the frame, with no half of a wide character left over.
// How: frames compared with drawn lines and role maps; and random drawing from a printed seed, after which every row must be whole.
import Seeded
import Terminal
import Testing
import TextLayout

struct FrameTests {
    @Test func textIsPutClippedAndAligned() {
        var frame = Frame(size: Size(columns: 12, rows: 4))
        frame.put("Room 3-418", at: Point(column: 0, row: 0))
        frame.put("62.40", at: Point(column: 0, row: 1), maxWidth: 8, alignment: .right)
        frame.put("ON", at: Point(column: 8, row: 1), maxWidth: 4, alignment: .centre)
        frame.put("李伟、王芳、陈涛", at: Point(column: 2, row: 2))
        frame.put("Wang Fang", at: Point(column: 3, row: 3), maxWidth: 6)
        #expect(frame.lines == ["Room 3-418", "   62.40 ON", "  李伟、王…", "   Wang …"])
    }

    @Test func nothingIsDrawnOutside() {
        var frame = Frame(size: Size(columns: 4, rows: 2), glyphs: .ascii)
        frame.put("above", at: Point(column: 0, row: -1))
        frame.put("below", at: Point(column: 0, row: 2))
        frame.put("right", at: Point(column: 4, row: 0))
        frame.put("left", at: Point(column: -3, row: 0))
        frame.put("李李", at: Point(column: -1, row: 1))
        frame.fill(Rect(column: -5, row: -5, columns: 3, rows: 3), role: .dialog)
        frame.box(Rect(column: 3, row: 1, columns: 9, rows: 9))
        frame.highlight(Rect(column: 2, row: 0, columns: 99, rows: 99), role: .cursor)
        #expect(frame.lines == ["t", " 李+"])
        #expect(frame[Point(column: 4, row: 0)] == nil && frame[Point(column: 0, row: -1)] == nil)
        var nothing = Frame(size: Size(columns: 0, rows: 0))
        nothing.put("a", at: Point(column: 0, row: 0))
        #expect(nothing.lines == [])
    }

    @Test func halfAWideCharacterNeverStandsAlone() {
        var frame = Frame(size: Size(columns: 6, rows: 3))
        frame.put("李伟王", at: Point(column: 0, row: 0))
        frame.put("x", at: Point(column: 1, row: 0))
        frame.put("y", at: Point(column: 2, row: 0))
        frame.put("李伟王", at: Point(column: 0, row: 1))
        frame.put("陈", at: Point(column: 1, row: 1))
        frame.put("abcde", at: Point(column: 0, row: 2))
        frame.put("李", at: Point(column: 5, row: 2))
        #expect(frame.lines == [" xy 王", " 陈 王", "abcde…"])
    }

    @Test func controlCharactersAreShownNotSent() {
        var frame = Frame(size: Size(columns: 14, rows: 1))
        frame.put("\u{1B}[2J\tx\u{7}", at: Point(column: 0, row: 0))
        #expect(frame.lines == ["␛[2J␉x␇"])
    }

    @Test func rolesGroundAndHighlightAreKept() {
        var frame = Frame(size: Size(columns: 8, rows: 2))
        frame.fill(Rect(column: 0, row: 0, columns: 4, rows: 1), role: .heat(2))
        frame.put("418", at: Point(column: 0, row: 0), role: .strong)
        frame.put("LOW", at: Point(column: 0, row: 1), role: .stateLow)
        frame.highlight(Rect(column: 0, row: 1, columns: 8, rows: 1), role: .cursor)
        #expect(frame[Point(column: 1, row: 0)]?.ground == .heat2)
        let map = frame.roleMap
        #expect(map.lines == ["aaab", "cccddddd"])
        #expect(map.legend == ["a": "text.strong", "b": "heat.2", "c": "state.low+cursor", "d": "text+cursor"])
    }

    @Test func boxesAndRulesAreDrawn() {
        var frame = Frame(size: Size(columns: 12, rows: 4))
        frame.box(Rect(column: 0, row: 0, columns: 12, rows: 3), title: "Sell")
        frame.horizontalRule(at: Point(column: 2, row: 3), width: 99)
        frame.verticalRule(at: Point(column: 5, row: 1), height: 1)
        #expect(frame.lines == ["╭─ Sell ───╮", "│    │     │", "╰──────────╯", "  ──────────"])
        var plain = Frame(size: Size(columns: 6, rows: 3), glyphs: .ascii)
        plain.box(plain.bounds)
        #expect(plain.lines == ["+----+", "|    |", "+----+"])
    }

    @Test func aPaneHasCoordinatesOfItsOwn() {
        var frame = Frame(size: Size(columns: 8, rows: 3))
        frame.put("########", at: Point(column: 0, row: 1))
        frame.pane(Rect(column: 2, row: 1, columns: 4, rows: 5)) { pane in
            pane.put("detail", at: Point(column: 1, row: 0))
            pane.cursor = Point(column: 1, row: 1)
        }
        #expect(frame.lines == ["", "###de…##", ""])
        #expect(frame.cursor == Point(column: 3, row: 2))
    }

    @Test func randomDrawingLeavesEveryRowWhole() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let texts = ["a", "李", "伟王", "x李y", "e\u{301}", "한국", "…", "👨‍👩‍👧ab", "\u{1B}[m", ""]
        for round in 0..<400 {
            var frame = Frame(size: Size(columns: Int.random(in: 1...9, using: &random), rows: Int.random(in: 1...3, using: &random)))
            for _ in 0..<30 {
                let point = Point(column: Int.random(in: -3...10, using: &random), row: Int.random(in: -1...3, using: &random))
                let rect = Rect(origin: point, size: Size(columns: Int.random(in: 0...6, using: &random), rows: 2))
                switch Int.random(in: 0...5, using: &random) {
                case 0: frame.fill(rect, role: .dialog)
                case 1: frame.box(rect)
                case 2: frame.pane(rect) { $0.put(texts.randomElement(using: &random) ?? "", at: Point(column: 0, row: 0)) }
                default: frame.put(texts.randomElement(using: &random) ?? "", at: point)
                }
            }
            for row in 0..<frame.size.rows where !isWhole(Array(frame.row(row))) {
                Issue.record("seed \(seed) round \(round): row \(row) of \(frame.lines)")
                return
            }
        }
    }

    /// Whether each cell's width is that of its character, and right halves stand behind left ones and nowhere else.
    private func isWhole(_ row: [Cell]) -> Bool {
        for (column, cell) in row.enumerated() {
            if cell.width == 2, column + 1 >= row.count || row[column + 1].width != 0 { return false }
            if cell.width == 0, column == 0 || row[column - 1].width != 2 { return false }
            if cell.width > 0, cell.character.cellWidth != cell.width { return false }
        }
        return true
    }
}
