import Concentrator
import Domain
import Foundation
import Logging
import Operations
import Phrases
import Screens
import Settings
import Store
import Synchronization

/// Holds the lease while it can be had, and runs the collector then; follows whoever holds it otherwise.
final class CollectorKeeper: Sendable {
    private let session: CampusSession
    private let holder: String
    /// What is said of the collector on screens; work in the background has no language of its own.
    private let language: @Sendable () -> Language
    private let shared = Mutex(Shared())

    private struct Shared {
        var state = CollectorState.none(Phrase("the collector starts", context: "why").english)
        var work: Task<Void, Never>?
        var service: CollectorService?
        var trouble: String?
    }

    /// - Parameter language: the language that is spoken now; by itself that of the caller.
    init(session: CampusSession, language: (@Sendable () -> Language)? = nil) {
        self.session = session
        let spoken = Language.current
        self.language = language ?? { spoken }
        holder = Phrase("\(session.actor.name) at \(session.actor.console), process \(getpid())", context: "why").english
    }

    /// Who reads the meters just now.
    var state: CollectorState { shared.withLock { $0.state } }

    /// What keeps this process from reading meters or writing down how orders stand; nil while all is well.
    var trouble: String? {
        get async {
            let (service, trouble) = shared.withLock { ($0.service, $0.trouble) }
            return await service?.trouble ?? trouble
        }
    }

    /// Starts trying for the lease; a second call does nothing.
    func start() {
        shared.withLock { shared in
            guard shared.work == nil else { return }
            shared.work = Task.detached { await self.keep() }
        }
    }

    /// Tells the collector that something was put into the books; without one in this process nothing happens.
    func nudge() {
        guard let service = shared.withLock({ $0.service }) else { return }
        Task.detached { await service.look() }
    }

    /// Lets what is on the lines end, and gives the lease back.
    func stop() async {
        let work = shared.withLock { $0.work }
        work?.cancel()
        await work?.value
    }

    private func keep() async {
        while !Task.isCancelled {
            do {
                if let lease = try CampusLease.acquire(in: session.folder, holder: holder) {
                    defer { lease.release() }
                    try await collect()
                } else {
                    set(.follows(CampusLease.holder(in: session.folder) ?? Phrase("another process", context: "why").english))
                }
            } catch {
                let text = language().speaking { CommandFailure(describing: error).text }
                shared.withLock { $0.trouble = text }
                set(.none(text))
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Runs the collector until the task is cancelled.
    private func collect() async throws {
        let log = try CampusLog.open(session.folder, name: "collector")
        let readings = try SQLiteReadings.open(in: session.folder, readOnly: false, offset: session.rules.offset)
        for note in readings.takeNotes() { log.warning("\(note)") }
        let clock = session.clock
        let speed = session.settings.simulatedTime?.speed ?? 1
        let lines = Collector(
            clock: clock, delay: { .nanoseconds(clock.nanoseconds(until: $0)) }, timing: LineTiming().stretched(speed: speed),
            seed: UInt64(getpid()))
        let service = CollectorService(session: session, readings: readings, lines: lines, log: log)
        shared.withLock { ($0.service, $0.trouble) = (service, nil) }
        set(.holdsLease)
        let taking = Task.detached { for await event in lines.events { await service.take(event) } }
        while !Task.isCancelled {
            await service.look()
            try? await Task.sleep(for: .milliseconds(250))
        }
        shared.withLock { $0.service = nil }
        await lines.stop()
        await taking.value
        await service.finish()
        set(.none(Phrase("the collector has ended", context: "why").english))
    }

    private func set(_ state: CollectorState) { shared.withLock { $0.state = state } }
}
