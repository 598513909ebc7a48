extension Key {
    /// The key as people read and write it: `F5`, `Ctrl-L`, `Alt-x`, `Shift-Up`, `Enter`, `Space`, `a`, `+`.
    ///
    /// A paste, a resize and a focus change are `Paste:text` (line feeds as `\n`, backslashes doubled), `Resize:80x24`, `Focus:in`; the
    /// mouse is `Click:COLUMN,ROW`, `Wheel:up` and `Wheel:down`.
    /// ``init(text:)`` reads each of them back.
    public var text: String {
        switch self {
        case .character(" "): return "Space"
        case .character(let character): return String(character)
        case .function(let number): return "F\(number)"
        case .control(let character): return "Ctrl-" + (character.isLetter ? character.uppercased() : String(character))
        case .alt(" "): return "Alt-Space"
        case .alt(let character): return "Alt-\(character)"
        case .shift(let motion): return "Shift-" + Self.name(of: motion)
        case .controlMotion(let motion): return "Ctrl-" + Self.name(of: motion)
        case .paste(let text): return "Paste:" + text.reduce(into: "") { $0 += Self.escapes[$1] ?? String($1) }
        case .resize(let size): return "Resize:\(size.columns)x\(size.rows)"
        case .focus(let gained): return gained ? "Focus:in" : "Focus:out"
        case .mouse(.click(let point)): return "Click:\(point.column),\(point.row)"
        case .mouse(.wheelUp): return "Wheel:up"
        case .mouse(.wheelDown): return "Wheel:down"
        default: return Self.names.first { $0.key == self }?.name ?? ""
        }
    }

    /// The key with this text, upper and lower case of names taken alike (`ctrl-l`, `enter`, `esc`); nil when there is none.
    public init?(text: String) {
        if text.count == 1, let character = text.first {
            self = character == " " ? .character(" ") : .character(character)
            return
        }
        let lower = text.lowercased()
        if let found = Self.names.first(where: { $0.name.lowercased() == lower }) {
            self = found.key
        } else if let alias = Self.aliases[lower] {
            self = alias
        } else if lower.hasPrefix("ctrl-") {
            self.init(controlled: String(lower.dropFirst(5)))
        } else if lower.hasPrefix("alt-") {
            let rest = text.dropFirst(4)
            guard rest.lowercased() == "space" || rest.count == 1, let last = rest.last else { return nil }
            self = .alt(rest.count == 1 ? last : " ")
        } else if lower.hasPrefix("shift-"), let motion = Self.motion(named: String(lower.dropFirst(6))) {
            self = .shift(motion)
        } else if lower.first == "f", let number = Int(lower.dropFirst()), (1...24).contains(number) {
            self = .function(number)
        } else {
            self.init(event: text)
        }
    }

    private init?(controlled rest: String) {
        if let motion = Self.motion(named: rest) {
            self = .controlMotion(motion)
        } else if rest.count == 1, let character = rest.first, "abcdefghijklmnopqrstuvwxyz@[\\]^_".contains(character) {
            self = .control(character)
        } else {
            return nil
        }
    }

    private init?(event text: String) {
        if text.hasPrefix("Paste:") {
            var content = ""
            var escaped = false
            for character in text.dropFirst(6) {
                if escaped {
                    content.append(character == "n" ? "\n" : character)
                    escaped = false
                } else if character == "\\" {
                    escaped = true
                } else {
                    content.append(character)
                }
            }
            self = .paste(content)
        } else if text.hasPrefix("Resize:") {
            let numbers = text.dropFirst(7).split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
            guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], columns > 0, rows > 0 else { return nil }
            self = .resize(Size(columns: columns, rows: rows))
        } else if text == "Focus:in" || text == "Focus:out" {
            self = .focus(text == "Focus:in")
        } else if text == "Wheel:up" || text == "Wheel:down" {
            self = .mouse(text == "Wheel:up" ? .wheelUp : .wheelDown)
        } else if text.hasPrefix("Click:") {
            let numbers = text.dropFirst(6).split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
            guard numbers.count == 2, let column = numbers[0], let row = numbers[1], column >= 0, row >= 0 else { return nil }
            self = .mouse(.click(Point(column: column, row: row)))
        } else {
            return nil
        }
    }

    private static func name(of motion: Motion) -> String {
        switch motion {
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        }
    }

    private static func motion(named name: String) -> Motion? {
        Motion.allCases.first { Self.name(of: $0).lowercased() == name }
    }

    private static let escapes: [Character: String] = ["\\": "\\\\", "\n": "\\n"]

    private static let names: [(name: String, key: Key)] = [
        ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Shift-Tab", .backTab), ("Backspace", .backspace), ("Del", .delete),
        ("Ins", .insert), ("Space", .character(" ")), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home),
        ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
    ]

    private static let aliases: [String: Key] = [
        "escape": .escape, "return": .enter, "delete": .delete, "insert": .insert, "pageup": .pageUp, "pagedown": .pageDown,
    ]
}
