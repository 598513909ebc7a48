/// Everything that changes in a meter; saved in the snapshots of a field.
struct MeterState: Hashable, Sendable, Codable {
    /// Up to when the meter has lived.
    var time: Milliseconds
    /// Communication address, lowest pair first.
    var address: [UInt8]
    /// Energy register in watt-milliseconds.
    var register: Int64
    /// How far the clock of the meter is ahead of the true time.
    var clockError: Milliseconds
    var password: [UInt8] = [0x02, 0, 0, 0]
    var purse = Purse()
    var subsidy = SubsidyPurse()
    var parameters = Parameters()
    var tariff = Tariff()
    var relay = RelayState()
    var watch = LoadWatch()
    /// How many purchases before the present time, from ``MeterModel/pastPurchases``, have been applied.
    var pastPurchasesApplied = 0
    /// Accepted writes (item 03300000).
    var programmings = 0

    init(time: Milliseconds, address: [UInt8], register: Int64, clockError: Milliseconds) {
        self.time = time
        self.address = address
        self.register = register
        self.clockError = clockError
    }
}
