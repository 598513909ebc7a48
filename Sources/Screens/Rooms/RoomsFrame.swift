import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the list of rooms.
enum RoomsColumn: Hashable, Sendable {
    case room, state, left, bar, days, load, order, age, fortnight, use, reason, balance
}

extension Console {
    /// Cells of the list; beside it stands the room under the cursor where there is room.
    ///
    /// The room gets 45 cells; a wider terminal gives the list its further columns first, and what it can not use is the room's.
    var roomsWidth: Int { showsRoomBeside ? min(max(84, size.columns - 48), 135) : size.columns }

    /// Whether the list has the width for the use of a fortnight.
    var drawsFortnights: Bool { roomsPlan(width: roomsWidth - 4)[.fortnight] != nil }

    /// Lines of the list in view.
    var roomsHeight: Int { max(size.rows - 6, 1) }

    private func roomsPlan(width: Int) -> ColumnPlan<RoomsColumn> {
        ColumnPlan(
            [
                Column(.room, title: phrase("room"), width: 8...12), Column(.state, title: phrase("state"), width: 8),
                Column(.left, title: phrase("kWh left"), shortTitle: "kWh", width: 8, placement: .decimal(2)),
                Column(.bar, title: "", width: 8, priority: 60),
                Column(.days, title: phrase("days"), width: 5, placement: .decimal(1)),
                // Beside a room the fortnight comes before the load, and of an order its state is enough: the room says the rest.
                Column(.load, title: "kW", width: 5, placement: .decimal(2), priority: showsRoomBeside ? 35 : 50),
                Column(
                    .order, title: phrase("under way"), shortTitle: phrase("order"), width: showsRoomBeside ? 7...14 : 14...14,
                    priority: 70),
                Column(.age, title: phrase("age"), width: 6, placement: .aligned(.right), priority: 80),
                Column(.fortnight, title: phrase("use, 14 days"), width: Office.drawnDays, priority: 40),
                Column(.use, title: phrase("kWh/day"), width: 7, placement: .decimal(2), priority: 20),
                Column(.reason, title: phrase("why"), width: 14, priority: 30),
                Column(.balance, title: phrase("in books"), width: 8, placement: .decimal(2), priority: 10),
            ], width: width, gap: 2)
    }

    /// Draws the list of rooms.
    func drawRooms(in frame: inout Frame) {
        let table = desk.shown
        drawRoomsContext(table, in: &frame)
        let plan = roomsPlan(width: roomsWidth - 4)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: roomsWidth - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: roomsWidth - 2)
        if rooms.order.isEmpty {
            let sentences =
                rooms.filter.isEmpty
                ? desk.whyNoRooms
                : [phrase("No room fits the filter \(rooms.filter.text)."), phrase("Esc twice takes it away; \\ changes it.")]
            frame.emptyState(sentences, row: 5)
        }
        for index in rooms.list.visible {
            let id = rooms.order[index]
            drawRow(id, row: 4 + index - rooms.list.top, plan, table, in: &frame)
        }
        if showsRoomBeside, let id = rooms.list.cursor {
            frame.verticalRule(at: Point(column: roomsWidth, row: 2), height: size.rows - 4)
            let rect = Rect(column: roomsWidth + 2, row: 2, columns: size.columns - roomsWidth - 3, rows: size.rows - 4)
            frame.pane(rect) { pane in drawRoomBeside(id, in: &pane) }
        }
    }

    private func drawRoomsContext(_ table: RoomTable, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        var runs: [Run] = []
        if rooms.filter.isEmpty {
            runs += table.tally.parts(figures).map(\.runs).joined(separator: [("   ", .text)])
        } else {
            runs += [(phrase("filter "), .dim), (rooms.filter.text, .accent)]
            runs += [("   \(figures.count(rooms.order.count))", .text), (phrase(" of \(figures.count(table.ids.count)) rooms"), .dim)]
        }
        if rooms.sort != RoomSort() {
            let title = rooms.sort.column.title.lowercased()
            runs += [(rooms.sort.isReversed ? phrase("   by \(title), turned round") : phrase("   by \(title)"), .dim)]
        }
        if !rooms.list.marks.isEmpty { runs += [(phrase("   \(rooms.list.marks.count) marked"), .mark)] }
        frame.line(runs, frame.position(in: rooms.list), row: 1)
    }

    private func drawRow(_ id: RoomID, row: Int, _ plan: ColumnPlan<RoomsColumn>, _ table: RoomTable, in frame: inout Frame) {
        let isHere = rooms.list.cursor == id
        let at = Point(column: 3, row: row)
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        if rooms.list.marks.contains(id) { frame.text(frame.glyphs.marked, 1, row, .mark) }
        drawName(id, in: plan, row: row, in: &frame)
        guard let view = table[id], let facts = table.facts(of: id) else {
            return frame.tableCell(phrase("gone"), in: .state, of: plan, at: at, role: .stateNoData)
        }
        let figures = Figures(glyphs: frame.glyphs)
        let age = view.reading.map { desk.now.milliseconds(since: $0.at) }
        let ink: Role = age.map { $0 > Age.stale } ?? false ? .stale : .text
        let isChanged = facts.changedAt.map { desk.now.milliseconds(since: $0) < 1500 } ?? false
        frame.tableCell(facts.supply.word, in: .state, of: plan, at: at, role: facts.supply.role)
        frame.tableCell(figures.energy(facts.left), in: .left, of: plan, at: at, role: isChanged ? .changed : ink)
        if let bar = plan[.bar], let left = facts.left {
            frame.remainingBar(left, facts.supply, desk.rules.alarms, at: Point(column: 3 + bar.start, row: row), width: bar.width)
        }
        // The column ends at 999; whoever has that much is not looked for here.
        frame.tableCell(figures.days(of: facts).filter { $0 != "+" }, in: .days, of: plan, at: at, role: ink)
        frame.tableCell(figures.load(view.reading?.load), in: .load, of: plan, at: at, role: ink)
        if let placed = plan[.fortnight], let days = desk.fortnight(of: id) {
            let values = days.map { $0.energy.map { Int($0.wattHours) } }
            frame.sparkline(at: Point(column: 3 + placed.start, row: row), width: placed.width, values: values)
        }
        frame.tableCell(figures.energy(view.meanUse), in: .use, of: plan, at: at, role: .dim)
        frame.tableCell(figures.credit(view.balance), in: .balance, of: plan, at: at, role: .dim)
        if let order = view.order {
            let words = view.spokenOrder(order, figures)
            let isWhole = plan[.order].map { words.cellWidth <= $0.width } ?? false
            frame.tableCell(isWhole ? words : order.spoken, in: .order, of: plan, at: at, role: order.role)
        }
        if case .cut(let reason) = facts.supply { frame.tableCell(reason.short, in: .reason, of: plan, at: at, role: .stateCut) }
        frame.tableCell(age.map(Age.inList) ?? frame.glyphs.nothing, in: .age, of: plan, at: at, role: ink == .stale ? .stale : .dim)
        if isHere {
            // The bar keeps its own colours: its length is what is to be read.
            let bar = plan[.bar].map { 3 + $0.start..<3 + $0.start + $0.width } ?? roomsWidth..<roomsWidth
            frame.highlight(Rect(column: 0, row: row, columns: bar.lowerBound, rows: 1), role: .cursor)
            frame.highlight(Rect(column: bar.upperBound, row: row, columns: roomsWidth - bar.upperBound, rows: 1), role: .cursor)
            frame.park(0, row)
        }
    }

    /// The name, with what was searched for in it underlined.
    private func drawName(_ id: RoomID, in plan: ColumnPlan<RoomsColumn>, row: Int, in frame: inout Frame) {
        guard let placed = plan[.room] else { return }
        frame.text(id.text, 3 + placed.start, row, .strong, width: placed.width)
        var wanted = rooms.search
        if case .prompt(let prompt) = overlay, case .find = prompt.kind { wanted = prompt.field.text.trimmed }
        guard !wanted.isEmpty, id.text.cellWidth <= placed.width else { return }
        let (name, sought) = (Array(id.text.lowercased()), Array(wanted.lowercased()))
        guard name.count == id.text.count, name.count >= sought.count,
            let start = (0...(name.count - sought.count)).first(where: { Array(name[$0..<$0 + sought.count]) == sought })
        else { return }
        let before = String(id.text.prefix(start))
        frame.text(String(id.text.dropFirst(start).prefix(sought.count)), 3 + placed.start + before.cellWidth, row, .match)
    }
}

extension Frame {
    /// What is left against the alarms: each eighth of the bar is as much as alarm 1. A room that is low by its days alone has the colour
    /// of one that is low.
    mutating func remainingBar(_ left: Energy, _ supply: SupplyState, _ alarms: AlarmRules, at point: Point, width: Int) {
        let isLow = left < alarms.first || supply == .low || supply == .veryLow
        bar(
            at: point, width: width, value: Int(left.wattHours), maximum: Int(alarms.first.wattHours) * 8, role: isLow ? .lowBar : .bar)
    }
}

extension RoomView {
    /// The order that is under way: the credit that it moves and its state, or that it moves the relay.
    func spokenOrder(_ order: OrderState, _ figures: Figures) -> String {
        guard let underWay else { return "\(phrase("relay")) \(order.spoken)" }
        return "\(figures.change(underWay)) \(order.spoken)"
    }
}
