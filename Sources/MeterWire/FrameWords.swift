// Frames and stray bytes as one line of words, for people who look at a line.

extension Frame {
    /// What the frame says: control code, address, what it is about and, in an answer, what the value is.
    ///
    /// For looking at, never for deciding: nothing is checked but what reading needs.
    public var words: String {
        let head = "\(control) \(control.isAnswer ? "from" : "to") \(address)"
        if isHeartbeat { return "\(head): keep-alive" }
        let name = control.functionWords
        if control.isAbnormal { return "\(head): \(name) refused, \(refusalWords)" }
        let said = control.isAnswer ? answerWords : requestWords
        let more = control.hasFollowUp ? ", more follows" : ""
        return "\(head): \(name)" + (said.isEmpty ? "" : " \(said)") + more
    }

    private var requestWords: String {
        guard control.function != ControlCode.readAddress.function, let identifier else { return "" }
        let item = identifier.words
        guard control.function == ControlCode.security.function, data.count >= 26, let kind = identifier.creditWords else { return item }
        guard let amount = BinaryCodedDecimal.value(data[20..<24], signed: false),
            let count = BinaryCodedDecimal.value(data[24..<26], signed: false)
        else { return "\(identifier) \(kind)" }
        return "\(identifier) \(kind) of \(ScaledNumber(units: amount, decimals: 2)) under count \(count)"
    }

    private var answerWords: String {
        if let item = DecodedItem(answer: self) {
            let length = item.hasUnexpectedLength ? ", wrong length \(item.raw.count)" : ""
            return "\(item.identifier.words)\(item.valueWords)\(length)"
        }
        if let block = try? DormitoryAnswer(data: data), control.function == ControlCode.security.function {
            return "\(block.identifier) accepted, \(block.words)"
        }
        return identifier?.words ?? ""
    }

    private var refusalWords: String {
        switch securityRefusal {
        case .code(let byte): return "error \(hexadecimal(UInt64(byte), digits: 2))"
        case .errors(let errors): return "errors \(hexadecimal(UInt64(errors.rawValue), digits: 4))"
        case .block(let block): return "error \(hexadecimal(UInt64(block.errorByte), digits: 2)), \(block.words)"
        case .unknown, nil: break
        }
        guard let errors = accessErrors else { return "\(data.count) bytes" }
        return errors.contains(.noSuchData) ? "no such data" : "error \(hexadecimal(UInt64(errors.rawValue), digits: 2))"
    }
}

extension DormitoryAnswer {
    fileprivate var words: String {
        "count \(count), last \(ScaledNumber(units: lastAmount, decimals: 2)), left \(ScaledNumber(units: balance, decimals: 2)), "
            + "register \(ScaledNumber(units: energy, decimals: 2))"
    }
}

extension ControlCode {
    /// The name of the function.
    var functionWords: String {
        switch function {
        case Self.security.function: "credit"
        case Self.broadcastTime.function: "set clocks"
        case Self.read.function: "read"
        case Self.readFollowUp.function: "read on"
        case Self.readAddress.function: "read address"
        case Self.write.function: "write"
        case Self.writeAddress.function: "write address"
        case Self.freeze.function: "freeze"
        case Self.changeBaudRate.function: "change rate"
        case Self.changePassword.function: "change password"
        case Self.clearDemand.function: "clear demand"
        case Self.clearMeter.function: "clear meter"
        case Self.clearEvents.function: "clear events"
        case Self.relay.function: "relay"
        case Self.terminalOutput.function: "terminal output"
        default: "function \(hexadecimal(UInt64(function), digits: 2))"
        }
    }
}

extension DataIdentifier {
    /// The number with the name that it has in the table.
    var words: String { DataItem(self).map { "\(self) \($0.name)" } ?? "\(self)" }

    fileprivate var creditWords: String? {
        switch self {
        case .topUp, .topUpWithOrder: "top-up"
        case .refund, .refundWithOrder: "take-back"
        case .closeAccount, .closeAccountWithOrder: "close"
        default: nil
        }
    }
}

extension DecodedItem {
    /// `= value unit`, or nothing for bytes whose meaning is not known.
    fileprivate var valueWords: String {
        let text = value.words
        guard !text.isEmpty else { return "" }
        let unit = item.map { $0.unit == .credit ? "" : $0.unit.rawValue } ?? ""
        return " = \(text)" + (unit.isEmpty || value == .invalid ? "" : " \(unit)")
    }
}

extension ItemValue {
    fileprivate var words: String {
        switch self {
        case .number(let number): "\(number)"
        case .numbers(let numbers): numbers.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
        case .purchaseAmount(let amount): (amount.isRefund ? "-" : "") + "\(ScaledNumber(units: amount.hundredths, decimals: 2))"
        case .digits(let text), .text(let text): text
        case .bits(let bits): "bits \(hexadecimal(bits, digits: 4))"
        case .statusWords(let words): words.map { hexadecimal(UInt64($0), digits: 4) }.joined(separator: " ")
        case .date(let date, _): "\(date)"
        case .time(let time): "\(time)"
        case .dateTime(let moment): "\(moment)"
        case .event(let start, let end): "\(start.map { "\($0)" } ?? "-") to \(end.map { "\($0)" } ?? "-")"
        case .relayOperation(let time, _): time.map { "\($0)" } ?? "never"
        case .monitor(let block): block.words
        case .wirelessPush(let push): "left \(ScaledNumber(units: push.balance ?? 0, decimals: 2))"
        case .invalid: "no value: the bytes are not what the item holds"
        case .unknown: ""
        }
    }
}

extension MonitorBlock {
    fileprivate var words: String {
        func text(_ value: Int64?, _ decimals: Int) -> String { value.map { "\(ScaledNumber(units: $0, decimals: decimals))" } ?? "-" }
        return "register \(text(energy, 2)), left \(text(balance, 2)), count \(text(purchaseCount, 0)), \(text(totalPower, 1)) W, "
            + "relay \(relayIsClosed ? "closed" : "open")"
    }
}

/// Bytes that belong to no frame, as words.
public struct StrayBytes: Hashable, Sendable {
    /// The bytes.
    public let bytes: [UInt8]

    /// Takes any bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether they begin as a frame does, so that it is a broken one.
    public var isBrokenFrame: Bool { start != nil }

    /// Text as text, a broken frame with what is wrong with it, and how many bytes otherwise.
    public var words: String {
        // The zeros of a frame's data are the digit 3 on the wire, so that a broken frame looks like text.
        guard let start else {
            let printable = bytes.filter { (0x20...0x7E).contains($0) }
            return bytes.count >= 4 && printable.count * 10 >= bytes.count * 8
                ? "text \"\(String(decoding: printable, as: UTF8.self))\"" : "\(bytes.count) bytes of noise"
        }
        let frame = bytes[start...]
        let from = MeterAddress(wireBytes: Array(frame.dropFirst().prefix(6))).map { " of \($0)" } ?? ""
        let length = frame.count > 9 ? Frame.overhead + Int(frame[start + 9]) : .max
        guard frame.count >= length else { return "broken frame\(from): it ends after \(frame.count) bytes" }
        let last = start + length - 1
        guard frame[last] == FrameByte.end else { return "broken frame\(from): no end byte" }
        let sum = frame[..<(last - 1)].reduce(UInt8(0), &+)
        let (said, right) = (hexadecimal(UInt64(frame[last - 1]), digits: 2), hexadecimal(UInt64(sum), digits: 2))
        return "broken frame\(from): checksum \(said), should be \(right)"
    }

    private var start: Int? {
        bytes.indices.first { bytes[$0] == FrameByte.start && $0 + 7 < bytes.count && bytes[$0 + 7] == FrameByte.start }
    }
}
