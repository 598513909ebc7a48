// Protects that no request can stop a meter: any function, any command, any length, any bytes, at any time.
// Seeded random requests, half of them nearly right, are sent to meters of every kind; afterwards the meter must still answer.

import Testing

@testable import Simulator

struct FuzzTests {
    private static let commands: [UInt32] = [
        0x0701_02FF, 0x0701_12FF, 0x0701_13FF, 0x0701_15FF, 0x0701_16FF, 0x0701_17FF, 0x0701_03FF, 0x0701_33FF, 0x0701_04FF, 0x0701_0BFF,
        0x0701_40FF, 0x0701_50FF, 0x0701_51FF, 0x0701_58FF, 0x0701_60FF,
    ]
    private static let lengths = [22, 26, 27, 31, 35, 36, 40, 41, 45, 48, 56, 58, 62, 66, 70]
    private static let functions: [UInt8] = [0x03, 0x03, 0x03, 0x11, 0x14, 0x1C, 0x08, 0x15, 0x13, 0x01, 0x12]

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64]) func noRequestStopsAMeter(_ seed: UInt64) {
        let chance = SeededHash(seed)
        var question: UInt64 = 0
        func roll(_ range: ClosedRange<Int>) -> Int {
            question += 1
            return chance.number(question, in: range)
        }
        var quirks = Quirks()
        quirks.bugCompatible = seed.isMultiple(of: 2)
        quirks.vCard = seed % 3 != 0
        let meter = TestMeter(
            kind: seed == 8 ? .plain645 : .dorm645, unit: seed.isMultiple(of: 2) ? .money : .energy,
            load: Load(watts: 2_500, voltAmperes: 2_500), phases: seed > 4 ? 3 : 1, quirks: quirks)
        for _ in 0..<3_000 {
            let function = Self.functions[roll(0...Self.functions.count - 1)]
            var data = (0..<Self.lengths[roll(0...Self.lengths.count - 1)]).map { _ in UInt8(roll(0...255)) }
            if roll(0...9) > 0 {
                // Decimal digits in most places, and a command that exists for this very meter.
                data = data.map { ($0 & 0x0F) % 10 | (($0 >> 4) % 10) << 4 }
                data.replaceSubrange(0..<4, with: bytes(Self.commands[roll(0...Self.commands.count - 1)]))
                data.replaceSubrange(8..<14, with: meter.state.address)
                if roll(0...1) == 0 { data.replaceSubrange(14..<20, with: meter.purse.customer) }
                if data.count >= 26, roll(0...1) == 0 {
                    data.replaceSubrange(24..<26, with: digits(Int64(meter.purse.count + roll(0...1)), 2))
                }
                if function == 0x14 { data.replaceSubrange(4..<8, with: [2, 0, 0, 0]) }
            }
            if function == 0x1C { data = relayData(UInt8(roll(0x18...0x3C))) }
            let reply = meter.ask(function, data, to: roll(0...20) == 0 ? MeterRequest.allNines : meter.state.address)
            if let reply { #expect(reply.data.count <= 200) }
            meter.wait(Milliseconds(roll(0...400_000)))
        }
        #expect(meter.ask(0x11, bytes(0x0400_0401), to: meter.state.address)?.data.count == 10, "seed \(seed)")
        #expect(meter.purse.balance >= 0 && meter.purse.overdraft >= 0 && meter.state.subsidy.balance >= 0, "seed \(seed)")
    }
}
