// Protects the layout of purchases and answers against the worked frames of the dormitory dialect.
// A meter in the stated state gets frame 1 over the line and must answer frame 2, or frame 4 when its count is 5, byte for byte.

import MeterWire
import Testing

@testable import Simulator

struct WorkedFrameTests {
    private let frame1 = hex(
        "FE FE FE FE 68 18 04 00 00 00 00 68 03 1B 32 35 34 3A 34 33 33 33 4B 37 33 33 33 33 45 C3 AB 89 67 45 33 83 33 33 3A 33 33 9E 16")
    private let frame2 = hex(
        """
        FE FE FE FE 68 18 04 00 00 00 00 68 83 45 32 35 34 3A 45 33 AB 33 67 37 33 83 33 33 3A 33 89 67 45 33 58 86 33 33 33 33 \
        33 33 33 88 33 33 43 33 38 33 34 33 33 33 33 33 33 33 33 34 33 33 53 33 33 3C 33 33 53 33 34 33 33 45 33 33 36 33 34 34 \
        33 33 33 76 16
        """)
    private let frame3 = hex(
        """
        FE FE FE FE 68 18 04 00 00 00 00 68 03 30 32 73 34 3A 34 33 33 33 4B 37 33 33 33 33 45 C3 AB 89 67 45 33 43 33 33 33 48 \
        33 33 33 53 33 33 33 33 33 33 33 33 33 33 33 33 33 33 37 33 34 34 14 16
        """)
    private let frame4 = hex(
        """
        FE FE FE FE 68 18 04 00 00 00 00 68 C3 45 32 35 34 3A 45 33 AB 33 67 37 33 53 33 33 38 33 89 67 45 33 58 36 33 33 33 33 \
        33 33 33 88 33 33 43 33 38 33 34 33 33 33 33 33 33 33 33 34 33 33 53 33 33 3C 33 33 53 33 34 33 33 45 33 33 36 33 34 34 \
        33 33 46 47 16
        """)

    /// Money meter; energy 1234.56, balance 3.25, price 0.5500, alarms 10/5, hoard 10000, limit 2000 W, PF 0.900, step 200.0 W,
    /// subsidy 12.00.
    private func meter(count: Int) -> TestMeter {
        TestMeter(unit: .money) { state in
            state.register = 123_456 * MeterModel.pulse
            state.purse.count = count
            state.purse.balance = .fine(hundredths: 325)
            state.purse.lastAmount = .fine(hundredths: 2_000)
            state.parameters.alarm1 = .fine(hundredths: 1_000)
            state.parameters.alarm2 = .fine(hundredths: 500)
            state.parameters.powerLimit = 2_000
            state.parameters.powerFactorLimit = 900
            state.parameters.powerStep = 2_000
            state.parameters.hoardLimit = 10_000
            state.relay.reminderLatch = true
            state.subsidy.balance = .fine(hundredths: 1_200)
            state.subsidy.count = 3
            state.subsidy.day = 1
            state.subsidy.mode = 1
        }
    }

    private func exchange(_ frame: [UInt8], _ meter: TestMeter) throws -> [UInt8] {
        var parser = FrameParser()
        guard case .frame(let request)? = parser.receive(frame).first else { throw TestFailure("no frame") }
        let reply = try #require(meter.ask(request.control.rawValue, request.data, to: request.address.wireBytes))
        let address = try #require(MeterAddress(wireBytes: reply.address))
        return Frame(address: address, control: ControlCode(rawValue: reply.control), data: reply.data).encoded(preamble: 4)
    }

    @Test func topUpIsAnsweredByteForByte() throws {
        let meter = meter(count: 6)
        #expect(try exchange(frame1, meter) == frame2)
        #expect(meter.purse.balance.hundredths == 5_325)
    }

    @Test func topUpAheadOfTheCountIsRefusedByteForByte() throws {
        let meter = meter(count: 5)
        #expect(try exchange(frame1, meter) == frame4)
        #expect(meter.purse.balance.hundredths == 325)
        #expect(meter.purse.count == 5)
    }

    @Test func subsidyAddsTheAmountOfTheGroup() throws {
        let meter = meter(count: 6)
        let answer = try exchange(frame3, meter)
        #expect(answer[12] == 0x83)
        #expect(meter.state.subsidy.balance.hundredths == 2_200)
        #expect(meter.state.subsidy.count == 4)
        #expect(meter.purse.balance.hundredths == 325, "the purchased balance is not touched")
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
