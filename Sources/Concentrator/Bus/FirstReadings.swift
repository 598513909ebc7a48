public import Domain
public import Operations

/// The meters of rooms that have no baseline yet: each is read once, and what it says is the baseline.
///
/// One that does not answer rests as long as a silent meter does, or until it answers in the round: it costs its bus no more than any
/// other silent meter. A value: inventory, reports and time go in, jobs and baselines come out.
public struct FirstReadings: Sendable {
    /// What a meter said when it was read for the first time.
    public struct Found: Hashable, Sendable {
        /// The room that it measured when it was asked.
        public let room: RoomID
        /// What it said.
        public let baseline: Baseline
    }

    private struct Waiting: Sendable {
        var meter: MeterPoint
        var standing = Standing.due
        /// How often in a row it was asked in vain.
        var misses = 0
        /// Whether an answer in the round has made it due before its time. Once: it may answer that and never tell its credit.
        var hasHurried = false
    }

    private enum Standing: Hashable, Sendable {
        case due
        case asked(UInt64)
        case resting(since: Instant, pause: Int64)
        /// What it said is to be taken over.
        case told

        /// A rest is over early when the clock was set back.
        func isDue(at now: Instant) -> Bool {
            switch self {
            case .due: true
            case .resting(let since, let pause): !(0..<pause).contains(now.milliseconds(since: since))
            case .asked, .told: false
            }
        }
    }

    private let timing: LineTiming
    private var waiting: [MeterID: Waiting] = [:]
    private var lookedAt: Instant?
    /// What meters said and nobody has taken over yet.
    public private(set) var found: [MeterID: Found] = [:]

    /// All of a campus may wait; it is looked so often who is due, in milliseconds.
    private static let pauseOfLooks: Int64 = 1_000

    /// Nobody waits at first.
    ///
    /// - Parameter timing: its pause of silent meters is that between two attempts.
    public init(timing: LineTiming = LineTiming()) { self.timing = timing }

    /// Takes a changed inventory over; a meter that waited already is asked no sooner for it.
    public mutating func configure(_ meters: some Sequence<MeterPoint>) {
        let known = waiting
        waiting = [:]
        for meter in meters where meter.baseline == nil && meter.room != nil {
            var entry = known[meter.id] ?? Waiting(meter: meter)
            entry.meter = meter
            waiting[meter.id] = entry
        }
        found = found.filter { waiting[$0.key] != nil }
        lookedAt = nil
    }

    /// The jobs whose time has come; what becomes of them is to be told to `take`.
    ///
    /// - Parameter mint: makes the id of a job.
    public mutating func due(at now: Instant, mint: () -> UInt64) -> [MeterJob] {
        if let lookedAt, (0..<Self.pauseOfLooks).contains(now.milliseconds(since: lookedAt)) { return [] }
        lookedAt = now
        let due = waiting.values.filter { $0.standing.isDue(at: now) }.map(\.meter).sorted { $0.id < $1.id }
        return due.map { meter in
            let job = MeterJob(id: mint(), meter: meter.id, task: meter.profile.keepsCredit ? .credit : .poll, priority: .delivery)
            waiting[meter.id]?.standing = .asked(job.id)
            return job
        }
    }

    /// Takes what came of any job, and of the polls of the round.
    public mutating func take(_ report: MeterReport) {
        guard let entry = waiting[report.meter] else { return }
        switch entry.standing {
        case .asked(report.job):
            guard let room = entry.meter.room, let baseline = Self.baseline(of: entry.meter, report.outcome) else {
                rest(report.meter, at: report.at)
                return
            }
            found[report.meter] = Found(room: room, baseline: baseline)
            waiting[report.meter]?.standing = .told
        case .resting:
            guard case .reading = report.outcome, !entry.hasHurried else { return }
            waiting[report.meter]?.standing = .due
            waiting[report.meter]?.hasHurried = true
            lookedAt = nil
        case .due, .asked, .told: break
        }
    }

    /// All that was found was taken over, or could not be: then the meter is asked again after its pause.
    public mutating func settle(taken: Set<MeterID>, at now: Instant) {
        for meter in found.keys {
            if taken.contains(meter) { waiting[meter] = nil } else { rest(meter, at: now) }
        }
        found = [:]
    }

    private mutating func rest(_ meter: MeterID, at now: Instant) {
        guard var entry = waiting[meter] else { return }
        entry.misses += 1
        entry.standing = .resting(since: now, pause: timing.pause(misses: timing.missesBeforeSilent + entry.misses - 1) ?? 0)
        waiting[meter] = entry
    }

    /// Of a meter that keeps no credit the register alone counts.
    private static func baseline(of meter: MeterPoint, _ outcome: MeterOutcome) -> Baseline? {
        let zero = Credit.zero(meter.unit)
        switch outcome {
        case .credit(let picture):
            return Baseline(
                count: picture.count, totalBought: picture.totalBought ?? zero, remaining: picture.remaining, register: picture.register,
                at: picture.at)
        case .reading(let reading) where !meter.profile.keepsCredit:
            return reading.register.map { Baseline(count: 0, totalBought: zero, remaining: zero, register: $0, at: reading.at) }
        case .reading, .accepted, .refused, .noAnswer, .notSent: return nil
        }
    }
}
