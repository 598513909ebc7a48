import Domain
import Glibc
import NIOCore
import NIOPosix
import Operations
import Phrases

/// The connection of one concentrator, whichever way it is reached: pumps bytes and time through its machine. Lives on one event loop.
final class ConcentratorLine: LineOwner {
    private let loop: any EventLoop
    private let clock: any OfficeClock
    private let delay: Collector.Delay
    private let ports: DialInPorts
    private let lookUp: HostLookup.Find
    private let tell: ([MeterReport]) -> Void
    private let tellFrames: ([TracedFrame]) -> Void
    private let lineChanged: () -> Void
    /// How many lines of the campus do not stand.
    private let linesDown: () -> Int
    private var machine: ConcentratorMachine
    private var channel: (any Channel)?
    /// Ends when no attempt to connect is under way any more, and no name is being looked up; nil before the first.
    private(set) var attempt: EventLoopFuture<Void>?
    /// The name that is being looked up: a later attempt waits for the same answer, so that no more than one thread does.
    private var lookup: (name: String, running: HostLookup)?
    /// Grows with every connection, so that the end of an old one is not taken for the end of the new.
    private var generation = 0
    private var timer: Scheduled<Void>?
    private var timerAt: Instant?

    private static let connectTimeout = TimeAmount.seconds(5)

    init(
        _ machine: ConcentratorMachine, loop: any EventLoop, clock: any OfficeClock, delay: @escaping Collector.Delay,
        ports: DialInPorts, lookUp: @escaping HostLookup.Find, tell: @escaping ([MeterReport]) -> Void,
        tellFrames: @escaping ([TracedFrame]) -> Void, lineChanged: @escaping () -> Void, linesDown: @escaping () -> Int
    ) {
        self.machine = machine
        self.loop = loop
        self.clock = clock
        self.delay = delay
        self.ports = ports
        self.lookUp = lookUp
        self.tell = tell
        self.tellFrames = tellFrames
        self.lineChanged = lineChanged
        self.linesDown = linesDown
    }

    var health: [BusHealth] { machine.health(at: clock.now()) }

    var isConnected: Bool { machine.isConnected }

    /// Whether it would take a connection that was dialled in.
    var isWaiting: Bool { machine.isWaiting }

    func start() { run(machine.wake(at: clock.now())) }

    func configure(_ concentrator: Domain.Concentrator, _ meters: [MeterPoint]) {
        run(machine.configure(concentrator, meters: meters, at: clock.now()))
    }

    func submit(_ job: MeterJob) { run(machine.submit(job, at: clock.now())) }

    func trace(_ request: TraceRequest) { machine.look(request, at: clock.now()) }

    func attend(_ attention: Attention) { run(machine.attend(attention, at: clock.now())) }

    func stop() { run(machine.stop(at: clock.now())) }

    func received(_ bytes: [UInt8], generation: Int) {
        guard generation == self.generation else { return }
        let wasConnected = isConnected
        run(machine.received(bytes, at: clock.now()))
        if wasConnected, !isConnected { lineChanged() }
    }

    func ended(_ reason: String, generation: Int) {
        guard generation == self.generation else { return }
        self.generation += 1
        channel = nil
        run(machine.disconnected(reason, linesDown: linesDown(), at: clock.now()))
        lineChanged()
    }

    /// Hangs up.
    func breakOff(_ reason: String) {
        let old = channel
        // First, because closing tells that it ended.
        ended(reason, generation: generation)
        old?.close(promise: nil)
    }

    private func run(_ actions: [ConcentratorMachine.Action]) {
        var reports: [MeterReport] = []
        for action in actions {
            switch action {
            case .connect: connect()
            case .send(let bytes): send(bytes)
            case .report(let report): reports.append(report)
            case .close: close()
            }
        }
        if !reports.isEmpty { tell(reports) }
        let frames = machine.takeTrace()
        if !frames.isEmpty { tellFrames(frames) }
        schedule()
    }

    private func send(_ bytes: [UInt8]) {
        guard let channel else { return }
        // One request a bus is outstanding at most: a full buffer means that the other side has stopped reading.
        guard channel.isWritable else {
            loop.assumeIsolated().execute { [self, generation] in
                if generation == self.generation { breakOff(Phrase("the concentrator takes no more bytes", context: "why").english) }
            }
            return
        }
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
    }

    private func close() {
        generation += 1
        channel?.close(promise: nil)
        channel = nil
    }

    // MARK: Time

    /// Sees to it that the machine is woken in time. A timer that would fire too early stays: moving it with every answer costs more.
    private func schedule() {
        guard let wakeAt = machine.wakeAt else {
            timer?.cancel()
            (timer, timerAt) = (nil, nil)
            return
        }
        if let timerAt, timerAt <= wakeAt { return }
        timer?.cancel()
        timerAt = wakeAt
        timer = loop.assumeIsolated().scheduleTask(in: TimeAmount(delay(wakeAt))) { [weak self] in self?.wake() }
    }

    private func wake() {
        (timer, timerAt) = (nil, nil)
        run(machine.wake(at: clock.now()))
    }

    // MARK: Connection

    private func connect() {
        generation += 1
        do {
            let way = try machine.concentrator.endpointText()
            switch way.endpoint {
            case .dial(let host, let port): dial(host, port)
            case .device(let path): try open(path, way.parity)
            case .listen(let address, let port, _): wait(DialInPorts.Place(address: address, port: port))
            }
        } catch {
            ended(LineTrouble.words(for: error), generation: generation)
        }
    }

    private func dial(_ host: String, _ port: Int) {
        let line = NIOLoopBound(self, eventLoop: loop)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.writeBufferWaterMark, value: LineOptions.writeBuffer)
            .channelInitializer { [generation] channel in
                channel.eventLoop.makeCompletedFuture {
                    try LineOptions.watch(channel)
                    try channel.pipeline.syncOperations.addHandler(LineHandler(line.value, generation: generation))
                }
            }
        if let address = try? SocketAddress(ipAddress: host, port: port) {
            take(bootstrap.connect(to: address))
        } else {
            let lookup = look(up: host, port)
            take(bootstrap.resolver(lookup).connect(host: host, port: port), lookup: lookup.ended)
        }
    }

    private func look(up host: String, _ port: Int) -> HostLookup {
        let name = "\(host):\(port)"
        if let lookup, lookup.name == name { return lookup.running }
        let running = HostLookup(host, port: port, on: loop, find: lookUp)
        lookup = (name, running)
        running.ended.assumeIsolated().whenComplete { [self] _ in if lookup?.name == name { lookup = nil } }
        return running
    }

    private func open(_ path: String, _ parity: Parity) throws {
        let baud = machine.concentrator.buses.first?.baud ?? 0
        let descriptor = try SerialDevice.open(path, baud: baud, parity: parity)
        let line = NIOLoopBound(self, eventLoop: loop)
        let bootstrap = NIOPipeBootstrap(group: loop)
            .channelOption(.writeBufferWaterMark, value: LineOptions.writeBuffer)
            .channelInitializer { [generation] channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = LineHandler(
                        line.value, generation: generation, atEnd: Phrase("the device is gone", context: "why").english)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        let opening = bootstrap.takingOwnershipOfDescriptor(inputOutput: descriptor)
        // What could not be taken over is still ours.
        opening.whenFailure { _ in Glibc.close(descriptor) }
        take(opening)
    }

    private func take(_ opening: EventLoopFuture<any Channel>, lookup: EventLoopFuture<Void>? = nil) {
        attempt = .andAllComplete([attempt, opening.map { _ in }, lookup].compactMap { $0 }, on: loop)
        opening.assumeIsolated().whenComplete { [self, generation] result in opened(result, generation: generation) }
    }

    private func opened(_ result: Result<any Channel, any Error>, generation: Int) {
        switch result {
        case .success(let channel):
            guard generation == self.generation, channel.isActive else {
                channel.close(promise: nil)
                ended(Phrase("the concentrator hung up at once", context: "why").english, generation: generation)
                return
            }
            self.channel = channel
            run(machine.connected(at: clock.now()))
            lineChanged()
        case .failure(let error):
            ended(LineTrouble.words(for: error), generation: generation)
        }
    }

    // MARK: Being dialled

    private func wait(_ place: DialInPorts.Place) {
        ports.open(place).assumeIsolated().whenComplete { [self, generation] result in
            guard generation == self.generation else { return }
            switch result {
            case .success:
                run(machine.waiting(at: clock.now()))
                lineChanged()
                ports.offer(to: self, machine.concentrator.id, at: place)
            case .failure(let error): ended(LineTrouble.words(for: error, listeningAt: place), generation: generation)
            }
        }
    }

    /// Takes a connection over that was dialled in and is known to be this concentrator's.
    ///
    /// - Parameter heard: what it said until it was known.
    func adopt(_ channel: any Channel, _ handler: LineHandler, heard: [UInt8]) {
        generation += 1
        (handler.owner, handler.generation) = (self, generation)
        self.channel = channel
        run(machine.connected(at: clock.now()))
        lineChanged()
        received(heard, generation: generation)
    }
}
