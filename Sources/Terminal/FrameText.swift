extension Frame {
    /// The frame as lines of text without trailing spaces, as a person would copy them from the screen.
    public var lines: [String] {
        (0..<size.rows).map { index in
            var line = ""
            for cell in row(index) where cell.width > 0 { line.append(cell.character) }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The frame as one text, each line ended by a line feed.
    public var text: String { lines.map { $0 + "\n" }.joined() }

    /// The roles as lines of one sign a cell, with the meaning of each sign, for tests that compare how a screen is drawn.
    ///
    /// `text` is a space; the others take letters in the order in which they occur. A highlight counts as
    /// `role+highlight`.
    public var roleMap: (lines: [String], legend: [Character: String]) {
        var signs: [String: Character] = ["text": " "]
        var free = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").makeIterator()
        let lines = (0..<size.rows).map { index in
            var line = ""
            for cell in row(index) {
                let name = cell.role.rawValue + (cell.highlight.map { "+" + $0.rawValue } ?? "")
                let sign = signs[name] ?? free.next() ?? "?"
                signs[name] = sign
                line.append(sign)
            }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        let legend = Dictionary(signs.filter { $0.key != "text" }.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        return (lines, legend)
    }
}
