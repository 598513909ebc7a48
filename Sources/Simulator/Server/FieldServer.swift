import Foundation
import NIOCore
import NIOPosix
import Phrases

/// The field equipment of a campus on loopback: one TCP port a concentrator, all meters behind them.
///
/// Everything happens on one event loop. Commands are saved before they are answered; see ``FieldFolder``.
public final class FieldServer: Sendable {
    /// Where the concentrators listen, in the order of the campus.
    public let endpoints: [FieldEndpoint]
    /// The campus that runs; from the folder when it held one.
    public let campus: SimulatedCampus

    private let group: MultiThreadedEventLoopGroup
    private let driver: NIOLoopBound<FieldDriver>
    private let listeners: [any Channel]
    private let ended: EventLoopPromise<FieldEnd>

    private init(
        endpoints: [FieldEndpoint], campus: SimulatedCampus, group: MultiThreadedEventLoopGroup, driver: NIOLoopBound<FieldDriver>,
        listeners: [any Channel], ended: EventLoopPromise<FieldEnd>
    ) {
        self.endpoints = endpoints
        self.campus = campus
        self.group = group
        self.driver = driver
        self.listeners = listeners
        self.ended = ended
    }

    /// Loads or begins the field and listens.
    ///
    /// - Throws: ``FieldFolderError`` for the folder, ``FaultPlanError`` for faults that name what is not there, ``FieldServerError`` when
    ///   there is no campus or a port is taken. Then nothing runs.
    public static func start(_ configuration: FieldConfiguration) async throws -> FieldServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let ended = loop.makePromise(of: FieldEnd.self)
        do {
            let driver = try await loop.submit {
                NIOLoopBound(try makeDriver(configuration, loop: loop) { ended.succeed($0) }, eventLoop: loop)
            }.get()
            let campus = try await loop.submit { driver.value.campus }.get()
            let listeners = try await listen(campus, configuration, group: group, driver: driver)
            let endpoints = zip(campus.concentrators, listeners).map { concentrator, channel in
                FieldEndpoint(concentrator: concentrator.name, host: "127.0.0.1", port: channel.localAddress?.port ?? 0)
            }
            if let folder = configuration.folder { try SavedEndpoints.save(endpoints, in: folder) }
            let server = FieldServer(
                endpoints: endpoints, campus: campus, group: group, driver: driver, listeners: listeners, ended: ended)
            server.watch(configuration)
            return server
        } catch {
            ended.succeed(.stopped)
            try await group.shutdownGracefully()
            throw error
        }
    }

    private static func makeDriver(
        _ configuration: FieldConfiguration, loop: any EventLoop, onEnd: @escaping (FieldEnd) -> Void
    ) throws -> FieldDriver {
        let folder = try configuration.folder.map { try FieldFolder($0) }
        let saved = try folder?.load()
        if let saved, let wanted = configuration.campus, wanted != saved.campus {
            throw FieldFolderError.otherCampus(configuration.folder?.path ?? "")
        }
        guard var field = saved ?? configuration.campus.map({ Field($0) }) else { throw FieldServerError.noCampus }
        try field.check(configuration.faults)
        field.advance(to: configuration.clock.now())
        try folder?.save(field)
        let faults = configuration.playsScene ? field.campus.scene.merged(with: configuration.faults) : configuration.faults
        let machine = FieldMachine(field, isPaced: configuration.isPaced, faults: faults)
        return FieldDriver(machine: machine, folder: folder, clock: configuration.clock, eventLoop: loop, onEnd: onEnd)
    }

    private static func listen(
        _ campus: SimulatedCampus, _ configuration: FieldConfiguration, group: MultiThreadedEventLoopGroup,
        driver: NIOLoopBound<FieldDriver>
    ) async throws -> [any Channel] {
        let remembered = configuration.folder.map { SavedEndpoints.load(from: $0) } ?? [:]
        var listeners: [any Channel] = []
        for (index, concentrator) in campus.concentrators.enumerated() {
            let bootstrap = ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 64)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = FieldConnectionHandler(driver: driver.value, concentrator: index)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }
            let wanted = index < configuration.ports.count ? configuration.ports[index] : 0
            let port = wanted == 0 ? remembered[concentrator.name] ?? 0 : wanted
            do {
                listeners.append(try await bootstrap.bind(host: "127.0.0.1", port: port).get())
            } catch {
                for listener in listeners { try? await listener.close() }
                throw FieldServerError.portTaken(concentrator: concentrator.name, port: port, reason: "\(error)")
            }
        }
        return listeners
    }

    /// Snapshots when they are worth it, and the end when nobody is there.
    private func watch(_ configuration: FieldConfiguration) {
        let driver = driver
        if configuration.folder != nil {
            let interval = TimeAmount.seconds(Int64(max(1, configuration.snapshotInterval)))
            driver.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in driver.value.saveWhenWorthwhile() }
            let look = TimeAmount.milliseconds(500)
            driver.eventLoop.scheduleRepeatedTask(initialDelay: look, delay: look) { _ in driver.value.exchangeIfAsked() }
        }
        guard let limit = configuration.idleLimit else { return }
        let check = TimeAmount.milliseconds(min(1_000, Int64(max(1, limit)) * 100))
        driver.eventLoop.scheduleRepeatedTask(initialDelay: check, delay: check) { task in
            guard let since = driver.value.idleSince, .now() - since >= .seconds(Int64(limit)) else { return }
            task.cancel()
            driver.value.end(.idle)
        }
    }

    /// Changes what goes wrong, in place of everything that went wrong before.
    public func set(faults: FaultPlan) async throws {
        let driver = driver
        try await driver.eventLoop.submit { driver.value.set(faults: faults) }.get()
    }

    /// Reads a meter directly, not over the line; nil when there is no such meter.
    public func sample(_ address: String) async throws -> MeterSample? {
        let driver = driver
        return try await driver.eventLoop.submit { driver.value.sample(address) }.get()
    }

    /// Waits until the server ends by itself or by ``stop()``, and frees what it used.
    ///
    /// - Returns: why it ended.
    public func run() async throws -> FieldEnd {
        let reason = try await ended.futureResult.get()
        for listener in listeners { try? await listener.close() }
        try await group.shutdownGracefully()
        return reason
    }

    /// Saves everything and ends; ``run()`` returns then. May be called more than once and from anywhere.
    public func stop() {
        let driver = driver
        driver.eventLoop.execute { driver.value.end(.stopped) }
    }
}

/// Why a field server did not start.
public enum FieldServerError: Error, Hashable, CustomStringConvertible {
    /// Neither the folder nor the caller has a campus.
    case noCampus
    /// A concentrator cannot listen.
    case portTaken(concentrator: String, port: Int, reason: String)

    /// One sentence for the terminal.
    public var description: String {
        switch self {
        case .noCampus:
            phrase("there is no campus: the folder is empty and none was planned. Nothing was started; say how many rooms it has.")
        case .portTaken(let concentrator, let port, let reason):
            phrase(
                "concentrator \(concentrator) cannot listen on port \(port): \(reason). Nothing was started; free the port or choose another."
            )
        }
    }
}
