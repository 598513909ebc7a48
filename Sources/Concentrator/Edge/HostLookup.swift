import Foundation
import Glibc
import NIOCore
import NIOPosix

/// Looks up where a named concentrator is, beside the event loop: that blocks for as long as the name servers like.
///
/// The answer may come long after the attempt to connect was given up. It comes back to the event loop, so the loop must not end before
/// `ended`.
struct HostLookup: Resolver, Sendable {
    /// Answers the addresses of a host; blocks.
    typealias Find = @Sendable (_ host: String, _ port: Int) throws -> [SocketAddress]

    private let found: EventLoopFuture<[SocketAddress]>

    /// Begins to look, on a thread of its own: a name server that hangs holds up no other name.
    init(_ host: String, port: Int, on loop: any EventLoop, find: @escaping Find) {
        let promise = loop.makePromise(of: [SocketAddress].self)
        found = promise.futureResult
        Thread.detachNewThread { promise.completeWith(Result { try find(host, port) }) }
    }

    /// Tells that the answer has come, or that there is none.
    var ended: EventLoopFuture<Void> { found.map { _ in } }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        found.map { $0.filter { $0.protocol == .inet } }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        found.map { $0.filter { $0.protocol == .inet6 } }
    }

    /// The name servers can not be stopped.
    func cancelQueries() {}

    /// Asks the C library.
    static func addresses(of host: String, port: Int) throws -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_protocol = CInt(IPPROTO_TCP)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { throw SocketAddressError.unknown(host: host, port: port) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            let bytes = UnsafeRawPointer(entry.ai_addr)
            switch entry.ai_family {
            case AF_INET: if let bytes { addresses.append(SocketAddress(bytes.load(as: sockaddr_in.self), host: host)) }
            case AF_INET6: if let bytes { addresses.append(SocketAddress(bytes.load(as: sockaddr_in6.self), host: host)) }
            default: break
            }
            next = entry.ai_next
        }
        return addresses
    }
}
