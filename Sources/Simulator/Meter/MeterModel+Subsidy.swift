// 070140FF: the free credit of a group of meters, with its own rising count.

extension MeterModel {
    /// Own meter with own customer, or all nines for both.
    func customerFitsSubsidy(_ command: PrepaymentCommand) -> Bool {
        let number = command.body.field(8, 6)
        let customer = command.body.field(14, 6)
        let isOwn = number == state.address && customer == state.purse.customer
        return isOwn || (number == MeterRequest.allNines && customer == MeterRequest.allNines)
    }

    /// Takes the amount of the meter's group when the count is newer; otherwise nothing changes and the answer is positive.
    mutating func grantSubsidy(_ command: PrepaymentCommand) -> MeterReply? {
        let body = command.body
        let count = Int(body.decimal(44, 2))
        if count > state.subsidy.count {
            let group = (1...6).contains(state.subsidy.group) ? Int(state.subsidy.group) : 1
            let amount = FineAmount.fine(hundredths: body.decimal(16 + 4 * group, 4))
            state.subsidy.count = count
            state.subsidy.day = body[46]
            state.subsidy.mode = body[47]
            state.subsidy.balance = min(.largestFine, (body[47] & 1 == 0 ? 0 : state.subsidy.balance) + amount)
            rememberSubsidy(Bcd.bytes(count, count: 2) + Bcd.bytes(amount.hundredths, count: 4))
        }
        guard body.field(8, 6) != MeterRequest.allNines else { return nil }
        // The error byte of this answer is whatever stood there before.
        let lastByte: UInt8 = settings.quirks.bugCompatible ? 0x5A : 0
        return reply(command.request, answerBlock(command.request.data, error: lastByte) + command.echo)
    }

    /// A defective build writes the newest record over the one before it, too.
    private mutating func rememberSubsidy(_ record: [UInt8]) {
        if settings.quirks.bugCompatible, !state.subsidy.history.isEmpty { state.subsidy.history[0] = record }
        Purse.push(record, to: &state.subsidy.history)
    }
}
