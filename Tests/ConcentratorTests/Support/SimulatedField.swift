// Meters on buses behind one concentrator, on a simulated clock: every byte takes its time on the line of its bus, and a
// ConcentratorMachine is run against it event by event. Nothing waits in real time.
import Domain
import MeterWire
import Operations

@testable import Concentrator

struct SimulatedField {
    var machine: ConcentratorMachine
    var now = Instant.start
    var meters: [String: FakeMeter] = [:]
    /// Meters that say nothing.
    var dead: Set<String> = []
    /// Whether the line can be opened.
    var isReachable = true
    var baud = 9_600
    /// From the end of a request to the start of its answer; milliseconds.
    var meterDelay: Int64 = 24
    /// More for single answers: how much later the answer to the n-th request comes, counted from 1; nil loses it.
    var fault: (_ request: Int, Frame) -> Fault = { _, _ in .none }

    enum Fault {
        case none, lost
        case late(Int64)
        case instead([UInt8])
        /// The meter has the request, and the concentrator closes the connection.
        case hangUp
        /// The same, after bytes for which nobody asked.
        case lastWords([UInt8])
    }

    private(set) var sent: [(at: Instant, frame: Frame)] = []
    private(set) var reports: [MeterReport] = []
    private(set) var connects: [Instant] = []
    private var onTheWay: [(at: Instant, bytes: [UInt8])] = []

    init(
        _ points: [MeterPoint], buses: Int = 1, baud: Int = 9_600, timing: LineTiming = LineTiming(),
        meter: FakeMeter = FakeMeter(subsidy: nil)
    ) {
        let concentrator = Domain.Concentrator.test(buses: buses, baud: baud)
        machine = ConcentratorMachine(concentrator, meters: points, timing: timing, seed: 7, at: now)
        self.baud = baud
        for point in points { meters[point.id.text] = meter }
    }

    /// Runs everything that happens up to a time.
    mutating func run(until end: Instant) {
        var steps = 0
        while let next = [machine.wakeAt, onTheWay.map(\.at).min()].compactMap({ $0 }).min(), next <= end, steps < 2_000_000 {
            steps += 1
            now = max(now, next)
            if let index = onTheWay.indices.filter({ onTheWay[$0].at <= now }).min(by: { onTheWay[$0].at < onTheWay[$1].at }) {
                let bytes = onTheWay.remove(at: index).bytes
                act(machine.received(bytes, at: now))
            } else {
                act(machine.wake(at: now))
            }
        }
        now = max(now, end)
    }

    mutating func run(milliseconds: Int64) { run(until: now.adding(milliseconds: milliseconds)) }

    mutating func submit(_ id: UInt64, _ meter: String, _ task: MeterTask, _ priority: MeterPriority = .delivery) {
        act(machine.submit(MeterJob(id: id, meter: MeterID(meter), task: task, priority: priority), at: now))
    }

    /// The line breaks; what was on the way is gone.
    mutating func cut(_ reason: String = "cut") {
        onTheWay = []
        act(machine.disconnected(reason, at: now))
    }

    /// Somebody sets the clock back; what is on the way still takes as long.
    mutating func setClock(back milliseconds: Int64) {
        now = now.adding(milliseconds: -milliseconds)
        onTheWay = onTheWay.map { ($0.at.adding(milliseconds: -milliseconds), $0.bytes) }
        act(machine.wake(at: now))
    }

    mutating func deliver(_ bytes: [UInt8], after milliseconds: Int64 = 0) {
        onTheWay.append((now.adding(milliseconds: milliseconds), bytes))
    }

    mutating func act(_ actions: [ConcentratorMachine.Action]) {
        for action in actions {
            switch action {
            case .connect:
                connects.append(now)
                act(isReachable ? machine.connected(at: now) : machine.disconnected("nothing listens", at: now))
            case .send(let bytes): answer(bytes)
            case .report(let report): reports.append(report)
            case .close: onTheWay = []
            }
        }
    }

    func outcome(of job: UInt64) -> MeterOutcome? { reports.first { $0.job == job }?.outcome }

    private mutating func answer(_ bytes: [UInt8]) {
        var parser = FrameParser()
        guard case .frame(let request) = parser.receive(bytes).first else { return }
        sent.append((now, request))
        let address = request.address.description
        guard !dead.contains(address), var meter = meters[address] else { return }
        guard let answer = meter.answer(request) else { return }
        meters[address] = meter
        var wire = answer.encoded()
        var delay = time(bytes.count) + meterDelay
        switch fault(sent.count, request) {
        case .none: break
        case .lost: return
        case .late(let more): delay += more
        case .instead(let other): wire = other
        case .lastWords(let bytes):
            act(machine.received(bytes, at: now))
            hangUp()
            return
        case .hangUp:
            hangUp()
            return
        }
        onTheWay.append((now.adding(milliseconds: delay + time(wire.count)), wire))
    }

    private mutating func hangUp() {
        onTheWay = []
        act(machine.disconnected("the concentrator closed the connection", at: now))
    }

    func time(_ bytes: Int) -> Int64 { (Int64(bytes) * 11_000 + Int64(baud) - 1) / Int64(baud) }
}

extension MeterPoint {
    /// So many meters with addresses in a row, spread over buses.
    static func row(_ count: Int, buses: Int = 1, profile: MeterProfile = .dorm645) -> [MeterPoint] {
        (0..<count).map { index in
            let digits = String(100_000_000_000 + index)
            return .test(digits, bus: index % buses + 1, profile: profile)
        }
    }
}
