import Phrases
import TOMLKit

/// Reads typed values out of a TOML document and collects what is wrong by file and key.
struct TOMLReader {
    let file: String
    private let root: TOMLTable
    private(set) var problems: [SettingsProblem] = []
    private var asked: Set<String> = []

    /// Parses a document; a syntax error is thrown with its line and column.
    init(file: String, text: String) throws(SettingsProblem) {
        self.file = file
        if let trap = TOMLTraps.first(in: text) {
            throw SettingsProblem(file: file, place: phrase("line \(trap.line), column \(trap.column)"), text: trap.text)
        }
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let place = phrase("line \(error.source.begin.line), column \(error.source.begin.column)")
            throw SettingsProblem(file: file, place: place, text: error.description)
        } catch {
            throw SettingsProblem(file: file, place: phrase("line 1, column 1"), text: "\(error)")
        }
    }

    mutating func string(_ table: String, _ key: String) -> String? {
        value(table, key, phrase("a text in quotes")) { $0.string }
    }

    mutating func number(_ table: String, _ key: String, in range: ClosedRange<Int>) -> Int? {
        value(table, key, phrase("a whole number from \(range.lowerBound) to \(range.upperBound)")) { value in
            value.int.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func flag(_ table: String, _ key: String) -> Bool? {
        value(table, key, phrase("true or false")) { $0.bool }
    }

    /// A text that another type reads, for example an amount.
    mutating func parsed<Value>(_ table: String, _ key: String, _ meaning: String, _ parse: (String) -> Value?) -> Value? {
        value(table, key, meaning) { $0.string.flatMap(parse) }
    }

    /// The texts of a table by their keys; numbers are taken as their text.
    mutating func texts(_ table: String) -> [(key: String, text: String)] {
        entries(table).compactMap { key, value in
            if let text = value.string ?? value.int.map(String.init) { return (key, text) }
            complain(table, key, phrase("a text in quotes is expected"))
            return nil
        }
    }

    /// The tables inside a table by their keys.
    mutating func tables(_ table: String) -> [(key: String, table: TOMLTable)] {
        entries(table).compactMap { key, value in
            if let inner = value.table { return (key, inner) }
            complain(table, key, phrase("a table in braces is expected"))
            return nil
        }
    }

    /// Complains about every key that was never asked for.
    mutating func finish() {
        for (table, value) in root.sortedPairs {
            guard let inner = value.table else {
                problems.append(SettingsProblem(file: file, place: table, text: phrase("this key stands outside of every known table")))
                continue
            }
            for (key, _) in inner.sortedPairs where !asked.contains("\(table).\(key)") && !asked.contains("\(table).*") {
                complain(table, key, phrase("this key is not known"))
            }
        }
    }

    mutating func complain(_ table: String, _ key: String, _ text: String) {
        problems.append(SettingsProblem(file: file, place: "\(table).\(key)", text: text))
    }

    private mutating func value<Value>(
        _ table: String, _ key: String, _ meaning: String, _ read: (any TOMLValueConvertible) -> Value?
    ) -> Value? {
        asked.insert("\(table).\(key)")
        guard let value = root[table]?.table?[key] else { return nil }
        if let result = read(value) { return result }
        complain(table, key, phrase("\(value.debugDescription) is not \(meaning)"))
        return nil
    }

    private mutating func entries(_ table: String) -> [(String, any TOMLValueConvertible)] {
        asked.insert("\(table).*")
        return root[table]?.table?.sortedPairs ?? []
    }
}

extension TOMLTable {
    var sortedPairs: [(String, any TOMLValueConvertible)] {
        keys.sorted().compactMap { key in self[key].map { (key, $0) } }
    }
}
