import Domain
import Foundation
import Operations
import Settings

/// The one clock of a campus: the machine's, or on a simulated campus time as its settings let it run.
struct CampusClock: OfficeClock {
    /// How time runs; nil where it is the machine's.
    let simulated: SimulatedTime?

    func now() -> Instant {
        let wall = Self.wallNow()
        return simulated?.campusTime(at: wall) ?? wall
    }

    /// Nanoseconds of the machine's time until the campus's time reaches an instant; 0 when it has.
    func nanoseconds(until instant: Instant) -> Int64 {
        max(0, instant.milliseconds - now().milliseconds) * 1_000_000 / (simulated?.speed ?? 1)
    }

    static func wallNow() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
