// Protects nothing by itself: the meters of the simulation, written from the rules of the dormitory dialect and nothing else.
// How: count n + 1 is applied, n again moves nothing, anything else is refused; use is charged step by step of the register.

import Domain
import Operations

/// A meter that keeps credit.
struct SimulatedMeter {
    /// One purchase that was applied.
    struct Applied: Hashable {
        var count: Int
        var hundredths: Int64
        var isForeign: Bool
        var isPurse = false
    }

    let unit: CreditUnit
    let ctRatio: Int
    let price: Price
    /// Whether it tells what it was ever sold.
    let tellsTotal: Bool
    /// Whether its account is closed: every purchase is refused.
    let isClosed: Bool

    private(set) var count: Int
    private(set) var total: Int64
    private(set) var lastAmount: Int64 = 20_00
    private(set) var register: Int64
    /// Millionths of a yuan, or hundredths of a kWh × 10 000, so that both units are charged alike.
    private var left: Int64
    private(set) var applied: [Applied] = []
    /// The purse of free credit; nil for a meter that has none.
    private(set) var purse: Purse?

    /// Free credit, in the measure of what is left, with a count of its own that only rises.
    struct Purse {
        var count: Int
        var left: Int64
        var lastAmount: Int64 = 0
    }

    init(
        unit: CreditUnit, ctRatio: Int, price: Price, tellsTotal: Bool, isClosed: Bool, count: Int, total: Int64, left: Int64,
        register: Int64, purse: Purse? = nil
    ) {
        self.purse = purse
        self.unit = unit
        self.ctRatio = ctRatio
        self.price = price
        self.tellsTotal = tellsTotal
        self.isClosed = isClosed
        self.count = count
        self.total = total
        self.register = register
        self.left = left * 10_000
    }

    var remaining: Int64 { left / 10_000 + inPurse }
    var inPurse: Int64 { (purse?.left ?? 0) / 10_000 }

    /// People use power: so many steps of the register.
    mutating func use(_ steps: Int) {
        register += Int64(steps)
        let charge = unit == .energy ? 10_000 : price.tenThousandths
        let due = Int64(steps * ctRatio) * charge
        let free = min(due, purse?.left ?? 0)
        purse?.left -= free
        left -= due - free
    }

    /// A command to the purse arrives: it is taken when its count is above the purse's, and answered positively in any case.
    mutating func applyToPurse(_ task: OrderTask, count asked: Int, isForeign: Bool = false) -> MeterOutcome {
        guard let purse else { return .refused(code: 1, meaning: "unknown command") }
        if case .takeBack(let amount) = task, inPurse < amount.hundredths { return .notSent("the purse holds less") }
        guard asked > purse.count else { return .accepted }
        let new = task.change.hundredths < 0 ? inPurse + task.change.hundredths : task.change.hundredths
        self.purse?.left = new * 10_000 + (task.change.hundredths < 0 ? 0 : purse.left)
        self.purse?.count = asked
        self.purse?.lastAmount = new
        applied.append(Applied(count: asked, hundredths: task.amount.hundredths, isForeign: isForeign, isPurse: true))
        return .accepted
    }

    /// A purchase arrives.
    mutating func apply(_ task: OrderTask, count asked: Int, isForeign: Bool = false) -> MeterOutcome {
        if isClosed { return .refused(code: 38, meaning: "refund mode") }
        if asked == count { return .accepted }
        guard asked == count + 1 else { return .refused(code: 13, meaning: "purchase count") }
        count = asked
        lastAmount = task.amount.hundredths
        total += task.change.hundredths
        left += task.change.hundredths * 10_000
        applied.append(Applied(count: asked, hundredths: task.amount.hundredths, isForeign: isForeign))
        return .accepted
    }

    /// Answers a picture; `steps` are used while it is taken, half of them before the balance is read.
    mutating func picture(at: Instant, steps: Int) -> CreditReading {
        let first = register
        use(steps / 2)
        let (balance, free) = (remaining, inPurse)
        use(steps - steps / 2)
        return CreditReading(
            at: at, count: count, lastAmount: Credit(unit, hundredths: lastAmount),
            totalBought: tellsTotal ? Credit(unit, hundredths: total) : nil, remaining: Credit(unit, hundredths: balance),
            subsidy: Credit(unit, hundredths: free), register: Energy(hundredths: first), registerAfter: Energy(hundredths: register),
            price: unit == .money ? price : nil,
            purse: purse.map { PurseReading(count: $0.count, lastAmount: Credit(unit, hundredths: $0.lastAmount)) })
    }
}
