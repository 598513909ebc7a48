// The source tree as the tidy tests see it: files, their lines, their imports.
import Foundation

struct SourceFile {
    /// The path below the root of the project, for example `Sources/Domain/Ledger/Entry.swift`.
    let path: String
    let lines: [Substring]

    /// The module in whose folder the file stands.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    private static var importLine: Regex<(Substring, Substring)> {
        #/
        ^(?:@\w+(?:\([^)]*\))?\s+)*
        (?:(?:public|package|internal|private|fileprivate)\s+)?
        import\s+
        (?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?
        ([A-Za-z_]\w*)
        /#
    }

    /// The modules that the file imports, without the kinds and access levels before them.
    var imports: [(module: String, line: Int)] {
        let pattern = Self.importLine
        return lines.enumerated().filter { $0.element.contains("import ") }.compactMap { index, line in
            line.firstMatch(of: pattern).map { (String($0.1), index + 1) }
        }
    }
}

enum Tree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func files(under folder: String, ending: String = ".swift") throws -> [SourceFile] {
        let base = root.appending(path: folder)
        guard let walker = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return try walker.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted().map { name in
            let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
            return SourceFile(path: "\(folder)/\(name)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }
}
