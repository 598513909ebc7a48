public import Phrases

/// What a data identifier names: how its bytes are read, and in which unit. Source: DL/T 645-2007, data identification tables.
public struct DataItem: Hashable, Sendable {
    /// The identifier.
    public let identifier: DataIdentifier
    /// A short name, for people who look at a line. It is made for them alone: items are looked up for every frame.
    public var name: Phrase { naming() }
    private let naming: @Sendable () -> Phrase
    /// How the bytes are read.
    public let format: Format
    /// The unit of a number.
    public let unit: Unit

    init(
        _ identifier: DataIdentifier, _ name: @escaping @autoclosure @Sendable () -> Phrase, _ format: Format, _ unit: Unit = .none
    ) {
        self.init(identifier, naming: name, format, unit)
    }

    init(_ identifier: DataIdentifier, naming: @escaping @Sendable () -> Phrase, _ format: Format, _ unit: Unit = .none) {
        self.identifier = identifier
        self.naming = naming
        self.format = format
        self.unit = unit
    }

    /// The identifier decides all of an item.
    public static func == (left: DataItem, right: DataItem) -> Bool { left.identifier == right.identifier }

    /// As in `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

    /// How the bytes of an item are read. Multi-byte values come low byte first.
    public enum Format: Hashable, Sendable {
        /// One decimal number. `length` is `nil` where no source states it; `signed` makes the top bit a minus.
        case number(length: Int?, decimals: Int, signed: Bool)
        /// Numbers of `length` bytes each; `count` is `nil` where the meter decides how many.
        case numbers(length: Int, decimals: Int, signed: Bool, count: Int?)
        /// Hundredths in four bytes; 80h in the highest byte marks a refund.
        case purchaseAmount
        /// A decimal text of `length` bytes, highest digit first.
        case digits(length: Int)
        /// Characters, the last one first on the wire, filled with zeros or blanks.
        case text(length: Int)
        /// Bits or a binary number of `length` bytes; `nil` where no source states it.
        case bits(length: Int?)
        /// Seven status words of two bytes.
        case statusWords
        /// Day and weekday, four bytes.
        case date
        /// Time of the day, three bytes.
        case time
        /// Day and time: five bytes without seconds, six with them, seven with weekday as well.
        case dateTime(length: Int)
        /// An event with begin and end, `length` bytes in all.
        case event(length: Int)
        /// A relay operation: time, operator and six energy registers.
        case relayOperation
        /// The one-shot block of a dormitory meter.
        case monitor
        /// The status block that a WiFi meter pushes by itself.
        case wirelessPush
    }

    /// The unit of a number.
    public enum Unit: String, Hashable, Sendable {
        /// No unit.
        case none = ""
        /// Active energy.
        case kilowattHours = "kWh"
        /// Reactive energy.
        case kilovarHours = "kvarh"
        /// Apparent energy.
        case kilovoltampereHours = "kVAh"
        /// Voltage.
        case volts = "V"
        /// Current.
        case amperes = "A"
        /// Active power.
        case kilowatts = "kW"
        /// Active power, fine.
        case watts = "W"
        /// Reactive power.
        case kilovars = "kvar"
        /// Apparent power.
        case kilovoltamperes = "kVA"
        /// Frequency.
        case hertz = "Hz"
        /// Angle.
        case degrees = "°"
        /// Temperature.
        case celsius = "°C"
        /// Duration.
        case minutes = "min"
        /// Price of energy.
        case yuanPerKilowattHour = "yuan/kWh"
        /// Meter constant.
        case impulsesPerKilowattHour = "imp/kWh"
        /// The unit of the site's credit: yuan, or kWh on a site that prepays energy with the same layouts.
        case credit
    }

    /// The length that the standard or dialect states, `nil` where the meter decides or nothing is stated.
    public var expectedLength: Int? {
        switch format {
        case .number(let length, _, _): length
        case .numbers(let length, _, _, let count): count.map { $0 * length }
        case .purchaseAmount, .date: 4
        case .digits(let length), .text(let length), .dateTime(let length), .event(let length): length
        case .bits(let length): length
        case .statusWords: 14
        case .time: 3
        case .relayOperation: 34
        case .monitor: MonitorBlock.length
        case .wirelessPush: WirelessPush.length
        }
    }
}
