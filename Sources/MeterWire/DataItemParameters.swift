extension DataItem {
    /// Class 04: clock, identity, limits, status words and the parameters of dormitory meters.
    static func parameter(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue >> 16 {
        case 0x0400: clockOrIdentity(identifier) ?? statusOrLimit(identifier)
        case 0x0405: tariffPrice(identifier)
        case 0x0409, 0x0450, 0x0480, 0x0490: vendorParameter(identifier)
        default: nil
        }
    }

    private static func number(
        _ identifier: DataIdentifier, _ name: String, _ length: Int?, _ decimals: Int = 0, _ unit: Unit = .none
    ) -> DataItem {
        DataItem(identifier, name, .number(length: length, decimals: decimals, signed: false), unit)
    }

    private static func clockOrIdentity(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue {
        case 0x0400_0101: DataItem(identifier, "date", .date)
        case 0x0400_0102: DataItem(identifier, "time", .time)
        case 0x0400_010C: DataItem(identifier, "date and time", .dateTime(length: 7))
        case 0x0400_0103: number(identifier, "demand period", 1, 0, .minutes)
        case 0x0400_0104: number(identifier, "demand slip time", 1, 0, .minutes)
        case 0x0400_0106: DataItem(identifier, "zone table switch-over", .dateTime(length: 5))
        case 0x0400_0107: DataItem(identifier, "day table switch-over", .dateTime(length: 5))
        case 0x0400_0108: DataItem(identifier, "price switch-over", .dateTime(length: 5))
        case 0x0400_0109: DataItem(identifier, "step switch-over", .dateTime(length: 5))
        case 0x0400_0201: number(identifier, "year zones", 1)
        case 0x0400_0202: number(identifier, "day tables", 1)
        case 0x0400_0203: number(identifier, "day periods", 1)
        case 0x0400_0204: number(identifier, "tariffs", 1)
        case 0x0400_0205: number(identifier, "public holidays", 2)
        case 0x0400_0207: number(identifier, "steps", 1)
        case 0x0400_0306: number(identifier, "CT ratio", 3)
        case 0x0400_0307: number(identifier, "PT ratio", 3)
        case 0x0400_0401: DataItem(identifier, "communication address", .digits(length: 6))
        case 0x0400_0402: DataItem(identifier, "meter number", .digits(length: 6))
        case 0x0400_0403: DataItem(identifier, "asset number", .text(length: 32))
        case 0x0400_0404: DataItem(identifier, "rated voltage", .text(length: 6))
        case 0x0400_0405: DataItem(identifier, "rated current", .text(length: 6))
        case 0x0400_0406: DataItem(identifier, "maximum current", .text(length: 6))
        case 0x0400_0407: DataItem(identifier, "active accuracy class", .text(length: 4))
        case 0x0400_0408: DataItem(identifier, "reactive accuracy class", .text(length: 4))
        case 0x0400_0409: number(identifier, "active meter constant", 3, 0, .impulsesPerKilowattHour)
        case 0x0400_040A: number(identifier, "meter constant", 3, 0, .impulsesPerKilowattHour)
        case 0x0400_040B: DataItem(identifier, "model", .text(length: 10))
        case 0x0400_040C: DataItem(identifier, "production date", .text(length: 10))
        case 0x0400_040D: DataItem(identifier, "protocol version", .text(length: 16))
        case 0x0400_040E: DataItem(identifier, "customer number", .digits(length: 6))
        default: nil
        }
    }

    private static func statusOrLimit(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue {
        case 0x0400_0501...0x0400_0507: DataItem(identifier, "status word \(identifier.rawValue & 0xF)", .bits(length: 2))
        case 0x0400_05FF: DataItem(identifier, "status words", .statusWords)
        case 0x0400_0701...0x0400_0705: DataItem(identifier, "baud rate word", .bits(length: 1))
        case 0x0400_0801: DataItem(identifier, "weekend word", .bits(length: 1))
        case 0x0400_0802: number(identifier, "rest day table", 1)
        case 0x0400_0F01: number(identifier, "alarm energy 1", 4, 2, .kilowattHours)
        case 0x0400_0F02: number(identifier, "alarm energy 2", 4, 2, .kilowattHours)
        case 0x0400_0F03: number(identifier, "hoard energy limit", 4, 2, .kilowattHours)
        case 0x0400_0F04: number(identifier, "overdraft energy limit", 4, 2, .kilowattHours)
        case 0x0400_1001: number(identifier, "alarm money 1", 4, 2, .credit)
        case 0x0400_1002: number(identifier, "alarm money 2", 4, 2, .credit)
        case 0x0400_1003: number(identifier, "overdraft money limit", 4, 2, .credit)
        case 0x0400_1004: number(identifier, "hoard money limit", 4, 2, .credit)
        case 0x0400_1005: number(identifier, "money that permits closing", 4, 2, .credit)
        case 0x0400_1101: DataItem(identifier, "operation feature word", .bits(length: 1))
        case 0x0400_1401: number(identifier, "trip delay", 2, 0, .minutes)
        case 0x0400_1402: number(identifier, "close delay", 2, 0, .minutes)
        case 0x0400_1501: DataItem(identifier, "active report status", .bits(length: 12))
        default: nil
        }
    }

    private static func tariffPrice(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue {
        case 0x0405_0101...0x0405_013F: number(identifier, "tariff price", 4, 4, .yuanPerKilowattHour)
        case 0x0405_0201...0x0405_023F: number(identifier, "standby tariff price", 4, 4, .yuanPerKilowattHour)
        default: nil
        }
    }

    /// Parameters of dormitory meters; lengths that no source states are taken as they come.
    private static func vendorParameter(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue {
        case 0x0409_0E10: number(identifier, "power factor limit", nil, 3)
        case 0x0409_0E11: number(identifier, "power step", nil, 1, .watts)
        case 0x0450_0002: DataItem(identifier, "account state", .bits(length: nil))
        case 0x0450_0003: DataItem(identifier, "faults", .bits(length: nil))
        case 0x0450_0005: number(identifier, "power limit", 4, 0, .watts)
        case 0x0450_0006: number(identifier, "tariff in use", nil)
        case 0x0450_000D: DataItem(identifier, "customer number", .digits(length: 6))
        case 0x0450_000E: number(identifier, "energy of this period", nil, 2, .kilowattHours)
        case 0x0480_0001: DataItem(identifier, "software version", .text(length: 32))
        case 0x0480_0002: DataItem(identifier, "hardware version", .text(length: 32))
        case 0x0480_0003: DataItem(identifier, "vendor code", .text(length: 32))
        case 0x0490_0101: DataItem(identifier, "subsidy mode", .bits(length: 1))
        case 0x0490_0102: DataItem(identifier, "subsidy group", .bits(length: 1))
        case 0x0490_0103: number(identifier, "purchase count", 2)
        case 0x0490_0104: number(identifier, "last amount", 4, 2, .credit)
        case 0x0490_0105: DataItem(identifier, "flags", .bits(length: 1))
        default: nil
        }
    }
}
