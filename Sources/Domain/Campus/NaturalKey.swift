/// A text by which numbers inside of names sort as numbers: `9` before `10`, `3-98` before `3-418`.
public struct NaturalKey: Comparable, Sendable {
    private let text: String

    /// Makes the key of a name: each run of digits gets its length in front, so that longer numbers come later.
    public init(_ name: String) {
        var text = ""
        var run: [UInt8] = []
        func close() {
            let digits = run.drop { $0 == UInt8(ascii: "0") }
            text.unicodeScalars.append(Unicode.Scalar(UInt8(0x30 + min(digits.count, 0x40))))
            text += String(decoding: digits, as: UTF8.self)
            run.removeAll(keepingCapacity: true)
        }
        var others: [UInt8] = []
        for byte in name.utf8 {
            if (0x30...0x39).contains(byte) {
                if !others.isEmpty { text += String(decoding: others, as: UTF8.self) }
                others.removeAll(keepingCapacity: true)
                run.append(byte)
            } else {
                if !run.isEmpty { close() }
                others.append(byte)
            }
        }
        if !run.isEmpty { close() }
        if !others.isEmpty { text += String(decoding: others, as: UTF8.self) }
        self.text = text
    }

    /// Whether the left name comes first.
    public static func < (left: NaturalKey, right: NaturalKey) -> Bool { left.text < right.text }
}
