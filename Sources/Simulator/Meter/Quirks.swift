/// Build choices and defects of a meter's firmware that a test can switch.
///
/// The defaults are the variant that the dormitory dialect describes.
public struct Quirks: Hashable, Sendable, Codable {
    /// The subsidy purse and its command exist.
    public var subsidy = true
    /// The meter watches for forbidden resistive loads.
    public var maliciousLoad = true
    /// Card build; without it the radio build, which closes an account in another way.
    public var vCard = true
    /// Known defects are kept: the customer field of the answer block, 16-bit limits, the amount that wraps, half-cleared records.
    public var bugCompatible = true

    /// The default build.
    public init() {}
}

/// What a meter keeps as its balance.
public enum AmountUnit: String, Hashable, Sendable, Codable, CaseIterable {
    /// Energy, kWh to 0.01; charged one to one. This is our own variant of the dialect with the same layouts.
    case energy
    /// Money, yuan to 0.01; charged at the price, as in the firmware.
    case money
}

/// Which program a meter runs.
public enum MeterKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// DL/T 645-2007 with the dormitory dialect: keeps credit and cuts by itself.
    case dorm645
    /// DL/T 645-2007 without prepaid items: never cuts by itself.
    case plain645
}
