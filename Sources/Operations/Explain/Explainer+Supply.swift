import Domain

extension Explainer {
    /// Why the room has power, has none, or nobody knows.
    var supply: FigureExplanation {
        let state = facts.view.supply(facts.alarms, at: facts.price)
        var steps: [ExplanationStep] = []
        if !facts.view.room.isOpen { steps.append(ExplanationStep(.roomClosed, known: .settings)) }
        if let run = facts.standing.frozenBy { steps.append(ExplanationStep(.frozen(run), known: .computed)) }
        steps += silence
        if let meter = facts.meter, let reading = facts.reading {
            let relay = ExplanationFact.relay(isClosed: reading.relayClosed, reading.flags ?? [])
            steps.append(ExplanationStep(relay, at: reading.at, known: .meter(meter.id)))
            if let left = facts.view.remaining {
                steps.append(ExplanationStep(.meterSaid(left, free: reading.subsidy), at: reading.at, known: .meter(meter.id)))
            }
        }
        switch state {
        case .cut(let reason): steps += standstill + cause(of: reason) + underWay + [ExplanationStep(.remedy(reason), known: .computed)]
        case .low, .veryLow: steps += lastSale + underWay
        case .on, .noData, .noMeter: break
        }
        return FigureExplanation(.supply, .supply(state), steps)
    }

    private func cause(of reason: DarkReason) -> [ExplanationStep] {
        switch reason {
        case .noCredit, .reminderTrip: lastSale
        case .remoteTrip: [openingOrder ?? ExplanationStep(.relayNotOrderedHere, known: .computed)]
        case .refundMode: facts.standing.frozenBy == nil ? [ExplanationStep(.relayNotOrderedHere, known: .computed)] : []
        case .forbiddenLoad, .overPower, .unexplained: []
        }
    }

    /// The order of these books that opened the relay; nil where none did.
    private var openingOrder: ExplanationStep? {
        let last = facts.orders.first { $0.task.relay != nil && $0.meter == facts.meter?.id }
        guard let last, last.task.relay == .open || last.state != .confirmed else { return nil }
        return ExplanationStep(.order(last.id, last.task, last.state), at: last.changedAt, known: .order(last.id), opens: .order(last.id))
    }

    private var lastSale: [ExplanationStep] {
        guard let sale = facts.standing.lastSale else { return [] }
        let entry = facts.origins.values.filter { $0.draft.kind == .sale && $0.at == sale.at }.first
        return [
            ExplanationStep(
                .lastSale(sale.money), at: sale.at, by: entry?.actor.name, known: entry.map { .entry($0.sequence) } ?? .computed,
                opens: entry.map { .entry($0.sequence, facts.view.id) })
        ]
    }

    /// Since when the register stands still, by the registers of past hours: a room without power uses nothing.
    ///
    /// An hour is known by its end: in the first one of the same register it may have moved, and of the running one nothing is known.
    private var standstill: [ExplanationStep] {
        guard let register = facts.reading?.register ?? facts.hours.last?.register else { return [] }
        let same = facts.hours.reversed().prefix { $0.register == register }
        guard let since = same.last?.end, let known = facts.reading?.at ?? same.first?.end, since < known else { return [] }
        return [ExplanationStep(.standstill(register: register), at: since, known: .history)]
    }

    /// That nobody knows, and whether it is the meter or the line.
    var silence: [ExplanationStep] {
        guard let meter = facts.meter else { return [] }
        var steps: [ExplanationStep] = []
        if facts.reading == nil { steps.append(ExplanationStep(.neverRead, known: .meter(meter.id))) }
        guard let since = facts.view.silentSince else { return steps }
        steps.append(ExplanationStep(.silent, at: since, known: .bus(meter.bus), opens: .bus(meter.bus)))
        guard let bus = facts.bus else { return steps }
        if bus.isConnected == true {
            let others = max(bus.meters - bus.silent.count, 0)
            steps.append(ExplanationStep(.othersAnswer(others, of: max(bus.meters - 1, 0)), known: .bus(bus.id), opens: .bus(bus.id)))
        } else {
            steps.append(
                ExplanationStep(
                    .line(bus.id, isConnected: bus.isConnected, trouble: bus.trouble), at: bus.since, known: .bus(bus.id),
                    opens: .bus(bus.id)))
        }
        return steps
    }
}
