// Protects the order in which a prepayment request is checked and the error that each failure gives.
// One table: request, state, expected error; every row fails a later check, too, so that the order shows.

import Testing

@testable import Simulator

struct CheckOrderTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let error: UInt8
        let dataLength: Int
        let request: [UInt8]
        var count = 6
        var account = AccountState.initialised
        var balance: Int64 = 325

        var testDescription: String { name }
    }

    private static let foreign: [UInt8] = [0x19, 0x04, 0, 0, 0, 0]
    private static let nines = [UInt8](repeating: 0x99, count: 6)
    private static let stranger: [UInt8] = [1, 1, 1, 1, 1, 1]

    static let rows: [Row] = [
        Row(
            name: "foreign meter number before unknown command", error: 0x31, dataLength: 1,
            request: purchase(0x0701_7FFF, 1, 7, meter: foreign)),
        Row(name: "empty data", error: 0x31, dataLength: 1, request: []),
        Row(name: "all nines with a top-up", error: 0x31, dataLength: 1, request: purchase(0x0701_02FF, 1, 7, meter: nines)),
        Row(name: "unknown command before length", error: 0x01, dataLength: 1, request: purchase(0x0701_7FFF, 1, 7) + [0]),
        Row(name: "steps are compiled out", error: 0x01, dataLength: 1, request: purchase(0x0701_60FF, 1, 7)),
        Row(name: "070141FF is compiled out", error: 0x01, dataLength: 1, request: purchase(0x0701_41FF, 1, 7)),
        Row(name: "length before customer", error: 0x84, dataLength: 1, request: purchase(0x0701_02FF, 1, 7, customer: stranger) + [0]),
        Row(name: "customer before amount", error: 0x12, dataLength: 1, request: purchase(0x0701_02FF, 30_000_001, 7, customer: stranger)),
        Row(name: "amount before count", error: 0x42, dataLength: 69, request: purchase(0x0701_02FF, 30_000_001, 99)),
        Row(name: "largest amount passes to the count", error: 0x13, dataLength: 69, request: purchase(0x0701_02FF, 30_000_000, 99)),
        Row(
            name: "refund mode before count", error: 0x38, dataLength: 69, request: purchase(0x0701_02FF, 100, 99), account: .refundMode),
        Row(
            name: "refund mode before refund with count 0", error: 0x38, dataLength: 69, request: purchase(0x0701_12FF, 100, 0),
            account: .refundMode),
        Row(name: "refund with count 0", error: 0x13, dataLength: 69, request: purchase(0x0701_12FF, 100, 0), count: 0),
        Row(name: "top-up with count 0 and amount", error: 0x36, dataLength: 69, request: purchase(0x0701_02FF, 100, 0)),
        Row(name: "count too far ahead", error: 0x13, dataLength: 69, request: purchase(0x0701_02FF, 100, 8)),
        Row(name: "count behind", error: 0x13, dataLength: 69, request: purchase(0x0701_02FF, 100, 5)),
        Row(
            name: "overflow", error: 0x15, dataLength: 69, request: purchase(0x0701_02FF, 30_000_000, 7), balance: 20_000_000),
        Row(name: "close with another count", error: 0x13, dataLength: 69, request: purchase(0x0701_13FF, 0, 7)),
    ]

    @Test(arguments: rows) func firstFailureWins(_ row: Row) throws {
        let meter = TestMeter(unit: .money) { state in
            state.purse.count = row.count
            state.purse.account = row.account
            state.purse.balance = .fine(hundredths: row.balance)
        }
        let before = meter.purse
        let reply = try #require(meter.ask(0x03, row.request))
        #expect(reply.control == 0xC3)
        #expect(reply.data.count == row.dataLength)
        #expect(errorByte(reply) == row.error)
        #expect(meter.purse.balance == before.balance)
        #expect(meter.purse.count == before.count)
        #expect(meter.purse.purchases.isEmpty)
    }

    @Test func amountWrapsAsInTheFirmware() throws {
        // 429 496.72 + 0.01 becomes almost nothing in 32 bits: the office must refuse it itself.
        let defective = TestMeter(unit: .money) { $0.purse.count = 6 }
        #expect(errorByte(defective.topUp(42_949_673, count: 7)) == 0)
        #expect(defective.purse.balance < 100)
        var quirks = Quirks()
        quirks.bugCompatible = false
        let sound = TestMeter(unit: .money, quirks: quirks) { $0.purse.count = 6 }
        #expect(errorByte(sound.topUp(42_949_673, count: 7)) == 0x42)
    }

    @Test func serialNumberIsEchoed() throws {
        let meter = TestMeter { $0.purse.count = 6 }
        let serial: [UInt8] = [1, 2, 3, 4]
        let accepted = try #require(meter.ask(0x03, purchase(0x0701_02FF, 100, 7) + serial))
        #expect(accepted.data.count == 73)
        #expect(Array(accepted.data.suffix(4)) == serial)
        let customer = try #require(meter.ask(0x03, purchase(0x0701_02FF, 100, 8, customer: Self.stranger) + serial))
        #expect(customer.data == [0x12] + serial)
        let number = try #require(meter.ask(0x03, purchase(0x0701_02FF, 100, 8, meter: Self.foreign) + serial))
        #expect(number.data == [0x31], "errors 31, 01 and 84 come without echo")
    }

    @Test func parametersAreRefusedForABadPriceAlone() throws {
        let meter = TestMeter()
        let head = bytes(0x0701_04FF) + [1, 0, 0, 0] + TestMeter.address
        for price: Int64 in [99, 50_001] {
            let reply = try #require(meter.ask(0x03, head + parameterBlock(price: price, alarm1: 77)))
            #expect(reply.data == [0x83])
        }
        #expect(meter.state.parameters.alarm1 == 0)
        let reply = try #require(meter.ask(0x03, head + parameterBlock(price: 100, alarm1: 77)))
        #expect(reply.control == 0x83)
        #expect(reply.data.count == 6)
        #expect(meter.state.parameters.alarm1.hundredths == 7_700)
    }
}
