import Terminal

/// When a paste whose end mark does not come counts as ended: after a pause, however long the paste itself takes on a slow line.
struct PasteWatch {
    /// How long a paste may pause.
    static let pause: Duration = .seconds(1)

    private var length: Int?
    /// When it counts as ended, unless more of it comes; nil without a paste.
    private(set) var deadline: ContinuousClock.Instant?

    /// Notes how much of a paste has come; nil when there is none.
    mutating func note(_ newLength: Int?, at now: ContinuousClock.Instant) {
        if newLength != length { deadline = newLength == nil ? nil : now + Self.pause }
        length = newLength
    }

    /// Whether it has paused for too long.
    func isOver(at now: ContinuousClock.Instant) -> Bool { deadline.map { $0 <= now } ?? false }
}

/// Tells text that a terminal without bracketed paste sends as if it were typed: lines of it are there at once.
enum TypedPaste {
    /// So many keys are looked at together.
    static let look = 256
    /// Fewer characters, or fewer lines, may have been typed ahead while a connection stood still.
    static let least = (characters: 64, lines: 3)

    /// The text of keys that came together; nil where a person may have typed them.
    static func text(of keys: [Key]) -> String? {
        guard keys.count >= least.characters else { return nil }
        var text = ""
        for key in keys {
            switch key {
            case .character(let character), .alt(let character): text.append(character)
            case .enter: text.append("\n")
            case .tab: text.append("\t")
            case .control, .escape, .backspace: break
            default: return nil
            }
        }
        return text.count >= least.characters && text.count(where: { $0 == "\n" }) >= least.lines ? text : nil
    }
}
