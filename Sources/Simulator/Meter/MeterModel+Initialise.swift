// Commands that begin an account anew.

extension MeterModel {
    /// 07010BFF: everything is cleared and gets the factory's defaults; the balance is a preset.
    mutating func initialise(_ command: PrepaymentCommand) -> MeterReply {
        let price = command.body.decimal(18, 4)
        guard Parameters.allowedPrices.contains(price) else { return refusal(command.request, 0x83, echo: command.echo) }
        var fresh = MeterState(time: state.time, address: state.address, register: 0, clockError: state.clockError)
        fresh.pastPurchasesApplied = state.pastPurchasesApplied
        fresh.relay.isClosed = state.relay.isClosed
        fresh.parameters = .afterInitialisation(price: price)
        fresh.purse.preset = .fine(hundredths: command.body.decimal(14, 4))
        fresh.purse.balance = fresh.purse.preset
        state = fresh
        return shortReply(command)
    }

    /// 070103FF: a new purse with a preset; energy and last amount stay.
    mutating func initialisePurse(_ command: PrepaymentCommand) -> MeterReply {
        guard command.body.decimal(24, 2) == 0 else { return refusal(command.request, 0x13, echo: command.echo) }
        beginPurse(preset: .fine(hundredths: command.body.decimal(20, 4)))
        return blockReply(command)
    }

    /// 070133FF: as ``initialisePurse(_:)`` with count, energy and subsidy.
    mutating func initialiseExtended(_ command: PrepaymentCommand) -> MeterReply {
        beginPurse(preset: .fine(hundredths: command.body.decimal(20, 4)))
        state.purse.count = Int(command.body.decimal(24, 2))
        state.register = command.body.decimal(26, 4) * Self.pulse
        let subsidy = command.body.decimal(30, 4)
        state.subsidy.balance = settings.quirks.bugCompatible ? subsidy : .fine(hundredths: subsidy)
        state.subsidy.count = Int(command.body.decimal(34, 2))
        return blockReply(command)
    }

    private mutating func beginPurse(preset: FineAmount) {
        state.purse.preset = preset
        state.purse.balance = preset
        state.purse.overdraft = 0
        state.purse.count = 0
        state.purse.account = .initialised
        state.purse.chargeRemainder = 0
        state.subsidy.balance = 0
        state.subsidy.count = 0
        state.subsidy.mode = 0
        forgetLastRecord()
        decideNow()
    }

    /// A defective build clears every second byte alone.
    private mutating func forgetLastRecord() {
        guard let newest = state.purse.purchases.first else { return }
        let step = settings.quirks.bugCompatible ? 2 : 1
        var cleared = newest
        for offset in stride(from: 0, to: cleared.count, by: step) { cleared[offset] = 0 }
        state.purse.purchases[0] = cleared
    }

    private func blockReply(_ command: PrepaymentCommand) -> MeterReply {
        reply(command.request, answerBlock(command.request.data, error: 0) + command.echo)
    }
}
