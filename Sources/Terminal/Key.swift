import TextLayout

/// One thing that came from the terminal: a key, a paste, or a change of the terminal itself.
public enum Key: Sendable, Hashable {
    /// A printing character, the space among them.
    case character(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// A moving key together with Shift.
    case shift(Motion)
    /// A moving key together with Ctrl.
    case controlMotion(Motion)
    /// F1 to F24.
    case function(Int)
    /// Ctrl with a lower-case letter, or with one of `@ [ \ ] ^ _`. Ctrl-I, Ctrl-M and Ctrl-[ arrive as tab, enter and escape.
    case control(Character)
    /// Alt (or Esc at once before it) with a printing character.
    case alt(Character)
    /// Text that was pasted; lines end in a line feed.
    case paste(String)
    /// The terminal has a new size.
    case resize(Size)
    /// The terminal's window gained or lost the focus.
    case focus(Bool)
    /// The mouse was used, where a frame asks for it.
    case mouse(Mouse)

    /// The keys that move.
    public enum Motion: String, Sendable, Hashable, CaseIterable {
        case up, down, left, right, home, end, pageUp, pageDown
    }

    /// What is looked at of a mouse.
    public enum Mouse: Sendable, Hashable {
        /// The left button was pressed over this cell.
        case click(Point)
        /// The wheel was turned away from or towards the person.
        case wheelUp, wheelDown
    }

    /// Bytes of a paste that are kept; of a longer one what is beyond is left out, and whoever takes pastes refuses it as a whole.
    public static let longestPaste = 1 << 20

    /// This key with full-width forms folded to ASCII, for commands and numbers typed while an input method is on.
    public var folded: Key {
        switch self {
        case .character(let character):
            let folded = String(character).foldedToASCII
            return folded.count == 1 ? .character(folded.first ?? character) : self
        case .paste(let text): return .paste(text.foldedToASCII)
        default: return self
        }
    }

    /// Whether this is a character two cells wide even when folded: an input method is on where a command was expected.
    public var isFromInputMethod: Bool {
        if case .character(let character) = folded { return character.cellWidth == 2 }
        return false
    }
}
