import Domain
import Operations
import Phrases
import Terminal

extension Console {
    /// Draws a step of a run at the point where it is.
    func refunding(_ form: RefundForm, glyphs: Glyphs) -> Dialog {
        switch form.stage {
        case .typing(let index): return typing(index, of: form)
        case .planning:
            let words =
                form.matter == .take ? phrase("The meters are read first, a quarter of a minute at most.") : phrase("Working it out.")
            return Dialog(
                question: title(of: form), text: [words, phrase("Keys typed meanwhile are dropped.")],
                keys: [KeyHint("Esc", phrase("leave it"))])
        case .shown(let proposal, let request): return shown(proposal, request, of: form, Figures(glyphs: glyphs))
        case .committing: return Dialog(question: title(of: form), text: [phrase("Writing it into the books.")], keys: [])
        case .done(let proposal, _):
            let made = proposal.rooms.count
            let words =
                proposal.changes.isEmpty
                ? phrase("Nothing was done.") : made == 1 ? phrase("Done for 1 room.") : phrase("Done for \(made) rooms.")
            return Dialog(
                question: title(of: form), text: form.complaint.isEmpty ? [words] : form.complaint, notes: waits(of: proposal, most: 4),
                keys: [KeyHint("Esc", phrase("close"))])
        }
    }

    /// What is done to which rooms.
    private func title(of form: RefundForm) -> String {
        let rooms = form.rooms.count == 1 ? phrase("room \(form.rooms[0])") : phrase("\(form.rooms.count) rooms")
        return switch form.matter {
        case .approve: phrase("Approve \(rooms) of \(form.run)")
        case .take: phrase("Take the credit of \(rooms) out")
        case .openRelay: phrase("Open \(rooms) by command")
        case .open: phrase("Fix \(rooms) by a typed reading")
        case .split: phrase("Divide what is due in \(rooms)")
        case .pay(.cash, _): phrase("Pay \(rooms) in cash")
        case .pay(.bank, _): phrase("Pay \(rooms) through the bank")
        case .close: phrase("Close \(rooms)")
        case .drop: phrase("Take \(rooms) out of the run")
        case .setAside: phrase("Set aside what nobody fetched of \(form.run)")
        }
    }

    private func typing(_ index: Int, of form: RefundForm) -> Dialog {
        let step = form.steps[index]
        let (label, note) =
            switch step {
            case .approver:
                (
                    phrase("approved by"),
                    phrase("The short name of a supervisor or the manager who has looked at it. Enter shows the totals.")
                )
            case .register: (phrase("register, kWh"), phrase("The energy register as the meter shows it, such as 1239.10."))
            case .remaining: (phrase("left in it"), phrase("What the meter says is left, in its unit. It stays in the meter."))
            case .reference:
                (phrase("read on slip"), phrase("Where the reading stands, such as the number of a work slip. Never a resident's name."))
            case .reason: (phrase("why"), phrase("The reason stands in the books for good, with your name. Never a resident's name."))
            case .share(_, let name): ("\(name), %", phrase("\(Decimals.text(Int64(form.shareSum), decimals: 2)) % so far; 100 together."))
            }
        let width = if case .share = step { 8 } else { max(min(40, size.columns - 30), 12) }
        let input = Dialog.Input(label: label, field: form.fields[index], width: width, isWrong: !form.complaint.isEmpty)
        let text = form.matter == .open ? [phrase("A person has opened the room, so that nothing is used any more.")] : []
        return Dialog(
            question: title(of: form), text: text, input: input, notes: form.complaint.isEmpty ? [note] : form.complaint,
            keys: [
                KeyHint("Enter", index + 1 < form.steps.count ? phrase("goes on") : phrase("shows the totals")),
                KeyHint("Esc", index == 0 ? phrase("leave it") : phrase("back")),
            ])
    }

    private func shown(_ proposal: RefundProposal, _ request: RefundRequest, of form: RefundForm, _ figures: Figures) -> Dialog {
        let waits = waits(of: proposal, most: 3)
        let back = KeyHint("Esc", form.steps.isEmpty ? phrase("leave it") : phrase("back"))
        guard !proposal.changes.isEmpty else {
            return Dialog(
                question: title(of: form), text: [phrase("Nothing can be done now.")], notes: waits,
                keys: [KeyHint("r", phrase("plans anew")), back])
        }
        let review = RefundReview(proposal, request.act, figures, most: form.most)
        let input = Dialog.Input(
            label: phrase("type how many \(review.counted)"), field: form.count, width: 8, isWrong: !form.complaint.isEmpty)
        return Dialog(
            question: title(of: form) + "?", text: [review.sentence] + parts(of: proposal, request.act, figures), input: input,
            notes: (form.complaint.isEmpty ? [request.act.note] : form.complaint) + waits,
            keys: [KeyHint("Enter", request.act.word), KeyHint("r", phrase("plans anew")), back], isDanger: request.act.isDanger)
    }

    /// What is reckoned with beside the totals: who gets what of one room, and the use up to a typed register.
    private func parts(of proposal: RefundProposal, _ act: RefundAct, _ figures: Figures) -> [String] {
        switch act {
        case .pay(_, let resident?): return [payee(resident, of: proposal, figures)]
        case .open:
            return proposal.plans.flatMap(\.changes).compactMap(\.use).map { use in
                phrase("\(figures.credit(use.credit)) \(figures.unit(use.credit.unit)) used up to this register since use was last posted.")
            }
        case .split: return shares(of: proposal, figures)
        case .estimate, .approve, .take, .openRelay, .pay, .close, .drop, .setAside: return []
        }
    }

    /// The one who is paid, with the room: nobody is paid as a number.
    private func payee(_ resident: ResidentID, of proposal: RefundProposal, _ figures: Figures) -> String {
        let money = proposal.plans.flatMap(\.changes).reduce(Money.zero) { $0 - $1.money }
        let name = refund.overview?.name(resident) ?? resident.text
        return phrase("\(figures.money(money)) to \(name), \(resident), room \(proposal.rooms.map(\.text).joined(separator: ", "))")
    }

    private func shares(of proposal: RefundProposal, _ figures: Figures) -> [String] {
        guard proposal.rooms.count == 1, let room = proposal.rooms.first, let row = refund[room] else { return [] }
        let residents = Dictionary(row.people.leaving.map { ($0.id, $0.resident) }) { first, _ in first }
        let shares = proposal.changes.flatMap(\.moves).flatMap { move -> [RefundShare] in
            if case .split(let shares) = move.event { shares } else { [] }
        }
        return shares.compactMap { share in
            residents[share.stay].map {
                phrase("\(figures.money(share.money)) to \(refund.overview?.name($0) ?? $0.text)", context: "share")
            }
        }
    }

    /// Why it is not done for some rooms; of many the first.
    private func waits(of proposal: RefundProposal, most: Int) -> [String] {
        let waits = proposal.waits.sorted { $0.key < $1.key }
        let shown = waits.prefix(most).map { "\($0.key): \($0.value.text(at: desk.rules.offset))" }
        return shown + (waits.count > most ? [phrase("And \(waits.count - most) more rooms; the list says what each waits for.")] : [])
    }
}

extension RefundAct {
    /// What the key does that commits it.
    fileprivate var word: String {
        switch self {
        case .estimate: phrase("estimates")
        case .approve: phrase("approves")
        case .take: phrase("takes out")
        case .openRelay: phrase("opens")
        case .open: phrase("fixes")
        case .split: phrase("divides")
        case .pay: phrase("pays")
        case .close: phrase("closes")
        case .drop: phrase("drops")
        case .setAside: phrase("sets aside")
        }
    }

    /// What cannot be taken back, and what comes next.
    fileprivate var note: String {
        switch self {
        case .estimate: ""
        case .approve: phrase("Who approves does not carry it out. Nothing leaves a meter yet.")
        case .take: phrase("The rooms go dark. The read-back fixes the amount; it can only be less.")
        case .openRelay: phrase("The room goes dark, the credit stays in the meter. The read-back is the final reading.")
        case .open: phrase("The amount is fixed by it and can not be taken back.")
        case .split: phrase("It can not be divided another way afterwards.")
        case .pay: phrase("Each share is paid once, whoever asks how often.")
        case .close: phrase("Shares that nobody fetched stay due after that.")
        case .drop: phrase("They can be sold to again, and taken into another run. What was opened is closed again.")
        case .setAside: phrase("It stays due on one account of the books and is paid from there, whoever comes for it.")
        }
    }

    /// Whether it cannot easily be made up for.
    fileprivate var isDanger: Bool {
        switch self {
        case .take, .openRelay, .open, .pay: true
        case .estimate, .approve, .split, .close, .drop, .setAside: false
        }
    }
}
