// Protects: nothing by itself; what several MeterWire tests share.
// How: hexadecimal literals, a seeded generator, a parser run over a stream cut in pieces.

import MeterWire

/// The bytes of a hexadecimal text; characters that are no digits are skipped.
func bytesOf(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}

/// A small generator with a seed, so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}

extension [ParserEvent] {
    /// The frames among the events.
    var frames: [Frame] {
        compactMap { if case .frame(let frame) = $0 { frame } else { nil } }
    }
}

/// The only frame in some bytes; `nil` when there is none or more than one.
func onlyFrame(in bytes: [UInt8]) -> Frame? {
    var parser = FrameParser()
    let frames = parser.receive(bytes).frames
    return frames.count == 1 ? frames.first : nil
}
