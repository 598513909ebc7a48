// The purchase engine: checks in their order, the count rule, and what a purchase does.

extension MeterModel {
    /// Runs a purchase command.
    ///
    /// - Returns: the error byte, 0 when accepted.
    mutating func purchase(_ order: PurchaseOrder, parametersFrom body: [UInt8]) -> UInt8 {
        if order.kind != .close, order.isTooLarge { return 0x42 }
        if let number = order.orderNumber, let error = check(orderNumber: number) { return error }
        let count = order.orderNumber == nil ? order.count : state.purse.count + 1
        let error = order.kind == .close ? close(order, count: count) : move(order, count: count)
        guard error == 0 else { return error }
        if order.hasParameters { _ = state.parameters.apply(body, at: 27, subsidy: &state.subsidy) }
        if order.kind != .close { rearmAndClose() }
        return 0
    }

    /// Top-up and refund.
    private mutating func move(_ order: PurchaseOrder, count: Int) -> UInt8 {
        let stored = state.purse.count
        if state.purse.account == .refundMode { return 0x38 }
        if order.kind == .refund, count == 0 { return 0x13 }
        if order.kind == .topUp, count == 0, order.amount > 0 { return 0x36 }
        guard count == stored || count == stored + 1 else { return 0x13 }
        storeFirstCustomer(order.customer, count: count)
        guard count == stored + 1 else { return 0 }
        if state.purse.balance + order.amount > .largestFine { return 0x15 }
        if order.kind == .topUp {
            credit(order.amount, count: count)
        } else {
            takeBack(order.amount, count: count)
        }
        if let number = order.orderNumber { Purse.push(number, to: &state.purse.orders) }
        return 0
    }

    private mutating func storeFirstCustomer(_ customer: [UInt8], count: Int) {
        if count < 2, state.purse.count == 0 { state.purse.customer = customer }
    }

    /// Adds a purchase with count n + 1: debts first; the first one pays back the preset.
    mutating func credit(_ amount: FineAmount, count: Int) {
        let before = count == 1 ? 0 : state.purse.balance
        if count == 1, state.parameters.ctRatio != 65_535, state.purse.preset > amount {
            payBackLargePreset(amount)
        } else {
            let loan = count == 1 && state.parameters.ctRatio != 65_535 ? state.purse.preset : 0
            payDebtThenAdd(amount - loan)
        }
        state.purse.totalBought += amount
        record(amount, count: count, before: before, isRefund: false)
    }

    private mutating func payDebtThenAdd(_ amount: FineAmount) {
        if state.purse.overdraft > amount {
            state.purse.overdraft -= amount
            state.purse.balance = 0
        } else {
            state.purse.balance += amount - state.purse.overdraft
            state.purse.overdraft = 0
        }
    }

    private mutating func payBackLargePreset(_ amount: FineAmount) {
        let debt = state.purse.balance == 0 ? state.purse.overdraft : 0
        let used = state.purse.preset - state.purse.balance + debt
        state.purse.balance = max(0, amount - used)
        state.purse.overdraft = max(0, used - amount)
    }

    /// Takes credit back with count n + 1; more than there is becomes overdraft.
    private mutating func takeBack(_ amount: FineAmount, count: Int) {
        let before = count == 1 ? 0 : state.purse.balance
        if state.purse.balance >= amount {
            state.purse.balance -= amount
            state.purse.overdraft = 0
        } else {
            state.purse.overdraft += amount - state.purse.balance
            state.purse.balance = 0
        }
        state.purse.totalBought -= amount
        record(amount, count: count, before: before, isRefund: true)
        Purse.push(Bcd.bytes(amount.hundredths, count: 4), to: &state.purse.refunds)
        if state.purse.balance == 0 { state.relay.requestDecision(after: state.time) }
    }

    private mutating func record(_ amount: FineAmount, count: Int, before: FineAmount, isRefund: Bool) {
        state.purse.count = count
        state.purse.lastAmount = amount
        var amountField = Bcd.bytes(amount.hundredths, count: 4)
        if isRefund { amountField[3] = 0x80 }
        state.purse.remember(
            amountField + Bcd.bytes(count, count: 2) + Bcd.bytes(before.hundredths, count: 4)
                + Bcd.bytes(state.purse.balance.hundredths, count: 4) + Bcd.bytes(state.purse.totalBought.hundredths, count: 4))
    }

    /// Close with refund: shows what is to be paid out and opens the relay; the count FFFF leaves refund mode.
    private mutating func close(_ order: PurchaseOrder, count: Int) -> UInt8 {
        let isMagic = order.isMagicCount && order.orderNumber == nil
        if state.purse.account == .refundMode {
            guard isMagic else { return 0 }
            state.purse.account = .normal
            state.relay.refundBit = false
            state.relay.requestDecision(after: state.time)
            return 0
        }
        if settings.quirks.vCard {
            guard !isMagic, count == state.purse.count else { return 0x13 }
        } else if isMagic {
            return 0
        }
        storeFirstCustomer(order.customer, count: count)
        record(state.purse.balance, count: state.purse.count, before: state.purse.balance, isRefund: false)
        state.purse.account = .refundMode
        state.relay.refundBit = true
        decideNow()
        return 0
    }

    /// - Returns: an error, nil when the number may be used.
    private func check(orderNumber: [UInt8]) -> UInt8? {
        guard Bcd.isDecimal(orderNumber) else { return 0x43 }
        if state.purse.orders.contains(orderNumber) { return 0x45 }
        guard let newest = state.purse.orders.first, isTooOld(orderNumber, against: newest) else { return nil }
        return 0x44
    }

    /// "More than 30 days older", with the firmware's arithmetic: an earlier month always counts as too old, and days are
    /// subtracted as packed digits.
    private func isTooOld(_ order: [UInt8], against newest: [UInt8]) -> Bool {
        guard settings.quirks.bugCompatible else {
            return Self.moment(of: newest) - Self.moment(of: order) > 30 * .day
        }
        let (month, newestMonth) = (Bcd.value(order[6...7]), Bcd.value(newest[6...7]))
        if month != newestMonth { return month < newestMonth }
        return Int(newest[5]) - Int(order[5]) > 0x1E
    }

    /// Order numbers are `CC CC ss mm hh DD MM YY`.
    private static func moment(of order: [UInt8]) -> Milliseconds {
        let parts = order.map { Int(Bcd.value([$0])) }
        return CivilTime(year: 2000 + parts[7], month: parts[6], day: parts[5], hour: parts[4], minute: parts[3], second: parts[2])
            .moment(utcOffset: 0)
    }
}
