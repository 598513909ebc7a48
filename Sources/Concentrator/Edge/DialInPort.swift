import Domain
import NIOCore
import NIOPosix
import Operations
import Phrases

/// One port to which concentrators dial in: finds out who each connection is, and keeps it until its line takes it.
final class DialInPort: LineOwner {
    private struct Connection {
        let channel: any Channel
        let handler: LineHandler
        /// From where it was dialled.
        let address: String
        var guest: DialInGuest
        /// Whose it is, when that is known and the line has not taken it yet.
        var owner: ConcentratorID?
    }

    /// Connections that the system has made and nobody has taken yet: after an outage all dial at once. The system may allow fewer.
    private static let backlog: Int32 = 4_096

    private let place: DialInPorts.Place
    private let loop: any EventLoop
    private let clock: any OfficeClock
    private let delay: Collector.Delay
    private let lineOf: (ConcentratorID) -> ConcentratorLine?
    private var roster = DialInRoster([])
    private var crowd = DialInCrowd()
    private var opening: EventLoopFuture<any Channel>?
    private var guests: [Int: Connection] = [:]
    private var nextGuest = 0
    private var timer: Scheduled<Void>?
    private var isClosed = false

    init(
        _ place: DialInPorts.Place, loop: any EventLoop, clock: any OfficeClock, delay: @escaping Collector.Delay,
        lineOf: @escaping (ConcentratorID) -> ConcentratorLine?
    ) {
        self.place = place
        self.loop = loop
        self.clock = clock
        self.delay = delay
        self.lineOf = lineOf
    }

    func expect(_ roster: DialInRoster) {
        guard roster != self.roster else { return }
        self.roster = roster
        crowd.expect(roster)
        // Who is known may be expected no more, and who is not may be.
        for number in guests.keys.sorted() {
            guests[number]?.owner = nil
            look(number)
        }
    }

    func open() -> EventLoopFuture<Void> {
        if let opening { return opening.map { _ in } }
        let port = NIOLoopBound(self, eventLoop: loop)
        let bootstrap = ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: Self.backlog)
            .childChannelOption(.writeBufferWaterMark, value: LineOptions.writeBuffer)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try LineOptions.watch(channel)
                    try port.value.welcome(channel)
                }
            }
        do {
            let opening = bootstrap.bind(to: try SocketAddress(ipAddress: place.address, port: place.port))
            self.opening = opening
            opening.assumeIsolated().whenFailure { [weak self] _ in self?.opening = nil }
            return opening.map { _ in }
        } catch {
            return loop.makeFailedFuture(error)
        }
    }

    func close() {
        isClosed = true
        timer?.cancel()
        opening?.whenSuccess { $0.close(promise: nil) }
        opening = nil
        for number in guests.keys.sorted() { dismiss(number) }
    }

    func offer(to line: ConcentratorLine, _ id: ConcentratorID) {
        guard let number = guests.first(where: { $0.value.owner == id })?.key else { return }
        hand(number, to: line)
    }

    // MARK: Guests

    private func welcome(_ channel: any Channel) throws {
        guard !isClosed else { throw ChannelError.alreadyClosed }
        nextGuest += 1
        let number = nextGuest
        let handler = LineHandler(self, generation: number)
        try channel.pipeline.syncOperations.addHandler(handler)
        guests[number] = Connection(
            channel: channel, handler: handler, address: channel.remoteAddress?.ipAddress ?? "", guest: DialInGuest(at: clock.now()))
        // Not before the connection stands.
        loop.assumeIsolated().execute { [weak self] in
            self?.look(number)
            self?.makeRoom()
        }
        schedule()
    }

    private func makeRoom() {
        guard guests.count > crowd.atMost else { return }
        let unknown = guests.filter { $0.value.owner == nil }
        if let guest = crowd.leaving(unknown.map { DialInCrowd.Guest(number: $0, address: $1.address) }) { dismiss(guest.number) }
    }

    func received(_ bytes: [UInt8], generation: Int) { look(generation, bytes) }

    func ended(_ reason: String, generation: Int) { guests[generation] = nil }

    private func look(_ number: Int, _ bytes: [UInt8] = []) {
        guard let verdict = guests[number]?.guest.hear(bytes, roster), guests[number]?.owner == nil else { return }
        switch verdict {
        case .known(let id): settle(number, id)
        case .stranger: dismiss(number)
        case .unknown: break
        }
    }

    /// The newest connection of a concentrator counts: it dials again when it has lost the one before, often before we know.
    private func settle(_ number: Int, _ id: ConcentratorID) {
        for other in guests.filter({ $0.value.owner == id }).keys { dismiss(other) }
        guard let line = lineOf(id) else { return dismiss(number) }
        guests[number]?.owner = id
        if let address = guests[number]?.address { crowd.knew(id, at: address) }
        if line.isWaiting {
            hand(number, to: line)
        } else {
            // It waits without being read until the line has rested.
            try? guests[number]?.channel.syncOptions?.setOption(.autoRead, value: false)
            if line.isConnected { line.breakOff(Phrase("the concentrator has dialled in again", context: "why").english) }
        }
    }

    private func hand(_ number: Int, to line: ConcentratorLine) {
        guard let connection = guests.removeValue(forKey: number) else { return }
        line.adopt(connection.channel, connection.handler, heard: connection.guest.heard)
        try? connection.channel.syncOptions?.setOption(.autoRead, value: true)
    }

    private func dismiss(_ number: Int) { guests.removeValue(forKey: number)?.channel.close(promise: nil) }

    /// Hangs up on those who do not say who they are.
    private func schedule() {
        guard timer == nil, let next = guests.values.filter({ $0.owner == nil }).map(\.guest.deadline).min() else { return }
        timer = loop.assumeIsolated().scheduleTask(in: TimeAmount(delay(next))) { [weak self] in
            guard let self else { return }
            timer = nil
            let now = clock.now()
            for (number, connection) in guests where connection.owner == nil && now >= connection.guest.deadline { dismiss(number) }
            schedule()
        }
    }
}
