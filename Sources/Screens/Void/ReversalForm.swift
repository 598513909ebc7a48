import Domain
import Operations
import Terminal

/// A sale on its way back, or paid credit on its way to another room, from the first letter to the word of the meter. Esc goes one step back.
struct ReversalForm: Sendable {
    /// What it is about, fixed when the form was opened, whatever the lists behind it do.
    enum Matter: Hashable, Sendable {
        case void(entry: Int64, room: RoomID, what: String)
        /// All sales of a plan.
        case batch(PlanID, rooms: Int, money: Money)
        case move(from: RoomID)
        /// A take-back that was committed before, of which only the end is of interest.
        case takeBack(RoomID)
    }

    /// What is typed, in this order.
    enum Step: Hashable, Sendable {
        case target, amount, reason, approver
    }

    enum Stage: Sendable {
        case typing(Step)
        /// Waiting for the plan; keys are dropped, because they were typed without seeing it.
        case planning(ReversalRequest)
        /// The plan is on the screen; `+` posts it.
        case shown(ReversalPreview, ReversalRequest)
        case committing(ReversalPreview, ReversalRequest)
        /// It stands in the books; the take-back goes its way.
        case following(PlanID, ReversalPreview?, TakeBackOutcome?)
    }

    let matter: Matter
    let openedAt: Instant
    var stage: Stage
    /// Why it does not go on, and what to do; empty when it does.
    var complaint: [String] = []
    var target = TextField(limit: 24)
    var amount = TextField(kind: .decimal(fraction: 2), limit: 12)
    var reason = TextField(limit: 120)
    var approver = TextField(limit: 24)
    /// What has to be typed before it is posted: the room moved to, or how many rooms of a batch are taken back.
    var confirmation = TextField(limit: 24)
    /// What the take-backs of a batch have come to, room by room.
    private(set) var rooms: [RoomTakeBack] = []
    /// When they were last asked for.
    var askedAt: Instant?
    /// Lines of the rooms of a batch above the first one in view.
    var scrolled = 0

    init(_ matter: Matter, at now: Instant) {
        self.matter = matter
        openedAt = now
        stage = .typing(.reason)
        stage = .typing(steps[0])
    }

    /// Follows a take-back that stands in the books.
    init(following plan: PlanID, of room: RoomID, at now: Instant) {
        self.init(.takeBack(room), at: now)
        stage = .following(plan, nil, nil)
    }

    /// The steps of typing.
    var steps: [Step] {
        switch matter {
        case .void, .takeBack, .batch: [.reason, .approver]
        case .move: [.target, .amount, .reason, .approver]
        }
    }

    /// The field that has the keys; nil where none has.
    var field: TextField? {
        switch stage {
        case .typing(let step): self[step]
        case .shown(.move, _), .shown(.batch, _): confirmation
        case .shown(.void, _), .planning, .committing, .following: nil
        }
    }

    /// Whether what is shown may be posted: a move wants the room typed once more, a batch the number of its rooms.
    var isConfirmed: Bool {
        guard case .shown(let preview, _) = stage else { return true }
        switch preview {
        case .void: return true
        case .move(let move): return confirmation.text.trimmed == move.to.text
        case .batch(let batch): return !batch.plan.rows.isEmpty && Int(confirmation.text) == batch.plan.rows.count
        }
    }

    /// The plan whose end is waited for; nil when it is known or nothing was committed.
    var waitsFor: PlanID? {
        guard case .following(let plan, let preview, let outcome) = stage else { return nil }
        let isBatch = if case .batch = preview { true } else { !rooms.isEmpty }
        if isBatch { return rooms.isEmpty || rooms.contains { $0.isOpen } ? plan : nil }
        switch outcome {
        case .waits, nil: return plan
        case .atOnce, .due, .paid, .paidBefore, .moved, .restored: return nil
        }
    }

    subscript(step: Step) -> TextField {
        get {
            switch step {
            case .target: target
            case .amount: amount
            case .reason: reason
            case .approver: approver
            }
        }
        set {
            switch step {
            case .target: target = newValue
            case .amount: amount = newValue
            case .reason: reason = newValue
            case .approver: approver = newValue
            }
        }
    }

    /// What a key comes to.
    enum Outcome: Hashable {
        case stays, refused, left
        /// The step was accepted: it is checked, and the next one comes, or the plan is wished for.
        case accepted(Step)
        case posted(ReversalPreview, ReversalRequest)
    }

    mutating func handle(_ key: Key) -> Outcome {
        let isBack = [.escape, .function(10), .function(12)].contains(key)
        switch stage {
        case .typing(let step):
            complaint = []
            if isBack { return stepBack(from: step) }
            if key == .enter { return .accepted(step) }
            return self[step].handle(step == .reason ? key : key.folded) == .taken ? .stays : .refused
        case .planning:
            if isBack { stage = .typing(.approver) }
        case .shown(let preview, let request):
            if isBack {
                (stage, complaint) = (.typing(.approver), [])
                confirmation.replace(with: "")
            } else if key.folded == .character("+") {
                guard isConfirmed else { return .refused }
                (stage, complaint) = (.committing(preview, request), [])
                return .posted(preview, request)
            } else {
                if case .void = preview { return .refused }
                if case .batch = preview, scroll(key) { return .stays }
                // What confirms is typed: pasted it would not have been read.
                if case .paste = key { return .refused }
                return confirmation.handle(key.folded) == .taken ? .stays : .refused
            }
        case .committing: return .refused
        case .following: return isBack || key == .enter ? .left : scroll(key) ? .stays : .refused
        }
        return .stays
    }

    /// Scrolls through the rooms of a batch; the frame keeps it within them.
    private mutating func scroll(_ key: Key) -> Bool {
        switch key {
        case .up: scrolled -= 1
        case .down: scrolled += 1
        case .pageUp: scrolled -= 10
        case .pageDown: scrolled += 10
        default: return false
        }
        scrolled = min(max(scrolled, 0), max(roomCount - 1, 0))
        return true
    }

    private var roomCount: Int {
        switch stage {
        case .shown(.batch(let batch), _): batch.kept.count + batch.plan.rows.count
        case .following: rooms.count
        default: 0
        }
    }

    private mutating func stepBack(from step: Step) -> Outcome {
        guard let index = steps.firstIndex(of: step), index > 0 else { return .left }
        stage = .typing(steps[index - 1])
        return .stays
    }

    /// Takes an answer; false when it was not the one waited for.
    mutating func take(_ news: ReversalNews) -> Bool {
        switch (stage, news) {
        case (.planning(let mine), .planned(let preview, let request)) where mine == request:
            stage = .shown(preview, request)
            confirmation.replace(with: "")
            scrolled = 0
        case (.planning(let mine), .refused(let sentences, let request)) where mine == request:
            stage = .typing(.approver)
            complaint = sentences
        case (.committing(_, let mine), .committed(let preview, let request)) where mine == request:
            stage = .following(preview.plan.id, preview, nil)
            scrolled = 0
        case (.committing(let preview, let mine), .refused(let sentences, let request)) where mine == request:
            stage = .shown(preview, request)
            complaint = sentences
        case (.following(let mine, let preview, let shown), .settled(let plan, let answer)) where mine == plan:
            let outcome = answer?.after(shown)
            stage = .following(plan, preview, outcome)
            // A batch of which one room could be taken back is shown room by room all the same.
            if case .batch(let batch) = preview, let room = batch.plan.rows.first?.room {
                rooms = [RoomTakeBack(room: room, outcome: outcome)]
            }
        case (.following(let mine, _, _), .settledAll(let plan, let rooms)) where mine == plan: self.rooms = rooms.after(self.rooms)
        default: return false
        }
        return true
    }
}

extension RoomTakeBack {
    /// Whether its end is still awaited.
    var isOpen: Bool {
        switch outcome {
        case .waits, nil: true
        case .atOnce, .due, .paid, .paidBefore, .moved, .restored: false
        }
    }
}

extension TakeBackOutcome {
    /// Whether it says that money is to be given back now.
    var givesBack: Bool {
        switch self {
        case .atOnce, .paid: true
        case .due, .paidBefore, .waits, .moved, .restored: false
        }
    }

    /// What stays on the screen: what this dialog has paid is still to be handed over when the books are asked again.
    func after(_ shown: TakeBackOutcome?) -> TakeBackOutcome {
        if case .paidBefore = self, let shown, shown.givesBack { shown } else { self }
    }
}

extension [RoomTakeBack] {
    /// The same room by room.
    fileprivate func after(_ shown: [RoomTakeBack]) -> [RoomTakeBack] {
        let before = Dictionary(shown.map { ($0.room, $0.outcome) }) { first, _ in first }
        return map { RoomTakeBack(room: $0.room, outcome: $0.outcome?.after(before[$0.room] ?? nil) ?? before[$0.room] ?? nil) }
    }
}
