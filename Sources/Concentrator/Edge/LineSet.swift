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
    private var lines: [ConcentratorID: TCPLine] = [:]
    private var lineOfMeter: [MeterID: ConcentratorID] = [:]
    private var healthTimer: Scheduled<Void>?
    private var toldHealth: [BusHealth] = []
    private var isStopped = false

    private static let healthPause = TimeAmount.seconds(1)

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
    }

    func configure(_ concentrators: [Domain.Concentrator], _ meters: [MeterPoint]) {
        guard !isStopped else { return }
        lineOfMeter = Dictionary(meters.map { ($0.id, $0.bus.concentrator) }) { first, _ in first }
        let byConcentrator = Dictionary(grouping: meters, by: \.bus.concentrator)
        var gone = lines
        for concentrator in concentrators {
            let meters = byConcentrator[concentrator.id] ?? []
            if let line = gone.removeValue(forKey: concentrator.id) {
                line.configure(concentrator, meters)
            } else {
                let machine = ConcentratorMachine(
                    concentrator, meters: meters, timing: timing, seed: seed &+ UInt64(lines.count), at: clock.now())
                let line = TCPLine(machine, loop: loop, clock: clock, delay: delay, mailbox: mailbox) { [weak self] in self?.tellHealth() }
                lines[concentrator.id] = line
                line.start()
            }
        }
        for (id, line) in gone {
            line.stop()
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
            mailbox.put([MeterReport(job: job.id, meter: job.meter, at: clock.now(), outcome: .notSent(reason))])
        }
    }

    func stop() {
        isStopped = true
        healthTimer?.cancel()
        for line in lines.values { line.stop() }
        tellHealth()
        lines = [:]
    }

    private func scheduleHealth() {
        healthTimer = loop.assumeIsolated().scheduleTask(in: Self.healthPause) { [weak self] in
            self?.tellHealth()
            self?.scheduleHealth()
        }
    }

    private func tellHealth() {
        let health = lines.values.flatMap(\.health).sorted { $0.id < $1.id }
        guard health != toldHealth else { return }
        toldHealth = health
        mailbox.put(health)
    }
}
