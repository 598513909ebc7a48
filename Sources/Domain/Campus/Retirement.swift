/// How a meter left its place for another one. Its books stand.
public struct Retirement: Hashable, Sendable {
    /// The last value of its energy register, before the CT ratio; use is posted up to there.
    public var register: Energy
    /// When the meter said so, or when that was written down for a meter that could not be read.
    public var at: Instant
    /// The business day on which it was replaced.
    public var day: Day
    /// The meter in its place.
    public var successor: MeterID

    /// Makes a retirement.
    public init(register: Energy, at: Instant, day: Day, successor: MeterID) {
        self.register = register
        self.at = at
        self.day = day
        self.successor = successor
    }
}
