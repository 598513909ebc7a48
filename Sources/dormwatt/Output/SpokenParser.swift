import ArgumentParser
import Phrases
import TextLayout

/// What the argument parser says about wrong words, in the language that is spoken.
///
/// The parser speaks English alone. Each of its sentences stands here once, with a place for each name in it; one that is not among them
/// stays as it is, so a new version of the parser costs words and never the complaint.
enum SpokenParser {
    private static let sentences: [Phrase] = [
        Phrase("Unknown option '\("")'. Did you mean '\("")'?"),
        Phrase("Unknown option '\("")'"),
        Phrase("Invalid option: \("")"),
        Phrase("The option '\("")' does not take any value, but '\("")' was specified."),
        Phrase("Missing value for '\("")'"),
        Phrase("Missing expected argument '\("")'"),
        Phrase("Unexpected argument '\("")'"),
        Phrase("\("") unexpected arguments: '\("")'"),
        Phrase("The value '\("")' is invalid for '\("")': \("")"),
        Phrase("The value '\("")' is invalid for '\("")'. Please provide one of the following:\n\("")"),
        Phrase("The value '\("")' is invalid for '\("")'. Please provide one of \("")."),
        Phrase("The value '\("")' is invalid for '\("")'"),
        Phrase("Can't generate completion scripts for '\("")'.\nPlease use --generate-completion-script=<shell> with one of:\n\("")"),
        Phrase("Can't autodetect a supported shell.\nPlease use --generate-completion-script=<shell> with one of:\n\("")"),
    ]

    /// A complaint as it is printed: what is wrong, what the option is for, and how the command is used.
    ///
    /// - Parameters:
    ///   - message: what is wrong, alone.
    ///   - text: the whole text of the parser, with the message at its beginning.
    static func complaint(_ message: String, in text: String) -> String {
        let head = "Error: " + message
        guard Language.current.code != Language.english.code, text.hasPrefix(head) else { return text }
        let lines = text.dropFirst(head.count).split(separator: "\n").map(String.init)
        return ([phrase("Error: \(spoken(message))")] + lines.map(line)).joined(separator: "\n")
    }

    private static func spoken(_ message: String) -> String {
        let said = sentences.lazy.compactMap { $0.found(in: message) { Phrase(verbatim: list($0)) } }.first
        return said?.text ?? message
    }

    /// Values that could be meant: `'a', 'b' or 'c'`.
    private static func list(_ values: String) -> String {
        let comma = "', '"
        return values.replacing("' or '", with: comma).replacing("' and '", with: comma)
    }

    private static func line(_ english: String) -> String {
        let (help, usage, more) = ("Help:  ", "Usage: ", "  See '")
        if english.hasPrefix(help), let gap = english.dropFirst(help.count).firstRange(of: "  ") {
            let words = SpokenHelp.say(String(english[gap.upperBound...]))
            return phrase("Help:  ") + english[..<gap.upperBound].dropFirst(help.count) + words
        }
        if english.hasPrefix(usage) { return phrase("Usage: ") + english.dropFirst(usage.count) }
        if english.hasPrefix(more), let end = english.lastIndex(of: "'") {
            return "  " + phrase("See '\(String(english[..<end].dropFirst(more.count)))' for more information.")
        }
        return english
    }
}
