import TextLayout

/// The signs that screens draw with beside letters and figures.
///
/// Only letters, figures and signs of ASCII stand in data; whatever else is drawn comes from here, so that one setting makes
/// a screen pure ASCII (for consoles without the signs, and for terminals that draw them two cells wide).
public struct Glyphs: Sendable, Hashable {
    /// A horizontal rule, one cell.
    public var horizontal = "─"
    /// A vertical rule, one cell.
    public var vertical = "│"
    /// The corners of a box: upper left, upper right, lower left, lower right.
    public var corners = ["╭", "╮", "╰", "╯"]
    /// Where a rule leaves a box or another rule: to the right, to the left, down, up, and where two cross.
    public var joints = ["├", "┤", "┬", "┴", "┼"]
    /// A bar's last cell by eighths, from one to eight.
    public var eighths = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    /// The part of a bar that is not filled.
    public var track = " "
    /// A sparkline's levels from the lowest to the highest.
    public var levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// The end of text that was clipped.
    public var ellipsis = "…"
    /// Before a negative figure.
    public var minus = "−"
    /// In place of a figure that is nothing.
    public var nothing = "·"
    /// Before the row under the cursor.
    public var pointer = "▸"
    /// Before a marked row.
    public var marked = "✓"
    /// From before to after.
    public var arrow = "→"
    /// Between two statements on one line.
    public var separator = "·"
    /// Something goes on above, below, to the left, to the right.
    public var more = ["▴", "▾", "◂", "▸"]
    /// Whether charts may use braille dots.
    public var braille = true

    /// Signs of Unicode, each one cell wide.
    public static let unicode = Glyphs()

    /// The same without braille, for fonts that have no dots: charts are drawn in blocks.
    public static let blocks: Glyphs = {
        var glyphs = Glyphs.unicode
        glyphs.braille = false
        return glyphs
    }()

    /// ASCII alone.
    public static let ascii = Glyphs(
        horizontal: "-", vertical: "|", corners: ["+", "+", "+", "+"], joints: ["+", "+", "+", "+", "+"],
        eighths: ["-", "-", "-", "=", "=", "=", "#", "#"], track: ".", levels: ["_", ".", ":", "-", "=", "+", "*", "#"],
        ellipsis: "~", minus: "-", nothing: ".", pointer: ">", marked: "*", arrow: "->", separator: "-",
        more: ["^", "v", "<", ">"], braille: false)

    /// The names of the single signs that a theme file may set, beside `set`.
    public static let overrides = [
        "horizontal", "vertical", "track", "ellipsis", "minus", "nothing", "pointer", "marked", "arrow", "separator",
    ]

    /// Sets the sign with this name; false, and nothing is changed, for an unknown name or a sign that is empty or wider than two cells.
    public mutating func set(_ name: String, to sign: String) -> Bool {
        guard let path = Self.path(to: name), !sign.isEmpty, sign.cellWidth <= (name == "arrow" ? 2 : 1), sign.sanitised == sign else {
            return false
        }
        self[keyPath: path] = sign
        return true
    }

    private static func path(to name: String) -> WritableKeyPath<Glyphs, String>? {
        switch name {
        case "horizontal": \.horizontal
        case "vertical": \.vertical
        case "track": \.track
        case "ellipsis": \.ellipsis
        case "minus": \.minus
        case "nothing": \.nothing
        case "pointer": \.pointer
        case "marked": \.marked
        case "arrow": \.arrow
        case "separator": \.separator
        default: nil
        }
    }
}
