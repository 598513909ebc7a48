import Domain
import Operations
import Phrases
import Terminal
import TextLayout

/// Pasted text as rooms and amounts: a line a room, number and amount apart by a tab, a comma, a semicolon or spaces; or amounts alone.
///
/// The work is bounded by the text, and text that is too long is refused as a whole: half a paste would be half an order.
struct GridPaste {
    enum Content: Hashable {
        /// Rooms with amounts; an empty amount where a line names only a room.
        case rooms([GridDraft.Row])
        /// Amounts for the rows from the cursor on.
        case amounts([String])
        /// Nothing that can be used, and why.
        case nothing(String)
    }

    let content: Content
    /// The lines that were passed over, with their numbers, the first few.
    private(set) var passed: [String] = []

    /// - Parameter find: the room for what stands in front: its name, or the digits of its door where only one fits.
    init(_ text: String, find: (String) -> RoomID?) {
        guard text.utf8.count < Key.longestPaste else {
            content = .nothing(phrase("The pasted text is too long; nothing of it was taken. Load it as a file: L."))
            return
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter {
            !$0.element.allSatisfy(\.isWhitespace)
        }
        guard lines.count <= GridState.mostRows else {
            content = .nothing(phrase("\(lines.count) lines are more than the \(GridState.mostRows) of a grid; nothing was taken."))
            return
        }
        let fields = lines.map { Self.fields(of: $0.element) }
        if !fields.isEmpty, fields.allSatisfy({ $0.count == 1 && Money(yuan: $0[0]) != nil && find($0[0]) == nil }) {
            content = .amounts(fields.map { $0[0] })
            return
        }
        var rows: [GridDraft.Row] = []
        var passed: [String] = []
        for (line, fields) in zip(lines, fields) {
            let amount = fields.count > 1 ? fields[1] : ""
            let isNamed = find(fields[0]) != nil
            if isNamed || Money(yuan: amount) != nil {
                rows.append(GridDraft.Row(room: find(fields[0]) ?? RoomID(fields[0]), amount: amount))
            } else if line.offset > 0 || fields.count < 2 {
                passed.append(phrase("line \(line.offset + 1): \(fields.joined(separator: " ").clipped(to: 30, ellipsis: "..."))"))
            }
        }
        self.passed = passed
        content = rows.isEmpty ? .nothing(phrase("No line of it begins with a room; nothing was taken.")) : .rooms(rows)
    }

    private static func fields(of line: Substring) -> [String] {
        let folded = String(line.prefix(200)).foldedToASCII.sanitised
        let separators: [Character] = ["\t", "\u{2409}", ";", ","]
        let separator = separators.first { folded.contains($0) }
        let parts = folded.split(omittingEmptySubsequences: separator == nil) { separator == nil ? $0 == " " : $0 == separator }
        return parts.map { part in
            // A spreadsheet may put quotes around a field and a sign of money before an amount.
            String(part.filter { $0 != "\"" && $0 != "¥" && $0 != "￥" }).trimmed
        }
    }
}
