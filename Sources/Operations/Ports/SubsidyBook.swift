public import Domain

/// The policies of the subsidy and what was granted under them. Calls block on the disk and throw `BooksError`.
public protocol SubsidyBook: Sendable {
    /// Every version of every policy, in the order in which they were added, with a number that grows with each.
    func subsidyPolicies() throws -> (policies: [SubsidyPolicy], version: Int64)
    /// Adds a version of a policy; refuses when another was added since the number was read.
    func add(_ policy: SubsidyPolicy, after version: Int64, actor: Actor, at: Instant) throws -> Bool
    /// What was granted for some months, by key.
    func granted(for months: ClosedRange<Month>) throws -> [GrantKey: Granted]
    /// Commits a run in one transaction, after checking roster, policies, rooms and grants again inside it.
    func commit(_ run: SubsidyRun, at: Instant) throws -> SubsidyOutcome
}

/// What a commit of a run answers.
public enum SubsidyOutcome: Hashable, Sendable {
    /// Everything is written.
    case committed([CommittedRow])
    /// The same id was committed before; nothing was written now.
    case exists([CommittedRow])
    /// Rooms changed since the run was planned. Nothing was written.
    case stale([RoomID: Refusal])
    /// Residents moved, came or went since the run was planned. Nothing was written.
    case rosterChanged
    /// A policy was added since the run was planned. Nothing was written.
    case policiesChanged
    /// Another run granted some of it since. Nothing was written.
    case grantedMeanwhile
}
