public import Domain

/// What the office wants of a meter. A profile of the Concentrator module turns it into frames, with the least air time.
public enum MeterTask: Hashable, Sendable {
    /// What is left, load and relay: the everyday poll.
    case poll
    /// Everything a room's screen shows.
    case detail
    /// The picture of the credit that proves an order.
    case credit
    /// The same with the newest purchase records, so many of them.
    case purchases(Int)
    /// The same with the count of the purse of free credit, where the meter has one.
    case purse
    /// Send an order under its purchase count. What became of it is known only by a `credit` after it.
    case apply(OrderTask, count: Int)
    /// The same for free credit, in the meter's purse under the purse's count; known only by a `purse` after it.
    case applyToPurse(OrderTask, count: Int)
    /// Where the relay stands, with everything of the everyday poll read after that: the proof of an order to move it.
    case relay
    /// Open or close the relay; by its own clock the meter may obey until that moment. What became of it is known only by a `relay` after it.
    case move(RelayMove, until: WallTime)
}

/// How soon a job is wanted; on one bus the higher goes first, equal ones in order of arrival.
public enum MeterPriority: Int, Hashable, Comparable, Sendable {
    /// The round of all meters.
    case round = 0
    /// A step of an order.
    case delivery = 1
    /// Somebody is looking at the room now.
    case now = 2

    /// Whether the left one comes first.
    public static func < (left: MeterPriority, right: MeterPriority) -> Bool { left.rawValue < right.rawValue }
}

/// One thing to do at one meter.
public struct MeterJob: Hashable, Sendable, Identifiable {
    /// Given by who asks; it comes back in the report.
    public var id: UInt64
    /// The meter.
    public var meter: MeterID
    /// What is wanted.
    public var task: MeterTask
    /// How soon.
    public var priority: MeterPriority

    /// Makes a job.
    public init(id: UInt64, meter: MeterID, task: MeterTask, priority: MeterPriority) {
        self.id = id
        self.meter = meter
        self.task = task
        self.priority = priority
    }
}

/// What came of a job.
public enum MeterOutcome: Hashable, Sendable {
    /// The values that were asked for.
    case reading(Reading)
    /// The picture of the credit.
    case credit(CreditReading)
    /// The meter said yes to an order. It is not a proof.
    case accepted
    /// The meter said no, in its own code, with the meaning in words. It is not a proof either.
    case refused(code: Int, meaning: String)
    /// Nothing came back, or nothing that could be understood; what was asked may have been done.
    case noAnswer(String)
    /// Nothing was sent: the line is down, the meter is not known, or its kind can not do it. Nothing can have moved.
    case notSent(String)
}

/// What came of a job, and when.
public struct MeterReport: Hashable, Sendable {
    /// The job's id; 0 for the round of all meters.
    public var job: UInt64
    /// The meter.
    public var meter: MeterID
    /// When the last byte came, or when waiting ended.
    public var at: Instant
    /// What came of it.
    public var outcome: MeterOutcome

    /// Makes a report.
    public init(job: UInt64, meter: MeterID, at: Instant, outcome: MeterOutcome) {
        self.job = job
        self.meter = meter
        self.at = at
        self.outcome = outcome
    }
}
