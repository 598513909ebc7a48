// Protects: the heart of the replay. It keeps books of its own in plain numbers and shares no code with the product.
// How: it hears of every sale, sees every order that leaves, and looks into the meters directly; after each of them, what the office
// shows, what was sold and what the meters really did are held against each other.

/// What a meter holds, read directly and not over the line; amounts in hundredths of its unit, the register in 0.01 kWh.
struct MeterFacts: Hashable {
    var count: Int
    var lastAmount: Int64
    var total: Int64
    /// Everything that is left, less overdraft.
    var left: Int64
    var register: Int64
}

/// An order as the office shows it.
struct ShownOrder: Hashable {
    var id: String
    var sale: String
    var meter: String
    var amount: Int64
    var count: Int
    var word: String
}

/// One line of the journal.
struct ShownPosting {
    var entry: Int64
    var account: String
    var commodity: String
    var amount: Int64
}

/// An independent pair of eyes.
struct Auditor {
    struct Sale {
        let meter: String
        let fen: Int64
        /// Nil while nobody knows whether it was sold.
        var isSold: Bool?
    }

    struct Purchase {
        let count: Int
        let amount: Int64
        /// Nil when somebody else than this office made it.
        let order: String?
    }

    struct Meter {
        let keepsMoney: Bool
        let start: MeterFacts
        var now: MeterFacts
        var purchases: [Purchase] = []
        /// Amounts that somebody else is about to sell.
        var foreign: [Int64] = []
        /// Whether it was told to refuse everything.
        var isClosed = false
        /// Whether it says yes to orders that it does not take.
        var isLiar = false
        /// What it held when it lost power in the middle of a purchase; it must not be sold to any more.
        var torn: MeterFacts?

        var isHonest: Bool { torn == nil && !purchases.contains { $0.order == nil } }
    }

    private(set) var meters: [String: Meter] = [:]
    private(set) var sales: [String: Sale] = [:]
    private(set) var shown: [String: ShownOrder] = [:]
    /// Disputes that a person has ended.
    private var settled: Set<String> = []
    private(set) var words: [String: Int] = [:]
    private(set) var checks = 0

    // MARK: What it is told

    mutating func takeOver(_ meter: String, keepsMoney: Bool, holds facts: MeterFacts) {
        meters[meter] = Meter(keepsMoney: keepsMoney, start: facts, now: facts)
    }

    /// Somebody is at the desk with money; whether he gets anything is not known yet.
    mutating func intends(_ sale: String, meter: String, fen: Int64) throws {
        if let known = sales[sale] {
            guard known.meter == meter, known.fen == fen else { throw Finding(description: "sale \(sale) changed its content") }
            return
        }
        sales[sale] = Sale(meter: meter, fen: fen, isSold: nil)
    }

    /// The desk was told what came of it; that does not change any more.
    mutating func ends(_ sale: String, isSold: Bool) throws {
        guard let known = sales[sale] else { throw Finding(description: "sale \(sale) is told of, but nobody asked for it") }
        if let before = known.isSold, before != isSold { throw Finding(description: "sale \(sale) was \(before), and is now \(isSold)") }
        sales[sale]?.isSold = isSold
    }

    mutating func expectsForeignPurchase(at meter: String, amount: Int64) { meters[meter]?.foreign.append(amount) }
    mutating func expectsRefusals(at meter: String) { meters[meter]?.isClosed = true }
    mutating func expectsLies(from meter: String) { meters[meter]?.isLiar = true }

    /// A meter loses power in the middle of a purchase, and holds this now.
    mutating func losesPower(_ meter: String, holds facts: MeterFacts) throws {
        if let before = meters[meter]?.torn { throw Finding(description: "meter \(meter) was sent a purchase after \(before)") }
        meters[meter]?.torn = facts
    }

    /// Two meters are put in each other's place; what is sold to either from now on must not reach the other.
    mutating func exchange(_ one: String, _ other: String) {
        guard let first = meters[one], let second = meters[other] else { return }
        for (meter, facts) in [(one, second.now), (other, first.now)] {
            meters[meter] = Meter(keepsMoney: first.keepsMoney, start: facts, now: facts, isLiar: true)
            settled.formUnion(shown.values.filter { $0.meter == meter }.map(\.id))
        }
    }

    mutating func wasSettled(_ order: String) { settled.insert(order) }

    /// What a sale gives, by arithmetic of its own: 0.55 yuan a kWh are 20 hundredths of a kWh for 11 fen.
    private func credit(_ sale: Sale, at meter: Meter) -> Int64 {
        meter.keepsMoney ? sale.fen : sale.fen * 20 / 11
    }

    // MARK: What leaves the office

    /// An order may leave only when the books say already that it may have been sent.
    func leaves(_ bytes: [UInt8], shown orders: [ShownOrder]) throws {
        guard let wire = WiredPurchase(bytes) else { return }
        let sent = orders.filter { $0.meter == wire.meter && $0.word == "SENT" }
        guard sent.count == 1, sent[0].amount == wire.amount, sent[0].count == wire.count else {
            throw Finding(description: "\(wire) leaves, but the books say \(orders.filter { $0.meter == wire.meter })")
        }
    }

    // MARK: What the office shows

    private static let ways: [String: Set<String>] = [
        "QUEUED": ["SENT", "METER", "DISPUTE", "WITHDRAWN", "EXPIRED"], "SENT": ["METER", "REFUSED", "UNCONF", "DISPUTE"],
        "UNCONF": ["SENT", "METER", "REFUSED", "DISPUTE"], "DISPUTE": ["METER", "REFUSED"],
    ]

    /// Looks at all orders of the campus as they are shown now.
    mutating func look(_ orders: [ShownOrder]) throws {
        checks += 1
        guard orders.count >= shown.count else { throw Finding(description: "orders have vanished: \(orders.count) of \(shown.count)") }
        var touched: Set<String> = []
        for order in orders {
            let before = shown[order.id]
            guard before != order else { continue }
            try look(at: order, after: before)
            shown[order.id] = order
            touched.insert(order.meter)
        }
        for meter in touched { try check(orders.filter { $0.meter == meter }, of: meter) }
    }

    private mutating func look(at order: ShownOrder, after before: ShownOrder?) throws {
        guard let sale = sales[order.sale], sale.meter == order.meter, sale.isSold != false, let meter = meters[order.meter] else {
            throw Finding(description: "\(order) belongs to no sale")
        }
        guard order.amount == credit(sale, at: meter) else {
            throw Finding(description: "\(order) for \(sale.fen) fen should be for \(credit(sale, at: meter))")
        }
        guard let before else {
            guard order.word == "QUEUED" else { throw Finding(description: "\(order) begins in the middle") }
            let isSecond = shown.values.contains { $0.sale == order.sale }
            guard !isSecond else { throw Finding(description: "two orders of one sale: \(order)") }
            return
        }
        guard before.word != order.word else {
            guard before == order else { throw Finding(description: "\(before) changed without a step to \(order)") }
            return
        }
        guard Self.ways[before.word]?.contains(order.word) == true else {
            throw Finding(description: "\(order) was \(before.word) before")
        }
        guard before.word != "DISPUTE" || settled.contains(order.id) else { throw Finding(description: "nobody decided about \(order)") }
        words[order.word, default: 0] += 1
    }

    private func check(_ orders: [ShownOrder], of address: String) throws {
        guard let meter = meters[address] else { throw Finding(description: "orders of an unknown meter \(address)") }
        let unresolved = orders.filter { ["SENT", "UNCONF", "DISPUTE"].contains($0.word) }
        guard unresolved.count <= 1 else { throw Finding(description: "two orders of one meter are unresolved: \(unresolved)") }
        for order in orders {
            let own = meter.purchases.filter { $0.order == order.id }
            switch order.word {
            case "METER" where own.isEmpty && !(settled.contains(order.id)):
                throw Finding(description: "\(order) is shown, but the meter holds \(meter.now) after \(meter.purchases)")
            case "QUEUED", "REFUSED", "EXPIRED", "WITHDRAWN":
                guard own.isEmpty else { throw Finding(description: "\(order) is shown, but it is in the meter: \(own)") }
            default: break
            }
            let isSuspect = !meter.isHonest || !meter.foreign.isEmpty || meter.isClosed || meter.isLiar
            guard order.word != "DISPUTE" || isSuspect else {
                throw Finding(description: "an honest meter is disputed: \(order), \(meter.now)")
            }
            guard order.word != "REFUSED" || meter.isClosed || settled.contains(order.id) else {
                throw Finding(description: "an open meter is said to have refused \(order)")
            }
        }
    }

    // MARK: What the meters do

    /// Looks into a meter: what it holds follows from what it held, from purchases that were sold, and from use.
    mutating func look(into address: String, holding facts: MeterFacts) throws {
        checks += 1
        guard let meter = meters[address] else { return }
        if let torn = meter.torn {
            guard facts.count == torn.count, facts.total == torn.total, facts.left <= torn.left else {
                throw Finding(description: "meter \(address) lost power at \(torn), and something was sent to it again: \(facts)")
            }
            meters[address]?.now = facts
            return
        }
        switch facts.count - meter.now.count {
        case 0:
            guard facts.total == meter.now.total else {
                throw Finding(description: "meter \(address) moved its total without its count: \(meter.now) to \(facts)")
            }
        case 1: try take(facts, at: address, meter)
        default: throw Finding(description: "meter \(address) jumped from \(meter.now) to \(facts)")
        }
        meters[address]?.now = facts
        try checkLeft(address)
    }

    /// A purchase has reached a meter: exactly one order must say that it may have been sent.
    private mutating func take(_ facts: MeterFacts, at address: String, _ meter: Meter) throws {
        let amount = facts.total - meter.now.total
        guard amount == facts.lastAmount else {
            throw Finding(description: "meter \(address) took \(amount) and says \(facts.lastAmount)")
        }
        let candidates = shown.values.filter {
            $0.meter == address && $0.count == facts.count && $0.amount == amount && ["SENT", "UNCONF", "DISPUTE"].contains($0.word)
        }
        if let index = meter.foreign.firstIndex(of: amount), candidates.isEmpty {
            meters[address]?.foreign.remove(at: index)
            meters[address]?.purchases.append(Purchase(count: facts.count, amount: amount, order: nil))
            return
        }
        guard candidates.count == 1 else {
            let orders = shown.values.filter { $0.meter == address }.sorted { $0.id < $1.id }
            throw Finding(description: "meter \(address) took \(amount) under count \(facts.count), but the orders are \(orders)")
        }
        guard !meter.purchases.contains(where: { $0.order == candidates[0].id }) else {
            throw Finding(description: "\(candidates[0]) is in its meter twice")
        }
        meters[address]?.purchases.append(Purchase(count: facts.count, amount: amount, order: candidates[0].id))
        try checkSold(address)
    }

    /// No meter ever gets more than was sold to it.
    private func checkSold(_ address: String) throws {
        guard let meter = meters[address] else { return }
        let own = meter.purchases.filter { $0.order != nil }
        let sold = sales.values.filter { $0.meter == address && $0.isSold != false }
        let bought = sold.reduce(Int64(0)) { $0 + credit($1, at: meter) }
        guard own.count <= sold.count, own.reduce(0, { $0 + $1.amount }) <= bought else {
            throw Finding(description: "meter \(address) got \(own), but only \(sold) was sold")
        }
    }

    /// Left = what it held + purchases − use; for money meters use times the price, and their answers cut off a part of a fen.
    private func checkLeft(_ address: String) throws {
        guard let meter = meters[address] else { return }
        let bought = meter.purchases.reduce(Int64(0)) { $0 + $1.amount }
        let used = meter.now.register - meter.start.register
        let charged = meter.keepsMoney ? used * 55 / 100 : used
        let expected = meter.start.left + bought - charged
        guard abs(expected - meter.now.left) <= 1 else {
            throw Finding(description: "meter \(address) holds \(meter.now), by its purchases \(expected) should be left")
        }
    }
}
