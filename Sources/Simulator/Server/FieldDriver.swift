import NIOCore

/// Pumps the field machine: sockets, clock and folder meet here. It lives on one event loop and is touched there alone.
final class FieldDriver {
    private var machine: FieldMachine
    /// Released at the end, so that another process may take it.
    private var folder: FieldFolder?
    private let clock: ScaledClock
    private let eventLoop: any EventLoop
    private let onEnd: (FieldEnd) -> Void

    private var channels: [Int: any Channel] = [:]
    private var lastConnection = 0
    private var wakeUps: [Int: (moment: Milliseconds, task: Scheduled<Void>)] = [:]
    private var isEnded = false
    /// Simulated time of the last snapshot.
    private var savedAt: Milliseconds

    private static let longestJournal = 500
    private static let longestRepeat: Milliseconds = 7 * .day

    private(set) var idleSince: NIODeadline?

    init(
        machine: FieldMachine, folder: FieldFolder?, clock: ScaledClock, eventLoop: any EventLoop, onEnd: @escaping (FieldEnd) -> Void
    ) {
        self.machine = machine
        self.folder = folder
        self.clock = clock
        self.eventLoop = eventLoop
        self.onEnd = onEnd
        idleSince = .now()
        savedAt = clock.now()
    }

    /// - Returns: the number by which the connection is known.
    func open(_ channel: any Channel, concentrator: Int) -> Int {
        lastConnection += 1
        channels[lastConnection] = channel
        idleSince = nil
        machine.open(connection: lastConnection, concentrator: concentrator)
        return lastConnection
    }

    func close(_ connection: Int) {
        channels[connection] = nil
        if channels.isEmpty { idleSince = .now() }
        machine.close(connection: connection)
    }

    func receive(_ bytes: [UInt8], connection: Int, concentrator: Int) {
        guard !isEnded else { return }
        perform(machine.receive(bytes, connection: connection, now: clock.now()), concentrator: concentrator)
    }

    var campus: SimulatedCampus { machine.field.campus }

    func set(faults: FaultPlan) {
        machine.faults = faults
    }

    func sample(_ address: String) -> MeterSample? {
        machine.sample(address, at: clock.now())
    }

    /// First the journal, then the bytes.
    private func perform(_ step: FieldStep, concentrator: Int) {
        do {
            try folder?.append(step.journal)
        } catch {
            end(.cannotSave("\(error)"))
            return
        }
        for output in step.outputs {
            switch output {
            case .send(let connection, let bytes):
                guard let channel = channels[connection] else { continue }
                channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
            case .cut(let connection): channels[connection]?.close(promise: nil)
            }
        }
        schedule(step.wakeAt, concentrator: concentrator)
    }

    private func schedule(_ moment: Milliseconds?, concentrator: Int) {
        if let planned = wakeUps[concentrator] {
            guard planned.moment != moment else { return }
            planned.task.cancel()
            wakeUps[concentrator] = nil
        }
        guard let moment else { return }
        let wait = TimeAmount.nanoseconds(clock.wait(until: moment, from: clock.now()))
        let task = eventLoop.assumeIsolated().scheduleTask(in: wait) { self.wake(concentrator) }
        wakeUps[concentrator] = (moment, task)
    }

    private func wake(_ concentrator: Int) {
        wakeUps[concentrator] = nil
        guard !isEnded else { return }
        perform(machine.step(concentrator: concentrator, now: clock.now()), concentrator: concentrator)
    }

    /// Puts a new meter in, if somebody asked for it; it is saved before it is answered.
    func exchangeIfAsked() {
        guard let folder, !isEnded, let wish = ExchangeFiles.wish(in: folder.path) else { return }
        var answer = ExchangeAnswer(id: wish.id)
        do {
            answer.result = try machine.exchange(wish, at: clock.now())
            save()
        } catch {
            answer.problem = "\(error)"
        }
        guard !isEnded else { return }
        ExchangeFiles.answer(answer, in: folder.path)
    }

    /// Saves everything when loading would otherwise take long: the journal repeats commands and time repeats use, so there is no hurry.
    func saveWhenWorthwhile() {
        guard let folder else { return }
        let isOld = clock.now() - savedAt >= Self.longestRepeat
        if folder.journalled >= Self.longestJournal || isOld { save() }
    }

    /// Saves everything; an error ends the server, because later commands could not be saved either.
    func save() {
        guard let folder, !isEnded else { return }
        machine.advance(to: clock.now())
        do {
            try folder.save(machine.field)
            savedAt = clock.now()
        } catch {
            end(.cannotSave("\(error)"))
        }
    }

    /// Ends once: nothing is answered any more.
    func end(_ reason: FieldEnd) {
        guard !isEnded else { return }
        if case .cannotSave = reason {} else { save() }
        isEnded = true
        for planned in wakeUps.values { planned.task.cancel() }
        wakeUps = [:]
        for channel in channels.values { channel.close(promise: nil) }
        channels = [:]
        folder = nil
        onEnd(reason)
    }
}

/// One connection of a concentrator.
final class FieldConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let driver: FieldDriver
    private let concentrator: Int
    private var connection: Int?

    init(driver: FieldDriver, concentrator: Int) {
        self.driver = driver
        self.concentrator = concentrator
    }

    func channelActive(context: ChannelHandlerContext) {
        connection = driver.open(context.channel, concentrator: concentrator)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let connection { driver.close(connection) }
        connection = nil
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let connection else { return }
        driver.receive(Array(unwrapInboundIn(data).readableBytesView), connection: connection, concentrator: concentrator)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
