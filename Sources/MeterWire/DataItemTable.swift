import Phrases

extension DataItem {
    /// Finds the item that an identifier names; `nil` for one that this module does not know.
    public init?(_ identifier: DataIdentifier) {
        let item: DataItem? =
            switch identifier.rawValue >> 24 {
            case 0x00: Self.energy(identifier)
            case 0x02: Self.instantaneous(identifier)
            case 0x03: Self.event(identifier)
            case 0x04: Self.parameter(identifier)
            case 0x1D, 0x1E: Self.relayRecord(identifier)
            default: nil
            }
        guard let item else { return nil }
        self = item
    }

    /// Class 00: registers of energy, and what is left of a prepaid purse.
    private static func energy(_ identifier: DataIdentifier) -> DataItem? {
        let register = Format.number(length: 4, decimals: 2, signed: false)
        switch identifier.rawValue {
        case 0x0090_0100: return DataItem(identifier, Phrase("remaining energy"), register, .kilowattHours)
        case 0x0090_0101: return DataItem(identifier, Phrase("overdraft energy"), register, .kilowattHours)
        case 0x0090_0200: return DataItem(identifier, Phrase("remaining money"), register, .credit)
        case 0x0090_0201: return DataItem(identifier, Phrase("overdraft money"), register, .credit)
        case 0x0091_0101: return DataItem(identifier, Phrase("remaining subsidy"), register, .credit)
        default: return energyRegister(identifier)
        }
    }

    /// `00 kind tariff settlement`: tariff 0 is the total, FF the block of all; settlement 0 is now, 1 to 12 the last settlement days.
    private static func energyRegister(_ identifier: DataIdentifier) -> DataItem? {
        let kind = UInt8(truncatingIfNeeded: identifier.rawValue >> 16)
        let tariff = UInt8(truncatingIfNeeded: identifier.rawValue >> 8)
        let settlement = UInt8(truncatingIfNeeded: identifier.rawValue)
        guard tariff <= 0x3F || tariff == 0xFF, settlement <= 0x0C else { return nil }
        let name: @Sendable () -> Phrase
        let unit: Unit
        switch kind {
        case 0x00: (name, unit) = ({ Phrase("combined active energy") }, .kilowattHours)
        case 0x01: (name, unit) = ({ Phrase("forward active energy") }, .kilowattHours)
        case 0x02: (name, unit) = ({ Phrase("reverse active energy") }, .kilowattHours)
        case 0x03: (name, unit) = ({ Phrase("combined reactive energy 1") }, .kilovarHours)
        case 0x04: (name, unit) = ({ Phrase("combined reactive energy 2") }, .kilovarHours)
        case 0x05...0x08: (name, unit) = ({ Phrase("reactive energy of a quadrant") }, .kilovarHours)
        case 0x09: (name, unit) = ({ Phrase("forward apparent energy") }, .kilovoltampereHours)
        case 0x0A: (name, unit) = ({ Phrase("reverse apparent energy") }, .kilovoltampereHours)
        case 0x0B: (name, unit) = ({ Phrase("combined active energy of this period") }, .kilowattHours)
        default: return nil
        }
        let signed = kind == 0x00 || kind == 0x03 || kind == 0x04
        if tariff == 0xFF {
            return DataItem(identifier, naming: name, .numbers(length: 4, decimals: 2, signed: signed, count: nil), unit)
        }
        return DataItem(identifier, naming: name, .number(length: 4, decimals: 2, signed: signed), unit)
    }

    /// Class 02: what flows now.
    private static func instantaneous(_ identifier: DataIdentifier) -> DataItem? {
        if identifier.rawValue >> 16 == 0x0280 { return singleInstantaneous(identifier) }
        let phase = UInt8(truncatingIfNeeded: identifier.rawValue >> 8)
        guard identifier.rawValue & 0xFF == 0, phase <= 3 || phase == 0xFF else { return nil }
        switch identifier.rawValue >> 16 {
        case 0x0201: return phases(identifier, phase, Phrase("voltage"), length: 2, decimals: 1, .volts)
        case 0x0202: return phases(identifier, phase, Phrase("current"), length: 3, decimals: 3, signed: true, .amperes)
        case 0x0203: return phases(identifier, phase, Phrase("active power"), length: 3, decimals: 4, signed: true, total: true, .kilowatts)
        case 0x0204:
            return phases(identifier, phase, Phrase("reactive power"), length: 3, decimals: 4, signed: true, total: true, .kilovars)
        case 0x0205: return phases(identifier, phase, Phrase("apparent power"), length: 3, decimals: 4, total: true, .kilovoltamperes)
        case 0x0206: return phases(identifier, phase, Phrase("power factor"), length: 2, decimals: 3, signed: true, total: true, .none)
        case 0x0207: return phases(identifier, phase, Phrase("phase angle"), length: 2, decimals: 1, .degrees)
        case 0x020C: return phases(identifier, phase, Phrase("line voltage"), length: 2, decimals: 1, .volts)
        default: return nil
        }
    }

    /// One quantity by phase: 0 is the total where there is one, 1 to 3 the phases, FF the block of all.
    private static func phases(
        _ identifier: DataIdentifier, _ phase: UInt8, _ name: @escaping @autoclosure @Sendable () -> Phrase, length: Int, decimals: Int,
        signed: Bool = false, total: Bool = false, _ unit: Unit
    ) -> DataItem? {
        if phase == 0xFF {
            let format = Format.numbers(length: length, decimals: decimals, signed: signed, count: total ? 4 : 3)
            return DataItem(identifier, naming: name, format, unit)
        }
        guard phase > 0 || total else { return nil }
        return DataItem(identifier, naming: name, .number(length: length, decimals: decimals, signed: signed), unit)
    }

    private static func singleInstantaneous(_ identifier: DataIdentifier) -> DataItem? {
        func number(
            _ name: @escaping @autoclosure @Sendable () -> Phrase, _ length: Int, _ decimals: Int, _ unit: Unit, signed: Bool = false
        ) -> DataItem {
            DataItem(identifier, naming: name, .number(length: length, decimals: decimals, signed: signed), unit)
        }
        switch identifier.rawValue {
        case 0x0280_0001: return number(Phrase("neutral current"), 3, 3, .amperes)
        case 0x0280_0002: return number(Phrase("frequency"), 2, 2, .hertz)
        case 0x0280_0003: return number(Phrase("mean active power of a minute"), 3, 4, .kilowatts)
        case 0x0280_0004: return number(Phrase("active demand"), 3, 4, .kilowatts)
        case 0x0280_0005: return number(Phrase("reactive demand"), 3, 4, .kilovars)
        case 0x0280_0006: return number(Phrase("apparent demand"), 3, 4, .kilovoltamperes)
        case 0x0280_0007: return number(Phrase("temperature"), 2, 1, .celsius, signed: true)
        case 0x0280_0008: return number(Phrase("clock battery"), 2, 2, .volts)
        case 0x0280_0009: return number(Phrase("reading battery"), 2, 2, .volts)
        case 0x0280_000A: return number(Phrase("battery working time"), 4, 0, .minutes)
        case 0x0280_000B: return number(Phrase("step price"), 4, 4, .yuanPerKilowattHour)
        case 0x0280_0020: return number(Phrase("price"), 4, 4, .yuanPerKilowattHour)
        case 0x0280_0021: return number(Phrase("tariff price"), 4, 4, .yuanPerKilowattHour)
        case 0x0280_002E: return DataItem(identifier, Phrase("monitor block"), .monitor)
        case 0x0280_11FF: return DataItem(identifier, Phrase("status push"), .wirelessPush)
        default: return nil
        }
    }
}
