public import Domain

/// The receipt for one sale.
public enum ReceiptPaper {
    /// What a receipt says; nil for an entry that is no sale.
    public static func blocks(_ entry: Entry, room: Room, offset: UTCOffset) -> [Block]? {
        guard entry.draft.kind == .sale, let credit = entry.draft.opened else { return nil }
        let facts = [
            Fact("Room", room.id.text), Fact("Building, floor", "\(room.building), \(room.floor)"),
            Fact("Sold at", WallTime(entry.at, at: offset).description), Fact("By", entry.actor.name), Fact("Console", entry.actor.console),
            Fact("Paid", "\(entry.draft.cash) yuan"), Fact("Credited", PaperText.credit(credit)),
            Fact("Entry in the books", String(entry.sequence)), Fact("Plan", entry.plan.text),
        ]
        return [
            .facts(facts),
            .paragraph("The credit is in the meter when the room's screen says METER. Keep this receipt until then."),
            .signatures(["Cashier"]),
        ]
    }

    /// The title of the receipt of a room.
    public static func title(_ room: RoomID) -> String { "Receipt for electricity, room \(room)" }
}

extension EntryDraft {
    /// The credit of the lot that the entry opens; nil when it opens none.
    var opened: Credit? {
        for case .open(_, let credited, _, _, _) in lots { return credited }
        return nil
    }
}
