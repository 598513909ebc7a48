// A concentrator of these tests that dials in, on loopback.
import Glibc
import MeterWire
import NIOCore
import NIOPosix

@testable import Concentrator

/// Dials a port of this machine and answers as its meters until it is closed.
struct DialingMeters: Sendable {
    private let channel: any Channel
    /// Requests that were heard and not answered. No promise: one that a failed test leaves behind would stop the whole process.
    private let hushed: AsyncStream<Void>

    /// - Parameters:
    ///   - own: the address of this machine from which it dials; nil for any.
    ///   - word: what it says first.
    ///   - hushAt: requests of this function are heard and not answered.
    static func dial(
        _ port: Int, at address: String = "127.0.0.1", from own: String? = nil, saying word: [UInt8] = [], _ meters: [String: FakeMeter],
        hushAt: ControlCode? = nil
    ) async throws -> DialingMeters {
        let (hushed, hush) = AsyncStream.makeStream(of: Void.self)
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        if let own { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: own, port: 0)) }
        let channel =
            try await bootstrap
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
            .connect(host: address, port: port).get()
        return DialingMeters(channel: channel, hushed: hushed)
    }

    /// Whether this machine has `::1`.
    static var hasVersion6: Bool {
        let descriptor = socket(AF_INET6, CInt(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        guard let address = try? SocketAddress(ipAddress: "::1", port: 0) else { return false }
        return address.withSockAddr { bind(descriptor, $0, socklen_t($1)) == 0 }
    }

    /// Comes back when a request was heard that is not answered.
    func heardOrder() async { for await _ in hushed { return } }

    /// Says something unasked; fails when the other side has hung up.
    func say(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)) }

    /// Comes back when the other side has hung up.
    func hungUp() async throws { try await channel.closeFuture.get() }

    func close() async { try? await channel.close() }
}
