// Protects the collector's time: lines that break again and again are not told again and again, for each telling is of all buses.
// How: a port that hangs up on everybody is dialled anew every few milliseconds; what is told is counted against the seconds that pass.
import Domain
import NIOCore
import NIOPosix
import Operations
import Synchronization
import Testing

@testable import Concentrator

struct HealthPaceTests {
    @Test(.timeLimit(.minutes(1)))
    func linesThatBreakAllTheTimeAreToldTwiceASecondAtMost() async throws {
        let (dials, dialled) = AsyncStream.makeStream(of: Void.self)
        let port = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                dialled.yield()
                return channel.close()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        var timing = LineTiming()
        (timing.reconnectPause, timing.longestReconnectPause, timing.reconnectSpread) = (5, 5, 0)
        let begin = ContinuousClock.now
        let collector = Collector(clock: WallClock(), timing: timing, seed: 1)
        let lines = (1...5).map { number in
            let id = ConcentratorID("A\(number)")
            return Concentrator(
                id: id, host: "127.0.0.1", port: port.localAddress?.port ?? 0,
                buses: [Bus(id: BusID(concentrator: id, number: 1), baud: 115_200)])
        }
        collector.configure(concentrators: lines, meters: [])
        let told = Mutex(0)
        async let listening: Void = { for await case .health in collector.events { told.withLock { $0 += 1 } } }()
        for await _ in dials.prefix(500) {}
        let (count, seconds) = (told.withLock(\.self), Int((ContinuousClock.now - begin).components.seconds))
        #expect(count > 0 && count <= 2 * seconds + 4, "told \(count) times in \(seconds) seconds")
        await collector.stop()
        await listening
        try await port.close()
    }
}
