// Protects the count rule and what a purchase does to the purse: repeat, first purchase with preset, overdraft, refund, close, orders.
// Each test gives commands to one meter and looks at its purse, records and answer.

import Testing

@testable import Simulator

struct PurchaseTests {
    @Test func nextCountIsAppliedAndTheSameCountMovesNothing() throws {
        let meter = TestMeter { state in
            state.purse.count = 6
            state.purse.balance = .fine(hundredths: 325)
        }
        #expect(errorByte(meter.topUp(9_090, count: 7)) == 0)
        let after = meter.purse
        #expect(after.balance.hundredths == 9_415)
        #expect(after.count == 7)
        let repeated = try #require(meter.topUp(12_345, count: 7))
        #expect(errorByte(repeated) == 0)
        #expect(Array(repeated.data[10..<14]) == digits(9_090, 4), "a repeat shows the stored amount, not the sent one")
        #expect(meter.purse == after)
        #expect(meter.read(0x0333_0301) == digits(9_090, 4))
        #expect(meter.read(0x0332_0201) == digits(7, 2))
        #expect(meter.read(0x0333_0401) == digits(325, 4))
        #expect(meter.read(0x0333_0501) == digits(9_415, 4))
        #expect(meter.read(0x0333_0302) == digits(0, 4), "there is one record")
    }

    @Test func longFormWritesParametersAlsoWithARepeat() throws {
        let meter = TestMeter { $0.purse.count = 6 }
        var long = purchase(0x0701_02FF, 100, 6)
        long[26] = 1
        #expect(errorByte(meter.ask(0x03, long + parameterBlock(alarm1: 33))) == 0)
        #expect(meter.state.parameters.alarm1.hundredths == 3_300)
        #expect(meter.purse.balance == 0)
        // A bad price changes no parameter, and the answer is positive all the same.
        #expect(errorByte(meter.ask(0x03, long + parameterBlock(price: 0, alarm1: 44))) == 0)
        #expect(meter.state.parameters.alarm1.hundredths == 3_300)
    }

    @Test func historyKeepsTenRecords() {
        let meter = TestMeter()
        for count in 1...12 { _ = meter.topUp(Int64(count) * 100, count: count) }
        #expect(meter.purse.purchases.count == 10)
        #expect(meter.read(0x0333_0301) == digits(1_200, 4))
        #expect(meter.read(0x0333_030A) == digits(300, 4))
        #expect(meter.read(0x0333_0601) == digits(7_800, 4))
        #expect(meter.read(0x0333_030B) == nil)
    }

    @Test(
        arguments: [
            // preset, balance left, overdraft, amount -> balance, overdraft
            (2_000, 1_200, 0, 5_000, 4_200, 0), (2_000, 0, 300, 5_000, 2_700, 0), (2_000, 1_200, 0, 2_000, 1_200, 0),
            (2_000, 1_200, 0, 1_000, 200, 0), (2_000, 200, 0, 1_000, 0, 800), (2_000, 0, 100, 1_000, 0, 1_100),
            (2_000, 1_200, 0, 800, 0, 0), (0, 0, 700, 500, 0, 200),
        ] as [(Int64, Int64, Int64, Int64, Int64, Int64)])
    func firstPurchasePaysThePresetBack(_ row: (Int64, Int64, Int64, Int64, Int64, Int64)) {
        let meter = TestMeter { state in
            state.purse.preset = .fine(hundredths: row.0)
            state.purse.balance = .fine(hundredths: row.1)
            state.purse.overdraft = .fine(hundredths: row.2)
        }
        #expect(errorByte(meter.topUp(row.3, count: 1)) == 0)
        #expect(meter.purse.balance.hundredths == row.4)
        #expect(meter.purse.overdraft.hundredths == row.5)
        #expect(meter.read(0x0333_0401) == digits(0, 4), "the first record has no balance before")
    }

    @Test func ratio65535KeepsThePreset() {
        let meter = TestMeter { state in
            state.purse.preset = .fine(hundredths: 2_000)
            state.purse.balance = .fine(hundredths: 1_200)
            state.parameters.ctRatio = 65_535
        }
        _ = meter.topUp(5_000, count: 1)
        #expect(meter.purse.balance.hundredths == 6_200)
    }

    @Test func overdraftIsPaidFirst() {
        let meter = TestMeter { state in
            state.purse.count = 3
            state.purse.overdraft = .fine(hundredths: 700)
        }
        _ = meter.topUp(500, count: 4)
        #expect(meter.purse.balance == 0)
        #expect(meter.purse.overdraft.hundredths == 200)
        _ = meter.topUp(500, count: 5)
        #expect(meter.purse.balance.hundredths == 300)
        #expect(meter.purse.overdraft == 0)
    }

    @Test func customerIsStoredByTheFirstPurchaseEvenWhenItOverflows() {
        let newcomer: [UInt8] = [9, 9, 9, 9, 9, 9]
        let meter = TestMeter { $0.purse.balance = .fine(hundredths: 20_000_000) }
        #expect(errorByte(meter.ask(0x03, purchase(0x0701_02FF, 30_000_000, 1, customer: newcomer))) == 0x15)
        #expect(meter.purse.customer == newcomer)
        #expect(meter.purse.count == 0)
        #expect(errorByte(meter.ask(0x03, purchase(0x0701_02FF, 0, 0))) == 0, "an account is opened without money")
        #expect(meter.purse.customer == TestMeter.customer)
    }

    @Test func refundRaisesTheSameCountAndMayTakeMoreThanThereIs() {
        let meter = TestMeter { state in
            state.purse.count = 6
            state.purse.balance = .fine(hundredths: 1_000)
        }
        #expect(errorByte(meter.refund(400, count: 7)) == 0)
        #expect(meter.purse.balance.hundredths == 600)
        #expect(meter.read(0x0333_0301)?[3] == 0x80)
        #expect(meter.read(0x0334_0301) == digits(400, 4))
        #expect(errorByte(meter.refund(400, count: 7)) == 0)
        #expect(meter.purse.balance.hundredths == 600, "a repeat moves nothing")
        #expect(errorByte(meter.refund(1_000, count: 8)) == 0)
        #expect(meter.purse.balance == 0)
        #expect(meter.purse.overdraft.hundredths == 400)
        #expect(meter.purse.totalBought.hundredths == -1_400)
    }

    @Test func closeOpensTheRelayAndKeepsTheMoney() throws {
        let meter = TestMeter { state in
            state.purse.count = 6
            state.purse.balance = .fine(hundredths: 1_000)
        }
        let reply = try #require(meter.close(count: 6))
        #expect(errorByte(reply) == 0)
        #expect(Array(reply.data[10..<14]) == digits(1_000, 4))
        #expect(reply.relayMoved)
        #expect(!meter.state.relay.isClosed)
        #expect(meter.purse.balance.hundredths == 1_000)
        #expect(meter.purse.count == 6)
        #expect(meter.read(0x0450_0002) == [3])
        #expect(meter.read(0x0400_0503) == [0x10, 0x04])
        #expect(errorByte(meter.topUp(100, count: 7)) == 0x38)
        #expect(errorByte(meter.close(count: 99)) == 0, "a repeat is safe")
        #expect(errorByte(meter.close(count: 0xFFFF)) == 0)
        meter.wait(seconds: 5)
        #expect(meter.state.relay.isClosed)
        #expect(meter.read(0x0450_0002) == [2])
    }

    @Test func radioBuildClosesWithAnyCount() {
        var quirks = Quirks()
        quirks.vCard = false
        let meter = TestMeter(quirks: quirks) { $0.purse.count = 6 }
        #expect(errorByte(meter.close(count: 0xFFFF)) == 0)
        #expect(meter.purse.account == .factory)
        #expect(errorByte(meter.close(count: 77)) == 0)
        #expect(meter.purse.account == .refundMode)
    }

    @Test func orderNumbersGuardTheirVariants() throws {
        let meter = TestMeter { $0.purse.count = 6 }
        func order(_ identifier: UInt32, day: UInt8, month: UInt8 = 0x03, number: UInt8 = 1) -> [UInt8] {
            purchase(identifier, 500, 99) + [number, 0, 0, 0, 0x12, day, month, 0x26]
        }
        let first = try #require(meter.ask(0x03, order(0x0701_15FF, day: 0x20)))
        #expect(errorByte(first) == 0)
        #expect(first.data.count == 77)
        #expect(meter.purse.count == 7, "the count of the request is ignored")
        #expect(errorByte(meter.ask(0x03, order(0x0701_15FF, day: 0x20))) == 0x45)
        #expect(errorByte(meter.ask(0x03, order(0x0701_15FF, day: 0x3A))) == 0x43)
        #expect(errorByte(meter.ask(0x03, order(0x0701_15FF, day: 0x01))) == 0x44, "1Fh as raw digits")
        #expect(errorByte(meter.ask(0x03, order(0x0701_15FF, day: 0x02))) == 0, "18 days earlier, 1Eh as raw digits")
        #expect(errorByte(meter.ask(0x03, order(0x0701_15FF, day: 0x28, month: 0x02))) == 0x44)
        #expect(errorByte(meter.ask(0x03, order(0x0701_16FF, day: 0x21))) == 0)
        #expect(meter.purse.balance.hundredths == 500)
        #expect(errorByte(meter.ask(0x03, order(0x0701_17FF, day: 0x22))) == 0x13, "a card build never closes by order number")
    }

    @Test func initialisationBeginsAnew() throws {
        let meter = TestMeter { state in
            state.purse.count = 6
            state.purse.lastAmount = .fine(hundredths: 2_000)
            state.register = 123_456 * MeterModel.pulse
        }
        let head = bytes(0x0701_03FF) + [0, 0, 0, 0] + TestMeter.address + TestMeter.customer
        #expect(errorByte(meter.ask(0x03, head + digits(2_000, 4) + digits(1, 2))) == 0x13)
        let reply = try #require(meter.ask(0x03, head + digits(2_000, 4) + digits(0, 2)))
        #expect(reply.data.count == 69)
        #expect(meter.purse.count == 0)
        #expect(meter.purse.balance.hundredths == 2_000)
        #expect(meter.purse.lastAmount.hundredths == 2_000)
        #expect(meter.read(0x0000_0000) == digits(123_456, 4), "energy stays")
        let factory = bytes(0x0701_0BFF) + [0, 0, 0, 0] + TestMeter.address + digits(1_500, 4) + digits(6_000, 4)
        #expect(meter.ask(0x03, factory)?.data.count == 6)
        #expect(meter.read(0x0000_0000) == digits(0, 4))
        #expect(meter.state.parameters.price == 6_000)
        #expect(meter.purse.account == .factory)
    }
}
