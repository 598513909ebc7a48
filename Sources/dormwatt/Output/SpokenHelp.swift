import ArgumentParser
import Phrases
import TextLayout

/// The help of commands in the language that is spoken, its columns measured in cells.
///
/// The argument parser makes the page in English; each text of it is a phrase by itself, found by its English words.
enum SpokenHelp {
    private static let width = 80
    /// Where the explanations begin, as on the English pages.
    private static let column = 26
    /// So wide that the parser breaks no line.
    private static let unbroken = 10_000
    private static let overview = "OVERVIEW: "

    /// The help that arguments ask for; nil where they ask for none, or English is spoken.
    ///
    /// - Parameter english: what the parser says to them; a command that has others below it answers with its help when it stands alone.
    static func page(for arguments: [String], _ english: String) -> String? {
        guard Language.current.code != Language.english.code,
            arguments.contains("--help") || arguments.contains("-h") || arguments.first == "help" || english.hasPrefix(overview)
        else { return nil }
        var command: any ParsableCommand.Type = Dormwatt.self
        for argument in arguments {
            command = command.configuration.subcommands.first { $0._commandName == argument } ?? command
        }
        return spoken(Dormwatt.helpMessage(for: command, includeHidden: false, columns: unbroken))
    }

    private static func spoken(_ english: String) -> String {
        let paragraphs = english.split(separator: "\n\n", omittingEmptySubsequences: true)
        return paragraphs.map { paragraph(String($0)) }.joined(separator: "\n\n") + "\n"
    }

    private static func paragraph(_ text: String) -> String {
        let lines = text.split(separator: "\n").map(String.init)
        guard let first = lines.first else { return "" }
        let sections = ["ARGUMENTS:": phrase("ARGUMENTS:"), "OPTIONS:": phrase("OPTIONS:"), "SUBCOMMANDS:": phrase("SUBCOMMANDS:")]
        if let section = sections[first] { return ([section] + entries(Array(lines.dropFirst()))).joined(separator: "\n") }
        if first.hasPrefix("USAGE: ") {
            return (phrase("USAGE: ") + lines.joined(separator: " ").dropFirst("USAGE: ".count)).wrapped(to: width).joined(separator: "\n")
        }
        if first.hasPrefix("  See '") { return "  " + phrase("dormwatt help SUBCOMMAND says more.") }
        let words = lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
        guard first.hasPrefix(overview) else { return say(words).wrapped(to: width).joined(separator: "\n") }
        return phrase("OVERVIEW: \(say(String(words.dropFirst(overview.count))))").wrapped(to: width).joined(separator: "\n")
    }

    /// Names with their explanations; a long name has a line of its own.
    private static func entries(_ lines: [String]) -> [String] {
        var entries: [(name: String, words: String)] = []
        for line in lines {
            let isContinued = line.hasPrefix("   ")
            let text = line.drop { $0 == " " }
            if isContinued, let last = entries.indices.last {
                entries[last].words += (entries[last].words.isEmpty ? "" : " ") + text
            } else if line.count > column, line.dropFirst(column - 1).first == " " {
                let name = line.prefix(column).drop { $0 == " " }.split(separator: " ").joined(separator: " ")
                entries.append((name, String(line.dropFirst(column))))
            } else {
                entries.append((String(text), ""))
            }
        }
        return entries.flatMap { entry in
            let words = say(entry.words).wrapped(to: width - column)
            let name = "  " + entry.name
            let blank = String(repeating: " ", count: column)
            guard name.cellWidth < column, let first = words.first else { return [name] + words.map { blank + $0 } }
            return [name + blank.dropFirst(name.cellWidth) + first] + words.dropFirst().map { blank + $0 }
        }
    }

    /// A text of the help; what stands in brackets behind it, such as the value that is taken by itself, stays.
    static func say(_ english: String) -> String {
        guard !english.isEmpty else { return "" }
        // The one text that is the parser's own.
        if english == "Show help information." { return phrase("Show help information.") }
        let tail = english.firstRange(of: " (default: ") ?? english.firstRange(of: " (values: ")
        let words = String(tail.map { english[..<$0.lowerBound] } ?? english[...])
        let rest = tail.map { String(english[$0.lowerBound...]) } ?? ""
        let known = Phrase(stringLiteral: words).text
        return (known == words ? Language.current.recognising(words) : known)
            + rest.replacing("(default: ", with: phrase("(default: ")).replacing("(values: ", with: phrase("(values: "))
    }
}
