public import Domain
import Phrases

/// Amounts for many rooms that were typed and are not posted: what a console keeps on the disk while somebody types.
public struct GridDraft: Hashable, Sendable {
    /// One room with its amount.
    public struct Row: Hashable, Sendable {
        /// The room as it was asked for; it need not exist.
        public var room: RoomID
        /// The amount in yuan as typed; empty for none.
        public var amount: String
        /// Whether somebody has looked at what holds it back, and releases it.
        public var isReleased: Bool

        /// Makes a row.
        public init(room: RoomID, amount: String, isReleased: Bool = false) {
            (self.room, self.amount, self.isReleased) = (room, amount, isReleased)
        }
    }

    /// Its number: milliseconds of the instant at which it was begun.
    public var number: Int64
    /// Its rows, in order.
    public var rows: [Row]
    /// The plan under which it was about to be posted when it was last kept; nil before.
    public var plan: PlanID?

    /// Makes a draft.
    public init(number: Int64, rows: [Row], plan: PlanID? = nil) { (self.number, self.rows, self.plan) = (number, rows, plan) }

    /// How many rows have an amount.
    public var amounts: Int { rows.count { !$0.amount.isEmpty } }

    /// How many amounts, in words: `1 amount waits`, `9 amounts wait`.
    var waiting: String { amounts == 1 ? phrase("1 amount waits") : phrase("\(amounts) amounts wait") }

    private static let head = "dormwatt-grid-1"

    /// The draft as text: a line a row, fields apart by tabs.
    public var text: String {
        var lines = ["\(Self.head)\t\(number)\t\(plan?.text ?? "")\t\(rows.count)"]
        lines += rows.map { "\(Self.field($0.room.text))\t\(Self.field($0.amount))\t\($0.isReleased ? "released" : "")" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads a draft; nil for anything but a whole one.
    public init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let head = (lines.first ?? "").split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard head.count == 4, head[0] == Self.head, let number = Int64(head[1]), let count = Int(head[3]), lines.count == count + 2 else {
            return nil
        }
        self.init(number: number, rows: [], plan: head[2].isEmpty ? nil : PlanID(head[2]))
        for line in lines.dropFirst().dropLast() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3 else { return nil }
            rows.append(Row(room: RoomID(fields[0]), amount: fields[1], isReleased: fields[2] == "released"))
        }
    }

    private static func field(_ text: String) -> String {
        String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
}
