public import Phrases
import TOMLKit

/// A language as read from a file, with what was not understood and left out.
public struct LanguageReading: Sendable {
    /// The language; usable whatever the complaints say, what is left out stays English.
    public var language: Language
    /// What was left out, by file and key.
    public var problems: [SettingsProblem]

    /// Makes a reading.
    public init(language: Language, problems: [SettingsProblem]) {
        self.language = language
        self.problems = problems
    }
}

/// Reads language files: `[language]` with `code` and `name`, `[phrases]` with the translations by English words.
public enum LanguageFile {
    /// Reads the text of a language's file; only a file that is no TOML at all gives no language.
    public static func read(_ text: String, file: String) throws(SettingsProblem) -> LanguageReading {
        var reader = try TOMLReader(file: file, text: text)
        let code = reader.string("language", "code") ?? "unnamed"
        let name = reader.string("language", "name") ?? code
        var translations: [String: Translation] = [:]
        for (key, text) in reader.texts("phrases") {
            do throws(Translation.Misfit) {
                translations[key] = try Translation(text, of: key)
            } catch {
                reader.complain("phrases", key, error.words)
            }
        }
        reader.finish()
        return LanguageReading(language: Language(code: code, name: name, translations: translations), problems: reader.problems)
    }
}

extension Translation.Misfit {
    fileprivate var words: String {
        switch self {
        case .noPlace(let text): phrase("\"\(text)\" between braces is no place of an argument")
        case .otherPlaces(let wanted):
            phrase("the phrase has \(wanted) places for figures and names, and the translation does not use each of them")
        }
    }
}
