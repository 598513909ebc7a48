import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of what came of a grid.
private enum ResultColumn: Hashable, Sendable {
    case room, amount, before, after, state, note
}

extension Console {
    private static var resultColumns: [Column<ResultColumn>] {
        [
            Column(.room, title: phrase("room"), width: 8...12), Column(.amount, title: phrase("yuan"), width: 9, placement: .decimal(2)),
            Column(.before, title: phrase("before"), width: 8, placement: .decimal(2), priority: 60),
            Column(.after, title: phrase("after"), width: 8, placement: .decimal(2), priority: 60),
            Column(.state, title: phrase("state"), width: 9),
            Column(.note, title: "", width: 10...80),
        ]
    }

    /// Draws what came of a grid: how far delivery is, and every room with its own end.
    func drawResult(_ result: GridResult, _ grid: GridState, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let head =
            result.existed ? phrase("It stood in the books already; nothing was sold twice.") : phrase("Sold, and it stands in the books.")
        frame.line(
            [
                (head, .strong), (phrase("  \(figures.count(result.rows.count)) rooms"), .text),
                ("  \(figures.money(result.money))", .strong),
                (phrase(" yuan"), .unit),
            ],
            frame.position(in: grid.list), row: 1)
        drawProgress(result, row: 2, in: &frame)
        let plan = ColumnPlan(Self.resultColumns, width: size.columns - 4)
        frame.tableHeader(plan, at: Point(column: 3, row: 3), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 4), width: size.columns - 2)
        for index in grid.list.visible {
            draw(
                grid.rows[index], grid.verdicts[index], result, isMarked: grid.list.marks.contains(grid.rows[index].id),
                row: 5 + index - grid.list.top, plan, in: &frame)
            if grid.list.index == index {
                let row = 5 + index - grid.list.top
                frame.text(frame.glyphs.pointer, 0, row, .accent)
                frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
                frame.park(0, row)
            }
        }
        drawResultFoot(result, grid, in: &frame)
    }

    private func drawProgress(_ result: GridResult, row: Int, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let progress = result.progress
        guard progress.total > 0 else { return }
        var runs: [Run] = [
            (phrase("meters "), .dim), (figures.count(progress.confirmed), .strong),
            (phrase(" of \(figures.count(progress.total))  "), .dim),
        ]
        let start = frame.runs(runs, 1, row)
        frame.bar(at: Point(column: 1 + start, row: row), width: 12, value: progress.confirmed, maximum: progress.total, role: .bar)
        runs = []
        if progress.open > 0 {
            let left =
                progress.secondsLeft(since: result.since, now: desk.now).map { phrase("about \(Age.text(max($0, 1) * 1000)) left") }
                ?? phrase("the meters are asked one by one")
            runs += [("  \(left)", .dim)]
        } else {
            runs += [(progress.troubled == 0 ? phrase("  every meter was read back and holds it") : phrase("  nothing is under way"), .dim)]
        }
        if progress.troubled > 0 { runs += [(phrase("   \(progress.troubled) without proof"), .stateCut)] }
        frame.runs(runs, 1 + start + 12, row, width: size.columns - start - 14)
    }

    private func draw(
        _ row: GridRow, _ verdict: GridVerdict, _ result: GridResult, isMarked: Bool, row line: Int, _ plan: ColumnPlan<ResultColumn>,
        in frame: inout Frame
    ) {
        let figures = Figures(glyphs: frame.glyphs)
        let at = Point(column: 3, row: line)
        if isMarked { frame.text(frame.glyphs.marked, 1, line, .mark) }
        frame.tableCell(row.room.text, in: .room, of: plan, at: at, role: .strong)
        frame.tableCell(row.amount.isEmpty ? frame.glyphs.nothing : row.amount, in: .amount, of: plan, at: at)
        guard let committed = result.rows[row.room] else {
            frame.tableCell(row.source.isEmpty ? "" : phrase("NOT SOLD"), in: .state, of: plan, at: at, role: .stateCut)
            frame.tableCell(reason(row, verdict, result), in: .note, of: plan, at: at, role: .dim)
            return
        }
        let order = committed.order.flatMap { result.orders[$0] ?? desk.orders[$0] }
        let change = result.changes[row.room]
        frame.tableCell(figures.credit(order?.before?.remaining ?? change?.before), in: .before, of: plan, at: at, role: .dim)
        let isProven = order?.state == .confirmed
        frame.tableCell(figures.credit(order?.after?.remaining ?? (isProven ? change?.after : nil)), in: .after, of: plan, at: at)
        if let order {
            frame.tableCell(order.state.spoken, in: .state, of: plan, at: at, role: order.state.role)
            frame.tableCell(order.spokenNote, in: .note, of: plan, at: at, role: .dim)
        } else {
            frame.tableCell(
                committed.order == nil ? phrase("BOOKS") : phrase("QUEUED"), in: .state, of: plan, at: at, role: .stateScheduled)
        }
    }

    private func reason(_ row: GridRow, _ verdict: GridVerdict, _ result: GridResult) -> String {
        if let refused = result.refusals[row.room] { return refused.sentences[0] }
        switch verdict {
        case .held(.soldToday(let sale)): return phrase("held: sold \(desk.wall(sale.at).minutes)")
        case .held(.aboveLargest(let largest)): return phrase("held: above \(largest)")
        case .refused(let refusal): return refusal.sentences[0]
        case .noValue(let words): return words
        case .empty, .ready, .released: return ""
        }
    }

    /// What the state of the row under the cursor means.
    private func drawResultFoot(_ result: GridResult, _ grid: GridState, in frame: inout Frame) {
        guard let row = grid.inHand else { return }
        let line = size.rows - 4
        frame.horizontalRule(at: Point(column: 1, row: line - 1), width: size.columns - 2)
        if let order = order(of: row, in: result) {
            frame.text(order.state.spoken, 1, line, order.state.role)
            frame.text(order.state.meaning, 12, line, .text, width: size.columns - 13)
            frame.text(phrase("order \(order.id)"), 12, line + 1, .dim, width: size.columns - 13)
        } else if result.rows[row.room] == nil, !row.source.isEmpty {
            frame.text(phrase("Nothing was sold to it. n goes on with what was not sold."), 1, line, .text, width: size.columns - 2)
        }
    }
}
