public import Domain

/// What delivery wants of the world around it. After each action the desk waits to be told what came of it.
public enum DeliveryAction: Hashable, Sendable {
    /// Write this durably, then call `recorded` or `notRecorded`.
    case record(OrderStep)
    /// Give this to the meter's bus, then call `report` exactly once for it.
    case submit(MeterJob)
    /// Read the open orders anew: another process moved an order. See `DeliveryWatch.lookAgain`.
    case sync
}

/// Delivers all open orders of a campus: one unresolved order a meter, the others in line behind it. Pure: events in, actions out.
///
/// It keeps nothing that the books do not know better. After a crash a new one is made and a `DeliveryWatch` starts it from what stands
/// there.
public struct DeliveryDesk: Sendable {
    private let rules: DeliveryRules
    private var lines: [MeterID: Line] = [:]
    private var jobs: [UInt64: MeterID] = [:]
    private var meterOfOrder: [OrderID: MeterID] = [:]
    private var resting: [MeterID: Instant] = [:]
    private var nextJob: UInt64

    private struct Line {
        var expectation: MeterExpectation
        var delivery: Delivery?
        var behind: [Order] = []
    }

    /// Makes a desk without orders.
    ///
    /// - Parameter firstJob: the id of its first job, not 0; it counts on from there.
    public init(rules: DeliveryRules, firstJob: UInt64 = 1) {
        self.rules = rules
        nextJob = max(1, firstJob)
    }

    /// When `wake` should be called next; nil when nothing waits for time alone.
    public var wakeAt: Instant? { resting.values.min() }

    /// The meters that have orders in line.
    public var meters: some Collection<MeterID> { lines.keys }

    /// Takes the open orders of some rooms as the books know them now; the others stay as they are. See `DeliveryWatch`.
    ///
    /// - Parameter found: grows by the meters that have open orders.
    public mutating func take(
        _ standings: some Sequence<RoomStanding>, found: inout Set<MeterID>, now: Instant
    ) -> [DeliveryAction] {
        var actions: [DeliveryAction] = []
        for standing in standings {
            guard let meter = standing.meter else { continue }
            let open = standing.openOrders.filter { $0.meter == meter.id }
            guard !open.isEmpty else { continue }
            found.insert(meter.id)
            let expectation = MeterExpectation(
                count: standing.expectedCount, total: standing.expectedTotal, purseCount: standing.purseCount, ctRatio: meter.ctRatio)
            actions += place(open, at: meter.id, expectation: expectation, now: now)
        }
        return actions
    }

    /// Takes meters out of line that have no open orders any more; what is being asked of one ends as it will.
    public mutating func forget(_ meters: some Sequence<MeterID>) {
        for meter in meters where lines[meter] != nil {
            if lines[meter]?.delivery?.isBusy == true { lines[meter]?.behind = [] } else { remove(meter) }
        }
    }

    /// Whether the desk knows already that an order stands there.
    public func knows(_ move: OrderMove) -> Bool {
        guard let line = lines[move.meter] else { return !move.state.isOpen }
        if let delivery = line.delivery, delivery.order.id == move.order { return delivery.order.state == move.state }
        return line.behind.contains { $0.id == move.order } ? move.state == .queued : !move.state.isOpen
    }

    /// The books have written a step; this is the order now.
    public mutating func recorded(_ order: Order, now: Instant) -> [DeliveryAction] {
        guard let meter = meterOfOrder[order.id], lines[meter]?.delivery?.order.id == order.id else { return [] }
        let move = lines[meter]?.delivery?.recorded(order, now: now)
        if order.state == .confirmed, order.usesPurse {
            lines[meter]?.expectation.purseCount = order.count
        } else if order.state == .confirmed, order.raisesCount {
            lines[meter]?.expectation.count = order.count
            lines[meter]?.expectation.total = order.totalAfter
        }
        return follow(move, at: meter, now: now)
    }

    /// The books could not write a step. It is tried again after a rest, from what stands in the books then.
    public mutating func notRecorded(_ step: OrderStep, error: BooksError, now: Instant) -> [DeliveryAction] {
        guard let meter = meterOfOrder[step.order], lines[meter]?.delivery?.order.id == step.order else { return [] }
        lines[meter]?.delivery?.notRecorded(now: now)
        settle(meter)
        switch error {
        case .orderMoved, .noSuchOrder, .other, .outcomeUnknown: return [.sync]
        case .diskFull, .readOnly, .busy, .damaged, .newerSchema, .olderSchema, .unsafeSettings: return []
        }
    }

    /// Something came from a meter: the end of one of the desk's jobs, or any other sign of life, for which resting orders wait.
    public mutating func report(_ report: MeterReport) -> [DeliveryAction] {
        if let meter = jobs.removeValue(forKey: report.job) {
            return follow(lines[meter]?.delivery?.report(report.outcome, at: report.at), at: meter, now: report.at)
        }
        switch report.outcome {
        case .reading, .credit: return begin(report.meter, now: report.at)
        case .accepted, .refused, .noAnswer, .notSent: return []
        }
    }

    /// Time has passed: orders whose rest is over are tried again.
    public mutating func wake(_ now: Instant) -> [DeliveryAction] {
        resting.filter { $0.value <= now }.keys.sorted().flatMap { begin($0, now: now) }
    }

    /// Puts the open orders of one meter in line, oldest first. The one that is in hand stays there.
    private mutating func place(
        _ open: [Order], at meter: MeterID, expectation: MeterExpectation, now: Instant
    ) -> [DeliveryAction] {
        var line = lines[meter] ?? Line(expectation: expectation)
        line.expectation = expectation
        if let current = line.delivery, current.isBusy {
            line.behind = open.filter { $0.id != current.order.id }
            lines[meter] = line
            return []
        }
        // The one that is unresolved comes first; if it is disputed, its delivery has ended, and the others stand behind it.
        guard let first = open.first(where: { $0.state != .queued }) ?? open.first else { return [] }
        line.behind = open.filter { $0.id != first.id }
        if line.delivery?.order.id == first.id, line.delivery?.isEnded == false {
            line.delivery?.update(first, expectation: expectation)
            lines[meter] = line
            settle(meter)
            return []
        }
        lines[meter] = line
        return start(first, at: meter, now: now)
    }

    private mutating func start(_ order: Order, at meter: MeterID, now: Instant) -> [DeliveryAction] {
        guard let expectation = lines[meter]?.expectation else { return [] }
        if let last = lines[meter]?.delivery { meterOfOrder[last.order.id] = nil }
        lines[meter]?.delivery = Delivery(order, expectation: expectation, rules: rules)
        meterOfOrder[order.id] = meter
        return begin(meter, now: now)
    }

    private mutating func begin(_ meter: MeterID, now: Instant) -> [DeliveryAction] {
        guard lines[meter]?.delivery?.isBusy == false else { return [] }
        return follow(lines[meter]?.delivery?.begin(now), at: meter, now: now)
    }

    /// Turns a delivery's move into an action; when it ended, the next in line begins, unless a person has to decide.
    private mutating func follow(_ move: DeliveryMove?, at meter: MeterID, now: Instant) -> [DeliveryAction] {
        settle(meter)
        switch move {
        case .record(let step): return [.record(step)]
        case .ask(let task):
            let job = MeterJob(id: nextJob, meter: meter, task: task, priority: .delivery)
            nextJob += 1
            jobs[job.id] = meter
            return [.submit(job)]
        case nil: break
        }
        guard let line = lines[meter], let delivery = line.delivery, delivery.isEnded, delivery.order.state != .disputed else { return [] }
        guard let next = line.behind.first else {
            remove(meter)
            return []
        }
        lines[meter]?.behind.removeFirst()
        return start(next, at: meter, now: now)
    }

    private mutating func settle(_ meter: MeterID) { resting[meter] = lines[meter]?.delivery?.restsUntil }

    private mutating func remove(_ meter: MeterID) {
        if let order = lines[meter]?.delivery?.order.id { meterOfOrder[order] = nil }
        lines[meter] = nil
        resting[meter] = nil
    }
}
