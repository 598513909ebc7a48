import Foundation
import Settings
import Store
import Terminal

/// Finds themes by name: in the campus, in the XDG data folder, beside an installed binary, in a checkout. `mono` is compiled in.
struct ThemeFinder {
    let folders: [URL]

    init(campus: CampusFolder, environment: [String: String]) {
        let home = environment["HOME"].map { URL(filePath: $0).appending(path: ".local/share").path }
        let data = environment["XDG_DATA_HOME"] ?? home
        let binary = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        // A built binary stands in .build/<configuration> of its checkout, an installed one in <prefix>/bin.
        let beside = [binary.appending(path: "../share/dormwatt/themes")] + Self.parents(of: binary).map { $0.appending(path: "themes") }
        folders =
            [URL(filePath: campus.themes)] + (data.map { [URL(filePath: $0).appending(path: "dormwatt/themes")] } ?? [])
            + beside.map(\.standardizedFileURL)
    }

    private static func parents(of folder: URL) -> [URL] {
        var parents = [folder]
        for _ in 0..<4 { parents.append(parents[parents.count - 1].deletingLastPathComponent()) }
        return parents
    }

    /// The theme with this name.
    func theme(named name: String) throws -> ThemeReading {
        if name == Theme.mono.name { return ThemeReading(theme: .mono, problems: []) }
        guard let file = file(named: name), let text = try? String(contentsOf: file, encoding: .utf8) else { throw unknown(name) }
        return try ThemeFile.read(text, file: file.path)
    }

    /// The file of a theme; nil for `mono`, which is compiled in, and for a name that nobody knows.
    func file(named name: String) -> URL? {
        guard name != Theme.mono.name, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else { return nil }
        return folders.map { $0.appending(path: "\(name).toml") }.first { FileManager.default.isReadableFile(atPath: $0.path) }
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
        CommandFailure(.usage, "There is no theme \"\(name)\". Known are \(names.joined(separator: ", ")).")
    }

    /// The names of all themes that can be found.
    var names: [String] {
        let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0.path)) ?? [] }
        return Set(files.filter { $0.hasSuffix(".toml") && $0 != "Package.toml" }.map { String($0.dropLast(5)) } + [Theme.mono.name])
            .sorted()
    }
}
