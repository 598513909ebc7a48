import Domain
import Operations
import Terminal

extension Console {
    /// The question whether to take an order back.
    func withdrawal(of order: Order, glyphs: Glyphs) -> Dialog {
        Dialog(
            question: "Withdraw this order?",
            text: ["Order \(order.id) to meter \(order.meter) was not sent: the meter gets nothing of it."],
            changes: [
                .init("room \(order.room), \(amount(of: order, glyphs))", before: order.state.word, after: OrderState.withdrawn.word)
            ],
            notes: [
                "The money was paid and stands in the books: give it back, or sell anew.",
                "If it is sent meanwhile, it is not withdrawn and this is said.",
            ],
            keys: [KeyHint("+", "withdraw"), KeyHint("Esc", "leave it")])
    }

    /// The steps of deciding a disputed order.
    func settling(_ state: SettleState, glyphs: Glyphs) -> Dialog {
        let order = state.order
        let what = "room \(order.room), \(amount(of: order, glyphs))"
        switch state.step {
        case .decision:
            return Dialog(
                question: "Does the meter have this credit?", text: ["Order \(order.id), \(what).", order.note].filter { !$0.isEmpty },
                changes: bothSides(of: order, glyphs), notes: ["Look at the meter itself first: the books believe what is said here."],
                keys: [KeyHint("d", "delivered"), KeyHint("n", "not delivered"), KeyHint("Esc", "leave it")])
        case .reason(let settlement):
            let input = Dialog.Input(
                label: "why", field: state.field, width: max(min(48, size.columns - 20), 12), isWrong: !state.complaint.isEmpty)
            return Dialog(
                question: "Why is it \(settlement.words)?", text: ["Order \(order.id), \(what)."], input: input,
                notes: [state.complaint.isEmpty ? "The reason stands with the order for good, with your name." : state.complaint],
                keys: [KeyHint("Enter", "goes on"), KeyHint("Esc", "back")])
        case .review(let settlement):
            return Dialog(
                question: "Settle this order?", text: ["Order \(order.id), \(settlement.words).", "Reason: \(state.reason)"],
                changes: [.init(what, before: order.state.word, after: settlement.word)],
                notes: [
                    settlement == .confirmed
                        ? "The books then expect purchase no. \(order.count) of this meter, and it is sold to again."
                        : "Nothing is sent again by itself. The money stands in the books: give it back, or sell anew.",
                    "It can not be undone.",
                ], keys: [KeyHint("+", "settle"), KeyHint("Esc", "back")], isDanger: true)
        }
    }

    /// What the order was to make of the meter, beside what the meter says now.
    private func bothSides(of order: Order, _ glyphs: Glyphs) -> [Dialog.Change] {
        let figures = Figures(glyphs: glyphs)
        guard let reading = desk.live[order.room]?.reading, reading.meter == order.meter else { return [] }
        var lines: [Dialog.Change] = []
        if let count = reading.count {
            lines.append(.init("purchase no.: wanted, at the meter", before: "\(order.count)", after: "\(count)"))
        }
        if let before = order.before?.remaining, let now = reading.remaining {
            lines.append(
                .init("\(figures.unit(now.unit)): before, at the meter", before: figures.credit(before), after: figures.credit(now)))
        }
        return lines
    }

    private func amount(of order: Order, _ glyphs: Glyphs) -> String {
        let figures = Figures(glyphs: glyphs)
        return "\(figures.change(order.task.change)) \(figures.unit(order.task.amount.unit))"
    }
}
