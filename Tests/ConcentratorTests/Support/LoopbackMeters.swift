// A concentrator on loopback for the tests of the edge: answers every frame with what its fake meters hold, at once.
import Domain
import Foundation
import MeterWire
import NIOCore
import NIOPosix
import Operations

@testable import Concentrator

/// Listens on a free port of 127.0.0.1 until it is closed.
struct LoopbackMeters: Sendable {
    let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    static func start(_ meters: [String: FakeMeter], hangUpAfter answers: Int? = nil) async throws -> LoopbackMeters {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Responder(meters, hangUpAfter: answers))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LoopbackMeters(port: channel.localAddress?.port ?? 0, channel: channel, group: group)
    }

    /// A port of 127.0.0.1 that was free a moment ago.
    static func freePort() async throws -> Int {
        let meters = try await start([:])
        try await meters.close()
        return meters.port
    }

    func close() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    var concentrator: Domain.Concentrator {
        var concentrator = Domain.Concentrator.test(baud: 115_200)
        concentrator.port = port
        return concentrator
    }
}

/// Answers every frame for its meters.
final class Responder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var meters: [String: FakeMeter]
    private var answersLeft: Int?
    private var parser = FrameParser()
    /// Closes the connection at a request of this function.
    private let hangUpAt: ControlCode?
    /// What is said when the connection stands.
    private let greeting: [UInt8]
    /// Told of requests; those for which it says false are not answered.
    private let mayAnswer: @Sendable (Frame) -> Bool

    init(
        _ meters: [String: FakeMeter], hangUpAfter answers: Int? = nil, hangUpAt: ControlCode? = nil, greeting: [UInt8] = [],
        mayAnswer: @escaping @Sendable (Frame) -> Bool = { _ in true }
    ) {
        self.meters = meters
        self.hangUpAt = hangUpAt
        self.greeting = greeting
        self.mayAnswer = mayAnswer
        answersLeft = answers
    }

    func channelActive(context: ChannelHandlerContext) {
        guard !greeting.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: greeting)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for case .frame(let request) in parser.receive(Array(unwrapInboundIn(data).readableBytesView)) {
            if let left = answersLeft {
                guard left > 0 else {
                    context.close(promise: nil)
                    return
                }
                answersLeft = left - 1
            }
            guard request.control != hangUpAt else {
                context.close(promise: nil)
                return
            }
            guard mayAnswer(request) else { continue }
            guard let answer = meters[request.address.description]?.answer(request) else { continue }
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: answer.encoded())), promise: nil)
        }
    }
}

/// The machine's own time.
struct WallClock: OfficeClock {
    func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
}
