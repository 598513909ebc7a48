import Domain
import MeterWire

/// Meters that fall silent and come back, and frames that nobody asked for.
extension BusMachine {
    /// A late answer is recognised for so long, in milliseconds.
    private static let overdueFor: Int64 = 10_000
    /// So many requests without an answer are remembered.
    private static let overdueAtMost = 8

    /// The meter has answered, so that it takes part in every round again.
    mutating func returned(_ meter: MeterID) {
        guard let member = members[meter], member.misses > 0 || member.asleepUntil != nil else { return }
        members[meter]?.misses = 0
        members[meter]?.asleepUntil = nil
        silent.remove(meter)
    }

    /// A whole job passed without a sign of the meter.
    mutating func missed(_ meter: MeterID, at now: Instant) {
        guard let member = members[meter] else { return }
        let misses = member.misses + 1
        members[meter]?.misses = misses
        members[meter]?.asleepUntil = timing.pause(misses: misses).map { now.adding(milliseconds: $0) }
        silent.insert(meter)
    }

    mutating func remember(overdue request: Frame, at now: Instant) {
        overdue.removeAll { now.milliseconds(since: $0.at) > Self.overdueFor }
        if overdue.count == Self.overdueAtMost { overdue.removeFirst() }
        overdue.append(Overdue(request: request, at: now))
    }

    /// The request whose answer is awaited.
    var awaited: Frame? {
        guard active?.deadline != nil, case .ask(let exchange) = active?.session.step else { return nil }
        return exchange.request
    }

    /// Whether a frame that looks like the answer may as well be the late answer to an earlier question to the same meter.
    ///
    /// A refusal carries no identifier, and what is taken for "no such data" is remembered; so it is better missed than mistaken.
    func isAmbiguous(_ frame: Frame, at now: Instant) -> Bool {
        guard frame.control.isAbnormal, let awaited, frame.identifier != awaited.identifier else { return false }
        return isLate(frame, at: now) {
            $0.mayBeRefused && ($0.request.identifier != awaited.identifier || awaited.control == .security)
        }
    }

    /// Whether a frame looks like the answer that is waited for.
    func isAwaiting(_ frame: Frame, at now: Instant) -> Bool {
        awaited.map { frame.isAnswer(to: $0) } ?? false && !isAmbiguous(frame, at: now)
    }

    /// What the meter has told now it did not refuse a moment ago.
    mutating func told(_ frame: Frame) {
        guard !frame.control.isAbnormal, !overdue.isEmpty else { return }
        for index in overdue.indices where frame.isAnswer(to: overdue[index].request) { overdue[index].mayBeRefused = false }
    }

    private func isLate(_ frame: Frame, at now: Instant, among isMeant: (Overdue) -> Bool = { _ in true }) -> Bool {
        overdue.contains {
            now.milliseconds(since: $0.at) <= Self.overdueFor && isMeant($0) && frame.isAnswer(to: $0.request)
        }
    }

    /// Counts a whole frame that was not taken: broken is only what answers the question and can not be understood.
    ///
    /// A late answer is no fault of the line, and a sign of life. What was pushed, came twice or is another meter's says nothing of the
    /// line, nor of the meter that was asked: it is noise.
    mutating func count(stray frame: Frame, at now: Instant) {
        if isAwaiting(frame, at: now) {
            count(noise: 0, broken: 1, at: now)
        } else if isLate(frame, at: now) {
            let meter = MeterID(frame.address.description)
            if members[meter]?.asleepUntil != nil { members[meter]?.asleepUntil = now }
        } else {
            count(noise: Frame.overhead + frame.data.count, broken: 0, at: now)
        }
    }
}

extension BusMachine.Active {
    /// How long the request has been on the line, in milliseconds.
    func waited(until now: Instant) -> Int64 { askedAt.map { now.milliseconds(since: $0) } ?? 0 }
}

/// How many meters of a bus were not read for long.
struct Staleness: Sendable {
    private(set) var count = 0
    private var lookedAt: Instant?
    private var startedAt: Instant?

    /// A reading is old after so long, in milliseconds, or after three rounds where those take longer.
    private static let old: Int64 = 600_000
    private static let pause: Int64 = 10_000

    func isDue(at now: Instant) -> Bool {
        lookedAt.map { !(0..<Self.pause).contains(now.milliseconds(since: $0)) } ?? true
    }

    /// - Parameter reads: when each meter was read last; nil for never.
    mutating func count(_ reads: some Sequence<Instant?>, round: Int64?, at now: Instant) {
        let started = startedAt ?? now
        (lookedAt, startedAt) = (now, started)
        let old = max(Self.old, 3 * (round ?? 0))
        count = reads.reduce(0) { $0 + (now.milliseconds(since: $1 ?? started) > old ? 1 : 0) }
    }
}
