import Domain
import Glibc
import NIOCore
import NIOPosix

/// Why a connection does not stand, in the words of the bus screen.
enum LineTrouble {
    static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError: connection(error)
        case let error as IOError: system(error.errnoCode)
        case let error as SerialProblem: error.text
        case let error as EndpointProblem: error.text
        case ChannelError.connectTimeout: "no connection within five seconds"
        case is SocketAddressError: "the host is not known"
        default: "\(error)"
        }
    }

    private static func connection(_ error: NIOConnectionError) -> String {
        if let single = error.connectionErrors.last { return words(for: single.error) }
        return "the host \(error.host) is not known"
    }

    private static func system(_ code: CInt) -> String {
        switch code {
        case ECONNREFUSED: "nothing listens at this address"
        case ECONNRESET: "the concentrator broke the connection"
        case ETIMEDOUT: "the concentrator does not confirm what is sent"
        case EHOSTUNREACH, ENETUNREACH: "there is no way to the host"
        case EPIPE: "the connection was closed"
        case EIO, ENXIO, ENODEV: "the device is gone"
        case EADDRINUSE: "another program listens at this port"
        case EADDRNOTAVAIL: "this machine has no such address"
        case EACCES: "this user may not listen at this port"
        default: "system error \(code)"
        }
    }
}
