import Domain
import NIOCore
import Operations
import Phrases

/// The lines of a collector; lives on its event loop.
final class LineSet {
    private let loop: any EventLoop
    private let clock: any OfficeClock
    private let delay: Collector.Delay
    private let timing: LineTiming
    private let seed: UInt64
    private let mailbox: ReportMailbox
    private let lookUp: HostLookup.Find
    private var lines: [ConcentratorID: ConcentratorLine] = [:]
    private let ports: DialInPorts
    /// Attempts to connect of lines that were removed.
    private var oldAttempts: [EventLoopFuture<Void>] = []
    private var owners = MeterOwners()
    private var attention: [ConcentratorID: Attention] = [:]
    private var healthTimer: Scheduled<Void>?
    /// Whether the next line that comes or goes is told at once.
    private var tellsSoon = true
    private var toldHealth: [BusHealth] = []
    private var isStopped = false
    /// Polls of the round that wait for company: handing every one over by itself would cost more than reading it.
    private var untold: [MeterReport] = []
    private var untoldTimer: Scheduled<Void>?

    /// Health of so many buses is told in a second: of thousands less often, so that telling stays a small share of the work.
    private static let busesPerSecond = 1000
    private static let company = TimeAmount.milliseconds(20)

    init(
        loop: any EventLoop, clock: any OfficeClock, delay: @escaping Collector.Delay, timing: LineTiming, seed: UInt64,
        mailbox: ReportMailbox, lookUp: @escaping HostLookup.Find
    ) {
        self.loop = loop
        self.clock = clock
        self.delay = delay
        self.timing = timing
        self.seed = seed
        self.mailbox = mailbox
        self.lookUp = lookUp
        ports = DialInPorts(loop: loop, clock: clock, delay: delay)
    }

    func configure(_ concentrators: [Domain.Concentrator], _ meters: [MeterPoint]) {
        guard !isStopped else { return }
        owners = MeterOwners(meters)
        // Where they stand among all, because all of a large campus are too many to have twice.
        var places: [ConcentratorID: [Int32]] = [:]
        for (place, meter) in meters.enumerated() { places[meter.bus.concentrator, default: []].append(Int32(place)) }
        let metersOf = { (id: ConcentratorID) in (places[id] ?? []).map { meters[Int($0)] } }
        ports.arrange(concentrators, metersOf) { [weak self] in self?.lines[$0] }
        var gone = lines
        for concentrator in concentrators {
            let meters = metersOf(concentrator.id)
            if let line = gone.removeValue(forKey: concentrator.id) {
                line.configure(concentrator, meters)
            } else {
                let machine = ConcentratorMachine(
                    concentrator, meters: meters, timing: timing, seed: seed &+ UInt64(lines.count), at: clock.now())
                let line = ConcentratorLine(
                    machine, loop: loop, clock: clock, delay: delay, ports: ports, lookUp: lookUp,
                    tell: { [weak self] in self?.tell($0) },
                    tellFrames: { [mailbox] in mailbox.put($0) },
                    lineChanged: { [weak self] in self?.tellHealthSoon() },
                    linesDown: { [weak self] in self?.lines.values.count { !$0.isConnected } ?? 1 })
                lines[concentrator.id] = line
                line.start()
            }
        }
        for (id, line) in gone {
            line.stop()
            if let attempt = line.attempt { oldAttempts.append(attempt) }
            lines[id] = nil
        }
        tellHealth()
        if healthTimer == nil { scheduleHealth() }
    }

    /// Takes over which meters are asked more often than the others; only lines for which something changed hear of it.
    func attend(_ wanted: Attention) {
        var parts: [ConcentratorID: Attention] = [:]
        for meter in wanted.inView { if let line = owners[meter] { parts[line, default: Attention()].inView.insert(meter) } }
        for meter in wanted.low { if let line = owners[meter] { parts[line, default: Attention()].low.insert(meter) } }
        for id in Set(parts.keys).union(attention.keys) where parts[id] != attention[id] { lines[id]?.attend(parts[id] ?? Attention()) }
        attention = parts
    }

    func submit(_ job: MeterJob) {
        if !isStopped, let id = owners[job.meter], let line = lines[id] {
            line.submit(job)
        } else {
            let reason =
                isStopped
                ? Phrase("reading was stopped", context: "why").english : Phrase("no concentrator has this meter", context: "why").english
            tell([MeterReport(job: job.id, meter: job.meter, at: clock.now(), outcome: .notSent(reason))])
        }
    }

    func trace(_ request: TraceRequest) { lines[request.bus.concentrator]?.trace(request) }

    /// Ends everything; answers with the attempts to connect that are still under way.
    func stop() -> [EventLoopFuture<Void>] {
        isStopped = true
        healthTimer?.cancel()
        for line in lines.values { line.stop() }
        ports.close()
        handOver()
        tellHealth()
        defer { lines = [:] }
        return oldAttempts + lines.values.compactMap(\.attempt)
    }

    /// The end of a job is told at once.
    private func tell(_ reports: [MeterReport]) {
        untold += reports
        if reports.contains(where: { $0.job != 0 }) {
            handOver()
        } else if untoldTimer == nil {
            untoldTimer = loop.assumeIsolated().scheduleTask(in: Self.company) { [weak self] in self?.handOver() }
        }
    }

    private func handOver() {
        untoldTimer?.cancel()
        untoldTimer = nil
        mailbox.put(untold)
        untold = []
    }

    private func scheduleHealth() {
        let pause = TimeAmount.seconds(1 + Int64(toldHealth.count / Self.busesPerSecond))
        healthTimer = loop.assumeIsolated().scheduleTask(in: pause) { [weak self] in
            self?.tellHealth()
            self?.tellsSoon = true
            self?.scheduleHealth()
        }
    }

    /// Lines that break together are told together, and once before all are told anyway: of a thousand lines some may break all the time.
    private func tellHealthSoon() {
        guard tellsSoon else { return }
        tellsSoon = false
        loop.assumeIsolated().scheduleTask(in: Self.company) { [weak self] in self?.tellHealth() }
    }

    private func tellHealth() {
        let health = lines.values.flatMap(\.health).sorted { $0.id < $1.id }
        guard health != toldHealth else { return }
        toldHealth = health
        mailbox.put(health)
    }
}
