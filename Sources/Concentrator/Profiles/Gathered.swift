import Domain
import MeterWire
import Operations
import Phrases

/// What a session has heard so far, and the questions that a profile may put to it.
struct Gathered: Hashable, Sendable {
    /// Which reading of which item.
    struct Key: Hashable, Sendable {
        let identifier: DataIdentifier
        let again: Bool
    }

    /// What became of a question.
    enum Answer: Hashable, Sendable {
        /// What the item says.
        case told(Told)
        /// The meter has no such data.
        case missing
        /// The meter said no for another reason.
        case refused(AccessErrors)
        /// Nothing came that could be understood.
        case lost(String)
    }

    var answers: [Key: Answer] = [:]
    /// What came of the order.
    var order: MeterOutcome?
    /// When the last byte of the last answer came.
    var at: Instant
    /// How often the meter moved while it was being read.
    var restarts = 0

    /// Begins the picture anew with its last block as the first; what the meter lacks it still lacks.
    mutating func startOver() {
        let last = answers[Key(identifier: .monitorBlock, again: true)]
        answers = answers.filter { $0.value == .missing }
        answers[Key(identifier: .monitorBlock, again: false)] = last
        restarts += 1
    }

    /// An item without which the job has no result.
    func required(_ identifier: DataIdentifier, again: Bool = false) throws(Need) -> Told {
        switch answers[Key(identifier: identifier, again: again)] {
        case nil: throw .item(identifier, again: again)
        case .told(let told): return told
        case .missing: throw .end(.noAnswer(Phrase("the meter has no item \(identifier); is its profile right?", context: "why").english))
        case .refused(let errors): throw .end(.noAnswer(Self.refusal(of: identifier, errors)))
        case .lost(let reason): throw .end(.noAnswer(reason))
        }
    }

    /// An item that a meter may lack by nature; nil when it says so, now or earlier. Otherwise without it there is no result.
    func ifPresent(_ identifier: DataIdentifier, _ memory: MeterMemory) throws(Need) -> Told? {
        let key = Key(identifier: identifier, again: false)
        if answers[key] == .missing || answers[key] == nil && memory.missing.contains(identifier) { return nil }
        return try required(identifier)
    }

    /// An item that is only welcome; nil when it does not come for whatever reason.
    func ifPossible(_ identifier: DataIdentifier, _ memory: MeterMemory) throws(Need) -> Told? {
        switch answers[Key(identifier: identifier, again: false)] {
        case nil where memory.missing.contains(identifier): return nil
        case nil: throw .item(identifier, again: false)
        case .told(let told): return told
        case .missing, .refused, .lost: return nil
        }
    }

    /// The number of an item without which the job has no result.
    func number(_ identifier: DataIdentifier) throws(Need) -> Int64 {
        let told = try required(identifier)
        guard let number = told.number else { throw .end(.noAnswer(Phrase("item \(identifier) is no number", context: "why").english)) }
        return number
    }

    private static func refusal(of identifier: DataIdentifier, _ errors: AccessErrors) -> String {
        Phrase("the meter refuses item \(identifier) with error \(errors.rawValue)", context: "why").english
    }
}
