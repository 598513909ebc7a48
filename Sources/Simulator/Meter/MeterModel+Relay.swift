// The relay decision of each second, made only when something changed, and what commands do to the relay.

extension MeterModel {
    /// Decides where the relay stands; the first reason that holds wins.
    mutating func decideRelay() {
        let now = state.time
        if now >= state.relay.quietUntil {
            state.relay.lastHold = state.relay.hold
        } else if state.relay.lastHold != state.relay.hold {
            let later = state.relay.quietUntil
            state.relay.decisionDue = min(state.relay.decisionDue ?? later, later)
        }
        switch state.relay.lastHold {
        case .keepPower: state.relay.move(closed: true, at: now)
        case .remoteTrip, .maliciousLoad, .overPower: state.relay.move(closed: false, at: now)
        case nil: decideByAccount()
        }
    }

    private mutating func decideByAccount() {
        let now = state.time
        guard settings.kind == .dorm645 else {
            state.relay.move(closed: true, at: now)
            return
        }
        if state.purse.account == .refundMode {
            state.relay.move(closed: false, at: now)
        } else if state.relay.reminderRunning {
            return
        } else if state.purse.balance > 0 {
            decideByReminder()
        } else {
            decideAtZero()
        }
    }

    private mutating func decideByReminder() {
        let now = state.time
        let alarm = state.parameters.alarm2
        guard alarm > 0, state.purse.balance <= alarm, !state.relay.reminderLatch else {
            state.relay.move(closed: true, at: now)
            return
        }
        state.relay.reminderLatch = true
        state.relay.reminderRunning = true
        state.relay.reminderBit = true
        state.relay.sharedUntil = now + RelayState.reminderTime
        state.relay.move(closed: false, at: now)
    }

    private mutating func decideAtZero() {
        let now = state.time
        if !state.relay.zeroLatch {
            state.relay.zeroLatch = true
            state.relay.noMoneyBit = true
            state.relay.zeroUntil = now + RelayState.zeroBalanceTime
            state.relay.move(closed: false, at: now)
        } else if state.relay.zeroUntil == nil {
            let limit = state.parameters.overdraftLimit
            state.relay.move(closed: limit > 0 && state.purse.overdraft <= limit, at: now)
        }
    }

    /// After credit came in: the latches of low credit go, and the relay closes at once unless a stronger reason holds.
    ///
    /// A balance that is still at or below alarm 2 opens it again within the next second.
    mutating func rearmAndClose() {
        guard state.purse.balance > 0 else { return }
        state.relay.reminderLatch = false
        state.relay.endReminder()
        state.relay.zeroLatch = false
        state.relay.zeroUntil = nil
        state.relay.noMoneyBit = false
        closeUnlessHeld()
        state.relay.requestDecision(after: state.time + 1)
    }

    /// Closes directly when neither a hold nor refund mode speaks against it.
    mutating func closeUnlessHeld() {
        state.relay.lastHold = state.relay.hold
        let isHeldOpen = state.relay.hold.map { $0 != .keepPower } ?? false
        guard !isHeldOpen, state.purse.account != .refundMode else { return }
        state.relay.move(closed: true, at: state.time)
    }

    /// Decides now with fresh reasons, as a command does.
    mutating func decideNow() {
        state.relay.quietUntil = min(state.relay.quietUntil, state.time)
        decideRelay()
    }
}
