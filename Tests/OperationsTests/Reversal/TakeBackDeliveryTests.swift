// Protects: a take-back never drives a meter into debt, and never ends by itself what may have been sent.
// How: deliveries of take-backs whose meter has less than is to be taken out, before and after a first sending.

import Domain
import Testing

@testable import Operations

struct TakeBackDeliveryTests {
    private func bench(_ state: OrderState, before: CreditReading? = nil) -> DeliveryBench {
        var bench = DeliveryBench()
        bench.order.task = .takeBack(Desk.kWh(5_00))
        bench.order.totalAfter = Desk.kWh(295_00)
        bench.order.state = state
        bench.order.before = before
        bench.delivery = Delivery(bench.order, expectation: DeliveryBench.expectation, rules: DeliveryRules())
        return bench
    }

    private let short = Picture.make(count: 6, last: 1, total: 300_00, left: 3_25, register: 1234_56)

    @Test func nothingIsSentWhenTheMeterHasLess() {
        var bench = bench(.queued)
        _ = bench.pass(.accepted, .credit(short), first: short)
        #expect(bench.states == [.withdrawn])
    }

    @Test func whatMayBeOnItsWayWaitsForAPerson() {
        var bench = bench(.unknown, before: Picture.make(count: 6, last: 1, total: 300_00, left: 5_00, register: 1232_81))
        _ = bench.pass(.accepted, .credit(short), first: short)
        #expect(bench.states == [.disputed])
    }
}
