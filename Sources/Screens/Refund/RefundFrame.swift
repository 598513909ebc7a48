import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the list of runs.
enum RefundRunColumn: Hashable, Sendable {
    case run, scope, exitDay, rooms, ended, fixed, due
}

/// The columns of the rooms of a run.
enum RefundColumn: Hashable, Sendable {
    case room, step, who, money, next, waits
}

extension Console {
    /// Lines of runs in view.
    var refundRunsHeight: Int { max(size.rows - 8, 1) }
    /// Lines of rooms in view.
    var refundHeight: Int { max(size.rows - 10 - refundTotals(Figures(glyphs: .ascii)).count, 1) }

    private static var runPlan: [Column<RefundRunColumn>] {
        [
            Column(.run, title: phrase("run"), width: 12...40), Column(.scope, title: phrase("who leaves"), width: 10...34, priority: 60),
            Column(.exitDay, title: phrase("last day"), width: 10, priority: 70),
            Column(.rooms, title: phrase("rooms"), width: 6, placement: .aligned(.right)),
            Column(.ended, title: phrase("ended"), width: 6, placement: .aligned(.right)),
            Column(.fixed, title: phrase("yuan fixed"), shortTitle: phrase("fixed"), width: 11, placement: .decimal(2), priority: 50),
            Column(.due, title: phrase("yuan due"), shortTitle: phrase("due"), width: 11, placement: .decimal(2), priority: 80),
        ]
    }

    /// Draws the runs, the newest first.
    func drawRefunds(in frame: inout Frame) {
        let runs = refund.runs ?? []
        let figures = Figures(glyphs: frame.glyphs)
        let count: [Run] = [
            (phrase("Refunds"), .title), ("   \(figures.count(runs.count))", .strong),
            (runs.count == 1 ? phrase(" run") : phrase(" runs, the newest first"), .dim),
        ]
        frame.line(runs.isEmpty ? [(phrase("Refunds"), .title)] : count, frame.position(in: refund.runList), row: 1)
        let plan = ColumnPlan(Self.runPlan, width: size.columns - 4, gap: 2)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        if refund.runs == nil { frame.emptyState([phrase("The runs are being read."), phrase("A moment.")], row: 5) }
        if refund.runs?.isEmpty == true {
            frame.emptyState(
                [phrase("Nobody has left yet: there is no run."), phrase("n begins one; nothing is frozen before its rooms were shown.")],
                row: 5)
        }
        for index in refund.runList.visible where runs.indices.contains(index) {
            draw(runs[index], row: 4 + index - refund.runList.top, plan, in: &frame)
        }
    }

    private func draw(_ line: RefundRunLine, row: Int, _ plan: ColumnPlan<RefundRunColumn>, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let at = Point(column: 3, row: row)
        let isOver = line.sums.ended == line.sums.rooms
        frame.tableCell(line.id.text, in: .run, of: plan, at: at, role: isOver ? .dim : .strong)
        frame.tableCell(line.run.scope.text, in: .scope, of: plan, at: at, role: .dim)
        frame.tableCell("\(line.run.exitDay)", in: .exitDay, of: plan, at: at, role: .dim)
        frame.tableCell(figures.count(line.sums.rooms), in: .rooms, of: plan, at: at)
        frame.tableCell(figures.count(line.sums.ended), in: .ended, of: plan, at: at, role: .dim)
        frame.tableCell(figures.money(line.sums.fixed), in: .fixed, of: plan, at: at)
        frame.tableCell(figures.money(line.sums.due), in: .due, of: plan, at: at, role: line.sums.due > .zero ? .stateLow : .dim)
        if refund.runList.cursor == line.id { showRefundCursor(row: row, in: &frame) }
    }

    /// The line under the cursor.
    func showRefundCursor(row: Int, in frame: inout Frame) {
        frame.text(frame.glyphs.pointer, 0, row, .accent)
        frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
        frame.park(0, row)
    }

    // MARK: - One run

    private static var plan: [Column<RefundColumn>] {
        [
            Column(.room, title: phrase("room"), width: 8...12), Column(.step, title: phrase("step"), width: 9),
            Column(.who, title: phrase("who leaves"), width: 14...34, priority: 60),
            Column(.money, title: phrase("yuan"), width: 10, placement: .decimal(2)),
            Column(.next, title: phrase("next"), width: 10, priority: 80),
            Column(.waits, title: phrase("waits for"), width: 12...100, priority: 70),
        ]
    }

    /// Draws the rooms of a run with their steps; the totals stand above them at all times.
    func drawRefund(_ run: RefundRunID, in frame: inout Frame) {
        let top = drawRefundHead(run, in: &frame)
        guard let overview = refund.overview else {
            let words =
                refund.complaint.isEmpty ? [phrase("The run is being read from the books."), phrase("A moment.")] : refund.complaint
            return frame.emptyState(words.flatMap { $0.wrapped(to: size.columns - 6) }, row: 6)
        }
        let plan = ColumnPlan(Self.plan, width: size.columns - 4, gap: 2)
        frame.tableHeader(plan, at: Point(column: 3, row: top), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: top + 1), width: size.columns - 2)
        if refund.order.isEmpty {
            frame.emptyState([phrase("No room of the run is there."), phrase("v lists other rooms.")], row: top + 3)
        }
        for index in refund.list.visible where refund.order.indices.contains(index) {
            guard let row = refund[refund.order[index]] else { continue }
            draw(row, overview, row: top + 2 + index - refund.list.top, plan, in: &frame)
        }
        drawRefundFoot(in: &frame)
    }

    /// The run and what its rooms come to together; answers the row below.
    @discardableResult
    func drawRefundHead(_ run: RefundRunID, in frame: inout Frame) -> Int {
        var title: [Run] = [("\(run)", .title)]
        if let known = refund.overview?.run {
            title.append((phrase("   \(known.scope.text), last day \(known.exitDay)"), .dim))
            if known.shareOfLeavers == .staysInRoom { title.append((phrase(", shares stay"), .dim)) }
        }
        frame.line(title, screen == .refund ? frame.position(in: refund.list) : [], row: 1)
        let totals = refundTotals(Figures(glyphs: frame.glyphs))
        for (index, runs) in totals.enumerated() { frame.runs(runs, 1, 2 + index, width: size.columns - 2) }
        return 2 + totals.count
    }

    /// The totals of the run in as many lines as they need: none of them is ever cut.
    private func refundTotals(_ figures: Figures) -> [[Run]] {
        guard refund.overview != nil else { return [] }
        let sums = refund.sums
        let amounts: [(Money, String, Role)] = [
            (sums.estimated, phrase("estimated"), .text), (sums.approved, phrase("approved"), .text),
            (sums.fixed, phrase("fixed"), .strong),
            (sums.due, phrase("due"), .stateLow), (sums.paid, phrase("paid"), .stateOn),
        ]
        var money: [[Run]] = [[(phrase("yuan"), .unit)]]
        money += amounts.filter { $0.0 > .zero }.map { [(figures.money($0.0), $0.2), (" " + $0.1, .dim)] }
        if money.count == 1 { money.append([(phrase("nothing yet"), .dim)]) }
        var steps: [[Run]] = [[(figures.count(sums.rooms), .strong), (sums.rooms == 1 ? phrase(" room") : phrase(" rooms"), .dim)]]
        let marks = screen == .refund ? refund.list.marks.count : 0
        if marks > 0 { steps.append([(phrase("\(figures.count(marks)) marked"), .mark)]) }
        steps += RefundStep.allCases.compactMap { step in
            sums.steps[step].map { [(step.spoken, step.role), (" \(figures.count($0))", .text)] }
        }
        return lines(of: money) + lines(of: steps)
    }

    /// Groups side by side as far as the screen is wide, and below each other.
    private func lines(of groups: [[Run]]) -> [[Run]] {
        var lines: [[Run]] = [[]]
        var used = 0
        for group in groups {
            let width = group.reduce(0) { $0 + $1.text.cellWidth }
            if used > 0, used + 3 + width > size.columns - 2 {
                lines.append([])
                used = 0
            }
            if used > 0 { lines[lines.count - 1].append(("   ", .text)) }
            lines[lines.count - 1] += group
            used += width + (used > 0 ? 3 : 0)
        }
        return lines
    }

    private func draw(_ found: RefundRow, _ overview: RefundOverview, row: Int, _ plan: ColumnPlan<RefundColumn>, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let at = Point(column: 3, row: row)
        let state = found.state
        if refund.list.marks.contains(found.id) { frame.text(frame.glyphs.marked, 1, row, .mark) }
        frame.tableCell(found.id.text, in: .room, of: plan, at: at, role: .strong)
        frame.tableCell(state.step.spoken, in: .step, of: plan, at: at, role: state.step.role)
        frame.tableCell(found.people.words(overview.names), in: .who, of: plan, at: at)
        frame.tableCell(figures.money(state.amount?.money), in: .money, of: plan, at: at, role: state.final == nil ? .dim : .strong)
        if let next = found.next { frame.tableCell(next.keyWords, in: .next, of: plan, at: at, role: .key) }
        if let wait = found.wait {
            frame.tableCell(
                wait.text(at: desk.rules.offset), in: .waits, of: plan, at: at, role: found.wantsSomebody ? .stateLow : .dim)
        }
        if refund.list.cursor == found.id { showRefundCursor(row: row, in: &frame) }
    }

    /// What the room under the cursor waits for and what to do, in full.
    private func drawRefundFoot(in frame: inout Frame) {
        let width = size.columns - 2
        let row = size.rows - 5
        frame.horizontalRule(at: Point(column: 1, row: row - 1), width: width)
        if !refund.complaint.isEmpty {
            for (index, text) in refund.complaint.flatMap({ $0.wrapped(to: width) }).prefix(3).enumerated() {
                frame.text(text, 1, row + index, index == 0 ? .critical : .text)
            }
            return
        }
        guard let found = refund.list.cursor.flatMap({ refund[$0] }) else { return }
        var lines = "\(found.id): \(found.sentence(at: desk.rules.offset))".wrapped(to: width).prefix(2).map { ($0, Role.text) }
        lines.append((found.state.reasons.first.map { phrase("Not refundable: \($0)") } ?? "", .dim))
        for (index, (text, role)) in lines.prefix(3).enumerated() { frame.text(text, 1, row + index, role, width: width) }
    }

    /// What can be done on the screens of refunds.
    var refundHint: String {
        switch visits.current {
        case .refunds: return phrase("Enter shows the rooms of a run, n begins one, u lists what nobody fetched.")
        case .unclaimed: return phrase("+ sets aside what was not fetched for \(RefundDesk.unclaimedDays) days of this run; Esc goes back.")
        case .refundStart:
            return refund.start?.plan == nil
                ? phrase("Esc goes back.") : phrase("+ starts it after the count of rooms was typed; Esc leaves it.")
        case .refund: return phrase("Space marks   Enter why   e estimate   i open   d drop   p papers")
        default: return phrase("Left Right other rooms   e estimate   i open   d drop   Enter opens it")
        }
    }
}

extension RefundRow {
    /// What it waits for, else what comes next.
    func sentence(at offset: UTCOffset) -> String {
        let step = next.map { phrase("Next: \($0.keyWords).") }
        if let wait { return [wait.text(at: offset), step].compactMap { $0 }.joined(separator: " ") }
        if let step { return step }
        switch state.step {
        case .taking: return phrase("Its credit is being taken out; it goes on by itself.")
        case .opening: return phrase("Its relay is being opened; it goes on by itself.")
        case .dropped: return phrase("It was taken out of the run and is in everyday business.")
        default:
            return state.isHandedOver
                ? phrase("It is through; the room belongs to those who stay.") : phrase("It is through; the room is closed.")
        }
    }
}
