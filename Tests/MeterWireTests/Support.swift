// Protects: nothing by itself; what several MeterWire tests share.
// How: hexadecimal literals, a seeded generator, a parser run over a stream cut in pieces.

import MeterWire

/// The bytes of a hexadecimal text; characters that are no digits are skipped.
func bytesOf(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
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
