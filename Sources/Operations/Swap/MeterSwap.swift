public import Domain
import Phrases

/// The meters that change places, with all that is written beside the entry of the swap, in the same transaction.
public struct MeterSwap: Hashable, Sendable {
    /// The version of the inventory that was read; any later change of it makes the commit refuse.
    public var inventoryVersion: Int64
    /// The meter that goes, with its retirement.
    public var retired: MeterPoint
    /// The meter that comes, with its baseline.
    public var installed: MeterPoint
    /// The use up to the last register of the old meter, written before the entry of the swap; nil when there is none.
    public var use: PlannedEntry?
    /// What the new meter holds beyond what the room has left, written after it; nil when that is nothing.
    public var found: PlannedEntry?
    /// Orders to the old meter of which no read-back will ever tell what became of them: a person decides them for the record.
    public var unreadable: [Order]
    /// What the people who make and approve it should know; empty for an everyday swap.
    public var remarks: [SwapRemark]

    /// Makes a swap of two meters.
    public init(
        inventoryVersion: Int64, retired: MeterPoint, installed: MeterPoint, use: PlannedEntry? = nil, found: PlannedEntry? = nil,
        unreadable: [Order] = [], remarks: [SwapRemark] = []
    ) {
        self.unreadable = unreadable
        self.inventoryVersion = inventoryVersion
        self.retired = retired
        self.installed = installed
        self.use = use
        self.found = found
        self.remarks = remarks
    }

    /// The steps by which those orders come to a person.
    func handOvers(_ actor: Actor, at: Instant) -> [OrderStep] {
        unreadable.map { order in
            let fate =
                switch order.task {
                case .takeBack: Phrase("What was to be taken out went with it.")
                case .topUp: Phrase("Its credit goes into meter \(installed.id) with the rest.")
                case .relay: Phrase("It moved no credit.")
                }
            return OrderStep(
                order: order.id, from: .unknown, to: .disputed, at: at,
                note: Phrase("Meter \(retired.id) was replaced before it could be read.").english + " " + fate.english, actor: actor)
        }
    }
}

/// One entry of a change, as it will stand in a row of the plan.
public struct PlannedEntry: Hashable, Sendable {
    /// What comes in.
    public var money: Money
    /// The credit that moves.
    public var credit: Credit
    /// The entry to write.
    public var entry: EntryDraft
    /// The order to put in line; nil where no meter is asked for anything.
    public var order: OrderDraft?

    /// Makes an entry of a change.
    public init(money: Money = .zero, credit: Credit, entry: EntryDraft, order: OrderDraft? = nil) {
        self.money = money
        self.credit = credit
        self.entry = entry
        self.order = order
    }
}

extension PlannedChange {
    /// The entries that it writes, in their order: one for everyday business.
    public var entries: [PlannedEntry] {
        let own = PlannedEntry(money: money, credit: credit, entry: entry, order: order)
        return [use, swap?.use, own, swap?.found].compactMap { $0 }
    }
}

/// Something that the people who make and approve a swap should know.
public enum SwapRemark: Hashable, Sendable {
    /// The last register of the old meter was typed: it could not be read.
    case lastReadingTyped
    /// The new meter was not read: it is taken for new and empty until the read-back of its order shows so.
    case newMeterNotRead
    /// The old meter says another remaining than the books after its use. The books are carried over.
    case remainingDiffers(meter: Credit, books: Credit)
    /// The new meter holds so much already; it counts as a part of what the room has left.
    case holdsAlready(Credit)
    /// The new meter holds so much more than the room has left; it is written down as found in a meter that was taken over.
    case holdsMore(Credit)
    /// What became of an order to the old meter will never be read.
    case outcomeNeverKnown(OrderID)
    /// Where the relay of the old meter stood will never be read.
    case relayNeverKnown(OrderID)
    /// The room owes so much, which no new meter can hold; it ends with the old meter.
    case debtEnds(Credit)

    /// One or two sentences.
    public var sentences: String {
        switch self {
        case .lastReadingTyped:
            phrase("The last register was typed. Compare it with the old meter or a photograph of it before you approve.")
        case .newMeterNotRead:
            phrase("The new meter was not read. It is taken for new and empty; the read-back of the order shows whether it is.")
        case .remainingDiffers(let meter, let books):
            phrase(
                "The old meter says \(meter) left, the books \(books). The books are carried over; dormwatt reconcile shows the difference."
            )
        case .holdsAlready(let credit): phrase("The new meter holds \(credit) already, which counts as a part of what the room has left.")
        case .holdsMore(let credit):
            phrase("The new meter holds \(credit) more than the room has left. It is written down as found, and nothing was paid for it.")
        case .outcomeNeverKnown(let order):
            phrase(
                "Whether the old meter had order \(order) will never be read. What the books have left counts; the order becomes a dispute, "
            )
                + phrase("which a person ends for the record: dormwatt orders --settle \(order).")
        case .relayNeverKnown(let order):
            phrase(
                "Whether the old meter obeyed order \(order) to its relay will never be read. No credit hangs on it; the order becomes a dispute, "
            )
                + phrase("which a person ends for the record: dormwatt orders --settle \(order).")
        case .debtEnds(let debt): phrase("The room owes \(debt), which no new meter can hold. It ends with the old meter.")
        }
    }
}
