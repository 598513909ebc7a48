import Foundation

/// A clock that runs faster than life by a factor; two processes with the same three numbers show the same time.
public struct ScaledClock: Hashable, Sendable, Codable {
    /// What it shows at ``wallStart``.
    public var epoch: Milliseconds
    /// True time, milliseconds since 1970 UTC, at which it shows ``epoch``.
    public var wallStart: Milliseconds
    /// Simulated seconds a second, above 0.
    public var speed: Double

    /// Makes a clock.
    ///
    /// - Parameter speed: a value that is not above 0 counts as 1.
    public init(epoch: Milliseconds, wallStart: Milliseconds, speed: Double = 1) {
        self.epoch = epoch
        self.wallStart = wallStart
        self.speed = speed > 0 && speed.isFinite ? speed : 1
    }

    /// The true time of this machine.
    public static func wallNow() -> Milliseconds {
        Milliseconds((Date().timeIntervalSince1970 * 1_000).rounded(.down))
    }

    /// What it shows at a true time.
    public func time(atWall wall: Milliseconds) -> Milliseconds {
        epoch + Milliseconds((Double(wall - wallStart) * speed).rounded(.down))
    }

    /// What it shows now.
    public func now() -> Milliseconds { time(atWall: Self.wallNow()) }

    /// How long to wait in true time until it shows a moment, nanoseconds; 0 for a moment that passed.
    public func wait(until moment: Milliseconds, from now: Milliseconds) -> Int64 {
        guard moment > now else { return 0 }
        return Int64((Double(moment - now) / speed * 1_000_000).rounded(.up))
    }
}
