import Phrases

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
        _ identifier: DataIdentifier, _ name: @escaping @autoclosure @Sendable () -> Phrase, _ length: Int?, _ decimals: Int = 0,
        _ unit: Unit = .none
    ) -> DataItem {
        DataItem(identifier, naming: name, .number(length: length, decimals: decimals, signed: false), unit)
    }

    private static func clockOrIdentity(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue {
        case 0x0400_0101: DataItem(identifier, Phrase("date"), .date)
        case 0x0400_0102: DataItem(identifier, Phrase("time"), .time)
        case 0x0400_010C: DataItem(identifier, Phrase("date and time"), .dateTime(length: 7))
        case 0x0400_0103: number(identifier, Phrase("demand period"), 1, 0, .minutes)
        case 0x0400_0104: number(identifier, Phrase("demand slip time"), 1, 0, .minutes)
        case 0x0400_0106: DataItem(identifier, Phrase("zone table switch-over"), .dateTime(length: 5))
        case 0x0400_0107: DataItem(identifier, Phrase("day table switch-over"), .dateTime(length: 5))
        case 0x0400_0108: DataItem(identifier, Phrase("price switch-over"), .dateTime(length: 5))
        case 0x0400_0109: DataItem(identifier, Phrase("step switch-over"), .dateTime(length: 5))
        case 0x0400_0201: number(identifier, Phrase("year zones"), 1)
        case 0x0400_0202: number(identifier, Phrase("day tables"), 1)
        case 0x0400_0203: number(identifier, Phrase("day periods"), 1)
        case 0x0400_0204: number(identifier, Phrase("tariffs"), 1)
        case 0x0400_0205: number(identifier, Phrase("public holidays"), 2)
        case 0x0400_0207: number(identifier, Phrase("steps"), 1)
        case 0x0400_0306: number(identifier, Phrase("CT ratio"), 3)
        case 0x0400_0307: number(identifier, Phrase("PT ratio"), 3)
        case 0x0400_0401: DataItem(identifier, Phrase("communication address"), .digits(length: 6))
        case 0x0400_0402: DataItem(identifier, Phrase("meter number"), .digits(length: 6))
        case 0x0400_0403: DataItem(identifier, Phrase("asset number"), .text(length: 32))
        case 0x0400_0404: DataItem(identifier, Phrase("rated voltage"), .text(length: 6))
        case 0x0400_0405: DataItem(identifier, Phrase("rated current"), .text(length: 6))
        case 0x0400_0406: DataItem(identifier, Phrase("maximum current"), .text(length: 6))
        case 0x0400_0407: DataItem(identifier, Phrase("active accuracy class"), .text(length: 4))
        case 0x0400_0408: DataItem(identifier, Phrase("reactive accuracy class"), .text(length: 4))
        case 0x0400_0409: number(identifier, Phrase("active meter constant"), 3, 0, .impulsesPerKilowattHour)
        case 0x0400_040A: number(identifier, Phrase("meter constant"), 3, 0, .impulsesPerKilowattHour)
        case 0x0400_040B: DataItem(identifier, Phrase("model"), .text(length: 10))
        case 0x0400_040C: DataItem(identifier, Phrase("production date"), .text(length: 10))
        case 0x0400_040D: DataItem(identifier, Phrase("protocol version"), .text(length: 16))
        case 0x0400_040E: DataItem(identifier, Phrase("customer number"), .digits(length: 6))
        default: nil
        }
    }

    private static func statusOrLimit(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue {
        case 0x0400_0501...0x0400_0507: DataItem(identifier, Phrase("status word \(identifier.rawValue & 0xF)"), .bits(length: 2))
        case 0x0400_05FF: DataItem(identifier, Phrase("status words"), .statusWords)
        case 0x0400_0701...0x0400_0705: DataItem(identifier, Phrase("baud rate word"), .bits(length: 1))
        case 0x0400_0801: DataItem(identifier, Phrase("weekend word"), .bits(length: 1))
        case 0x0400_0802: number(identifier, Phrase("rest day table"), 1)
        case 0x0400_0F01: number(identifier, Phrase("alarm energy 1"), 4, 2, .kilowattHours)
        case 0x0400_0F02: number(identifier, Phrase("alarm energy 2"), 4, 2, .kilowattHours)
        case 0x0400_0F03: number(identifier, Phrase("hoard energy limit"), 4, 2, .kilowattHours)
        case 0x0400_0F04: number(identifier, Phrase("overdraft energy limit"), 4, 2, .kilowattHours)
        case 0x0400_1001: number(identifier, Phrase("alarm money 1"), 4, 2, .credit)
        case 0x0400_1002: number(identifier, Phrase("alarm money 2"), 4, 2, .credit)
        case 0x0400_1003: number(identifier, Phrase("overdraft money limit"), 4, 2, .credit)
        case 0x0400_1004: number(identifier, Phrase("hoard money limit"), 4, 2, .credit)
        case 0x0400_1005: number(identifier, Phrase("money that permits closing"), 4, 2, .credit)
        case 0x0400_1101: DataItem(identifier, Phrase("operation feature word"), .bits(length: 1))
        case 0x0400_1401: number(identifier, Phrase("trip delay"), 2, 0, .minutes)
        case 0x0400_1402: number(identifier, Phrase("close delay"), 2, 0, .minutes)
        case 0x0400_1501: DataItem(identifier, Phrase("active report status"), .bits(length: 12))
        default: nil
        }
    }

    private static func tariffPrice(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue {
        case 0x0405_0101...0x0405_013F: number(identifier, Phrase("tariff price"), 4, 4, .yuanPerKilowattHour)
        case 0x0405_0201...0x0405_023F: number(identifier, Phrase("standby tariff price"), 4, 4, .yuanPerKilowattHour)
        default: nil
        }
    }

    /// Parameters of dormitory meters; lengths that no source states are taken as they come.
    private static func vendorParameter(_ identifier: DataIdentifier) -> DataItem? {
        switch identifier.rawValue {
        case 0x0409_0E10: number(identifier, Phrase("power factor limit"), nil, 3)
        case 0x0409_0E11: number(identifier, Phrase("power step"), nil, 1, .watts)
        case 0x0450_0002: DataItem(identifier, Phrase("account state"), .bits(length: nil))
        case 0x0450_0003: DataItem(identifier, Phrase("faults"), .bits(length: nil))
        case 0x0450_0005: number(identifier, Phrase("power limit"), 4, 0, .watts)
        case 0x0450_0006: number(identifier, Phrase("tariff in use"), nil)
        case 0x0450_000D: DataItem(identifier, Phrase("customer number"), .digits(length: 6))
        case 0x0450_000E: number(identifier, Phrase("energy of this period"), nil, 2, .kilowattHours)
        case 0x0480_0001: DataItem(identifier, Phrase("software version"), .text(length: 32))
        case 0x0480_0002: DataItem(identifier, Phrase("hardware version"), .text(length: 32))
        case 0x0480_0003: DataItem(identifier, Phrase("vendor code"), .text(length: 32))
        case 0x0490_0101: DataItem(identifier, Phrase("subsidy mode"), .bits(length: 1))
        case 0x0490_0102: DataItem(identifier, Phrase("subsidy group"), .bits(length: 1))
        case 0x0490_0103: number(identifier, Phrase("purchase count"), 2)
        case 0x0490_0104: number(identifier, Phrase("last amount"), 4, 2, .credit)
        case 0x0490_0105: DataItem(identifier, Phrase("flags"), .bits(length: 1))
        default: nil
        }
    }
}
