// A concentrator of these tests that dials in, on loopback.
import MeterWire
import NIOCore
import NIOPosix

@testable import Concentrator

/// Dials a port of 127.0.0.1 and answers as its meters until it is closed.
struct DialingMeters: Sendable {
    private let channel: any Channel
    /// Requests that were heard and not answered. No promise: one that a failed test leaves behind would stop the whole process.
    private let hushed: AsyncStream<Void>

    /// - Parameters:
    ///   - word: what it says first.
    ///   - hushAt: requests of this function are heard and not answered.
    static func dial(
        _ port: Int, saying word: [UInt8] = [], _ meters: [String: FakeMeter], hushAt: ControlCode? = nil
    ) async throws -> DialingMeters {
        let (hushed, hush) = AsyncStream.makeStream(of: Void.self)
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let responder = Responder(meters, greeting: word) { request in
                        guard request.control == hushAt else { return true }
                        hush.yield()
                        return false
                    }
                    try channel.pipeline.syncOperations.addHandler(responder)
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return DialingMeters(channel: channel, hushed: hushed)
    }

    /// Comes back when a request was heard that is not answered.
    func heardOrder() async { for await _ in hushed { return } }

    /// Comes back when the other side has hung up.
    func hungUp() async throws { try await channel.closeFuture.get() }

    func close() async { try? await channel.close() }
}
