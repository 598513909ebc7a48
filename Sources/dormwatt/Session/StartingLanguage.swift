import Foundation
import Phrases
import Settings
import Store

/// The language that a command speaks from its first word on, before its arguments are understood: complaints about them are words too.
enum StartingLanguage {
    /// What `--language` says, else the campus that the arguments or the environment name, else the locale.
    static func choose(_ arguments: [String], environment: [String: String]) throws -> LanguageReading {
        let campus = CampusFolder.locate(argument: value(of: "--campus", in: arguments), environment: environment)
        let text = campus.flatMap { FileManager.default.contents(atPath: $0.settings) }.map { String(decoding: $0, as: UTF8.self) }
        // Settings with a mistake are complained about when the campus is opened.
        let settings = text.flatMap { try? CampusSettings.read($0, file: "campus.toml").get().language }
        return try LanguageFinder(campus: campus, environment: environment)
            .starting(argument: value(of: "--language", in: arguments), settings: settings, environment: environment)
    }

    /// Whether a program reads what the command says: then that is English, and only papers are in the language that was chosen.
    static func speaksToPrograms(_ arguments: [String]) -> Bool { arguments.contains("--json") }

    private static func value(of option: String, in arguments: [String]) -> String? {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        for (index, argument) in arguments[..<end].enumerated() {
            if argument == option { return index + 1 < end ? arguments[index + 1] : nil }
            if argument.hasPrefix(option + "=") { return String(argument.dropFirst(option.count + 1)) }
        }
        return nil
    }
}
