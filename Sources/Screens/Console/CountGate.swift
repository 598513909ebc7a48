import Operations
import Phrases
import Terminal

/// The gate before something that many rooms or people feel at once: how many it is about has to be typed, as the screen shows it.
struct CountGate: Sendable {
    /// What goes on behind the gate, as it was seen before it.
    enum Matter: Sendable {
        case grant(SubsidyRun)
        case startRefund(RefundStarted)
        case acceptRoster(ReviewedFile)
    }

    /// What the gate says.
    struct Words {
        let question: String
        let text: [String]
        /// What has to be typed.
        let label: String
        /// What comes of it; where the count is wrong, that in its place.
        let note: String
        let wrong: String
        /// What stands below that in any case.
        var more: [String] = []
        /// What Enter does.
        let act: String
    }

    enum Outcome: Hashable {
        case stays, refused, left, passed
    }

    let matter: Matter
    private(set) var field = TextField(kind: .digits, limit: 6)
    private(set) var isWrong = false

    init(_ matter: Matter) { self.matter = matter }

    /// How many it is about.
    var count: Int {
        switch matter {
        case .grant(let run): run.plan.rows.count
        case .startRefund(let plan): plan.rooms.count
        case .acceptRoster(let file): file.touched
        }
    }

    mutating func handle(_ key: Key) -> Outcome {
        if [.escape, .function(10), .function(12), .control("c")].contains(key) { return .left }
        if key == .enter {
            isWrong = Int(field.text) != count
            return isWrong ? .refused : .passed
        }
        isWrong = false
        return field.handle(key.folded) == .taken ? .stays : .refused
    }

    var dialog: Dialog {
        let words =
            switch matter {
            case .grant(let run): Words(granting: run)
            case .startRefund(let plan): Words(starting: plan)
            case .acceptRoster(let file): Words(accepting: file)
            }
        return Dialog(
            question: words.question, text: words.text,
            input: Dialog.Input(label: words.label, field: field, width: 8, isWrong: isWrong),
            notes: [isWrong ? words.wrong : words.note] + words.more,
            keys: [KeyHint("Enter", words.act), KeyHint("Esc", phrase("leave it"))])
    }
}

extension Console {
    /// Opens the gate before something.
    mutating func ask(_ matter: CountGate.Matter) -> [Effect] {
        overlay = .counting(CountGate(matter))
        // What was typed before the question was typed without seeing it.
        return [.flushInput]
    }

    /// A key for the count before something.
    mutating func handle(_ key: Key, in gate: CountGate) -> [Effect] {
        var gate = gate
        let outcome = gate.handle(key)
        overlay = outcome == .left || outcome == .passed ? nil : .counting(gate)
        switch outcome {
        case .stays, .left: return []
        case .refused: return [.bell]
        case .passed: return pass(gate.matter)
        }
    }

    private mutating func pass(_ matter: CountGate.Matter) -> [Effect] {
        switch matter {
        case .grant: return subsidy.commit().map { [.subsidy(.commit($0))] } ?? []
        case .startRefund(let plan):
            guard let request = refund.start?.request else { return [] }
            refund.start?.stage = .starting(plan)
            return [.refund(.start(plan, request))]
        case .acceptRoster: return roster.commit().map { [.roster(.take($0))] } ?? []
        }
    }
}
