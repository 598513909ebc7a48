import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Draws a void or a move of credit at the step where it is.
    func reversing(_ form: ReversalForm, glyphs: Glyphs) -> Dialog {
        switch form.stage {
        case .typing(let step): return typing(step, of: form)
        case .planning:
            return Dialog(question: form.title, text: [phrase("Working it out. Keys typed meanwhile are dropped.")], keys: form.keys)
        case .shown(let preview, let request): return shown(preview, request, of: form, Figures(glyphs: glyphs))
        case .committing: return Dialog(question: form.title, text: [phrase("Writing it into the books.")], keys: [])
        case .following(let plan, let preview, let outcome): return following(plan, preview, outcome, of: form)
        }
    }

    private var fieldWidth: Int { max(min(44, size.columns - 28), 12) }

    private func typing(_ step: ReversalForm.Step, of form: ReversalForm) -> Dialog {
        var text: [String] = []
        switch form.matter {
        case .void(_, let room, let what): text = [phrase("Room \(room), \(what).")]
        case .move(let from): text = [paidAndFree(in: from)].compactMap { $0 }
        case .batch(_, let rooms, let money): text = [phrase("\(rooms) sales of \(money) yuan together, as one plan.")]
        case .takeBack: break
        }
        if step != .target, case .move(let from) = form.matter { text = [phrase("From \(from) to \(form.target.text).")] }
        let (label, note) =
            switch step {
            case .target: (phrase("to room"), phrase("What was paid for moves; free credit stays in its room."))
            case .amount: (phrase("how much"), phrase("In the unit of the meter. Nothing typed: all that was paid for."))
            case .reason: (phrase("why"), phrase("The reason stands in the books for good, with your name. Never a resident's name."))
            case .approver:
                (phrase("approved by"), phrase("The short name of a supervisor or the manager who has looked at it. Enter previews."))
            }
        let input = Dialog.Input(label: label, field: form[step], width: fieldWidth, isWrong: !form.complaint.isEmpty)
        return Dialog(
            question: form.title, text: text, input: input, notes: form.complaint.isEmpty ? [note] : form.complaint,
            keys: [
                KeyHint("Enter", step == .approver ? phrase("previews") : phrase("goes on")),
                KeyHint("Esc", step == form.steps[0] ? phrase("leave it") : phrase("back")),
            ])
    }

    /// What the books say a room has, free and paid.
    func paidAndFree(in room: RoomID) -> String? {
        guard let account = desk.detail(of: room)?.account else { return nil }
        let unit = account.balance.unit.spoken
        return phrase(
            "Room \(room) has \(account.purchased) \(unit) paid for (\(account.prepaid) yuan) and \(account.subsidy) free, by the books.")
    }

    private func shown(_ preview: ReversalPreview, _ request: ReversalRequest, of form: ReversalForm, _ figures: Figures) -> Dialog {
        let people = phrase("Approved by \(request.approver). Reason: \(request.reason)")
        switch preview {
        case .void(let plan):
            guard let change = plan.changes.first else { return Dialog(question: form.title, keys: form.keys) }
            let unit = figures.unit(change.credit.unit)
            var changes = [
                Dialog.Change(phrase("yuan paid for it"), before: figures.money(.zero - change.money), after: figures.money(.zero)),
                Dialog.Change(
                    phrase("\(unit) of this sale"), before: figures.credit(.zero(change.credit.unit) - change.credit), after: "0.00"),
            ]
            if let before = change.before, let after = change.after, change.order != nil {
                changes.append(.init(phrase("\(unit) in the meter, about"), before: figures.credit(before), after: figures.credit(after)))
            }
            return Dialog(
                question: phrase("Void this sale to room \(change.room)?"), text: [people], changes: changes,
                notes: form.complaint.isEmpty ? change.voidNotes : form.complaint,
                keys: [KeyHint("+", phrase("voids")), KeyHint("Esc", phrase("back"))],
                isDanger: true)
        case .batch(let batch): return batchReview(batch, people, of: form)
        case .move(let move):
            let unit = figures.unit(move.credit.unit)
            func line(_ room: RoomID, _ pair: RoomMove.BeforeAfter?) -> Dialog.Change {
                .init(
                    phrase("\(room), \(unit), about"), before: pair.map { figures.credit($0.before) } ?? figures.glyphs.nothing,
                    after: pair.map { figures.credit($0.after) } ?? figures.glyphs.nothing)
            }
            let input = Dialog.Input(
                label: phrase("type \(move.to)"), field: form.confirmation, width: 14, isWrong: !form.complaint.isEmpty)
            return Dialog(
                question: phrase("Move \(move.credit) \(unit) and the \(move.money) yuan paid for them?"), text: [people],
                changes: [line(move.from, move.left), line(move.to, move.entered)], input: input,
                notes: form.complaint.isEmpty ? notes(on: move, unit) : form.complaint,
                keys: [KeyHint("+", phrase("moves"), isEnabled: form.isConfirmed), KeyHint("Esc", phrase("back"))], isDanger: true)
        }
    }

    private func notes(on move: RoomMove, _ unit: String) -> [String] {
        var notes = [phrase("It arrives when a read-back shows that it is out. Stays: \(move.free) \(unit) free, \(move.kept) paid.")]
        let living = desk.people[move.from].count
        if living > 0 {
            let who = living == 1 ? phrase("1 resident lives") : phrase("\(living) residents live")
            notes.append(phrase("\(who) in \(move.from), which goes dark when that is used."))
        }
        notes += move.plan.changes.flatMap(\.warnings).map { $0.sentence(now: desk.now, offset: desk.rules.offset) }
        return notes
    }

    private func following(
        _ plan: PlanID, _ preview: ReversalPreview?, _ outcome: TakeBackOutcome?, of form: ReversalForm
    ) -> Dialog {
        let close = [KeyHint("Esc", phrase("close"))]
        if !form.rooms.isEmpty { return batchResult(form) }
        switch outcome {
        case nil: return Dialog(question: phrase("It stands in the books."), text: [phrase("Looking what the meter says.")], keys: close)
        case .waits(let order, _):
            let now = desk.orders[order.id] ?? order
            let isMove = if case .move = preview { true } else { false }
            return Dialog(
                question: isMove
                    ? phrase("The credit is on its way out of the meter.") : outcome?.sentences(at: desk.rules.offset).first ?? "",
                text: [phrase("Order \(now.id) is \(now.state.spoken). \(now.state.meaning)"), now.spokenNote].filter { !$0.isEmpty },
                notes: [
                    isMove ? phrase("It goes on by itself, also when this is closed.") : phrase("Later: o, the take-back, and v ends it.")
                ],
                keys: close)
        case .moved(let credit, let room):
            let order = desk.orders.orders.values.filter { $0.room == room && $0.task == .topUp(credit) }.max { $0.id < $1.id }
            let words = order.map { phrase("Order \($0.id) to its meter is \($0.state.spoken). \($0.state.meaning)") }
            return Dialog(
                question: phrase("\(credit) \(credit.unit.spoken) stand in room \(room) now."),
                text: [words ?? phrase("Its meter keeps no credit.")],
                keys: close)
        case .atOnce, .due, .paid, .paidBefore, .restored:
            let sentences = outcome?.sentences(at: desk.rules.offset) ?? []
            return Dialog(question: sentences.first ?? "", text: Array(sentences.dropFirst()), keys: close)
        }
    }
}

extension ReversalForm {
    /// The question at the top.
    fileprivate var title: String {
        switch matter {
        case .void: phrase("Void a sale")
        case .batch: phrase("Undo a batch of sales")
        case .move(let from): phrase("Move paid credit from room \(from)")
        case .takeBack(let room): phrase("Take-back of room \(room)")
        }
    }

    fileprivate var keys: [KeyHint] { [KeyHint("Esc", phrase("back"))] }
}

extension PlannedChange {
    /// How the money comes back.
    fileprivate var voidNotes: [String] {
        let way =
            order != nil
            ? phrase("The credit is taken out of the meter first. The money is due when a read-back shows that it is out.")
            : withdraws != nil
                ? phrase("The order was not sent yet: it is withdrawn, and the money goes back at once.")
                : phrase("No meter has it: the money goes back at once.")
        return [way, phrase("It can not be undone; what was right is sold anew.")]
    }
}

extension TakeBackOutcome {
    /// What it has come to and what to do, for the operator.
    func sentences(at offset: UTCOffset) -> [String] {
        switch self {
        case .atOnce(let money): [phrase("Give back \(money) yuan."), phrase("Nothing had to come out of a meter.")]
        case .waits(_, let money): [phrase("\(money) yuan are due. Do not pay them yet."), phrase("The meter's word is not known.")]
        case .due(let money):
            [
                phrase("\(money) yuan are due and not paid."), phrase("A read-back shows that the credit is out of the meter."),
                phrase("A cashier, supervisor or manager pays them: v on the take-back."),
            ]
        case .paid(.zero): [phrase("Nothing is due for it."), phrase("A read-back shows that the credit is out of the meter.")]
        case .paid(let money): [phrase("Give back \(money) yuan."), phrase("A read-back shows that the credit is out of the meter.")]
        case .paidBefore(let money, let at, let who):
            [
                phrase("\(money) yuan were paid \(WallTime(at, at: offset).description) by \(who)."), phrase("They are not paid again."),
                Self.whenCutOff,
            ]
        case .moved(let credit, let room): [phrase("\(credit) \(credit.unit.spoken) stand in room \(room) now.")]
        case .restored(let order):
            [
                phrase("It could not be taken out. Nothing is paid."),
                phrase("It stands in its room again. Order \(order.id) is \(order.state.spoken)."),
                order.spokenNote,
            ]
            .filter { !$0.isEmpty }
        }
    }
}

extension CreditUnit {
    /// The unit in words.
    var word: String { self == .energy ? "kWh" : phrase("yuan") }
}
