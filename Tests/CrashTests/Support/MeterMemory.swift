// What the meters know, read from the equipment's own files: no line, no collector and no code of the product stands between.
import Foundation

/// The purchase count and the total bought of one meter, in hundredths of what it keeps.
struct Purse: Equatable {
    var count: Int
    var bought: Int64
}

enum MeterMemory {
    /// What the meters said when the campus was taken over, by address.
    static func baselines(_ field: String) throws -> [String: Purse] {
        var purses: [String: Purse] = [:]
        for row in try table(field + "/meters.csv") {
            guard let meter = row["meter"], let count = row["count"].flatMap({ Int($0) }), let bought = row["bought"].flatMap(hundredths)
            else { continue }
            purses[meter] = Purse(count: count, bought: bought)
        }
        return purses
    }

    /// What they know now; the equipment must have ended, because only then everything stands in its snapshot.
    static func purses(_ field: String) throws -> [String: Purse] {
        let snapshot = try JSONDecoder().decode(Snapshot.self, from: Data(contentsOf: URL(filePath: field + "/snapshot.json")))
        return Dictionary(
            snapshot.states.map { state in
                let address = state.address.reversed().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                return (address, Purse(count: state.purse.count, bought: state.purse.totalBought / 100))
            }
        ) { first, _ in first }
    }

    private struct Snapshot: Decodable {
        let states: [State]

        struct State: Decodable {
            let address: [UInt8]
            let purse: SavedPurse
        }

        struct SavedPurse: Decodable {
            let count: Int
            let totalBought: Int64
        }
    }

    /// The lines of one of the equipment's own lists by their columns; its fields never hold commas or quotes.
    static func table(_ path: String) throws -> [[String: String]] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        guard let head = lines.first?.split(separator: ",", omittingEmptySubsequences: false) else { return [] }
        return lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            return Dictionary(zip(head, fields).map { (String($0), String($1)) }) { first, _ in first }
        }
    }

    private static func hundredths(_ text: String) -> Int64? { Int64(text.filter { $0 != "." }) }
}
