/// When a copy is made by itself.
public struct BackupPolicy: Hashable, Sendable {
    /// A plan of so many rooms brings a copy; 0 when none does.
    public var batchRooms: Int
    /// Two copies after batches are so far apart, in seconds: batches that follow each other share one.
    public var batchSeconds: Int64
    /// Whatever else changed is copied after so many minutes at the latest; 0 waits for the day's end.
    public var changedMinutes: Int64
    /// After a failure the next try comes after so many seconds.
    public var retrySeconds: Int64
    /// The second path; nil for none.
    public var secondPath: String?
    /// Which copies are kept.
    public var generations: GenerationPolicy

    /// The policy of a residence.
    public init(
        batchRooms: Int = 2, batchSeconds: Int64 = 60, changedMinutes: Int64 = 60, retrySeconds: Int64 = 300, secondPath: String? = nil,
        generations: GenerationPolicy = GenerationPolicy()
    ) {
        self.batchRooms = batchRooms
        self.batchSeconds = batchSeconds
        self.changedMinutes = changedMinutes
        self.retrySeconds = retrySeconds
        self.secondPath = secondPath
        self.generations = generations
    }
}

/// Which copies are kept: all of the newest day, the newest of each day and of each month behind it.
///
/// Days and months are counted as far as there are copies of them, not by the calendar: a clock that jumps, or a summer in which nobody
/// sells, costs no copy.
public struct GenerationPolicy: Hashable, Sendable {
    /// So many days have their last copy kept.
    public var days: Int
    /// So many months have their last copy kept; 0 for all of them, for ever.
    public var months: Int

    /// Makes a policy.
    public init(days: Int = 30, months: Int = 0) {
        self.days = days
        self.months = months
    }
}
