public import Domain
import Phrases

/// The receipt for one sale.
public enum ReceiptPaper {
    /// What a receipt says; nil for an entry that is no sale.
    public static func blocks(_ entry: Entry, room: Room, offset: UTCOffset) -> [Block]? {
        guard entry.draft.kind == .sale, let credit = entry.draft.opened else { return nil }
        let facts = [
            Fact(.words("Room"), "\(room.id)"), Fact(.words("Building, floor"), .words(PaperText.place(room))),
            Fact(.words("Sold at"), "\(WallTime(entry.at, at: offset))"), Fact(.words("By"), .same(entry.actor.name)),
            Fact(.words("Console"), .same(entry.actor.console)),
            Fact(.words("Paid"), .words("\(entry.draft.cash) yuan")), Fact(.words("Credited"), .words(PaperText.credit(credit))),
            Fact(.words("Entry in the books"), "\(entry.sequence)"), Fact(.words("Plan"), "\(entry.plan)"),
        ]
        return [
            .facts(facts),
            .paragraph(.words("The credit is in the meter when the room's screen says METER. Keep this receipt until then.")),
            .signatures([.words("Cashier")]),
        ]
    }

    /// The title of the receipt of a room.
    public static func title(_ room: RoomID) -> Wording { .words("Receipt for electricity, room \(room)") }
}

extension EntryDraft {
    /// The credit of the lot that the entry opens; nil when it opens none.
    var opened: Credit? {
        for case .open(_, let credited, _, _, _) in lots { return credited }
        return nil
    }
}
