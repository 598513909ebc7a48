public import Domain
import Foundation
public import Operations

/// The machine's own clock.
public struct SystemClock: OfficeClock {
    /// Makes the clock; it has no state.
    public init() {}

    /// The time of the machine; it can be set back by whoever administers it.
    public func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
