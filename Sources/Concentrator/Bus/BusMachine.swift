import Domain
import MeterWire
import Operations
import Phrases

/// What a bus wants done.
enum BusAction: Hashable, Sendable {
    /// Bytes for the line.
    case send([UInt8])
    /// A job, or a poll of the round, has ended.
    case report(MeterReport)
}

/// One half-duplex line with its meters: one request at a time, jobs before the round, nobody delayed by a meter that is silent.
///
/// A value machine: time, frames and jobs in, bytes and reports out, and `wakeAt` says when it wants to be called again.
struct BusMachine: Sendable {
    private(set) var bus: Bus
    private(set) var health: BusHealth
    private(set) var timing: LineTiming

    var members = BusMembers()
    var silent: Set<MeterID> = []
    var active: Active?
    /// Requests that were given up or repeated, to know their late answers by.
    var overdue: [Overdue] = []

    var diary = BusDiary()
    private var staleness = Staleness()
    private var jobs = JobQueue()
    private var round: PollRound
    private var urgent = UrgentTurns()
    private var isUp = false
    /// The line rests until then.
    private var restsUntil: Instant
    /// Jobs since the last poll of the round.
    private var jobsInARow = 0

    /// A meter on the bus and how it has answered.
    struct Member: Sendable {
        let station: Station
        var memory = MeterMemory()
        var misses = 0
        var asleepUntil: Instant?
    }

    /// The job that has the line.
    struct Active: Sendable {
        /// Nil for a poll of the round.
        let job: UInt64?
        let meter: MeterID
        var session: ProfileSession
        /// How often the request of now was given up.
        var vainTries = 0
        /// When waiting ends; nil while the request is not on the line.
        var deadline: Instant?
        /// When the request was sent.
        var askedAt: Instant?
    }

    /// A request that was given up.
    struct Overdue: Sendable {
        let request: Frame
        let at: Instant
        /// False once the meter has answered the same question well.
        var mayBeRefused = true
    }

    init(_ bus: Bus, meters: [MeterPoint], timing: LineTiming, at now: Instant) {
        self.bus = bus
        self.timing = timing
        health = BusHealth(id: bus.id, meters: 0, since: now)
        round = PollRound(at: now)
        restsUntil = now
        _ = configure(bus, meters: meters, timing: timing)
    }

    /// When something is to be done although nothing comes; nil while only a job or a line can change that.
    var wakeAt: Instant? {
        guard isUp else { return nil }
        if let active { return active.deadline ?? restsUntil }
        guard jobs.isEmpty else { return restsUntil }
        let (regular, extra) = (members.count == 0 ? nil : round.dueAt, urgent.dueAt { members[$0]?.asleepUntil == nil })
        guard let due = regular ?? extra else { return nil }
        return max(min(due, extra ?? due), restsUntil)
    }

    /// Counters and state for the screen.
    func report(at now: Instant) -> BusHealth {
        var report = health
        report.meters = members.count
        report.silent = silent.sorted()
        report.waiting = jobs.count + (active?.job == nil ? 0 : 1)
        report.lastRound = round.last?.end
        report.roundMilliseconds = round.last?.milliseconds
        report.stale = staleness.count
        diary.tell(&report, silent: silent, at: now)
        return report
    }

    /// Looks again which meters were not read for long, and forgets what is over; now and then, because it goes through all of them.
    mutating func takeStock(at now: Instant) {
        guard staleness.isDue(at: now) else { return }
        staleness.count(members.all.lazy.map { $0.memory.register?.at }, round: round.last?.milliseconds, at: now)
        diary.prune(silent: silent, isMember: { members[$0] != nil }, at: now)
    }

    // MARK: Inventory and line

    /// Takes a changed inventory over; what was learned of a meter that stays as it was is kept.
    mutating func configure(_ bus: Bus, meters: [MeterPoint], timing: LineTiming) -> [MeterJob] {
        self.bus = bus
        self.timing = timing
        let stay = BusMembers(
            meters.compactMap { meter in
                Station(meter).map { station in
                    let known = members[meter.id]
                    return known?.station == station ? known ?? Member(station: station) : Member(station: station)
                }
            })
        members = stay
        silent = silent.filter { stay[$0] != nil }
        return jobs.removeAll { stay[$0.meter] == nil }
    }

    /// Takes over which meters are to be asked more often than the others.
    mutating func attend(_ attention: Attention) { urgent.attend(attention.part { members[$0] != nil }) }

    /// The line stands.
    mutating func lineUp(at now: Instant) {
        isUp = true
        restsUntil = now
        (health.isConnected, health.since, health.trouble) = (true, now, "")
    }

    /// The line is gone: what was on it may have been done, what waited was not sent.
    mutating func lineDown(_ reason: String, at now: Instant, into actions: inout [BusAction]) {
        if health.isConnected != false { health.since = now }
        (health.isConnected, health.trouble) = (false, reason)
        isUp = false
        if let active {
            if let awaited {
                health.timeouts += 1
                diary.lost(active.meter, after: active.waited(until: now), at: now)
                remember(overdue: awaited, at: now)
            }
            self.active = nil
            if let job = active.job { actions.append(.report(brokenOff(job, active, reason, at: now))) }
        }
        for job in jobs.removeAll(where: { _ in true }) { actions.append(.report(notSent(job, reason, at: now))) }
    }

    private func brokenOff(_ job: UInt64, _ active: Active, _ reason: String, at now: Instant) -> MeterReport {
        let mayHaveMoved = active.session.isOrdering && active.deadline != nil
        let outcome: MeterOutcome =
            switch active.session.task {
            case .apply where !mayHaveMoved, .applyToPurse where !mayHaveMoved, .move where !mayHaveMoved: .notSent(reason)
            case .apply, .applyToPurse, .move, .poll, .detail, .credit, .purchases, .purse, .relay:
                .noAnswer(Phrase("the line broke before the answer: \(reason)", context: "why").english)
            }
        return MeterReport(job: job, meter: active.meter, at: now, outcome: outcome)
    }

    /// The clock was set by so many milliseconds: what was to happen later still happens as much later.
    mutating func shift(by delta: Int64) {
        restsUntil = restsUntil.adding(milliseconds: delta)
        if let deadline = active?.deadline { active?.deadline = deadline.adding(milliseconds: delta) }
        if let askedAt = active?.askedAt { active?.askedAt = askedAt.adding(milliseconds: delta) }
        for meter in silent {
            if let asleep = members[meter]?.asleepUntil { members[meter]?.asleepUntil = asleep.adding(milliseconds: delta) }
        }
        overdue = overdue.map { Overdue(request: $0.request, at: $0.at.adding(milliseconds: delta), mayBeRefused: $0.mayBeRefused) }
        round.shift(by: delta)
        urgent.shift(by: delta)
        diary.shift(by: delta)
    }

    private func notSent(_ job: MeterJob, _ reason: String, at now: Instant) -> MeterReport {
        MeterReport(job: job.id, meter: job.meter, at: now, outcome: .notSent(reason))
    }

    // MARK: Work

    /// Puts a job in line.
    mutating func submit(_ job: MeterJob) { jobs.append(job) }

    /// Does what is due: gives up on a request, sends the next one.
    mutating func wake(at now: Instant, into actions: inout [BusAction]) {
        if let deadline = active?.deadline, now >= deadline { giveUp(at: now, into: &actions) }
        work(at: now, into: &actions)
    }

    /// Takes a frame from one of this bus's meters, and answers whether it was the awaited answer.
    @discardableResult
    mutating func take(_ frame: Frame, at now: Instant, into actions: inout [BusAction]) -> Bool {
        guard awaited != nil, !isAmbiguous(frame, at: now), active?.session.take(frame, at: now) == true, let meter = active?.meter else {
            count(stray: frame, at: now)
            return false
        }
        health.answers += 1
        diary.answered(after: active?.waited(until: now) ?? 0, at: now)
        told(frame)
        returned(meter)
        active?.deadline = nil
        active?.vainTries = 0
        rest(at: now)
        finishIfDone(at: now, into: &actions)
        work(at: now, into: &actions)
        return true
    }

    /// Counts what belonged to no frame, or was a broken one.
    mutating func count(noise: Int, broken: Int, at now: Instant) {
        health.noise += noise
        health.broken += broken
        diary.damaged(awaited == nil ? nil : active?.meter, noise: noise, broken: broken, at: now)
    }

    private mutating func rest(at now: Instant) { restsUntil = now.adding(milliseconds: timing.gap) }

    private func tries(of meter: MeterID) -> Int {
        // A meter that is silent anyhow costs the others one time-out, not several.
        silent.contains(meter) ? 1 : max(1, timing.tries)
    }

    private mutating func giveUp(at now: Instant, into actions: inout [BusAction]) {
        guard var current = active, case .ask(let exchange) = current.session.step else { return }
        health.timeouts += 1
        diary.lost(current.meter, after: current.waited(until: now), at: now)
        remember(overdue: exchange.request, at: now)
        rest(at: now)
        current.deadline = nil
        current.vainTries += 1
        if exchange.isOrder || current.vainTries >= tries(of: current.meter) {
            current.session.giveUp(Phrase("no answer in time", context: "why").english, at: now)
            current.vainTries = 0
        }
        active = current
        finishIfDone(at: now, into: &actions)
    }

    private mutating func finishIfDone(at now: Instant, into actions: inout [BusAction]) {
        guard let active, case .done(let outcome) = active.session.step else { return }
        self.active = nil
        members[active.meter]?.memory = active.session.memory
        if case .noAnswer = outcome, !active.session.hasHeard { missed(active.meter, at: now) }
        actions.append(.report(MeterReport(job: active.job ?? 0, meter: active.meter, at: now, outcome: outcome)))
    }

    /// Sends whatever is next as long as the line is free.
    private mutating func work(at now: Instant, into actions: inout [BusAction]) {
        while isUp, now >= restsUntil {
            if let active, active.deadline != nil { return }
            if active == nil {
                guard begin(at: now, into: &actions) else { return }
                // A job that needs no line ends at once.
                finishIfDone(at: now, into: &actions)
            }
            guard case .ask(let exchange) = active?.session.step else { continue }
            let bytes = exchange.request.encoded(preamble: timing.preamble)
            let patience = timing.patience(exchange, requestBytes: bytes.count, baud: bus.baud)
            active?.deadline = now.adding(milliseconds: patience)
            active?.askedAt = now
            health.requests += 1
            diary.asked(isRepeat: (active?.vainTries ?? 0) > 0, at: now)
            actions.append(.send(bytes))
        }
    }

    /// Chooses what has its turn: jobs, but the round not never.
    private mutating func begin(at now: Instant, into actions: inout [BusAction]) -> Bool {
        if jobs.isEmpty || jobsInARow >= timing.jobsPerRoundPoll {
            jobsInARow = 0
            if let next = nextPoll(at: now), let member = members[next] {
                start(job: nil, .poll, at: member, now)
                return true
            }
        }
        guard let job = jobs.popFirst() else { return false }
        jobsInARow += 1
        guard let member = members[job.meter] else {
            actions.append(.report(notSent(job, Phrase("no bus here has a meter of this address", context: "why").english, at: now)))
            return true
        }
        start(job: job.id, job.task, at: member, now)
        return true
    }

    /// The round of all, with those that want attention between.
    private mutating func nextPoll(at now: Instant) -> MeterID? {
        let isAwake = { [members] (meter: MeterID) in (members[meter]?.asleepUntil).map { now >= $0 } ?? true }
        if let next = urgent.next(at: now, roundRests: false, isAwake: isAwake) {
            urgent.asked(next, inRound: false, at: now)
            return next
        }
        if let next = round.next(among: members, at: now, shortest: timing.shortestRound, isAwake: isAwake) {
            urgent.asked(next, inRound: true, at: now)
            return next
        }
        guard let next = urgent.next(at: now, roundRests: true, isAwake: isAwake) else { return nil }
        urgent.asked(next, inRound: false, at: now)
        return next
    }

    private mutating func start(job: UInt64?, _ task: MeterTask, at member: Member, _ now: Instant) {
        let session = ProfileSession(member.station, task: task, memory: member.memory, at: now)
        active = Active(job: job, meter: member.station.id, session: session)
    }
}
