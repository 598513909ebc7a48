// The block that answers purchases, initialisations and subsidies.

extension MeterModel {
    /// 69 bytes: what the purse holds after the command.
    ///
    /// - Parameters:
    ///   - request: the data of the request, whose bytes leak into the customer field of a defective build.
    ///   - error: 0 when accepted.
    func answerBlock(_ request: [UInt8], error: UInt8) -> [UInt8] {
        let (purse, subsidy, parameters) = (state.purse, state.subsidy, state.parameters)
        var block = request.field(0, 4) + customerField(request)
        block += Bcd.bytes(purse.lastAmount.hundredths, count: 4) + Bcd.bytes(purse.count, count: 2)
        block += totalEnergy
        block += Bcd.bytes(purse.balance.hundredths, count: 4) + Bcd.bytes(purse.overdraft.hundredths, count: 4)
        block += Bcd.bytes(parameters.price, count: 4)
        block += Bcd.bytes(parameters.alarm1 / 10_000, count: 2) + Bcd.bytes(parameters.alarm2 / 10_000, count: 2)
        block += Bcd.bytes(parameters.ctRatio, count: 3) + Bcd.bytes(parameters.overdraftLimit.hundredths, count: 4)
        block += Bcd.bytes(parameters.hoardLimit, count: 4) + Bcd.bytes(parameters.powerLimit, count: 3)
        block += Bcd.bytes(parameters.powerFactorLimit, count: 3) + Bcd.bytes(parameters.powerStep, count: 3)
        block += [subsidy.mode, parameters.timeControl ? 0x40 : 0x00]
        block += Bcd.bytes(subsidy.balance.hundredths, count: 4) + Bcd.bytes(subsidy.count, count: 2)
        block += [subsidy.day, subsidy.group]
        let word = state.relay.statusWord
        return block + [UInt8(word & 0xFF), UInt8(word >> 8), error]
    }

    /// In a defective build only every second byte is the stored customer; the others come from the request.
    private func customerField(_ request: [UInt8]) -> [UInt8] {
        var customer = state.purse.customer
        guard settings.quirks.bugCompatible else { return customer }
        customer[1] = request.field(5, 1)[0]
        customer[3] = request.field(7, 1)[0]
        customer[5] = request.field(9, 1)[0]
        return customer
    }

    /// Energy register as four bytes XXXXXX.XX.
    var totalEnergy: [UInt8] {
        Bcd.bytes(state.register / Self.pulse, count: 4)
    }
}
