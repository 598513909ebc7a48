/// The settings of a prepaid meter that the office may change.
struct Parameters: Hashable, Sendable, Codable {
    /// 0.0001 yuan per kWh.
    var price: Int64 = 5_500
    /// Lamp at or below; 0 = off.
    var alarm1: FineAmount = 0
    /// Reminder trip at or below; 0 = off.
    var alarm2: FineAmount = 0
    /// As received; see ``chargeRatio``.
    var ctRatio: Int64 = 1
    var overdraftLimit: FineAmount = 0
    /// Whole units; stored and never enforced.
    var hoardLimit: Int64 = 0
    /// Watts; 0 = off.
    var powerLimit: Int64 = 0
    /// Thousandths; the watch for forbidden loads works between 500 and 1000 alone.
    var powerFactorLimit: Int64 = 1_000
    /// 0.1 W; 0 = off.
    var powerStep: Int64 = 0
    /// Bit 6 of the parameter flags: stored and returned, without effect.
    var timeControl = false

    static let allowedPrices: ClosedRange<Int64> = 100...50_000

    /// What the charge is multiplied with; the energy register is not.
    var chargeRatio: Int64 {
        ctRatio == 0 || ctRatio > 20_000 ? 1 : ctRatio
    }

    /// Whether the firmware looks for forbidden loads with these limits.
    var watchesForbiddenLoad: Bool {
        powerStep > 0 && powerFactorLimit > 500 && powerFactorLimit < 1_000
    }

    /// Takes a block of 31 bytes at `offset`.
    ///
    /// - Returns: false when the price is out of range; then nothing changed.
    mutating func apply(_ data: [UInt8], at offset: Int, subsidy: inout SubsidyPurse) -> Bool {
        let price = data.decimal(offset, 4)
        guard Self.allowedPrices.contains(price) else { return false }
        self.price = price
        alarm1 = .fine(hundredths: data.decimal(offset + 4, 2) * 100)
        alarm2 = .fine(hundredths: data.decimal(offset + 6, 2) * 100)
        ctRatio = data.decimal(offset + 8, 3)
        overdraftLimit = .fine(hundredths: data.decimal(offset + 11, 4))
        hoardLimit = data.decimal(offset + 15, 4) & 0xFFFF
        powerLimit = data.decimal(offset + 19, 3) & 0xFFFF
        powerFactorLimit = data.decimal(offset + 22, 3)
        powerStep = data.decimal(offset + 25, 3) & 0xFFFF
        let group = data.field(offset + 29, 1)[0]
        subsidy.group = group > 6 ? 0 : group
        timeControl = data.field(offset + 30, 1)[0] & 0x40 != 0
        return true
    }

    /// What a meter has after initialisation: lamp at ten units, everything else off.
    static func afterInitialisation(price: Int64) -> Parameters {
        var parameters = Parameters()
        parameters.price = price
        parameters.alarm1 = .fine(hundredths: 1_000)
        parameters.powerLimit = 65_500
        parameters.hoardLimit = 10_000
        return parameters
    }
}
