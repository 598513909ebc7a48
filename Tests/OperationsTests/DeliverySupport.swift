// Protects nothing by itself: what the tests of delivery share.
// How: one order of 90.90 kWh under count 7, pictures of its meter, and a hand that writes each step into the order.

import BooksContract
import Domain
import Operations

/// The delivery of one order, driven by hand.
struct DeliveryBench {
    static let now = ContractCampus.evening
    static let expectation = MeterExpectation(count: 6, total: Desk.kWh(300_00), ctRatio: 1)

    /// The order as the books have it.
    var order: Order
    var delivery: Delivery
    /// The states written so far.
    var states: [OrderState] = []

    init(
        _ state: OrderState = .queued, amount: Int64 = 90_90, before: CreditReading? = nil, attempts: Int = 0, ctRatio: Int = 1,
        rules: DeliveryRules = DeliveryRules()
    ) {
        var expectation = DeliveryBench.expectation
        expectation.ctRatio = ctRatio
        order = Desk.order(state, amount)
        order.before = before
        order.attempts = attempts
        delivery = Delivery(order, expectation: expectation, rules: rules)
    }

    /// Writes a step as the books would, and goes on.
    mutating func write(_ move: DeliveryMove?) -> DeliveryMove? {
        guard case .record(let step)? = move, step.order == order.id, step.from == order.state,
            step.from.successors.contains(step.to)
        else { return nil }
        order.state = step.to
        order.count = step.count ?? order.count
        order.totalAfter = step.totalAfter ?? order.totalAfter
        order.usesPurse = step.usesPurse ?? order.usesPurse
        order.before = step.before ?? order.before
        order.after = step.after ?? order.after
        order.attempts += step.isAttempt ? 1 : 0
        order.note = step.note
        states.append(step.to)
        return delivery.recorded(order, now: DeliveryBench.now)
    }

    mutating func begin() -> DeliveryMove? { delivery.begin(DeliveryBench.now) }

    mutating func report(_ outcome: MeterOutcome) -> DeliveryMove? { delivery.report(outcome, at: DeliveryBench.now) }

    /// Goes through the first picture and the sending, up to where the answer is awaited.
    mutating func send(_ picture: CreditReading = Picture.before) -> DeliveryMove? {
        _ = begin()
        return write(report(.credit(picture)))
    }

    /// Goes through the whole pass: first picture, sending, answer, and the picture after.
    mutating func pass(_ answer: MeterOutcome, _ after: MeterOutcome, first: CreditReading = Picture.before) -> DeliveryMove? {
        _ = send(first)
        _ = report(answer)
        return write(report(after))
    }
}

/// Pictures of the worked meter.
enum Picture {
    static let before = make(count: 6, last: 20_00, total: 300_00, left: 3_25, register: 1234_56)
    static let after = make(count: 7, last: 90_90, total: 390_90, left: 94_15, register: 1234_56)

    static func make(
        count: Int, last: Int64, total: Int64?, left: Int64, register: Int64, until: Int64? = nil, unit: CreditUnit = .energy,
        price: Price? = .standard
    ) -> CreditReading {
        CreditReading(
            at: DeliveryBench.now, count: count, lastAmount: Credit(unit, hundredths: last),
            totalBought: total.map { Credit(unit, hundredths: $0) }, remaining: Credit(unit, hundredths: left),
            subsidy: .zero(unit), register: Energy(hundredths: register), registerAfter: Energy(hundredths: until ?? register),
            price: price)
    }
}

extension DeliveryMove? {
    var task: MeterTask? { if case .ask(let task)? = self { task } else { nil } }
    var step: OrderStep? { if case .record(let step)? = self { step } else { nil } }
}

extension CreditReading {
    func with(_ edit: (inout CreditReading) -> Void) -> CreditReading {
        var copy = self
        edit(&copy)
        return copy
    }
}
