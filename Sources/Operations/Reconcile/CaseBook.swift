public import Domain

/// The cases of a campus, with all their steps. Calls block on the disk; they throw `BooksError`, and `CaseRefusal` where it says so.
public protocol CaseBook: Sendable {
    /// Cases that match, oldest first.
    func cases(_ filter: CaseFilter) throws -> [Case]
    /// Opens a case for a room and kind, or answers the one that is open; names the last one of the same room and kind that has ended.
    func open(_ draft: CaseDraft, actor: Actor, at: Instant) throws -> CaseOpening
    /// Adds a step. Throws `CaseRefusal.noSuchCase`, and whatever `Case.refusal` says to the case as it stands then; nothing is written.
    func record(_ act: CaseAct, in case: CaseID, actor: Actor, at: Instant) throws -> Case
}

/// Which cases are asked for.
public struct CaseFilter: Hashable, Sendable {
    /// Only this one.
    public var id: CaseID?
    /// Only of these rooms; nil for all.
    public var rooms: [RoomID]?
    /// Only those that wait for somebody.
    public var onlyOpen: Bool

    /// Makes a filter.
    public init(id: CaseID? = nil, rooms: [RoomID]? = nil, onlyOpen: Bool = false) {
        self.id = id
        self.rooms = rooms
        self.onlyOpen = onlyOpen
    }
}

/// A case before it is opened.
public struct CaseDraft: Hashable, Sendable {
    /// The room.
    public var room: RoomID
    /// The meter that keeps its credit.
    public var meter: MeterID
    /// In what they differ.
    public var kind: DifferenceKind
    /// What was found.
    public var finding: CaseFinding

    /// Makes a draft.
    public init(room: RoomID, meter: MeterID, kind: DifferenceKind, finding: CaseFinding) {
        self.room = room
        self.meter = meter
        self.kind = kind
        self.finding = finding
    }
}

/// What came of opening a case.
public enum CaseOpening: Hashable, Sendable {
    /// It is new.
    case opened(Case)
    /// One was open already; nothing was written.
    case stands(Case)

    /// The case.
    public var found: Case {
        switch self {
        case .opened(let found), .stands(let found): found
        }
    }
}
