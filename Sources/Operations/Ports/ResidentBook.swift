public import Domain

/// Who lives where, as the books keep it. Calls block on the disk and throw `BooksError`.
public protocol ResidentBook: Sendable {
    /// Everybody and every stay.
    func roster() throws -> Roster
    /// The version of it, which grows with every change.
    func rosterVersion() throws -> Int64
    /// Takes a reviewed change as a whole; refuses when the roster changed since it was made.
    func take(_ change: RosterChange, actor: Actor, at: Instant) throws -> RosterOutcome
    /// The change that would undo the last one; nil when there is none.
    func rosterUndo() throws -> RosterChange?
}

/// What came of taking a change of the roster.
public enum RosterOutcome: Hashable, Sendable {
    /// It stands now.
    case taken
    /// The roster changed since the change was made; nothing was written.
    case stale
    /// It would contradict what stands, in words; nothing was written.
    case contradicted([String])
}
