import Domain
import Operations
import Phrases
import Terminal
import TextLayout

extension Console {
    /// Draws all of a room in a run: figures, why the rest is not refundable, and who gets what.
    func drawRefundRoom(_ run: RefundRunID, _ room: RoomID, in frame: inout Frame) {
        let top = drawRefundHead(run, in: &frame)
        frame.horizontalRule(at: Point(column: 1, row: top), width: size.columns - 2)
        guard let overview = refund.overview else {
            return frame.emptyState([phrase("The run is being read from the books."), phrase("A moment.")], row: top + 2)
        }
        guard let row = refund[room] else {
            return frame.emptyState([phrase("Room \(room) is not in this run."), phrase("Esc goes back to its rooms.")], row: top + 2)
        }
        var line = top + 1
        for runs in facts(of: row, Figures(glyphs: frame.glyphs)) where line < size.rows - 2 {
            frame.runs(runs, 1, line, width: size.columns - 2)
            line += 1
        }
        drawPayees(of: row, overview, from: line + 1, in: &frame)
        frame.park(1, top + 1)
    }

    /// Line by line what is known of the room; long sentences wrapped.
    private func facts(of row: RefundRow, _ figures: Figures) -> [[Run]] {
        let state = row.state
        let width = size.columns - 2
        var lines: [[Run]] = [
            [
                (phrase("Room \(row.id)  "), .strong), (state.step.spoken, state.step.role),
                (phrase(" since \(monthDay(state.since)) \(desk.wall(state.since).minutes), by \(state.maker.name)"), .dim),
            ]
        ]
        lines += row.sentence(at: desk.rules.offset).wrapped(to: width).map { [($0, row.wantsSomebody ? .stateLow : .text)] }
        lines.append([])
        if let amount = state.amount {
            let word = state.final == nil ? (state.takeBack == nil ? phrase("estimated") : phrase("taken out")) : phrase("fixed")
            var runs: [Run] = [(phrase("\(figures.money(amount.money)) yuan"), .strong), (phrase(" \(word) for "), .dim)]
            runs += [("\(figures.credit(amount.credit)) \(figures.unit(amount.credit.unit))", .text)]
            lines.append(runs)
        }
        if let most = state.most, let approver = state.approver {
            lines.append([
                (phrase("Approved by "), .dim), (approver.name, .text), (phrase(" up to "), .dim),
                (phrase("\(figures.money(most)) yuan"), .text),
            ])
        }
        if let final = state.final {
            let left = final.remaining.map { phrase(", \(figures.credit($0)) \(figures.unit($0.unit)) left in it") } ?? ""
            let words = phrase(
                "Final reading \(final.register) kWh\(left), \(monthDay(final.at)) \(desk.wall(final.at).minutes): \(final.source.words)")
            lines += words.wrapped(to: width).map { [($0, .text)] }
        }
        for reason in state.reasons { lines += phrase("Not refundable: \(reason)").wrapped(to: width).map { [($0, .dim)] } }
        return lines
    }

    /// Who leaves with what is due and how it was paid, and who stays.
    private func drawPayees(of row: RefundRow, _ overview: RefundOverview, from first: Int, in frame: inout Frame) {
        let figures = Figures(glyphs: frame.glyphs)
        let shares = Dictionary(row.state.shares.map { ($0.stay, $0.money) }) { first, _ in first }
        let people = row.people.leaving.map { ($0, true) } + row.people.staying.map { ($0, false) }
        let space = size.rows - 3 - first
        guard space > 0, !people.isEmpty else { return }
        // The last line says how many have none.
        let drawn = people.count > space ? space - 1 : people.count
        frame.text(phrase("student"), 1, first, .header)
        frame.text(phrase("name"), 16, first, .header)
        frame.text(phrase("yuan"), 40, first, .header, width: 10, .right)
        for (index, (stay, leaves)) in people.prefix(drawn).enumerated() {
            let at = first + 1 + index
            frame.text(stay.resident.text, 1, at, .dim, width: 14)
            frame.text(overview.name(stay.resident), 16, at, .text, width: 23)
            frame.text(shares[stay.id].map { figures.money($0) } ?? frame.glyphs.nothing, 40, at, .text, width: 10, .right)
            let (words, role) = leaves ? payment(of: stay, shares[stay.id], row.state) : (phrase("stays"), .dim)
            frame.text(words, 52, at, role, width: size.columns - 53)
        }
        if people.count > drawn { frame.text(phrase("and \(people.count - drawn) more"), 16, first + space, .dim) }
    }

    private func payment(of stay: Stay, _ money: Money?, _ state: RefundRoom) -> (String, Role) {
        if let payout = state.payouts[stay.id] {
            let way = payout.method == .cash ? phrase("cash") : phrase("bank")
            return (phrase("\(way) \(monthDay(payout.at)) by \(payout.actor.name)"), .stateOn)
        }
        if state.setAside.contains(stay.id) { return (phrase("set aside"), .stateLow) }
        guard let money else { return (phrase("leaves"), .dim) }
        return money > .zero ? (phrase("due"), .stateLow) : (phrase("nothing"), .dim)
    }
}
