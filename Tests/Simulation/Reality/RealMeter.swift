// A meter as it really is, in plain numbers, written from the rules of the dormitory dialect and from nothing of the product.
// Count n + 1 is applied, n again moves nothing, anything else is refused; use is charged step by step of the register.

/// What a meter says to a purchase.
package enum MeterWord: Hashable, Sendable {
    /// Yes.
    case yes
    /// No, with the two digits of its error.
    case no(Int)
}

/// What a meter shows at one moment; credit in hundredths of its unit, the register in 0.01 kWh.
package struct MeterFace: Hashable, Sendable {
    /// The purchase count.
    package var count: Int
    /// What is left.
    package var left: Int64
    /// The energy register.
    package var register: Int64
}

extension MeterFace: CustomStringConvertible {
    /// As a person would say it.
    package var description: String { "count \(count), \(left) left at \(register)" }
}

/// A picture of the credit as it is read in several questions: use goes on meanwhile.
package struct MeterPicture: Hashable, Sendable {
    /// What the first question found.
    package var opening: MeterFace
    /// The amount of the last purchase.
    package var lastAmount: Int64
    /// All that was ever bought; nil where the meter does not say.
    package var total: Int64?
    /// What the last question found.
    package var closing: MeterFace
}

/// One purchase that really was applied.
package struct RealPurchase: Hashable, Sendable {
    /// Under which count.
    package var count: Int
    /// So many hundredths; below zero when they were taken out.
    package var amount: Int64
    /// Whether nobody in the office has asked for it: sold by others, or an amount that was damaged on its way.
    package var isForeign: Bool

    /// Writes a purchase down.
    package init(count: Int, amount: Int64, isForeign: Bool) {
        self.count = count
        self.amount = amount
        self.isForeign = isForeign
    }
}

/// A meter that keeps credit.
package struct RealMeter: Hashable, Sendable {
    /// What the factory and the installer have set.
    package struct Kind: Hashable, Sendable {
        /// Whether it keeps yuan; else kWh.
        package var keepsMoney: Bool
        /// The current transformer ratio.
        package var ratio: Int64
        /// Ten-thousandths of a yuan per kWh.
        package var price: Int64
        /// Whether it tells what it was ever sold.
        package var tellsTotal: Bool

        /// Makes a kind.
        package init(keepsMoney: Bool = false, ratio: Int64 = 1, price: Int64 = 5500, tellsTotal: Bool = true) {
            self.keepsMoney = keepsMoney
            self.ratio = ratio
            self.price = price
            self.tellsTotal = tellsTotal
        }
    }

    /// What it is.
    package let kind: Kind
    /// Whether its account is closed: it refuses every purchase.
    package private(set) var isClosed = false
    /// So many of the next purchases are answered with yes and not taken.
    package private(set) var liesLeft = 0
    /// So many of the next purchases are taken and answered with no.
    package private(set) var falseNoesLeft = 0
    /// The purchase count.
    package private(set) var count: Int
    /// All that was ever bought.
    package private(set) var total: Int64
    /// The amount of the last purchase.
    package private(set) var lastAmount: Int64
    /// The energy register in 0.01 kWh.
    package private(set) var register: Int64
    /// Everything that was applied while the auditor looked on.
    package private(set) var purchases: [RealPurchase] = []
    /// Millionths of a yuan, or of a kWh.
    private var millionths: Int64

    /// Makes a meter with a past.
    package init(_ kind: Kind, count: Int, total: Int64, lastAmount: Int64 = 20_00, left: Int64, register: Int64) {
        self.kind = kind
        self.count = count
        self.total = total
        self.lastAmount = lastAmount
        self.register = register
        millionths = left * 10_000
    }

    /// What is left, in hundredths.
    package var left: Int64 { millionths / 10_000 }

    /// People use power: so many steps of the register.
    package mutating func use(_ steps: Int64) {
        register += steps
        millionths -= steps * kind.ratio * (kind.keepsMoney ? kind.price : 10_000)
    }

    /// It refuses everything from now on.
    package mutating func close() { isClosed = true }
    /// It will lie so often.
    package mutating func lie(times: Int) { liesLeft += times }
    /// It will say no and take it so often.
    package mutating func denyFalsely(times: Int) { falseNoesLeft += times }

    /// A purchase arrives, or an amount below zero that is taken out under the same count.
    package mutating func hear(amount: Int64, count asked: Int, isForeign: Bool = false) -> MeterWord {
        if isClosed { return .no(38) }
        if asked == count { return .yes }
        guard asked == count + 1 else { return .no(13) }
        if liesLeft > 0 {
            liesLeft -= 1
            return .yes
        }
        (count, lastAmount) = (asked, abs(amount))
        total += amount
        millionths += amount * 10_000
        purchases.append(RealPurchase(count: asked, amount: amount, isForeign: isForeign))
        guard falseNoesLeft > 0, !isForeign else { return .yes }
        falseNoesLeft -= 1
        return .no(99)
    }

    /// What it shows now.
    package var face: MeterFace { MeterFace(count: count, left: left, register: register) }

    /// Lets itself be read; so many steps of the register are used meanwhile, half of them before the balance is taken.
    package mutating func picture(using steps: Int64) -> MeterPicture {
        var opening = face
        use(steps / 2)
        opening.left = left
        use(steps - steps / 2)
        return MeterPicture(opening: opening, lastAmount: lastAmount, total: kind.tellsTotal ? total : nil, closing: face)
    }
}
