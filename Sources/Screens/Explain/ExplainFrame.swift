import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Lines of the chain in view.
    var explainHeight: Int { max(min(size.rows - 2, 30) - 7, 1) }

    /// Draws an explanation: the figures as tabs, the answer, then the chain, each step with its time and how it is known.
    func draw(_ state: ExplainState, in frame: inout Frame) {
        let columns = min(size.columns - 2, 104)
        let lines = state.shown.map { chain($0, selected: state.index, width: columns - 6) } ?? []
        let rows = min(max(lines.count, 3), explainHeight) + 7
        let rect = Rect(column: (size.columns - columns) / 2, row: max((size.rows - rows) / 2, 0), columns: columns, rows: rows)
        frame.fill(rect, role: .dialog)
        frame.box(rect, role: .focusedBorder)
        frame.pane(rect.inset(horizontal: 2, vertical: 1)) { pane in
            drawTabs(state, in: &pane)
            pane.horizontalRule(at: Point(column: 0, row: 1), width: pane.size.columns)
            guard let shown = state.shown else {
                pane.text(phrase("Looking it up in the books and the readings."), 1, 2, .dim)
                pane.park(0, 2)
                return
            }
            let answer = ExplanationWords(offset: desk.rules.offset).sentence(shown.answer)
            pane.text(answer, 1, 2, .strong, width: pane.size.columns - 1)
            draw(lines, of: state, row: 4, in: &pane)
            let keys = [
                KeyHint("Enter", phrase("opens it"), isEnabled: state.link != nil), KeyHint("Left/Right", phrase("figure")),
                KeyHint("Esc", phrase("close")),
            ]
            pane.footer(keys, at: Point(column: 0, row: pane.size.rows - 1), width: pane.size.columns)
        }
    }

    /// The name of what is explained and its figures; narrow terminals name the one in view and how many there are.
    private func drawTabs(_ state: ExplainState, in pane: inout Frame) {
        var column = pane.text(state.name, 0, 0, .title) + 2
        let all = state.figures?.map(\.figure) ?? [state.figure]
        let needed = all.reduce(column) { $0 + $1.title.cellWidth + 2 }
        guard needed <= pane.size.columns else {
            let place = (all.firstIndex(of: state.figure) ?? 0) + 1
            pane.runs([(state.figure.title, .currentTab), ("  " + phrase("\(place) of \(all.count)"), .dim)], column, 0)
            return
        }
        for figure in all { column += pane.text(figure.title, column, 0, figure == state.figure ? .currentTab : .tab) + 2 }
    }

    private func draw(_ lines: [ExplainLine], of state: ExplainState, row first: Int, in pane: inout Frame) {
        if lines.isEmpty { pane.text(phrase("There is nothing more to say about it."), 1, first, .dim) }
        let height = pane.size.rows - first - 1
        let here = lines.indices.filter { lines[$0].step == state.index }
        // The whole of the step under the cursor is in view, its beginning before all.
        let last = max(lines.count - height, 0)
        let top = min(max((here.last ?? 0) - height + 1, 0), here.first ?? 0, last)
        for (offset, line) in lines.dropFirst(top).prefix(height).enumerated() {
            let row = first + offset
            if let time = line.time { pane.text(time, 1, row, .dim, width: ExplainLine.margin - 2) }
            pane.runs([(line.text, line.step == state.index ? .strong : .text), (line.source, .dim)], ExplainLine.margin, row)
            if line.step == state.index, line.isFirst {
                pane.text(pane.glyphs.pointer, 0, row, .accent)
                pane.park(0, row)
            }
        }
        if top > 0 { pane.text(pane.glyphs.more[0], pane.size.columns - 1, first, .accent) }
        if top < last { pane.text(pane.glyphs.more[1], pane.size.columns - 1, first + height - 1, .accent) }
        if lines.isEmpty { pane.park(0, first) }
    }

    /// The steps as lines of a width.
    private func chain(_ explanation: FigureExplanation, selected: Int, width: Int) -> [ExplainLine] {
        let words = ExplanationWords(offset: desk.rules.offset)
        let room = max(width - ExplainLine.margin, 16)
        return explanation.steps.enumerated().flatMap { index, step -> [ExplainLine] in
            let wrapped = words.sentence(step.fact).wrapped(to: room)
            var lines = wrapped.enumerated().map { row, text in ExplainLine(step: index, text: text, isFirst: row == 0) }
            let source = "  " + words.source(of: step)
            if let last = lines.indices.last, lines[last].text.cellWidth + source.cellWidth <= room {
                lines[last].source = source
            } else {
                lines.append(ExplainLine(step: index, source: String(source.dropFirst(2)), isFirst: lines.isEmpty))
            }
            lines[0].time = step.at.map { "\(monthDay($0)) \(desk.wall($0).minutes)" }
            return lines
        }
    }
}

/// A line of a chain.
private struct ExplainLine {
    /// Cells for the time at the left.
    static let margin = 15

    var step: Int
    var time: String?
    var text = ""
    var source = ""
    var isFirst: Bool
}
