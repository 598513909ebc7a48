// Protects orders that open or close a relay: where the relay stands is the only proof, what is lost is settled by reading, a room never goes
// dark when nobody expects it any more, and no credit, count or dispute comes of it.
// How: one order driven by hand through every answer; then a lossy meter and a program that dies anywhere, from many seeds.

import BooksContract
import Domain
import Operations
import Seeded
import Testing

@Suite("Delivery of an order to a relay")
struct RelayDeliveryTests {
    static func bench(_ move: RelayMove = .open, _ state: OrderState = .queued, attempts: Int = 0, age: Int64 = 0) -> DeliveryBench {
        var bench = DeliveryBench(state, attempts: attempts)
        bench.order.task = .relay(move, .energy)
        bench.order.count = 0
        bench.order.createdAt = DeliveryBench.now.adding(seconds: -age)
        bench.delivery = Delivery(bench.order, expectation: DeliveryBench.expectation, rules: DeliveryRules())
        return bench
    }

    static func reading(closed: Bool?, _ flags: Set<MeterFlag> = [], register: Int64 = 1234_56, at: Instant = DeliveryBench.now) -> Reading
    {
        var reading = Reading(meter: ContractCampus.energyMeter.id, at: at)
        reading.register = Energy(hundredths: register)
        reading.remaining = Desk.kWh(12_30)
        (reading.relayClosed, reading.flags) = (closed, flags)
        return reading
    }

    static let (closed, tripped) = (reading(closed: true), reading(closed: false, [.relayOpen, .remoteTrip]))

    @Test("it is read, sent once with an end of its time, and read again: the state is the proof")
    func whole() {
        var bench = Self.bench()
        #expect(bench.begin().task == .relay)
        let until = WallTime(DeliveryBench.now.adding(seconds: 600), at: .china)
        #expect(bench.write(bench.report(.reading(Self.closed))).task == .move(.open, until: until))
        #expect(bench.order.state == .sent && bench.order.attempts == 1, "it is on the disk before a byte is sent")
        #expect(bench.report(.accepted).task == .relay)
        var after = Self.tripped
        after.register = Energy(hundredths: 1234_57)
        #expect(bench.write(bench.report(.reading(after))) == nil)
        #expect(bench.states == [.sent, .confirmed])
        #expect(bench.order.after?.register == Energy(hundredths: 1234_57) && bench.order.after?.relayClosed == false)
        #expect(bench.order.after?.remaining == Desk.kWh(12_30))
        #expect(bench.order.count == 0 && !bench.order.raisesCount)
    }

    /// What the meter says first, its answer, what it says then, and where the order stands after that pass.
    static let passes: [(RelayMove, Reading, MeterOutcome?, Reading?, OrderState)] = [
        (.open, tripped, nil, nil, .confirmed), (.close, closed, nil, nil, .confirmed),
        (.close, reading(closed: false, [.relayOpen, .noCredit]), nil, nil, .confirmed),
        (.open, closed, .noAnswer("lost"), tripped, .confirmed), (.open, closed, .refused(code: 1, meaning: "no"), closed, .refused),
        (.open, closed, .refused(code: 1, meaning: "no"), tripped, .confirmed), (.open, closed, .noAnswer("lost"), closed, .unknown),
        (.open, closed, .accepted, closed, .unknown), (.open, closed, .notSent("down"), closed, .unknown),
        (.close, tripped, .accepted, closed, .confirmed), (.close, tripped, .refused(code: 128, meaning: "no credit"), tripped, .refused),
        // A meter that opened by itself closes again by itself: that is no room that was opened.
        (
            .open, reading(closed: false, [.relayOpen, .reminderTrip]), .accepted, reading(closed: false, [.relayOpen, .reminderTrip]),
            .unknown
        ),
        // Not every meter tells by whose command its relay is open.
        (.open, closed, .accepted, reading(closed: false, [.relayOpen]), .confirmed),
        (.open, closed, .noAnswer("lost"), reading(closed: false, [.relayOpen]), .unknown),
        // A relay that is still open is not closed by a yes: only a reason of the meter's own says that the office holds it no more.
        (.close, reading(closed: false, [.relayOpen]), .accepted, closed, .confirmed),
        (.close, reading(closed: false, [.relayOpen]), .accepted, reading(closed: false, [.relayOpen]), .unknown),
        (.close, tripped, .accepted, reading(closed: false, [.relayOpen]), .unknown),
        (.close, tripped, .accepted, reading(closed: false, [.relayOpen, .noCredit]), .confirmed),
    ]

    @Test("each answer leads where it should", arguments: passes.indices)
    func pass(index: Int) {
        let (move, first, answer, then, end) = Self.passes[index]
        var bench = Self.bench(move)
        _ = bench.begin()
        _ = bench.write(bench.report(.reading(first)))
        if let answer, let then {
            _ = bench.report(answer)
            _ = bench.write(bench.report(.reading(then)))
        }
        #expect(bench.order.state == end, "\(move) \(first) \(String(describing: answer))")
        #expect((bench.order.attempts == 0) == (answer == nil))
    }

    @Test("three times yes without a move is a refusal, and no dispute")
    func saysYesAndDoesNotMove() {
        for (move, stays) in [(RelayMove.open, Self.closed), (.close, Self.reading(closed: false, [.relayOpen]))] {
            var bench = Self.bench(move)
            _ = bench.begin()
            for _ in 0..<3 {
                _ = bench.write(bench.report(.reading(stays)))
                _ = bench.report(.accepted)
                _ = bench.write(bench.report(.reading(stays)))
            }
            #expect(bench.order.state == .refused && bench.order.attempts == 3, "\(move)")
            #expect(bench.order.note.contains("3 times"), "\(move)")
        }
    }

    @Test("what does not tell register and relay, and what is older than the sending, proves nothing")
    func blind() {
        var bench = Self.bench()
        _ = bench.begin()
        #expect(bench.report(.reading(Self.reading(closed: nil))).task == .relay, "it is asked again")
        #expect(bench.report(.credit(Picture.before)).task == .relay)
        _ = bench.write(bench.report(.reading(Self.closed)))
        _ = bench.report(.accepted)
        _ = bench.write(bench.report(.reading(Self.reading(closed: false, [.remoteTrip], register: 1234_50))))
        #expect(bench.order.state == .unknown)
    }

    @Test("after ten minutes a room is not opened any more; closing is never too late")
    func tooLate() {
        var old = Self.bench(age: 600)
        #expect(old.write(old.begin()) == nil)
        #expect(old.order.state == .expired && old.order.attempts == 0)
        var asked = Self.bench(.open, .unknown, attempts: 1, age: 601)
        #expect(asked.begin().task == .relay, "what was sent is settled by reading")
        #expect(asked.write(asked.report(.reading(Self.closed))) == nil)
        #expect(asked.order.state == .refused)
        var obeyed = Self.bench(.open, .unknown, attempts: 1, age: 601)
        _ = obeyed.begin()
        _ = obeyed.write(obeyed.report(.reading(Self.tripped)))
        #expect(obeyed.order.state == .confirmed)
        var closing = Self.bench(.close, age: 86_400)
        _ = closing.begin()
        let until = WallTime(DeliveryBench.now.adding(seconds: 600), at: .china)
        #expect(closing.write(closing.report(.reading(Self.tripped))).task == .move(.close, until: until))
    }

    // MARK: - Losses

    /// A meter that obeys, behind a line that loses requests and answers, and a program that dies at any moment.
    @Test("whatever is lost, an order ends where the relay stands, and nothing is sent that is not on the disk", arguments: 0..<200)
    func losses(seed: Int) throws {
        var chance = SeededRandom(seed: UInt64(seed))
        let move: RelayMove = seed.isMultiple(of: 3) ? .close : .open
        var (isOpen, sent, now) = (move == .close, 0, DeliveryBench.now)
        let isStuck = chance.below(5) == 0
        var order = Self.bench(move).order
        var delivery = Delivery(order, expectation: DeliveryBench.expectation, rules: DeliveryRules())
        var next = delivery.begin(now)
        for _ in 0..<400 where order.state.isOpen {
            now = now.adding(seconds: Int64(chance.below(40)))
            if chance.below(12) == 0 {
                // The program dies; a new one begins from what stands in the books.
                delivery = Delivery(order, expectation: DeliveryBench.expectation, rules: DeliveryRules())
                next = nil
            }
            switch next {
            case .record(let step)?:
                #expect(step.from == order.state && step.from.successors.contains(step.to), "seed \(seed)")
                order.state = step.to
                order.attempts += step.isAttempt ? 1 : 0
                order.before = step.before ?? order.before
                next = delivery.recorded(order, now: now)
            case .ask(.move(let asked, _))?:
                #expect(order.state == .sent && asked == move, "seed \(seed)")
                sent += 1
                #expect(sent <= order.attempts, "seed \(seed)")
                let isHeard = chance.below(3) > 0
                if isHeard, !isStuck { isOpen = move == .open }
                next = delivery.report(isHeard && chance.below(3) > 0 ? .accepted : .noAnswer("lost"), at: now)
            case .ask?:
                let said = Self.reading(closed: !isOpen, isOpen ? [.relayOpen, .remoteTrip] : [], at: now)
                next = delivery.report(chance.below(3) > 0 ? .reading(said) : .noAnswer("lost"), at: now)
            case nil: next = delivery.begin(now)
            }
        }
        if order.state == .confirmed { #expect(isOpen == (move == .open), "seed \(seed)") }
        if !order.state.isOpen, order.state != .confirmed { #expect(isOpen == (move == .close), "seed \(seed): \(order.state)") }
        #expect(order.state != .disputed, "seed \(seed)")
        #expect(!order.state.isOpen || now.milliseconds(since: DeliveryBench.now) < 7_200_000, "seed \(seed) never ends: \(order.state)")
    }
}
