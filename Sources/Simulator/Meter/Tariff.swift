/// Prices by time: zones of the year choose a day table, its periods choose one of four prices.
struct Tariff: Hashable, Sendable, Codable {
    /// A start inside the year or the day, and what holds from there.
    struct Switch: Hashable, Sendable, Codable {
        var number: UInt8
        /// Month × 100 + day, or hour × 100 + minute.
        var from: Int
    }

    /// Entries of ``zones`` in use; 0 = no tariff.
    var zoneCount = 0
    var periodCount = 0
    var zones: [Switch] = []
    var days: [[Switch]] = Array(repeating: [], count: 8)
    /// 0.0001 yuan; six stored, four usable.
    var prices: [Int64] = [0, 0, 0, 0, 0, 0]

    /// The price that the tables choose, nil when they choose none or one out of range.
    func price(at time: CivilTime) -> Int64? {
        let zone = Self.holding(Array(zones.prefix(zoneCount)), at: time.month * 100 + time.day)
        guard let zone, (1...8).contains(zone) else { return nil }
        let periods = Array(days[Int(zone) - 1].prefix(periodCount))
        guard let chosen = Self.holding(periods, at: time.hour * 100 + time.minute) else { return nil }
        let price = prices[(1...4).contains(chosen) ? Int(chosen) - 1 : 3]
        return Parameters.allowedPrices.contains(price) ? price : nil
    }

    /// The last entry that has begun; before the first one the last.
    private static func holding(_ entries: [Switch], at position: Int) -> UInt8? {
        (entries.last { $0.from <= position } ?? entries.last)?.number
    }

    /// Takes the body of command 070150FF.
    mutating func applyZones(_ data: [UInt8], at offset: Int) {
        zoneCount = min(4, Int(Bcd.value([data[offset]])))
        periodCount = min(14, Int(Bcd.value([data[offset + 2]])))
        zones = Self.switches(data, at: offset + 3, count: 4)
        prices = (0..<6).map { Int64(data[offset + 15 + 2 * $0]) | Int64(data[offset + 16 + 2 * $0]) << 8 }
    }

    /// Takes the body of command 070151FF to 070158FF.
    mutating func applyDay(_ number: Int, _ data: [UInt8], at offset: Int) {
        days[number - 1] = Self.switches(data, at: offset, count: 14)
    }

    private static func switches(_ data: [UInt8], at offset: Int, count: Int) -> [Switch] {
        (0..<count).map { index in
            let entry = data.field(offset + 3 * index, 3)
            return Switch(number: entry[0], from: Int(Bcd.value([entry[2]])) * 100 + Int(Bcd.value([entry[1]])))
        }
    }
}
