import Domain
import Operations
import Phrases
import Terminal

/// A sale on its way from the first digit to the proof of the meter.
struct TopUpState: Sendable {
    /// How far it has come. Each step back is free until the commit.
    enum Stage: Sendable {
        case typing
        /// Waiting for the plan; keys are dropped, because they were typed without seeing it.
        case planning(PlanRequest)
        /// The plan is on the screen; `+` posts it.
        case shown(Plan, PlannedChange)
        case committing(Plan, PlannedChange)
        /// It stands in the books; the order goes its way.
        case done(Plan, PlannedChange, CommittedRow?, existed: Bool)
    }

    /// The room, fixed when the form was opened, whatever the lists behind it do.
    let room: RoomID
    var amount: TextField
    var stage = Stage.typing
    /// Why it does not go on, and what to do; empty when it does.
    var complaint: [String] = []

    init(room: RoomID, amount: String = "") {
        self.room = room
        self.amount = TextField(amount, kind: .decimal(fraction: 2), limit: 12)
    }

    /// Takes the answer to a wish; true when it was the one waited for.
    mutating func take(_ plan: Plan, for request: PlanRequest) -> Bool {
        guard case .planning(request) = stage else { return false }
        switch plan.rows.first?.decision {
        case .change(let change): stage = .shown(plan, change)
        case .refused(let refusal): complain(refusal.sentences)
        case nil: complain([phrase("Nothing was planned."), phrase("Enter tries again.")])
        }
        return true
    }

    /// Takes what came of a commit; false when it was of another plan.
    mutating func take(_ outcome: CommitOutcome, of plan: Plan) -> Bool {
        guard case .committing(let mine, let change) = stage, mine.id == plan.id else { return false }
        switch outcome {
        case .committed(let rows): stage = .done(plan, change, rows.first { $0.room == room }, existed: false)
        case .exists(let rows): stage = .done(plan, change, rows.first { $0.room == room }, existed: true)
        case .stale(let reasons):
            complain(
                [phrase("Nothing was sold.")]
                    + (reasons[room]?.sentences ?? [phrase("Something changed since the preview."), phrase("Enter makes a new preview.")]))
        }
        return true
    }

    /// Takes a problem; false when it belongs to something else.
    mutating func take(_ problem: Problem) -> Bool {
        switch (stage, problem.subject) {
        case (.planning(let mine), .planning(let request)) where mine == request: complain(problem.sentences)
        case (.committing(let plan, let change), .commit(let id)) where plan.id == id:
            stage = .shown(plan, change)
            complaint = problem.sentences
        default: return false
        }
        return true
    }

    private mutating func complain(_ sentences: [String]) {
        stage = .typing
        complaint = sentences
    }
}

extension Console {
    mutating func openTopUp(_ room: RoomID, amount: String = "") -> [Effect] {
        topUp = TopUpState(room: room, amount: amount)
        visits.go(to: .topUp(room))
        return loadDetail(room)
    }

    /// Wishes for a plan of what was typed.
    mutating func previewTopUp() -> [Effect] {
        guard var form = topUp else { return [] }
        planNumber += 1
        let request = PlanRequest(number: planNumber, room: form.room, amount: form.amount.text)
        form.stage = .planning(request)
        form.complaint = []
        topUp = form
        return [.plan(request)]
    }

    /// Wishes for the commit of exactly the plan that is shown.
    mutating func postTopUp() -> [Effect] {
        guard var form = topUp, case .shown(let plan, let change) = form.stage else { return [] }
        form.stage = .committing(plan, change)
        form.complaint = []
        topUp = form
        return [.commit(plan)]
    }

    /// Esc on the form: one step back.
    mutating func leaveTopUp() -> [Effect] {
        guard var form = topUp else { return goBack() }
        switch form.stage {
        case .committing: return refuse(phrase("The sale is being written; a moment."))
        case .planning, .shown:
            form.stage = .typing
            form.complaint = []
            topUp = form
            return []
        case .typing, .done: return goBack()
        }
    }

    /// A key for the field.
    mutating func typeAmount(_ key: Key) -> [Effect] {
        guard var form = topUp else { return [] }
        guard case .typing = form.stage else {
            if case .shown = form.stage, key != .enter { return refuse(phrase("+ posts what is shown; Esc goes back to the amount.")) }
            return []
        }
        switch form.amount.handle(key) {
        case .taken:
            form.complaint = []
            topUp = form
            return []
        case .refused: return refuse(phrase("The amount takes digits and one point, at most two places after it."))
        case .ignored: return []
        }
    }
}
