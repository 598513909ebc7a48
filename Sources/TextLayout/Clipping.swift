/// Where text stands inside the cells it is given.
public enum Alignment: Sendable, Hashable {
    /// At the left edge.
    case left
    /// At the right edge.
    case right
    /// In the middle; an odd cell goes to the right.
    case centre
}

extension StringProtocol {
    /// This text with everything that steers a terminal replaced by a visible sign, and marks without a base dropped.
    ///
    /// What comes back is safe to print: each character takes one or two cells and none moves the cursor, changes a mode
    /// or turns the writing direction. An escape becomes "␛", a tab "␉", a C1 control "�".
    public var sanitised: String {
        if plainWidth != nil { return String(self) }
        var result = ""
        for character in self {
            let text = character.cellText
            // Where something was cut or dropped, or space is put before the text, two characters could become one.
            let joins = !text.isEmpty && !character.isASCII && (String(result.last ?? " ") + text).count == 1
            result += joins ? "\u{FFFD}" : text
        }
        return result
    }

    /// The longest beginning that fits `width` cells, ending in `ellipsis` when something was left out.
    ///
    /// Never wider than `width`; one cell narrower when a double-width character would have straddled the edge. An ellipsis
    /// wider than `width` is left out.
    public func clipped(to width: Int, ellipsis: String = "…") -> String {
        guard width > 0 else { return "" }
        let safe = sanitised
        if safe.cellWidth <= width { return safe }
        let mark = ellipsis.cellWidth <= width ? ellipsis : ""
        let room = width - mark.cellWidth
        var used = 0
        var result = ""
        for character in safe {
            let next = used + character.cellWidth
            if next > room { break }
            result.append(character)
            used = next
        }
        return result + mark
    }

    /// This text in exactly `width` cells: clipped when too long, else filled with spaces on the side that `alignment` leaves free.
    public func padded(to width: Int, alignment: Alignment = .left, ellipsis: String = "…") -> String {
        guard width > 0 else { return "" }
        let text = clipped(to: width, ellipsis: ellipsis)
        let free = width - text.cellWidth
        switch alignment {
        case .left: return text + String(repeating: " ", count: free)
        case .right: return String(repeating: " ", count: free) + text
        case .centre:
            let before = free / 2
            return String(repeating: " ", count: before) + text + String(repeating: " ", count: free - before)
        }
    }

    /// This text with full-width forms (U+FF01 to U+FF5E) and the ideographic space turned into ASCII.
    ///
    /// For numbers, commands and search words typed while a Chinese or Japanese input method is on.
    public var foldedToASCII: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
