import Foundation
import MeterWire

/// From the bytes of a read answer to its value, on one thread: our parser and decoder beside those of PyPI dlt645.
enum Decoding {
    private static let repeats = 5
    private static let duration = 0.5

    /// Answers of one meter to the items that both know, as they come in from a line: one a piece.
    static func answers() throws -> [[UInt8]] {
        guard let address = MeterAddress(PeerMeter.address) else { throw Unmeasurable("no address") }
        let items: [(DataIdentifier, [UInt8])] = [
            (0x0000_0000, [0x76, 0x17, 0x03, 0x00]), (0x0203_0000, [0x45, 0x23, 0x01]), (0x0201_0100, [0x48, 0x22]),
            (0x0202_0100, [0x78, 0x56, 0x00]), (0x0206_0000, [0x67, 0x09]),
        ]
        return items.map { identifier, value in
            let name = (0..<4).map { UInt8(truncatingIfNeeded: identifier.rawValue >> (8 * $0)) }
            return Frame(address: address, control: ControlCode(rawValue: 0x91), data: name + value).encoded(preamble: 4)
        }
    }

    /// The sum of the values of one of each answer.
    private static let sum: Int64 = 31_776 + 12_345 + 2_248 + 5_678 + 967

    static func measure() throws -> [Figure] {
        let answers = try answers()
        let arguments = answers.map { $0.map { String(format: "%02X", $0) }.joined() }
        var ours: [Double] = []
        var peers: [Double] = []
        for _ in 0..<repeats {
            ours.append(try framesPerSecond(answers))
            peers += try Peer.figures("decoding.py", ["\(duration)"] + arguments, count: 1)
        }
        return [
            Figure(what: "decoding read answers, frames/s", ours: median(ours), peer: median(peers), goal: .atLeast(20))
        ]
    }

    private static func framesPerSecond(_ answers: [[UInt8]]) throws -> Double {
        var parser = FrameParser()
        var found: Int64 = 0
        var rounds: Int64 = 0
        let start = ContinuousClock.now
        var passed = 0.0
        while passed < duration {
            for _ in 0..<1_000 {
                for answer in answers {
                    for case .frame(let frame) in parser.receive(answer) { found += DecodedItem(answer: frame)?.units ?? 0 }
                }
            }
            rounds += 1_000
            passed = seconds(since: start)
        }
        guard found == rounds * sum else { throw Unmeasurable("an answer was decoded to a wrong value") }
        return Double(rounds) * Double(answers.count) / passed
    }
}
