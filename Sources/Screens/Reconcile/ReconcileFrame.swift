import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of books, meter and orders side by side.
enum ReconcileColumn: Hashable, Sendable {
    case state, room, books, meter, unit, count, orders, differs, age, file, owner, words
}

extension Console {
    /// Lines of rooms in view; below them stands more about the one under the cursor.
    var reconcileHeight: Int { max(size.rows - 12, 1) }

    private static var plan: [Column<ReconcileColumn>] {
        [
            Column(.state, title: phrase("state"), width: 9), Column(.room, title: phrase("room"), width: 8...12),
            Column(.books, title: phrase("books"), width: 8, placement: .decimal(2)),
            Column(.meter, title: phrase("meter"), width: 8, placement: .decimal(2)),
            Column(.unit, title: "", width: 4, priority: 75),
            Column(.count, title: phrase("no."), width: 6, placement: .aligned(.right), priority: 60),
            Column(.orders, title: phrase("orders"), width: 7, priority: 78),
            Column(.differs, title: phrase("differs"), width: 8, placement: .aligned(.right)),
            Column(.age, title: phrase("since"), width: 6, placement: .aligned(.right), priority: 85),
            Column(.file, title: phrase("case"), width: 7, priority: 80), Column(.owner, title: phrase("owner"), width: 8, priority: 40),
            Column(.words, title: phrase("why"), width: 8...90, priority: 10),
        ]
    }

    /// Draws every room's books, meter and orders side by side: what nothing explains before the rest.
    func drawReconcile(in frame: inout Frame) {
        drawReconcileSums(in: &frame)
        let plan = ColumnPlan(Self.plan, width: size.columns - 4, gap: 1)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        guard let overview = reconciliation.overview else {
            frame.emptyState([phrase("Books and meters are being held against each other."), phrase("A moment.")], row: 5)
            return
        }
        if overview.rows.isEmpty {
            frame.emptyState([phrase("There are no rooms yet."), phrase("dormwatt import brings them.")], row: 5)
        } else if reconciliation.order.isEmpty {
            frame.emptyState(
                [phrase("No room fits the filter \(filters.reconcile.text)."), phrase("Esc twice takes it away; \\ changes it.")], row: 5)
        }
        for index in reconciliation.list.visible {
            guard let row = reconciliation[reconciliation.order[index]] else { continue }
            draw(row, row: 4 + index - reconciliation.list.top, plan, in: &frame)
        }
        if let row = reconciliation.inHand { drawReconcileFoot(row, in: &frame) }
    }

    private func drawReconcileSums(in frame: inout Frame) {
        guard let overview = reconciliation.overview else { return }
        let figures = Figures(glyphs: frame.glyphs)
        func count(_ verdict: ReconcileVerdict) -> String { figures.count(overview.counts[verdict] ?? 0) }
        let open = overview.counts[.unexplained] ?? 0
        var runs: [Run] = [(count(.unexplained), open > 0 ? .stateCut : .strong), (phrase(" unexplained"), .dim)]
        runs += [
            ("   \(overview.openCases)", overview.openCases > 0 ? .stateLow : .text),
            (overview.openCases == 1 ? phrase(" case") : phrase(" cases"), .dim),
        ]
        runs += [
            ("   \(count(.explained))", .text), (phrase(" explained"), .dim), ("   \(count(.equal))", .text), (phrase(" equal"), .dim),
        ]
        runs += [
            ("   \(count(.notKnown))", .text), (phrase(" not known"), .dim), ("   \(count(.booksAlone))", .text),
            (phrase(" books alone"), .dim),
        ]
        let filtered = filterRuns(reconciliation.order.count, of: overview.rows.count, figures)
        frame.line(filtered.isEmpty ? runs : filtered, frame.position(in: reconciliation.list), row: 1)
    }

    private func draw(_ found: ReconcileRow, row: Int, _ plan: ColumnPlan<ReconcileColumn>, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let at = Point(column: 3, row: row)
        let isHere = reconciliation.list.cursor == found.id
        let unit = found.meter?.unit ?? .energy
        let nothing = frame.glyphs.nothing
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        frame.tableCell(found.verdict.spoken, in: .state, of: plan, at: at, role: found.verdict.role)
        frame.tableCell(found.id.text, in: .room, of: plan, at: at, role: found.verdict == .unexplained ? .strong : .text)
        frame.tableCell(figures.credit(found.balance), in: .books, of: plan, at: at)
        frame.tableCell(figures.credit(found.reading?.remaining), in: .meter, of: plan, at: at)
        frame.tableCell(found.meter == nil ? "" : figures.unit(unit), in: .unit, of: plan, at: at, role: .unit)
        let isOff = found.reading?.count.map { $0 != found.expectedCount } ?? false
        let count = found.reading?.count.map { isOff ? "\(found.expectedCount)/\($0)" : "\($0)" }
        frame.tableCell(count ?? nothing, in: .count, of: plan, at: at, role: isOff ? .stateLow : .dim)
        if let order = found.openOrders.first { frame.tableCell(order.state.spoken, in: .orders, of: plan, at: at, role: order.state.role) }
        if let worst = found.unexplained.first ?? found.differences.first {
            let amount =
                worst.kind == .count ? phrase("\(worst.amount > 0 ? "+" : "")\(worst.amount) no.") : figures.change(worst.amount, unit)
            frame.tableCell(amount, in: .differs, of: plan, at: at, role: worst.isExplained ? .dim : .stateCut)
        }
        frame.tableCell(found.since.map { Age.text(of: $0, at: desk.now) } ?? nothing, in: .age, of: plan, at: at, role: .dim)
        if let open = found.openCases.first {
            let more = found.openCases.count > 1 ? "+" : ""
            frame.tableCell(open.id.text + more, in: .file, of: plan, at: at, role: open.isThere ? .stateLow : .dim)
            frame.tableCell(open.owner ?? nothing, in: .owner, of: plan, at: at, role: open.owner == nil ? .warning : .text)
        }
        frame.tableCell(found.reasons.joined(separator: " "), in: .words, of: plan, at: at, role: .dim)
        if isHere {
            frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
            frame.park(0, row)
        }
    }

    /// Each difference with its explanation, and the last words of the case.
    private func drawReconcileFoot(_ found: ReconcileRow, in frame: inout Frame) {
        let width = size.columns - 2
        var row = size.rows - 7
        frame.horizontalRule(at: Point(column: 1, row: row - 1), width: width)
        var lines: [(String, Role)] = []
        for reason in found.reasons { lines += reason.wrapped(to: width).map { ($0, .text) } }
        if found.verdict == .equal, found.differences.isEmpty { lines = [(phrase("Books and meter agree."), .text)] }
        if let open = caseInHand {
            let owner = open.owner.map { phrase("with \($0)") } ?? phrase("with nobody")
            let gone = open.isThere ? "" : phrase(", the difference is no longer there")
            let head = phrase("Case \(open.id), \(open.kind.spoken), \(Age.text(of: open.openedAt, at: desk.now)) old, \(owner)\(gone).")
            let last = open.steps.count > 1 ? open.steps.last.map { " \($0.actor.name): \($0.act.sentence)" } ?? "" : ""
            let words = (head + last).wrapped(to: width).prefix(2).map { ($0, Role.accent) }
            lines = lines.prefix(4 - words.count) + words
        }
        for (text, role) in lines.prefix(4) {
            frame.text(text, 1, row, role, width: width)
            row += 1
        }
    }
}

extension ReconcileVerdict {
    /// How the word is drawn.
    var role: Role {
        switch self {
        case .unexplained: .stateCut
        case .explained: .stateScheduled
        case .notKnown: .stateNoData
        case .equal: .stateOn
        case .booksAlone: .dim
        }
    }
}

extension Figures {
    /// Hundredths of a unit with a sign in front.
    fileprivate func change(_ hundredths: Int64, _ unit: CreditUnit) -> String { change(Credit(unit, hundredths: hundredths)) }
}
