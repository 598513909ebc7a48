/// An amount of electrical energy in whole watt-hours, the smallest unit the books know.
public struct Energy: Hashable, Comparable, Sendable, AdditiveArithmetic {
    /// Watt-hours; negative for a difference that went backwards.
    public var wattHours: Int64

    /// Makes an amount from watt-hours.
    public init(wattHours: Int64) { self.wattHours = wattHours }

    /// Makes an amount from hundredths of a kWh, the unit that meters speak.
    public init(hundredths: Int64) { self.wattHours = hundredths * 10 }

    /// Hundredths of a kWh, rounded towards zero.
    public var hundredths: Int64 { wattHours / 10 }

    /// Nothing.
    public static let zero = Energy(wattHours: 0)

    /// Whether the left one comes first.
    public static func < (left: Energy, right: Energy) -> Bool { left.wattHours < right.wattHours }
    /// The sum of both.
    public static func + (left: Energy, right: Energy) -> Energy { Energy(wattHours: left.wattHours + right.wattHours) }
    /// The difference of both.
    public static func - (left: Energy, right: Energy) -> Energy { Energy(wattHours: left.wattHours - right.wattHours) }
}

extension Energy: CustomStringConvertible {
    /// The amount in kWh with two decimals and no unit, for example `90.90`.
    public var description: String { Decimals.text(hundredths, decimals: 2) }
}
