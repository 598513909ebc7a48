/// Active power in whole watts.
public struct Power: Hashable, Comparable, Sendable {
    /// Watts; negative when energy flows back.
    public var watts: Int64

    /// Makes a power from watts.
    public init(watts: Int64) { self.watts = watts }

    /// No load.
    public static let zero = Power(watts: 0)

    /// Whether the left one comes first.
    public static func < (left: Power, right: Power) -> Bool { left.watts < right.watts }
}

extension Power: CustomStringConvertible {
    /// The power in kW with two decimals and no unit, for example `2.31`.
    public var description: String { Decimals.text(watts / 10, decimals: 2) }
}
