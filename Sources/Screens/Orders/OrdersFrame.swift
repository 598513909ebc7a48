import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// The columns of the list of orders.
enum OrdersColumn: Hashable, Sendable {
    case state, room, amount, unit, count, made, changed, tries, note, meter
}

extension Console {
    /// Lines of orders in view.
    var ordersHeight: Int { max(size.rows - 10, 1) }

    private static var plan: [Column<OrdersColumn>] {
        [
            Column(.state, title: phrase("state"), width: 9), Column(.room, title: phrase("room"), width: 8...12),
            Column(.amount, title: phrase("amount"), width: 9, placement: .decimal(2)), Column(.unit, title: "", width: 4),
            Column(.count, title: phrase("no."), width: 4, placement: .aligned(.right), priority: 60),
            Column(.made, title: phrase("made"), width: 11, priority: 80),
            Column(.changed, title: phrase("since"), width: 6, placement: .aligned(.right)),
            Column(.tries, title: phrase("tries"), width: 5, placement: .aligned(.right), priority: 70),
            Column(.note, title: phrase("note"), width: 8...160, priority: 50),
            Column(.meter, title: phrase("meter"), width: 12, priority: 10),
        ]
    }

    /// Draws what meters were asked to do: open orders first, what wants a person before the rest.
    func drawOrders(in frame: inout Frame) {
        let orders = desk.orders
        let figures = Figures(glyphs: frame.glyphs)
        var runs: [Run] = [
            (figures.count(orders.open), .strong), (orders.open == 1 ? phrase(" order under way") : phrase(" orders under way"), .dim),
        ]
        if orders.troubled > 0 { runs += [("   \(orders.troubled)", .stateLow), (phrase(" without proof"), .dim)] }
        runs += [("   \(figures.count(orders.sorted.count - orders.open))", .text), (phrase(" done lately"), .dim)]
        let filtered = filterRuns(filters.orderRows.count, of: orders.sorted.count, figures)
        frame.line(filtered.isEmpty ? runs : filtered, frame.position(in: orderList), row: 1)
        let plan = ColumnPlan(Self.plan, width: size.columns - 4)
        frame.tableHeader(plan, at: Point(column: 3, row: 2), width: size.columns - 4)
        frame.horizontalRule(at: Point(column: 1, row: 3), width: size.columns - 2)
        if orders.sorted.isEmpty {
            frame.emptyState(
                [phrase("No order was made yet."), phrase("t on a room sells electricity; its order then stands here.")], row: 5)
        }
        if !orders.sorted.isEmpty, filters.orderRows.isEmpty {
            frame.emptyState(
                [phrase("No order fits the filter \(filters.orders.text)."), phrase("Esc twice takes it away; \\ changes it.")], row: 5)
        }
        for index in orderList.visible {
            guard let order = orders[filters.orderRows[index]] else { continue }
            draw(order, row: 4 + index - orderList.top, plan, in: &frame)
        }
        drawOrderFoot(in: &frame)
    }

    private func draw(_ order: Order, row: Int, _ plan: ColumnPlan<OrdersColumn>, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let at = Point(column: 3, row: row)
        let ink: Role = order.state.isOpen ? .text : .dim
        let isHere = orderList.cursor == order.id
        if isHere { frame.text(frame.glyphs.pointer, 0, row, .accent) }
        frame.tableCell(order.state.spoken, in: .state, of: plan, at: at, role: order.state.role)
        frame.tableCell(order.room.text, in: .room, of: plan, at: at, role: order.state.isOpen ? .strong : .text)
        if let move = order.task.relay {
            frame.tableCell(phrase("relay"), in: .amount, of: plan, at: at, role: ink)
            frame.tableCell(move == .open ? phrase("open", context: "relay") : phrase("shut"), in: .unit, of: plan, at: at, role: .unit)
        } else {
            frame.tableCell(figures.change(order.task.change), in: .amount, of: plan, at: at, role: ink)
            frame.tableCell(figures.unit(order.task.amount.unit), in: .unit, of: plan, at: at, role: .unit)
            frame.tableCell(String(order.count), in: .count, of: plan, at: at, role: ink)
        }
        frame.tableCell("\(monthDay(order.createdAt)) \(desk.wall(order.createdAt).minutes)", in: .made, of: plan, at: at, role: .dim)
        frame.tableCell(Age.text(of: order.changedAt, at: desk.now), in: .changed, of: plan, at: at, role: ink)
        frame.tableCell(order.attempts == 0 ? frame.glyphs.nothing : String(order.attempts), in: .tries, of: plan, at: at, role: ink)
        frame.tableCell(order.spokenNote, in: .note, of: plan, at: at, role: ink)
        frame.tableCell(order.meter.text, in: .meter, of: plan, at: at, role: .dim)
        if isHere {
            frame.highlight(Rect(column: 0, row: row, columns: size.columns, rows: 1), role: .cursor)
            frame.park(0, row)
        }
    }

    /// What the state of the order under the cursor means, and what it says of itself.
    private func drawOrderFoot(in frame: inout Frame) {
        guard let order = orderList.cursor.flatMap({ desk.orders[$0] }) else { return }
        let row = size.rows - 5
        frame.text(order.state.spoken, 1, row, order.state.role)
        for (index, line) in order.state.meaning.wrapped(to: size.columns - 13).prefix(2).enumerated() { frame.text(line, 12, row + index) }
        var runs: [Run] = [(phrase("order \(order.id)"), .dim)]
        if let before = order.before, let after = order.after {
            let figures = Figures(glyphs: frame.glyphs)
            runs += [
                ("   \(figures.credit(before.remaining))", .text), (" \(frame.glyphs.arrow) ", .dim),
                (figures.credit(after.remaining), .strong),
            ]
            runs += [(" " + figures.unit(after.remaining.unit), .unit)]
        }
        if !order.note.isEmpty { runs += [("   " + order.spokenNote, .text)] }
        frame.runs(runs, 12, row + 2, width: size.columns - 13)
    }
}
