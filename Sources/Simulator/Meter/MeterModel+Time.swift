// How a meter lives through time: in stretches of steady load, cut at every moment at which something may change.

extension MeterModel {
    /// Lives up to a moment; an earlier moment than the present one changes nothing.
    public mutating func advance(to target: Milliseconds) {
        guard source != .supply else {
            state.time = max(state.time, target)
            return
        }
        while state.time < target {
            let offered = fireDue()
            let load = state.relay.isClosed ? offered.load : .none
            var end = min(target, offered.end, nextEvent(sampling: load))
            if let crossing = nextThreshold(watts: load.watts) { end = min(end, crossing) }
            draw(load, until: end)
        }
        _ = fireDue()
    }

    /// Does what is due at the present moment.
    ///
    /// - Returns: what the people would draw from here.
    private mutating func fireDue() -> SteadyLoad {
        let now = state.time
        applyPastPurchases()
        if now % .minute == 0 { chooseTariffPrice() }
        let offered = offeredLoad(at: now)
        // What is decided may change the load, and what is measured may ask for a decision, still at this moment.
        repeat {
            measureIfDue(offered)
            fireTimers()
        } while decideIfDue()
        return offered
    }

    private mutating func fireTimers() {
        let now = state.time
        if let over = state.watch.overSince, !state.relay.overPowerLatch, now >= over + Self.overPowerDelay { latchOverPower() }
        if let until = state.relay.sharedUntil, now >= until, !overPowerRestarts {
            if state.relay.expireShared() {
                state.watch.clearRing()
                reconsiderOverPower()
            }
            state.relay.decisionDue = now
        }
        if let until = state.relay.zeroUntil, now >= until {
            state.relay.zeroUntil = nil
            state.relay.decisionDue = now
        }
    }

    /// - Returns: false when there was nothing to decide.
    private mutating func decideIfDue() -> Bool {
        guard let due = state.relay.decisionDue, state.time >= due else { return false }
        state.relay.decisionDue = nil
        decideRelay()
        return true
    }

    /// The sixth second over the limit trips.
    private static let overPowerDelay: Milliseconds = 6_000

    /// While the measured power is over the limit the 60 seconds begin again each second.
    private var overPowerRestarts: Bool {
        state.relay.overPowerLatch && state.watch.overSince != nil
    }

    private mutating func latchOverPower() {
        state.relay.overPowerLatch = true
        state.relay.sharedUntil = state.time + RelayState.latchTime
        state.relay.decisionDue = state.time
    }

    private mutating func measureIfDue(_ offered: SteadyLoad) {
        let now = state.time
        let load = state.relay.isClosed ? offered.load : .none
        guard now % LoadWatch.interval == 0, state.watch.sampledAt < now, state.watch.needsSample(of: load) else { return }
        let isForbidden = state.watch.sample(load, at: now, parameters: state.parameters, watching: watchesForbiddenLoad)
        reconsiderOverPower()
        if isForbidden, !state.relay.maliciousLatch {
            state.relay.maliciousLatch = true
            state.relay.maliciousBit = true
            state.relay.sharedUntil = now + RelayState.latchTime
            state.relay.decisionDue = now
        }
    }

    private var watchesForbiddenLoad: Bool {
        settings.kind == .dorm645 && settings.quirks.maliciousLoad
    }

    /// Compares the last measurement with the limit, after a measurement or a change of the limit.
    mutating func reconsiderOverPower() {
        let limit = state.parameters.powerLimit
        let isOver = settings.kind == .dorm645 && limit > 0 && state.watch.measured.power > limit * 10
        if isOver {
            state.watch.overSince = state.watch.overSince ?? state.time
        } else if state.watch.overSince != nil {
            state.watch.overSince = nil
            if state.relay.overPowerLatch { state.relay.sharedUntil = state.time + RelayState.latchTime }
        }
    }

    /// The next moment after the present one at which something other than the load changes.
    private func nextEvent(sampling load: Load) -> Milliseconds {
        let now = state.time
        var next = Milliseconds.max
        func consider(_ moment: Milliseconds?) {
            if let moment, moment > now { next = min(next, moment) }
        }
        consider(state.relay.decisionDue)
        consider(state.relay.zeroUntil)
        if !overPowerRestarts { consider(state.relay.sharedUntil) }
        if !state.relay.overPowerLatch { consider(state.watch.overSince.map { $0 + Self.overPowerDelay }) }
        if state.watch.needsSample(of: load) { consider((now + 1).roundedUp(to: LoadWatch.interval)) }
        if state.tariff.zoneCount > 0 { consider((now + 1).roundedUp(to: .minute)) }
        if state.pastPurchasesApplied < pastPurchases.count { consider(pastPurchases[state.pastPurchasesApplied].time) }
        return next
    }

    /// A valid price of the tariff tables replaces the base price; looked at each minute and after each prepayment command.
    mutating func chooseTariffPrice() {
        guard state.tariff.zoneCount > 0, let price = state.tariff.price(at: clock) else { return }
        state.parameters.price = price
    }

    private mutating func draw(_ load: Load, until end: Milliseconds) {
        let pulsesBefore = state.register / Self.pulse
        state.register += Int64(load.watts) * (end - state.time)
        state.time = end
        let pulses = state.register / Self.pulse - pulsesBefore
        if pulses > 0, settings.kind == .dorm645 { charge(pulses: pulses) }
    }

    private mutating func applyPastPurchases() {
        while state.pastPurchasesApplied < pastPurchases.count {
            let purchase = pastPurchases[state.pastPurchasesApplied]
            guard purchase.time <= state.time else { return }
            state.pastPurchasesApplied += 1
            credit(.fine(hundredths: purchase.amount), count: state.purse.count + 1)
            rearmAndClose()
        }
    }
}
