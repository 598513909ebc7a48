/// A whole number of the smallest unit that a register shows, with the place of its decimal point.
public struct ScaledNumber: Hashable, Sendable, CustomStringConvertible {
    /// The digits as one whole number; 31776 with two decimals is 317.76.
    public let units: Int64
    /// How many of the digits stand behind the point.
    public let decimals: Int

    /// Makes a number of `units` times ten to the power of minus `decimals`.
    public init(units: Int64, decimals: Int) {
        self.units = units
        self.decimals = decimals
    }

    /// The number with a point and all its decimals, for example `-3.250`.
    public var description: String {
        let digits = String(units.magnitude)
        let sign = units < 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        let filled = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        return sign + filled.dropLast(decimals) + "." + filled.suffix(decimals)
    }
}
