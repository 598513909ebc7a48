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

    init(
        unit: CreditUnit, ctRatio: Int, price: Price, tellsTotal: Bool, isClosed: Bool, count: Int, total: Int64, left: Int64,
        register: Int64
    ) {
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

    var remaining: Int64 { left / 10_000 }

    /// People use power: so many steps of the register.
    mutating func use(_ steps: Int) {
        register += Int64(steps)
        let charge = unit == .energy ? 10_000 : price.tenThousandths
        left -= Int64(steps * ctRatio) * charge
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
        let balance = remaining
        use(steps - steps / 2)
        return CreditReading(
            at: at, count: count, lastAmount: Credit(unit, hundredths: lastAmount),
            totalBought: tellsTotal ? Credit(unit, hundredths: total) : nil, remaining: Credit(unit, hundredths: balance),
            subsidy: .zero(unit), register: Energy(hundredths: first), registerAfter: Energy(hundredths: register),
            price: unit == .money ? price : nil)
    }
}
