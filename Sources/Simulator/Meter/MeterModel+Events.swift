// Records and event counters, classes 03, 1D and 1E.

extension MeterModel {
    func eventItem(_ identifier: UInt32) -> [UInt8]? {
        switch identifier {
        case 0x0330_0000: Bcd.bytes(state.programmings, count: 3)
        case 0x0311_0000, 0x0330_0D00, 0x0330_0E00, 0x0335_0000: Bcd.bytes(0, count: 3)
        case 0x1D00_0001: Bcd.bytes(state.relay.trips, count: 3)
        case 0x1E00_0001: Bcd.bytes(state.relay.closings, count: 3)
        default: settings.kind == .dorm645 ? historyItem(identifier) : nil
        }
    }

    /// Histories by purchase, refund and subsidy; the lowest byte counts back from 1, the newest.
    private func historyItem(_ identifier: UInt32) -> [UInt8]? {
        let depth = Int(identifier & 0xFF) - 1
        guard (0..<Purse.historyDepth).contains(depth) else { return nil }
        switch identifier & 0xFFFF_FF00 {
        case 0x0332_0100...0x0332_0600 where settings.unit == .energy: return purchaseItem(identifier, depth)
        case 0x0333_0100...0x0333_0600: return purchaseItem(identifier, depth)
        case 0x0334_0300: return Self.entry(state.purse.refunds, depth, 0..<4)
        case 0x0335_0200: return settings.quirks.subsidy ? Self.entry(state.subsidy.history, depth, 0..<2) : nil
        case 0x0335_0300: return settings.quirks.subsidy ? Self.entry(state.subsidy.history, depth, 2..<6) : nil
        default: return nil
        }
    }

    private func purchaseItem(_ identifier: UInt32, _ depth: Int) -> [UInt8]? {
        let purchases = state.purse.purchases
        switch identifier >> 8 & 0xFF {
        case 0x01: return Bcd.bytes(0, count: 5)  // The date of a purchase is never written.
        case 0x02: return Self.entry(purchases, depth, 4..<6)
        case 0x03: return Self.entry(purchases, depth, 0..<4)
        case 0x04: return Self.entry(purchases, depth, 6..<10)
        case 0x05: return Self.entry(purchases, depth, 10..<14)
        case 0x06: return Self.entry(purchases, depth, 14..<18)
        default: return nil
        }
    }

    /// A part of a record; an empty place of the history reads as zeros.
    private static func entry(_ history: [[UInt8]], _ depth: Int, _ range: Range<Int>) -> [UInt8] {
        history.indices.contains(depth) ? Array(history[depth][range]) : [UInt8](repeating: 0, count: range.count)
    }
}
