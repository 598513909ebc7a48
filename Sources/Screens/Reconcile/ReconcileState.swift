public import Domain
import Operations
import Phrases
import Terminal

/// The screen on which books, meters and orders stand side by side.
struct ReconcileState: Sendable {
    var overview: ReconcileOverview?
    var list = ListState<RoomID>()
    var askedAt: Instant?
    /// The room that is to be under the cursor once the rows are there.
    var sought: RoomID?

    /// The rooms as they are listed.
    private(set) var order: [RoomID] = []
    private var rows: [RoomID: ReconcileRow] = [:]

    /// So often the rows are asked for while somebody looks.
    private static let seconds: Int64 = 15

    /// The row under the cursor.
    var inHand: ReconcileRow? { list.cursor.flatMap { rows[$0] } }

    subscript(room: RoomID) -> ReconcileRow? { rows[room] }

    /// Lists these rows, all of them or what a filter leaves.
    mutating func show(_ rows: [ReconcileRow]) { order = rows.map(\.id) }

    mutating func take(_ overview: ReconcileOverview) {
        self.overview = overview
        rows = Dictionary(overview.rows.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Whether it is time to ask again.
    func isDue(_ now: Instant) -> Bool { askedAt.map { now.hasPassed(Self.seconds * 1000, since: $0) } ?? true }
}

/// What somebody does about a case.
public enum CaseWish: Hashable, Sendable {
    /// Look after it.
    case take
    /// Write down what was learnt.
    case note(String)
    /// End it, for a reason.
    case close(CaseOutcome, String)
    /// Book what its meter proves was sold elsewhere, and end it.
    case takeOver
}

extension Console {
    /// The case that a command acts on: of the room under the cursor, first the one whose difference is there.
    var caseInHand: Case? {
        guard let row = reconciliation.inHand else { return nil }
        let first = row.unexplained.compactMap(\.openCase).first
        return row.openCases.first { $0.id == first } ?? row.openCases.first
    }

    /// Loads the rows now.
    mutating func loadReconciliation() -> [Effect] {
        reconciliation.askedAt = desk.now
        return [.loadReconciliation]
    }

    /// Asks the meter of a case for its records, and books what they prove.
    mutating func takeOver(_ id: CaseID) -> [Effect] {
        say(phrase("Asking the meter of case \(id) for its purchase records."))
        return [.work(id, .takeOver)]
    }

    /// Why foreign purchases can not be taken over here.
    var takeOverAvailability: Availability {
        if case .none(let reason) = desk.collector { return .disabled(phrase("Nobody reads the meters: \(reason.ofCollector).")) }
        guard let row = reconciliation.inHand, row.differences.contains(where: { $0.kind == .count && $0.rest > 0 }) else {
            return .disabled(phrase("The meter here has no purchases that the books lack."))
        }
        return caseAvailability(ends: false)
    }

    /// Why nothing can be done about a case here.
    func caseAvailability(ends: Bool) -> Availability {
        guard let found = caseInHand else { return .disabled(phrase("There is no open case here.")) }
        return ends && found.owner == nil ? .disabled(phrase("Nobody looks after case \(found.id) yet: e takes it.")) : .available
    }

    /// Takes the case, or asks for the words that are needed.
    mutating func workOnCase(_ id: Command.ID) -> [Effect] {
        guard let found = caseInHand else { return [] }
        switch id {
        case .takeCase: return [.work(found.id, .take)]
        case .noteCase: overlay = .prompt(Prompt(kind: .caseNote(found.id), field: TextField(limit: 400)))
        case .takeOver: overlay = .chooser(.takeOver(of: found))
        default: overlay = .chooser(.outcomes(of: found.id))
        }
        return []
    }

    /// Does what was typed about a case; without words it stays to be typed.
    mutating func acceptCaseWords(_ prompt: Prompt) -> [Effect] {
        let text = prompt.field.text.trimmed
        guard !text.isEmpty else { return [.bell] }
        overlay = nil
        switch prompt.kind {
        case .caseNote(let id): return [.work(id, .note(text))]
        case .caseEnd(let id, let outcome): return [.work(id, .close(outcome, text))]
        case .command, .find, .filter, .markMatching, .gridFile, .rosterFile: return []
        }
    }
}

extension Chooser {
    /// The question before foreign purchases are booked.
    static func takeOver(of found: Case) -> Chooser {
        Chooser(
            question: phrase("Take over what was sold elsewhere to meter \(found.meter)?"),
            options: [
                Option(
                    letter: "b", label: phrase("Book it"), note: phrase("what the meter proves, money in \(Account.recovered.words)"),
                    choice: .takeOver(found.id)
                )
            ])
    }

    /// In what way a case ends.
    static func outcomes(of id: CaseID) -> Chooser {
        Chooser(
            question: phrase("End case \(id) as"),
            options: [
                Option(
                    letter: "c", label: phrase("corrected"), note: phrase("books or meter were put right"), choice: .end(id, .corrected)),
                Option(letter: "a", label: phrase("accepted"), note: phrase("it stays and is understood"), choice: .end(id, .accepted)),
                Option(letter: "u", label: phrase("unfounded"), note: phrase("there never was a difference"), choice: .end(id, .unfounded)),
            ])
    }
}
