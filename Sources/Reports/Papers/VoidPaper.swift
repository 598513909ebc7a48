public import Domain
import Phrases

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
            .facts([Fact(.words("Room"), "\(room.id)"), Fact(.words("Building, floor"), .words(PaperText.place(room)))]),
            .heading(.words("The sale")),
            .facts([
                Fact(.words("Sold at"), "\(WallTime(sale.at, at: offset))"), Fact(.words("By"), .same(sale.actor.name)),
                Fact(.words("Console"), .same(sale.actor.console)), Fact(.words("Paid"), .words("\(sale.draft.cash) yuan")),
                Fact(.words("Credited"), sale.draft.opened.map { .words(PaperText.credit($0)) } ?? ""),
                Fact(.words("Entry in the books"), "\(sale.sequence)"),
            ]), .heading(.words("The void")),
            .facts([
                Fact(.words("Voided at"), "\(WallTime(void.at, at: offset))"), Fact(.words("By"), .same(void.actor.name)),
                Fact(.words("Approved by"), void.approver.map { .same($0.name) } ?? .words("nobody")),
                Fact(.words("Reason"), .same(void.draft.reason)),
                Fact(.words("Taken back"), void.draft.taken.map { .words(PaperText.credit($0)) } ?? ""),
                Fact(.words("Entry in the books"), "\(void.sequence)"),
            ]), .heading(.words("What the meter says")),
        ] + meter(facts.takeBack, offset: offset) + [.heading(.words("The money")), .facts(money(facts, offset: offset))]
            + [.signatures([.words("Cashier"), .words("Approved by"), .words("Money received by")])]
    }

    /// The title of the slip of a room.
    public static func title(_ room: RoomID) -> Wording { .words("Void of a sale, room \(room)") }

    private static func meter(_ takeBack: TakeBack?, offset: UTCOffset) -> [Block] {
        switch takeBack {
        case nil: return [.paragraph(.words("No meter had the credit; nothing had to be taken out."))]
        case .waits(let id):
            return [
                .paragraph(
                    .words("Order \(id) takes the credit out of the meter. It was not proven by a read-back when this slip was made."))
            ]
        case .ended(let order):
            let change = PaperText.credit(order.task.amount)
            guard order.state == .confirmed else {
                let state = order.state.term
                return [.paragraph(.words("Order \(order.id) is \(state): \(change) were not taken out of meter \(order.meter)."))]
            }
            let words = Phrase("Order \(order.id) took \(change) out of meter \(order.meter); the meter was read back and shows it.")
            return [.paragraph(.words(words))] + [readBack(order, offset: offset)].compactMap { $0 }
        }
    }

    /// The meter before and after; nil for an order that a person settled without a read-back.
    private static func readBack(_ order: Order, offset: UTCOffset) -> Block? {
        guard let before = order.before, let after = order.after else { return nil }
        func row(_ name: Phrase, _ value: (CreditReading) -> Wording) -> [Wording] { [.words(name), value(before), value(after)] }
        var rows = [
            row(Phrase("read at")) { "\(WallTime($0.at, at: offset))" }, row(Phrase("purchase count")) { "\($0.count)" },
            row(Phrase("remaining")) { .words(PaperText.credit($0.remaining)) }, row(Phrase("register")) { "\($0.register) kWh" },
        ]
        if before.totalBought != nil || after.totalBought != nil {
            rows.append(row(Phrase("total bought")) { .words($0.totalBought.map(PaperText.credit) ?? Phrase("not said")) })
        }
        return .table(Table(columns: [.fixed(.words("Meter")), .amount(.words("before")), .amount(.words("after"))], rows: rows))
    }

    private static func money(_ facts: Facts, offset: UTCOffset) -> [Fact] {
        let due = facts.void.draft.takenWorth
        switch facts.end?.draft.kind {
        case .payout?: return paid(due, by: facts.end ?? facts.void, offset: offset)
        case nil where facts.takeBack == nil: return paid(due, by: facts.void, offset: offset)
        case nil: return [Fact(.words("Due"), .words("\(due) yuan")), Fact(.words("Paid back"), .words("not yet: the read-back decides"))]
        default:
            let words =
                facts.end.map { Phrase("nothing: the credit stands in the room again, entry \($0.sequence)") }
                ?? Phrase("nothing: the credit stands in the room again")
            return [Fact(.words("Paid back"), .words(words))]
        }
    }

    private static func paid(_ money: Money, by entry: Entry, offset: UTCOffset) -> [Fact] {
        [
            Fact(.words("Paid back"), .words("\(money) yuan")), Fact(.words("At"), "\(WallTime(entry.at, at: offset))"),
            Fact(.words("By"), .same(entry.actor.name)),
            Fact(.words("Entry in the books"), "\(entry.sequence)"),
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
