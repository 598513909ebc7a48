// A pseudo terminal with fake meters behind it: what a line sees as a serial device.
import Foundation
import MeterWire
import NIOCore
import NIOPosix

@testable import Concentrator

/// Answers on the far side of a pseudo terminal until it is closed.
struct PseudoTerminal: Sendable {
    /// The device to open.
    let path: String
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup
    /// Held open, so that the far side does not end when a line lets go of the device.
    private let held: CInt

    // What grantpt, unlockpt and ptsname do, which Swift does not see.
    private static let setLock: CUnsignedLong = 0x4004_5431
    private static let getNumber: CUnsignedLong = 0x8004_5430

    struct NoTerminal: Error {
        let code = errno
    }

    static func start(_ meters: [String: FakeMeter], hangUpAt function: ControlCode? = nil) async throws -> PseudoTerminal {
        let far = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (locked, number): (CInt, CUnsignedInt) = (0, 0)
        guard far >= 0, ioctl(far, Self.setLock, &locked) == 0, ioctl(far, Self.getNumber, &number) == 0 else { throw NoTerminal() }
        let path = "/dev/pts/\(number)"
        let held = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard held >= 0 else { throw NoTerminal() }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await NIOPipeBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Responder(meters, hangUpAt: function))
                }
            }
            .takingOwnershipOfDescriptor(inputOutput: far).get()
        return PseudoTerminal(path: path, channel: channel, group: group, held: held)
    }

    /// The mode that somebody has set the device to.
    var mode: termios {
        var mode = termios()
        tcgetattr(held, &mode)
        return mode
    }

    /// The cable is pulled, or the adapter.
    func unplug() async throws {
        try? await channel.close()
        try await group.shutdownGracefully()
        Foundation.close(held)
    }
}
