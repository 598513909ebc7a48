import Phrases

/// Why a paper can not be made. Nothing was printed or saved.
public enum PaperError: Error, Hashable, Sendable {
    /// The amounts of the table under this heading need more columns than the page has.
    case tooWide(String)
    /// This machine has no library of this name to draw with, or one that is of no use, with the words of the dynamic linker.
    case missingLibrary(String, reason: String)
    /// No font of this machine has these characters.
    case missingGlyphs([Character])
    /// The drawing library gave up, with its words.
    case drawing(String)

    /// What happened, in one sentence.
    public var happened: String {
        switch self {
        case .tooWide(let heading): phrase("The amounts under \"\(heading)\" are wider than the page.")
        case .missingLibrary(let library, let reason):
            phrase("PDF pages are drawn by the library \(library), which this machine can not use: \(reason).")
        case .missingGlyphs(let characters):
            phrase("No font of this machine has \(characters.map { "\"\($0)\" (\(Self.name($0)))" }.joined(separator: ", ")).")
        case .drawing(let reason): phrase("The pages could not be drawn: \(reason).")
        }
    }

    /// What to do next.
    public var remedy: String {
        switch self {
        case .tooWide: phrase("Take fewer rooms or a shorter period.")
        case .missingLibrary:
            Reader.advice(
                console: phrase("Install it, on Debian and Ubuntu by apt install libpangocairo-1.0-0, and save it again: g p, Enter, s."),
                commandLine: phrase(
                    "Install it, on Debian and Ubuntu by apt install libpangocairo-1.0-0; papers as text (--text, --to FILE.txt) need none."
                ))
        case .missingGlyphs: phrase("Install a font that has them, for example fonts-noto-cjk, and print again.")
        case .drawing: phrase("Look at the free memory and at the fonts, then print again.")
        }
    }

    private static func name(_ character: Character) -> String {
        character.unicodeScalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
    }
}
