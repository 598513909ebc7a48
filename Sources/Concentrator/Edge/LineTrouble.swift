import Domain
import Glibc
import NIOCore
import NIOPosix
import Phrases

/// Why a connection does not stand, in the words of the bus screen.
enum LineTrouble {
    static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError: connection(error)
        case let error as IOError: system(error.errnoCode)
        case let error as SerialProblem: error.text
        case let error as EndpointProblem: error.text
        case ChannelError.connectTimeout: Phrase("no connection within five seconds", context: "why").english
        case is SocketAddressError: Phrase("the host is not known", context: "why").english
        default: "\(error)"
        }
    }

    /// Why nobody can dial in: which address of this machine and which port it is about is not seen elsewhere.
    static func words(for error: any Error, listeningAt place: DialInPorts.Place) -> String {
        let reason = words(for: error)
        return Phrase("at \(place.address) port \(place.port): \(reason)", context: "why").english
    }

    private static func connection(_ error: NIOConnectionError) -> String {
        if let single = error.connectionErrors.last { return words(for: single.error) }
        return Phrase("the host \(error.host) is not known", context: "why").english
    }

    private static func system(_ code: CInt) -> String {
        switch code {
        case ECONNREFUSED: Phrase("nothing listens at this address", context: "why").english
        case ECONNRESET: Phrase("the concentrator broke the connection", context: "why").english
        case ETIMEDOUT: Phrase("the concentrator does not confirm what is sent", context: "why").english
        case EHOSTUNREACH, ENETUNREACH: Phrase("there is no way to the host", context: "why").english
        case EPIPE: Phrase("the connection was closed", context: "why").english
        case EIO, ENXIO, ENODEV: Phrase("the device is gone", context: "why").english
        case EADDRINUSE: Phrase("another program listens at this port", context: "why").english
        case EADDRNOTAVAIL: Phrase("this machine has no such address", context: "why").english
        case EACCES: Phrase("this user may not listen at this port", context: "why").english
        default: Phrase("system error \(code)", context: "why").english
        }
    }
}
