// Protects the words of a trace: what a frame says is said with its item's name and value, and a broken one with what is wrong.
// How: frames put together by the module's own builders, and bytes damaged one at a time.

import Phrases
import Testing

@testable import MeterWire

struct FrameWordsTests {
    private func meter() throws -> MeterAddress { try #require(MeterAddress("000000000418")) }

    @Test func requestsAndAnswersAreNamed() throws {
        let read = Frame.read(.combinedEnergy, from: try meter())
        #expect(read.words.english == "11 to 000000000418: read 00000000 combined active energy")
        let answer = Frame(address: try meter(), control: ControlCode.read.answer(), data: [0, 0, 0, 0, 0x56, 0x34, 0x12, 0x00])
        #expect(answer.words.english == "91 from 000000000418: read 00000000 combined active energy = 1234.56 kWh")
        let short = Frame(address: try meter(), control: ControlCode.read.answer(), data: [0, 0, 0, 0, 0x56, 0x34])
        #expect(short.words.english.hasSuffix("wrong length 2"))
        let missing = Frame(address: try meter(), control: ControlCode.read.answer(abnormal: true), data: [0x02])
        #expect(missing.words.english == "D1 from 000000000418: read refused, no such data")
        let beat = Frame(address: try meter(), control: ControlCode.read.answer(), data: [0x80, 0x80, 0x80, 0x80])
        #expect(beat.words.english == "91 from 000000000418: keep-alive")
        let unknown = Frame(address: try meter(), control: ControlCode.read.answer(), data: [1, 2, 3, 0xEE, 9])
        #expect(unknown.words.english == "91 from 000000000418: read EE030201")
    }

    @Test func ordersSayAmountAndCount() throws {
        let customer = try #require(CustomerNumber("123456789012"))
        let command = CreditCommand(.topUp, customer: customer, amount: 9_090, count: 7)
        let order = try DormitoryRequest(.credit(command), to: try meter()).frame()
        #expect(order.words.english == "03 to 000000000418: credit 070102FF top-up of 90.90 under count 7")
        let refused = Frame(address: try meter(), control: ControlCode(rawValue: 0xC3), data: [0x13])
        #expect(refused.words.english == "C3 from 000000000418: credit refused, error 13")
    }

    @Test func strayBytesSayWhatIsWrong() throws {
        let frame = Frame.read(.combinedEnergy, from: try meter()).encoded(preamble: 0)
        var sum = frame
        sum[sum.count - 2] ^= 1
        #expect(StrayBytes(sum).words.english.hasPrefix("broken frame of 000000000418: checksum "))
        #expect(StrayBytes(sum).isBrokenFrame)
        var end = frame
        end[end.count - 1] = 0
        #expect(StrayBytes(end).words.english == "broken frame of 000000000418: no end byte")
        #expect(StrayBytes(Array(frame.dropLast(3))).words.english == "broken frame of 000000000418: it ends after 13 bytes")
        #expect(StrayBytes([0x68, 0x12, 0x00, 0x16]).words.english == "4 bytes of noise")
        #expect(StrayBytes(Array("Port already in use\r\n".utf8)).words.english == "text \"Port already in use\"")
        #expect(!StrayBytes([]).isBrokenFrame && StrayBytes([]).words.english == "0 bytes of noise")
    }

    /// Nothing that comes over a line may stop the program that shows it.
    @Test func anyBytesHaveWords() {
        var state: UInt64 = 7
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<(Int(state % 40)) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1
            _ = StrayBytes([0x68] + bytes).words
            guard let address = MeterAddress("000000000418") else { continue }
            for control: UInt8 in [0x11, 0x91, 0xD1, 0x03, 0x83, 0xC3, 0xB1, 0x93, 0x13, 0x94] {
                #expect(!Frame(address: address, control: ControlCode(rawValue: control), data: bytes).words.english.isEmpty)
            }
        }
    }
}
