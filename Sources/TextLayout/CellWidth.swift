extension Unicode.Scalar {
    /// Cells that a terminal gives this scalar: 0, 1 or 2.
    ///
    /// Control characters count 0; they must not reach a terminal (see ``Swift/StringProtocol/sanitised``).
    public var cellWidth: Int {
        let value = self.value
        if value < 0x300 {
            return value >= 0x20 && value < 0x7F || value >= 0xA0 ? 1 : 0
        }
        if WidthTable.contains(value, in: WidthTable.zero) { return 0 }
        return WidthTable.contains(value, in: WidthTable.double) ? 2 : 1
    }
}

extension Unicode.Scalar {
    /// The cells of a scalar that is always a character of its own: letters, signs and writing that nothing joins; nil for others.
    ///
    /// Almost all text is made of these, and needs no search for character boundaries.
    var plainWidth: Int? {
        switch value {
        case 0x20..<0x7F, 0xA1..<0xA9, 0xAA..<0xAD, 0xAF..<0x300: 1
        case 0x2010..<0x2028, 0x2190..<0x2194, 0x2212, 0x2500..<0x25AA, 0x2800..<0x2900: 1
        case 0x3001..<0x302A, 0x3041..<0x3097, 0x30A1..<0x3100, 0x4E00..<0x9FFD, 0xAC00..<0xD7A4, 0xFF01..<0xFF5F: 2
        default: nil
        }
    }
}

extension StringProtocol {
    /// The cells of text made of plain scalars alone; nil for other text.
    var plainWidth: Int? {
        var width = 0
        for scalar in unicodeScalars {
            guard let own = scalar.plainWidth else { return nil }
            width += own
        }
        return width
    }
}

extension Character {
    /// What of this character fits one terminal cell: the first scalar that takes room and the marks that combine with it.
    ///
    /// A terminal cell holds one spacing scalar and four marks. Of clusters with several spacing scalars (families, conjuncts)
    /// the first one stays, of a flag its first letter. A character without any spacing scalar becomes empty text, one that
    /// steers the terminal a visible stand-in.
    public var cellText: String {
        let scalars = unicodeScalars
        guard let first = scalars.first(where: { $0.cellWidth > 0 || $0.isSteering }) else { return "" }
        if let standIn = first.standIn { return standIn }
        if scalars.count == 1 { return first.isLeadingJamo ? Self.replacement : String(self) }
        var text = String(first)
        var marks = 0
        for scalar in scalars.drop(while: { $0 != first }).dropFirst() where !scalar.isSteering {
            // A second spacing scalar: what was meant does not fit a cell, and marks may belong to the whole.
            if scalar.cellWidth > 0 { return first.isLeadingJamo ? Self.replacement : String(first) }
            if marks < Self.marksPerCell, scalar.isMark {
                text.unicodeScalars.append(scalar)
                marks += 1
            }
        }
        return first.isLeadingJamo && marks == 0 ? Self.replacement : text
    }

    /// Cells that ``cellText`` takes: 0, 1 or 2.
    public var cellWidth: Int {
        if let plain = String(self).plainWidth { return plain }
        return cellText.unicodeScalars.first?.cellWidth ?? 0
    }

    private static let marksPerCell = 4
    private static let replacement = "\u{FFFD}"
}

extension StringProtocol {
    /// Cells that this text takes on one line of a terminal, after ``sanitised``.
    public var cellWidth: Int { plainWidth ?? sanitised.reduce(0) { $0 + $1.cellWidth } }
}
