// How use becomes a smaller balance, and when the next balance that matters is reached.

extension MeterModel {
    /// Hundredths of a fine unit for one pulse of 0.01 kWh.
    private var chargeRate: Int64 {
        (settings.unit == .energy ? 10_000 : state.parameters.price) * state.parameters.chargeRatio
    }

    /// Takes the price of so many pulses: subsidy first, then purchased balance, the rest as overdraft.
    mutating func charge(pulses: Int64) {
        let total = state.purse.chargeRemainder + pulses * chargeRate
        state.purse.chargeRemainder = total % 100
        var due = total / 100
        let fromSubsidy = min(due, state.subsidy.balance)
        state.subsidy.balance -= fromSubsidy
        due -= fromSubsidy
        let before = state.purse.balance
        let fromBalance = min(due, before)
        state.purse.balance -= fromBalance
        state.purse.overdraft = min(.largestFine, state.purse.overdraft + due - fromBalance)
        if crossedSomething(from: before) { state.relay.requestDecision(after: state.time) }
    }

    private func crossedSomething(from before: FineAmount) -> Bool {
        let after = state.purse.balance
        if after == 0 {
            return before > 0 || (state.relay.isClosed && state.purse.overdraft > state.parameters.overdraftLimit)
        }
        let alarm = state.parameters.alarm2
        return alarm > 0 && !state.relay.reminderLatch && after <= alarm
    }

    /// The moment at which charging reaches the next balance that may move the relay, with this load; nil when none is ahead.
    func nextThreshold(watts: Int) -> Milliseconds? {
        guard settings.kind == .dorm645, watts > 0, let drop = nextDrop else { return nil }
        let missing = drop * 100 - state.purse.chargeRemainder
        let rate = chargeRate
        let pulses = max(1, (missing + rate - 1) / rate)
        let (boundary, overflow) = (state.register / Self.pulse + pulses).multipliedReportingOverflow(by: Self.pulse)
        guard !overflow else { return nil }
        let energy = boundary - state.register
        return state.time + (energy + Int64(watts) - 1) / Int64(watts)
    }

    /// How much must be charged until something may happen.
    private var nextDrop: FineAmount? {
        let balance = state.purse.balance
        if balance > 0 {
            let alarm = state.parameters.alarm2
            let isArmed = alarm > 0 && !state.relay.reminderLatch && balance > alarm
            return state.subsidy.balance + balance - (isArmed ? alarm : 0)
        }
        let left = state.parameters.overdraftLimit - state.purse.overdraft
        return left >= 0 ? state.subsidy.balance + left + 1 : nil
    }
}
