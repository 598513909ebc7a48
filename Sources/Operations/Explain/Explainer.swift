import Domain

/// Explains the figures of one room from what is known of it. Pure.
public struct Explainer: Sendable {
    let facts: ExplanationFacts

    /// Makes an explainer.
    public init(_ facts: ExplanationFacts) { self.facts = facts }

    /// Every figure, in the order of `RoomFigure`.
    public var all: [FigureExplanation] { RoomFigure.allCases.map(explain) }

    /// Why a figure is what it is.
    public func explain(_ figure: RoomFigure) -> FigureExplanation {
        switch figure {
        case .supply: supply
        case .remaining: remaining
        case .after: after
        case .days: days
        case .balance: balance
        case .subsidy: subsidy
        case .order: order
        case .difference: difference
        case .bus: facts.bus.map(Self.explain) ?? FigureExplanation(.bus, facts.meter == nil ? .noMeter : .busNotWatched)
        }
    }

    // MARK: - What is left

    private var remaining: FigureExplanation {
        guard let meter = facts.meter else { return FigureExplanation(.remaining, .noMeter) }
        guard let left = facts.view.remaining else { return FigureExplanation(.remaining, .neverRead, silence) }
        guard meter.profile.keepsCredit else {
            return FigureExplanation(.remaining, .booksSay(left), balance.steps + useSincePosting)
        }
        let said = ExplanationStep(
            .meterSaid(left, free: facts.reading?.subsidy), at: facts.reading?.at, known: .meter(meter.id))
        return FigureExplanation(
            .remaining, .meterSaid(left, free: nil), [said] + silence + useSincePosting + load + lastProof + underWay + expected)
    }

    private var after: FigureExplanation {
        guard let left = facts.view.remaining else {
            return FigureExplanation(.after, facts.meter == nil ? .noMeter : .neverRead, silence)
        }
        let said: [ExplanationStep] =
            facts.meter.map { [ExplanationStep(.meterSaid(left, free: nil), at: facts.reading?.at, known: .meter($0.id))] } ?? []
        let sum = left + (facts.view.underWay ?? .zero(left.unit))
        return FigureExplanation(.after, .expected(sum), said + underWay + load)
    }

    var underWay: [ExplanationStep] {
        let open = facts.standing.openOrders.filter { $0.task.relay == nil }
        guard !open.isEmpty else { return [ExplanationStep(.nothingUnderWay, known: .computed)] }
        return open.map { order in
            ExplanationStep(
                .underWay(order.id, order.state, order.task.change), at: order.createdAt, known: .order(order.id), opens: .order(order.id))
        }
    }

    private var expected: [ExplanationStep] {
        guard let left = facts.view.remaining, let pending = facts.view.underWay, pending.unit == left.unit else { return [] }
        return [ExplanationStep(.expected(left + pending), known: .computed)]
    }

    /// What the meter has counted since use was last posted: it is out of the meter and not yet out of the books.
    private var useSincePosting: [ExplanationStep] {
        guard let meter = facts.meter, let mark = meter.useMark(reached: facts.standing.reached), let register = facts.reading?.register,
            register > mark.register
        else { return [] }
        let used = meter.credit(used: mark.register, to: register, at: facts.price)
        return [ExplanationStep(.usedSince(used, from: mark.register, to: register), at: mark.at, known: .meter(meter.id))]
    }

    private var load: [ExplanationStep] {
        guard let meter = facts.meter, let load = facts.reading?.load else { return [] }
        return [ExplanationStep(.load(load), at: facts.reading?.at, known: .meter(meter.id))]
    }

    /// The newest order that a read-back proved.
    private var lastProof: [ExplanationStep] {
        guard let order = facts.orders.first(where: { $0.state == .confirmed && $0.meter == facts.meter?.id }) else { return [] }
        return [
            ExplanationStep(
                .order(order.id, order.task, order.state), at: order.changedAt, known: .order(order.id), opens: .order(order.id))
        ]
    }

    // MARK: - Days

    private var days: FigureExplanation {
        let limits = ExplanationStep(
            .alarms(
                first: facts.alarms.first, firstDays: facts.alarms.firstDays, second: facts.alarms.second,
                secondDays: facts.alarms.secondDays), known: .settings)
        let spans = facts.meter.map { UseHistory.spans(facts.days, today: facts.today, ctRatio: $0.ctRatio) } ?? []
        var steps: [ExplanationStep] = []
        if let meter = facts.meter, let left = facts.view.remaining {
            steps.append(ExplanationStep(.left(left.energy(at: facts.price)), at: facts.reading?.at, known: .meter(meter.id)))
        }
        if let mean = facts.view.meanUse, let first = spans.first, let last = spans.last {
            steps.append(ExplanationStep(.mean(mean, days: first.after.distance(to: last.until)), known: .history))
        }
        steps += spans.reversed().map { ExplanationStep(.use(after: $0.after, until: $0.until, $0.energy), known: .history) }
        let tenths = facts.view.daysLeftTenths(at: facts.price)
        guard let tenths else {
            return FigureExplanation(
                .days, .noMean, steps + [limits, ExplanationStep(.assumedUse(facts.alarms.assumedUse), known: .settings)])
        }
        let isMeant = tenths > 0 || facts.view.meanUse != nil
        return FigureExplanation(.days, isMeant ? .daysLeft(tenths: tenths) : .nothingLeft, steps + [limits])
    }
}

extension Explainer {
    /// Why a bus is said to do as it does.
    public static func explain(_ bus: BusHealth) -> FigureExplanation {
        let known = Evidence.bus(bus.id)
        var steps = [
            ExplanationStep(
                .line(bus.id, isConnected: bus.isConnected, trouble: bus.trouble), at: bus.since, known: known, opens: .bus(bus.id)),
            ExplanationStep(.silentMeters(bus.silent.count, of: bus.meters), known: known),
            ExplanationStep(
                .traffic(requests: bus.requests, answers: bus.answers, timeouts: bus.timeouts, broken: bus.broken), known: known),
        ]
        if let round = bus.roundMilliseconds { steps.append(ExplanationStep(.round(round), at: bus.lastRound, known: known)) }
        steps.append(ExplanationStep(.waiting(bus.waiting), known: known))
        return FigureExplanation(.bus, .line(bus.id, isConnected: bus.isConnected, trouble: bus.trouble), steps)
    }
}
