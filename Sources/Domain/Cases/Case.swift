/// A case by its name, for example `C00012`.
public typealias CaseID = ID<Case>

/// A difference between books and meter that nothing explains: who found it, who looks after it, what was learnt, how it ended.
///
/// It is the sum of its steps, which are only ever added. A difference that comes back after the end is a new case that names the old.
public struct Case: Hashable, Sendable, Identifiable {
    /// Its name.
    public var id: CaseID
    /// The room.
    public var room: RoomID
    /// The meter that kept the room's credit when it was opened.
    public var meter: MeterID
    /// In what they differ.
    public var kind: DifferenceKind
    /// What was done, oldest first; the first one opened it.
    public var steps: [CaseStep]

    /// Makes a case from its steps.
    public init(id: CaseID, room: RoomID, meter: MeterID, kind: DifferenceKind, steps: [CaseStep]) {
        self.id = id
        self.room = room
        self.meter = meter
        self.kind = kind
        self.steps = steps
    }

    /// When it was opened.
    public var openedAt: Instant { steps.first?.at ?? Instant(milliseconds: 0) }

    /// What was found when it was opened.
    public var finding: CaseFinding? {
        if case .opened(let finding, _) = steps.first?.act { finding } else { nil }
    }

    /// The case that had ended before the same difference came back.
    public var reopens: CaseID? {
        if case .opened(_, let earlier) = steps.first?.act { earlier } else { nil }
    }

    /// Who looks after it; nil while nobody does.
    public var owner: String? {
        for step in steps.reversed() { if case .owned(let name) = step.act { return name } }
        return nil
    }

    /// How it ended; nil while it is open.
    public var end: CaseEnd? {
        if case .closed(let end) = steps.last?.act { end } else { nil }
    }

    /// Whether it still waits for somebody.
    public var isOpen: Bool { end == nil }

    /// Whether the difference was there when the program last looked.
    public var isThere: Bool {
        for step in steps.reversed() { if case .observed(let isThere) = step.act { return isThere } }
        return true
    }

    /// When something was last done about it.
    public var changedAt: Instant { steps.last?.at ?? openedAt }

    /// Why an act can not follow; nil when it can.
    public func refusal(of act: CaseAct) -> CaseRefusal? {
        guard isOpen else { return .ended(id) }
        switch act {
        case .opened: return .openedAlready(id)
        case .owned(let name): return name.hasWords ? nil : .ownerMissing
        case .noted(let text): return text.hasWords ? nil : .wordsMissing
        case .observed: return nil
        case .closed(let end):
            guard owner != nil else { return .ownerMissing }
            return end.text.hasWords ? nil : .wordsMissing
        }
    }
}

/// One step of a case.
public struct CaseStep: Hashable, Sendable {
    /// When.
    public var at: Instant
    /// Who.
    public var actor: Actor
    /// What was done.
    public var act: CaseAct

    /// Makes a step.
    public init(at: Instant, actor: Actor, act: CaseAct) {
        self.at = at
        self.actor = actor
        self.act = act
    }
}

/// What is done about a case.
public enum CaseAct: Hashable, Sendable {
    /// The difference was found; the second value is the case that had ended before the difference came back.
    case opened(CaseFinding, reopens: CaseID?)
    /// Somebody looks after it from now on.
    case owned(String)
    /// Something was learnt.
    case noted(String)
    /// The program saw that the difference went or came back; the case stays open until a person ends it.
    case observed(isThere: Bool)
    /// It is over.
    case closed(CaseEnd)
}

/// What was found when a case was opened.
public struct CaseFinding: Hashable, Sendable {
    /// What nothing explains: purchases for a count, else hundredths of the meter's unit, and hundredths of a kWh for a register.
    public var amount: Int64
    /// Both sides in words.
    public var text: String

    /// Makes a finding.
    public init(amount: Int64, text: String) {
        self.amount = amount
        self.text = text
    }
}

/// How a case ended.
public struct CaseEnd: Hashable, Sendable {
    /// In what way.
    public var outcome: CaseOutcome
    /// What stays different and is known from now on; zero unless the outcome is `accepted`.
    public var accepted: Int64
    /// Why, in words.
    public var text: String

    /// Makes an end.
    public init(outcome: CaseOutcome, accepted: Int64 = 0, text: String) {
        self.outcome = outcome
        self.accepted = accepted
        self.text = text
    }
}

/// In what way a case ended.
public enum CaseOutcome: String, Hashable, Sendable, CaseIterable, Codable {
    /// Books or meter were put right. Found again, the difference is a new case.
    case corrected
    /// The difference stays and is understood. Only another amount is a new case.
    case accepted
    /// There never was one: a wrong reading. Found again, it is a new case.
    case unfounded
}

/// Why something can not be done about a case.
public enum CaseRefusal: Error, Hashable, Sendable {
    /// There is no such case.
    case noSuchCase(CaseID)
    /// It is over; found again, the difference becomes a new case.
    case ended(CaseID)
    /// A case is opened once.
    case openedAlready(CaseID)
    /// Nobody looks after it, or no name was given.
    case ownerMissing
    /// A note, and an end, need words.
    case wordsMissing
}

extension String {
    fileprivate var hasWords: Bool { contains { !$0.isWhitespace } }
}
