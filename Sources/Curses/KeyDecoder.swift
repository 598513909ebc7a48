import CCurses
import Terminal

/// Turns what curses reads into keys: Alt from Esc and a character, pastes from what stands between their marks.
struct KeyDecoder {
    /// One reading of curses.
    enum Input: Equatable {
        /// A scalar that was typed.
        case scalar(UInt32)
        /// One of TERMINAL_KEY.
        case key(UInt32)
        /// One of TERMINAL_MOUSE with its place.
        case mouse(UInt32)
    }

    private var escapePending = false
    private var paste: String?

    /// How much has come of a paste that has begun and not ended; nil without one.
    private(set) var pasteLength: Int?

    /// Takes one reading and returns the keys that are complete with it.
    mutating func take(_ input: Input) -> [Key] {
        if paste != nil { return pasted(input) }
        let escaped = escapePending
        escapePending = false
        switch input {
        case .scalar(0x1B):
            escapePending = true
            return escaped ? [.escape] : []
        case .scalar(let value):
            guard let scalar = Unicode.Scalar(value) else { return escaped ? [.escape] : [] }
            let key = Self.key(for: scalar)
            if escaped, case .character(let character) = key { return [.alt(character)] }
            return escaped ? [.escape, key] : [key]
        case .key(UInt32(TERMINAL_KEY_PASTE_BEGIN)):
            beginPaste(with: "")
            return escaped ? [.escape] : []
        case .key(let code):
            let keys = Self.key(for: code).map { [$0] } ?? []
            return escaped ? [.escape] + keys : keys
        case .mouse(let event):
            let keys = Self.mouse(for: event).map { [Key.mouse($0)] } ?? []
            return escaped ? [.escape] + keys : keys
        }
    }

    private static func mouse(for event: UInt32) -> Key.Mouse? {
        switch event >> 24 {
        case UInt32(TERMINAL_MOUSE_CLICK): .click(Point(column: Int(event & 0xFFF), row: Int(event >> 12 & 0xFFF)))
        case UInt32(TERMINAL_MOUSE_UP): .wheelUp
        case UInt32(TERMINAL_MOUSE_DOWN): .wheelDown
        default: nil
        }
    }

    /// Tells that nothing more is there: an Esc that waited for its character was a key of its own.
    mutating func settle() -> [Key] {
        guard escapePending else { return [] }
        escapePending = false
        return [.escape]
    }

    /// Begins a paste with text that was read already; what comes from now on belongs to it.
    mutating func beginPaste(with text: String) { (paste, pasteLength, escapePending) = (text, text.utf8.count, false) }

    /// Ends a paste whose end mark does not come.
    mutating func endPaste() -> [Key] {
        guard let text = paste else { return [] }
        (paste, pasteLength) = (nil, nil)
        return [.paste(text)]
    }

    /// Forgets what has begun.
    mutating func forget() { self = KeyDecoder() }

    private mutating func pasted(_ input: Input) -> [Key] {
        pasteLength = pasteLength.map { $0 + 1 }
        switch input {
        case .key(UInt32(TERMINAL_KEY_PASTE_END)): return endPaste()
        case .key, .mouse: return []
        case .scalar(let value):
            if let scalar = Unicode.Scalar(value), (paste?.utf8.count ?? 0) < Key.longestPaste {
                paste?.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
            }
            return []
        }
    }

    private static func key(for scalar: Unicode.Scalar) -> Key {
        switch scalar.value {
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x08, 0x7F: .backspace
        case 0: .control("@")
        case 1...26: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
        case 28...31: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x40))))
        default: .character(Character(scalar))
        }
    }

    private static func key(for code: UInt32) -> Key? {
        if code > UInt32(TERMINAL_KEY_F0) { return .function(Int(code) - Int(TERMINAL_KEY_F0)) }
        if code < UInt32(TERMINAL_KEY_ENTER) {
            guard let motion = motions[code & 15] else { return nil }
            if code & UInt32(TERMINAL_KEY_SHIFT) != 0 { return .shift(motion) }
            if code & UInt32(TERMINAL_KEY_CONTROL) != 0 { return .controlMotion(motion) }
            return plain(motion)
        }
        return others[code]
    }

    private static func plain(_ motion: Key.Motion) -> Key {
        switch motion {
        case .up: .up
        case .down: .down
        case .left: .left
        case .right: .right
        case .home: .home
        case .end: .end
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        }
    }

    private static let motions: [UInt32: Key.Motion] = [
        UInt32(TERMINAL_KEY_UP): .up, UInt32(TERMINAL_KEY_DOWN): .down, UInt32(TERMINAL_KEY_LEFT): .left,
        UInt32(TERMINAL_KEY_RIGHT): .right, UInt32(TERMINAL_KEY_HOME): .home, UInt32(TERMINAL_KEY_END): .end,
        UInt32(TERMINAL_KEY_PAGE_UP): .pageUp, UInt32(TERMINAL_KEY_PAGE_DOWN): .pageDown,
    ]

    private static let others: [UInt32: Key] = [
        UInt32(TERMINAL_KEY_ENTER): .enter, UInt32(TERMINAL_KEY_BACKSPACE): .backspace,
        UInt32(TERMINAL_KEY_DELETE): .delete, UInt32(TERMINAL_KEY_INSERT): .insert,
        UInt32(TERMINAL_KEY_BACK_TAB): .backTab, UInt32(TERMINAL_KEY_FOCUS_IN): .focus(true),
        UInt32(TERMINAL_KEY_FOCUS_OUT): .focus(false),
    ]
}
