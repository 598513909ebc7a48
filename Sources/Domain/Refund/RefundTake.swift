/// What is taken out of which lots of a room for a refund, and what is left and why. Pure.
///
/// What stays in a meter for the use until the credit is out, and what the meter lacks, stays in the oldest lots: use draws on those first.
public struct RefundTake: Hashable, Sendable {
    /// What is taken of each lot, with the money paid for it.
    public let draws: [Draw]
    /// The sums, and what is not paid back.
    public let figures: RefundFigures

    /// Reckons what can be taken.
    ///
    /// - Parameters:
    ///   - lots: the lots of the room; lots of another unit are passed over.
    ///   - debt: borrowed credit, zero or more.
    ///   - remaining: what the meter says is left; nil where the books keep the credit.
    ///   - reserve: what must stay in the meter for the use until the credit is out; free credit and what belongs to others counts for it.
    ///   - inPurse: part of `remaining` that is in the meter's purse of free credit, out of which nothing is paid.
    ///   - leaving: how many of those who live there leave; zero when nothing is taken.
    ///   - living: how many live there.
    public init(
        lots: [Lot], debt: Credit, unit: CreditUnit, remaining: Credit?, reserve: Credit, inPurse: Credit? = nil, leaving: Int = 1,
        living: Int = 1
    ) {
        let estimate = RefundEstimate(lots: lots, debt: debt, unit: unit)
        let zero = Credit.zero(unit)
        let byID = Dictionary(lots.map { ($0.id, $0) }) { first, _ in first }
        let shares = estimate.draws.map { RefundTake.share($0.credit, leaving, of: living) }
        let wanted = shares.reduce(zero, +)
        let held = estimate.credit + estimate.subsidy
        // What the meter has beside: less than the books say is missing, whatever the reason.
        let missing = remaining.map { max(0, held.hundredths - $0.hundredths) } ?? 0
        let most = remaining.map { max(0, $0.hundredths - (inPurse?.hundredths ?? 0) - reserve.hundredths) } ?? wanted.hundredths
        var short = max(0, wanted.hundredths - most)
        let lacking = min(short, missing)
        let reserved = short - lacking
        var draws: [Draw] = []
        for (draw, share) in zip(estimate.draws, shares) {
            let less = min(short, share.hundredths)
            short -= less
            let part = Credit(unit, hundredths: share.hundredths - less)
            guard part.hundredths > 0, let lot = byID[draw.lot] else { continue }
            draws.append(Draw(lot: draw.lot, wallet: .purchased, credit: part, paid: draw.paid - lot.worth(of: draw.credit - part)))
        }
        self.draws = draws
        let given = Set(lots.filter { $0.paid == .zero }.map(\.id))
        figures = RefundFigures(
            credit: draws.reduce(zero) { $0 + $1.credit }, money: draws.reduce(.zero) { $0 + $1.paid }, subsidy: estimate.subsidy,
            unpaid: draws.filter { given.contains($0.lot) }.reduce(zero) { $0 + $1.credit }, debt: estimate.debt,
            held: Credit(unit, hundredths: reserved), missing: Credit(unit, hundredths: lacking), ofStayers: estimate.credit - wanted)
    }

    private static func share(_ credit: Credit, _ part: Int, of whole: Int) -> Credit {
        guard whole > 0, part < whole else { return credit }
        return Credit(credit.unit, hundredths: credit.hundredths * Int64(max(0, part)) / Int64(whole))
    }
}
