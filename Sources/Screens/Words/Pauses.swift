import Domain

extension Instant {
    /// Whether a pause of so many milliseconds is over that began then. One that began later than now is: the clock was set back, and
    /// nothing waits until it has caught up.
    func hasPassed(_ pause: Int64, since then: Instant) -> Bool {
        let passed = milliseconds(since: then)
        return passed < 0 || passed >= pause
    }
}

extension RoomTable {
    /// How long what goes over all rooms by itself waits until it does so again, in milliseconds: longer for more rooms, so that it stays a
    /// small share of the time.
    var pace: Int64 { max(2000, Int64(ids.count) / 10) }
}
