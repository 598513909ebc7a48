import Domain

/// Holds the books of a room against its meter and its orders, and explains what differs. Pure; nothing happens.
///
/// The books are brought to the moment of the reading: what the register has moved since the last posting, orders on their way, orders
/// confirmed after the reading, sales whose order ended without reaching the meter. What is then left is not explained.
public struct Reconciler: Sendable {
    private let facts: ReconcileFacts
    private let meter: MeterPoint
    private let reading: Reading
    private let remaining: Credit
    private let register: Energy

    /// The row of a room.
    public static func row(_ facts: ReconcileFacts) -> ReconcileRow {
        let standing = facts.standing
        let openCases = facts.cases.filter(\.isOpen)
        var row = ReconcileRow(
            room: standing.room, meter: standing.meter, balance: standing.meter.map { standing.balance(in: $0.unit) },
            expectedCount: standing.expectedCount, expectedTotal: standing.meter == nil ? nil : standing.expectedTotal,
            reading: facts.reading, picture: facts.picture, openOrders: standing.openOrders, differences: [], openCases: openCases,
            verdict: .booksAlone)
        guard let meter = standing.meter, meter.profile.keepsCredit else { return row }
        row.verdict = .notKnown
        guard meter.baseline != nil, let reading = facts.reading, let remaining = reading.remaining, let register = reading.register,
            remaining.unit == meter.unit, standing.expectedTotal.unit == meter.unit
        else { return row }
        let reconciler = Reconciler(facts: facts, meter: meter, reading: reading, remaining: remaining, register: register)
        row.differences = reconciler.differences()
        row.verdict =
            row.differences.contains { !$0.isExplained }
            ? .unexplained : row.differences.allSatisfy(\.isEverydayUse) ? .equal : .explained
        return row
    }

    // MARK: - Purchases

    /// The order that can be in the meter before its proof is written: one a meter, which may have been sent.
    ///
    /// Of a disputed one the meter must have said the amount; else its count belongs to another purchase.
    private var maySent: Order? {
        facts.standing.openOrders.first {
            $0.raisesCount
                && ($0.state == .sent || $0.state == .unknown || $0.state == .disputed && $0.after?.lastAmount == $0.task.amount)
        }
    }

    /// Orders that were confirmed by a picture taken after a moment.
    private func confirmed(after at: Instant) -> [Order] {
        facts.ended.filter { $0.state == .confirmed && $0.meter == meter.id && ($0.after?.at ?? $0.changedAt) > at }
    }

    private func expectedCount(at: Instant) -> Int { facts.standing.expectedCount - confirmed(after: at).count(where: \.raisesCount) }

    /// Whether the meter has, at a moment, the order whose proof is not written yet.
    private func hasSent(count: Int, at: Instant) -> Order? { count > expectedCount(at: at) ? maySent : nil }

    private func differences() -> [Difference] {
        let extra = extraPurchases
        if let back = registerDifference() {
            // A meter that was swapped or reset differs in everything: that is one matter.
            return [countDifference(foreign: nil), extra < 0 ? nil : back].compactMap { $0 }
        }
        let total = totalDifference()
        var left = remainingDifference()
        guard extra != 0 else { return [countDifference(foreign: nil), total, left].compactMap { $0 } }
        // Whoever sold elsewhere moved the remaining too: that is one matter and not two.
        let foreign = extra > 0 ? foreignCredit(left) : nil
        if extra < 0 {
            left = nil
        } else if let foreign, let known = left, known.rest != 0 {
            left = explaining(known, by: .otherPurchases(foreign), foreign.hundredths)
        }
        return [countDifference(foreign: foreign), left].compactMap { $0 }
    }

    /// By how many purchases the meter is ahead of everything the books know.
    private var extraPurchases: Int {
        guard let count = reading.count else { return 0 }
        return count - expectedCount(at: reading.at) - (hasSent(count: count, at: reading.at) == nil ? 0 : 1)
    }

    private func countDifference(foreign: Credit?) -> Difference? {
        guard let count = reading.count, count != facts.standing.expectedCount else { return nil }
        var explanations = confirmed(after: reading.at).filter(\.raisesCount).map {
            Explanation.readingOlder($0.id, $0.task.amount, since: $0.changedAt)
        }
        if let order = hasSent(count: count, at: reading.at) {
            explanations.append(.proofAwaited(order.id, order.state, order.task.amount, since: order.createdAt))
        }
        let extra = extraPurchases
        let suspicion: Suspicion? =
            extra > 0 ? .soldElsewhere(purchases: extra, foreign) : extra < 0 ? .swappedOrReset(purchases: -extra) : nil
        return difference(
            .count, amount: Int64(count - facts.standing.expectedCount), explanations, rest: Int64(extra), suspicion)
    }

    /// What the purchases that the books do not know brought: the step of the total where a picture shows it, else what is left over.
    private func foreignCredit(_ left: Difference?) -> Credit? {
        if let picture = facts.picture, picture.count == reading.count, let excess = totalExcess(picture) {
            return Credit(meter.unit, hundredths: excess)
        }
        return left.flatMap { $0.rest > 0 ? Credit(meter.unit, hundredths: $0.rest) : nil }
    }

    /// Total of a picture less what the books expect of that moment; nil when the meter does not say its total.
    private func totalExcess(_ picture: CreditReading) -> Int64? {
        guard let total = picture.totalBought, total.unit == meter.unit else { return nil }
        let later = confirmed(after: picture.at).filter { !$0.usesPurse }.reduce(Int64(0)) { $0 + $1.task.change.hundredths }
        let sent = hasSent(count: picture.count, at: picture.at)?.task.change.hundredths ?? 0
        return total.hundredths - (facts.standing.expectedTotal.hundredths - later + sent)
    }

    private func totalDifference() -> Difference? {
        guard let picture = facts.picture, let excess = totalExcess(picture), excess != 0,
            picture.count == expectedCount(at: picture.at) || hasSent(count: picture.count, at: picture.at) != nil
        else { return nil }
        let credit = Credit(meter.unit, hundredths: abs(excess))
        return difference(.total, amount: excess, [], rest: excess, excess < 0 ? .totalLower(credit) : .totalHigher(credit))
    }

    // MARK: - Use and remaining

    private var mark: RegisterMark? { meter.useMark(reached: facts.standing.reached) }

    private func registerDifference() -> Difference? {
        guard let mark, register < mark.register else { return nil }
        let back = register - mark.register
        return difference(
            .register, amount: back.hundredths, [], rest: back.hundredths, .registerBack(mark.register - register))
    }

    private func remainingDifference() -> Difference? {
        let unit = meter.unit
        let balance = facts.standing.balance(in: unit)
        var rest = (remaining - balance).hundredths
        var explanations: [Explanation] = []
        func explain(_ amount: Int64, _ explanation: Explanation) {
            guard amount != 0 else { return }
            rest -= amount
            explanations.append(explanation)
        }
        if let mark, register > mark.register {
            let used = meter.credit(used: mark.register, to: register, at: facts.price)
            explain(-used.hundredths, .useSincePosting(used, since: mark.at))
        }
        let sent = reading.count.flatMap { hasSent(count: $0, at: reading.at) }
        let open = facts.standing.openOrders.filter { $0.id != sent?.id && $0.task.amount.unit == unit }
        for order in open where !order.usesPurse {
            explain(-order.task.change.hundredths, .onItsWay(order.id, order.state, order.task.amount, since: order.createdAt))
        }
        for order in confirmed(after: reading.at) where order.task.amount.unit == unit {
            explain(-order.task.change.hundredths, .readingOlder(order.id, order.task.amount, since: order.changedAt))
        }
        for order in facts.ended where order.isUndelivered && order.meter == meter.id && !facts.corrected.contains(order.entry) {
            explain(-order.task.change.hundredths, .notDelivered(order.id, order.state, order.task.amount, since: order.changedAt))
        }
        // A reading does not tell the count of the purse: whether such an order is there already is told by what is left.
        for order in open where order.usesPurse && abs(rest) > tolerance {
            explain(-order.task.change.hundredths, .onItsWay(order.id, order.state, order.task.amount, since: order.createdAt))
        }
        if let left = facts.leftByRefund, left.unit == unit { explain(left.hundredths, .leftByRefund(left)) }
        let expected = remaining.hundredths - rest
        if rest > tolerance, expected < 0, remaining.hundredths == 0 {
            explain(rest, .overdraft(Credit(unit, hundredths: rest)))
        }
        // Once the office fills the purse by its own orders, the books know what is in it.
        if rest > tolerance, facts.standing.purseCount == nil, let purse = reading.subsidy, purse.unit == unit,
            rest <= purse.hundredths + tolerance
        {
            explain(rest, .subsidyPurse(Credit(unit, hundredths: rest)))
        }
        let amount = (remaining - balance).hundredths
        if abs(rest) <= tolerance { rest = 0 }
        guard rest != 0 || abs(amount) > tolerance else { return nil }
        let credit = Credit(unit, hundredths: abs(rest))
        return difference(
            .remaining, amount: amount, explanations, rest: rest,
            rest > 0 ? .tooMuchLeft(credit) : rest < 0 ? .tooLittleLeft(credit) : nil)
    }

    /// What both sides cut off after two decimals, and one step of the register that falls between them.
    private var tolerance: Int64 {
        let step = 2 * Int64(meter.ctRatio)
        return meter.unit == .energy ? step : max(2, facts.price.cost(of: Energy(hundredths: step)).fen + 2)
    }

    // MARK: - Cases

    private func difference(
        _ kind: DifferenceKind, amount: Int64, _ explanations: [Explanation], rest: Int64, _ suspicion: Suspicion?
    ) -> Difference {
        let openCase = facts.cases.last { $0.kind == kind && $0.isOpen }
        var found = Difference(
            kind: kind, amount: amount, explanations: explanations, rest: rest, suspicion: suspicion,
            since: openCase?.openedAt ?? explanations.compactMap(\.since).min() ?? reading.at, openCase: openCase?.id)
        if rest != 0, openCase == nil, let known = accepted(kind) {
            found = explaining(found, by: .accepted(known.id, known.end?.accepted ?? 0, since: known.changedAt), known.end?.accepted ?? 0)
        }
        if found.rest != 0, openCase == nil { found.since = reading.at }
        return found
    }

    /// The last case of the kind, when it ended by accepting an amount of the meter that stands there now.
    private func accepted(_ kind: DifferenceKind) -> Case? {
        guard let last = facts.cases.last(where: { $0.kind == kind }), last.end?.outcome == .accepted, last.meter == meter.id else {
            return nil
        }
        return last
    }

    private func explaining(_ difference: Difference, by explanation: Explanation, _ amount: Int64) -> Difference {
        var found = difference
        let slack = difference.kind == .remaining ? tolerance : 0
        guard abs(found.rest - amount) <= slack else {
            // An accepted amount explains all of it or nothing; what purchases brought explains its part.
            if case .accepted = explanation { return found }
            found.explanations.append(explanation)
            found.rest -= amount
            return found
        }
        found.explanations.append(explanation)
        found.rest = 0
        found.suspicion = nil
        found.since = explanation.since ?? found.explanations.compactMap(\.since).min() ?? found.since
        return found
    }
}

extension Order {
    /// Whether it ended without reaching the meter.
    fileprivate var isUndelivered: Bool { state == .refused || state == .expired || state == .withdrawn }
}
