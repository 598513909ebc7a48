public import Domain

/// The slip for a sale that was taken back.
public enum VoidPaper {
    /// What is known of a void.
    public struct Facts: Hashable, Sendable {
        /// The sale.
        public var sale: Entry
        /// The entry that took it back.
        public var void: Entry
        /// How the credit comes out of the meter; nil when no meter had it.
        public var takeBack: TakeBack?
        /// The entry that paid the money or put the credit back; nil while there is none.
        public var end: Entry?

        /// Puts together what is known.
        public init(sale: Entry, void: Entry, takeBack: TakeBack?, end: Entry?) {
            self.sale = sale
            self.void = void
            self.takeBack = takeBack
            self.end = end
        }
    }

    /// The order that takes the credit out of a meter.
    public enum TakeBack: Hashable, Sendable {
        /// It had not come to its end when the paper was made.
        case waits(OrderID)
        /// It came to its end.
        case ended(Order)
    }

    /// What the slip says.
    public static func blocks(_ facts: Facts, room: Room, offset: UTCOffset) -> [Block] {
        let (sale, void) = (facts.sale, facts.void)
        return [
            .facts([Fact("Room", room.id.text), Fact("Building, floor", "\(room.building), \(room.floor)")]), .heading("The sale"),
            .facts([
                Fact("Sold at", WallTime(sale.at, at: offset).description), Fact("By", sale.actor.name),
                Fact("Console", sale.actor.console), Fact("Paid", "\(sale.draft.cash) yuan"),
                Fact("Credited", sale.draft.opened.map(PaperText.credit) ?? ""), Fact("Entry in the books", String(sale.sequence)),
            ]), .heading("The void"),
            .facts([
                Fact("Voided at", WallTime(void.at, at: offset).description), Fact("By", void.actor.name),
                Fact("Approved by", void.approver?.name ?? "nobody"), Fact("Reason", void.draft.reason),
                Fact("Taken back", void.draft.taken.map(PaperText.credit) ?? ""), Fact("Entry in the books", String(void.sequence)),
            ]), .heading("What the meter says"),
        ] + meter(facts.takeBack, offset: offset) + [.heading("The money"), .facts(money(facts, offset: offset))]
            + [.signatures(["Cashier", "Approved by", "Money received by"])]
    }

    /// The title of the slip of a room.
    public static func title(_ room: RoomID) -> String { "Void of a sale, room \(room)" }

    private static func meter(_ takeBack: TakeBack?, offset: UTCOffset) -> [Block] {
        switch takeBack {
        case nil: return [.paragraph("No meter had the credit; nothing had to be taken out.")]
        case .waits(let id):
            return [
                .paragraph("Order \(id) takes the credit out of the meter. It was not proven by a read-back when this slip was made.")
            ]
        case .ended(let order):
            let change = PaperText.credit(order.task.amount)
            guard order.state == .confirmed else {
                return [.paragraph("Order \(order.id) is \(order.state.word): \(change) were not taken out of meter \(order.meter).")]
            }
            let words = "Order \(order.id) took \(change) out of meter \(order.meter); the meter was read back and shows it."
            return [.paragraph(words)] + [readBack(order, offset: offset)].compactMap { $0 }
        }
    }

    /// The meter before and after; nil for an order that a person settled without a read-back.
    private static func readBack(_ order: Order, offset: UTCOffset) -> Block? {
        guard let before = order.before, let after = order.after else { return nil }
        func row(_ name: String, _ value: (CreditReading) -> String) -> [String] { [name, value(before), value(after)] }
        var rows = [
            row("read at") { WallTime($0.at, at: offset).description }, row("purchase count") { String($0.count) },
            row("remaining") { PaperText.credit($0.remaining) }, row("register") { "\($0.register) kWh" },
        ]
        if before.totalBought != nil || after.totalBought != nil {
            rows.append(row("total bought") { $0.totalBought.map(PaperText.credit) ?? "not said" })
        }
        return .table(Table(columns: [.fixed("Meter"), .amount("before"), .amount("after")], rows: rows))
    }

    private static func money(_ facts: Facts, offset: UTCOffset) -> [Fact] {
        let due = facts.void.draft.takenWorth
        switch facts.end?.draft.kind {
        case .payout?: return paid(due, by: facts.end ?? facts.void, offset: offset)
        case nil where facts.takeBack == nil: return paid(due, by: facts.void, offset: offset)
        case nil: return [Fact("Due", "\(due) yuan"), Fact("Paid back", "not yet: the read-back decides")]
        default:
            let entry = facts.end.map { ", entry \($0.sequence)" } ?? ""
            return [Fact("Paid back", "nothing: the credit stands in the room again\(entry)")]
        }
    }

    private static func paid(_ money: Money, by entry: Entry, offset: UTCOffset) -> [Fact] {
        [
            Fact("Paid back", "\(money) yuan"), Fact("At", WallTime(entry.at, at: offset).description), Fact("By", entry.actor.name),
            Fact("Entry in the books", String(entry.sequence)),
        ]
    }
}

extension EntryDraft {
    /// The credit that the entry takes out of lots; nil when it takes none.
    var taken: Credit? {
        let credits = lots.compactMap { if case .take(_, let credit, _) = $0 { credit } else { nil } }
        return credits.first.map { first in credits.dropFirst().reduce(first) { $0 + $1 } }
    }

    /// What was paid for the credit that the entry takes out of lots.
    var takenWorth: Money {
        lots.reduce(.zero) { if case .take(_, _, let paid) = $1 { $0 + paid } else { $0 } }
    }
}
