/// Which letters papers are set in.
public struct PaperFonts: Hashable, Sendable {
    /// Families in the order in which a character is looked for; after them every font of the machine.
    public var families: String
    /// The height of letters in points.
    public var size: Double

    /// Makes a choice of fonts.
    public init(families: String = "WenQuanYi Micro Hei, Noto Sans CJK SC, DejaVu Sans", size: Double = 9.5) {
        self.families = families
        self.size = size
    }
}
