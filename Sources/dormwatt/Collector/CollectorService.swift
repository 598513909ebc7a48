import Concentrator
import Domain
import Logging
import Operations
import Phrases
import Store

/// Polls the meters and delivers the orders of a campus: pumps the delivery desk between the lines, the books and the readings.
///
/// Runs only in the process that holds the lease. It decides nothing: what is sent and what proves it is the delivery desk's.
actor CollectorService {
    private let session: CampusSession
    private let readings: SQLiteReadings
    private let office: Office
    private let lines: Collector
    private let log: Logger

    private var desk: DeliveryDesk
    private var watch = DeliveryWatch()
    private var inventoryVersion: Int64 = -1
    private var buses: Set<BusID> = []
    private var attending: Attending
    /// Meters that somebody wants to see before the books know them.
    private var candidates: [MeterID: MeterPoint] = [:]
    private var unread: [Reading] = []
    /// Whether somebody waits for one of them: it was asked for, or a console shows the meter.
    private var isAwaited = false
    private var requests: [UInt64: ReadRequest] = [:]
    private var requested: Set<String> = []
    /// Answers that are written when all reports of one event are taken.
    private var answers: [ReadAnswer] = []
    /// What meters say in it is taken over at the next look.
    private var firstReadings = FirstReadings()
    private var nextJob: UInt64 = 1 << 62
    private var keeping: Housekeeping
    private var reconciling: ReconcileKeeper
    private var pictured: Set<UInt64> = []
    /// Why an order could not be written down last; nil since one could.
    private(set) var trouble: String?
    private var failures = RepeatedFailures()

    init(session: CampusSession, readings: SQLiteReadings, lines: Collector, log: Logger) {
        self.session = session
        self.readings = readings
        self.lines = lines
        self.log = log
        office = session.office(readings)
        attending = Attending(session: session)
        var delivery = session.rules.delivery
        delivery.offset = session.rules.offset
        desk = DeliveryDesk(rules: delivery)
        keeping = Housekeeping(session: session, office: office, readings: readings, log: log)
        reconciling = ReconcileKeeper(session: session, office: office, log: log)
    }

    /// Takes what happened on the lines.
    func take(_ event: CollectorEvent) {
        switch event {
        case .reports(let reports):
            for report in reports { take(report) }
            writeAnswers()
        case .health(let health): attempt("write the health of the buses") { try readings.record(health) }
        case .trace(let frames): attempt("write the trace") { try readings.record(frames) }
        }
        if isAwaited || unread.count >= Self.written { flush() }
    }

    /// Looks into the books for what others put there, and does what time alone brings.
    func look() {
        let now = session.clock.now()
        flush()
        takeOver(now: now)
        attempt("look into the books") {
            let version = try session.books.inventoryVersion()
            if version != inventoryVersion {
                try configure(isNew: true)
                inventoryVersion = version
                // What an order is measured by may have changed with a meter.
                watch.lookAgain()
            }
            for job in firstReadings.due(at: now, mint: { mintJob() }) { lines.submit(job) }
            try takeRequests()
            follow(try watch.look(session.books, &desk, now: now))
            try keeping.look(now: now)
            if let attention = try attending.look(now: now) { lines.attend(attention) }
        }
        attempt("hold books and meters against each other") { try reconcile(now: now) }
        follow(desk.wake(now))
        for count in failures.counts(at: now) { log.error("\(count)") }
    }

    /// Writes what is still in hand.
    func finish() async {
        flush()
        attempt("copy the books") { try keeping.copyIfDue(now: session.clock.now(), atOnce: true) }
        for count in failures.counts(at: session.clock.now(), atOnce: true) { log.error("\(count)") }
        await keeping.backups.finish()
    }

    /// The inventory is read for this and not kept: the lines know what they need of it.
    private func configure(isNew: Bool) throws {
        let concentrators = try session.books.concentrators()
        var meters = try session.books.standingMeters()
        buses = Set(concentrators.flatMap { $0.buses.map(\.id) })
        if isNew { firstReadings.configure(meters) }
        var others = candidates
        if !others.isEmpty { for meter in meters { others[meter.id] = nil } }
        meters += others.values.sorted { $0.id < $1.id }
        lines.configure(concentrators: concentrators, meters: meters)
    }

    // MARK: - Reports

    private func take(_ report: MeterReport) {
        switch report.outcome {
        case .reading(let reading):
            unread.append(reading)
            attending.take(reading)
            if report.job != 0 || attending.isInView(reading.meter) { isAwaited = true }
        case .credit, .accepted, .refused, .noAnswer, .notSent: break
        }
        if let request = requests.removeValue(forKey: report.job) { answer(request, report) }
        firstReadings.take(report)
        if pictured.remove(report.job) != nil { reconciling.take(report) }
        follow(desk.report(report))
    }

    /// What a round brings comes a few readings at a time, and each writing of few costs as many pages of the file as one of many:
    /// so many are gathered at most, until the next look at the latest.
    private static let written = 500

    private func flush() {
        guard !unread.isEmpty else { return }
        let batch = unread
        (unread, isAwaited) = ([], false)
        attempt("write readings") { try readings.record(batch) }
    }

    // MARK: - Orders

    /// Does what the desk wants, in order; a step is on the disk before the desk hears of it, and so before anything is sent for it.
    private func follow(_ actions: [DeliveryAction]) {
        var waiting = actions[...]
        while let action = waiting.popFirst() {
            switch action {
            case .submit(let job): lines.submit(job)
            case .record(let step): waiting += record(step)[...]
            case .sync: watch.lookAgain()
            }
        }
    }

    private func record(_ step: OrderStep) -> [DeliveryAction] {
        var step = step
        // A report may have waited for a long look into the books; consoles follow moves by their instants and would not find an old one.
        step.at = max(step.at, session.clock.now())
        do {
            let order = try session.books.record(step)
            // Who has read that there was trouble reads how it ended.
            let level = [.unknown, .disputed].contains(step.from) ? .info : order.state.logLevel
            log.log(level: level, "order \(order.id) \(order.state.word) count \(order.count)")
            trouble = nil
            // Whoever sold wants to see the meter's new figure, and not only at the meter's next turn.
            if order.state == .confirmed {
                lines.submit(MeterJob(id: mintJob(), meter: order.meter, task: .poll, priority: .now))
            }
            if order.isFollowedUp { keeping.orderEnded() }
            return desk.recorded(order, now: session.clock.now())
        } catch {
            let error = error as? BooksError ?? .other("\(error)")
            trouble = error.words.happened
            failed("write down how orders stand: \(error.words.happened)", example: "order \(step.order)")
            return desk.notRecorded(step, error: error, now: session.clock.now())
        }
    }

    // MARK: - Read requests

    private func takeRequests() throws {
        for request in try session.books.openRequests() where requested.insert(request.id).inserted {
            if let trace = TraceRequest(request.meter) {
                follow(trace, request)
                continue
            }
            let job = mintJob()
            requests[job] = request
            if let asked = RecordRequest(request.meter) {
                lines.submit(MeterJob(id: job, meter: asked.meter, task: .purchases(asked.purchases), priority: .now))
                continue
            }
            guard let candidate = MeterCandidate(request.meter) else {
                lines.submit(MeterJob(id: job, meter: request.meter, task: .detail, priority: .now))
                continue
            }
            candidates[candidate.point.id] = candidate.point
            try configure(isNew: false)
            lines.submit(MeterJob(id: job, meter: candidate.point.id, task: .credit, priority: .now))
        }
    }

    /// Frames go into the readings as they come; whoever asked is told at once that they do.
    private func follow(_ trace: TraceRequest, _ request: ReadRequest) {
        let isKnown = buses.contains(trace.bus)
        if isKnown { lines.trace(trace) }
        let result = isKnown ? ReadResult.read : Phrase("There is no bus \(trace.bus).").english
        attempt("answer a trace request") { try session.books.answer(request.id, result: result, at: session.clock.now()) }
        requested.remove(request.id)
    }

    private func writeAnswers() {
        guard !answers.isEmpty else { return }
        // The values must stand in the readings before anybody is told that they do.
        flush()
        let batch = answers
        answers = []
        attempt("answer read requests") { try session.books.answer(batch) }
        requested.subtract(batch.map(\.request))
    }

    private func answer(_ request: ReadRequest, _ report: MeterReport) {
        let candidate = MeterCandidate(request.meter)
        let result =
            switch report.outcome {
            case .credit(let picture) where candidate != nil: MeterCandidate.answer(picture)
            case .credit(let picture) where RecordRequest(request.meter) != nil: RecordRequest.answer(picture)
            case .reading, .credit, .accepted: ReadResult.read
            case .refused(_, let meaning): meaning
            case .noAnswer(let reason), .notSent(let reason): reason
            }
        answers.append(ReadAnswer(request: request.id, result: result, at: report.at))
        if let candidate, candidates.removeValue(forKey: candidate.point.id) != nil {
            attempt("take the meter off its line") { try configure(isNew: false) }
        }
    }

    // MARK: - Taking meters over

    /// Takes all that were read for the first time over together: with each change the whole inventory is read for its digest.
    private func takeOver(now: Instant) {
        let found = firstReadings.found
        guard !found.isEmpty else { return }
        var taken: Set<MeterID>? = []
        attempt("take meters over") {
            let version = try session.books.inventoryVersion()
            // As each meter stands now: it may have been changed, moved, replaced or taken back since it was asked.
            let standing = try session.books.meters(of: Array(Set(found.values.map(\.room)))).values.joined()
            let adopted = standing.filter { $0.baseline == nil }.compactMap { meter -> MeterPoint? in
                guard let baseline = found[meter.id]?.baseline, baseline.remaining.unit == meter.unit else { return nil }
                var meter = meter
                meter.baseline = baseline
                return meter
            }
            guard !adopted.isEmpty else { return }
            let change = InventoryChange(version: version, meters: adopted)
            // Of an inventory that somebody changes at this very moment nothing is taken: it is looked at again as it stands then.
            taken = try session.books.take(change, actor: keeping.actor, at: now) == .taken ? Set(adopted.map(\.id)) : nil
        }
        if let taken { firstReadings.settle(taken: taken, at: now) }
    }

    // MARK: - Reconciliation

    private func reconcile(now: Instant) throws {
        for (meter, task) in try reconciling.look(now: now, actor: keeping.actor) {
            let job = mintJob()
            pictured.insert(job)
            lines.submit(MeterJob(id: job, meter: meter, task: task, priority: .round))
        }
    }

    private func mintJob() -> UInt64 {
        nextJob += 1
        return nextJob
    }

    private func attempt(_ what: String, _ work: () throws -> Void) {
        do { try work() } catch { failed("\(what): \(error)") }
    }

    /// - Parameter example: what it was this time; it makes no other failure of it.
    private func failed(_ what: String, example: String? = nil) {
        let words = "could not \(what)"
        guard failures.isNews(words, at: session.clock.now()) else { return }
        log.error("\(words)\(example.map { " (\($0))" } ?? "")")
    }
}

extension OrderState {
    /// What goes as it should is no news: three lines for each of a hundred thousand orders would push what went wrong out of the log.
    fileprivate var logLevel: Logger.Level {
        switch self {
        case .queued, .sent, .confirmed: .debug
        case .unknown, .disputed, .refused, .expired, .withdrawn: .info
        }
    }
}

extension Order {
    /// Whether more is to be done now that it has ended.
    fileprivate var isFollowedUp: Bool {
        if case .topUp = task { return false }
        return !state.isOpen
    }
}

/// What is written as the answer to a read request.
enum ReadResult {
    /// The values stand in the readings.
    static let read = "read"
}
