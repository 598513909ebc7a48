import Foundation
import Phrases
import Settings
import Store

/// Finds languages by code, where themes are found too. English is compiled in.
struct LanguageFinder: Sendable {
    private let files: SharedFiles

    init(campus: CampusFolder?, environment: [String: String]) {
        files = SharedFiles("languages", campus: campus, environment: environment)
    }

    /// The file of a language; nil for English, and for a code that nobody knows.
    func file(of code: String) -> URL? { code == Language.english.code ? nil : files.file(named: code) }

    /// The language with this code.
    func language(_ code: String) throws -> LanguageReading {
        if code == Language.english.code { return LanguageReading(language: .english, problems: []) }
        guard let file = file(of: code), let text = try? String(contentsOf: file, encoding: .utf8) else { throw unknown(code) }
        return try LanguageFile.read(text, file: file.path)
    }

    private func unknown(_ code: String) -> CommandFailure {
        let known = Set(files.names + [Language.english.code]).sorted().joined(separator: ", ")
        return CommandFailure(.usage, phrase("There is no language \"\(code)\". Known are \(known)."))
    }

    /// The language with which a program starts: what the command says, then the campus, then the locale; English where that has no file.
    ///
    /// Only a language that the command names and that is not there is an error.
    func starting(argument: String?, settings: String?, environment: [String: String]) throws -> LanguageReading {
        if let argument { return try language(argument) }
        do {
            return try language(settings ?? LanguageWish.code(in: environment))
        } catch {
            let problem = settings.map { _ in
                SettingsProblem(file: "campus.toml", place: "campus.language", text: CommandFailure(describing: error).text)
            }
            return LanguageReading(language: .english, problems: problem.map { [$0] } ?? [])
        }
    }
}
