// Protects the relay decision: reminder at alarm 2 with its 300 s, zero balance, overdraft, over-power, forbidden load, command 1C.
// Meters with a constant load of 3600 W use 0.01 kWh every ten seconds, so every moment can be computed by hand.

import Testing

@testable import Simulator

struct RelayTests {
    private static let heavy = Load(watts: 3_600, voltAmperes: 4_500)

    private func meter(_ balance: Int64, alarm2: Int64 = 0, overdraft: Int64 = 0, load: Load = heavy) -> TestMeter {
        TestMeter(load: load) { state in
            state.purse.count = 6
            state.purse.balance = .fine(hundredths: balance)
            state.parameters.alarm2 = .fine(hundredths: alarm2)
            state.parameters.overdraftLimit = .fine(hundredths: overdraft)
        }
    }

    @Test func reminderOpensOnceForThreeHundredSeconds() {
        let meter = meter(503, alarm2: 500)
        meter.wait(seconds: 29)
        #expect(meter.state.relay.isClosed)
        meter.wait(seconds: 1)
        #expect(!meter.state.relay.isClosed, "three pulses of ten seconds reach 5.00, inclusive")
        #expect(meter.read(0x0400_0503) == [0x14, 0])
        meter.wait(seconds: 299)
        #expect(!meter.state.relay.isClosed)
        meter.wait(seconds: 1)
        #expect(meter.state.relay.isClosed)
        #expect(meter.read(0x0400_0503) == [0, 0])
        meter.wait(seconds: 600)
        #expect(meter.state.relay.isClosed, "it reminds once")
        #expect(meter.purse.balance.hundredths == 440)
    }

    @Test func lampIsLitAtAlarmOneInclusive() {
        let meter = TestMeter(load: Self.heavy) { state in
            state.purse.balance = .fine(hundredths: 1_001)
            state.parameters.alarm1 = .fine(hundredths: 1_000)
        }
        #expect(!meter.model.isLampLit)
        meter.wait(seconds: 10)
        #expect(meter.model.isLampLit)
        #expect(meter.read(0x0400_0503) == [0, 0], "no status bit tells of it")
        meter.model.state.purse.balance = .fine(hundredths: 5_000)
        _ = meter.relay(0x2A)
        #expect(meter.model.isLampLit)
        _ = meter.relay(0x2B)
        #expect(!meter.model.isLampLit)
    }

    @Test func topUpEndsTheReminderAndLeavesItsBit() throws {
        let meter = meter(500, alarm2: 500)
        meter.wait(seconds: 2)
        #expect(!meter.state.relay.isClosed)
        let reply = try #require(meter.topUp(1_000, count: 7))
        #expect(reply.relayMoved)
        #expect(meter.state.relay.isClosed)
        #expect(meter.read(0x0400_0503) == [0x04, 0])
    }

    @Test func aRepeatArmsTheReminderAgain() {
        let meter = meter(400, alarm2: 500, load: .none)
        meter.wait(seconds: 302)
        #expect(meter.state.relay.isClosed)
        _ = meter.topUp(1_000, count: 6)
        meter.wait(seconds: 1)
        #expect(!meter.state.relay.isClosed)
    }

    @Test func zeroOpensForGoodWithoutOverdraftLimit() {
        let meter = meter(2)
        meter.wait(seconds: 20)
        #expect(!meter.state.relay.isClosed)
        #expect(meter.read(0x0400_0503) == [0x11, 0])
        meter.wait(seconds: 3_600)
        #expect(!meter.state.relay.isClosed)
        #expect(errorByte(meter.topUp(100, count: 7)) == 0)
        #expect(meter.state.relay.isClosed)
        #expect(meter.read(0x0400_0503) == [0, 0])
    }

    @Test func overdraftIsLentAfterThreeHundredSecondsUpToItsLimit() {
        let meter = meter(2, overdraft: 3)
        meter.wait(seconds: 20)
        #expect(!meter.state.relay.isClosed)
        meter.wait(seconds: 300)
        #expect(meter.state.relay.isClosed)
        #expect(meter.read(0x0400_0503) == [0x01, 0], "bit 0 stays set")
        meter.wait(seconds: 30)
        #expect(meter.purse.overdraft.hundredths == 3)
        #expect(meter.state.relay.isClosed, "at the limit it is still closed")
        meter.wait(seconds: 10)
        #expect(!meter.state.relay.isClosed)
        #expect(meter.read(0x0090_0101) == digits(4, 4))
        #expect(errorByte(meter.relay(0x1C)) == 0x80, "no closing without purchased balance")
    }

    @Test func overPowerTripsInTheSixthSecondAndTriesAgainAfterSixty() {
        let meter = meter(10_000)
        meter.model.state.parameters.powerLimit = 3_000
        meter.wait(seconds: 5)
        #expect(meter.state.relay.isClosed)
        meter.wait(seconds: 1)
        #expect(!meter.state.relay.isClosed)
        #expect(meter.read(0x0400_0503) == [0x12, 0])
        // The stale sample holds it until second 10; sixty seconds later it closes and trips again.
        meter.wait(seconds: 63)
        #expect(!meter.state.relay.isClosed)
        meter.wait(seconds: 1)
        #expect(meter.state.relay.isClosed)
        meter.wait(seconds: 11)
        #expect(!meter.state.relay.isClosed)
    }

    @Test func exactlyTheLimitIsNotOverPower() {
        let meter = meter(10_000)
        meter.model.state.parameters.powerLimit = 3_600
        meter.wait(seconds: 60)
        #expect(meter.state.relay.isClosed)
    }

    @Test func resistiveStepIsForbiddenAndInductiveIsNot() {
        func watched(_ load: Load, watch: Bool = true) -> TestMeter {
            var quirks = Quirks()
            quirks.maliciousLoad = watch
            return TestMeter(load: load, quirks: quirks) { state in
                state.purse.balance = .fine(hundredths: 10_000)
                state.parameters.powerFactorLimit = 950
                state.parameters.powerStep = 3_000
            }
        }
        let kettle = watched(Load(watts: 1_500, voltAmperes: 1_500))
        kettle.wait(seconds: 19)
        #expect(kettle.state.relay.isClosed)
        kettle.wait(seconds: 2)
        #expect(!kettle.state.relay.isClosed)
        #expect(kettle.read(0x0400_0503) == [0x18, 0])
        kettle.wait(seconds: 60)
        #expect(kettle.state.relay.isClosed)
        kettle.wait(seconds: 30)
        #expect(!kettle.state.relay.isClosed, "still connected, it trips again")
        let computer = watched(Load(watts: 1_500, voltAmperes: 1_700))
        computer.wait(seconds: 120)
        #expect(computer.state.relay.isClosed)
        let small = watched(Load(watts: 300, voltAmperes: 300))
        small.wait(seconds: 120)
        #expect(small.state.relay.isClosed, "a step must be above the limit")
        let blind = watched(Load(watts: 1_500, voltAmperes: 1_500), watch: false)
        blind.wait(seconds: 120)
        #expect(blind.state.relay.isClosed)
    }

    @Test func commandTripsClosesAndTellsTheTruth() throws {
        let meter = meter(10_000)
        let trip = try #require(meter.relay(0x1A))
        #expect(trip.control == 0x9C)
        #expect(trip.data == [0x1A, 0, 0, 0, 0x50, 0])
        #expect(trip.relayMoved)
        #expect(meter.read(0x0280_002E)?.last == 0, "the block says 0 for open")
        #expect(meter.relay(0x1B)?.data == [0x1B, 0, 0, 0, 0, 0])
        #expect(errorByte(meter.relay(0x1D)) == 0x02)
        #expect(errorByte(meter.ask(0x1C, relayData(0x1A, password: [0x02, 1, 0, 0]))) == 0x04)
        #expect(errorByte(meter.ask(0x1C, relayData(0x1A) + [0])) == 0x02)
        #expect(meter.state.relay.isClosed)
    }

    @Test func keepPowerHoldsAgainstEverything() {
        let meter = meter(3)
        _ = meter.relay(0x3A)
        #expect(errorByte(meter.relay(0x1A)) == 0x01)
        meter.wait(seconds: 600)
        #expect(meter.state.relay.isClosed)
        #expect(meter.purse.overdraft.hundredths == 57)
        _ = meter.relay(0x3B)
        meter.wait(seconds: 1)
        #expect(!meter.state.relay.isClosed)
    }

    @Test func closingInRefundModeIsAcceptedAndDoesNotMove() throws {
        let meter = meter(1_000)
        _ = meter.close(count: 6)
        let reply = try #require(meter.relay(0x1C))
        #expect(reply.control == 0x9C)
        #expect(reply.data[4] & 0x10 != 0)
    }

    @Test func commandToAllIsObeyedInSilence() {
        let meter = meter(1_000)
        #expect(meter.ask(0x1C, relayData(0x1A), to: MeterRequest.allNines) == nil)
        #expect(!meter.state.relay.isClosed)
    }
}
