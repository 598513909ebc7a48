import TextLayout

/// A key and what it does here, for footers and dialogs.
public struct KeyHint: Sendable, Hashable {
    /// The key as people write it, `F5`.
    public let key: String
    /// What it does, one or two words.
    public let label: String
    /// Whether it does it now; otherwise it is shown dim.
    public let isEnabled: Bool

    /// A hint.
    public init(_ key: String, _ label: String, isEnabled: Bool = true) {
        self.key = key
        self.label = label
        self.isEnabled = isEnabled
    }

    var width: Int { key.cellWidth + 1 + label.cellWidth }
}

extension Frame {
    /// Draws hints in one line, each whole or not at all; the ellipsis at the end says that some were left out.
    ///
    /// Disabled hints keep their place and are dim. Returns how many hints are shown.
    @discardableResult
    public mutating func footer(_ hints: [KeyHint], at point: Point, width: Int) -> Int {
        let roomy = hints.reduce(0) { $0 + $1.width } + 2 * max(hints.count - 1, 0) <= width
        let gap = roomy ? 2 : 1
        var column = 0
        for (index, hint) in hints.enumerated() {
            let reserve = index + 1 == hints.count ? 0 : gap + glyphs.ellipsis.cellWidth
            if column + hint.width + reserve > width {
                put(glyphs.ellipsis, at: Point(column: point.column + column, row: point.row), role: .dim, maxWidth: width - column)
                return index
            }
            let place = Point(column: point.column + column, row: point.row)
            let keyRole: Role = hint.isEnabled ? .key : .disabledKey
            let labelRole: Role = hint.isEnabled ? .keyLabel : .disabledKey
            put([(hint.key, keyRole), (" ", labelRole), (hint.label, labelRole)], at: place)
            column += hint.width + gap
        }
        return hints.count
    }
}
