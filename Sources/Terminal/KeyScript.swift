/// What somebody does at the console, written down: keys, texts, what to wait for, pictures to take.
///
/// One step a line: keys by name, with spaces between them (`4 1 8 Enter`); `type TEXT` types a text; `wait TEXT` waits until the
/// screen shows a text; `dump FILE` writes the screen as text. Empty lines and lines that begin with `# ` say nothing.
public struct KeyScript: Sendable, Hashable {
    /// One thing that is done, or waited for.
    public enum Step: Sendable, Hashable {
        /// A key is pressed.
        case press(Key)
        /// Nothing is done until the screen shows this text.
        case wait(String)
        /// The screen is written to this file.
        case dump(String)
    }

    /// A step, and the line that it stands in, from 1.
    public struct Line: Sendable, Hashable {
        /// The line's number.
        public let number: Int
        /// What is done.
        public let step: Step
    }

    /// A line that is not understood.
    public struct Misread: Error, Sendable, Hashable {
        /// What is wrong with a line.
        public enum Mistake: Sendable, Hashable {
            /// The step needs a word behind it.
            case needsWord(String)
            /// The word is the name of no key.
            case noKey(String)
        }

        /// The line's number, from 1.
        public let number: Int
        /// What is wrong with it.
        public let mistake: Mistake
    }

    /// The steps in their order.
    public let lines: [Line]

    /// Reads a script; nothing of one with a mistake is taken.
    public init(text: String) throws(Misread) {
        var lines: [Line] = []
        for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let number = offset + 1
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
            guard let first = words.first, !(first == "#" && words.count > 1) else { continue }
            let rest = String(line.drop { $0 == " " || $0 == "\t" }.dropFirst(first.count).dropFirst())
            for step in try Self.steps(first: first, words: words, rest: rest, number: number) {
                lines.append(Line(number: number, step: step))
            }
        }
        self.lines = lines
    }

    private static func steps(first: Substring, words: [Substring], rest: String, number: Int) throws(Misread) -> [Step] {
        switch first {
        case "type", "wait", "dump":
            guard words.count > 1 else { throw Misread(number: number, mistake: .needsWord(String(first))) }
            switch first {
            case "type": return rest.map { .press(.character($0)) }
            case "wait": return [.wait(rest)]
            default: return [.dump(rest)]
            }
        default:
            var steps: [Step] = []
            for word in words {
                guard let key = Key(text: String(word)) else { throw Misread(number: number, mistake: .noKey(String(word))) }
                steps.append(.press(key))
            }
            return steps
        }
    }
}
