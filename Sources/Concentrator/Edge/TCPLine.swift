import Domain
import Glibc
import NIOCore
import NIOPosix
import Operations

/// The connection of one concentrator: pumps bytes and time through its machine. Lives on one event loop.
final class TCPLine {
    private let loop: any EventLoop
    private let clock: any OfficeClock
    private let delay: Collector.Delay
    private let tell: ([MeterReport]) -> Void
    private let lineChanged: () -> Void
    private var machine: ConcentratorMachine
    private var channel: (any Channel)?
    /// Ends when no attempt to connect is under way any more; nil before the first.
    private(set) var attempt: EventLoopFuture<Void>?
    /// Grows with every connection, so that the end of an old one is not taken for the end of the new.
    private var generation = 0
    private var timer: Scheduled<Void>?
    private var timerAt: Instant?

    private static let connectTimeout = TimeAmount.seconds(5)

    init(
        _ machine: ConcentratorMachine, loop: any EventLoop, clock: any OfficeClock, delay: @escaping Collector.Delay,
        tell: @escaping ([MeterReport]) -> Void, lineChanged: @escaping () -> Void
    ) {
        self.machine = machine
        self.loop = loop
        self.clock = clock
        self.delay = delay
        self.tell = tell
        self.lineChanged = lineChanged
    }

    var health: [BusHealth] { machine.health }

    func start() { run(machine.wake(at: clock.now())) }

    func configure(_ concentrator: Domain.Concentrator, _ meters: [MeterPoint]) {
        run(machine.configure(concentrator, meters: meters, at: clock.now()))
    }

    func submit(_ job: MeterJob) { run(machine.submit(job, at: clock.now())) }

    func stop() { run(machine.stop(at: clock.now())) }

    fileprivate func received(_ bytes: [UInt8], generation: Int) {
        guard generation == self.generation else { return }
        run(machine.received(bytes, at: clock.now()))
    }

    fileprivate func ended(_ reason: String, generation: Int) {
        guard generation == self.generation else { return }
        self.generation += 1
        channel = nil
        run(machine.disconnected(reason, at: clock.now()))
        lineChanged()
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
        schedule()
    }

    private func send(_ bytes: [UInt8]) {
        guard let channel else { return }
        // One request a bus is outstanding at most: a full buffer means that the other side has stopped reading.
        guard channel.isWritable else {
            loop.assumeIsolated().execute { [self, generation] in
                guard generation == self.generation else { return }
                close()
                run(machine.disconnected("the concentrator takes no more bytes", at: clock.now()))
                lineChanged()
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
        let generation = generation
        let line = NIOLoopBound(self, eventLoop: loop)
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 30)
            .channelOption(.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 10)
            .channelOption(.tcpOption(.init(rawValue: TCP_KEEPCNT)), value: 3)
            // Sent bytes that nobody confirms for so long, in milliseconds, mean that the other side is gone.
            .channelOption(.tcpOption(.init(rawValue: TCP_USER_TIMEOUT)), value: 30_000)
            .channelOption(.writeBufferWaterMark, value: .init(low: 16_384, high: 65_536))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LineHandler(line.value, generation: generation))
                }
            }
        let opening = bootstrap.connect(host: machine.concentrator.host, port: machine.concentrator.port)
        attempt = .andAllComplete([attempt, opening.map { _ in }].compactMap { $0 }, on: loop)
        opening.assumeIsolated().whenComplete { [self] result in opened(result, generation: generation) }
    }

    private func opened(_ result: Result<any Channel, any Error>, generation: Int) {
        switch result {
        case .success(let channel):
            guard generation == self.generation, channel.isActive else {
                channel.close(promise: nil)
                ended("the concentrator hung up at once", generation: generation)
                return
            }
            self.channel = channel
            run(machine.connected(at: clock.now()))
            lineChanged()
        case .failure(let error):
            ended(LineTrouble.words(for: error), generation: generation)
        }
    }
}

/// Passes what a connection says to its line.
private final class LineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let line: TCPLine
    private let generation: Int
    private var reason = "the concentrator closed the connection"

    init(_ line: TCPLine, generation: Int) {
        self.line = line
        self.generation = generation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        line.received(Array(unwrapInboundIn(data).readableBytesView), generation: generation)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        reason = LineTrouble.words(for: error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        line.ended(reason, generation: generation)
        context.fireChannelInactive()
    }
}
