/// How the refund of a room is divided among those who lived there on the exit day.
public enum RefundSplit: Hashable, Sendable {
    /// Everybody the same; what does not divide goes by student number.
    case equal
    /// By shares in hundredths of a per cent that sum to 100 %.
    case shares([ResidentID: Int])
    /// All of it to one person.
    case payee(ResidentID)

    /// The whole, in hundredths of a per cent.
    public static let whole = 10_000

    /// Divides an amount: largest remainder, ties by student number. The parts sum to the amount to the fen.
    ///
    /// - Throws: `SplitProblem` when the shares do not fit the residents or do not sum to 100 %.
    public func divide(_ amount: Money, among residents: [ResidentID]) throws(SplitProblem) -> [(resident: ResidentID, money: Money)] {
        let residents = Set(residents).sorted()
        guard !residents.isEmpty else { throw .nobody }
        let weights = try weights(residents)
        let fen = max(0, amount.fen)
        let total = weights.reduce(Int64(0)) { $0 + Int64($1) }
        var parts = weights.map { fen.share($0, of: total) }
        // The odd fen go to the largest remainders; the order of student numbers decides between equal ones.
        let left = fen - parts.reduce(0) { $0 + $1.quotient }
        let order = parts.indices.sorted { (parts[$1].remainder, $0) < (parts[$0].remainder, $1) }
        for index in order.prefix(Int(left)) { parts[index].quotient += 1 }
        return zip(residents, parts).map { ($0, Money(fen: $1.quotient)) }
    }

    private func weights(_ residents: [ResidentID]) throws(SplitProblem) -> [Int] {
        switch self {
        case .equal: return residents.map { _ in 1 }
        case .payee(let payee):
            guard residents.contains(payee) else { throw .noResident(payee) }
            return residents.map { $0 == payee ? 1 : 0 }
        case .shares(let shares):
            for resident in shares.keys.sorted() where !residents.contains(resident) { throw .noResident(resident) }
            guard shares.values.allSatisfy({ (0...Self.whole).contains($0) }) else { throw .sum(shares.values.reduce(0) { $0 &+ $1 }) }
            let sum = shares.values.reduce(0, +)
            guard sum == Self.whole else { throw .sum(sum) }
            return residents.map { shares[$0] ?? 0 }
        }
    }
}

/// Why a refund can not be divided so.
public enum SplitProblem: Error, Hashable, Sendable {
    /// Nobody lived in the room on the exit day.
    case nobody
    /// Somebody is named who did not live there.
    case noResident(ResidentID)
    /// The shares sum to this many hundredths of a per cent instead of 10 000.
    case sum(Int)
}

extension Int64 {
    fileprivate func share(_ weight: Int, of total: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = total.dividingFullWidth(multipliedFullWidth(by: Int64(weight)))
        return (quotient, remainder)
    }
}
