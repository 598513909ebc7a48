// Function 14: parameters that the office writes one by one, guarded by the password.

extension MeterModel {
    /// Offset of the value behind identifier, password and operator.
    private static let valueOffset = 12

    /// Writes an item, or says why not: 04 password, 02 no such item, 01 wrong length or value.
    mutating func write(_ request: MeterRequest) -> MeterReply {
        let data = request.data
        guard data.count > Self.valueOffset else { return refusal(request, 0x01) }
        guard passwordFits(data.field(4, 4)) else { return refusal(request, 0x04) }
        guard let length = writableLength(request.identifier) else { return refusal(request, 0x02) }
        let plain = Self.valueOffset + length
        let echo = settings.kind == .dorm645 ? serial(of: data, plainLength: plain) : []
        guard data.count == plain + echo.count, store(request.identifier, data.field(Self.valueOffset, length)) else {
            return refusal(request, 0x01)
        }
        state.programmings += 1
        reconsiderOverPower()
        state.relay.requestDecision(after: state.time + 1)
        return reply(request, echo)
    }

    /// Level 0 to 2 and all four bytes as stored.
    func passwordFits(_ password: [UInt8]) -> Bool {
        password[0] <= 2 && password == state.password
    }

    private func writableLength(_ identifier: UInt32) -> Int? {
        switch identifier {
        case 0x0400_0101: return 4
        case 0x0400_0102: return 3
        default: break
        }
        guard settings.kind == .dorm645 else { return nil }
        switch identifier {
        case 0x0400_1001...0x0400_1004, 0x0450_0005, 0x0490_0104: return 4
        case 0x0409_0E10, 0x0409_0E11: return 3
        case 0x0490_0103: return 2
        case 0x0490_0101, 0x0490_0102, 0x0490_0105: return 1
        default: return nil
        }
    }

    /// - Returns: false when the value cannot be.
    private mutating func store(_ identifier: UInt32, _ value: [UInt8]) -> Bool {
        let number = Bcd.value(value)
        switch identifier {
        case 0x0400_0101, 0x0400_0102: return storeClock(identifier, value)
        case 0x0400_1001: state.parameters.alarm1 = .fine(hundredths: number / 100 * 100)
        case 0x0400_1002: state.parameters.alarm2 = .fine(hundredths: number / 100 * 100)
        case 0x0400_1003:
            state.parameters.overdraftLimit = .fine(hundredths: settings.quirks.bugCompatible ? number & 0xFFFF : number)
        case 0x0400_1004: state.parameters.hoardLimit = number / 100 & 0xFFFF
        case 0x0450_0005: state.parameters.powerLimit = number & 0xFFFF
        case 0x0409_0E10: state.parameters.powerFactorLimit = number
        case 0x0409_0E11: state.parameters.powerStep = number & 0xFFFF
        case 0x0490_0101: state.subsidy.mode = value[0]
        case 0x0490_0102: state.subsidy.group = value[0] > 6 ? 0 : value[0]
        case 0x0490_0103: state.purse.count = Int(number)
        case 0x0490_0104: state.purse.lastAmount = .fine(hundredths: number)
        case 0x0490_0105: storeFlags(value[0])
        default: return false
        }
        return true
    }

    private mutating func storeClock(_ identifier: UInt32, _ value: [UInt8]) -> Bool {
        var time = clock
        let parts = value.map { Int(Bcd.value([$0])) }
        if identifier == 0x0400_0101 {
            (time.day, time.month, time.year) = (parts[1], parts[2], 2000 + parts[3])
        } else {
            (time.second, time.minute, time.hour) = (parts[0], parts[1], parts[2])
        }
        guard time.isValid else { return false }
        setClock(time)
        return true
    }

    private mutating func storeFlags(_ flags: UInt8) {
        state.relay.keepPower = flags & 1 << 0 != 0
        state.relay.remoteTrip = flags & 1 << 1 != 0
        state.parameters.timeControl = flags & 1 << 6 != 0
    }
}
