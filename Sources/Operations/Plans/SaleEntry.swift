public import Domain

/// The entry of one sale: money in, credit issued, debt repaid first.
public enum SaleEntry {
    /// Writes the entry.
    ///
    /// Credit repays what was borrowed before anything stays in the lot; the share of the money that goes with the repaid part is
    /// earned at once, because that electricity was used already. Without debt these are the four postings of a plain sale.
    public static func draft(room: RoomID, operatorName: String, money: Money, credit: Credit, emergency: Credit) -> EntryDraft {
        draft(room: room, into: .cash(operatorName), money: money, credit: credit, emergency: emergency)
    }

    /// The same with the money in any account, and the credit from any.
    static func draft(
        room: RoomID, into account: Account, money: Money, credit: Credit, creditFrom source: Account = .issued, emergency: Credit
    ) -> EntryDraft {
        let repaid = Credit(credit.unit, hundredths: min(credit.hundredths, max(0, emergency.hundredths)))
        let left = credit - repaid
        let lot = Lot(id: LotID(entry: 0), wallet: .purchased, credited: credit, paid: money, left: left)
        let earned = money - lot.worth
        var postings = [
            Posting(account, money),
            Posting(.prepaid(room), Money.zero - money + earned),
            Posting(.income, Money.zero - earned),
            Posting(source, .zero(credit.unit) - credit),
            Posting(.wallet(.emergency, of: room), repaid),
            Posting(.wallet(.purchased, of: room), left),
        ]
        postings.removeAll { $0.amount == 0 }
        let move = LotMove.open(.purchased, credited: credit, paid: money, left: left, expires: nil)
        return EntryDraft(kind: .sale, room: room, postings: postings, lots: [move])
    }
}
