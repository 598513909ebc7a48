import Phrases

/// A line of a file seen through the names of its columns, with typed fields that complain with their place.
struct CSVRow {
    let record: CSVRecord
    let columns: [String: Int]

    /// The text of a column, trimmed; empty when the file has no such column.
    func text(_ name: String) -> String {
        columns[name].map { CSVField.trimmed(record.fields[$0]) } ?? ""
    }

    /// A column that must not be empty.
    func required(_ name: String) throws(ImportProblem) -> String {
        let text = text(name)
        guard !text.isEmpty else { throw problem(name, phrase("\(name) is missing")) }
        return text
    }

    /// A whole number inside a range; the default when the field is empty and a default is given.
    func number(_ name: String, in range: ClosedRange<Int>, default standard: Int? = nil) throws(ImportProblem) -> Int {
        let text = text(name)
        if text.isEmpty, let standard { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw problem(name, phrase("\"\(text)\" is no \(name); a whole number from \(range.lowerBound) to \(range.upperBound) is"))
        }
        return number
    }

    func problem(_ name: String, _ text: String) -> ImportProblem {
        ImportProblem(line: record.line, column: (columns[name] ?? 0) + 1, text: text)
    }
}

extension CSV {
    /// The lines by column names; problems instead when a needed column is missing or one is not known.
    func rows(needed: [String], optional: [String]) -> Result<[CSVRow], ImportProblem> {
        for name in needed where !header.contains(name) {
            return .failure(
                ImportProblem(
                    line: 1, column: 1, text: phrase("the column \"\(name)\" is missing; needed are \(needed.joined(separator: ", "))")))
        }
        for (index, name) in header.enumerated() where !needed.contains(name) && !optional.contains(name) {
            let known = (needed + optional).joined(separator: ", ")
            return .failure(
                ImportProblem(line: 1, column: index + 1, text: phrase("the column \"\(name)\" is not known; known are \(known)")))
        }
        let columns = Dictionary(header.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        return .success(records.map { CSVRow(record: $0, columns: columns) })
    }
}
