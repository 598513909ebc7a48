public import TextLayout

/// A line of text that an operator edits.
public struct TextField: Sendable, Hashable {
    /// What a field takes.
    public enum Kind: Sendable, Hashable {
        /// Any printing characters.
        case text
        /// The digits 0 to 9.
        case digits
        /// Digits, one point, and with `fraction` at most this many digits after it.
        case decimal(fraction: Int)
    }

    /// The text as it stands.
    public private(set) var text: String
    /// Characters before the cursor.
    public private(set) var cursor: Int
    /// What it takes.
    public let kind: Kind
    /// The most characters that it holds.
    public let limit: Int

    /// A field with its first text, the cursor at its end. Of a text that the kind does not take, only what it takes is kept.
    public init(_ text: String = "", kind: Kind = .text, limit: Int = 200) {
        self.text = ""
        self.kind = kind
        self.limit = max(limit, 0)
        cursor = 0
        insert(text)
    }

    /// What came of a key.
    public enum Outcome: Sendable, Hashable {
        /// The text or the cursor changed, or stayed because it was at its end.
        case taken
        /// The field takes characters but not this one, or it is full; nothing changed.
        case refused
        /// The key is not for a field.
        case ignored
    }

    /// Edits with a key: characters, paste (its first line), Backspace, Del, Left, Right, Home, End, Ctrl-U (clear), Ctrl-W (word).
    ///
    /// Full-width digits and signs count as ASCII where the field takes figures.
    public mutating func handle(_ key: Key) -> Outcome {
        switch key {
        case .character(let character): return insert(String(character)) ? .taken : .refused
        case .paste(let pasted):
            let line = pasted.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
            return insert(line.trimmedOfSpaces) ? .taken : .refused
        case .backspace where cursor > 0:
            cursor -= 1
            text.remove(at: place)
        case .delete where cursor < text.count: text.remove(at: place)
        case .left: cursor = max(cursor - 1, 0)
        case .right: cursor = min(cursor + 1, text.count)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = text.count
        case .control("u"): replace(with: "")
        case .control("w"):
            let kept = String(text.prefix(cursor)).withoutLastWord
            text = kept + text.dropFirst(cursor)
            cursor = kept.count
        case .backspace, .delete: break
        default: return .ignored
        }
        cursor = min(cursor, text.count)
        return .taken
    }

    /// Puts another text in, the cursor at its end.
    public mutating func replace(with newText: String) {
        text = ""
        cursor = 0
        insert(newText)
    }

    private var place: String.Index { text.index(text.startIndex, offsetBy: cursor) }

    /// Inserts at the cursor; false, and nothing is changed, when anything of it is refused and this is not the first text.
    @discardableResult
    private mutating func insert(_ added: String) -> Bool {
        let wanted = kind == .text ? added : added.foldedToASCII
        var next = text
        next.insert(contentsOf: wanted, at: place)
        guard !wanted.isEmpty, next.count <= limit, accepts(next) else { return false }
        // A combining mark joins the character before it, so the cursor moves by what the count grew.
        cursor += next.count - text.count
        text = next
        return true
    }

    private func accepts(_ candidate: String) -> Bool {
        switch kind {
        case .text: return candidate == candidate.sanitised
        case .digits: return candidate.utf8.allSatisfy { (0x30...0x39).contains($0) }
        case .decimal(let fraction):
            let parts = candidate.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count <= (fraction > 0 ? 2 : 1), parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
                return false
            }
            return parts.count < 2 || parts[1].count <= fraction
        }
    }
}

extension Frame {
    /// Draws a field in `width` cells; with `focused` the hardware cursor is parked in it and the part around it is in view.
    ///
    /// - Parameter placeholder: shown dim while the field is empty and not focused.
    public mutating func field(
        _ field: TextField, at point: Point, width: Int, focused: Bool, wrong: Bool = false, alignment: Alignment = .left,
        placeholder: String = ""
    ) {
        let role: Role = wrong ? .wrongField : focused ? .focusedField : .field
        fill(Rect(origin: point, size: Size(columns: width, rows: 1)), role: role)
        if field.text.isEmpty, !focused {
            put(placeholder, at: point, role: .dim, maxWidth: width)
            return
        }
        // One cell stays free for the cursor behind the last character.
        let before = Array(field.text.prefix(field.cursor))
        var start = 0
        while before[start...].reduce(0, { $0 + $1.cellWidth }) > width - 1, start < before.count { start += 1 }
        let shown = String(field.text.dropFirst(start))
        let free = max(width - 1 - shown.cellWidth, 0)
        let offset = alignment == .right && start == 0 ? free : 0
        pane(Rect(column: point.column + offset, row: point.row, columns: width - offset, rows: 1)) { pane in
            pane.write(shown.sanitised, row: 0, column: 0, role: role)
        }
        if focused {
            let column = point.column + offset + before[start...].reduce(0) { $0 + $1.cellWidth }
            cursor = Point(column: column, row: point.row)
            showsCursor = true
        }
    }
}

extension String {
    fileprivate var trimmedOfSpaces: String {
        String(drop { $0 == " " || $0 == "\r" || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\r" || $0 == "\t" }.reversed())
    }

    fileprivate var withoutLastWord: String {
        String(reversed().drop { $0 == " " }.drop { $0 != " " }.reversed())
    }
}
