// Protects: that no bytes trap, whatever reads them: parser, items, answers, commands.
// How: seeded random buffers and damaged real frames through every reader; a round trip where something is accepted.

import MeterWire
import Seeded
import Testing

@Suite struct FuzzTests {
    /// Everything that reads a frame; returns something of each so that nothing is optimised away.
    private func readEverything(_ frame: Frame) -> Int {
        var read = 0
        if let item = DecodedItem(answer: frame) { read += item.hasUnexpectedLength ? 1 : 2 }
        if frame.accessErrors != nil { read += 1 }
        if frame.securityRefusal != nil { read += 1 }
        if frame.reportedAddress != nil { read += 1 }
        if RelayAnswer(frame) != nil { read += 1 }
        if DormitoryOutcome(frame) != nil { read += 1 }
        if let reader = FollowUpReader(answer: frame) { read += reader.isComplete ? 1 : 2 }
        if frame.isHeartbeat || frame.isAnswer(to: .readAddress()) { read += 1 }
        if let command = try? RelayCommand(frame) {
            read += 1
            #expect((try? RelayCommand(command.frame(to: frame.address))) == command)
        }
        if let request = try? DormitoryRequest(frame), let again = try? request.frame() {
            read += 1
            #expect((try? DormitoryRequest(again)) == request)
        }
        return read
    }

    @Test func randomBuffersThroughTheParser() {
        var generator = SeededRandom(seed: 1)
        var found = 0
        for _ in 0..<50_000 {
            var parser = FrameParser()
            let bytes = generator.bytes(Int.random(in: 0...24, using: &generator)).map { $0 & 3 == 0 ? 0x68 : $0 }
            found += parser.receive(bytes).frames.count + parser.flushAfterSilence().frames.count
            #expect(parser.pendingCount == 0)
        }
        #expect(found < 50_000)
    }

    @Test func randomDataThroughEveryReader() {
        var generator = SeededRandom(seed: 2)
        let identifiers = KnownIdentifiers.all
        let lengths = [0, 1, 2, 3, 4, 5, 6, 8, 10, 16, 20, 22, 26, 27, 31, 35, 36, 39, 41, 44, 45, 48, 56, 58, 62, 66, 69, 70, 73, 77, 81]
        var read = 0
        for _ in 0..<150_000 {
            let length = lengths.randomElement(using: &generator) ?? 0
            var data = generator.bytes(length)
            // Half of the cases hold decimal digits, so that readers get past the first field.
            if Bool.random(using: &generator) { data = data.map { ($0 % 10) << 4 | ($0 / 16) % 10 } }
            if let identifier = identifiers.randomElement(using: &generator), length >= 4 {
                data.replaceSubrange(0..<4, with: identifier.wireBytes)
            }
            let functions: [UInt8] = [0x91, 0x91, 0xB1, 0x92, 0xD1, 0xC3, 0x83, 0x03, 0x03, 0x1C, 0x9C, 0xDC, 0x93, 0x95]
            let control = ControlCode(rawValue: functions.randomElement(using: &generator) ?? 0)
            read += readEverything(Frame(address: .wildcard, control: control, data: data))
        }
        #expect(read > 1_000)
    }

    @Test func damagedRealFramesThroughEveryReader() {
        var generator = SeededRandom(seed: 3)
        let frames =
            capturedFrames.map(\.bytes) + [
                WorkedFrame.topUp, WorkedFrame.topUpAnswer, WorkedFrame.subsidy, WorkedFrame.topUpRefused,
            ]
        var read = 0
        for _ in 0..<50_000 {
            guard var frame = frames.randomElement(using: &generator).flatMap({ onlyFrame(in: $0) }) else { continue }
            for _ in 0..<Int.random(in: 0...3, using: &generator) where !frame.data.isEmpty {
                frame.data[Int.random(in: 0..<frame.data.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if Int.random(in: 0..<4, using: &generator) == 0 {
                frame.data = Array(frame.data.prefix(Int.random(in: 0...frame.data.count, using: &generator)))
            }
            read += readEverything(frame)
        }
        #expect(read > 5_000)
    }

    @Test func damagedStreamsThroughTheParser() {
        var generator = SeededRandom(seed: 4)
        var found = 0
        for _ in 0..<1_500 {
            var parser = FrameParser()
            for frame in parser.receive(FrameParserTests.stream(&generator)).frames { found += readEverything(frame) }
            for frame in parser.flushAfterSilence().frames { found += readEverything(frame) }
        }
        #expect(found > 3_000)
    }
}

/// Identifiers that readers treat specially.
enum KnownIdentifiers {
    static let all: [DataIdentifier] =
        [
            .combinedEnergy, .combinedEnergyBlock, .remainingMoney, .voltageA, .voltageBlock, .activePowerBlock, .frequency,
            .monitorBlock, .wirelessPush, .date, .time, 0x0400_010C, .transformerRatio, .meterNumber, .statusWord3, .statusWords,
            .accountState, .softwareVersion, .coverOpenings, 0x0330_0D01, 0x0333_0101, 0x0333_0301, 0x1D00_FF01, 0x0400_1501,
            .topUp, .refund, .closeAccount, .topUpWithOrder, .refundWithOrder, .closeAccountWithOrder, .setParameters,
            .initialiseMeter, .initialisePurse, .initialisePurseExtended, .subsidy, .setTariff,
        ] + (1...8).compactMap { DataIdentifier.setDayTable($0) }
}
