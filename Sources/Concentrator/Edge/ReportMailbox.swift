import Domain
import Operations
import Synchronization

/// Hands events from the event loop to one consumer, as many at a time as have gathered.
///
/// Reports of jobs are never dropped. Polls of the round that a slow consumer has not fetched give way to newer ones, of the same meter
/// first and then of any, so that the memory is bounded however many meters there are; their meters are asked again in the next round.
final class ReportMailbox: Sendable {
    private struct State {
        var reports: [MeterReport] = []
        var health: [BusHealth]?
        var frames: [TracedFrame] = []
        var consumer: CheckedContinuation<CollectorEvent?, Never>?
        var isClosed = false
        /// The number of waiting reports at which superseded ones are looked for.
        var thinAt = ReportMailbox.smallest
    }

    private static let smallest = 4_096
    /// So many reports are handed over at a time, and so many polls wait at most.
    static let (atOnce, mostPolls) = (2_048, 8_192)
    private let state = Mutex(State())

    func put(_ reports: [MeterReport]) {
        guard !reports.isEmpty else { return }
        deliver { state in
            guard !state.isClosed else { return }
            state.reports += reports
            if state.reports.count >= state.thinAt { Self.thin(&state) }
        }
    }

    /// Health is a state: a newer one replaces one that was not fetched.
    func put(_ health: [BusHealth]) {
        deliver { state in
            if !state.isClosed { state.health = health }
        }
    }

    /// Frames that a slow consumer has not fetched give way to newer ones.
    func put(_ frames: [TracedFrame]) {
        deliver { state in
            guard !state.isClosed else { return }
            state.frames += frames
            if state.frames.count > Self.smallest { state.frames.removeFirst(state.frames.count - Self.smallest) }
        }
    }

    /// Whether nobody will fetch anything that comes now.
    var isClosed: Bool { state.withLock(\.isClosed) }

    /// No more events come after those that wait.
    func close() {
        deliver { $0.isClosed = true }
    }

    /// The next batch; nil when it is closed and empty.
    func next() async -> CollectorEvent? {
        await withCheckedContinuation { continuation in
            let event: CollectorEvent?? = state.withLock { state in
                if let event = Self.take(&state) { return .some(event) }
                guard !state.isClosed, state.consumer == nil else { return .some(nil) }
                state.consumer = continuation
                return nil
            }
            if let event { continuation.resume(returning: event) }
        }
    }

    private func deliver(_ change: (inout State) -> Void) {
        let due: (CheckedContinuation<CollectorEvent?, Never>, CollectorEvent?)? = state.withLock { state in
            change(&state)
            guard let consumer = state.consumer else { return nil }
            let event = Self.take(&state)
            guard event != nil || state.isClosed else { return nil }
            state.consumer = nil
            return (consumer, event)
        }
        if let due { due.0.resume(returning: due.1) }
    }

    private static func take(_ state: inout State) -> CollectorEvent? {
        if !state.reports.isEmpty {
            guard state.reports.count > atOnce else {
                defer {
                    state.reports = []
                    state.thinAt = smallest
                }
                return .reports(state.reports)
            }
            defer { state.reports.removeFirst(atOnce) }
            return .reports(Array(state.reports[..<atOnce]))
        }
        if !state.frames.isEmpty {
            defer { state.frames = [] }
            return .trace(state.frames)
        }
        guard let health = state.health else { return nil }
        state.health = nil
        return .health(health)
    }

    private static func thin(_ state: inout State) {
        var seen: Set<MeterID> = []
        var kept: [MeterReport] = []
        for report in state.reports.reversed() {
            guard report.job != 0 || seen.count < mostPolls && seen.insert(report.meter).inserted else { continue }
            kept.append(report)
        }
        state.reports = kept.reversed()
        state.thinAt = max(smallest, 2 * state.reports.count)
    }
}
