public import Domain

/// How a bus is doing, for its screen and for the log.
public struct BusHealth: Hashable, Sendable, Identifiable {
    /// The bus.
    public var id: BusID
    /// Whether the line to its concentrator stands; nil before the first attempt.
    public var isConnected: Bool?
    /// When the line came or went.
    public var since: Instant
    /// Why it is down, in words; empty when it stands.
    public var trouble: String
    /// Meters on it.
    public var meters: Int
    /// Meters that did not answer when last asked.
    public var silent: [MeterID]
    /// Jobs that wait.
    public var waiting: Int
    /// Requests sent since the start.
    public var requests: Int
    /// Requests answered.
    public var answers: Int
    /// Requests that nothing answered in time.
    public var timeouts: Int
    /// Frames that were broken: checksum, length, number.
    public var broken: Int
    /// Bytes that belonged to no frame.
    public var noise: Int
    /// When the last whole round of polling ended; nil before the first.
    public var lastRound: Instant?
    /// How long the last whole round took, in milliseconds.
    public var roundMilliseconds: Int64?
    /// What it carried in the last ten minutes.
    public var recent = BusTally()
    /// Since when not ten minutes have passed without a loss or a broken frame; nil while all goes well.
    public var troubledSince: Instant?
    /// Meters that were last read longer ago than ten minutes, or than three rounds where those are longer.
    public var stale = 0
    /// Meters that are silent or lost or damaged answers in the last ten minutes, the worst first; not more than 32.
    public var nodes: [NodeHealth] = []

    /// Makes the health of a bus that has not been used yet.
    public init(id: BusID, meters: Int, since: Instant) {
        self.id = id
        self.meters = meters
        self.since = since
        isConnected = nil
        trouble = ""
        silent = []
        waiting = 0
        requests = 0
        answers = 0
        timeouts = 0
        broken = 0
        noise = 0
    }
}

/// What a bus carried in a while.
public struct BusTally: Hashable, Sendable {
    /// Requests sent.
    public var requests = 0
    /// Requests answered.
    public var answers = 0
    /// Requests that nothing answered in time.
    public var timeouts = 0
    /// Requests that were sent again because the first was not answered.
    public var repeats = 0
    /// Frames that were broken.
    public var broken = 0
    /// Bytes that belonged to no frame.
    public var noise = 0
    /// Time from sending a request to its answer or to giving it up, in milliseconds.
    public var busy: Int64 = 0
    /// The part of it that was waited in vain.
    public var lost: Int64 = 0

    /// Nothing.
    public init() {}

    /// Adds another while.
    public static func += (sum: inout BusTally, other: BusTally) {
        sum.requests += other.requests
        sum.answers += other.answers
        sum.timeouts += other.timeouts
        sum.repeats += other.repeats
        sum.broken += other.broken
        sum.noise += other.noise
        sum.busy += other.busy
        sum.lost += other.lost
    }

    /// Requests in vain, of a thousand that ended; nil when none did.
    public var lostPerMille: Int? {
        let ended = answers + timeouts
        return ended == 0 ? nil : timeouts * 1000 / ended
    }

    /// By how many percent everything takes longer than it would without loss; nil when nothing was answered.
    public var slowerPercent: Int64? { busy > lost ? lost * 100 / (busy - lost) : nil }
}

/// A meter with which something is wrong.
public struct NodeHealth: Hashable, Sendable, Identifiable {
    /// The meter.
    public var id: MeterID
    /// Since when, without ten minutes in which nothing was wrong.
    public var since: Instant
    /// When something went wrong last.
    public var last: Instant
    /// Requests to it in vain since then.
    public var lost = 0
    /// Broken frames while its answer was awaited, since then.
    public var broken = 0
    /// Whether it did not answer when last asked.
    public var isSilent = false

    /// Makes the health of a meter with which something begins to be wrong.
    public init(id: MeterID, since: Instant) {
        (self.id, self.since, last) = (id, since, since)
    }
}

/// How bad it is with a bus, the worst first.
public enum BusCondition: Int, Hashable, Comparable, Sendable {
    /// The line to the concentrator does not stand.
    case down
    /// A tenth of the requests or more is lost, or a quarter of the meters is silent.
    case bad
    /// A fiftieth of the requests or more is lost or comes broken, or a meter is silent.
    case poor
    /// Nothing is wrong.
    case good
    /// It was not used yet.
    case unused

    /// Whether the left one is worse.
    public static func < (left: BusCondition, right: BusCondition) -> Bool { left.rawValue < right.rawValue }
}

extension BusHealth {
    /// How bad it is.
    public var condition: BusCondition {
        guard let isConnected else { return .unused }
        guard isConnected else { return .down }
        let lost = recent.lostPerMille ?? 0
        if lost >= 100 || (!silent.isEmpty && silent.count * 4 >= meters) { return .bad }
        return lost >= 20 || recent.broken * 50 > recent.requests || !silent.isEmpty ? .poor : .good
    }

    /// In order of condition, the worst first, so that lines change their place only when something has really changed; then of name, bus 2
    /// before bus 10.
    public static func worstFirst(_ buses: [BusHealth]) -> [BusHealth] {
        buses.map { ($0.condition, NaturalKey($0.id.description), $0) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}
