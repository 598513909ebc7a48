import Domain
import Operations

/// What went on on a bus in the last minutes, and with which of its meters something is wrong.
///
/// Bounded: one tally a minute for ten minutes, and a note for each meter only while something is wrong with it.
struct BusDiary: Sendable {
    private struct Minute {
        let number: Int64
        var tally = BusTally()
    }

    private var minutes: [Minute] = []
    private var nodes: [MeterID: NodeHealth] = [:]
    private var since: Instant?
    private var last: Instant?

    /// So long without trouble a bus or meter counts as sound, in milliseconds.
    private static let memory: Int64 = 600_000
    private static let longestList = 32

    mutating func asked(isRepeat: Bool, at now: Instant) {
        note(at: now) {
            $0.requests += 1
            if isRepeat { $0.repeats += 1 }
        }
    }

    mutating func answered(after milliseconds: Int64, at now: Instant) {
        note(at: now) {
            $0.answers += 1
            $0.busy += max(0, milliseconds)
        }
    }

    mutating func lost(_ meter: MeterID, after milliseconds: Int64, at now: Instant) {
        note(at: now) {
            $0.timeouts += 1
            $0.busy += max(0, milliseconds)
            $0.lost += max(0, milliseconds)
        }
        troubled(at: now)
        mark(meter, at: now) { $0.lost += 1 }
    }

    /// - Parameter meter: whose answer was awaited, if any was.
    mutating func damaged(_ meter: MeterID?, noise: Int, broken: Int, at now: Instant) {
        note(at: now) {
            $0.noise += noise
            $0.broken += broken
        }
        guard broken > 0 else { return }
        troubled(at: now)
        if let meter { mark(meter, at: now) { $0.broken += broken } }
    }

    /// What is to be told now.
    func tell(_ health: inout BusHealth, silent: Set<MeterID>, at now: Instant) {
        for minute in minutes where isRecent(minute, at: now) { health.recent += minute.tally }
        if let last, now.milliseconds(since: last) < Self.memory { health.troubledSince = since }
        let wrong = nodes.values.filter { silent.contains($0.id) || now.milliseconds(since: $0.last) < Self.memory }
        let told = wrong.map { node in
            var node = node
            node.isSilent = silent.contains(node.id)
            return node
        }
        let worst = told.sorted { ($0.isSilent ? 0 : 1, -$0.lost - $0.broken, $0.id) < ($1.isSilent ? 0 : 1, -$1.lost - $1.broken, $1.id) }
        health.nodes = Array(worst.prefix(Self.longestList))
    }

    /// Forgets meters with which nothing is wrong any more; those that were taken off the bus as well.
    mutating func prune(silent: Set<MeterID>, isMember: (MeterID) -> Bool, at now: Instant) {
        nodes = nodes.filter { meter, node in
            isMember(meter) && (silent.contains(meter) || now.milliseconds(since: node.last) < Self.memory)
        }
    }

    /// The clock was set by so many milliseconds: trouble is as long ago as it was.
    mutating func shift(by delta: Int64) {
        since = since?.adding(milliseconds: delta)
        last = last?.adding(milliseconds: delta)
        for meter in nodes.keys {
            nodes[meter]?.since.shift(by: delta)
            nodes[meter]?.last.shift(by: delta)
        }
    }

    private mutating func troubled(at now: Instant) {
        if last.map({ now.milliseconds(since: $0) >= Self.memory }) ?? true { since = now }
        last = now
    }

    private mutating func mark(_ meter: MeterID, at now: Instant, _ change: (inout NodeHealth) -> Void) {
        var node = nodes[meter] ?? NodeHealth(id: meter, since: now)
        node.last = now
        change(&node)
        nodes[meter] = node
    }

    private mutating func note(at now: Instant, _ change: (inout BusTally) -> Void) {
        let number = now.milliseconds / 60_000
        if minutes.last?.number != number {
            // Also what lies ahead, when the clock was set back.
            minutes = minutes.filter { isRecent($0, at: now) }
            minutes.append(Minute(number: number))
        }
        change(&minutes[minutes.count - 1].tally)
    }

    private func isRecent(_ minute: Minute, at now: Instant) -> Bool {
        (0..<10).contains(now.milliseconds / 60_000 - minute.number)
    }
}

extension Instant {
    fileprivate mutating func shift(by delta: Int64) { self = adding(milliseconds: delta) }
}
