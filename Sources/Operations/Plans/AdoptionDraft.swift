public import Domain

/// The entry that takes a meter over with the credit that is in it.
public enum AdoptionDraft {
    /// The entry for a meter and what it said; nil where nothing is to be written: a supply meter, or an empty meter.
    ///
    /// Only the meter that keeps its room's credit (`Inventory.creditMeter`) may be adopted this way. What is left becomes a purchased lot
    /// for which nothing was paid; an overdraft becomes emergency debt. No use is posted: use counts from the register of the baseline.
    public static func entry(for meter: MeterPoint, baseline: Baseline) -> EntryDraft? {
        guard let room = meter.room, baseline.remaining.hundredths != 0 else { return nil }
        let found = baseline.remaining
        let isDebt = found.hundredths < 0
        let wallet = isDebt ? WalletKind.emergency : .purchased
        let lots = isDebt ? [] : [LotMove.open(.purchased, credited: found, paid: .zero, left: found, expires: nil)]
        return EntryDraft(
            kind: .adoption, room: room,
            postings: [Posting(.issued, .zero(found.unit) - found), Posting(.wallet(wallet, of: room), found)], lots: lots)
    }
}
