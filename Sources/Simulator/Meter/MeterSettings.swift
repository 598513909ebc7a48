/// What is fixed in a meter from the factory: plate, program and place.
public struct MeterSettings: Hashable, Sendable, Codable {
    /// Communication address when it was installed, twelve digits, highest first.
    public var address: String
    /// Its program.
    public var kind: MeterKind
    /// What it keeps as its balance; without meaning for `plain645`.
    public var unit: AmountUnit
    /// 1 or 3.
    public var phases: Int
    /// Pulses per kWh on the plate.
    public var constant: Int
    /// Current transformer ratio; the register counts the secondary side.
    public var ctRatio: Int
    /// Twelve digits on the plate.
    public var serialNumber: String
    /// Milliseconds east of Greenwich of its clock.
    public var utcOffset: Milliseconds
    /// How far its clock is ahead of the true time.
    public var clockError: Milliseconds
    /// For voltages and small differences.
    public var seed: UInt64
    /// Build choices and defects.
    public var quirks: Quirks

    /// Makes the plate of a meter.
    public init(
        address: String, kind: MeterKind = .dorm645, unit: AmountUnit = .energy, phases: Int = 1, constant: Int = 1_600, ctRatio: Int = 1,
        serialNumber: String = "000000000000", utcOffset: Milliseconds = 28_800_000, clockError: Milliseconds = 0, seed: UInt64 = 1,
        quirks: Quirks = Quirks()
    ) {
        self.address = address
        self.kind = kind
        self.unit = unit
        self.phases = phases
        self.constant = constant
        self.ctRatio = ctRatio
        self.serialNumber = serialNumber
        self.utcOffset = utcOffset
        self.clockError = clockError
        self.seed = seed
        self.quirks = quirks
    }

    /// Twelve digits as six bytes, lowest pair first; digits that are missing count as zero.
    static func wireBytes(of digits: String) -> [UInt8] {
        Bcd.bytes(Int64(digits) ?? 0, count: 6)
    }
}
