extension Unicode.Scalar {
    /// Whether this scalar steers a terminal, or the order, the joining or the end of the text, instead of being text.
    var isSteering: Bool { standIn != nil }

    /// A visible sign for a scalar that must not be sent: the control picture for C0 and delete, a letter for half a flag, "�"
    /// for the rest; nil for scalars that are text.
    var standIn: String? {
        switch value {
        case 0..<0x20: Unicode.Scalar(0x2400 + value).map { String(Character($0)) }
        case 0x20..<0x7F: nil
        case 0x7F: "\u{2421}"
        case 0x80..<0xA0: "\u{FFFD}"  // C1
        case 0xAD: "-"  // soft hyphen
        case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"  // writing direction
        case 0x2028, 0x2029: "\u{FFFD}"  // line and paragraph separators
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: "\u{FFFD}"  // byte order mark, interlinear notes, tags
        case 0x1F1E6...0x1F1FF: Unicode.Scalar(value - 0x1F1E6 + 0x41).map { String(Character($0)) }  // regional indicators
        case 0xE000...0xF8FF, 0xF0000...0x10FFFF: "\u{FFFD}"  // private use
        default: value & 0xFFFE == 0xFFFE || joinsWhatFollows ? "\u{FFFD}" : nil
        }
    }

    /// Whether this takes no cell because it combines with the scalar before it, rather than joining or selecting.
    var isMark: Bool {
        switch value {
        case 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2064, 0xFE00...0xFE0F, 0xE0100...0xE01EF: false
        default: true
        }
    }

    /// Whether this is the first consonant of a conjoining Hangul syllable, which is nothing without its vowel.
    var isLeadingJamo: Bool { (0x1100...0x115F).contains(value) || (0xA960...0xA97C).contains(value) }

    /// Signs of Arabic and Indic numbering that make one character with whatever follows them.
    private var joinsWhatFollows: Bool {
        switch value {
        case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0xD4E, 0x110BD, 0x110CD, 0x111C2...0x111C3, 0x1193F, 0x11941,
            0x11A3A, 0x11A84...0x11A89, 0x11D46, 0x11F02:
            true
        default: false
        }
    }
}
