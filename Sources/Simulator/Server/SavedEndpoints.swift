import Foundation

/// The ports of the last run, so that a campus finds its concentrators again.
enum SavedEndpoints {
    private static func file(_ folder: URL) -> URL { folder.appendingPathComponent("endpoints.json") }

    /// Ports by concentrator; a missing or unreadable file knows none.
    static func load(from folder: URL) -> [String: Int] {
        guard let data = try? Data(contentsOf: file(folder)), let saved = try? JSONDecoder().decode([FieldEndpoint].self, from: data)
        else { return [:] }
        return Dictionary(saved.map { ($0.concentrator, $0.port) }, uniquingKeysWith: { $1 })
    }

    static func save(_ endpoints: [FieldEndpoint], in folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(endpoints).write(to: file(folder), options: .atomic)
    }
}
