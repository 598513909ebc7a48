// Protects what can be read and written one item at a time, on both kinds of meter, and when a meter stays silent.
// Items are compared with bytes written out by hand.

import Testing

@testable import Simulator

struct ItemTests {
    private let sample = Load(watts: 440, voltAmperes: 500)

    @Test func overviewBlockHasFortyBytes() throws {
        let meter = TestMeter(load: sample) { state in
            state.register = 123_456 * MeterModel.pulse
            state.purse.count = 6
            state.purse.balance = .fine(hundredths: 325)
        }
        let block = try #require(meter.read(0x0280_002E))
        #expect(block.count == 40)
        #expect(Array(block[0..<4]) == digits(123_456, 4))
        #expect(Array(block[6..<10]) == [0, 0, 0, 0], "a single-phase meter has no phases B and C")
        #expect(Array(block[31..<35]) == digits(325, 4))
        #expect(Array(block[35..<39]) == digits(6, 4))
        #expect(block[39] == 1)
        #expect(Array(block[19..<22]) == Array(block[28..<31]), "the total is phase A")
        meter.wait(seconds: 5)
        let power = Bcd.value(try #require(meter.read(0x0203_0000)))
        #expect((4_378...4_422).contains(power), "0.1 W around the load: \(power)")
    }

    @Test func phasesAddUpAndBlocksHaveThreePlaces() throws {
        let meter = TestMeter(load: sample, phases: 3) { $0.purse.balance = .fine(hundredths: 325) }
        meter.wait(seconds: 10)
        let powers = try #require(meter.read(0x0203_FF00))
        #expect(powers.count == 12)
        let values = stride(from: 0, to: 12, by: 3).map { Bcd.value(powers[$0..<$0 + 3]) }
        #expect(values[0] == values[1] + values[2] + values[3])
        #expect(meter.read(0x0201_FF00)?.count == 6)
        #expect(meter.read(0x0202_FF00)?.count == 9)
        #expect(meter.read(0x0206_FF00)?.count == 8)
        #expect(meter.read(0x0201_0300)?.count == 2)
        #expect(TestMeter().read(0x0201_0300) == nil)
        #expect(TestMeter().read(0x0201_FF00)?.count == 6)
    }

    @Test func clockShowsItsError() {
        let meter = TestMeter(clockError: 61_000)
        meter.wait(seconds: 5)
        #expect(meter.read(0x0400_0101) == [0x00, 0x15, 0x03, 0x26], "a Sunday")
        #expect(meter.read(0x0400_0102) == [0x06, 0x01, 0x12])
        #expect(meter.read(0x0400_010C) == [0x06, 0x01, 0x12, 0x00, 0x15, 0x03, 0x26])
    }

    @Test func broadcastTimeWantsSevenBytes() {
        let dormitory = TestMeter()
        #expect(dormitory.ask(0x08, [0x30, 0x15, 0x10, 0x01, 0x16, 0x03, 0x26], to: MeterRequest.allNines) == nil)
        #expect(dormitory.read(0x0400_0102) == [0x30, 0x15, 0x10])
        // The standard form is misread: day as weekday, month as day, year as month.
        _ = dormitory.ask(0x08, [0x00, 0x00, 0x08, 0x17, 0x03, 0x12], to: MeterRequest.allNines)
        #expect(dormitory.read(0x0400_0101)?.dropFirst() == [0x03, 0x12, 0x00])
        let plain = TestMeter(kind: .plain645)
        #expect(plain.ask(0x08, [0x00, 0x00, 0x08, 0x17, 0x03, 0x26], to: MeterRequest.allNines) == nil)
        #expect(plain.read(0x0400_0101)?.dropFirst() == [0x17, 0x03, 0x26])
        _ = plain.ask(0x08, [0x00, 0x00, 0x08, 0x31, 0x02, 0x26])
        #expect(plain.read(0x0400_0101)?.dropFirst() == [0x17, 0x03, 0x26], "31 February is ignored")
    }

    @Test func refusalsOfReads() throws {
        let meter = TestMeter()
        #expect(meter.ask(0x11, bytes(0x0A0B_0C0D))?.data == [0x02])
        #expect(meter.ask(0x11, bytes(0x0A0B_0C0D))?.control == 0xD1)
        #expect(meter.ask(0x11, bytes(0x0A0B_0C0D) + [1, 2, 3, 4])?.data == [0x02, 1, 2, 3, 4])
        #expect(meter.ask(0x11, [0, 0, 0])?.data == [0x01])
        #expect(meter.ask(0x12, bytes(0) + [1])?.data == [0x02], "an unknown function is error 02")
        #expect(meter.ask(0x12, bytes(0) + [1])?.control == 0xD2)
        #expect(TestMeter(kind: .plain645).ask(0x03, [])?.data == [0x01])
    }

    @Test func addressesThatAreHeard() throws {
        let meter = TestMeter()
        #expect(meter.ask(0x13, [], to: MeterRequest.allWild)?.data == TestMeter.address)
        #expect(meter.ask(0x11, bytes(0), to: [0x18, 0x04, 0xAA, 0xAA, 0xAA, 0xAA])?.address == TestMeter.address)
        #expect(meter.ask(0x11, bytes(0), to: [0x17, 0x04, 0xAA, 0xAA, 0xAA, 0xAA]) == nil)
        #expect(meter.ask(0x11, bytes(0), to: MeterRequest.allNines)?.address == TestMeter.address)
        #expect(TestMeter(kind: .plain645).ask(0x11, bytes(0), to: MeterRequest.allNines) == nil)
        #expect(meter.ask(0x91, bytes(0)) == nil, "an answer is no request")
        #expect(meter.ask(0x11, [UInt8](repeating: 0, count: 89)) == nil, "too long to be heard")
    }

    @Test func addressCanBeWritten() {
        let meter = TestMeter()
        let reply = meter.ask(0x15, [0x99, 0x04, 0, 0, 0, 0], to: MeterRequest.allWild)
        #expect(reply?.control == 0x95)
        #expect(reply?.data.count == 1)
        #expect(meter.ask(0x11, bytes(0)) == nil)
        #expect(meter.ask(0x11, bytes(0x0400_0401), to: [0x99, 0x04, 0, 0, 0, 0])?.data.suffix(6) == [0x99, 0x04, 0, 0, 0, 0])
    }

    @Test func tariffBlockHasItsDefect() {
        let meter = TestMeter { $0.register = 1_234 * MeterModel.pulse }
        let total: [UInt8] = [0x34, 0x12, 0, 0]
        let none: [UInt8] = [0, 0, 0, 0]
        #expect(meter.read(0x0000_FF00) == total + none + none + [0xD2, 0x04, 0, 0] + none)
        let plain = TestMeter(kind: .plain645) { $0.register = 1_234 * MeterModel.pulse }
        #expect(plain.read(0x0000_FF00) == total + none + none + total + none)
    }

    @Test func writesWantThePasswordAndTheRightLength() {
        let meter = TestMeter()
        func write(_ identifier: UInt32, _ value: [UInt8], password: [UInt8] = [2, 0, 0, 0]) -> MeterReply? {
            meter.ask(0x14, bytes(identifier) + password + [0, 0, 0, 0] + value)
        }
        #expect(write(0x0400_1001, digits(1_999, 4), password: [3, 0, 0, 0])?.data == [0x04])
        #expect(write(0x0400_0306, digits(1, 3))?.data == [0x02])
        #expect(write(0x0400_1001, digits(1_999, 3))?.data == [0x01])
        #expect(meter.read(0x0400_1001) == digits(0, 4))
        #expect(write(0x0400_1001, digits(1_999, 4))?.control == 0x94)
        #expect(meter.read(0x0400_1001) == digits(1_900, 4), "cents are cut")
        _ = write(0x0400_1003, digits(70_000, 4))
        #expect(meter.read(0x0400_1003) == digits(70_000 - 65_536, 4), "sixteen bits")
        _ = write(0x0450_0005, digits(2_500, 4))
        #expect(meter.read(0x0450_0005) == digits(2_500, 4))
        #expect(write(0x0400_0102, [0x61, 0, 0])?.data == [0x01])
    }

    @Test func plainMeterKnowsNoCreditAndObeysTheRelayCommand() {
        let meter = TestMeter(kind: .plain645, load: sample)
        for identifier: UInt32 in [0x0090_0200, 0x0090_0100, 0x0280_002E, 0x0490_0103, 0x0333_0301] {
            #expect(meter.read(identifier) == nil)
        }
        meter.wait(seconds: 86_400)
        #expect(meter.state.relay.isClosed, "it never cuts by itself")
        #expect(meter.read(0x0000_0000) == digits(1_056, 4))
        let trip = meter.relay(0x1A)
        #expect(trip?.control == 0x9C)
        #expect(trip?.data == [])
        #expect(meter.read(0x0400_0503) == [0x50, 0])
        var late = relayData(0x1C)
        late[15] = 0x25
        #expect(meter.ask(0x1C, late)?.data == [0x01], "valid until 2025")
        #expect(!meter.state.relay.isClosed)
        #expect(meter.relay(0x1C)?.control == 0x9C)
        #expect(meter.read(0x0400_0503) == [0, 0])
        #expect(meter.read(0x1D00_0001) == digits(1, 3))
    }

    @Test func moneyMeterChargesByPriceAndTariff() {
        let load = Load(watts: 3_600, voltAmperes: 3_600)
        let meter = TestMeter(unit: .money, load: load) { state in
            state.purse.balance = .fine(hundredths: 10_000)
            state.parameters.price = 5_583
        }
        meter.wait(seconds: 1_000)
        #expect(meter.purse.balance == 1_000_000 - 5_583, "one kWh")
        #expect(meter.read(0x0090_0100) == nil, "a money meter has no remaining energy")
        let head: [UInt8] = [0, 0, 0, 0] + TestMeter.address
        let zones: [UInt8] = [1, 1, 1] + [1, 0x01, 0x01] + [UInt8](repeating: 0, count: 9)
        let prices: [UInt8] = [0x10, 0x27] + [UInt8](repeating: 0, count: 10)
        _ = meter.ask(0x03, bytes(0x0701_51FF) + head + [1, 0, 0] + [UInt8](repeating: 0, count: 39))
        _ = meter.ask(0x03, bytes(0x0701_50FF) + head + zones + prices)
        #expect(meter.state.parameters.price == 10_000, "a valid tariff price replaces the base price")
        #expect(meter.read(0x0405_0101) == digits(10_000, 4))
    }
}
