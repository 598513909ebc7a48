public import Domain
import Phrases

/// What the books expect of a meter when nothing is under way.
public struct MeterExpectation: Hashable, Sendable {
    /// Its purchase count: baseline + applied orders.
    public var count: Int
    /// Its total bought: baseline + applied credits − applied take-backs.
    public var total: Credit
    /// The count of its purse of free credit; nil before the first order by it, which takes what it finds.
    public var purseCount: Int?
    /// Its current transformer ratio.
    public var ctRatio: Int

    /// Makes an expectation.
    public init(count: Int, total: Credit, purseCount: Int? = nil, ctRatio: Int) {
        self.purseCount = purseCount
        self.count = count
        self.total = total
        self.ctRatio = ctRatio
    }
}

/// What a delivery wants done next. It does nothing else until it is told what came of it.
public enum DeliveryMove: Hashable, Sendable {
    /// Write this durably.
    case record(OrderStep)
    /// Ask the meter.
    case ask(MeterTask)
}

/// What a meter said to an order; not a proof of anything.
enum MeterAnswer: Hashable {
    case yes
    case no(code: Int, meaning: String)
    case none(String)
}

/// One order on its way to its meter, exactly once. Pure: events in, at most one move out.
///
/// Every pass begins with a picture of the meter's credit and ends with one. Between them the order is sent at most once, and only after
/// the books have acknowledged that it may have been. Whatever is lost, the next pass begins from what stands in the books.
public struct Delivery: Hashable, Sendable {
    /// The order as it stands in the books.
    public private(set) var order: Order
    private var expectation: MeterExpectation
    private let rules: DeliveryRules
    private var phase = Phase.resting(until: nil)
    private var passes = 0

    private enum Phase: Hashable {
        case resting(until: Instant?)
        case recording(then: Next)
        case reading
        case applying
        case readingBack(MeterAnswer)
        case ended
    }

    private enum Next: Hashable {
        case read
        case apply
        case tryAgain
        case nothing
    }

    /// Makes a delivery that rests; `begin` starts it.
    public init(_ order: Order, expectation: MeterExpectation, rules: DeliveryRules) {
        self.order = order
        self.expectation = expectation
        self.rules = rules
        if order.state == .disputed || !order.state.isOpen { phase = .ended }
    }

    /// Whether it waits for the books or for the meter.
    public var isBusy: Bool {
        switch phase {
        case .recording, .reading, .applying, .readingBack: true
        case .resting, .ended: false
        }
    }

    /// Whether nothing is left to do: the order ended, or a person has to decide.
    public var isEnded: Bool { phase == .ended }

    /// When it tries again by itself; nil when it is busy or has ended.
    public var restsUntil: Instant? { if case .resting(let until) = phase { until } else { nil } }

    /// Takes what the books say now, while it rests.
    mutating func update(_ order: Order, expectation: MeterExpectation) {
        guard case .resting = phase else { return }
        self.order = order
        self.expectation = expectation
    }

    /// Starts a pass, if it rests: at the beginning, at a sign of life, or when its rest is over.
    public mutating func begin(_ now: Instant) -> DeliveryMove? {
        guard case .resting = phase else { return nil }
        if order.state == .queued, RelayTerm.isOver(order, at: now) { return record(.expired, at: now, note: DeliveryNote.tooLate()) }
        guard order.state == .sent else { return read() }
        return record(.unknown, at: now, note: DeliveryNote.stopped(), then: .read)
    }

    /// The books have written the step; this is the order now.
    public mutating func recorded(_ order: Order, now: Instant) -> DeliveryMove? {
        guard case .recording(let next) = phase else { return nil }
        self.order = order
        switch next {
        case .read: return read()
        case .apply:
            phase = .applying
            return .ask(sending(now))
        case .tryAgain: return tryAgain(now)
        case .nothing:
            phase = .ended
            return nil
        }
    }

    /// The books could not write the step. Nothing is done on its strength; the pass begins anew after a rest.
    public mutating func notRecorded(now: Instant) {
        guard case .recording = phase else { return }
        rest(now)
    }

    /// The meter answered, or did not, what was asked last.
    public mutating func report(_ outcome: MeterOutcome, at: Instant) -> DeliveryMove? {
        switch phase {
        case .reading:
            if let move = order.task.relay { return relayProof(move, outcome).map { decide($0, at: at) } ?? tryAgain(at) }
            guard case .credit(let picture) = outcome, !isOlder(picture) else { return tryAgain(at) }
            return decide(picture, at: at)
        case .applying:
            phase = .readingBack(Delivery.answer(outcome))
            return .ask(picture)
        case .readingBack(let answer):
            if let move = order.task.relay, let proof = relayProof(move, outcome) { return conclude(proof, answer: answer, at: at) }
            guard case .credit(let picture) = outcome, !isOlder(picture) else {
                return record(.unknown, at: at, note: DeliveryNote.lost(Delivery.why(outcome)), then: .tryAgain)
            }
            return conclude(picture, answer: answer, at: at)
        case .resting, .recording, .ended: return nil
        }
    }

    /// Whether a picture begins with an answer from before the sending that came late, and ends with one from after it.
    private func isOlder(_ picture: CreditReading) -> Bool {
        order.before.map { picture.register < $0.register && picture.registerAfter >= $0.register } ?? false
    }

    private mutating func read() -> DeliveryMove {
        phase = .reading
        return .ask(picture)
    }

    /// The picture that proves it: with the purse where it goes, or may go, by that.
    private var picture: MeterTask {
        if order.task.relay != nil { return .relay }
        return order.usesPurse || order.state == .queued && order.offersPurse ? .purse : .credit
    }

    private func sending(_ now: Instant) -> MeterTask {
        if let move = order.task.relay { return .move(move, until: WallTime(RelayTerm.end(of: order, sentAt: now), at: rules.offset)) }
        return order.usesPurse ? .applyToPurse(order.task, count: order.count) : .apply(order.task, count: order.count)
    }

    private mutating func tryAgain(_ now: Instant) -> DeliveryMove? {
        passes += 1
        if passes < rules.tries { return read() }
        rest(now)
        return nil
    }

    private mutating func rest(_ now: Instant) { phase = .resting(until: now.adding(seconds: max(1, rules.retrySeconds))) }

    /// Before anything is sent: count n, go on; count n + 1 and everything agrees, the meter has it; anything else, a person decides.
    private mutating func decide(_ picture: CreditReading, at: Instant) -> DeliveryMove {
        let proof: CreditProof
        switch way(picture) {
        case .wait(let note): return record(.withdrawn, at: at, after: picture, note: note)
        case .purse: proof = self.proof(picture, usesPurse: true)
        case .plain: proof = self.proof(picture, usesPurse: false)
        }
        switch proof.verdict(picture, before: order.before) {
        case .applied:
            let note = order.attempts == 0 ? DeliveryNote.alreadyThere(proof.count) : ""
            return record(.confirmed, at: at, proof: proof, after: picture, note: note)
        case .notApplied:
            if let note = shortage(picture, usesPurse: proof.usesPurse) {
                // What was sent once may still arrive late, so that only a person can end it.
                return record(order.state == .queued ? .withdrawn : .disputed, at: at, after: picture, note: note)
            }
            return record(.sent, at: at, proof: proof, before: picture, then: .apply)
        case .disagrees(let note): return record(.disputed, at: at, proof: proof.usesPurse ? proof : nil, after: picture, note: note)
        }
    }

    /// By which of the meter's two purses it goes: as it was first sent, else by what the meter says now.
    private func way(_ picture: CreditReading) -> PurseChoice {
        guard order.state == .queued else { return order.usesPurse ? .purse : .plain }
        return PurseChoice(order, picture, expectation: expectation, above: rules.purseAbove)
    }

    /// Why credit can not be taken out of a meter: it would run into debt by what was used already. Nil when it can, and for a top-up.
    private func shortage(_ picture: CreditReading, usesPurse: Bool) -> String? {
        guard case .takeBack(let amount) = order.task else { return nil }
        // What is sent to one purse is not taken out of the other.
        let held = usesPurse ? picture.subsidy : picture.purchased
        return held.hundredths < amount.hundredths ? DeliveryNote.notEnough(held, order.task) : nil
    }

    /// After the sending, whatever the meter answered: only what it says now counts.
    private mutating func conclude(_ picture: CreditReading, answer: MeterAnswer, at: Instant) -> DeliveryMove {
        let proof = self.proof(picture, usesPurse: order.usesPurse)
        switch proof.verdict(picture, before: order.before) {
        case .applied:
            return record(.confirmed, at: at, after: picture, note: DeliveryNote.way(order))
        case .disagrees(let note): return record(.disputed, at: at, after: picture, note: note)
        case .notApplied: break
        }
        if case .no(let code, let meaning) = answer {
            if let before = order.before, !proof.nothingMoved(from: before, to: picture) {
                let note = DeliveryNote.movedWithoutCount(picture, before: before, meaning: meaning)
                return record(.disputed, at: at, after: picture, note: note)
            }
            return record(.refused, at: at, after: picture, note: DeliveryNote.refused(code: code, meaning: meaning))
        }
        if answer == .yes, order.attempts >= rules.tries {
            let note = DeliveryNote.acceptedWithoutCount(proof.shown(picture), times: order.attempts)
            return record(.disputed, at: at, after: picture, note: note)
        }
        return record(.unknown, at: at, note: DeliveryNote.notYet(proof.shown(picture), answer: answer), then: .tryAgain)
    }

    // MARK: - Relay

    /// Where the relay stands; nil for no answer, and for one that is older than what was read before the sending.
    private func relayProof(_ move: RelayMove, _ outcome: MeterOutcome) -> RelayProof? {
        guard case .reading(let reading) = outcome, let proof = RelayProof(move, unit: order.task.amount.unit, reading),
            order.before.map({ proof.picture.register >= $0.register }) ?? true
        else { return nil }
        return proof
    }

    /// Before anything is sent: a relay that stands as it should needs no command, and one for which it is too late gets none.
    private mutating func decide(_ proof: RelayProof, at: Instant) -> DeliveryMove {
        if proof.holds() { return record(.confirmed, at: at, after: proof.picture, note: proof.note(isSent: order.attempts > 0)) }
        guard RelayTerm.isOver(order, at: at) else { return record(.sent, at: at, before: proof.picture, then: .apply) }
        return order.state == .queued
            ? record(.expired, at: at, after: proof.picture, note: DeliveryNote.tooLate())
            : record(.refused, at: at, after: proof.picture, note: DeliveryNote.tooLateForMore())
    }

    /// After the sending: a relay that has not moved is no dispute, because its state is plain to see and no credit hangs on it.
    private mutating func conclude(_ proof: RelayProof, answer: MeterAnswer, at: Instant) -> DeliveryMove {
        if proof.holds(isAccepted: answer == .yes) {
            return record(.confirmed, at: at, after: proof.picture, note: proof.note(isSent: true))
        }
        if case .no(let code, let meaning) = answer {
            return record(.refused, at: at, after: proof.picture, note: DeliveryNote.relayRefused(code: code, meaning: meaning))
        }
        if answer == .yes, order.attempts >= rules.tries {
            return record(.refused, at: at, after: proof.picture, note: DeliveryNote.acceptedWithoutMove(times: order.attempts))
        }
        return record(.unknown, at: at, note: DeliveryNote.relayNotYet(answer: answer), then: .tryAgain)
    }

    /// The count and total are fixed by the first sending; until then they follow what the books expect.
    private func proof(_ picture: CreditReading, usesPurse: Bool) -> CreditProof {
        var (count, total) = (order.count, order.totalAfter)
        if order.state == .queued, usesPurse {
            (count, total) = ((expectation.purseCount ?? picture.purse?.count ?? 0) + 1, expectation.total)
        } else if order.state == .queued {
            (count, total) = (expectation.count + 1, expectation.total + order.task.change)
        }
        return CreditProof(
            task: order.task, count: count, totalAfter: total, usesPurse: usesPurse, ctRatio: expectation.ctRatio,
            tolerance: rules.toleranceHundredths)
    }

    private mutating func record(
        _ state: OrderState, at: Instant, proof: CreditProof? = nil, before: CreditReading? = nil, after: CreditReading? = nil,
        note: String = "", then next: Next = .nothing
    ) -> DeliveryMove {
        phase = .recording(then: next)
        return .record(
            OrderStep(
                order: order.id, from: order.state, to: state, at: at, count: proof?.count, totalAfter: proof?.totalAfter,
                usesPurse: order.offersPurse ? proof?.usesPurse : nil, before: before, after: after, isAttempt: next == .apply, note: note))
    }

    private static func answer(_ outcome: MeterOutcome) -> MeterAnswer {
        switch outcome {
        case .accepted: .yes
        case .refused(let code, let meaning): .no(code: code, meaning: meaning)
        case .noAnswer, .notSent, .reading, .credit: .none(why(outcome))
        }
    }

    private static func why(_ outcome: MeterOutcome) -> String {
        switch outcome {
        case .noAnswer(let why), .notSent(let why): why
        case .refused(_, let meaning): Phrase("the meter does not let itself be read: \(meaning)", context: "why").english
        case .credit: Phrase("an older answer of the meter came late", context: "why").english
        case .reading, .accepted: Phrase("the meter answered something else", context: "why").english
        }
    }
}
