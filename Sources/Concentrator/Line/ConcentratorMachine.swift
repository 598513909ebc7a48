public import Domain
import MeterWire
public import Operations
import Phrases

/// One concentrator with its buses over one connection, as a value: events and time go in, actions come out.
///
/// Several buses work at the same time; an answer belongs to the bus of the meter whose address it carries. Call `wake` when the time
/// of `wakeAt` has come, and after every call look at `wakeAt` again.
public struct ConcentratorMachine: Sendable {
    /// What the owner of the connection has to do, in this order.
    public enum Action: Hashable, Sendable {
        /// Open a connection, or wait for one to be dialled in; answer with `connected`, `waiting` or `disconnected`.
        case connect
        /// Send bytes on the connection.
        case send([UInt8])
        /// A job, or a poll of the round, has ended.
        case report(MeterReport)
        /// Close the connection, or give up opening it; no answer is expected.
        case close
    }

    private enum Line {
        case resting(until: Instant)
        case connecting
        /// The concentrator is to dial in.
        case waiting
        case up
        case stopped
    }

    /// The concentrator that this machine speaks with.
    public private(set) var concentrator: Domain.Concentrator
    private let timing: LineTiming
    private var line: Line
    private var pause: ReconnectPause
    private var trouble = ""
    private var flood: FloodGuard
    private var said = GatewayText()
    private var trace = LineTrace()
    private(set) var parser = FrameParser()
    /// What the parser had counted when the buses were last told.
    private var counted = FrameParser().counters
    private var lastByteAt: Instant
    /// The latest time that was handed in.
    private var latest: Instant
    private var buses: [BusMachine] = []
    private var busOfMeter = MeterBuses()

    /// Makes the machine of a concentrator; its first `wake` connects.
    ///
    /// - Parameters:
    ///   - meters: the meters of the campus; those on other concentrators are left out.
    ///   - seed: for the chance in the pauses before a lost line is tried again.
    public init(_ concentrator: Domain.Concentrator, meters: [MeterPoint], timing: LineTiming = LineTiming(), seed: UInt64, at now: Instant)
    {
        self.concentrator = concentrator
        self.timing = timing
        line = .resting(until: now)
        pause = ReconnectPause(seed: seed)
        flood = FloodGuard(at: now)
        lastByteAt = now
        latest = now
        _ = arrange(concentrator.buses, meters, at: now)
    }

    /// When `wake` is to be called next; nil while only an event can change something.
    public var wakeAt: Instant? {
        switch line {
        case .resting(let until): return until
        case .connecting, .waiting, .stopped: return nil
        case .up:
            // Asked after every event of every line: neither lists nor copies of buses are made for it.
            var next = silenceAt
            for index in buses.indices {
                if let at = buses[index].wakeAt { next = min(next ?? at, at) }
            }
            return next
        }
    }

    /// How every bus is doing.
    public var health: [BusHealth] { buses.map { $0.report(at: latest) } }

    /// How every bus is doing now.
    mutating func health(at now: Instant) -> [BusHealth] {
        for index in buses.indices { buses[index].takeStock(at: now) }
        return buses.map { $0.report(at: now) }
    }

    /// Writes the frames of a bus down for a while.
    mutating func look(_ request: TraceRequest, at now: Instant) { trace.begin(request, at: now) }

    /// The frames that were written down since they were taken last; empty while nobody looks.
    mutating func takeTrace() -> [TracedFrame] { trace.take() }

    /// Whether the connection stands.
    public var isConnected: Bool {
        if case .up = line { true } else { false }
    }

    /// Whether a connection that is dialled in would be taken now.
    var isWaiting: Bool {
        if case .waiting = line { true } else { false }
    }

    // MARK: Inventory

    /// Takes a changed inventory over; buses and meters that stay as they were go on undisturbed.
    ///
    /// Jobs for meters that are gone end as not sent. A changed host or port, or rate of a device, breaks the line and connects anew.
    public mutating func configure(_ concentrator: Domain.Concentrator, meters: [MeterPoint], at now: Instant) -> [Action] {
        if case .stopped = line { return [] }
        let isOtherRate = EndpointText.isDevice(concentrator.host) && concentrator.buses != self.concentrator.buses
        let moved = isOtherRate || (concentrator.host, concentrator.port) != (self.concentrator.host, self.concentrator.port)
        self.concentrator = concentrator
        var actions: [Action] = []
        if moved {
            actions = breakOff(Phrase("the concentrator has a new address", context: "why").english, next: .resting(until: now), at: now)
        }
        return actions + arrange(concentrator.buses, meters, at: now)
    }

    /// Ends everything: what waits was not sent, what is on the line may have been done.
    public mutating func stop(at now: Instant) -> [Action] {
        breakOff(Phrase("reading was stopped", context: "why").english, next: .stopped, at: now)
    }

    private mutating func arrange(_ wanted: [Bus], _ meters: [MeterPoint], at now: Instant) -> [Action] {
        var actions: [BusAction] = []
        var left = Dictionary(buses.map { ($0.bus.id, $0) }) { first, _ in first }
        let byBus = Dictionary(grouping: meters.filter { $0.bus.concentrator == concentrator.id }, by: \.bus)
        let endpoint = try? concentrator.endpointText()
        buses = wanted.map { bus in
            let meters = byBus[bus.id] ?? []
            let timing = timing.adapted(to: endpoint?.settings(ofBus: bus.id.number) ?? BusSettings())
            guard var machine = left.removeValue(forKey: bus.id) else {
                var machine = BusMachine(bus, meters: meters, timing: timing, at: now)
                if isConnected { machine.lineUp(at: now) }
                return machine
            }
            for job in machine.configure(bus, meters: meters, timing: timing) {
                let outcome = MeterOutcome.notSent(Phrase("the meter was taken from its bus", context: "why").english)
                actions.append(.report(MeterReport(job: job.id, meter: job.meter, at: now, outcome: outcome)))
            }
            return machine
        }
        for var machine in left.values { machine.lineDown(Phrase("the bus was removed", context: "why").english, at: now, into: &actions) }
        busOfMeter = MeterBuses(buses.map { $0.members.all.map(\.station.address) })
        return actions.map(Action.init)
    }

    /// Takes over which meters are asked more often than the others; replaces what was said before.
    public mutating func attend(_ attention: Attention, at now: Instant) -> [Action] {
        for index in buses.indices { buses[index].attend(attention) }
        return isConnected ? wake(at: now) : []
    }

    // MARK: Connection

    /// The connection stands.
    public mutating func connected(at now: Instant) -> [Action] {
        switch line {
        case .connecting, .waiting: line = .up
        case .resting, .up, .stopped: return []
        }
        parser.reset()
        (flood, said) = (FloodGuard(at: now), GatewayText())
        for index in buses.indices { buses[index].lineUp(at: now) }
        return wake(at: now)
    }

    /// The concentrator is to dial in and has not done so; what was to be sent is not sent.
    public mutating func waiting(at now: Instant) -> [Action] {
        guard case .connecting = line else { return [] }
        line = .waiting
        // Why an earlier connection ended says more than that there is none now.
        if trouble.isEmpty { trouble = Phrase("the concentrator has not dialled in", context: "why").english }
        var actions: [BusAction] = []
        for index in buses.indices { buses[index].lineDown(trouble, at: now, into: &actions) }
        return actions.map(Action.init)
    }

    /// The connection broke or could not be opened.
    ///
    /// - Parameters:
    ///   - reason: in words, for the bus screen and for the jobs that end by it.
    ///   - linesDown: how many lines of the campus are down with this one; the more, the longer the pauses.
    public mutating func disconnected(_ reason: String, linesDown: Int = 1, at now: Instant) -> [Action] {
        switch line {
        case .resting, .waiting, .stopped: return []
        case .connecting, .up:
            for case .noise(let bytes) in parser.flushAfterSilence() { said.heard(bytes) }
            let next = Line.resting(until: now.adding(milliseconds: rest(linesDown)))
            return breakOff(said.explaining(reason), next: next, at: now).filter { $0 != .close }
        }
    }

    private mutating func rest(_ linesDown: Int) -> Int64 {
        let first = max(timing.reconnectPause, timing.reconnectSpread * Int64(linesDown))
        return pause.next(first: first, longest: timing.longestReconnectPause)
    }

    private mutating func breakOff(_ reason: String, next: Line, at now: Instant) -> [Action] {
        var actions: [BusAction] = []
        trouble = reason
        for index in buses.indices { buses[index].lineDown(reason, at: now, into: &actions) }
        let wasOpen =
            switch line {
            case .connecting, .waiting, .up: true
            case .resting, .stopped: false
            }
        line = next
        parser.reset()
        return (wasOpen ? [.close] : []) + actions.map(Action.init)
    }

    // MARK: Events

    /// Takes bytes in any pieces.
    public mutating func received(_ bytes: [UInt8], at now: Instant) -> [Action] {
        guard isConnected else { return [] }
        follow(now)
        guard flood.take(bytes.count, rate: concentrator.buses.reduce(0) { $0 + $1.baud }, at: now) else {
            pause.exhaust()
            let next = Line.resting(until: now.adding(milliseconds: rest(1)))
            return breakOff(Phrase("the concentrator sends without end", context: "why").english, next: next, at: now)
        }
        lastByteAt = now
        var actions: [BusAction] = []
        take(parser.receive(bytes), at: now, into: &actions)
        return asked(actions)
    }

    /// Puts a job in line. While the line is known to be down it ends at once as not sent.
    public mutating func submit(_ job: MeterJob, at now: Instant) -> [Action] {
        func notSent(_ reason: String) -> [Action] {
            [.report(MeterReport(job: job.id, meter: job.meter, at: now, outcome: .notSent(reason)))]
        }
        guard let address = MeterAddress(job.meter.text), let index = busOfMeter[address] else {
            return notSent(Phrase("no bus of concentrator \(concentrator.id) has this meter", context: "why").english)
        }
        switch line {
        case .stopped: return notSent(Phrase("reading was stopped", context: "why").english)
        case .resting where !trouble.isEmpty, .waiting:
            return notSent(Phrase("the line to concentrator \(concentrator.id) is down: \(trouble)", context: "why").english)
        case .resting, .connecting, .up:
            buses[index].submit(job)
            return isConnected ? wake(at: now) : []
        }
    }

    /// Does what is due at this time; too early or too often does no harm.
    public mutating func wake(at now: Instant) -> [Action] {
        follow(now)
        switch line {
        case .resting(let until):
            guard now >= until else { return [] }
            line = .connecting
            return [.connect]
        case .connecting, .waiting, .stopped: return []
        case .up:
            var actions: [BusAction] = []
            if let silenceAt, now >= silenceAt { take(parser.flushAfterSilence(), at: lastByteAt, into: &actions) }
            for index in buses.indices { buses[index].wake(at: now, into: &actions) }
            return asked(actions)
        }
    }

    private mutating func asked(_ actions: [BusAction]) -> [Action] {
        for case .send(let bytes) in actions {
            flood.asked()
            if trace.isOn, let bus = busOfRequest(bytes) { trace.sent(bytes, on: bus, at: latest) }
        }
        return actions.map(Action.init)
    }

    private func busOfRequest(_ bytes: [UInt8]) -> BusID? {
        let frame = bytes.drop { $0 == 0xFE }
        let address = MeterAddress(wireBytes: Array(frame.dropFirst().prefix(6)))
        return address.flatMap { busOfMeter[$0] }.map { buses[$0].bus.id }
    }

    /// A clock that is set back by more than this is followed, so that nobody waits until it has caught up; milliseconds.
    private static let tolerance: Int64 = 1_000

    private mutating func follow(_ now: Instant) {
        defer { latest = now }
        let delta = now.milliseconds(since: latest)
        guard delta < -Self.tolerance else { return }
        if case .resting(let until) = line { line = .resting(until: until.adding(milliseconds: delta)) }
        lastByteAt = lastByteAt.adding(milliseconds: delta)
        for index in buses.indices { buses[index].shift(by: delta) }
    }

    /// When the beginning of a frame is given up because its rest does not come.
    private var silenceAt: Instant? {
        guard parser.pendingCount > 0 else { return nil }
        // The stream does not say whose bytes they are, so the bus with the longest gaps decides.
        let silence = buses.lazy.map(\.timing.silence).max() ?? timing.silence
        return lastByteAt.adding(milliseconds: silence + timing.latency)
    }

    private mutating func take(_ events: [ParserEvent], at now: Instant, into actions: inout [BusAction]) {
        countFaults(at: now)
        for event in events {
            guard case .frame(let frame) = event else {
                if case .noise(let bytes) = event { takeNoise(bytes, at: now) }
                continue
            }
            said = GatewayText()
            if let index = busOfMeter[frame.address] {
                // Written down first, because the next request goes out at once.
                let isAwaited = trace.isOn && buses[index].isAwaiting(frame, at: now)
                if trace.isOn { trace.received(frame, isAwaited ? .plain : .unasked, on: buses[index].bus.id, at: now) }
                // What comes unasked proves little: a gateway may speak by itself and hang up at each request.
                if buses[index].take(frame, at: now, into: &actions) { pause.succeed() }
            } else if let index = suspect {
                if trace.isOn { trace.received(frame, .stranger, on: buses[index].bus.id, at: now) }
                buses[index].count(stray: frame, at: now)
            }
        }
    }

    private mutating func takeNoise(_ bytes: [UInt8], at now: Instant) {
        said.heard(bytes)
        guard trace.isOn, let index = suspect else { return }
        trace.stray(bytes, awaiting: buses[index].awaited?.address, on: buses[index].bus.id, at: now)
    }

    /// Noise has no address: it is put down to the bus that waits for an answer.
    private mutating func countFaults(at now: Instant) {
        let noise = parser.counters.noiseBytes - counted.noiseBytes
        let broken = parser.counters.brokenFrames - counted.brokenFrames
        counted = parser.counters
        guard noise > 0 || broken > 0, let index = suspect else { return }
        buses[index].count(noise: noise, broken: broken, at: now)
    }

    private var suspect: Int? {
        buses.firstIndex { $0.active?.deadline != nil } ?? buses.indices.first
    }
}

extension ConcentratorMachine.Action {
    init(_ action: BusAction) {
        switch action {
        case .send(let bytes): self = .send(bytes)
        case .report(let report): self = .report(report)
        }
    }
}
