// Protects nothing by itself: finds the phrases of the sources, for the tests that hold languages against them.
// How: a small reader of Swift text that knows literals, interpolations and comments, and nothing else.

/// A phrase as it stands in a source file.
struct FoundPhrase: Hashable {
    var key: String
    var line: Int
}

/// What a reader of one source file found.
struct PhraseScan {
    private(set) var phrases: [FoundPhrase] = []
    /// Lines where a phrase is not made of a literal, so that nobody can know its key.
    private(set) var unreadable: [Int] = []
    /// Lines where the words of a phrase are kept for ever in the language of whoever asked first.
    private(set) var frozen: [Int] = []
    /// The texts of a command's help, paragraph by paragraph: what the argument parser is given as `help`, `abstract` and `discussion`.
    private(set) var helps: [FoundPhrase] = []

    private let text: [Character]
    private var index = 0
    private var line = 1

    init(_ source: String) {
        text = Array(source)
        readCode(untilClosing: false)
        findFrozen()
    }

    private func starts(with word: String, at place: Int) -> Bool {
        var place = place
        for character in word {
            guard place < text.count, text[place] == character else { return false }
            place += 1
        }
        return true
    }

    private mutating func step() {
        if text[index] == "\n" { line += 1 }
        index += 1
    }

    /// Reads up to the end, or to the bracket that closes an interpolation.
    private mutating func readCode(untilClosing: Bool) {
        var depth = 0
        while index < text.count {
            if starts(with: "//", at: index) {
                while index < text.count, text[index] != "\n" { step() }
            } else if text[index] == "\"" {
                let (isHelp, start) = (standsAsHelp, line)
                let literal = readLiteral()
                if isHelp { helps += Self.paragraphs(literal).map { FoundPhrase(key: $0, line: start) } }
            } else if startsPhrase {
                readPhrase()
                depth += 1
            } else if text[index] == "(" {
                depth += 1
                step()
            } else if text[index] == ")" {
                step()
                if depth == 0, untilClosing { return }
                depth -= 1
            } else {
                step()
            }
        }
    }

    private var startsPhrase: Bool {
        // The words of a paper; as a pattern and with a phrase that was made elsewhere it is something else.
        if starts(with: ".words(", at: index) { return text[(index + 7)...].first { !$0.isWhitespace } == "\"" }
        guard starts(with: "phrase(", at: index) || starts(with: "Phrase(", at: index) else { return false }
        let before = index > 0 ? text[index - 1] : " "
        return !before.isLetter && before != "." && !starts(with: "func ", at: max(index - 5, 0))
    }

    private var standsAsHelp: Bool {
        let before = text[..<index].reversed().drop { $0.isWhitespace }.prefix(13).reversed()
        return ["help:", "abstract:", "discussion:", "ArgumentHelp("].contains { String(before).hasSuffix($0) }
    }

    /// A text without its indents, its paragraphs as one line each.
    private static func paragraphs(_ literal: String) -> [String] {
        let lines = literal.split(separator: "\n", omittingEmptySubsequences: false).map { line in line.drop { $0 == " " } }
        return lines.split { $0.isEmpty }.map { $0.joined(separator: " ") }
    }

    private mutating func readPhrase() {
        let start = line
        while text[index] != "(" { step() }
        step()
        while index < text.count, text[index].isWhitespace { step() }
        guard index < text.count, text[index] == "\"" else {
            if !["verbatim:", "stringLiteral:", "stringInterpolation:"].contains(where: { starts(with: $0, at: index) }) {
                unreadable.append(start)
            }
            return
        }
        var key = readLiteral()
        if starts(with: ", context: \"", at: index) {
            for _ in 0..<", context: ".count { step() }
            key = readLiteral() + "|" + key
        }
        phrases.append(FoundPhrase(key: key, line: start))
    }

    /// Reads a literal and answers its key: the words, with `{}` for each interpolation.
    private mutating func readLiteral() -> String {
        let isLong = starts(with: "\"\"\"", at: index)
        for _ in 0..<(isLong ? 3 : 1) { step() }
        var key = ""
        while index < text.count, !(text[index] == "\"" && (!isLong || starts(with: "\"\"\"", at: index))) {
            guard text[index] == "\\" else {
                key.append(text[index])
                step()
                continue
            }
            step()
            if text[index] == "(" {
                step()
                readCode(untilClosing: true)
                key += "{}"
            } else {
                key.append(["n": "\n", "r": "\r", "t": "\t"][text[index]] ?? text[index])
                step()
            }
        }
        for _ in 0..<(isLong ? 3 : 1) where index < text.count { step() }
        return key
    }

    /// A `static let` is made once: its phrases would stay in the language of that moment. One that keeps `Phrase` values does not.
    private mutating func findFrozen() {
        let lines = String(text).split(separator: "\n", omittingEmptySubsequences: false)
        var indent: Int?
        for (number, line) in lines.enumerated() {
            let spaces = line.prefix { $0 == " " }.count
            if let open = indent, !line.isEmpty, spaces <= open, line.dropFirst(spaces).first.map({ !"])}".contains($0) }) ?? false {
                indent = nil
            }
            if line.contains("static let ") { indent = spaces }
            if indent != nil, line.contains("phrase(\"") { frozen.append(number + 1) }
        }
    }
}
