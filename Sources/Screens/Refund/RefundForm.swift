import Domain
import Operations
import Phrases
import Terminal

/// A step of rooms of a run, from what has to be typed to the typed count before it. Esc goes one step back.
struct RefundForm: Sendable {
    /// Which step, fixed with its rooms when the form was opened, whatever the list behind it does.
    enum Matter: Hashable, Sendable {
        case approve, take, openRelay, close, drop, setAside
        /// By a reading that is typed.
        case open
        /// nil where the shares are typed.
        case split(RefundSplit?)
        case pay(PayoutMethod, ResidentID?)
    }

    /// What is typed.
    enum Step: Hashable, Sendable {
        case approver, register, remaining, reference, reason
        /// The per cent of one who leaves.
        case share(ResidentID, name: String)
    }

    enum Stage: Sendable {
        /// At the field with this index.
        case typing(Int)
        /// Waiting for the plan, keys are dropped; typed without seeing it they could mean anything.
        case planning(RefundRequest)
        /// The totals are on the screen; the typed count commits them.
        case shown(RefundProposal, RefundRequest)
        case committing(RefundProposal, RefundRequest)
        /// It was made for some rooms, and the others say why not.
        case done(RefundProposal, RefundRequest)
    }

    let matter: Matter
    let run: RefundRunID
    let rooms: [RoomID]
    let steps: [Step]
    private(set) var fields: [TextField]
    var stage: Stage
    /// The count before the commit.
    var count = TextField(kind: .digits, limit: 6)
    /// What was approved for the rooms of the plan on the screen, when it came: what is counted is what is shown.
    var most = Money.zero
    /// Why it does not go on, and what to do; empty when it does.
    var complaint: [String] = []

    init(_ matter: Matter, run: RefundRunID, rooms: [RoomID], leaving: [(ResidentID, String)] = []) {
        (self.matter, self.run, self.rooms) = (matter, run, rooms)
        steps =
            switch matter {
            case .approve: [.approver]
            case .open: [.register, .remaining, .reference]
            case .drop: [.reason]
            case .split(nil): leaving.map { .share($0.0, name: $0.1) }
            case .take, .openRelay, .close, .split, .pay, .setAside: []
            }
        fields = steps.map(\.field)
        stage = .typing(0)
    }

    /// The field that has the keys; nil where none has.
    var field: TextField? {
        switch stage {
        case .typing(let index): fields.indices.contains(index) ? fields[index] : nil
        case .shown(let proposal, _): proposal.changes.isEmpty ? nil : count
        case .planning, .committing, .done: nil
        }
    }

    /// Whether it is being written into the books.
    var isCommitting: Bool { if case .committing = stage { true } else { false } }

    /// What a key comes to.
    enum Outcome: Hashable {
        case stays, refused, left
        /// Everything was typed: the plan is wished for.
        case accepted(RefundAct)
        /// The same is planned anew, because meters were read meanwhile.
        case again(RefundRequest)
        case passed(RefundProposal, RefundRequest)
    }

    mutating func handle(_ key: Key) -> Outcome {
        let isBack = [.escape, .function(10), .function(12)].contains(key)
        switch stage {
        case .typing(let index): return type(key, at: index, isBack: isBack)
        case .planning:
            guard isBack else { return .stays }
            return stepBack()
        case .shown(let proposal, let request):
            if isBack { return stepBack() }
            if proposal.changes.isEmpty { return key == .enter ? .left : key.folded == .character("r") ? .again(request) : .refused }
            if key.folded == .character("r") { return .again(request) }
            complaint = []
            // What confirms is typed: pasted it would not have been read.
            if case .paste = key { return .refused }
            guard key == .enter else { return count.handle(key.folded) == .taken ? .stays : .refused }
            let review = RefundReview(proposal, request.act, Figures(glyphs: .ascii))
            guard Int(count.text) == review.count else {
                complaint = [phrase("That is not how many \(review.counted) it is.")]
                return .refused
            }
            stage = .committing(proposal, request)
            return .passed(proposal, request)
        case .committing: return .refused
        case .done: return isBack || key == .enter ? .left : .refused
        }
    }

    private mutating func type(_ key: Key, at index: Int, isBack: Bool) -> Outcome {
        complaint = []
        if isBack {
            guard index > 0 else { return .left }
            stage = .typing(index - 1)
            return .stays
        }
        guard key == .enter else { return fields[index].handle(key) == .taken ? .stays : .refused }
        if let problem = problem(at: index) {
            complaint = [problem]
            return .refused
        }
        if index + 1 < steps.count {
            stage = .typing(index + 1)
            return .stays
        }
        return act.map { .accepted($0) } ?? .refused
    }

    /// Back to the last field; without any the form is left.
    private mutating func stepBack() -> Outcome {
        complaint = []
        count.replace(with: "")
        guard !steps.isEmpty else { return .left }
        stage = .typing(steps.count - 1)
        return .stays
    }

    /// What is wrong with what was typed; nil when it can be taken.
    private func problem(at index: Int) -> String? {
        let text = fields[index].text.trimmed
        switch steps[index] {
        case .approver: return text.isEmpty ? phrase("It needs a second person who approves it.") : nil
        case .register, .remaining: return Self.hundredths(text) == nil ? phrase("Type what the meter shows, such as 1239.10.") : nil
        case .reference: return text.isEmpty ? phrase("It needs the slip on which the reading stands.") : nil
        case .reason: return text.isEmpty ? phrase("It needs a reason in words.") : nil
        case .share:
            guard text.isEmpty || Decimals.parse(text, decimals: 2, limit: Int64(RefundSplit.whole)) != nil else {
                return phrase("Type a per cent, such as 60 or 33.33; nothing is 0.")
            }
            guard index == steps.count - 1, shareSum != RefundSplit.whole else { return nil }
            return SplitProblem.sum(shareSum).text.prefix(1).uppercased() + SplitProblem.sum(shareSum).text.dropFirst() + "."
        }
    }

    private static func hundredths(_ text: String) -> Int64? { Decimals.parse(text, decimals: 2, limit: 99_999_999) }

    /// The shares typed so far, in hundredths of a per cent.
    var shareSum: Int { shares.values.reduce(0, +) }

    private var shares: [ResidentID: Int] {
        var shares: [ResidentID: Int] = [:]
        for (step, field) in zip(steps, fields) {
            guard case .share(let resident, _) = step else { continue }
            shares[resident] = Int(Decimals.parse(field.text.trimmed, decimals: 2, limit: Int64(RefundSplit.whole)) ?? 0)
        }
        return shares
    }

    private func text(_ step: Step) -> String { steps.firstIndex(of: step).map { fields[$0].text.trimmed } ?? "" }

    /// What was typed, as a step; nil while something is missing.
    var act: RefundAct? {
        switch matter {
        case .approve: return .approve(by: text(.approver))
        case .take: return .take
        case .openRelay: return .openRelay
        case .open:
            guard let register = Self.hundredths(text(.register)), let left = Self.hundredths(text(.remaining)) else { return nil }
            return .open(register: Energy(hundredths: register), remaining: left, reference: text(.reference))
        case .split(let split): return .split(split ?? .shares(shares))
        case .pay(let method, let resident): return .pay(method, resident)
        case .close: return .close
        case .drop: return .drop(reason: text(.reason))
        case .setAside: return .setAside
        }
    }

    /// Takes an answer; false when it was not the one waited for.
    mutating func take(_ news: RefundNews) -> Bool {
        switch (stage, news) {
        case (.planning(let mine), .planned(let proposal, let request)) where mine == request:
            stage = .shown(proposal, request)
            count.replace(with: "")
        case (.planning(let mine), .refused(let sentences, let request)) where mine == request:
            stage = steps.isEmpty ? .done(RefundProposal(run: run), request) : .typing(steps.count - 1)
            complaint = sentences
        case (.committing(_, let mine), .done(let proposal, let request)) where mine == request:
            stage = .done(proposal, request)
        case (.committing(let proposal, let mine), .refused(let sentences, let request)) where mine == request:
            stage = .shown(proposal, request)
            complaint = sentences
        default: return false
        }
        return true
    }
}

extension RefundForm.Step {
    fileprivate var field: TextField {
        switch self {
        case .approver: TextField(limit: 24)
        case .register, .remaining: TextField(kind: .decimal(fraction: 2), limit: 12)
        case .reference, .reason: TextField(limit: 120)
        case .share: TextField(kind: .decimal(fraction: 2), limit: 6)
        }
    }
}
