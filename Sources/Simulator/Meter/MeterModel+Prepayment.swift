// Function 03: the common checks in their order, and the commands other than purchases.

extension MeterModel {
    /// Handles one prepayment request.
    mutating func prepayment(_ request: MeterRequest) -> MeterReply? {
        let data = request.data
        let identifier = request.identifier
        let number = data.field(8, 6)
        let isOwn = number == state.address
        let isGroup = number == MeterRequest.allNines || number == MeterRequest.allWild
        guard isOwn || isGroup else { return refusal(request, 0x31) }
        guard isOwn || identifier == 0x0701_40FF || identifier == 0x0701_41FF else { return refusal(request, 0x31) }
        let lengths = prepaymentLengths(of: identifier)
        guard !lengths.isEmpty else { return refusal(request, 0x01) }
        guard let length = lengths.first(where: { data.count == $0 || data.count == $0 + 4 }) else { return refusal(request, 0x84) }
        let command = PrepaymentCommand(
            request: request, identifier: identifier, body: Array(data.prefix(length)), echo: Array(data.dropFirst(length)))
        if let error = checkCustomer(command) { return refusal(request, error, echo: command.echo) }
        let reply = run(command)
        afterPrepayment(identifier)
        return reply
    }

    /// Data lengths without serial number; empty for commands that are unknown or compiled out.
    private func prepaymentLengths(of identifier: UInt32) -> [Int] {
        switch identifier {
        case 0x0701_0BFF: [22]
        case 0x0701_03FF: [26]
        case 0x0701_33FF: [36]
        case 0x0701_04FF: [45]
        case 0x0701_50FF: [41]
        case 0x0701_51FF, 0x0701_52FF, 0x0701_53FF, 0x0701_54FF, 0x0701_55FF, 0x0701_56FF, 0x0701_57FF, 0x0701_58FF: [56]
        case 0x0701_40FF: settings.quirks.subsidy ? [48] : []
        default: PurchaseOrder.lengths(of: identifier)
        }
    }

    private func checkCustomer(_ command: PrepaymentCommand) -> UInt8? {
        guard state.purse.count > 0 else { return nil }
        let customer = command.body.field(14, 6)
        if command.identifier == 0x0701_40FF { return customerFitsSubsidy(command) ? nil : 0x12 }
        guard !PurchaseOrder.lengths(of: command.identifier).isEmpty else { return nil }
        return customer == state.purse.customer ? nil : 0x12
    }

    private mutating func run(_ command: PrepaymentCommand) -> MeterReply? {
        switch command.identifier {
        case 0x0701_0BFF: return initialise(command)
        case 0x0701_03FF: return initialisePurse(command)
        case 0x0701_33FF: return initialiseExtended(command)
        case 0x0701_04FF: return setParameters(command)
        case 0x0701_40FF: return grantSubsidy(command)
        case 0x0701_50FF:
            state.tariff.applyZones(command.body, at: 14)
            return shortReply(command)
        case 0x0701_51FF...0x0701_58FF:
            state.tariff.applyDay(Int(command.identifier >> 8 & 0x0F), command.body, at: 14)
            return shortReply(command)
        default: return runPurchase(command)
        }
    }

    private mutating func runPurchase(_ command: PrepaymentCommand) -> MeterReply? {
        let wraps = settings.quirks.bugCompatible
        guard let order = PurchaseOrder(command.body, identifier: command.identifier, wraps: wraps) else { return nil }
        let error = purchase(order, parametersFrom: command.body)
        let block = answerBlock(command.request.data, error: error) + (order.orderNumber ?? []) + command.echo
        let control: UInt8 = error == 0 ? 0x83 : 0xC3
        return MeterReply(address: state.address, control: control, data: block)
    }

    private mutating func setParameters(_ command: PrepaymentCommand) -> MeterReply {
        guard state.parameters.apply(command.body, at: 14, subsidy: &state.subsidy) else {
            return refusal(command.request, 0x83, echo: command.echo)
        }
        return shortReply(command)
    }

    /// What every command does that came as far as its own checks, also one that they refused.
    private mutating func afterPrepayment(_ identifier: UInt32) {
        chooseTariffPrice()
        reconsiderOverPower()
        if state.purse.balance > 0 { state.relay.zeroLatch = false }
        let armsReminder: Set<UInt32> = [0x02, 0x04, 0x12, 0x13, 0x15, 0x16, 0x17, 0x40]
        let code = identifier >> 8 & 0xFF
        if armsReminder.contains(code) || (0x50...0x60).contains(code) { state.relay.reminderLatch = false }
        state.relay.requestDecision(after: state.time + 1)
    }

    /// The answer of commands without the block: identifier and status word 3.
    func shortReply(_ command: PrepaymentCommand) -> MeterReply {
        let word = state.relay.statusWord
        return reply(command.request, command.body.field(0, 4) + [UInt8(word & 0xFF), UInt8(word >> 8)] + command.echo)
    }
}

/// A prepayment request that passed the checks of length.
struct PrepaymentCommand {
    let request: MeterRequest
    let identifier: UInt32
    /// The data without serial number.
    let body: [UInt8]
    /// The serial number, empty without one.
    let echo: [UInt8]
}
