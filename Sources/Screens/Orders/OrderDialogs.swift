import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// The question whether to take an order back.
    func withdrawal(of order: Order, glyphs: Glyphs) -> Dialog {
        Dialog(
            question: phrase("Withdraw this order?"),
            text: [phrase("Order \(order.id) to meter \(order.meter) was not sent: the meter gets nothing of it.")],
            changes: [
                .init(
                    phrase("room \(order.room), \(amount(of: order, glyphs))"), before: order.state.spoken,
                    after: OrderState.withdrawn.spoken)
            ],
            notes: [
                order.task.relay == nil
                    ? phrase("The money was paid and stands in the books: give it back, or sell anew.")
                    : phrase("The relay stays as it is."),
                phrase("If it is sent meanwhile, it is not withdrawn and this is said."),
            ],
            keys: [KeyHint("+", phrase("withdraw")), KeyHint("Esc", phrase("leave it"))])
    }

    /// The steps of deciding a disputed order.
    func settling(_ state: SettleState, glyphs: Glyphs) -> Dialog {
        let order = state.order
        let what = phrase("room \(order.room), \(amount(of: order, glyphs))")
        switch state.step {
        case .decision:
            return Dialog(
                question: phrase("Does the meter have this credit?"),
                text: [phrase("Order \(order.id), \(what)."), order.spokenNote].filter { !$0.isEmpty },
                changes: bothSides(of: order, glyphs),
                notes: [phrase("Look at the meter itself first: the books believe what is said here.")],
                keys: [KeyHint("d", phrase("delivered")), KeyHint("n", phrase("not delivered")), KeyHint("Esc", phrase("leave it"))])
        case .reason(let settlement):
            let input = Dialog.Input(
                label: phrase("why"), field: state.field, width: max(min(48, size.columns - 20), 12), isWrong: !state.complaint.isEmpty)
            return Dialog(
                question: phrase("Why is it \(settlement.words)?"), text: [phrase("Order \(order.id), \(what).")], input: input,
                notes: [state.complaint.isEmpty ? phrase("The reason stands with the order for good, with your name.") : state.complaint],
                keys: [KeyHint("Enter", phrase("goes on")), KeyHint("Esc", phrase("back"))])
        case .review(let settlement):
            return Dialog(
                question: phrase("Settle this order?"),
                text: [phrase("Order \(order.id), \(settlement.words)."), phrase("Reason: \(state.reason)")],
                changes: [.init(what, before: order.state.spoken, after: settlement.word)],
                notes: [
                    settlement == .confirmed
                        ? phrase("The books then expect purchase no. \(order.count) of this meter, and it is sold to again.")
                        : phrase("Nothing is sent again by itself. The money stands in the books: give it back, or sell anew."),
                    phrase("It can not be undone."),
                ], keys: [KeyHint("+", phrase("settle")), KeyHint("Esc", phrase("back"))], isDanger: true)
        }
    }

    /// What the order was to make of the meter, beside what the meter says now.
    private func bothSides(of order: Order, _ glyphs: Glyphs) -> [Dialog.Change] {
        let figures = Figures(glyphs: glyphs)
        guard let reading = desk.live[order.room]?.reading, reading.meter == order.meter else { return [] }
        var lines: [Dialog.Change] = []
        if let count = reading.count {
            lines.append(.init(phrase("purchase no.: wanted, at the meter"), before: "\(order.count)", after: "\(count)"))
        }
        if let before = order.before?.remaining, let now = reading.remaining {
            lines.append(
                .init(phrase("\(figures.unit(now.unit)): before, at the meter"), before: figures.credit(before), after: figures.credit(now))
            )
        }
        return lines
    }

    private func amount(of order: Order, _ glyphs: Glyphs) -> String {
        if let move = order.task.relay { return move.spoken }
        let figures = Figures(glyphs: glyphs)
        return "\(figures.change(order.task.change)) \(figures.unit(order.task.amount.unit))"
    }
}
