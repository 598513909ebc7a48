import Domain
import MeterWire

/// What an item of a meter says, checked: of the right length, every digit a digit.
enum Told: Hashable, Sendable {
    /// Whole numbers of the item's smallest unit.
    case number(Int64)
    /// Bits of a status word.
    case bits(UInt16)
    /// Twelve digits.
    case customer(CustomerNumber)
    /// The one-shot block of a dormitory meter.
    case block(DormitoryBlock)

    /// The number, nil for anything else.
    var number: Int64? {
        if case .number(let number) = self { number } else { nil }
    }

    /// Nil when the item can not be trusted as a whole, so that it is no answer.
    init?(_ item: DecodedItem, phases: Int) {
        guard !item.hasUnexpectedLength else { return nil }
        switch item.value {
        case .number(let number): self = .number(number.units)
        case .bits(let bits): self = .bits(UInt16(truncatingIfNeeded: bits))
        case .digits(let digits):
            guard let customer = CustomerNumber(digits) else { return nil }
            self = .customer(customer)
        case .monitor(let monitor):
            guard let block = DormitoryBlock(monitor, phases: phases) else { return nil }
            self = .block(block)
        default: return nil
        }
    }
}

/// The numbers of the one-shot block 0280002E, all of them there. Source: dormitory dialect, monitor block.
struct DormitoryBlock: Hashable, Sendable {
    /// Register in hundredths of a kWh.
    let energy: Int64
    /// Total power in tenths of a watt.
    let power: Int64
    /// Tenths of a volt by phase.
    let voltages: [Int]
    /// Milliamperes by phase.
    let currents: [Int]
    /// Purchased balance in hundredths.
    let balance: Int64
    /// Purchase count.
    let count: Int
    /// Whether the relay lets electricity through.
    let relayIsClosed: Bool

    /// Nil when a field that would be used is no number, or the relay byte neither open nor closed; unused phases do not matter.
    init?(_ block: MonitorBlock, phases: Int) {
        guard let energy = block.energy, let power = block.totalPower, let balance = block.balance, let count = block.purchaseCount,
            block.relayByte <= 1
        else { return nil }
        let voltages = block.voltages.prefix(phases).compactMap { $0.map(Int.init) }
        let currents = block.currents.prefix(phases).compactMap { $0.map(Int.init) }
        guard voltages.count == phases, currents.count == phases else { return nil }
        (self.energy, self.power, self.balance, self.count) = (energy, power, balance, Int(count))
        (self.voltages, self.currents, relayIsClosed) = (voltages, currents, block.relayIsClosed)
    }
}

extension Station {
    /// What a status word 3 says, in the meaning that this kind of meter gives it.
    func flags(_ bits: UInt16) -> Set<MeterFlag> {
        switch profile {
        case .dorm645: Self.dormitoryFlags(DormitoryStatusWord(rawValue: bits))
        case .plain645: Self.standardFlags(StatusWord3(rawValue: bits))
        }
    }

    private static func dormitoryFlags(_ word: DormitoryStatusWord) -> Set<MeterFlag> {
        let meanings: [(DormitoryStatusWord, MeterFlag)] = [
            (.noMoney, .noCredit), (.overPower, .overPower), (.alarm2, .reminderTrip), (.forbiddenLoad, .forbiddenLoad),
            (.relayOpen, .relayOpen), (.remoteTrip, .remoteTrip), (.refundMode, .refundMode), (.keepPower, .keepPower),
        ]
        return Set(meanings.compactMap { word.contains($0.0) ? $0.1 : nil })
    }

    private static func standardFlags(_ word: StatusWord3) -> Set<MeterFlag> {
        let meanings: [(StatusWord3, MeterFlag)] = [
            (.relayOpen, .relayOpen), (.tripCommanded, .remoteTrip), (.keepPower, .keepPower),
        ]
        return Set(meanings.compactMap { word.contains($0.0) ? $0.1 : nil })
    }
}
