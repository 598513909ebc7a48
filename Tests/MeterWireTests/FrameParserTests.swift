// Protects: that no cutting, noise or broken frame changes which frames a bus delivers, and that the parser keeps little.
// How: hand-made streams and seeded ones, cut in every way; all must give the events of the uncut stream.

import MeterWire
import Seeded
import Testing

@Suite struct FrameParserTests {
    private let answer = bytesOf("FEFEFEFE68943521908855689106333434357B555E16")
    private let heartbeat = bytesOf("68160051190625689104B3B3B3B3DC16")

    private func events(_ stream: [UInt8], cutEvery size: Int) -> [ParserEvent] {
        var parser = FrameParser()
        var events: [ParserEvent] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            events += parser.receive(stream[start..<min(start + size, stream.count)])
        }
        return events
    }

    @Test func byteByByteAndGlued() {
        let stream = answer + heartbeat + answer + answer
        let whole = events(stream, cutEvery: stream.count)
        #expect(whole.count == 4)
        #expect(whole.frames.count == 4)
        for size in 1...stream.count { #expect(events(stream, cutEvery: size) == whole) }
    }

    @Test func wakeUpBytesAreNoNoise() {
        var parser = FrameParser()
        let events = parser.receive([UInt8](repeating: 0xFE, count: 300) + answer)
        #expect(events.count == 1)
        #expect(parser.counters.noiseBytes == 0)
        #expect(parser.counters.frames == 1)
    }

    @Test func noiseIsReportedInFrontOfItsFrame() {
        var parser = FrameParser()
        let text = Array("REG:862950\r\n".utf8)
        #expect(parser.receive(text).isEmpty)
        let events = parser.receive(answer)
        #expect(events.first == .noise(text))
        #expect(events.frames.count == 1)
        #expect(parser.counters.noiseBytes == text.count)
    }

    @Test func endlessNoiseIsReportedInPieces() {
        var parser = FrameParser()
        let longest = [UInt8](repeating: 0x55, count: FrameParser.longestNoise)
        #expect(longest.count == 267)
        let events = parser.receive([UInt8](repeating: 0x55, count: 2 * longest.count + 2))
        #expect(events == [.noise(longest), .noise(longest)])
        #expect(parser.flushAfterSilence() == [.noise([0x55, 0x55])])
    }

    @Test func falseStartsBeforeAFrame() throws {
        let expected = try #require(onlyFrame(in: answer))
        let falseStarts: [[UInt8]] = [
            [0x68], [0x68, 0x68, 0x68], [0x16, 0x68, 0x16], [0x68, 1, 2, 3, 4, 5, 6, 0x68],
            [0x68, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0x68, 0x91], Array(answer.dropLast(3)), Array(answer.dropFirst(6)),
            bytesOf("68943521908855689100"), bytesOf("68943521908855689104"),
        ]
        for start in falseStarts {
            for size in [1, 7, 100] {
                var parser = FrameParser()
                var found: [Frame] = []
                for from in stride(from: 0, to: start.count + answer.count, by: size) {
                    found += parser.receive((start + answer).dropFirst(from).prefix(size)).frames
                }
                found += parser.flushAfterSilence().frames
                #expect(found == [expected], "after \(hexadecimalText(start))")
            }
        }
    }

    @Test func startAndEndBytesInsideTheDataAreData() throws {
        let meter = try #require(MeterAddress("681616166868"))
        let data = [UInt8](repeating: 0x35, count: 20) + [UInt8](repeating: 0xE3, count: 20) + bytesOf("CB350016")
        let frame = Frame(address: meter, control: .read.answer(), data: data)
        #expect(events(frame.encoded(), cutEvery: 1).frames == [frame])
    }

    @Test func shortenedFrameDoesNotSwallowTheFramesBehindIt() throws {
        let expected = try #require(onlyFrame(in: answer))
        // The length claims 255 bytes, so thirteen answers would fit into it.
        let shortened = bytesOf("689435219088556891FF")
        var parser = FrameParser()
        #expect(parser.receive(shortened + answer + answer).isEmpty)
        #expect(parser.flushAfterSilence().frames == [expected, expected])
        #expect(parser.pendingCount == 0)
        #expect(parser.counters.truncatedFrames == 1)
        #expect(parser.receive(answer).frames == [expected])
        let many = shortened + [[UInt8]](repeating: answer, count: 20).joined()
        #expect(events(many, cutEvery: 3).frames == [Frame](repeating: expected, count: 20))
    }

    @Test func silenceDropsAHalfFrame() throws {
        var parser = FrameParser()
        #expect(parser.receive(answer.dropLast()).isEmpty)
        let dropped = parser.flushAfterSilence()
        #expect(dropped == [.noise(Array(answer.dropFirst(4).dropLast()))])
        #expect(parser.flushAfterSilence().isEmpty)
        #expect(parser.receive([0x16]).isEmpty)
        #expect(parser.receive(answer).frames.count == 1)
    }

    @Test func brokenFramesAreCounted() {
        var parser = FrameParser()
        var wrongSum = answer
        wrongSum[wrongSum.count - 2] ^= 1
        var wrongEnd = answer
        wrongEnd[wrongEnd.count - 1] = 0x17
        #expect(parser.receive(wrongSum + wrongEnd + answer).frames.count == 1)
        #expect(parser.counters.checksumFailures == 1)
        #expect(parser.counters.missingEnds == 1)
        #expect(parser.counters.brokenFrames == 2)
        #expect(parser.counters.noiseBytes == 2 * (answer.count - 4))
    }

    @Test func everySingleBitErrorIsRefused() {
        for position in 4..<answer.count {
            for bit in 0..<8 {
                var broken = answer
                broken[position] ^= 1 << bit
                var parser = FrameParser()
                let found = parser.receive(broken).frames + parser.flushAfterSilence().frames
                #expect(found.isEmpty, "byte \(position), bit \(bit)")
            }
        }
    }

    @Test func addressThatIsNotDecimalIsNoFrame() {
        var bytes = bytesOf("681B0000000000681100")
        bytes += [bytes.reduce(0, &+), 0x16]
        #expect(events(bytes, cutEvery: 1).isEmpty)
    }

    @Test func longestDataAndNoData() throws {
        let meter = try #require(MeterAddress("000000000418"))
        for count in [0, 1, 254, 255] {
            let frame = Frame(address: meter, control: .write, data: (0..<count).map { UInt8(truncatingIfNeeded: $0) })
            #expect(events(frame.encoded(preamble: 0), cutEvery: 1).frames == [frame])
        }
        let tooLong = Frame(address: meter, control: .write, data: [UInt8](repeating: 1, count: 300))
        #expect(events(tooLong.encoded(), cutEvery: 9).frames.first?.data.count == 255)
    }

    @Test func keepsNoMoreThanOneFrame() {
        var generator = SeededRandom(seed: 645)
        var parser = FrameParser()
        for _ in 0..<400 {
            // Mostly start bytes, so that the parser has much to wait for.
            let piece = generator.bytes(Int.random(in: 0...700, using: &generator)).map { $0 < 160 ? 0x68 : $0 }
            _ = parser.receive(piece)
            #expect(parser.pendingCount <= FrameParser.longestPending)
        }
    }

    @Test func resetForgetsTheHalfFrame() {
        var parser = FrameParser()
        _ = parser.receive(answer.dropLast(4))
        parser.reset()
        #expect(parser.pendingCount == 0)
        #expect(parser.receive(answer).count == 1)
    }

    /// Streams of frames, heartbeats, noise, shortened and damaged frames, from a seed.
    static func stream(_ generator: inout SeededRandom) -> [UInt8] {
        var stream: [UInt8] = []
        for _ in 0..<Int.random(in: 1...25, using: &generator) {
            let frame = capturedFrames.randomElement(using: &generator)?.bytes ?? []
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: stream += generator.bytes(Int.random(in: 0...90, using: &generator))
            case 1: stream += frame.prefix(Int.random(in: 0...frame.count, using: &generator))
            case 2: stream += frame.dropFirst(Int.random(in: 0...frame.count, using: &generator))
            case 3: stream += [0x68, 0x16, 0xFE, 0x68].prefix(Int.random(in: 0...4, using: &generator))
            case 4:
                var damaged = frame
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
                stream += damaged
            default: stream += frame
            }
        }
        return stream
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>)
    func anyCuttingGivesTheSameEvents(seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        let stream = Self.stream(&generator)
        var wholeParser = FrameParser()
        let whole = wholeParser.receive(stream) + wholeParser.flushAfterSilence()
        for _ in 0..<6 {
            var parser = FrameParser()
            var events: [ParserEvent] = []
            var rest = stream[...]
            while !rest.isEmpty {
                let size = Int.random(in: 0...40, using: &generator)
                events += parser.receive(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            events += parser.flushAfterSilence()
            #expect(events == whole, "seed \(seed)")
            #expect(parser.counters == wholeParser.counters, "seed \(seed)")
        }
        #expect(wholeParser.counters.frames == whole.frames.count)
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func noiseWithoutStartBytesLosesNoFrame(seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        var stream: [UInt8] = []
        var expected: [Frame] = []
        for _ in 0..<30 {
            guard let row = capturedFrames.randomElement(using: &generator), let frame = onlyFrame(in: row.bytes) else { continue }
            stream += generator.bytes(Int.random(in: 0...20, using: &generator)).map { $0 == 0x68 ? 0x67 : $0 } + row.bytes
            expected.append(frame)
        }
        #expect(events(stream, cutEvery: Int.random(in: 1...50, using: &generator)).frames == expected, "seed \(seed)")
    }
}
