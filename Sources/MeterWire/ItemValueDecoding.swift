extension ItemValue {
    /// Reads bytes in a format, by the length that came.
    init(_ payload: ArraySlice<UInt8>, as format: DataItem.Format) {
        switch format {
        case .number(_, let decimals, let signed):
            guard let units = BinaryCodedDecimal.value(payload, signed: signed) else {
                self = .invalid
                return
            }
            self = .number(ScaledNumber(units: units, decimals: decimals))
        case .numbers(let length, let decimals, let signed, _):
            self = Self.numbers(payload, length: length, decimals: decimals, signed: signed)
        case .purchaseAmount: self = Self.purchaseAmount(payload)
        case .digits: self = Self.digits(payload)
        case .text: self = Self.text(payload)
        case .bits: self = Self.bits(payload)
        case .statusWords: self = Self.statusWords(payload)
        case .date: self = Self.date(payload)
        case .time: self = Self.time(payload)
        case .dateTime: self = MeterDateTime(wireBytes: payload).map(ItemValue.dateTime) ?? .invalid
        case .event: self = Self.event(payload)
        case .relayOperation: self = Self.relayOperation(payload)
        case .monitor: self = MonitorBlock(payload).map(ItemValue.monitor) ?? .invalid
        case .wirelessPush: self = WirelessPush(payload).map(ItemValue.wirelessPush) ?? .invalid
        }
    }

    private static func numbers(_ payload: ArraySlice<UInt8>, length: Int, decimals: Int, signed: Bool) -> ItemValue {
        guard payload.count >= length else { return .invalid }
        let starts = stride(from: payload.startIndex, through: payload.endIndex - length, by: length)
        return .numbers(
            starts.map { start in
                BinaryCodedDecimal.value(payload[start..<(start + length)], signed: signed)
                    .map { ScaledNumber(units: $0, decimals: decimals) }
            })
    }

    private static func purchaseAmount(_ payload: ArraySlice<UInt8>) -> ItemValue {
        guard let highest = payload.last else { return .invalid }
        // A refund replaces the highest byte by 80h, so its two highest digits are always lost.
        let isRefund = highest == 0x80
        let digits = isRefund ? payload.dropLast() : payload
        guard let hundredths = BinaryCodedDecimal.value(digits) else { return .invalid }
        return .purchaseAmount(PurchaseAmount(hundredths: hundredths, isRefund: isRefund))
    }

    private static func digits(_ payload: ArraySlice<UInt8>) -> ItemValue {
        guard payload.count <= 8, !payload.isEmpty, let packed = BinaryCodedDecimal.packed(payload) else { return .invalid }
        return .digits(hexadecimal(packed, digits: 2 * payload.count))
    }

    private static func text(_ payload: ArraySlice<UInt8>) -> ItemValue {
        let isFill: (UInt8) -> Bool = { $0 == 0x00 || $0 == 0x20 }
        let characters = payload.reversed().drop(while: isFill).reversed().drop(while: isFill).reversed()
        guard characters.allSatisfy({ (0x20...0x7E).contains($0) }) else { return .invalid }
        return .text(String(decoding: characters, as: UTF8.self))
    }

    private static func bits(_ payload: ArraySlice<UInt8>) -> ItemValue {
        guard !payload.isEmpty else { return .invalid }
        return .bits(payload.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    private static func statusWords(_ payload: ArraySlice<UInt8>) -> ItemValue {
        guard payload.count >= 2 else { return .invalid }
        let starts = stride(from: payload.startIndex, through: payload.endIndex - 2, by: 2)
        return .statusWords(starts.map { UInt16(payload[$0]) | UInt16(payload[$0 + 1]) << 8 })
    }

    private static func date(_ payload: ArraySlice<UInt8>) -> ItemValue {
        let bytes = Array(payload)
        guard bytes.count == 4, let weekday = BinaryCodedDecimal.value(bytes[0]),
            let date = MeterDate(wireDay: bytes[1], month: bytes[2], year: bytes[3])
        else { return .invalid }
        return .date(date, weekday: weekday)
    }

    private static func time(_ payload: ArraySlice<UInt8>) -> ItemValue {
        let bytes = Array(payload)
        guard bytes.count == 3, let time = MeterTime(wireSecond: bytes[0], minute: bytes[1], hour: bytes[2]) else {
            return .invalid
        }
        return .time(time)
    }

    private static func event(_ payload: ArraySlice<UInt8>) -> ItemValue {
        guard payload.count >= 12 else { return .invalid }
        let end = payload.dropFirst(6).prefix(6)
        return .event(start: MeterDateTime(wireBytes: payload.prefix(6)), end: MeterDateTime(wireBytes: end))
    }

    private static func relayOperation(_ payload: ArraySlice<UInt8>) -> ItemValue {
        guard payload.count >= 10 else { return .invalid }
        let code = payload.dropFirst(6).prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return .relayOperation(time: MeterDateTime(wireBytes: payload.prefix(6)), operator: OperatorCode(rawValue: code))
    }
}
