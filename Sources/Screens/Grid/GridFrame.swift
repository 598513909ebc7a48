import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the grid.
enum GridColumn: Hashable, Sendable {
    case room, who, left, after, days, last, amount, state
}

extension Console {
    /// Lines of the grid in view; below them stand the totals and more about the row under the cursor.
    var gridHeight: Int { max(size.rows - 9, 1) }

    private func gridPlan() -> ColumnPlan<GridColumn> {
        ColumnPlan(
            [
                Column(.room, title: phrase("room"), width: 8...12), Column(.who, title: phrase("who"), width: 8...18, priority: 40),
                Column(.left, title: phrase("kWh left"), shortTitle: "kWh", width: 8, placement: .decimal(2)),
                Column(.after, title: phrase("after"), width: 8, placement: .decimal(2)),
                Column(.days, title: phrase("days"), width: 5, placement: .decimal(1), priority: 30),
                Column(.last, title: phrase("last sale"), width: 12, placement: .aligned(.right), priority: 50),
                Column(.amount, title: phrase("yuan"), width: 9, placement: .decimal(2)), Column(.state, title: "", width: 15...40),
            ], width: size.columns - 4, gap: 1)
    }

    /// Draws the grid at whatever it has come to.
    func drawGrid(in frame: inout Frame) {
        guard let grid, !grid.rows.isEmpty else {
            frame.line([(phrase("Top-up grid"), .title)], [], row: 1)
            frame.emptyState(
                [
                    phrase("There are no rooms in the grid."), phrase("Mark rooms on the list (Space, v, A, M) and press t there,"),
                    phrase("paste rooms with amounts from a spreadsheet, or press L to load a file."),
                ], row: 4)
            drawGridComplaint(row: 8, in: &frame)
            return
        }
        switch grid.stage {
        case .editing, .planning: drawAmounts(grid, in: &frame)
        case .review(_, _, let count): drawReview(grid, count: count, in: &frame)
        case .committing: drawReview(grid, count: nil, in: &frame)
        case .done(let result): drawResult(result, grid, in: &frame)
        }
    }

    private func drawAmounts(_ grid: GridState, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        var left: [Run] = [(phrase("Top-up grid"), .title), (phrase("   \(figures.count(grid.rows.count)) rooms"), .text)]
        if !grid.list.marks.isEmpty { left += [(phrase("   \(figures.count(grid.list.marks.count)) marked"), .mark)] }
        let kept: [Run] =
            grid.isDirty
            ? [(phrase("not kept yet"), .dim)] : grid.keptAt.map { [(phrase("draft kept \(desk.wall($0).clock)"), .dim)] } ?? []
        let position = frame.position(in: grid.list)
        frame.line(left, position.isEmpty || kept.isEmpty ? kept + position : kept + [("   ", .dim)] + position, row: 1)
        let plan = gridPlan()
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        for index in grid.list.visible { draw(grid, at: index, row: 4 + index - grid.list.top, plan, in: &frame) }
        let foot = size.rows - 5
        frame.horizontalRule(at: Point(column: 1, row: foot), width: size.columns - 2)
        drawTotals(grid, row: foot + 1, in: &frame)
        if grid.complaint.isEmpty { drawRowInHand(grid, row: foot + 2, in: &frame) } else { drawGridComplaint(row: foot + 2, in: &frame) }
    }

    private func draw(_ grid: GridState, at index: Int, row: Int, _ plan: ColumnPlan<GridColumn>, in frame: inout Frame) {
        let found = grid.rows[index]
        let figures = Figures(glyphs: frame.glyphs)
        let at = Point(column: 3, row: row)
        let isHere = grid.list.index == index
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        if grid.list.marks.contains(found.id) { frame.text(frame.glyphs.marked, 1, row, .mark) }
        let facts = desk.live.facts(of: found.room)
        frame.tableCell(found.room.text, in: .room, of: plan, at: at, role: .strong)
        frame.tableCell(desk.people.short(in: found.room), in: .who, of: plan, at: at, role: .dim)
        frame.tableCell(figures.energy(facts?.left), in: .left, of: plan, at: at)
        let after = self.after(isHere ? typedMoney(grid) ?? found.money : found.money, in: found.room)
        frame.tableCell(figures.energy(after), in: .after, of: plan, at: at, role: after == nil ? .dim : .strong)
        frame.tableCell(figures.days(days(after ?? facts?.left, facts)).filter { $0 != "+" }, in: .days, of: plan, at: at, role: .dim)
        if let sale = grid.sales[found.room] {
            frame.tableCell("\(gridDay(sale.at)) \(figures.money(sale.money))", in: .last, of: plan, at: at, role: .dim)
        }
        let isTyped = isHere && grid.cell != nil
        let (words, role): (String, Role) = isTyped ? (phrase("editing"), .dim) : state(of: grid.verdicts[index], facts)
        frame.tableCell(words, in: .state, of: plan, at: at, role: role)
        frame.tableCell(
            found.amount.isEmpty ? frame.glyphs.nothing : found.amount, in: .amount, of: plan, at: at,
            role: amountRole(grid.verdicts[index]))
        guard isHere else { return }
        frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
        guard let amount = plan[.amount] else { return }
        let place = Point(column: 3 + amount.start, row: row)
        if let cell = grid.cell {
            let width =
                cell.text.hasPrefix("=")
                ? max(amount.width, min(cell.text.cellWidth + 2, size.columns - place.column - 1)) : amount.width
            frame.highlight(Rect(column: place.column - 1, row: row, columns: width + 2, rows: 1), role: .focusedField)
            frame.text("[", place.column - 1, row, .focusedField)
            frame.text("]", place.column + width, row, .focusedField)
            frame.field(cell, at: place, width: width, focused: true, alignment: cell.text.hasPrefix("=") ? .left : .right)
        } else {
            frame.park(place.column + amount.width - 1, row)
        }
    }

    private func amountRole(_ verdict: GridVerdict) -> Role {
        switch verdict {
        case .empty: .dim
        case .ready, .released: .amountIn
        case .held: .warning
        case .refused, .noValue: .critical
        }
    }

    /// The amount in the cell that is being typed; nil while there is none.
    private func typedMoney(_ grid: GridState) -> Money? { grid.cell.flatMap { Money(yuan: $0.text) } }

    /// What a room would have then: what it has, what is under way, and what the amount buys.
    private func after(_ money: Money?, in room: RoomID) -> Energy? {
        guard let money, let left = desk.live.facts(of: room)?.left else { return nil }
        let pending = desk.live[room]?.underWay?.energy(at: desk.price) ?? .zero
        return left + pending + desk.price.energy(for: money)
    }

    private func days(_ energy: Energy?, _ facts: RoomFacts?) -> Int? {
        guard let energy, let use = facts?.use, use.wattHours > 0 else { return nil }
        return Int(max(0, energy.wattHours) * 10 / use.wattHours)
    }

    /// The day of a sale, or its time where it was today.
    private func gridDay(_ at: Instant) -> String {
        let isToday = Day(of: at, at: desk.rules.offset) == Day(of: desk.now, at: desk.rules.offset)
        return isToday ? desk.wall(at).minutes : monthDay(at)
    }

    private func state(of verdict: GridVerdict, _ facts: RoomFacts?) -> (String, Role) {
        let supply: String? =
            switch facts?.supply {
            case .cut: phrase("CUT")
            case .low, .veryLow: phrase("low")
            case .noData: phrase("no data")
            default: nil
            }
        let isCut = if case .cut = facts?.supply { true } else { false }
        switch verdict {
        case .empty: return (supply ?? "", isCut ? .stateCut : .dim)
        case .ready: return (phrase("ready") + (supply.map { " " + $0 } ?? ""), isCut ? .stateCut : .stateOn)
        case .released(let hold): return (phrase("ready, ") + words(hold), .stateOn)
        case .held(let hold): return (phrase("HELD ") + words(hold), .warning)
        case .refused(let refusal): return (refusal.short, .critical)
        case .noValue(let words): return (words, .critical)
        }
    }

    private func words(_ hold: GridHold) -> String {
        switch hold {
        case .soldToday(let sale): phrase("sold \(desk.wall(sale.at).minutes)")
        case .aboveLargest(let largest): phrase("above \(largest)")
        }
    }

    private func drawTotals(_ grid: GridState, row: Int, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let totals = grid.totals
        var runs: [Run] = [
            (phrase("TOTAL "), .dim), (figures.money(totals.money), .strong), (phrase(" yuan"), .unit), (phrase(" for "), .dim),
            (figures.count(totals.ready), .strong),
            (totals.ready == 1 ? phrase(" room") : phrase(" rooms"), .dim),
        ]
        let empty = totals.rows - totals.ready - totals.held - totals.refused
        if empty > 0 { runs += [("   \(figures.count(empty))", .text), (phrase(" without amount"), .dim)] }
        if totals.held > 0 { runs += [(phrase("   \(figures.count(totals.held)) held"), .warning), (phrase(": y releases"), .dim)] }
        if totals.refused > 0 { runs += [(phrase("   \(figures.count(totals.refused)) refused"), .critical)] }
        frame.runs(runs, 1, row, width: size.columns - 2)
    }

    /// All of the row under the cursor in a sentence.
    private func drawRowInHand(_ grid: GridState, row: Int, in frame: inout Frame) {
        guard let found = grid.inHand else { return }
        let figures = Figures(glyphs: frame.glyphs)
        let facts = desk.live.facts(of: found.room)
        var runs: [Run] = [(found.room.text, .strong)]
        // What was there before is no longer what is meant while another amount is typed.
        switch typedMoney(grid) == nil ? grid.verdicts[grid.list.index] : .ready {
        case .refused(let refusal): runs += [("  " + refusal.sentences.joined(separator: " "), .critical)]
        case .noValue(let words): runs += [("  \(found.formula): \(words)", .critical)]
        case .held(.soldToday(let sale)):
            runs += [
                (
                    phrase("  \(sale.money) yuan were sold to it today at \(desk.wall(sale.at).minutes). y releases it, if that is meant."),
                    .warning
                )
            ]
        case .held(.aboveLargest(let largest)):
            runs += [(phrase("  More than the \(largest) yuan of everyday sales. y releases it."), .warning)]
        case .ready, .released, .empty:
            if !found.formula.isEmpty { runs += [("  \(found.formula)", .accent)] }
            if let left = facts?.left, let after = after(typedMoney(grid) ?? found.money, in: found.room) {
                runs += [
                    ("  \(figures.energy(left))", .text), (" \(frame.glyphs.arrow) ", .dim), (figures.energy(after), .strong),
                    (" kWh", .unit),
                ]
                if let tenths = days(after, facts) { runs += [(phrase(", about \(tenths / 10) days at its usual use"), .dim)] }
            }
        }
        let people = desk.people[found.room].map(\.name)
        if !people.isEmpty { runs += [("   " + people.joined(separator: ", "), .dim)] }
        frame.runs(runs, 1, row, width: size.columns - 2)
    }

    /// What the next keys do.
    var gridHint: String {
        switch grid?.stage {
        case .editing:
            if grid?.cell?.text.hasPrefix("=") == true {
                return phrase("beds people left use days price   + - * / ( )   Enter takes it, Esc gives it up")
            }
            return phrase("digits Enter next   . above   / marked   * all   = formula   + review")
        case .planning: return phrase("Working it out. Keys typed meanwhile are dropped.")
        case .review: return phrase("Nothing is posted until the count is typed and + is pressed. Esc goes back.")
        case .committing: return phrase("Writing it into the books.")
        case .done: return phrase("Orders go on by themselves   v voids a sale   n tries again what was not sold")
        case nil: return ""
        }
    }

    private func drawGridComplaint(row: Int, in frame: inout Frame) {
        guard let grid, !grid.complaint.isEmpty else { return }
        frame.runs([("!! ", .critical), (grid.complaint.joined(separator: " "), .text)], 1, row, width: size.columns - 2)
    }
}
