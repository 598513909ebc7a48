import Domain
import MeterWire
import Operations
import Phrases

/// How a dormitory meter answers the questions of the office. Sources: dormitory dialect, monitor block, prepaid items, records.
///
/// The everyday poll of a healthy room is the one block 0280002E; more is read only where the block leaves a question open.
struct DormitoryProfile {
    let station: Station
    let memory: MeterMemory
    let gathered: Gathered

    /// How often a picture of the credit is begun anew when the count moved meanwhile.
    private static let mostRestarts = 3
    /// So many purchases a meter remembers.
    private static let mostRecords = 10

    func outcome(of task: MeterTask) throws(Need) -> MeterOutcome {
        switch task {
        case .poll: .reading(try reading(full: false))
        case .detail: .reading(try reading(full: true))
        case .credit: .credit(try credit())
        case .purchases(let count): .credit(try credit(withPurchases: count))
        case .purse: .credit(try credit(withPurse: true))
        case .apply(let order, let count): try apply(order, count)
        case .applyToPurse(let order, let count): try applyToPurse(order, count)
        case .relay: .reading(try reading(after: relay.flags()))
        case .move(let move, let until): try relay.move(move, until: until)
        }
    }

    private var relay: RelayProfile { RelayProfile(station: station, gathered: gathered) }

    // MARK: Readings

    private func reading(full: Bool) throws(Need) -> Reading {
        let block = try believedBlock()
        let overdraft = try overdraft(besides: block)
        let subsidy: Int64? = !full && memory.knowsEmptySubsidy(at: gathered.at) ? nil : try subsidy()
        let asksForStatus = full || !block.relayIsClosed || memory.hadFlags
        let status = asksForStatus ? try gathered.ifPossible(.statusWord3, memory) : nil
        let powerFactor = full ? try gathered.ifPossible(.powerFactor, memory) : nil

        var reading = Reading(meter: station.id, at: gathered.at)
        reading.register = Energy(hundredths: block.energy)
        reading.load = Power(tenthsOfWatts: block.power)
        reading.voltages = block.voltages
        reading.currents = block.currents
        reading.count = block.count
        reading.relayClosed = block.relayIsClosed
        reading.overdraft = amount(overdraft)
        if let subsidy { reading.subsidy = amount(subsidy) }
        reading.remaining = amount(block.balance + (subsidy ?? 0) - overdraft)
        if case .bits(let bits) = status { reading.flags = station.flags(bits) }
        if case .number(let thousandths) = powerFactor { reading.powerFactor = Int(thousandths) }
        return reading
    }

    /// The block is read behind the status word, so that what it counts was counted when the relay stood so.
    private func reading(after flags: Set<MeterFlag>) throws(Need) -> Reading {
        var reading = try reading(full: false)
        reading.flags = flags
        return reading
    }

    /// The picture with the newest purchase records. The amount of a record is not read: it is the step from one total to the next.
    private func credit(withPurchases count: Int) throws(Need) -> CreditReading {
        var picture = try credit()
        for latest in 1...max(1, min(count, Self.mostRecords)) {
            guard let countItem = DataIdentifier.purchaseRecord(.count, in: .money, latest: latest),
                let totalItem = DataIdentifier.purchaseRecord(.totalBought, in: .money, latest: latest),
                let count = try gathered.ifPresent(countItem, memory)?.number,
                let total = try gathered.ifPresent(totalItem, memory)?.number
            else { break }
            picture.purchases.append(PurchaseRecord(count: Int(count), total: amount(total)))
        }
        return picture
    }

    private func credit(withPurse: Bool = false) throws(Need) -> CreditReading {
        let block = try block()
        let overdraft = try overdraft(besides: block)
        let subsidy = try subsidy() ?? 0
        let price = station.unit == .money ? try gathered.ifPossible(.presentPrice, memory) : nil
        // A meter without a purchase record yet says zero, which is no total of one that has counted purchases.
        let total = try gathered.ifPresent(.totalBought, memory)?.number.flatMap { $0 == 0 && block.count > 0 ? nil : $0 }
        let lastAmount = try gathered.number(.lastAmount)
        let purse = withPurse ? try purse() : nil
        let closing = try self.block(again: true)
        // A register that went back is an old block that came late; one that leapt is another meter's.
        guard closing.count == block.count, KnownRegister.agree(block.energy, closing.energy) else {
            guard gathered.restarts < Self.mostRestarts else {
                throw .end(.noAnswer(Phrase("the purchase count kept changing while the credit was read", context: "why").english))
            }
            throw .startOver
        }
        return CreditReading(
            at: gathered.at, count: block.count, lastAmount: amount(lastAmount), totalBought: total.map(amount),
            remaining: amount(block.balance + subsidy - overdraft), subsidy: amount(subsidy),
            register: Energy(hundredths: block.energy), registerAfter: Energy(hundredths: closing.energy),
            price: price?.number.map { Price(tenThousandths: $0) }, purse: purse)
    }

    /// The block; a second one that agrees with it when it does not follow from what the meter showed before.
    private func believedBlock() throws(Need) -> DormitoryBlock {
        let first = try block()
        guard let known = memory.register, !known.leads(to: first.energy, at: gathered.at) else { return first }
        let second = try block(again: true)
        guard KnownRegister.agree(first.energy, second.energy) else {
            throw .end(.noAnswer(Phrase("two answers of the meter contradict each other", context: "why").english))
        }
        return second
    }

    private func block(again: Bool = false) throws(Need) -> DormitoryBlock {
        guard case .block(let block) = try gathered.required(.monitorBlock, again: again) else {
            throw .end(.noAnswer(Phrase("the block 0280002E could not be read", context: "why").english))
        }
        return block
    }

    /// A meter borrows only when its purchased balance is used up, so there is nothing to ask before.
    private func overdraft(besides block: DormitoryBlock) throws(Need) -> Int64 {
        block.balance > 0 ? 0 : try gathered.number(.overdraftMoney)
    }

    /// What is in the subsidy purse; nil for a meter that has none, or whose firmware has it switched off: both refuse the item.
    private func subsidy() throws(Need) -> Int64? { try gathered.ifPresent(.remainingSubsidy, memory)?.number }

    func amount(_ hundredths: Int64) -> Credit { Credit(station.unit, hundredths: hundredths) }

    // MARK: Orders

    private func apply(_ order: OrderTask, _ count: Int) throws(Need) -> MeterOutcome {
        if let outcome = gathered.order { return outcome }
        try check(order, count)
        let kind: CreditCommand.Kind = if case .topUp = order { .topUp } else { .refund }
        let customer = try customer(opensAccount: count == 1)
        try send(.credit(CreditCommand(kind, customer: customer, amount: order.amount.hundredths, count: count)))
    }

    func check(_ order: OrderTask, _ count: Int) throws(Need) {
        guard order.amount.unit == station.unit else {
            throw .end(
                .notSent(
                    Phrase("the order is in \(order.amount.unit.rawValue), the meter keeps \(station.unit.rawValue)", context: "why")
                        .english))
        }
        guard order.amount.hundredths > 0, count > 0 else {
            throw .end(.notSent(Phrase("an order needs an amount and a count above zero", context: "why").english))
        }
    }

    func send(_ command: DormitoryCommand) throws(Need) -> Never {
        let frame: Frame
        do throws(WireError) {
            frame = try DormitoryRequest(command, to: station.address).frame()
        } catch {
            throw .end(.notSent(error.description))
        }
        throw .order(frame)
    }

    /// The customer number that the meter compares. A meter without purchases stores the one that comes, so what it holds is sent back.
    func customer(opensAccount: Bool) throws(Need) -> CustomerNumber {
        if let known = memory.customer { return known }
        switch gathered.answers[Gathered.Key(identifier: .customerNumber, again: false)] {
        case nil: throw .item(.customerNumber, again: false)
        case .lost(let reason):
            throw .end(
                .notSent(Phrase("\(reason) to the question for the customer number; the order was not sent", context: "why").english))
        case .told(.customer(let number)): return number
        case .missing:
            if opensAccount, let nobody = CustomerNumber("000000000000") { return nobody }
        case .told, .refused: break
        }
        throw .end(.notSent(Phrase("the meter does not tell its customer number; the order was not sent", context: "why").english))
    }
}

extension Power {
    /// Rounded to the watt, halves away from zero.
    init(tenthsOfWatts tenths: Int64) {
        self.init(watts: (tenths + (tenths < 0 ? -5 : 5)) / 10)
    }
}
