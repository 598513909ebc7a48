/// A colour as a theme names it, before it is fitted to what a terminal can show.
public enum ColourSpec: Sendable, Hashable {
    /// The terminal's own foreground or background.
    case terminal
    /// One of the sixteen that the user's terminal defines.
    case named(BasicColour)
    /// A number of the 256-colour palette; below 16 the same as ``named(_:)``.
    case indexed(UInt8)
    /// Red, green and blue, 0 to 255 each.
    case rgb(red: UInt8, green: UInt8, blue: UInt8)

    /// A colour from the text of a theme file: `#rrggbb`, a palette number `0` to `255`, one of the sixteen names
    /// (`yellow`, `bright-yellow`), or `default` for the terminal's own. Nil for anything else.
    public init?(parsing text: String) {
        if text == "default" {
            self = .terminal
        } else if let basic = BasicColour(name: text) {
            self = .named(basic)
        } else if text.first == "#" {
            let digits = text.dropFirst()
            guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else { return nil }
            self = .rgb(red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
        } else if let number = UInt8(text), text.first != "+" {
            self = .indexed(number)
        } else {
            return nil
        }
    }
}

/// The sixteen colours of a terminal, in palette order.
public enum BasicColour: UInt8, Sendable, Hashable, CaseIterable {
    case black, red, green, yellow, blue, magenta, cyan, white
    case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite

    /// The colour with this name in a theme file: `black` to `white`, or with `bright-` before it.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// Its name in theme files.
    public var name: String {
        let plain = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"][Int(rawValue & 7)]
        return rawValue < 8 ? plain : "bright-" + plain
    }
}

/// How many colours a terminal shows.
public enum ColourDepth: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// No colour: bold, underline and reverse alone.
    case none = 0
    /// The eight of the Linux console.
    case eight = 8
    /// Eight and their bright forms.
    case sixteen = 16
    /// The palette of xterm.
    case palette = 256
    /// Red, green and blue.
    case direct = 16_777_216

    /// The depth for the number of colours that a terminal's description states.
    public init(colours: Int) {
        self = Self.allCases.last { $0.rawValue <= max(colours, 0) } ?? .none
    }

    /// Whether `first` shows fewer colours.
    public static func < (first: ColourDepth, second: ColourDepth) -> Bool { first.rawValue < second.rawValue }
}

/// A colour that a terminal of a known depth can show.
public enum Colour: Sendable, Hashable {
    /// The terminal's own.
    case terminal
    /// A number of its palette.
    case indexed(UInt8)
    /// Red, green and blue; at depth `direct` only.
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
}
