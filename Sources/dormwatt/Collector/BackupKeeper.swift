import Dispatch
import Domain
import Logging
import Operations
import Settings
import Store
import Synchronization

/// Makes the copies that are due, one at a time and in the background; tells the log.
final class BackupKeeper: Sendable {
    private let session: CampusSession
    private let log: Logger
    private let shared: Mutex<Shared>

    private struct Shared {
        var schedule: BackupSchedule
        var isWorking = false
        var readsBooks = false
        var lookedAt: Instant?
        var failing: [BackupPlace] = []
        var triedAt: Instant?
    }

    /// Looking costs two small reads of the books.
    private static let lookSeconds: Int64 = 2

    init(session: CampusSession, log: Logger) {
        self.session = session
        self.log = log
        let newest = BackupPlace.own(of: session.folder).copies()?.last
        shared = Mutex(Shared(schedule: BackupSchedule(session.settings.backup, newest: newest, offset: session.rules.offset)))
    }

    /// Whether a copy is reading the live books just now; what belongs to another day waits for it.
    var readsBooks: Bool { shared.withLock { $0.readsBooks } }

    /// Starts a copy when one is due; comes back at once.
    ///
    /// - Parameter atOnce: also when the last look was a moment ago.
    func look(_ watch: BooksWatch, now: Instant, atOnce: Bool) throws {
        let since: Int64? = shared.withLock { shared in
            let isSoon = shared.lookedAt.map { now >= $0 && now.milliseconds(since: $0) < Self.lookSeconds * 1000 } ?? false
            guard !shared.isWorking, atOnce || !isSoon else { return nil }
            shared.lookedAt = now
            return shared.schedule.since
        }
        guard let since else { return }
        let growth = try watch.growth(since: since)
        let today = Day(of: now, at: session.rules.offset)
        shared.withLock { shared in
            if let reason = shared.schedule.due(growth, now: now, today: today) {
                shared.readsBooks = true
                shared.isWorking = true
                inBackground { $0.make($0.session.backupPlaces, growth: growth, reason: reason.rawValue) }
            } else if !shared.failing.isEmpty, isRetryDue(shared.triedAt, now) {
                let places = shared.failing
                shared.isWorking = true
                inBackground { $0.make(places, growth: nil, reason: "tried again") }
            }
        }
    }

    /// Lets a copy that is being made come to its end, but waits for no medium that hangs.
    func finish() async {
        let end = ContinuousClock.now + .seconds(10)
        while shared.withLock({ $0.isWorking }), ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(20)) }
    }

    /// On a thread of its own: a medium may hang for minutes, and those on which tasks run are as few as the machine's cores.
    private func inBackground(_ work: @escaping @Sendable (BackupKeeper) -> Void) {
        DispatchQueue.global(qos: .utility).async { work(self) }
    }

    private func isRetryDue(_ last: Instant?, _ now: Instant) -> Bool {
        last.map { now < $0 || now.milliseconds(since: $0) >= session.settings.backup.retrySeconds * 1000 } ?? true
    }

    /// - Parameter growth: what a success of any place stands for; nil when only places that failed are tried again.
    private func make(_ places: [BackupPlace], growth: BooksGrowth?, reason: String) {
        let backup = session.booksBackup
        let outcomes = backup.make(in: places, at: session.clock.now()) { shared.withLock { $0.readsBooks = false } }
        BackupHealth(session.folder).keep(outcomes)
        for outcome in outcomes { tell(outcome, reason) }
        // Each copy was verified, and what verifying keeps of every room is gone.
        SpareMemory.giveBack()
        let now = session.clock.now()
        let today = Day(of: now, at: session.rules.offset)
        let failed = outcomes.filter { (try? $0.result.get()) == nil }.map(\.place)
        shared.withLock { shared in
            if let growth {
                if failed.count < outcomes.count {
                    shared.schedule.succeeded(growth, now: now, today: today)
                } else {
                    shared.schedule.failed(now: now)
                }
            }
            // Where everything failed the whole is tried again; here only a part is.
            shared.failing = growth != nil && failed.count == outcomes.count ? [] : failed
            shared.triedAt = now
            shared.readsBooks = false
            shared.isWorking = false
        }
    }

    private func tell(_ outcome: BackupOutcome, _ reason: String) {
        switch outcome.result {
        case .success(let name): log.info("copy \(name.text) verified in \(outcome.place.folder) (\(reason))")
        case .failure(let error):
            log.error("no copy in \(outcome.place.folder) (\(reason)): \(error) The books are as they were. \(error.remedy)")
        }
        if let error = outcome.tidying { log.warning("old copies stay in \(outcome.place.folder): \(error)") }
    }
}

extension CampusSession {
    /// Where the books are copied to.
    var backupPlaces: [BackupPlace] {
        [.own(of: folder)] + (settings.backup.secondPath.map { [.second($0, campusID: books.campusID)] } ?? [])
    }

    /// The maker of copies of this campus.
    var booksBackup: BooksBackup {
        BooksBackup(of: books, in: folder, offset: rules.offset, policy: settings.backup.generations)
    }
}
