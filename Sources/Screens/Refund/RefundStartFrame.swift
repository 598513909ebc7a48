import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the rooms that a new run takes or leaves out.
enum RefundStartColumn: Hashable, Sendable {
    case room, verdict, who, why
}

extension Console {
    /// Lines of rooms in view.
    var refundStartHeight: Int { max(size.rows - 10, 1) }

    private static var plan: [Column<RefundStartColumn>] {
        [
            Column(.room, title: phrase("room"), width: 8...12), Column(.verdict, title: "", width: 8),
            Column(.who, title: phrase("who leaves"), width: 16...40), Column(.why, title: phrase("why"), width: 24...100, priority: 80),
        ]
    }

    /// Draws which rooms a new run would take and which are left out.
    func drawRefundStart(in frame: inout Frame) {
        guard let start = refund.start else {
            return frame.emptyState([phrase("There is no run to start."), phrase("g f shows the runs, and n begins one.")], row: 4)
        }
        let request = start.request
        frame.line(
            [(request.name, .title), (phrase("   \(request.scope.text), last day \(request.exitDay)"), .dim)],
            frame.position(in: refund.startList), row: 1)
        guard let plan = start.plan else {
            let words =
                start.complaint.isEmpty
                ? [phrase("Its rooms are being looked up."), phrase("A moment. Nothing is frozen by it.")] : start.complaint
            return frame.emptyState(words.flatMap { $0.wrapped(to: size.columns - 6) }, row: 4)
        }
        let figures = Figures(glyphs: frame.glyphs)
        let leaving = start.leaving
        var runs: [Run] = [
            (figures.count(plan.rooms.count), .strong),
            (plan.rooms.count == 1 ? phrase(" room is taken") : phrase(" rooms are taken"), .dim),
            ("   \(figures.count(leaving))", .text), (leaving == 1 ? phrase(" resident leaves") : phrase(" residents leave"), .dim),
        ]
        if !plan.left.isEmpty { runs += [("   \(figures.count(plan.left.count))", .stateLow), (phrase(" left out"), .dim)] }
        frame.runs(runs, 1, 2, width: size.columns - 2)
        let columns = ColumnPlan(Self.plan, width: size.columns - 4, gap: 2)
        frame.tableHeader(columns, at: Point(column: 3, row: 3), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 4), width: size.columns - 2)
        if start.order.isEmpty {
            frame.emptyState(
                [phrase("Every room of it is in the run already."), phrase("Esc goes back; the run goes on in its list.")], row: 6)
        }
        for index in refund.startList.visible where start.order.indices.contains(index) {
            draw(start.order[index], plan, start, row: 5 + index - refund.startList.top, columns, in: &frame)
        }
        let words = start.complaint.isEmpty ? [phrase("Nothing is frozen yet.")] : start.complaint
        for (index, text) in words.flatMap({ $0.wrapped(to: size.columns - 2) }).prefix(2).enumerated() {
            frame.text(text, 1, size.rows - 4 + index, start.complaint.isEmpty ? .dim : .critical)
        }
    }

    private func draw(
        _ room: RoomID, _ plan: RefundStarted, _ start: RefundStartState, row: Int, _ columns: ColumnPlan<RefundStartColumn>,
        in frame: inout Frame
    ) {
        let at = Point(column: 3, row: row)
        let reason = plan.left[room]
        frame.tableCell(room.text, in: .room, of: columns, at: at, role: .strong)
        frame.tableCell(
            reason == nil ? phrase("taken") : phrase("left out"), in: .verdict, of: columns, at: at,
            role: reason == nil ? .stateOn : .stateLow)
        frame.tableCell(start.people[room]?.words(start.names) ?? "", in: .who, of: columns, at: at)
        frame.tableCell(reason?.text ?? "", in: .why, of: columns, at: at, role: .stateLow)
        guard refund.startList.cursor == room else { return }
        frame.text(frame.glyphs.pointer, 0, row, .accent)
        frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
        frame.park(0, row)
    }
}
