public import Domain

/// The identity of a file of sales: the same rows on the same business day are the same plan, so that it is never sold twice.
public enum FilePlan {
    /// The bytes that are hashed to the plan's id.
    ///
    /// The order of the rows, white space and the way of writing an amount do not matter; every row that stands twice counts twice.
    /// - Parameter again: 0; another number makes a new plan of the same rows on purpose.
    public static func canonicalBytes(_ lines: [TopUpLine], day: Day, again: Int64 = 0) -> [UInt8] {
        let rows = lines.map { line in
            (room: line.room, amount: line.money.map { String($0.fen) } ?? "?" + text(line.amount))
        }
        var writer = CanonicalWriter()
        writer.add("dormwatt-file-1")
        writer.add(Int64(day.number))
        writer.add(again)
        writer.add(Int64(rows.count))
        for row in rows.sorted(by: { ($0.room, $0.amount) < ($1.room, $1.amount) }) {
            writer.add(row.room.text)
            writer.add(row.amount)
        }
        return writer.bytes
    }

    /// The plan's id: the hash of the canonical bytes in hexadecimal.
    public static func id(_ lines: [TopUpLine], day: Day, again: Int64 = 0, seal: any Seal) -> PlanID {
        let hash = seal.hash(canonicalBytes(lines, day: day, again: again))
        return PlanID(hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    private static func text(_ amount: TopUpLine.Amount) -> String {
        if case .text(let text) = amount { text } else { "" }
    }
}
