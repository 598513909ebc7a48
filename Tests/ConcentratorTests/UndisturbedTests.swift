// Protects the other concentrators from one that misbehaves on a real socket: they are read on, and the loop they share stays free.
// How: a collector with a good concentrator and one that floods or hangs up; the good one must bring readings after the bad one was told.
import Domain
import NIOCore
import NIOPosix
import Operations
import Testing

@testable import Concentrator

@Suite(.serialized) struct UndisturbedTests {
    @Test(.timeLimit(.minutes(1)), arguments: [true, false])
    func oneThatMisbehavesDisturbsNobody(_ floods: Bool) async throws {
        let points = MeterPoint.row(4)
        let good = try await LoopbackMeters.start(Dictionary(uniqueKeysWithValues: points.map { ($0.id.text, FakeMeter()) }))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let bad = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(BadConcentrator(floods: floods))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let badID = ConcentratorID("C2")
        let badBus = Bus(id: BusID(concentrator: badID, number: 1), baud: 9_600)
        let badPort = try #require(bad.localAddress?.port)
        let badMeter = MeterPoint(
            id: MeterID("200000000000"), place: .room(RoomID("4-101"), circuit: "main"), bus: badBus.id, profile: .dorm645)
        var timing = LineTiming()
        (timing.gap, timing.shortestRound) = (0, 0)
        let collector = Collector(clock: WallClock(), timing: timing, seed: 1)
        collector.configure(
            concentrators: [
                good.concentrator, Domain.Concentrator(id: badID, host: "127.0.0.1", port: badPort, buses: [badBus]),
            ], meters: points + [badMeter])
        let words = floods ? "the concentrator sends without end" : "the concentrator closed the connection"
        var isTold = false
        var readings = 0
        for await event in collector.events {
            switch event {
            case .trace: break
            case .health(let health): isTold = isTold || health.contains { $0.id == badBus.id && $0.trouble == words }
            case .reports(let reports):
                #expect(reports.allSatisfy { $0.meter != badMeter.id || $0.outcome.isNothing })
                if isTold { readings += reports.count { if case .reading = $0.outcome { true } else { false } } }
            }
            if readings >= 400 { break }
        }
        await collector.stop()
        try await good.close()
        try await bad.close()
        try await group.shutdownGracefully()
    }
}

extension MeterOutcome {
    /// Whether nothing was learned.
    fileprivate var isNothing: Bool {
        switch self {
        case .noAnswer, .notSent: true
        default: false
        }
    }
}

/// Sends without end, or closes as soon as it is asked something.
private final class BadConcentrator: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let floods: Bool

    init(floods: Bool) { self.floods = floods }

    func channelActive(context: ChannelHandlerContext) { flood(context) }

    func channelWritabilityChanged(context: ChannelHandlerContext) { flood(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !floods { context.close(promise: nil) }
    }

    private func flood(_ context: ChannelHandlerContext) {
        while floods, context.channel.isActive, context.channel.isWritable {
            context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(repeating: 0x68, count: 16_384)), promise: nil)
        }
    }
}
