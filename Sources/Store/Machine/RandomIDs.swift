import Domain
public import Operations
import Synchronization

/// New ids of thirteen characters: eight of time and five of chance, in Crockford's base 32, which has no I, L, O or U to misread.
///
/// Ids of one source rise strictly; ids of different processes collide only when 25 random bits agree within the same 31 milliseconds.
public final class RandomIDs: IDSource {
    private let clock: any OfficeClock
    private let last = Mutex<UInt64>(0)

    /// Makes a source that takes its time from a clock.
    public init(clock: any OfficeClock) { self.clock = clock }

    /// A new id, for example `1cz8s5p3k7m2q`.
    public func next() -> String {
        let ticks = UInt64(max(0, clock.now().milliseconds)) / 31
        let fresh = (ticks & 0xFF_FFFF_FFFF) << 25 | UInt64.random(in: 0..<(1 << 25))
        let number = last.withLock { last in
            // A clock that was set back, or stands, must not give an id twice or out of order.
            last = fresh > last ? fresh : last + 1
            return last
        }
        return RandomIDs.text(number)
    }

    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")

    private static func text(_ number: UInt64) -> String {
        String((0..<13).reversed().map { digits[Int(number >> (UInt64($0) * 5) & 31)] })
    }
}
