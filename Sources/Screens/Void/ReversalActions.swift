import Domain
import Operations
import Phrases
import Terminal

extension Console {
    // MARK: - Opening

    /// Voids the sale in hand; on a take-back that was ordered before, ends it.
    mutating func openVoid() -> [Effect] {
        if case .room(let room) = visits.current { return openVoid(in: room) }
        guard let order = orderInHand else { return [] }
        if case .takeBack = order.task { return followTakeBack(order) }
        openVoid(entry: order.entry, room: order.room, what: "\(order.task.amount) \(order.task.amount.unit.word)")
        return []
    }

    /// On the screen of a room it is one of the sales of today, the newest first.
    private mutating func openVoid(in room: RoomID) -> [Effect] {
        let sales = salesOfToday(in: room)
        guard let first = sales.first else { return [] }
        if sales.count == 1 {
            openVoid(first)
        } else {
            overlay = .chooser(.sales(sales.prefix(9).map { ($0.sequence, words(of: $0)) }))
        }
        return []
    }

    mutating func openVoid(entry sequence: Int64) -> [Effect] {
        let all = visits.current.room.flatMap { desk.detail(of: $0) }?.entries ?? []
        guard let sale = all.first(where: { $0.sequence == sequence }) else { return [] }
        openVoid(sale)
        return []
    }

    private mutating func openVoid(_ sale: Entry) {
        guard let room = sale.draft.room else { return }
        openVoid(entry: sale.sequence, room: room, what: words(of: sale))
    }

    private mutating func openVoid(entry: Int64, room: RoomID, what: String) {
        overlay = .reversing(ReversalForm(.void(entry: entry, room: room, what: what), at: desk.now))
    }

    /// Takes back all sales of a plan as one; a single one as any other sale.
    mutating func openUndo(of batch: PlanID, _ rows: [CommittedRow]) {
        if rows.count == 1, let row = rows.first {
            return openVoid(entry: row.entry, room: row.room, what: phrase("\(row.credit) \(row.credit.unit.word) for \(row.money) yuan"))
        }
        let money = rows.reduce(Money.zero) { $0 + $1.money }
        overlay = .reversing(ReversalForm(.batch(batch, rooms: rows.count, money: money), at: desk.now))
    }

    private mutating func followTakeBack(_ order: Order) -> [Effect] {
        overlay = .reversing(ReversalForm(following: order.plan, of: order.room, at: desk.now))
        return [.reverse(.settle(order.plan))]
    }

    /// Sales of the day that nothing has made up for, newest first.
    func salesOfToday(in room: RoomID) -> [Entry] {
        guard let entries = desk.detail(of: room)?.entries else { return [] }
        let today = Day(of: desk.now, at: desk.rules.offset)
        let corrections = Dictionary(entries.compactMap { entry in entry.draft.corrects.map { ($0, entry) } }) { first, _ in first }
        func isBack(_ sequence: Int64) -> Bool {
            guard let correction = corrections[sequence] else { return true }
            return corrections[correction.sequence]?.draft.kind == .restoration
        }
        return entries.filter { $0.draft.kind == .sale && $0.day == today && isBack($0.sequence) }
    }

    private func words(of sale: Entry) -> String {
        let credit = Decimals.text(sale.draft.creditHundredths, decimals: 2)
        return phrase("\(credit) for \(sale.draft.paid) yuan, sold \(desk.wall(sale.at).minutes) by \(sale.actor.name)")
    }

    /// Moves what a room has paid; both meters are read while the rest is typed.
    mutating func openCreditMove(from room: RoomID, to target: RoomID? = nil, amount: String = "") -> [Effect] {
        var form = ReversalForm(.move(from: room), at: desk.now)
        form.target.replace(with: target?.text ?? "")
        form.amount.replace(with: amount)
        overlay = .reversing(form)
        return loadDetail(room) + readIfPossible([room, target].compactMap { $0 })
    }

    private func readIfPossible(_ rooms: [RoomID]) -> [Effect] {
        let readable = rooms.filter { desk.live[$0]?.meter != nil }
        if case .none = desk.collector { return [] }
        return readable.isEmpty ? [] : [.readNow(readable)]
    }

    // MARK: - Keys

    mutating func handle(_ key: Key, in form: ReversalForm) -> [Effect] {
        if key == .control("c"), !form.isCommitting {
            overlay = nil
            return []
        }
        var form = form
        let outcome = form.handle(key)
        overlay = outcome == .left ? nil : .reversing(form)
        switch outcome {
        case .stays, .left: return []
        case .refused: return [.bell]
        case .accepted(let step): return accept(step, of: form)
        case .posted(let preview, let request): return [.reverse(.commit(preview, request))]
        }
    }

    /// Checks what was typed; the next step comes, or the plan is wished for.
    private mutating func accept(_ step: ReversalForm.Step, of form: ReversalForm) -> [Effect] {
        var form = form
        var effects: [Effect] = []
        let text = form[step].text.trimmed
        switch step {
        case .target:
            if case .move(let from) = form.matter { form.complaint = complaint(about: text, leaving: from) }
            if form.complaint.isEmpty, let room = roomMeant(by: text) {
                form.target.replace(with: room.text)
                effects = readIfPossible([room])
            }
        case .amount: break
        case .reason: if text.isEmpty { form.complaint = [phrase("It needs a reason in words.")] }
        case .approver:
            if text.isEmpty { form.complaint = [phrase("It needs a second person who approves it.")] }
            if text == desk.actor.name { form.complaint = [phrase("Who makes it can not approve it too: somebody else does.")] }
        }
        guard form.complaint.isEmpty else {
            overlay = .reversing(form)
            return [.bell]
        }
        if let index = form.steps.firstIndex(of: step), index + 1 < form.steps.count {
            form.stage = .typing(form.steps[index + 1])
        } else {
            planNumber += 1
            let request = form.request(number: planNumber)
            form.stage = .planning(request)
            effects = [.reverse(.plan(request))]
        }
        overlay = .reversing(form)
        return effects
    }

    /// Why a room can not be moved to; empty when it can.
    mutating func complaint(about text: String, leaving room: RoomID) -> [String] {
        guard let target = roomMeant(by: text) else {
            return [
                text.isEmpty ? phrase("To which room? Such as 3-418.") : phrase("There is no room \(text), or more than one begins so.")
            ]
        }
        return target == room ? [phrase("That is the room that is left.")] : []
    }

    /// A room by its whole name, or by the digits of its door where only one fits.
    func roomMeant(by text: String) -> RoomID? {
        if desk.live[RoomID(text)] != nil { return RoomID(text) }
        guard !text.isEmpty else { return nil }
        let found = desk.find(digits: text, near: nil)
        return found.count == 1 ? found.room : nil
    }

    // MARK: - Answers

    mutating func take(_ news: ReversalNews) -> [Effect] {
        guard case .reversing(var form) = overlay, form.take(news) else { return tell(news) }
        overlay = .reversing(form)
        isDetailOld = true
        switch news {
        // What was typed while the plan was made was typed without seeing it.
        case .planned: return [.flushInput]
        case .refused: return [.bell]
        case .committed(let preview, _):
            if case .batch = preview, case .reversing(var form) = overlay {
                form.askedAt = desk.now
                overlay = .reversing(form)
            }
            return [.loadOrders, .reverse(.settle(preview.plan.id, justCommitted: true))]
        case .settled(_, nil):
            overlay = nil
            return refuse(phrase("This take-back is ended by what ordered it, not here."))
        case .settled, .settledAll: return [.loadOrders]
        case .lastOwn: return []
        }
    }

    /// Says in passing what came of something whose form was closed meanwhile.
    private mutating func tell(_ news: ReversalNews) -> [Effect] {
        switch news {
        case .planned: break
        case .refused(let sentences, _): if let first = sentences.first { say(first, .warning) }
        case .committed(let preview, _): return [.loadOrders, .reverse(.settle(preview.plan.id, justCommitted: true))]
        // What was paid before was told before.
        case .settled(_, .paidBefore): break
        case .settled(_, let outcome): if let outcome { say(outcome.sentences(at: desk.rules.offset).first ?? "") }
        case .settledAll(_, let rooms): if rooms.contains(where: { $0.outcome?.givesBack ?? true || $0.isOpen }) { say(rooms.summary) }
        case .lastOwn(let act): return undo(act)
        }
        return []
    }

    /// Undoes what the operator did last, or says why that can not be.
    private mutating func undo(_ act: OwnAct?) -> [Effect] {
        guard overlay == nil else { return [] }
        guard let act else { return refuse(phrase("You have done nothing in this shift that stands in the books.")) }
        if let reason = act.whyNotUndone { return refuse(reason) }
        if case .plan(let plan, _, let rows, _) = act { openUndo(of: plan, rows) }
        return []
    }

    /// Once a second: the take-backs of a batch are many, and are asked for together every two seconds until all have ended.
    mutating func followBatch() -> [Effect] {
        guard case .reversing(var form) = overlay, let plan = form.waitsFor, let asked = form.askedAt,
            desk.now.hasPassed(2000, since: asked)
        else { return [] }
        form.askedAt = desk.now
        overlay = .reversing(form)
        return [.reverse(.settle(plan))]
    }

    /// A take-back on the screen has moved: its end is asked for when it is known.
    func followReversal(_ orders: [Order]) -> [Effect] {
        guard case .reversing(let form) = overlay, let plan = form.waitsFor, form.askedAt == nil,
            orders.contains(where: { $0.plan == plan && !$0.state.isOpen })
        else { return [] }
        return [.reverse(.settle(plan))]
    }
}

extension ReversalForm {
    /// Whether it is being written into the books.
    var isCommitting: Bool { if case .committing = stage { true } else { false } }

    /// What was typed, as a wish.
    func request(number: Int) -> ReversalRequest {
        let subject: ReversalRequest.Subject =
            switch matter {
            case .void(let entry, _, _): .void(entry)
            case .batch(let plan, _, _): .batch(plan)
            case .move(let from), .takeBack(let from): .move(from: from, to: RoomID(target.text.trimmed), amount: amount.text.trimmed)
            }
        return ReversalRequest(
            number: number, subject: subject, reason: reason.text.trimmed, approver: approver.text.trimmed, readSince: openedAt)
    }
}

extension Chooser {
    /// Which sale of today.
    static func sales(_ sales: [(entry: Int64, words: String)]) -> Chooser {
        let letters = Array("abcdefghi")
        return Chooser(
            question: phrase("Void which sale of today?"),
            options: zip(letters, sales).map { letter, sale in
                Option(letter: letter, label: phrase("entry \(sale.entry)"), note: sale.words, choice: .void(sale.entry))
            })
    }
}
