// Protects: the heart of the simulation. It keeps books of its own in plain numbers; its module depends on no other, so that it can
// share no code with the product. It hears what was paid, sees what leaves, looks into the meters, and reads what the books show.

/// An independent pair of eyes: nothing lost, nothing doubled, nothing shown that is not so.
package struct Auditor: Sendable {
    /// A plan at a room: a sale, or the void of one.
    struct PlanKey: Hashable {
        let plan: String
        let meter: Int
    }

    struct Sale {
        let fen: Int64
        /// What it gives, in hundredths of the meter's unit, by the auditor's own arithmetic.
        let amount: Int64
        /// Nil while nobody knows whether it was sold.
        var isSold: Bool?
        var order: String?
        var hasEntry = false
    }

    /// A sale that somebody has asked to take back.
    struct TakeBack {
        let sale: PlanKey
        var order: String?
        /// The place of its entry in the journal; nil while it has none.
        var entry: Int64?
        /// Whether the money is still due.
        var isDue = false
    }

    /// Free credit that somebody gives; below zero where it expires.
    struct Free {
        let amount: Int64
        /// Nil while nobody knows whether it was given.
        var isDone: Bool?
        var order: String?
        var hasEntry = false
    }

    /// One room and its meter.
    struct Place {
        let kind: RealMeter.Kind
        let start: MeterFace
        let startTotal: Int64
        /// The meter as it was last seen.
        var meter: RealMeter
        /// The orders as they were last shown, oldest first.
        var orders: [ShownOrder] = []
        /// Names of orders that the meter has taken.
        var taken: Set<String> = []
        /// Orders that a person has decided about.
        var settled: Set<String> = []
        /// Whether others have sold to it, or it was swapped, or it has lied, or was misheard: then a dispute is right.
        var isSuspect = false
        var lastEntry: Int64 = 0
        /// Sold and not taken back by entries of the journal, in hundredths.
        var sold: Int64 = 0
        /// Orders that wait for something but a person.
        var waiting = 0
        var isDisputed = false
        /// Orders shown as done, and what they have brought: by the purchase count, and by the purse.
        var done = 0
        var brought: Int64 = 0
        var fills = 0
        var filled: Int64 = 0
        /// The oldest order that may still move.
        var firstOpen = 0

        /// The orders that may still move.
        var open: ArraySlice<ShownOrder> { orders[firstOpen...] }
    }

    struct AccountKey: Hashable {
        let account: String
        let commodity: String
    }

    var sales: [PlanKey: Sale] = [:]
    var backs: [PlanKey: TakeBack] = [:]
    /// By the place of a sale, or of what stands again after a void, the sale that can be taken back there.
    var living: [Int64: PlanKey] = [:]
    /// By the place of a void in the journal, the void.
    var voids: [Int64: PlanKey] = [:]
    var free: [PlanKey: Free] = [:]
    /// By the place of an expiry in the journal, the expiry; until its credit stands in its room again.
    var expiries: [Int64: PlanKey] = [:]
    var places: [Place] = []
    var sums: [AccountKey: Int64] = [:]
    var entries = 0
    var unknownSales = 0
    /// Fen in the drawer: paid for what stands in the journal, less what was given back.
    var drawer: Int64 = 0
    /// Orders that came to an end, by word.
    package internal(set) var ended: [ShownWord: Int] = [:]
    /// Sales that were taken back, with the money given back.
    package internal(set) var paidBack = 0
    /// How often the auditor has looked at something.
    package internal(set) var looks = 0

    /// Makes an auditor who has seen nothing.
    package init() {}

    /// Orders that were shown as done and went by purses.
    package var fills: Int { places.reduce(0) { $0 + $1.fills } }

    /// Orders that were shown as done, refused or disputed.
    package var deliveries: Int { ended[.meter, default: 0] + ended[.refused, default: 0] + ended[.dispute, default: 0] }

    /// Takes the next meter over, with what it holds.
    package mutating func takeOver(_ meter: RealMeter) {
        places.append(Place(kind: meter.kind, start: meter.face, startTotal: meter.total, meter: meter))
    }

    /// A meter as it was last seen.
    package func meter(_ number: Int) -> RealMeter { places[number].meter }

    /// Whether nothing has happened to a meter for which books and meter may differ.
    package func isHonest(_ number: Int) -> Bool { !places[number].isSuspect }

    /// Orders of a meter that wait for something, and whether a person has to decide about one.
    package func line(of number: Int) -> (waiting: Int, isDisputed: Bool) { (places[number].waiting, places[number].isDisputed) }

    /// How many of the newest orders of a meter have to be shown, so that all that may still move are among them, and new ones.
    package func ordersToShow(of number: Int) -> Int { places[number].open.count + 4 }

    /// Whether an order really is in its meter, for the person who decides about it.
    package func hasTaken(_ order: String, at meter: Int) -> Bool { places[meter].taken.contains(order) }

    // MARK: What was paid

    /// Somebody is at the desk with money for a room; whether he gets anything is not known yet.
    package mutating func intends(_ sale: String, meter: Int, fen: Int64) throws {
        let key = PlanKey(plan: sale, meter: meter)
        if let known = sales[key] {
            guard known.fen == fen else { throw Finding("sale \(sale) changed from \(known.fen) to \(fen) fen") }
            return
        }
        // 0.55 yuan a kWh: 50.00 yuan are 90.90 kWh, cut off to the hundredth.
        let amount = places[meter].kind.keepsMoney ? fen : fen * 10_000 / places[meter].kind.price
        sales[key] = Sale(fen: fen, amount: amount)
        unknownSales += 1
    }

    /// The desk was told what came of it, which never changes again.
    package mutating func told(_ sale: String, meter: Int, isSold: Bool) throws {
        let key = PlanKey(plan: sale, meter: meter)
        guard let known = sales[key] else { throw Finding("sale \(sale) is told of, but nobody asked for it") }
        if let before = known.isSold {
            guard before == isSold else { throw Finding("sale \(sale) was told as \(before ? "sold" : "not sold"), now the opposite") }
            return
        }
        let words = isSold ? "sold" : "not sold"
        guard isSold == (known.order != nil) else {
            throw Finding("sale \(sale) is told as \(words), and the books \(known.order == nil ? "lack" : "have") its order")
        }
        guard isSold == known.hasEntry else {
            throw Finding("sale \(sale) is told as \(words), and the journal \(known.hasEntry ? "has" : "lacks") its entry")
        }
        sales[key]?.isSold = isSold
        unknownSales -= 1
    }

    /// Somebody wants his money for a sale back; whether he gets it is not known yet.
    package mutating func asksBack(_ plan: String, sale: String, meter: Int) {
        let key = PlanKey(plan: plan, meter: meter)
        if backs[key] == nil { backs[key] = TakeBack(sale: PlanKey(plan: sale, meter: meter)) }
    }
}
