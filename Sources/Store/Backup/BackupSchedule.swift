public import Domain
public import Operations

/// How far the books have grown since an entry.
public struct BooksGrowth: Hashable, Sendable {
    /// Grows with every change of the file, also those that are no entries: orders, prices, inventory.
    public var change: Int64
    /// The last entry.
    public var entries: Int64
    /// The business day of the last entry; nil for an empty journal.
    public var lastDay: Day?
    /// The rooms of the largest plan since that entry.
    public var largestPlan: Int

    /// States a growth.
    public init(change: Int64, entries: Int64, lastDay: Day?, largestPlan: Int) {
        self.change = change
        self.entries = entries
        self.lastDay = lastDay
        self.largestPlan = largestPlan
    }
}

/// Why a copy is due.
public enum BackupReason: String, Hashable, Sendable {
    /// There is no copy yet.
    case first
    /// A batch was committed.
    case batch
    /// A day has ended.
    case dayEnd
    /// Something changed a while ago.
    case changed
}

/// Decides when a copy is due. Pure: growth and time in, a reason out; told what came of each copy.
public struct BackupSchedule: Hashable, Sendable {
    private let policy: BackupPolicy
    private var copied: BooksGrowth?
    private var copiedAt: Instant?
    private var changedAt: Instant?
    private var failedAt: Instant?
    private var day: Day?

    /// A schedule that begins with the newest copy there is; nobody knows what else than entries changed since that.
    public init(_ policy: BackupPolicy, newest: BackupName?, offset: UTCOffset) {
        self.policy = policy
        guard let newest else { return }
        let at = newest.at(offset)
        copied = BooksGrowth(change: -1, entries: newest.entries, lastDay: newest.day, largestPlan: 0)
        (copiedAt, changedAt, day) = (at, at, Day(of: at, at: offset))
    }

    /// The entry behind which growth counts.
    public var since: Int64 { copied?.entries ?? .max }

    /// Why a copy is due now; nil when none is.
    public mutating func due(_ growth: BooksGrowth, now: Instant, today: Day) -> BackupReason? {
        if let failedAt, now >= failedAt, now.milliseconds(since: failedAt) < policy.retrySeconds * 1000 { return nil }
        guard let copied, let copiedAt else { return .first }
        guard growth.change != copied.change else {
            day = today
            return nil
        }
        let changedAt = changedAt ?? now
        self.changedAt = changedAt
        if let day, day < today { return .dayEnd }
        day = today
        // A clock that was set back must not put a copy off.
        let age = now >= copiedAt ? now.milliseconds(since: copiedAt) : .max
        if policy.batchRooms > 0, growth.largestPlan >= policy.batchRooms, age >= policy.batchSeconds * 1000 { return .batch }
        let waited = now >= changedAt ? now.milliseconds(since: changedAt) : .max
        return policy.changedMinutes > 0 && waited >= policy.changedMinutes * 60_000 ? .changed : nil
    }

    /// At least one place has a verified copy of this growth.
    public mutating func succeeded(_ growth: BooksGrowth, now: Instant, today: Day) {
        (copied, copiedAt, changedAt, failedAt, day) = (growth, now, nil, nil, today)
    }

    /// No place has one, or not every place.
    public mutating func failed(now: Instant) { failedAt = now }
}
