import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Rooms of a batch that a dialog shows at once.
    private var batchLines: Int { max(size.rows - 16, 2) }

    /// What the undo of a batch would do: what comes back, what stays and why, and the count that has to be typed.
    func batchReview(_ batch: BatchVoid, _ people: String, of form: ReversalForm) -> Dialog {
        let count = batch.plan.rows.count
        let kept = batch.kept.map { phrase("\($0.room) stays: \($0.refusal.sentences)") }
        guard count > 0 else {
            return Dialog(
                question: phrase("Nothing of this batch can be taken back."), text: window(kept, form.scrolled),
                keys: [KeyHint("Esc", phrase("back"))])
        }
        let taken = batch.plan.changes.count { $0.order != nil }
        let all = kept + batch.plan.changes.map { phrase("\($0.room) \($0.wayBack), \(Money.zero - $0.money) yuan") }
        let input = Dialog.Input(
            label: phrase("rooms taken back"), field: form.confirmation, width: 7,
            isWrong: !form.complaint.isEmpty || !form.confirmation.text.isEmpty && !form.isConfirmed)
        var notes = form.complaint
        if notes.isEmpty {
            notes = [
                phrase("What a meter has is due when a read-back shows that it is out. It can not be undone; what was right is sold anew.")
            ]
        }
        return Dialog(
            question: phrase("Take back \(count) of \(count + batch.kept.count) sales, \(batch.money) yuan?"),
            text: [people] + window(all, form.scrolled),
            changes: [
                .init(phrase("out of meters"), before: "", after: "\(taken)"),
                .init(phrase("in no meter yet"), before: "", after: "\(count - taken)"),
                .init(phrase("stay as they are"), before: "", after: "\(batch.kept.count)"),
            ], input: input, notes: notes,
            keys: [
                KeyHint("+", phrase("takes back"), isEnabled: form.isConfirmed), KeyHint("Up Down", phrase("rooms")),
                KeyHint("Esc", phrase("back")),
            ],
            isDanger: true)
    }

    /// What it has come to, room by room, what needs a person first.
    func batchResult(_ form: ReversalForm) -> Dialog {
        let rooms = form.rooms.sorted { $0.rank < $1.rank }
        let lines = rooms.map { room -> String in
            if case .waits(let order, let money) = room.outcome {
                let now = desk.orders[order.id] ?? order
                return phrase("\(room.room): order \(now.id) is \(now.state.spoken), \(money) yuan are due and not paid.")
            }
            let said = room.outcome?.sentences(at: desk.rules.offset).joined(separator: " ") ?? phrase("asked again in a moment.")
            return "\(room.room): \(said)"
        }
        return Dialog(
            question: form.rooms.summary, text: window(lines, form.scrolled),
            notes: form.waitsFor == nil ? [] : [phrase("It goes on when this is closed: o, a take-back, and v shows and ends them.")],
            keys: [KeyHint("Up Down", phrase("rooms")), KeyHint("Esc", phrase("close"))])
    }

    private func window(_ lines: [String], _ scrolled: Int) -> [String] {
        let top = min(scrolled, max(lines.count - batchLines, 0))
        let below = lines.count - top - batchLines
        return Array(lines.dropFirst(top).prefix(batchLines)) + (below > 0 ? [phrase("and \(below) more")] : [])
    }
}

extension PlannedChange {
    /// Where the credit is that comes back.
    fileprivate var wayBack: String {
        order != nil
            ? phrase("out of its meter")
            : withdraws != nil ? phrase("out of the line, nothing was sent") : phrase("in no meter")
    }
}

extension [RoomTakeBack] {
    /// What all of it has come to: what is to be paid, and how many wait or could not be taken out.
    var summary: String {
        var (paid, before, due) = (Money.zero, Money.zero, Money.zero)
        var (done, open, restored) = (0, 0, 0)
        for room in self {
            switch room.outcome {
            case .atOnce(let money), .paid(let money):
                paid += money
                done += 1
            case .paidBefore(let money, _, _):
                before += money
                done += 1
            case .moved: done += 1
            case .restored: restored += 1
            case .due(let money):
                due += money
                done += 1
            case .waits, nil: open += 1
            }
        }
        var words = phrase("\(done) of \(count) taken back: give back \(paid) yuan.")
        if before > .zero { words += phrase(" \(before) yuan were paid before.") }
        if due > .zero { words += phrase(" \(due) yuan are due: a cashier, supervisor or manager pays them.") }
        if open > 0 { words += phrase(" \(open) wait for their meters.") }
        if restored > 0 { words += phrase(" \(restored) could not be taken out.") }
        return words
    }
}

extension RoomTakeBack {
    /// What needs a person first.
    fileprivate var rank: Int {
        switch outcome {
        case .restored: 0
        case nil: 1
        case .waits, .due: 2
        case .paid, .paidBefore, .atOnce, .moved: 3
        }
    }
}
