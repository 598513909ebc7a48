extension StringProtocol {
    /// This text as lines of at most `width` cells, broken at spaces and between double-width characters.
    ///
    /// A word longer than a line is broken where the line ends. A line feed in the text ends a line. Never empty: text without
    /// content gives one empty line.
    public func wrapped(to width: Int) -> [String] {
        let limit = Swift.max(width, 2)
        return split(separator: "\n", omittingEmptySubsequences: false).flatMap { $0.wrappedParagraph(to: limit) }
    }

    private func wrappedParagraph(to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for piece in sanitised.breakablePieces {
            let needed = piece.text.cellWidth
            let gap = piece.spaceBefore && !line.isEmpty ? 1 : 0
            if used + gap + needed <= width {
                line += (gap == 1 ? " " : "") + piece.text
                used += gap + needed
                continue
            }
            if !line.isEmpty { lines.append(line) }
            (line, used) = ("", 0)
            for character in piece.text {
                let next = character.cellWidth
                if used + next > width {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line.append(character)
                used += next
            }
        }
        lines.append(line)
        return lines
    }
}

extension String {
    /// Words, and each double-width character for itself, in order, with whether a space stood before it.
    fileprivate var breakablePieces: [(text: String, spaceBefore: Bool)] {
        var pieces: [(text: String, spaceBefore: Bool)] = []
        var word = ""
        var spaceBefore = false
        func close() {
            guard !word.isEmpty else { return }
            pieces.append((word, spaceBefore))
            (word, spaceBefore) = ("", false)
        }
        for character in self {
            if character == " " {
                close()
                spaceBefore = true
            } else if character.cellWidth == 2, !character.isClosingPunctuation {
                close()
                word = String(character)
            } else if let last = word.last, last.cellWidth == 2, !character.isClosingPunctuation {
                close()
                word = String(character)
            } else {
                word.append(character)
            }
        }
        close()
        return pieces
    }
}

extension Character {
    /// Whether a line must not begin with this sign.
    fileprivate var isClosingPunctuation: Bool { "，。、；：！？）」』》”’,.;:!?)".contains(self) }
}
