import GRDB

/// How one of several processes that write the same books gets its turn.
///
/// Left alone SQLite's naps grow to a tenth of a second. A collector that delivers a thousand orders writes again after a few
/// milliseconds, and who naps longer than its gaps hardly ever gets a turn; so SQLite is asked again and again for a short while each.
struct WriteTurns: Sendable {
    /// So long SQLite tries for the lock at a time, in milliseconds: by naps of 1, 2, 5, 10 and 15.
    static let shortWhile = 33

    /// How long the lock is waited for altogether, in seconds.
    let patience: Double
    /// The time on a clock that nobody sets.
    var now: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }

    /// The same patience as SQLite counts it.
    var milliseconds: Int { Int(patience * 1000) }

    /// Calls an attempt until it had its turn.
    ///
    /// - Parameter attempt: is given for how many milliseconds SQLite may try, and says whether it held the lock. What goes wrong with the
    ///   lock in its hands is not tried again.
    /// - Throws: what the last attempt threw, `SQLITE_BUSY` where nobody let the lock go in time; nothing was done then.
    func run<Value>(_ attempt: (_ milliseconds: Int, _ hasTurn: inout Bool) throws -> Value) throws -> Value {
        let end = now() + .seconds(patience)
        while true {
            var hasTurn = false
            do {
                return try attempt(min(Self.shortWhile, milliseconds), &hasTurn)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && !hasTurn {
                guard now() < end else { throw error }
            }
        }
    }
}
