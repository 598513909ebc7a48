public import Domain

/// The rules of one campus, read from its settings; every figure has the default of a residence.
public struct DeskRules: Hashable, Sendable {
    /// The name on screens and papers.
    public var campus = "Dormwatt"
    /// Whether this is a demo or training campus; the first line says so in reverse.
    public var isTest = false
    /// The fixed offset from UTC.
    public var offset = UTCOffset.china
    /// The limits of selling.
    public var sales = SaleRules()
    /// When a room counts as low.
    public var alarms = AlarmRules()
    /// How orders are delivered.
    public var delivery = DeliveryRules()
    /// Whether free credit goes into the purses of meters that tell of one.
    public var usesPurse = true

    /// The defaults of a residence.
    public init() {}
}

/// How patient delivery is.
public struct DeliveryRules: Hashable, Sendable {
    /// Tries in a row before an order waits for the meter's next sign of life.
    public var tries = 3
    /// Seconds between the tries after that, when the meter does not answer by itself.
    public var retrySeconds: Int64 = 60
    /// How far a read-back may be off, in hundredths of the meter's unit.
    public var toleranceHundredths: Int64 = 1
    /// Bought credit, in hundredths of the meter's unit, above which free credit goes into the meter's purse.
    ///
    /// A meter looks at bought credit alone: at zero it cuts although the purse is full, and any command to the purse makes it trip once
    /// more where bought credit is at its alarm 2 or below. So the figure is to be above the alarm 2 of the meters.
    public var purseAbove: Int64 = 10_00
    /// The fixed offset from UTC of the meters' clocks, by which a command to a relay says how long it holds.
    public var offset = UTCOffset.china

    /// The defaults of a residence.
    public init() {}
}
