// Protects the subsidy purse: who gets an amount, its own rising count, and that free credit keeps no relay closed.
// One meter gets grants with rising, equal and lower counts; broadcasts are answered in silence.

import Testing

@testable import Simulator

struct SubsidyTests {
    private func grant(
        count: Int64, mode: UInt8, meter: [UInt8] = TestMeter.address, customer: [UInt8] = TestMeter.customer
    ) -> [UInt8] {
        let amounts = (1...6).flatMap { digits(Int64($0) * 500, 4) }
        return bytes(0x0701_40FF) + [0, 0, 0, 0] + meter + customer + amounts + digits(count, 2) + [1, mode]
    }

    @Test func onlyANewerCountIsApplied() throws {
        let meter = TestMeter { state in
            state.purse.count = 1
            state.subsidy.group = 3
        }
        #expect(meter.ask(0x03, grant(count: 4, mode: 0))?.control == 0x83)
        #expect(meter.state.subsidy.balance.hundredths == 1_500)
        for count: Int64 in [4, 3] {
            let reply = try #require(meter.ask(0x03, grant(count: count, mode: 0)))
            #expect(reply.control == 0x83, "nothing changes and the answer is positive")
        }
        #expect(meter.state.subsidy.count == 4)
        _ = meter.ask(0x03, grant(count: 9, mode: 1))
        #expect(meter.state.subsidy.balance.hundredths == 3_000)
        _ = meter.ask(0x03, grant(count: 10, mode: 0))
        #expect(meter.read(0x0091_0101) == digits(1_500, 4))
    }

    @Test func historyLosesTheRecordBeforeTheNewest() {
        let meter = TestMeter()
        for count: Int64 in 1...3 { _ = meter.ask(0x03, grant(count: count, mode: 0)) }
        #expect((1...4).map { meter.read(0x0335_0200 + $0) } == [digits(3, 2), digits(3, 2), digits(2, 2), digits(0, 2)])
    }

    @Test func broadcastIsObeyedInSilence() {
        let nines = [UInt8](repeating: 0x99, count: 6)
        let meter = TestMeter { $0.purse.count = 1 }
        #expect(meter.ask(0x03, grant(count: 1, mode: 0, meter: nines, customer: nines), to: nines) == nil)
        #expect(meter.state.subsidy.count == 1)
        #expect(errorByte(meter.ask(0x03, grant(count: 2, mode: 0, meter: nines), to: nines)) == 0x12)
    }

    @Test func buildWithoutSubsidyDoesNotKnowIt() {
        var quirks = Quirks()
        quirks.subsidy = false
        let meter = TestMeter(quirks: quirks)
        #expect(errorByte(meter.ask(0x03, grant(count: 1, mode: 0))) == 0x01)
        #expect(meter.read(0x0091_0101) == nil)
    }

    @Test func useTakesSubsidyFirstAndTheRelayLooksAtPurchasedCreditAlone() {
        let meter = TestMeter(load: Load(watts: 3_600, voltAmperes: 3_600)) { state in
            state.purse.balance = .fine(hundredths: 100)
            state.subsidy.balance = .fine(hundredths: 50)
        }
        meter.wait(seconds: 500)
        #expect(meter.state.subsidy.balance == 0)
        #expect(meter.purse.balance.hundredths == 100)
        let bare = TestMeter { $0.subsidy.balance = .fine(hundredths: 5_000) }
        bare.wait(seconds: 2)
        #expect(!bare.state.relay.isClosed)
    }
}
