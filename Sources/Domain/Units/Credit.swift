/// What a meter keeps as its balance: energy or money. It is a setting of the meter, never a guess.
public enum CreditUnit: String, Hashable, Sendable, CaseIterable, Codable {
    /// kWh to 0.01.
    case energy
    /// Yuan to 0.01.
    case money
}

/// An amount of credit in the unit of its meter, in hundredths of a kWh or of a yuan.
///
/// Adding two amounts of different units is a programmer error and stops the program before anything is written.
public struct Credit: Hashable, Sendable {
    /// What the hundredths are hundredths of.
    public var unit: CreditUnit
    /// Hundredths of a kWh or of a yuan; negative is overdraft.
    public var hundredths: Int64

    /// Makes an amount from hundredths of the unit.
    public init(_ unit: CreditUnit, hundredths: Int64) {
        self.unit = unit
        self.hundredths = hundredths
    }

    /// Energy as credit, rounded towards zero to 0.01 kWh.
    public init(_ energy: Energy) { self.init(.energy, hundredths: energy.hundredths) }

    /// Money as credit.
    public init(_ money: Money) { self.init(.money, hundredths: money.fen) }

    /// No credit in the given unit.
    public static func zero(_ unit: CreditUnit) -> Credit { Credit(unit, hundredths: 0) }

    /// The energy that this credit buys at a price, rounded down; energy credit is itself.
    public func energy(at price: Price) -> Energy {
        switch unit {
        case .energy: Energy(hundredths: hundredths)
        case .money: price.energy(for: Money(fen: hundredths))
        }
    }

    /// The sum of both.
    public static func + (left: Credit, right: Credit) -> Credit {
        precondition(left.unit == right.unit, "credit of two units can not be added")
        return Credit(left.unit, hundredths: left.hundredths + right.hundredths)
    }

    /// The difference of both.
    public static func - (left: Credit, right: Credit) -> Credit {
        precondition(left.unit == right.unit, "credit of two units can not be subtracted")
        return Credit(left.unit, hundredths: left.hundredths - right.hundredths)
    }
}

extension Credit: CustomStringConvertible {
    /// The amount with two decimals and no unit, for example `94.15`.
    public var description: String { Decimals.text(hundredths, decimals: 2) }
}
