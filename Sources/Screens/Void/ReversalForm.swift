import Domain
import Operations
import Terminal

/// A sale on its way back, or paid credit on its way to another room, from the first letter to the word of the meter. Esc goes one step back.
struct ReversalForm: Sendable {
    /// What it is about, fixed when the form was opened, whatever the lists behind it do.
    enum Matter: Hashable, Sendable {
        case void(entry: Int64, room: RoomID, what: String)
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
    /// What has to be typed before a move is posted: the room moved to.
    var confirmation = TextField(limit: 24)

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
        case .void, .takeBack: [.reason, .approver]
        case .move: [.target, .amount, .reason, .approver]
        }
    }

    /// The field that has the keys; nil where none has.
    var field: TextField? {
        switch stage {
        case .typing(let step): self[step]
        case .shown(.move, _): confirmation
        case .shown(.void, _), .planning, .committing, .following: nil
        }
    }

    /// Whether what is shown may be posted: a move wants the room typed once more.
    var isConfirmed: Bool {
        guard case .shown(.move(let move), _) = stage else { return true }
        return confirmation.text.trimmed == move.to.text
    }

    /// The plan whose end is waited for; nil when it is known or nothing was committed.
    var waitsFor: PlanID? {
        guard case .following(let plan, _, let outcome) = stage else { return nil }
        switch outcome {
        case .waits, nil: return plan
        case .atOnce, .paid, .moved, .restored: return nil
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
            return self[step].handle(key) == .taken ? .stays : .refused
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
            } else if case .move = preview {
                return confirmation.handle(key) == .taken ? .stays : .refused
            } else {
                return .refused
            }
        case .committing: return .refused
        case .following: return isBack || key == .enter ? .left : .refused
        }
        return .stays
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
        case (.planning(let mine), .refused(let sentences, let request)) where mine == request:
            stage = .typing(.approver)
            complaint = sentences
        case (.committing(_, let mine), .committed(let preview, let request)) where mine == request:
            stage = .following(preview.plan.id, preview, nil)
        case (.committing(let preview, let mine), .refused(let sentences, let request)) where mine == request:
            stage = .shown(preview, request)
            complaint = sentences
        case (.following(let mine, let preview, _), .settled(let plan, let outcome)) where mine == plan:
            stage = .following(plan, preview, outcome)
        default: return false
        }
        return true
    }
}
