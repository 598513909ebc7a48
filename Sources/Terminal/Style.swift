/// Weight and shape of a cell's text beside its colours.
public struct Attributes: OptionSet, Sendable, Hashable {
    /// One bit an attribute.
    public let rawValue: UInt8

    /// A set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavier or brighter letters.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter letters.
    public static let dim = Attributes(rawValue: 2)
    /// Slanted letters, where the terminal has them.
    public static let italic = Attributes(rawValue: 4)
    /// A line below.
    public static let underline = Attributes(rawValue: 8)
    /// Text and background change places.
    public static let reverse = Attributes(rawValue: 16)

    /// The attribute with this name in a theme file; nil for anything else. There is no blinking.
    public init?(name: String) {
        guard let found = Self.names.first(where: { $0.name == name }) else { return nil }
        self = found.attribute
    }

    /// The names in theme files of what this set holds.
    public var names: [String] { Self.names.filter { contains($0.attribute) }.map(\.name) }

    private static let names: [(name: String, attribute: Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
    ]
}

/// How a role looks in a theme, before it is fitted to a terminal.
public struct Style: Sendable, Hashable {
    /// The colour of the text.
    public var foreground: ColourSpec
    /// The colour behind it.
    public var background: ColourSpec
    /// Weight and shape.
    public var attributes: Attributes

    /// A style; without arguments the terminal's own.
    public init(foreground: ColourSpec = .terminal, background: ColourSpec = .terminal, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The same style as a terminal of this depth can show it; text that would be lost among few colours takes one that is read.
    public func fitted(to depth: ColourDepth) -> FittedStyle {
        let (ink, paper) = (foreground.fitted(to: depth), background.fitted(to: depth))
        let isLost = depth <= .sixteen && !ink.isRead(on: paper)
        return FittedStyle(foreground: isLost ? paper.plainInk : ink, background: paper, attributes: attributes)
    }
}

/// A style in colours that a terminal can show.
public struct FittedStyle: Sendable, Hashable {
    /// The colour of the text.
    public let foreground: Colour
    /// The colour behind it.
    public let background: Colour
    /// Weight and shape.
    public let attributes: Attributes
}
