import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Draws the form of a sale: amount, before and after, what to look at, and the one key that posts it.
    func drawTopUp(in frame: inout Frame) {
        guard let form = topUp else { return }
        let view = desk.live[form.room]
        let place = view.map { phrase("   building \($0.room.building), floor \($0.room.floor), \($0.room.beds) beds") } ?? ""
        let meter: [Run] = view?.meter.map { [(phrase("meter "), .dim), ($0.id.text, .text)] } ?? []
        frame.line([(phrase("Top-up "), .dim), (form.room.text, .title), (place, .text)], meter, row: 1)
        frame.horizontalRule(at: Point(column: 1, row: 2), width: size.columns - 2)
        let isRoomy = size.rows >= 22
        drawAmount(form, row: isRoomy ? 4 : 3, in: &frame)
        drawBeforeAfter(form, view, row: isRoomy ? 6 : 4, in: &frame)
        drawWords(form, row: isRoomy ? 13 : 7, in: &frame)
    }

    private func drawAmount(_ form: TopUpState, row: Int, in frame: inout Frame) {
        frame.text(phrase("amount"), 3, row, .dim)
        let isTyping = if case .typing = form.stage { true } else { false }
        let place = Point(column: 20, row: row)
        frame.field(form.amount, at: place, width: 13, focused: isTyping, wrong: isTyping && !form.complaint.isEmpty, alignment: .right)
        let sales = desk.rules.sales
        let price = size.columns >= 80 ? phrase(", at \(desk.price) yuan a kWh") : ""
        frame.runs(
            [(phrase("yuan"), .text), (phrase("  \(sales.smallest) to \(sales.largest)\(price)"), .dim)], 34, row, width: size.columns - 35)
    }

    /// Two aligned columns: as it is, and as it would be.
    private func drawBeforeAfter(_ form: TopUpState, _ view: RoomView?, row: Int, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let change = form.change
        let unit = figures.unit(change?.credit.unit ?? view?.meter?.unit ?? .energy)
        let before = change?.before ?? view?.remaining
        frame.text(phrase("now"), 20, row, .header, width: 12, .right)
        frame.text(phrase("after"), 38, row, .header, width: 12, .right)
        func line(_ offset: Int, _ label: String, _ now: String, _ then: String?, _ unit: String) {
            let at = row + 1 + offset
            frame.text(label, 3, at, .dim)
            frame.text(now, 20, at, .text, width: 12, .right)
            frame.text(then == nil || now.isEmpty ? "" : frame.glyphs.arrow, 34, at, .dim)
            frame.text(then ?? frame.glyphs.nothing, 38, at, then == nil ? .dim : .strong, width: 12, .right)
            frame.text(unit, 52, at, .unit)
        }
        line(0, phrase("remaining"), figures.credit(before), change.map { figures.credit($0.after) }, unit)
        let after = change?.after.map { $0.energy(at: desk.price) }
        line(
            1, phrase("lasts"), figures.days(days(before?.energy(at: desk.price), view)),
            change.map { _ in figures.days(days(after, view)) },
            phrase("days", context: "unit"))
        if let at = change?.beforeAt ?? view?.reading?.at, size.columns >= 76 {
            frame.text(phrase("read \(Age.ago(desk.now.milliseconds(since: at)))"), 58, row + 1, .dim, width: size.columns - 59)
        }
        guard size.rows >= 22 else { return }
        line(2, phrase("sold"), "", change.map { figures.change($0.credit) }, unit)
        line(3, phrase("paid"), "", change.map { figures.money($0.money) }, phrase("yuan"))
        if let order = change?.order { line(4, phrase("purchase no."), String(order.count - 1), String(order.count), "") }
    }

    private func days(_ energy: Energy?, _ view: RoomView?) -> Int? {
        guard let energy, let use = view?.meanUse, use.wattHours > 0 else { return nil }
        return Int(max(0, energy.wattHours) * 10 / use.wattHours)
    }

    /// What to look at, what is wrong, and what the next key does.
    private func drawWords(_ form: TopUpState, row: Int, in frame: inout Frame) {
        var row = row
        let last = size.rows - 3
        func sentences(_ texts: [String], _ sign: String, _ role: Role) {
            for text in texts {
                for (index, line) in text.wrapped(to: size.columns - 9).enumerated() where row <= last {
                    if index == 0 { frame.text(sign, 3, row, role) }
                    frame.text(line, 6, row, role)
                    row += 1
                }
            }
        }
        for (index, text) in form.complaint.enumerated() { sentences([text], index == 0 ? "!!" : "", index == 0 ? .critical : .text) }
        if !form.complaint.isEmpty { row += 1 }
        switch form.stage {
        case .typing: sentences([phrase("Enter shows what it would do. Nothing is sold by it.")], "", .dim)
        case .planning: sentences([phrase("Working it out. Keys typed meanwhile are dropped.")], "", .dim)
        case .shown(_, let change):
            sentences(change.warnings.map { $0.sentence(now: desk.now, offset: desk.rules.offset) }, "!", .warning)
            if !change.warnings.isEmpty { row += 1 }
            frame.runs(
                [
                    ("+", .key), (phrase(" posts this sale: "), .text), (phrase("\(change.money) yuan"), .strong), (phrase(" for "), .text),
                    ("\(change.credit) " + (change.credit.unit == .energy ? "kWh" : phrase("yuan")), .strong), (phrase(" into "), .text),
                    (form.room.text, .strong),
                ],
                3, min(row, last - 1), width: size.columns - 5)
            frame.text(phrase("Only + does. Enter posts nothing; Esc goes back."), 3, min(row + 1, last), .dim)
            frame.park(3, min(row, last - 1))
        case .committing: sentences([phrase("Writing it into the books.")], "", .dim)
        case .done(let plan, let change, let committed, let existed):
            drawDone(plan, change, committed, existed: existed, row: row, in: &frame)
        }
    }

    /// The way of the order, from the books to the proof of the meter.
    private func drawDone(_ plan: Plan, _ change: PlannedChange, _ committed: CommittedRow?, existed: Bool, row: Int, in frame: inout Frame)
    {
        let figures = Figures(glyphs: frame.glyphs)
        let text = existed ? phrase("It stood in the books already; nothing was sold twice.") : phrase("Sold, and it stands in the books")
        let entry = committed.map { existed ? phrase("  Entry \($0.entry).") : phrase(" as entry \($0.entry).") } ?? "."
        let isRoomy = size.columns >= 80
        frame.runs([(text, .strong), (entry, .text), (isRoomy ? phrase("  sale \(plan.id)") : "", .dim)], 3, row, width: size.columns - 5)
        frame.park(3, row)
        guard let id = committed?.order else {
            frame.text(phrase("The books keep the credit of this meter: nothing has to be sent."), 3, row + 2, .text)
            return
        }
        let order = desk.orders[id]
        let state = order?.state ?? .queued
        drawWay(state, order, row: row + 2, in: &frame)
        if state == .confirmed, let before = order?.before?.remaining ?? change.before, let after = order?.after?.remaining ?? change.after
        {
            frame.runs(
                [
                    (figures.credit(before), .text), (" \(frame.glyphs.arrow) ", .dim), (figures.credit(after), .strong),
                    (" " + figures.unit(after.unit), .unit),
                ], isRoomy ? 47 : 3, isRoomy ? row + 2 : row + 1)
        }
        var lines = state.meaning.wrapped(to: size.columns - 6)
        if let note = order?.spokenNote, !note.isEmpty { lines += note.wrapped(to: size.columns - 6) }
        for (index, line) in lines.enumerated() where row + 5 + index <= size.rows - 3 {
            frame.text(line, 3, row + 5 + index, state == .unknown || state == .disputed ? .warning : .dim)
        }
    }

    private func drawWay(_ state: OrderState, _ order: Order?, row: Int, in frame: inout Frame) {
        let way = state.way
        var column = 3
        for (index, step) in way.steps.enumerated() {
            let role: Role = index < way.reached ? .text : index == way.reached ? step.role : .disabledKey
            if index > 0 {
                let rule: Role = index <= way.reached ? .dim : .border
                frame.horizontalRule(at: Point(column: column + 1, row: row), width: 4, role: rule)
                column += 6
            }
            let at: Instant? = index == 0 ? order?.createdAt : index == way.reached ? order?.changedAt : nil
            if let at { frame.text(desk.wall(at).clock, column, row + 1, .dim) }
            column += max(frame.text(step.spoken, column, row, role), 8)
        }
    }
}

extension TopUpState {
    /// What would change or has changed; nil before the first preview.
    var change: PlannedChange? {
        switch stage {
        case .shown(_, let change), .committing(_, let change), .done(_, let change, _, _): change
        case .typing, .planning: nil
        }
    }
}

extension OrderState {
    /// The states on the way of an order that stands here, and how far it has come.
    fileprivate var way: (steps: [OrderState], reached: Int) {
        switch self {
        case .queued: ([.queued, .sent, .confirmed], 0)
        case .sent: ([.queued, .sent, .confirmed], 1)
        case .confirmed: ([.queued, .sent, .confirmed], 2)
        case .unknown: ([.queued, .sent, .unknown, .confirmed], 2)
        case .refused, .disputed: ([.queued, .sent, self], 2)
        case .expired, .withdrawn: ([.queued, self], 1)
        }
    }
}
