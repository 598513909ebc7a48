import Domain

extension Instant {
    /// Whether a pause of so many milliseconds is over that began then. One that began later than now is: the clock was set back, and
    /// nothing waits until it has caught up.
    func hasPassed(_ pause: Int64, since then: Instant) -> Bool {
        let passed = milliseconds(since: then)
        return passed < 0 || passed >= pause
    }
}
