import Domain
import Logging
import Operations
import Store

/// What time alone brings: use is posted once a day, the books are copied, old readings are dropped, the head of the journal is kept.
struct Housekeeping {
    let session: CampusSession
    let office: Office
    let readings: SQLiteReadings
    private var usePostedOn: Day?
    private var expiredOn: Day?
    private var pruning = Pruning()
    private var putBackAt: Instant?
    private var headKeptOn: Day?
    let backups: BackupKeeper
    private let log: Logger
    private var watch: BooksWatch?

    init(session: CampusSession, office: Office, readings: SQLiteReadings, log: Logger) {
        backups = BackupKeeper(session: session, log: log)
        self.session = session
        self.office = office
        self.readings = readings
        self.log = log
    }

    /// The program itself, as it stands in entries.
    var actor: Actor { session.program }

    mutating func look(now: Instant) throws {
        for note in readings.takeNotes() { log.warning("\(note)") }
        let today = Day(of: now, at: session.rules.offset)
        try copyIfDue(now: now, atOnce: usePostedOn != today)
        // The copy of a day's end is read before the next day writes.
        if usePostedOn != today, !backups.readsBooks {
            _ = try office.postUseOfEndedDays(actor: actor, notBefore: try session.books.firstOpenDay())
            usePostedOn = today
        }
        try pruning.look(readings, now: now)
        try putBack(now: now)
        if expiredOn != today, usePostedOn == today, ExpiryHours.isOpen(now, at: session.rules.offset) {
            let expired = try SubsidyDesk(books: session.books, office: office).expire(actor: actor)
            if !expired.changes.isEmpty { log.info("free credit expired in \(expired.changes.count) rooms") }
            expiredOn = today
        }
        // Last: what stands in the way of the witness must not stand in the way of the work.
        if headKeptOn != today {
            try HeadRegister(session.folder).keep(session.books, on: today)
            headKeptOn = today
        }
    }

    /// An order has come to its end from which more follows: that is done at the next look.
    mutating func orderEnded() { putBackAt = nil }

    /// What a meter did not give stands in its room again, and what is out of one on its way to another room arrives there, without anybody
    /// asking: whoever began it may be gone.
    private mutating func putBack(now: Instant) throws {
        guard putBackAt.map({ now < $0 || now.milliseconds(since: $0) >= 60_000 }) ?? true else { return }
        let desk = ReversalDesk(books: session.books, office: office)
        let count = try desk.putBackUndelivered(since: now.adding(seconds: -86_400), actor: actor)
        if count > 0 { log.info("\(count) take-backs were put back") }
        do {
            let refunds = try RefundDesk(books: session.books, office: office).carryOn(actor: actor).rooms.count
            if refunds > 0 { log.info("the refunds of \(refunds) rooms went on") }
        } catch {
            // What stands in the way of one run must not stand in the way of the house; the run says it to who looks at it.
            log.warning("refunds could not go on: \(error)")
        }
        let moves = MoveDesk(books: session.books, office: office)
        let returned = try moves.returnUndelivered(since: now.adding(seconds: -86_400), actor: actor)
        if returned > 0 { log.warning("\(returned) moves of credit go back: the meter of the other room did not take them") }
        let ended = try moves.endMoves(actor: actor)
        if ended > 0 { log.info("\(ended) moves of credit came to their end") }
        putBackAt = now
    }

    /// Starts a copy when one is due.
    ///
    /// - Parameter atOnce: also when the last look was a moment ago, as before the end of a command that sold a batch.
    mutating func copyIfDue(now: Instant, atOnce: Bool) throws {
        let watch = try self.watch ?? BooksWatch(session.books)
        self.watch = watch
        try backups.look(watch, now: now, atOnce: atOnce)
    }
}
