import Domain

/// The round of all meters of a bus: who is asked next, when the next round may start, how long the last one took.
struct PollRound: Sendable {
    private var order: [MeterID]
    private var cursor = 0
    private var asked = 0
    private var startedAt: Instant?
    private var nextStart: Instant
    /// When the last whole round ended and how long it took.
    private(set) var last: (end: Instant, milliseconds: Int64)?

    /// How long a round waits in which nobody was to be asked.
    private static let idlePause: Int64 = 1_000

    init(_ meters: [MeterID], at now: Instant) {
        order = meters.sorted()
        nextStart = now
    }

    /// When there is something to do next; nil for a bus without meters.
    var dueAt: Instant? {
        order.isEmpty ? nil : startedAt ?? nextStart
    }

    /// Takes new meters over; the round goes on behind the meter that it has reached.
    mutating func replace(_ meters: [MeterID]) {
        let reached = cursor > 0 ? order[cursor - 1] : nil
        order = meters.sorted()
        cursor = reached.map { reached in order.firstIndex { $0 > reached } ?? order.count } ?? 0
    }

    /// The clock was set by so many milliseconds.
    mutating func shift(by delta: Int64) {
        startedAt = startedAt?.adding(milliseconds: delta)
        nextStart = nextStart.adding(milliseconds: delta)
    }

    /// The next meter that is awake; nil when the round is over and the next one may not start yet.
    mutating func next(at now: Instant, shortest: Int64, isAwake: (MeterID) -> Bool) -> MeterID? {
        guard !order.isEmpty else { return nil }
        // Once more than a round can hold, so that it ends here although the next one may start at once.
        for _ in 0...1 {
            if startedAt == nil {
                guard now >= nextStart else { return nil }
                (startedAt, cursor, asked) = (now, 0, 0)
            }
            while cursor < order.count {
                let meter = order[cursor]
                cursor += 1
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
