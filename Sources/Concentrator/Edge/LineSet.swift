import Domain
import NIOCore
import Operations

/// The lines of a collector; lives on its event loop.
final class LineSet {
    private let loop: any EventLoop
    private let clock: any OfficeClock
    private let delay: Collector.Delay
    private let timing: LineTiming
    private let seed: UInt64
    private let mailbox: ReportMailbox
    private var lines: [ConcentratorID: ConcentratorLine] = [:]
    private let ports: DialInPorts
    /// Attempts to connect of lines that were removed.
    private var oldAttempts: [EventLoopFuture<Void>] = []
    private var lineOfMeter: [MeterID: ConcentratorID] = [:]
    private var healthTimer: Scheduled<Void>?
    private var willTellHealth = false
    private var toldHealth: [BusHealth] = []
    private var isStopped = false
    /// Polls of the round that wait for company: handing every one over by itself would cost more than reading it.
    private var untold: [MeterReport] = []
    private var untoldTimer: Scheduled<Void>?

    private static let healthPause = TimeAmount.seconds(1)
    private static let company = TimeAmount.milliseconds(20)

    init(
        loop: any EventLoop, clock: any OfficeClock, delay: @escaping Collector.Delay, timing: LineTiming, seed: UInt64,
        mailbox: ReportMailbox
    ) {
        self.loop = loop
        self.clock = clock
        self.delay = delay
        self.timing = timing
        self.seed = seed
        self.mailbox = mailbox
        ports = DialInPorts(loop: loop, clock: clock, delay: delay)
    }

    func configure(_ concentrators: [Domain.Concentrator], _ meters: [MeterPoint]) {
        guard !isStopped else { return }
        lineOfMeter = Dictionary(meters.map { ($0.id, $0.bus.concentrator) }) { first, _ in first }
        let byConcentrator = Dictionary(grouping: meters, by: \.bus.concentrator)
        ports.arrange(concentrators, byConcentrator) { [weak self] in self?.lines[$0] }
        var gone = lines
        for concentrator in concentrators {
            let meters = byConcentrator[concentrator.id] ?? []
            if let line = gone.removeValue(forKey: concentrator.id) {
                line.configure(concentrator, meters)
            } else {
                let machine = ConcentratorMachine(
                    concentrator, meters: meters, timing: timing, seed: seed &+ UInt64(lines.count), at: clock.now())
                let line = ConcentratorLine(
                    machine, loop: loop, clock: clock, delay: delay, ports: ports, tell: { [weak self] in self?.tell($0) },
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

    func submit(_ job: MeterJob) {
        if !isStopped, let id = lineOfMeter[job.meter], let line = lines[id] {
            line.submit(job)
        } else {
            let reason = isStopped ? "reading was stopped" : "no concentrator has this meter"
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
        healthTimer = loop.assumeIsolated().scheduleTask(in: Self.healthPause) { [weak self] in
            self?.tellHealth()
            self?.scheduleHealth()
        }
    }

    /// Lines that break together are told together.
    private func tellHealthSoon() {
        guard !willTellHealth else { return }
        willTellHealth = true
        loop.assumeIsolated().scheduleTask(in: Self.company) { [weak self] in
            self?.willTellHealth = false
            self?.tellHealth()
        }
    }

    private func tellHealth() {
        let health = lines.values.flatMap(\.health).sorted { $0.id < $1.id }
        guard health != toldHealth else { return }
        toldHealth = health
        mailbox.put(health)
    }
}
