/// The relay of a meter and everything that holds it open or closed.
struct RelayState: Hashable, Sendable, Codable {
    /// Reasons that come before credit, strongest first; they are looked at again four seconds after a move at the earliest.
    enum Hold: UInt8, Codable {
        case keepPower, remoteTrip, maliciousLoad, overPower
    }

    static let reminderTime: Milliseconds = 300_000
    static let zeroBalanceTime: Milliseconds = 300_000
    static let latchTime: Milliseconds = 60_000
    static let settleTime: Milliseconds = 4_000

    var isClosed = true
    var keepPower = false
    var remoteTrip = false
    var maliciousLatch = false
    var overPowerLatch = false
    /// The reminder of alarm 2 was given and is not armed again.
    var reminderLatch = false
    /// The reminder holds the relay open.
    var reminderRunning = false
    /// The balance reached zero and the relay was opened for it.
    var zeroLatch = false
    /// The alarm lamp was switched on by command.
    var lampCommanded = false

    /// Status bits that outlive or precede what they tell of.
    var noMoneyBit = false
    var reminderBit = false
    var maliciousBit = false
    /// Refund mode; outlives an initialisation of the purse.
    var refundBit = false

    /// The one counter that reminder, over-power and forbidden load share: the latest event overwrites it.
    var sharedUntil: Milliseconds?
    /// End of the first opening at zero balance.
    var zeroUntil: Milliseconds?
    /// Until when the strong reasons are not looked at again.
    var quietUntil: Milliseconds = .min
    var lastHold: Hold?
    /// When the relay decision is made next; nil while nothing changed.
    var decisionDue: Milliseconds?

    var trips = 0
    var closings = 0

    /// The strongest reason that comes before credit.
    var hold: Hold? {
        if keepPower { return .keepPower }
        if remoteTrip { return .remoteTrip }
        if maliciousLatch { return .maliciousLoad }
        if overPowerLatch { return .overPower }
        return nil
    }

    /// Moves the relay; moving it where it stands is nothing.
    mutating func move(closed: Bool, at now: Milliseconds) {
        guard closed != isClosed else { return }
        isClosed = closed
        quietUntil = now + Self.settleTime
        if closed { closings += 1 } else { trips += 1 }
    }

    /// Asks for a decision at the next whole second.
    mutating func requestDecision(after now: Milliseconds) {
        let next = now.roundedUp(to: .second)
        decisionDue = min(decisionDue ?? next, next)
    }

    /// An accepted command ends the reminder at once; its status bit stays.
    mutating func endReminder() {
        guard reminderRunning else { return }
        reminderRunning = false
        if !maliciousLatch, !overPowerLatch { sharedUntil = nil }
    }

    /// The end of the shared counter clears everything that used it.
    ///
    /// - Returns: true when a forbidden load had been latched.
    mutating func expireShared() -> Bool {
        let wasMalicious = maliciousLatch
        sharedUntil = nil
        reminderRunning = false
        reminderBit = false
        maliciousLatch = false
        maliciousBit = false
        overPowerLatch = false
        return wasMalicious
    }

    /// Status word 3 of the dormitory dialect (item 04000503).
    var statusWord: UInt16 {
        var word: UInt16 = 0
        if noMoneyBit { word |= 1 << 0 }
        if overPowerLatch { word |= 1 << 1 }
        if reminderBit { word |= 1 << 2 }
        if maliciousBit { word |= 1 << 3 }
        if !isClosed { word |= 1 << 4 }
        if remoteTrip { word |= 1 << 6 }
        if refundBit { word |= 1 << 10 }
        if keepPower { word |= 1 << 12 }
        return word
    }
}
