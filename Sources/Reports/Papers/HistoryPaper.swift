public import Domain
import Phrases

/// Everything that was bought, given and used in a room, on request.
public enum HistoryPaper {
    /// What the paper says of a room's entries between two days, in order of the journal.
    ///
    /// Use is told by months, everything else line by line. `movements` holds the same period, with what was there before.
    public static func blocks(_ entries: [Entry], movements: Movements, room: Room, from: Day, until: Day, offset: UTCOffset) -> [Block] {
        var blocks: [Block] = [
            .facts([
                Fact(.words("Room"), "\(room.id)"), Fact(.words("Building, floor"), .words(PaperText.place(room))),
                Fact(.words("Period"), .words("\(from) to \(until)")),
            ])
        ]
        blocks += MovementTable.blocks(movements)
        let lines = entries.filter { $0.draft.kind != .use }
        if lines.isEmpty {
            blocks.append(.paragraph(.words("Nothing was bought or given in this period.")))
        } else {
            blocks.append(.heading(.words("Bought and given")))
            blocks.append(.table(table(lines, offset: offset)))
        }
        blocks += use(entries)
        return blocks
    }

    /// The title of a room's history.
    public static func title(_ room: RoomID) -> Wording { .words("Purchases and use of room \(room)") }

    static func table(_ entries: [Entry], offset: UTCOffset) -> Table {
        let rows = entries.map { entry -> [Wording] in
            let change = entry.draft.walletChange
            return [
                "\(WallTime(entry.at, at: offset))", .words(PaperText.business(entry.draft.kind)), .same(entry.actor.name),
                .same(change.map { PaperText.amount($0.amount, $0.commodity) } ?? ""),
                entry.draft.cash == .zero ? "" : "\(entry.draft.cash)", "\(entry.sequence)",
            ]
        }
        let paid = entries.reduce(Money.zero) { $0 + $1.draft.cash }
        return Table(
            columns: [
                .fixed(.words("When")), .name(.words("What")), .name(.words("By")), .amount(.words("Credit")), .amount(.words("Yuan")),
                .amount(.words("Entry")),
            ], rows: rows,
            totals: [["", .words("Together"), "", "", "\(paid)", ""]])
    }

    static func use(_ entries: [Entry]) -> [Block] {
        var months: [Month: [Commodity: Int64]] = [:]
        for entry in entries where entry.draft.kind == .use {
            guard let change = entry.draft.walletChange else { continue }
            months[Month(of: entry.day), default: [:]][change.commodity, default: 0] -= change.amount
        }
        guard !months.isEmpty else { return [] }
        let rows = months.sorted { $0.key < $1.key }.flatMap { month, sums in
            sums.sorted { $0.key.rawValue < $1.key.rawValue }.map { commodity, used -> [Wording] in
                ["\(month)", .same(PaperText.amount(used, commodity)), .words(PaperText.unit(commodity))]
            }
        }
        return [
            .heading(.words("Use by months")),
            .table(Table(columns: [.fixed(.words("Month")), .amount(.words("Used")), .fixed(.words("Unit"))], rows: rows)),
        ]
    }
}
