public import Domain

/// Which meters somebody wants to know more of than of the others; everyday polls of these come between those of the round.
public struct Attention: Hashable, Sendable {
    /// Rooms that somebody sees on a screen just now.
    public var inView: Set<MeterID>
    /// Rooms that run out soon or are dark.
    public var low: Set<MeterID>

    /// Names meters; a meter may be in both.
    public init(inView: Set<MeterID> = [], low: Set<MeterID> = []) {
        self.inView = inView
        self.low = low
    }

    /// The part of it that concerns some meters.
    func part(isOf: (MeterID) -> Bool) -> Attention { Attention(inView: inView.filter(isOf), low: low.filter(isOf)) }
}

/// The meters of a bus that are asked between the turns of the round, and when each was asked last.
///
/// One in `share` polls is theirs at most, so that the round of all goes on however many they are. Rooms in view count as having
/// waited twice as long as low ones.
struct UrgentTurns: Sendable {
    private var waiting: [MeterID: (weight: Int64, askedAt: Instant)] = [:]
    private var sinceUrgent = 0

    /// So many polls of the round come between two of these.
    static let share = 2
    /// No meter is asked again before, in milliseconds.
    static let shortestPause: Int64 = 2_000
    private static let weights: (inView: Int64, low: Int64) = (2, 1)

    mutating func attend(_ attention: Attention) {
        let old = waiting
        waiting = [:]
        let never = Instant(milliseconds: 0)
        for meter in attention.low { waiting[meter] = (Self.weights.low, old[meter]?.askedAt ?? never) }
        for meter in attention.inView { waiting[meter] = (Self.weights.inView, old[meter]?.askedAt ?? never) }
    }

    /// When the next of them may be asked; nil without any.
    func dueAt(isAwake: (MeterID) -> Bool) -> Instant? {
        var earliest: Instant?
        for (meter, turn) in waiting where isAwake(meter) { earliest = min(earliest ?? turn.askedAt, turn.askedAt) }
        return earliest?.adding(milliseconds: Self.shortestPause)
    }

    /// The one whose turn it is; nil while the round has its turn, unless the round rests.
    mutating func next(at now: Instant, roundRests: Bool, isAwake: (MeterID) -> Bool) -> MeterID? {
        guard !waiting.isEmpty, roundRests || sinceUrgent >= Self.share else { return nil }
        let due = waiting.filter { now.milliseconds(since: $0.value.askedAt) >= Self.shortestPause && isAwake($0.key) }
        let chosen = due.max { left, right in
            let (first, second) = (Self.urgency(left.value, now), Self.urgency(right.value, now))
            return first == second ? left.key > right.key : first < second
        }
        if chosen != nil { sinceUrgent = 0 }
        return chosen?.key
    }

    /// A meter was asked, in the round or between.
    mutating func asked(_ meter: MeterID, inRound: Bool, at now: Instant) {
        if inRound { sinceUrgent += 1 }
        waiting[meter]?.askedAt = now
    }

    /// The clock was set by so many milliseconds.
    mutating func shift(by delta: Int64) {
        waiting = waiting.mapValues { ($0.weight, $0.askedAt.adding(milliseconds: delta)) }
    }

    private static func urgency(_ turn: (weight: Int64, askedAt: Instant), _ now: Instant) -> Int64 {
        // A meter that was never asked has waited since 1970; that times a weight still fits.
        now.milliseconds(since: turn.askedAt) * turn.weight
    }
}
