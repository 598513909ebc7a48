// Clock, identity, status words and parameters, class 04, as they are read.

extension MeterModel {
    func settingItem(_ identifier: UInt32) -> [UInt8]? {
        plateItem(identifier) ?? statusItem(identifier) ?? (settings.kind == .dorm645 ? dormitoryItem(identifier) : nil)
    }

    private var dateBytes: [UInt8] {
        let now = clock
        return [now.weekday, now.day, now.month, now.year % 100].flatMap { Bcd.bytes($0, count: 1) }
    }

    private var timeBytes: [UInt8] {
        let now = clock
        return [now.second, now.minute, now.hour].flatMap { Bcd.bytes($0, count: 1) }
    }

    private func plateItem(_ identifier: UInt32) -> [UInt8]? {
        switch identifier {
        case 0x0400_0101: dateBytes
        case 0x0400_0102: timeBytes
        case 0x0400_010C: timeBytes + dateBytes
        case 0x0400_0306: Bcd.bytes(settings.kind == .dorm645 ? Int(state.parameters.ctRatio) : settings.ctRatio, count: 3)
        case 0x0400_0401: state.address
        case 0x0400_0402: MeterSettings.wireBytes(of: settings.serialNumber)
        case 0x0400_0409, 0x0400_040A: Bcd.bytes(settings.constant, count: 3)
        case 0x0480_0001: Array("DWSIM001".utf8.reversed())
        default: nil
        }
    }

    /// Words 1 to 7; all but the third are zero in a meter without faults.
    private func statusItem(_ identifier: UInt32) -> [UInt8]? {
        let word = settings.kind == .dorm645 ? state.relay.statusWord : plainStatusWord
        let third = [UInt8(word & 0xFF), UInt8(word >> 8)]
        switch identifier {
        case 0x0400_0503: return third
        case 0x0400_0501, 0x0400_0502, 0x0400_0504, 0x0400_0505, 0x0400_0506, 0x0400_0507: return [0, 0]
        case 0x0400_05FF: return [0, 0, 0, 0] + third + [0, 0, 0, 0, 0, 0, 0, 0]
        default: return nil
        }
    }

    /// Status word 3 of the standard: relay, command and keep-power; bits 8 and 9 say that it is not prepaid.
    private var plainStatusWord: UInt16 {
        (state.relay.isClosed ? 0 : 1 << 4) | (state.relay.remoteTrip ? 1 << 6 : 0) | (state.relay.keepPower ? 1 << 12 : 0)
    }

    private func dormitoryItem(_ identifier: UInt32) -> [UInt8]? {
        let (purse, subsidy, parameters) = (state.purse, state.subsidy, state.parameters)
        switch identifier {
        case 0x0400_040E, 0x0450_000D: return purse.customer
        case 0x0400_1001: return Bcd.bytes(parameters.alarm1.hundredths, count: 4)
        case 0x0400_1002: return Bcd.bytes(parameters.alarm2.hundredths, count: 4)
        case 0x0400_1003: return Bcd.bytes(parameters.overdraftLimit.hundredths, count: 4)
        case 0x0400_1004: return Bcd.bytes(parameters.hoardLimit * 100, count: 4)
        case 0x0405_0101...0x0405_0106: return tariffPrice(Int(identifier & 0xFF) - 1)
        case 0x0409_0E10: return Bcd.bytes(parameters.powerFactorLimit, count: 3)
        case 0x0409_0E11: return Bcd.bytes(parameters.powerStep, count: 3)
        case 0x0450_0002: return [purse.account.rawValue]
        case 0x0450_0003: return [faultByte]
        case 0x0450_0005: return Bcd.bytes(parameters.powerLimit, count: 4)
        case 0x0490_0101: return [subsidy.mode]
        case 0x0490_0102: return [subsidy.group]
        case 0x0490_0103: return Bcd.bytes(purse.count, count: 2)
        case 0x0490_0104: return Bcd.bytes(purse.lastAmount.hundredths, count: 4)
        case 0x0490_0105: return [flagByte]
        default: return nil
        }
    }

    private func tariffPrice(_ index: Int) -> [UInt8] {
        Bcd.bytes(state.tariff.prices[index], count: 4)
    }

    /// Item 04500003: over-power, zero balance and forbidden load; other faults do not happen here.
    private var faultByte: UInt8 {
        (state.relay.overPowerLatch ? 1 << 2 : 0) | (state.relay.noMoneyBit ? 1 << 4 : 0) | (state.relay.maliciousBit ? 1 << 6 : 0)
    }

    private var flagByte: UInt8 {
        (state.relay.keepPower ? 1 << 0 : 0) | (state.relay.remoteTrip ? 1 << 1 : 0) | (state.parameters.timeControl ? 1 << 6 : 0)
    }
}
