// A meter as it really is, in plain numbers, written from the rules of the dormitory dialect and from nothing of the product.
// Count n + 1 is applied, n again moves nothing, anything else is refused; use is charged step by step of the register.

/// What a meter says to a purchase.
package enum MeterWord: Hashable, Sendable {
    /// Yes.
    case yes
    /// No, with the two digits of its error.
    case no(Int)
    /// Its purse holds less than was to be taken out, so that nothing was sent.
    case holdsLess
}

/// What a meter shows at one moment; credit in hundredths of its unit, the register in 0.01 kWh.
package struct MeterFace: Hashable, Sendable {
    /// The purchase count.
    package var count: Int
    /// What is left, free credit with it.
    package var left: Int64
    /// The energy register.
    package var register: Int64
    /// The free credit in its purse.
    package var free: Int64 = 0
    /// The count of its purse.
    package var freeCount = 0
}

extension MeterFace: CustomStringConvertible {
    /// As a person would say it.
    package var description: String {
        "count \(count), \(left) left at \(register)" + (freeCount > 0 ? ", \(free) free under \(freeCount)" : "")
    }
}

/// A picture of the credit as it is read in several questions: use goes on meanwhile.
package struct MeterPicture: Hashable, Sendable {
    /// What the first question found.
    package var opening: MeterFace
    /// The amount of the last purchase.
    package var lastAmount: Int64
    /// All that was ever bought; nil where the meter does not say.
    package var total: Int64?
    /// The amount of the last command to the purse.
    package var freeAmount: Int64
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
    /// Whether it went by the purse of free credit, under the count of that.
    package var isFree: Bool

    /// Writes a purchase down.
    package init(count: Int, amount: Int64, isForeign: Bool, isFree: Bool = false) {
        self.isFree = isFree
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
        /// Whether it has a purse of free credit.
        package var hasPurse: Bool

        /// Makes a kind.
        package init(
            keepsMoney: Bool = false, ratio: Int64 = 1, price: Int64 = 5500, tellsTotal: Bool = true, hasPurse: Bool = false
        ) {
            self.hasPurse = hasPurse
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
    /// What was bought and is left: millionths of a yuan, or of a kWh.
    private var millionths: Int64
    /// The count of the purse, and the amount of the last command to it: what was added, or what it was set to.
    package private(set) var freeCount = 0
    package private(set) var freeAmount: Int64 = 0
    /// What is in the purse, in millionths.
    private var freeMillionths: Int64 = 0
    /// What was given back, in millionths, by setting the purse to what had been left of it a moment before.
    package private(set) var givenBack: Int64 = 0

    /// Makes a meter with a past.
    package init(
        _ kind: Kind, count: Int, total: Int64, lastAmount: Int64 = 20_00, left: Int64, register: Int64, free: Int64 = 0,
        freeCount: Int = 0
    ) {
        self.freeCount = freeCount
        freeMillionths = free * 10_000
        self.kind = kind
        self.count = count
        self.total = total
        self.lastAmount = lastAmount
        self.register = register
        millionths = left * 10_000
    }

    /// What is left, in hundredths; what is free is part of it.
    package var left: Int64 { bought + free }
    /// What was bought and is left.
    package var bought: Int64 { millionths / 10_000 }
    /// What is in the purse.
    package var free: Int64 { freeMillionths / 10_000 }

    /// People use power: so many steps of the register. Free credit is used first.
    package mutating func use(_ steps: Int64) {
        register += steps
        let due = steps * kind.ratio * (kind.keepsMoney ? kind.price : 10_000)
        let fromPurse = min(due, freeMillionths)
        freeMillionths -= fromPurse
        millionths -= due - fromPurse
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

    /// A command to the purse arrives. So much is added; or, below zero, whoever asks looks into the purse and sets it to what shall be left,
    /// and so many steps of the register are used between the two. It is taken under any count above the purse's own; else it moves
    /// nothing, and the answer is yes.
    package mutating func hearPurse(amount: Int64, count asked: Int, using steps: Int64, isForeign: Bool = false) -> MeterWord {
        guard kind.hasPurse else { return .no(1) }
        let new = free + amount
        guard amount >= 0 || new >= 0 else { return .holdsLess }
        guard asked > freeCount else { return .yes }
        if liesLeft > 0 {
            liesLeft -= 1
            return .yes
        }
        if amount < 0 {
            use(steps)
            givenBack += new * 10_000 - (freeMillionths + amount * 10_000)
            freeMillionths = new * 10_000
        } else {
            freeMillionths += amount * 10_000
        }
        (freeCount, freeAmount) = (asked, amount < 0 ? new : amount)
        purchases.append(RealPurchase(count: asked, amount: amount, isForeign: isForeign, isFree: true))
        guard falseNoesLeft > 0, !isForeign else { return .yes }
        falseNoesLeft -= 1
        return .no(99)
    }

    /// What it shows now.
    package var face: MeterFace { MeterFace(count: count, left: left, register: register, free: free, freeCount: freeCount) }

    /// Lets itself be read; so many steps of the register are used meanwhile, half of them before the balance is taken.
    package mutating func picture(using steps: Int64) -> MeterPicture {
        var opening = face
        use(steps / 2)
        (opening.left, opening.free) = (left, free)
        use(steps - steps / 2)
        return MeterPicture(
            opening: opening, lastAmount: lastAmount, total: kind.tellsTotal ? total : nil, freeAmount: freeAmount, closing: face)
    }
}
