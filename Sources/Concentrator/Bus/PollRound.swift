import Domain

/// The round of all meters of a bus: who is asked next, when the next round may start, how long the last one took.
struct PollRound: Sendable {
    /// The meter that was asked last in this round, or passed over; nil at its beginning.
    private var reached: MeterID?
    private var asked = 0
    private var startedAt: Instant?
    private var nextStart: Instant
    /// When the last whole round ended and how long it took.
    private(set) var last: (end: Instant, milliseconds: Int64)?

    /// How long a round waits in which nobody was to be asked.
    private static let idlePause: Int64 = 1_000

    init(at now: Instant) { nextStart = now }

    /// When there is something to do next, on a bus with meters.
    var dueAt: Instant { startedAt ?? nextStart }

    /// The clock was set by so many milliseconds.
    mutating func shift(by delta: Int64) {
        startedAt = startedAt?.adding(milliseconds: delta)
        nextStart = nextStart.adding(milliseconds: delta)
    }

    /// The next meter that is awake, in order of address; nil when the round is over and the next one may not start yet.
    ///
    /// When meters come or go, the round goes on behind the address that it has reached.
    mutating func next(among members: BusMembers, at now: Instant, shortest: Int64, isAwake: (MeterID) -> Bool) -> MeterID? {
        guard members.count > 0 else { return nil }
        // Once more than a round can hold, so that it ends here although the next one may start at once.
        for _ in 0...1 {
            if startedAt == nil {
                guard now >= nextStart else { return nil }
                (startedAt, reached, asked) = (now, nil, 0)
            }
            while let meter = members.id(after: reached) {
                reached = meter
                if isAwake(meter) {
                    asked += 1
                    return meter
                }
            }
            finish(at: now, shortest: shortest)
        }
        return nil
    }

    private mutating func finish(at now: Instant, shortest: Int64) {
        guard let startedAt else { return }
        self.startedAt = nil
        if asked > 0 {
            last = (now, now.milliseconds(since: startedAt))
            nextStart = max(now, startedAt.adding(milliseconds: shortest))
        } else {
            nextStart = now.adding(milliseconds: max(shortest, Self.idlePause))
        }
    }
}
