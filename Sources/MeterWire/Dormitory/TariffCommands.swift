/// The tariff set of a dormitory meter: which day table holds in which part of the year, and the prices. Command 070150FF.
public struct TariffCommand: Hashable, Sendable {
    /// A part of the year that begins on a day.
    public struct Zone: Hashable, Sendable {
        /// Day table 1 to 8.
        public var table: Int
        /// 1 to 31.
        public var day: Int
        /// 1 to 12.
        public var month: Int

        /// Makes a zone.
        public init(table: Int, day: Int, month: Int) {
            self.table = table
            self.day = day
            self.month = month
        }
    }

    /// One to four zones, in the order of the year.
    public var zones: [Zone]
    /// Day tables in use, 1 to 8.
    public var dayTables: Int
    /// Periods of a day in use, 1 to 14.
    public var periods: Int
    /// Prices of tariffs 1 to 4 and two spare ones, at most six, in ten-thousandths of a yuan, 0 to 65535; missing ones are 0.
    ///
    /// A meter uses its base price where one of these is outside 100 to 50000.
    public var prices: [Int64]

    /// Makes a tariff set; what cannot be expressed is refused when it is encoded.
    public init(zones: [Zone], dayTables: Int, periods: Int, prices: [Int64]) {
        self.zones = zones
        self.dayTables = dayTables
        self.periods = periods
        self.prices = prices
    }

    func write(to writer: inout FieldWriter) throws(WireError) {
        guard (1...4).contains(zones.count), zones.isRising(by: { ($0.month, $0.day) }) else { throw .badTable(.zones) }
        guard prices.count <= 6 else { throw .badTable(.price) }
        try writer.binary(Int64(zones.count), 1, .zones, 1...4)
        try writer.binary(Int64(dayTables), 1, .tableNumber, 1...8)
        try writer.binary(Int64(periods), 1, .periods, 1...14)
        for zone in zones.filled(to: 4) {
            try writer.binary(Int64(zone.table), 1, .tableNumber, 1...8)
            try writer.decimal(Int64(zone.day), 1, .dateTime, 1...31)
            try writer.decimal(Int64(zone.month), 1, .dateTime, 1...12)
        }
        for index in 0..<6 {
            try writer.binary(index < prices.count ? prices[index] : 0, 2, .price, 0...65_535)
        }
    }

    init(from reader: inout FieldReader) throws(WireError) {
        let used = Int(try reader.byte())
        guard (1...4).contains(used) else { throw .badTable(.zones) }
        dayTables = Int(try reader.byte())
        periods = Int(try reader.byte())
        zones = []
        for _ in 0..<4 {
            let table = Int(try reader.byte())
            zones.append(Zone(table: table, day: Int(try reader.decimal(1, .dateTime)), month: Int(try reader.decimal(1, .dateTime))))
        }
        zones.removeLast(4 - used)
        prices = []
        for _ in 0..<6 { prices.append(Int64(try reader.binary(2))) }
    }
}

/// One day table of a dormitory meter: which tariff holds from which time on. Commands 070151FF to 070158FF.
///
/// The tables choose prices; they cannot switch the supply.
public struct DayTableCommand: Hashable, Sendable {
    /// A part of the day that begins at a time.
    public struct Period: Hashable, Sendable {
        /// Tariff 1 to 4.
        public var tariff: Int
        /// The time; its seconds are not sent.
        public var start: MeterTime

        /// Makes a period.
        public init(tariff: Int, start: MeterTime) {
            self.tariff = tariff
            self.start = start
        }
    }

    /// Number of the table, 1 to 8.
    public var number: Int
    /// One to fourteen periods, in the order of the day; the last is repeated in the unused places.
    public var periods: [Period]

    /// Makes a table; what cannot be expressed is refused when it is encoded.
    public init(number: Int, periods: [Period]) {
        self.number = number
        self.periods = periods
    }

    func write(to writer: inout FieldWriter) throws(WireError) {
        guard (1...14).contains(periods.count), periods.isRising(by: { ($0.start.hour, $0.start.minute) }) else {
            throw .badTable(.periods)
        }
        for period in periods.filled(to: 14) {
            try writer.binary(Int64(period.tariff), 1, .tariffNumber, 1...4)
            writer.bytes(period.start.wireBytes.dropFirst())
        }
    }

    /// Reads all fourteen periods; repeated last ones are dropped.
    init(number: Int, from reader: inout FieldReader) throws(WireError) {
        self.number = number
        periods = []
        for _ in 0..<14 {
            let tariff = Int(try reader.byte())
            let time = Array(try reader.bytes(2))
            guard let start = MeterTime(wireSecond: 0, minute: time[0], hour: time[1]) else { throw .notDecimal(.dateTime) }
            periods.append(Period(tariff: tariff, start: start))
        }
        while periods.count > 1, periods.last == periods.dropLast().last { periods.removeLast() }
    }
}

extension Array {
    /// True when each element's key is above the one before it.
    fileprivate func isRising(by key: (Element) -> (Int, Int)) -> Bool {
        zip(self, dropFirst()).allSatisfy { key($0) < key($1) }
    }

    /// The elements with the last one repeated up to `count`; an empty array stays empty.
    fileprivate func filled(to count: Int) -> [Element] {
        guard let last, self.count < count else { return self }
        return self + repeatElement(last, count: count - self.count)
    }
}
