// Function 11: which identifiers a meter knows, by the class in their highest byte.

extension MeterModel {
    /// Answers a read, or says that there is no such data.
    func read(_ request: MeterRequest) -> MeterReply {
        let echo = settings.kind == .dorm645 ? serial(of: request.data, plainLength: 4) : []
        guard request.data.count == 4 + echo.count else { return refusal(request, 0x01) }
        guard let value = item(request.identifier) else { return refusal(request, 0x02, echo: echo) }
        return reply(request, request.data.field(0, 4) + value + echo)
    }

    /// The value of an item as it goes on the line, nil when the meter does not know it.
    func item(_ identifier: UInt32) -> [UInt8]? {
        switch identifier >> 24 {
        case 0x00: energyItem(identifier)
        case 0x02: instantItem(identifier)
        case 0x03, 0x1D, 0x1E: eventItem(identifier)
        case 0x04: settingItem(identifier)
        default: nil
        }
    }

    // MARK: Energy, class 00

    /// Everything is counted in tariff 3, the flat one.
    private func energyItem(_ identifier: UInt32) -> [UInt8]? {
        switch identifier {
        case 0x0000_0000, 0x0001_0000, 0x0000_0300, 0x0001_0300: totalEnergy
        case 0x0000_0100, 0x0000_0200, 0x0000_0400, 0x0001_0100, 0x0001_0200, 0x0001_0400: Bcd.bytes(0, count: 4)
        case 0x0002_0000, 0x0002_0100, 0x0002_0200, 0x0002_0300, 0x0002_0400: Bcd.bytes(0, count: 4)
        case 0x0000_FF00, 0x0001_FF00: energyBlock
        case 0x0090_0000...0x0091_FFFF: settings.kind == .dorm645 ? remainingItem(identifier) : nil
        default: nil
        }
    }

    /// Total and four tariffs; a defective build packs the total alone and sends the others in binary.
    private var energyBlock: [UInt8] {
        let zero = Bcd.bytes(0, count: 4)
        guard settings.kind == .dorm645, settings.quirks.bugCompatible else {
            return totalEnergy + zero + zero + totalEnergy + zero
        }
        let pulses = UInt32(truncatingIfNeeded: state.register / Self.pulse)
        let binary = (0..<4).map { UInt8(truncatingIfNeeded: pulses >> UInt32(8 * $0)) }
        return totalEnergy + zero + zero + binary + zero
    }

    /// The firmware has the money items alone; the energy variant answers the standard's energy items, too.
    private func remainingItem(_ identifier: UInt32) -> [UInt8]? {
        let purse = state.purse
        switch identifier {
        case 0x0090_0200: return Bcd.bytes(purse.balance.hundredths, count: 4)
        case 0x0090_0201: return Bcd.bytes(purse.overdraft.hundredths, count: 4)
        case 0x0090_0100 where settings.unit == .energy: return Bcd.bytes(purse.balance.hundredths, count: 4)
        case 0x0090_0101 where settings.unit == .energy: return Bcd.bytes(purse.overdraft.hundredths, count: 4)
        case 0x0091_0101 where settings.quirks.subsidy: return Bcd.bytes(state.subsidy.balance.hundredths, count: 4)
        default: return nil
        }
    }
}
