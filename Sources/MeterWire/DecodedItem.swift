/// A data item with its value as a meter sent it.
public struct DecodedItem: Hashable, Sendable {
    /// What was asked for.
    public let identifier: DataIdentifier
    /// The value that the bytes mean.
    public let value: ItemValue
    /// The bytes behind the identifier, plain, kept whatever they mean.
    public let raw: ArraySlice<UInt8>

    /// The item's description, `nil` for an identifier that is not in the table.
    public var item: DataItem? { DataItem(identifier) }

    /// True when the meter sent another number of bytes than the item has; the value is then read by the length that came.
    public var hasUnexpectedLength: Bool {
        guard let item else { return false }
        if let expected = item.expectedLength { return raw.count != expected }
        if case .numbers(let length, _, _, _) = item.format { return raw.isEmpty || raw.count % length != 0 }
        return raw.isEmpty
    }

    /// Reads the bytes behind an identifier; never fails, what cannot be read is ``ItemValue/invalid``.
    public init(identifier: DataIdentifier, payload: ArraySlice<UInt8>) {
        self.identifier = identifier
        raw = payload
        value = DataItem(identifier).map { ItemValue(payload, as: $0.format) } ?? .unknown
    }

    /// Reads a complete normal answer to a read.
    ///
    /// - Returns: `nil` for any other frame, for one without an identifier, and for one with more to follow (see ``FollowUpReader``).
    public init?(answer frame: Frame) {
        guard frame.control == ControlCode.read.answer(), let identifier = frame.identifier else { return nil }
        self.init(identifier: identifier, payload: frame.data.dropFirst(4))
    }

    /// The value when it is one number, else `nil`.
    public var number: ScaledNumber? {
        if case .number(let number) = value { number } else { nil }
    }

    /// The whole number of the item's smallest unit when the value is one number, else `nil`.
    public var units: Int64? { number?.units }

    /// The first sixteen bits when the value is bits, for a status word; else `nil`.
    public var bits16: UInt16? {
        if case .bits(let bits) = value { UInt16(truncatingIfNeeded: bits) } else { nil }
    }
}

/// What the bytes of a data item mean.
public enum ItemValue: Hashable, Sendable {
    /// One number.
    case number(ScaledNumber)
    /// Numbers of a block; `nil` for one that holds no decimal digits, as unused phases do.
    case numbers([ScaledNumber?])
    /// The amount of a purchase or refund.
    case purchaseAmount(PurchaseAmount)
    /// Decimal digits, highest first.
    case digits(String)
    /// Characters without their fill.
    case text(String)
    /// Bits or a binary number.
    case bits(UInt64)
    /// Status words 1 to 7, as many as came.
    case statusWords([UInt16])
    /// A day, and the weekday that the meter states (0 for Sunday).
    case date(MeterDate, weekday: Int)
    /// A time of the day.
    case time(MeterTime)
    /// A day and time.
    case dateTime(MeterDateTime)
    /// Begin and end of an event; `nil` for a time that was never written.
    case event(start: MeterDateTime?, end: MeterDateTime?)
    /// When and by whom the relay was moved.
    case relayOperation(time: MeterDateTime?, operator: OperatorCode)
    /// The one-shot block of a dormitory meter.
    case monitor(MonitorBlock)
    /// The status block of a WiFi meter.
    case wirelessPush(WirelessPush)
    /// Bytes that are not what the item should hold.
    case invalid
    /// Bytes of an item that is not in the table.
    case unknown
}

/// The amount of a purchase record.
public struct PurchaseAmount: Hashable, Sendable {
    /// Hundredths, never negative.
    public let hundredths: Int64
    /// True when the record marks the amount as taken back.
    public let isRefund: Bool

    /// Makes an amount.
    public init(hundredths: Int64, isRefund: Bool) {
        self.hundredths = hundredths
        self.isRefund = isRefund
    }
}
