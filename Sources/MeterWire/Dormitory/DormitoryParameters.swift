/// The parameters of a dormitory meter, as they stand in a request. Source: dormitory dialect, parameter block.
public struct DormitoryParameters: Hashable, Sendable {
    /// Bytes of the block in a request.
    public static let length = 31
    /// Bytes at its start that an answer block repeats.
    static let sharedLength = 28
    /// The prices that a meter accepts, in ten-thousandths.
    public static let acceptedPrices: ClosedRange<Int64> = 100...50_000

    /// Price per kWh in ten-thousandths of a yuan, 100 to 50000.
    public var price: Int64
    /// Alarm 1 in whole credit units, 0 to 9999, 0 for off.
    public var alarm1: Int64
    /// Alarm 2 in whole credit units, 0 to 9999, 0 for off.
    public var alarm2: Int64
    /// Ratio of the current transformers, 0 to 65535; 0 and above 20000 work as 1, 65535 also keeps a preset from being deducted.
    public var transformerRatio: Int64
    /// Overdraft limit in hundredths, 0 to 42949672.
    public var overdraftLimit: Int64
    /// Hoard limit in whole credit units, 0 to 65535; the meter stores it and never enforces it.
    public var hoardLimit: Int64
    /// Power limit in watts, 0 to 65535, 0 for off.
    public var powerLimit: Int64
    /// Power factor limit of a step in thousandths, 0 to 65535; active only between 500 and 1000.
    public var powerFactorLimit: Int64
    /// Power step from which the power factor is looked at, in tenths of a watt, 0 to 65535, 0 for off.
    public var powerStep: Int64
    /// Subsidy mode; a parameter command does not change it.
    public var subsidyMode: UInt8
    /// Subsidy group, 1 to 6, 0 for none.
    public var subsidyGroup: UInt8
    /// True when the flag of time control is set; the meter only stores it.
    public var timeControl: Bool

    /// Makes parameters; what cannot be expressed is refused when they are encoded.
    public init(
        price: Int64, alarm1: Int64 = 0, alarm2: Int64 = 0, transformerRatio: Int64 = 1, overdraftLimit: Int64 = 0,
        hoardLimit: Int64 = 0, powerLimit: Int64 = 0, powerFactorLimit: Int64 = 0, powerStep: Int64 = 0,
        subsidyMode: UInt8 = 0, subsidyGroup: UInt8 = 1, timeControl: Bool = false
    ) {
        self.price = price
        self.alarm1 = alarm1
        self.alarm2 = alarm2
        self.transformerRatio = transformerRatio
        self.overdraftLimit = overdraftLimit
        self.hoardLimit = hoardLimit
        self.powerLimit = powerLimit
        self.powerFactorLimit = powerFactorLimit
        self.powerStep = powerStep
        self.subsidyMode = subsidyMode
        self.subsidyGroup = subsidyGroup
        self.timeControl = timeControl
    }

    /// Writes the 31 bytes of a request.
    func write(to writer: inout FieldWriter) throws(WireError) {
        let sixteenBits: ClosedRange<Int64> = 0...65_535
        try writer.decimal(price, 4, .price, Self.acceptedPrices)
        try writer.decimal(alarm1, 2, .alarm1, 0...9_999)
        try writer.decimal(alarm2, 2, .alarm2, 0...9_999)
        try writer.decimal(transformerRatio, 3, .transformerRatio, sixteenBits)
        try writer.decimal(overdraftLimit, 4, .overdraftLimit, CreditCommand.storableAmounts)
        try writer.decimal(hoardLimit, 4, .hoardLimit, sixteenBits)
        try writer.decimal(powerLimit, 3, .powerLimit, sixteenBits)
        try writer.decimal(powerFactorLimit, 3, .powerFactorLimit, sixteenBits)
        try writer.decimal(powerStep, 3, .powerStep, sixteenBits)
        writer.byte(subsidyMode)
        guard subsidyGroup <= 6 else { throw .outOfRange(.subsidyGroup, value: Int64(subsidyGroup), allowed: 0...6) }
        writer.byte(subsidyGroup)
        writer.byte(timeControl ? DormitoryFlags.timeControl.rawValue : 0)
    }

    /// Reads the 31 bytes of a request.
    init(requestFrom reader: inout FieldReader) throws(WireError) {
        try self.init(sharedFrom: &reader)
        subsidyMode = try reader.byte()
        subsidyGroup = try reader.byte()
        timeControl = DormitoryFlags(rawValue: try reader.byte()).contains(.timeControl)
    }

    /// Reads the 28 bytes that requests and answers have in common; the last three fields keep their defaults.
    init(sharedFrom reader: inout FieldReader) throws(WireError) {
        self.init(price: try reader.decimal(4, .price))
        alarm1 = try reader.decimal(2, .alarm1)
        alarm2 = try reader.decimal(2, .alarm2)
        transformerRatio = try reader.decimal(3, .transformerRatio)
        overdraftLimit = try reader.decimal(4, .overdraftLimit)
        hoardLimit = try reader.decimal(4, .hoardLimit)
        powerLimit = try reader.decimal(3, .powerLimit)
        powerFactorLimit = try reader.decimal(3, .powerFactorLimit)
        powerStep = try reader.decimal(3, .powerStep)
    }
}
