import Foundation
import Phrases
import Settings
import Store
import Terminal

/// Finds themes by name: in the campus, in the XDG data folder, beside an installed binary, in a checkout. `mono` is compiled in.
struct ThemeFinder {
    let files: SharedFiles

    init(campus: CampusFolder, environment: [String: String]) {
        files = SharedFiles("themes", campus: campus, environment: environment)
    }

    /// The theme with this name.
    func theme(named name: String) throws -> ThemeReading {
        if name == Theme.mono.name { return ThemeReading(theme: .mono, problems: []) }
        guard let file = file(named: name), let text = try? String(contentsOf: file, encoding: .utf8) else { throw unknown(name) }
        return try ThemeFile.read(text, file: file.path)
    }

    /// The file of a theme; nil for `mono`, which is compiled in, and for a name that nobody knows.
    func file(named name: String) -> URL? {
        name == Theme.mono.name ? nil : files.file(named: name)
    }

    /// The theme for a console that starts: `--theme` wins, then NO_COLOR, then the settings; never without one.
    func starting(argument: String?, settings: String, environment: [String: String]) throws -> ThemeReading {
        if let argument { return try theme(named: argument) }
        if environment["NO_COLOR"].map({ !$0.isEmpty }) == true { return ThemeReading(theme: .mono, problems: []) }
        do {
            return try theme(named: settings)
        } catch {
            return ThemeReading(
                theme: .mono,
                problems: [SettingsProblem(file: "campus.toml", place: "console.theme", text: CommandFailure(describing: error).text)])
        }
    }

    private func unknown(_ name: String) -> CommandFailure {
        CommandFailure(.usage, phrase("There is no theme \"\(name)\". Known are \(names.joined(separator: ", "))."))
    }

    /// The names of all themes that can be found.
    var names: [String] { Set(files.names + [Theme.mono.name]).sorted() }
}
