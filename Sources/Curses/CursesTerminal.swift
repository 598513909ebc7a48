import CCurses
import Terminal

/// The real terminal: copies whole frames into curses, which sends what changed, and reads keys.
@ScreenLoop
final class CursesTerminal {
    let depth: ColourDepth
    let isUTF8: Bool
    private let synchronised: Bool
    private let pairLimit: Int32
    private var pairs: [PairKey: Int32] = [:]
    private var inks: [InkKey: Ink] = [:]
    private var theme: Theme?
    private var title: String?
    /// What the screen shows; nil when it has to be drawn anew.
    private var drawn: Frame?
    private var decoder = KeyDecoder()

    private struct PairKey: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private struct InkKey: Hashable {
        let role: Role
        let ground: Role
        let highlight: Role?
    }

    private struct Ink {
        let attributes: Int32
        let pair: Int32
    }

    init(facts: TerminalFacts, synchronised: Bool) {
        depth = facts.depth
        isUTF8 = facts.isUTF8
        self.synchronised = synchronised
        pairLimit = terminal_pairs()
    }

    var size: Size { Size(columns: Int(terminal_columns()), rows: Int(terminal_rows())) }

    /// So many rows are drawn without marks of synchronised output around them.
    private static let unmarkedRows = 2

    /// Draws a whole frame, and of it only the rows that are not on the screen already.
    func draw(_ frame: Frame, theme wanted: Theme) {
        let newTheme = wanted.fitted(to: depth)
        if theme != newTheme {
            theme = newTheme
            (inks, drawn) = ([:], nil)
        }
        terminal_modes(frame.modes.bracketedPaste ? 1 : 0, frame.modes.focus ? 1 : 0)
        terminal_mouse(frame.modes.mouse ? 1 : 0)
        if drawn?.size != frame.size { drawn = nil }
        if drawn == nil { terminal_erase() }
        let rows = (0..<min(frame.size.rows, size.rows)).filter { drawn?.row($0) != frame.row($0) }
        for row in rows { draw(frame.row(row), row: Int32(row), theme: newTheme) }
        drawn = frame
        if let title = frame.title, title != self.title {
            self.title = title
            terminal_title(title.printable(isUTF8))
        }
        let cursor = frame.cursor ?? Point(column: 0, row: max(frame.size.rows - 1, 0))
        let visible = frame.cursor != nil && frame.showsCursor
        // Nobody sees a line or two being drawn: the marks would be most of what a clock costs on a slow line.
        let isMarked = synchronised && rows.count > Self.unmarkedRows
        terminal_flush(Int32(cursor.row), Int32(cursor.column), visible ? 1 : 0, isMarked ? 1 : 0)
    }

    private func draw(_ cells: ArraySlice<Cell>, row: Int32, theme: Theme) {
        var column: Int32 = 0
        var lastKey: InkKey?
        var ink = Ink(attributes: 0, pair: 0)
        for cell in cells {
            defer { column += 1 }
            if cell.width == 0 { continue }
            let key = InkKey(role: cell.role, ground: cell.ground, highlight: cell.highlight)
            if key != lastKey {
                ink = self.ink(key, theme: theme)
                lastKey = key
            }
            put(cell, row: row, column: column, ink: ink)
        }
    }

    private func put(_ cell: Cell, row: Int32, column: Int32, ink: Ink) {
        var scalars: (UInt32, UInt32, UInt32, UInt32, UInt32) = (0x20, 0, 0, 0, 0)
        if isUTF8 || cell.character.isASCII {
            for (index, scalar) in cell.character.unicodeScalars.prefix(5).enumerated() {
                switch index {
                case 0: scalars.0 = scalar.value
                case 1: scalars.1 = scalar.value
                case 2: scalars.2 = scalar.value
                case 3: scalars.3 = scalar.value
                default: scalars.4 = scalar.value
                }
            }
        } else {
            scalars.0 = 0x3F
            if cell.width == 2 { terminal_put(row, column + 1, 0x3F, 0, 0, 0, 0, ink.attributes, ink.pair) }
        }
        terminal_put(row, column, scalars.0, scalars.1, scalars.2, scalars.3, scalars.4, ink.attributes, ink.pair)
    }

    private func ink(_ key: InkKey, theme: Theme) -> Ink {
        if let known = inks[key] { return known }
        let style = theme.style(key.role, on: key.ground, under: key.highlight).fitted(to: depth)
        let colours = PairKey(foreground: number(style.foreground), background: number(style.background))
        let ink = Ink(attributes: bits(style.attributes), pair: pair(colours))
        inks[key] = ink
        return ink
    }

    private func pair(_ colours: PairKey) -> Int32 {
        if colours == PairKey(foreground: -1, background: -1) { return 0 }
        if let known = pairs[colours] { return known }
        // A terminal with few pairs shows in its own colours what comes after the last one.
        let next = Int32(pairs.count + 1)
        guard next < pairLimit, terminal_define_pair(next, colours.foreground, colours.background) == 0 else { return 0 }
        pairs[colours] = next
        return next
    }

    private func number(_ colour: Colour) -> Int32 {
        switch colour {
        case .terminal: return -1
        case .indexed(let index): return Int32(index)
        case .rgb(let red, let green, let blue):
            let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
            // Direct-colour terminals take the first eight numbers for their palette; those blues are as good as black.
            return value < 8 ? 0 : value
        }
    }

    private func bits(_ attributes: Attributes) -> Int32 {
        var bits = 0
        if attributes.contains(.bold) { bits |= Int(TERMINAL_BOLD) }
        if attributes.contains(.dim) { bits |= Int(TERMINAL_DIM) }
        if attributes.contains(.italic) { bits |= Int(TERMINAL_ITALIC) }
        if attributes.contains(.underline) { bits |= Int(TERMINAL_UNDERLINE) }
        if attributes.contains(.reverse) { bits |= Int(TERMINAL_REVERSE) }
        return Int32(bits)
    }
}

extension CursesTerminal {
    /// How much has come of a paste whose end has not come; nil without one.
    var pasteLength: Int? { decoder.pasteLength }

    /// The next keys that are there; empty when none is.
    func read() -> [Key] {
        while true {
            var value: UInt32 = 0
            let keys: [Key]
            switch Int(terminal_read(&value)) {
            case Int(TERMINAL_INPUT_SCALAR): keys = decoder.take(.scalar(value))
            case Int(TERMINAL_INPUT_KEY): keys = decoder.take(.key(value))
            case Int(TERMINAL_INPUT_MOUSE): keys = decoder.take(.mouse(value))
            default: return decoder.settle()
            }
            if !keys.isEmpty { return keys }
        }
    }

    /// The keys that are there, at most so many; the others are there the next time.
    func read(atMost limit: Int) -> [Key] {
        var keys: [Key] = []
        while keys.count < limit, case let more = read(), !more.isEmpty { keys += more }
        return keys
    }

    /// Takes text that was read as typed, and what follows it without a pause, for a paste.
    func beginPaste(with text: String) { decoder.beginPaste(with: text) }

    /// Ends a paste whose end mark does not come.
    func endPaste() -> [Key] { decoder.endPaste() }

    /// Throws away what was typed and not yet read.
    func flushInput() {
        terminal_flush_input()
        decoder.forget()
    }

    /// Takes over the size that the terminal has now.
    func resize() {
        terminal_resize()
        repaint()
    }

    /// Makes the next frame send every cell.
    func repaint() {
        drawn = nil
        terminal_repaint()
    }

    /// Rings the bell.
    func bell() { terminal_bell() }

    /// Gives the terminal back, stops the process, and takes the terminal again once it is continued.
    func suspend() {
        terminal_leave()
        terminal_suspend()
        enter()
    }

    /// Takes the terminal again after something else has had it.
    func enter() {
        terminal_enter()
        (title, drawn) = (nil, nil)
        decoder.forget()
    }
}

extension String {
    /// This text as a terminal of this encoding can show it.
    fileprivate func printable(_ isUTF8: Bool) -> String {
        // C1 too: a terminal that reads UTF-8 still obeys them.
        let steers: (Unicode.Scalar) -> Bool = { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
        return String(map { !isUTF8 && !$0.isASCII || $0.isNewline || $0.unicodeScalars.contains(where: steers) ? "?" : $0 })
    }
}
