public import Domain

/// Everything that was bought, given and used in a room, on request.
public enum HistoryPaper {
    /// What the paper says of a room's entries between two days, in order of the journal.
    ///
    /// Use is told by months, everything else line by line. `movements` holds the same period, with what was there before.
    public static func blocks(_ entries: [Entry], movements: Movements, room: Room, from: Day, until: Day, offset: UTCOffset) -> [Block] {
        var blocks: [Block] = [
            .facts([
                Fact("Room", room.id.text), Fact("Building, floor", "\(room.building), \(room.floor)"),
                Fact("Period", "\(from) to \(until)"),
            ])
        ]
        blocks += MovementTable.blocks(movements)
        let lines = entries.filter { $0.draft.kind != .use }
        if lines.isEmpty {
            blocks.append(.paragraph("Nothing was bought or given in this period."))
        } else {
            blocks.append(.heading("Bought and given"))
            blocks.append(.table(table(lines, offset: offset)))
        }
        blocks += use(entries)
        return blocks
    }

    /// The title of a room's history.
    public static func title(_ room: RoomID) -> String { "Purchases and use of room \(room)" }

    static func table(_ entries: [Entry], offset: UTCOffset) -> Table {
        let rows = entries.map { entry in
            let change = entry.draft.walletChange
            return [
                WallTime(entry.at, at: offset).description, PaperText.business(entry.draft.kind), entry.actor.name,
                change.map { PaperText.amount($0.amount, $0.commodity) } ?? "", entry.draft.cash == .zero ? "" : "\(entry.draft.cash)",
                String(entry.sequence),
            ]
        }
        let paid = entries.reduce(Money.zero) { $0 + $1.draft.cash }
        return Table(
            columns: [.fixed("When"), .name("What"), .name("By"), .amount("Credit"), .amount("Yuan"), .amount("Entry")], rows: rows,
            totals: [["", "Together", "", "", "\(paid)", ""]])
    }

    static func use(_ entries: [Entry]) -> [Block] {
        var months: [Month: [Commodity: Int64]] = [:]
        for entry in entries where entry.draft.kind == .use {
            guard let change = entry.draft.walletChange else { continue }
            months[Month(of: entry.day), default: [:]][change.commodity, default: 0] -= change.amount
        }
        guard !months.isEmpty else { return [] }
        let rows = months.sorted { $0.key < $1.key }.flatMap { month, sums in
            sums.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                ["\(month)", PaperText.amount($0.value, $0.key), PaperText.unit($0.key)]
            }
        }
        return [.heading("Use by months"), .table(Table(columns: [.fixed("Month"), .amount("Used"), .fixed("Unit")], rows: rows))]
    }
}
