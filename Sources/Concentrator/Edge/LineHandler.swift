import Glibc
import NIOCore
import NIOPosix
import Phrases

/// Whom a connection tells what it brings; lives on the connection's event loop.
protocol LineOwner: AnyObject {
    /// - Parameter generation: which of its connections speaks.
    func received(_ bytes: [UInt8], generation: Int)
    func ended(_ reason: String, generation: Int)
}

/// Passes what a connection says to whoever owns it just now.
final class LineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    var owner: any LineOwner
    var generation: Int
    private var reason: String

    /// - Parameter reason: what it means that the connection ends without an error.
    init(
        _ owner: any LineOwner, generation: Int,
        atEnd reason: String = Phrase("the concentrator closed the connection", context: "why").english
    ) {
        self.owner = owner
        self.generation = generation
        self.reason = reason
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        owner.received(Array(unwrapInboundIn(data).readableBytesView), generation: generation)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        reason = LineTrouble.words(for: error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        owner.ended(reason, generation: generation)
        context.fireChannelInactive()
    }
}

/// What every connection is set to.
enum LineOptions {
    /// Requests that nobody takes may wait for so long, in bytes.
    static let writeBuffer = ChannelOptions.Types.WriteBufferWaterMark(low: 16_384, high: 65_536)

    /// A concentrator that has vanished without a word is noticed.
    static func watch(_ channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.socketOption(.so_keepalive), value: 1)
        try options.setOption(.tcpOption(.tcp_nodelay), value: 1)
        try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 30)
        try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 10)
        try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPCNT)), value: 3)
        // Sent bytes that nobody confirms for so long, in milliseconds, mean that the other side is gone.
        try options.setOption(.tcpOption(.init(rawValue: TCP_USER_TIMEOUT)), value: 30_000)
    }
}
