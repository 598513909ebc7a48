/// Words for people, which can be said in every language that has a file.
///
/// A literal is the English words and the key of the translation at once: `"Room \(room) is closed."` has the key
/// `Room {} is closed.` and the room as its argument. An argument that is a phrase is translated too; every other one stays as
/// it is. The words are chosen when ``text`` is asked for, so a phrase that is kept follows the language.
public struct Phrase: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The words between the arguments: always one more than there are arguments.
    let pieces: [String]
    let arguments: [Argument]
    /// Tells two meanings of the same English words apart; empty where there is one.
    let context: String

    enum Argument: Sendable, Hashable {
        case verbatim(String)
        case phrase(Phrase)
    }

    init(pieces: [String], arguments: [Argument], context: String) {
        (self.pieces, self.arguments, self.context) = (pieces, arguments, context)
    }

    /// The words of a literal.
    public init(stringLiteral words: String) {
        (pieces, arguments, context) = ([words], [], "")
    }

    /// The words of a literal with arguments in it.
    public init(stringInterpolation: StringInterpolation) {
        (pieces, arguments, context) = (stringInterpolation.pieces, stringInterpolation.arguments, "")
    }

    /// A phrase as itself, so that `Phrase("Open")` marks a literal that is kept.
    public init(_ phrase: Phrase) { self = phrase }

    /// A phrase whose English words have another meaning elsewhere; its key is `context|words`.
    public init(_ phrase: Phrase, context: String) {
        (pieces, arguments, self.context) = (phrase.pieces, phrase.arguments, context)
    }

    /// Names, figures and what a person typed: the same in every language.
    public init(verbatim text: String) {
        (pieces, arguments, context) = (["", ""], [.verbatim(text)], "")
    }

    /// Phrases one after the other with a space between them, each of which is translated by itself.
    public static func together(_ parts: [Phrase]) -> Phrase {
        let spaces = [String](repeating: " ", count: max(parts.count - 1, 0))
        return Phrase(pieces: parts.isEmpty ? [""] : [""] + spaces + [""], arguments: parts.map(Argument.phrase), context: "")
    }

    /// What stands before a translation in a language's file: the English words with `{}` for each argument.
    public var key: String { (context.isEmpty ? "" : context + "|") + pieces.joined(separator: "{}") }

    /// The English words.
    public var description: String { assembled(in: .english) }

    /// The English words, for what is written down: ``Language/recognising(_:)`` says them in another language when they are shown.
    public var english: String { assembled(in: .english) }

    /// The words in the language that is spoken here.
    public var text: String { text(in: .current) }

    /// The words in a language; the English ones where it has no translation.
    public func text(in language: Language) -> String {
        guard !language.isEmpty, let pattern = language[key] else { return assembled(in: language) }
        return pattern.text(arguments.map { $0.text(in: language) })
    }

    private func assembled(in language: Language) -> String {
        guard !arguments.isEmpty else { return pieces[0] }
        var text = pieces[0]
        for (argument, piece) in zip(arguments, pieces.dropFirst()) {
            text += argument.text(in: language)
            text += piece
        }
        return text
    }
}

extension Phrase {
    /// Collects the words and arguments of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces = [""]
        fileprivate var arguments: [Argument] = []

        /// Begins a literal.
        public init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount + 1)
            arguments.reserveCapacity(interpolationCount)
        }

        /// Words.
        public mutating func appendLiteral(_ words: String) { pieces[pieces.count - 1] += words }

        /// An argument that is translated too.
        public mutating func appendInterpolation(_ phrase: Phrase) { append(.phrase(phrase)) }

        /// Text that stays as it is.
        public mutating func appendInterpolation(_ text: String) { append(.verbatim(text)) }

        /// A value that stays as it is.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) { append(.verbatim(value.description)) }

        private mutating func append(_ argument: Argument) {
            arguments.append(argument)
            pieces.append("")
        }
    }
}

extension Phrase.Argument {
    fileprivate func text(in language: Language) -> String {
        switch self {
        case .verbatim(let text): text
        case .phrase(let phrase): phrase.text(in: language)
        }
    }
}

/// The words of a literal in the language that is spoken here.
public func phrase(_ phrase: Phrase) -> String { phrase.text }

/// The words of a literal whose English has another meaning elsewhere.
public func phrase(_ words: Phrase, context: String) -> String { Phrase(words, context: context).text }
