import Domain
import Operations
import Phrases
import Terminal

/// A resident who moves to another room today: the room is typed, `+` takes it. The credit is a matter of its own and is told about.
struct ResidentForm: Sendable {
    enum Stage: Sendable {
        case typing
        /// Waiting for the plan; keys are dropped, because they were typed without seeing it.
        case planning(ResidentMove)
        /// The change is on the screen; `+` takes it.
        case shown(RosterChange, ResidentMove)
        case taking(ResidentMove)
        case done(ResidentMove)
    }

    /// Who, and from where; fixed when the form was opened.
    let who: Occupant
    var target = TextField(limit: 24)
    var stage = Stage.typing
    var complaint = ""

    init(_ who: Occupant) { self.who = who }

    /// Whether the field has the keys.
    var isTyping: Bool { if case .typing = stage { true } else { false } }

    /// What a key comes to.
    enum Outcome: Hashable {
        case stays, refused, left
        case accepted
        case taken(RosterChange, ResidentMove)
        /// What was paid for goes after whoever moved.
        case movesCredit(to: RoomID)
    }

    mutating func handle(_ key: Key) -> Outcome {
        let isBack = [.escape, .function(10), .function(12)].contains(key)
        switch stage {
        case .typing:
            complaint = ""
            if isBack { return .left }
            if key == .enter { return .accepted }
            return target.handle(key.folded) == .taken ? .stays : .refused
        case .planning: if isBack { stage = .typing }
        case .shown(let change, let move):
            if isBack {
                stage = .typing
            } else if key.folded == .character("+") {
                stage = .taking(move)
                return .taken(change, move)
            } else {
                return .refused
            }
        case .taking: return .refused
        case .done(let move):
            if key.folded == .character("x") { return .movesCredit(to: move.to) }
            return isBack || key == .enter ? .left : .refused
        }
        return .stays
    }

    /// Takes an answer; false when it was not the one waited for.
    mutating func take(_ news: ResidentNews) -> Bool {
        switch (stage, news) {
        case (.planning(let mine), .planned(let change, let move)) where mine == move: stage = .shown(change, move)
        case (.planning(let mine), .refused(let reason, let move)) where mine == move: (stage, complaint) = (.typing, reason)
        case (.taking(let mine), .refused(let reason, let move)) where mine == move: (stage, complaint) = (.typing, reason)
        case (.taking(let mine), .taken(let move)) where mine == move: stage = .done(move)
        default: return false
        }
        return true
    }
}

extension Console {
    /// Asks which resident of the room in hand moves.
    mutating func openResidentMove() -> [Effect] {
        guard let room = roomInHand else { return [] }
        let living = desk.people[room].sorted { $0.resident < $1.resident }
        guard let first = living.first else { return refuse(phrase("Nobody lives in room \(room).")) }
        if living.count == 1 {
            overlay = .movingResident(ResidentForm(first))
        } else {
            overlay = .chooser(.residents(living, of: room))
        }
        return []
    }

    mutating func openMove(of who: Occupant) { overlay = .movingResident(ResidentForm(who)) }

    mutating func handle(_ key: Key, in form: ResidentForm) -> [Effect] {
        if key == .control("c") {
            overlay = nil
            return []
        }
        var form = form
        let outcome = form.handle(key)
        overlay = outcome == .left ? nil : .movingResident(form)
        switch outcome {
        case .stays, .left: return []
        case .refused: return [.bell]
        case .accepted: return planMove(form)
        case .taken(let change, let move): return [.resident(.take(change, move))]
        case .movesCredit(let room): return openCreditMove(from: form.who.room, to: room, amount: share(of: form.who) ?? "")
        }
    }

    /// The part of what a room has paid that goes with one who leaves others behind, equal shares; nil for the last one, with whom all of it goes.
    private func share(of who: Occupant) -> String? {
        let others = desk.people[who.room].count { $0.resident != who.resident }
        guard others > 0, let paid = desk.detail(of: who.room)?.account?.purchased else { return nil }
        return Decimals.text(paid.hundredths / Int64(others + 1), decimals: 2)
    }

    private mutating func planMove(_ form: ResidentForm) -> [Effect] {
        var form = form
        let text = form.target.text.trimmed
        form.complaint = complaint(about: text, leaving: form.who.room).joined(separator: " ")
        guard form.complaint.isEmpty, let room = roomMeant(by: text) else {
            overlay = .movingResident(form)
            return [.bell]
        }
        planNumber += 1
        let move = ResidentMove(number: planNumber, resident: form.who.resident, to: room)
        form.target.replace(with: room.text)
        form.stage = .planning(move)
        overlay = .movingResident(form)
        return [.resident(.plan(move))]
    }

    mutating func take(_ news: ResidentNews) -> [Effect] {
        guard case .movingResident(var form) = overlay, form.take(news) else {
            if case .taken(let move) = news { say(phrase("\(move.resident) lives in room \(move.to) from today on")) }
            return []
        }
        overlay = .movingResident(form)
        switch news {
        case .planned: return [.flushInput]
        case .refused: return [.bell]
        case .taken: return []
        }
    }

    /// Draws the move of a resident at the step where it is.
    func moving(_ form: ResidentForm, glyphs: Glyphs) -> Dialog {
        let who = form.who
        let title = phrase("\(who.name) (\(who.resident)) moves out of room \(who.room)")
        let back = KeyHint("Esc", phrase("back"))
        switch form.stage {
        case .typing:
            let input = Dialog.Input(label: phrase("to room"), field: form.target, width: 14, isWrong: !form.complaint.isEmpty)
            return Dialog(
                question: title, input: input,
                notes: [form.complaint.isEmpty ? phrase("From today on; the stay in the old room ends yesterday.") : form.complaint],
                keys: [KeyHint("Enter", phrase("previews")), KeyHint("Esc", phrase("leave it"))])
        case .planning: return Dialog(question: title, text: [phrase("Working it out. Keys typed meanwhile are dropped.")], keys: [back])
        case .shown(_, let move):
            let (left, entered) = (desk.people[who.room].count, desk.people[move.to].count)
            return Dialog(
                question: phrase("Move \(who.name) (\(who.resident)) today?"),
                changes: [
                    .init(phrase("lives in room"), before: who.room.text, after: move.to.text),
                    .init(phrase("residents of \(who.room)"), before: "\(left)", after: "\(max(0, left - 1))"),
                    .init(phrase("residents of \(move.to)"), before: "\(entered)", after: "\(entered + 1)"),
                ], notes: words(ofCreditLeftIn: who.room), keys: [KeyHint("+", phrase("moves")), back])
        case .taking: return Dialog(question: title, text: [phrase("Writing it into the books.")], keys: [])
        case .done(let move):
            return Dialog(
                question: phrase("\(who.name) lives in room \(move.to) from today on."), text: words(ofCreditLeftIn: who.room),
                notes: [phrase("g i, then u undoes it.")],
                keys: [KeyHint("x", phrase("moves credit")), KeyHint("Esc", phrase("close"))])
        }
    }

    /// What becomes of the credit when somebody leaves.
    private func words(ofCreditLeftIn room: RoomID) -> [String] {
        [paidAndFree(in: room), phrase("No credit moves by this. What was paid for can move too (x); free credit stays in its room.")]
            .compactMap {
                $0
            }
    }
}

extension Chooser {
    /// Which resident of a room.
    static func residents(_ living: [Occupant], of room: RoomID) -> Chooser {
        let letters = Array("abcdefghi")
        return Chooser(
            question: phrase("Who moves out of room \(room)?"),
            options: zip(letters, living).map { letter, who in
                Option(letter: letter, label: who.name, note: who.resident.text, choice: .resident(who))
            })
    }
}
