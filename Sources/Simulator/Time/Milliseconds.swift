/// A moment of the simulated world: milliseconds since 1 January 1970, 00:00 UTC.
public typealias Milliseconds = Int64

extension Milliseconds {
    static let second: Milliseconds = 1_000
    static let minute: Milliseconds = 60_000
    static let hour: Milliseconds = 3_600_000
    static let day: Milliseconds = 86_400_000

    /// The first multiple of `step` at or after this moment.
    func roundedUp(to step: Milliseconds) -> Milliseconds {
        let floor = roundedDown(to: step)
        return floor == self ? self : floor + step
    }

    /// The last multiple of `step` at or before this moment; right also before 1970.
    func roundedDown(to step: Milliseconds) -> Milliseconds {
        let remainder = self % step
        return remainder >= 0 ? self - remainder : self - remainder - step
    }
}
