import Foundation
import Store

/// Files of one kind by name: in the campus, in the XDG data folder, beside an installed binary, in a checkout. The first one wins.
struct SharedFiles: Sendable {
    private let folders: [URL]

    /// - Parameters:
    ///   - kind: the name of the folder, `themes` or `languages`.
    ///   - campus: the campus whose own files win; nil where none is known yet.
    init(_ kind: String, campus: CampusFolder?, environment: [String: String]) {
        let home = environment["HOME"].map { URL(filePath: $0).appending(path: ".local/share").path }
        let data = environment["XDG_DATA_HOME"] ?? home
        let binary = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        // A built binary stands in .build/<configuration> of its checkout, an installed one in <prefix>/bin.
        let beside = [binary.appending(path: "../share/dormwatt/\(kind)")] + Self.parents(of: binary).map { $0.appending(path: kind) }
        folders =
            (campus.map { [URL(filePath: $0.path).appending(path: kind)] } ?? [])
            + (data.map { [URL(filePath: $0).appending(path: "dormwatt/\(kind)")] } ?? []) + beside.map(\.standardizedFileURL)
    }

    private static func parents(of folder: URL) -> [URL] {
        var parents = [folder]
        for _ in 0..<4 { parents.append(parents[parents.count - 1].deletingLastPathComponent()) }
        return parents
    }

    /// The file with this name; nil where there is none, and for what can be no name.
    func file(named name: String) -> URL? {
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else { return nil }
        return folders.map { $0.appending(path: "\(name).toml") }.first { FileManager.default.isReadableFile(atPath: $0.path) }
    }

    /// The names of all files.
    var names: [String] {
        folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0.path)) ?? [] }
            .filter { $0.hasSuffix(".toml") && $0 != "Package.toml" }.map { String($0.dropLast(5)) }
    }
}
