// Protects: concentrators that are known by name, and an event loop that ends while a name server still thinks: what comes back to a loop
// that has ended is never answered, which stops the whole process in a debug build.
// How: collectors whose look-up the test holds back, fails, or leaves to the C library.
import Domain
import Foundation
import NIOCore
import NIOPosix
import Operations
import Testing

@testable import Concentrator

struct HostLookupTests {
    private static func concentrator(_ host: String, port: Int = 1) -> Domain.Concentrator {
        var concentrator = Domain.Concentrator.test(baud: 115_200)
        (concentrator.host, concentrator.port) = (host, port)
        return concentrator
    }

    private static func trouble(_ collector: Collector) async -> String? {
        for await event in collector.events {
            if case .health(let health) = event, let down = health.first(where: { $0.isConnected == false }) { return down.trouble }
        }
        return nil
    }

    @Test(.timeLimit(.minutes(1)))
    func aNameServerThatAnswersLongAfterTheEndHarmsNobody() async throws {
        let gate = DispatchSemaphore(value: 0)
        let (answers, told) = AsyncStream.makeStream(of: Void.self)
        let collector = Collector(clock: WallClock(), seed: 1) { _, _ in
            gate.wait()
            told.yield()
            return []
        }
        collector.configure(concentrators: [Self.concentrator("gateway.test")], meters: MeterPoint.row(1))
        #expect(await Self.trouble(collector) == "no connection within five seconds")
        await collector.stop()
        gate.signal()
        for await _ in answers { break }
        // The answer is on its way from a thread of its own: these let it come first.
        for _ in 0..<50 { try await NIOThreadPool.singleton.runIfActive {} }
    }

    /// More names hang than there are threads for work that blocks, and they were asked for first.
    @Test(.timeLimit(.minutes(1)))
    func namesThatHangHoldUpNoOther() async throws {
        let points = MeterPoint.row(1)
        let field = try await LoopbackMeters.start([points[0].id.text: FakeMeter()])
        let gate = DispatchSemaphore(value: 0)
        let hanging = 2 * ProcessInfo.processInfo.activeProcessorCount + 8
        let collector = Collector(clock: WallClock(), seed: 1) { host, port in
            guard host == "gateway.test" else {
                gate.wait()
                return []
            }
            return [try SocketAddress(ipAddress: "127.0.0.1", port: port)]
        }
        let silent = (0..<hanging).map { number in
            var concentrator = Self.concentrator("silent-\(number).test")
            concentrator.id = ConcentratorID("A\(number)")
            concentrator.buses = []
            return concentrator
        }
        collector.configure(concentrators: silent, meters: [])
        collector.configure(concentrators: silent + [Self.concentrator("gateway.test", port: field.port)], meters: points)
        for await event in collector.events {
            guard case .reports(let reports) = event else { continue }
            if reports.contains(where: { if case .reading = $0.outcome { true } else { false } }) { break }
        }
        await collector.stop()
        for _ in 0..<hanging { gate.signal() }
        try await field.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func aNameThatNobodyKnowsIsSaid() async {
        let collector = Collector(clock: WallClock(), seed: 1) { host, port in throw SocketAddressError.unknown(host: host, port: port) }
        collector.configure(concentrators: [Self.concentrator("gateway.test")], meters: MeterPoint.row(1))
        #expect(await Self.trouble(collector) == "the host gateway.test is not known")
        await collector.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func aConcentratorIsReachedByItsName() async throws {
        let points = MeterPoint.row(1)
        let field = try await LoopbackMeters.start([points[0].id.text: FakeMeter()])
        let collector = Collector(clock: WallClock(), seed: 1)
        collector.configure(concentrators: [Self.concentrator("localhost", port: field.port)], meters: points)
        var hasRead = false
        for await event in collector.events {
            guard case .reports(let reports) = event else { continue }
            hasRead = reports.contains { if case .reading = $0.outcome { true } else { false } }
            if hasRead { break }
        }
        #expect(hasRead)
        await collector.stop()
        try await field.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func aSecondStopDoesNothing() async {
        let collector = Collector(clock: WallClock(), seed: 1)
        await collector.stop()
        await collector.stop()
        for await event in collector.events { Issue.record("\(event)") }
    }
}
