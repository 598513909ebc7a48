/// An amount of money in whole fen, hundredths of a yuan.
public struct Money: Hashable, Comparable, Sendable, AdditiveArithmetic {
    /// Fen; negative for what is owed.
    public var fen: Int64

    /// Makes an amount from fen.
    public init(fen: Int64) { self.fen = fen }

    /// Reads an amount typed in yuan, at most two decimals, no sign: `50`, `50.5`, `50.00`.
    ///
    /// Answers nil for anything else, also for more than 999 999 999.99 yuan.
    public init?(yuan text: String) {
        guard let fen = Decimals.parse(text, decimals: 2, limit: 99_999_999_999) else { return nil }
        self.fen = fen
    }

    /// Nothing.
    public static let zero = Money(fen: 0)

    /// Whether the left one comes first.
    public static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
    /// The sum of both.
    public static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
    /// The difference of both.
    public static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }
}

extension Money: CustomStringConvertible {
    /// The amount in yuan with two decimals and no unit, for example `50.00`.
    public var description: String { Decimals.text(fen, decimals: 2) }
}
