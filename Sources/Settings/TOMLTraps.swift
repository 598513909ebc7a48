import Phrases

/// Finds what the TOML library ends the whole program at, before it gets to read it; both were found by damaging files at random.
enum TOMLTraps {
    /// What stands in a text that the library must not see.
    struct Trap: Equatable {
        var line: Int
        var column: Int
        var text: String
    }

    /// The first trap, nil when there is none.
    static func first(in text: String) -> Trap? {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return namelessHeader(lines) ?? braceInArray(lines)
    }

    // MARK: Headers

    /// A header whose name begins with what no name may begin with, like `[=]`.
    ///
    /// Settings have no value that begins a line with a bracket, so every such line is taken for a header.
    private static func namelessHeader(_ lines: [Substring.UTF8View]) -> Trap? {
        for (number, line) in lines.enumerated() {
            var rest = line.drop(while: isBlank)
            guard rest.first == UInt8(ascii: "[") else { continue }
            rest = rest.dropFirst()
            let isFirstBlank = rest.first.map(isBlank) ?? false
            rest = rest.drop(while: isBlank)
            if rest.first == UInt8(ascii: "[") {
                // The library itself says that the two may not stand apart.
                if isFirstBlank { continue }
                rest = rest.dropFirst().drop(while: isBlank)
            }
            let isNamed = rest.first.map(beginsName) ?? (number == lines.count - 1)
            guard isNamed else {
                return Trap(
                    line: number + 1, column: line.count - rest.count + 1, text: phrase("the name of a table is expected after the bracket")
                )
            }
        }
        return nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// A letter, a digit, `-`, `_`, a quote; or the bracket that closes a header, of which the library itself says that it is empty.
    private static func beginsName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-_\"']".utf8.contains(byte)
        }
    }

    // MARK: Lists

    /// A closing brace where a list is open, like `[ } ]`. Settings have no text of more than one line.
    private static func braceInArray(_ lines: [Substring.UTF8View]) -> Trap? {
        var open: [UInt8] = []
        for (number, line) in lines.enumerated() {
            var quote: UInt8?
            var isEscaped = false
            scan: for (column, byte) in line.enumerated() {
                if let delimiter = quote {
                    if byte == delimiter, !isEscaped { quote = nil }
                    isEscaped = byte == UInt8(ascii: "\\") && delimiter == UInt8(ascii: "\"") && !isEscaped
                    continue
                }
                switch byte {
                case UInt8(ascii: "#"): break scan
                case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
                case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(byte)
                case UInt8(ascii: "]"): if open.last == UInt8(ascii: "[") { open.removeLast() }
                case UInt8(ascii: "}"):
                    if open.last == UInt8(ascii: "[") {
                        return Trap(line: number + 1, column: column + 1, text: phrase("a brace is closed inside a list"))
                    }
                    if !open.isEmpty { open.removeLast() }
                default: break
                }
            }
        }
        return nil
    }
}
