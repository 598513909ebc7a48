/// What appliances draw together at one moment.
public struct Load: Hashable, Sendable {
    /// Active power, W.
    public var watts: Int
    /// Apparent power, VA; never less than the active power.
    public var voltAmperes: Int

    /// Makes a load.
    public init(watts: Int, voltAmperes: Int) {
        self.watts = watts
        self.voltAmperes = max(watts, voltAmperes)
    }

    /// Nothing is switched on, or the relay is open.
    public static let none = Load(watts: 0, voltAmperes: 0)

    /// Adds an appliance with its power factor in hundredths.
    mutating func add(_ appliance: Int, powerFactor: Int) {
        watts += appliance
        voltAmperes += appliance * 100 / powerFactor
    }

    /// The same load, a few hundredths more or less.
    func scaled(byPercent percent: Int) -> Load {
        Load(watts: watts * percent / 100, voltAmperes: voltAmperes * percent / 100)
    }
}

/// A stretch of time in which the load does not change.
struct SteadyLoad: Hashable, Sendable {
    /// The first moment that is no longer part of it.
    var end: Milliseconds
    var load: Load
}
