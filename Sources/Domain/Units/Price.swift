/// A price per kWh in ten-thousandths of a yuan, the resolution of the meters' price field.
public struct Price: Hashable, Comparable, Sendable {
    /// Ten-thousandths of a yuan per kWh; 5500 is 0.5500 yuan.
    public var tenThousandths: Int64

    /// Makes a price from ten-thousandths of a yuan per kWh.
    public init(tenThousandths: Int64) { self.tenThousandths = tenThousandths }

    /// The default tariff: 0.5500 yuan per kWh.
    public static let standard = Price(tenThousandths: 5500)

    /// Whether the left one comes first.
    public static func < (left: Price, right: Price) -> Bool { left.tenThousandths < right.tenThousandths }

    /// The energy that money buys, rounded down to 0.01 kWh; zero for a price that is not positive.
    public func energy(for money: Money) -> Energy {
        guard tenThousandths > 0, money > .zero else { return .zero }
        // fen / 100 yuan ÷ (price / 10000) kWh, in hundredths of a kWh: fen × 10000 ÷ price.
        return Energy(hundredths: money.fen * 10_000 / tenThousandths)
    }

    /// What energy costs, rounded down to the fen.
    public func cost(of energy: Energy) -> Money {
        Money(fen: energy.wattHours * tenThousandths / 100_000)
    }
}

extension Price: CustomStringConvertible {
    /// The price with four decimals and no unit, for example `0.5500`.
    public var description: String { Decimals.text(tenThousandths, decimals: 4) }
}
