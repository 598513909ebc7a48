/// The limits of selling; every figure is a setting of the campus.
public struct SaleRules: Hashable, Sendable {
    /// Smallest sale.
    public var smallest = Money(fen: 10_00)
    /// Largest sale without a supervisor.
    public var largest = Money(fen: 500_00)
    /// The most energy the purchased wallet may hold.
    public var hoardingLimit = Energy(hundredths: 500_00)
    /// Minutes in which the same amount to the same room is flagged as a likely repeat.
    public var repeatMinutes = 30
    /// Minutes after which a meter's reading is flagged as old before a sale.
    public var oldReadingMinutes = 30

    /// The defaults of a residence.
    public init() {}
}
