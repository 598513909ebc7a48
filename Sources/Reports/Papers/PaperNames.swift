import Phrases

/// The names of residents on a paper. They come from the roster and not from the journal, and may be written otherwise there by now.
public enum PaperNames {
    /// The head of the column in front of the names, which never change.
    static let number = Phrase("Number")
    /// The head of the column of names.
    static let name = Phrase("Name")

    /// The names that stand on a paper, by the number of the resident.
    public static func names(in document: Document) -> [String: String] {
        var names: [String: String] = [:]
        for case .table(let table) in document.blocks {
            guard let column = table.columns.firstIndex(where: { $0.title.english == number.english }), column + 1 < table.columns.count,
                table.columns[column + 1].title.english == name.english
            else { continue }
            for row in table.rows where row.count > column + 1 { names[row[column].english] = row[column + 1].english }
        }
        return names
    }
}
