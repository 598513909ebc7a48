import Phrases

extension DataItem {
    /// Class 03: event counts, event records and purchase records.
    static func event(_ identifier: DataIdentifier) -> DataItem? {
        let count = Format.number(length: 3, decimals: 0, signed: false)
        switch identifier.rawValue {
        case 0x0311_0000: return DataItem(identifier, Phrase("power losses"), count)
        case 0x0330_0000: return DataItem(identifier, Phrase("programmings"), count)
        case 0x0330_0100: return DataItem(identifier, Phrase("meter clears"), count)
        case 0x0330_0200: return DataItem(identifier, Phrase("demand clears"), count)
        case 0x0330_0300: return DataItem(identifier, Phrase("event clears"), count)
        case 0x0330_0400: return DataItem(identifier, Phrase("clock settings"), count)
        case 0x0330_0D00: return DataItem(identifier, Phrase("meter cover openings"), count)
        case 0x0330_0E00: return DataItem(identifier, Phrase("terminal cover openings"), count)
        case 0x0335_0000: return DataItem(identifier, Phrase("magnetic fields"), count)
        case 0x0336_0000: return DataItem(identifier, Phrase("load switch failures"), count)
        case 0x0337_0000: return DataItem(identifier, Phrase("abnormal supplies"), count)
        default: return eventRecord(identifier)
        }
    }

    /// Records 01 (the latest) to 0A of an event or of a purchase.
    private static func eventRecord(_ identifier: DataIdentifier) -> DataItem? {
        guard (0x01...0x0A).contains(identifier.rawValue & 0xFF) else { return nil }
        switch identifier.rawValue >> 8 {
        case 0x03_1100: return DataItem(identifier, Phrase("power loss"), .event(length: 12))
        case 0x03_300D: return DataItem(identifier, Phrase("meter cover opening"), .event(length: 60))
        case 0x03_300E: return DataItem(identifier, Phrase("terminal cover opening"), .event(length: 60))
        case 0x03_3500: return DataItem(identifier, Phrase("magnetic field"), .event(length: 28))
        case 0x03_3502: return DataItem(identifier, Phrase("subsidy count"), .number(length: 2, decimals: 0, signed: false))
        case 0x03_3503: return DataItem(identifier, Phrase("subsidy amount"), .number(length: 4, decimals: 2, signed: false), .credit)
        case 0x03_3201...0x03_3206: return purchaseRecord(identifier, .kilowattHours)
        case 0x03_3301...0x03_3306, 0x03_3401...0x03_3406: return purchaseRecord(identifier, .credit)
        default: return nil
        }
    }

    private static func purchaseRecord(_ identifier: DataIdentifier, _ unit: Unit) -> DataItem? {
        let amount = Format.number(length: 4, decimals: 2, signed: false)
        switch identifier.rawValue >> 8 & 0xFF {
        case 0x01: return DataItem(identifier, Phrase("purchase date"), .dateTime(length: 5))
        case 0x02: return DataItem(identifier, Phrase("purchase count"), .number(length: 2, decimals: 0, signed: false))
        case 0x03: return DataItem(identifier, Phrase("purchase amount"), .purchaseAmount, unit)
        case 0x04: return DataItem(identifier, Phrase("balance before purchase"), amount, unit)
        case 0x05: return DataItem(identifier, Phrase("balance after purchase"), amount, unit)
        case 0x06: return DataItem(identifier, Phrase("total bought"), amount, unit)
        default: return nil
        }
    }

    /// Classes 1D and 1E: how often, and when, the relay opened and closed.
    static func relayRecord(_ identifier: DataIdentifier) -> DataItem? {
        let isTrip = identifier.rawValue >> 24 == 0x1D
        switch identifier.rawValue & 0xFF_FFFF {
        case 0x00_0001:
            return DataItem(identifier, isTrip ? Phrase("trips") : Phrase("closings"), .number(length: 3, decimals: 0, signed: false))
        case 0x00_FF01...0x00_FF0A: return DataItem(identifier, isTrip ? Phrase("trip") : Phrase("closing"), .relayOperation)
        default: return nil
        }
    }
}
