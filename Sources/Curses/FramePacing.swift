/// When the next frame is drawn: at most 30 a second, but a key's answer almost at once.
struct FramePacing {
    /// Between two frames that nobody typed for.
    static let tickGap: Duration = .milliseconds(33)
    /// Between a frame and one that answers a key.
    static let keyGap: Duration = .milliseconds(8)

    private var last: ContinuousClock.Instant?
    private var wanted = false
    private var answersKey = false

    /// Notes that the screen is no longer as it should be.
    mutating func want(answersKey key: Bool) {
        wanted = true
        answersKey = answersKey || key
    }

    /// When the frame that is wanted may be drawn; nil when none is.
    func due(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard wanted else { return nil }
        guard let last else { return now }
        return last + (answersKey ? Self.keyGap : Self.tickGap)
    }

    /// Whether to draw now; when so, the frame counts as drawn.
    mutating func draws(at now: ContinuousClock.Instant) -> Bool {
        guard wanted else { return false }
        if let last, now < last + (answersKey ? Self.keyGap : Self.tickGap) { return false }
        (last, wanted, answersKey) = (now, false, false)
        return true
    }
}
