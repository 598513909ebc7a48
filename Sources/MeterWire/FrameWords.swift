// Frames and stray bytes as one line of words, for people who look at a line.

public import Phrases

extension Frame {
    /// What the frame says: control code, address, what it is about and, in an answer, what the value is.
    ///
    /// For looking at, never for deciding: nothing is checked but what reading needs.
    public var words: Phrase {
        control.isAnswer ? Phrase("\(control) from \(address): \(body)") : Phrase("\(control) to \(address): \(body)")
    }

    private var body: Phrase {
        if isHeartbeat { return Phrase("keep-alive") }
        let name = control.functionWords
        if control.isAbnormal { return Phrase("\(name) refused, \(refusalWords)") }
        let said = (control.isAnswer ? answerWords : requestWords).map { Phrase.together([name, $0]) } ?? name
        return control.hasFollowUp ? Phrase("\(said), more follows") : said
    }

    private var requestWords: Phrase? {
        guard control.function != ControlCode.readAddress.function, let identifier else { return nil }
        let item = identifier.words
        guard control.function == ControlCode.security.function, data.count >= 26, let kind = identifier.creditWords else { return item }
        guard let amount = BinaryCodedDecimal.value(data[20..<24], signed: false),
            let count = BinaryCodedDecimal.value(data[24..<26], signed: false)
        else { return .together([Phrase(verbatim: "\(identifier)"), kind]) }
        return Phrase("\(identifier) \(kind) of \(ScaledNumber(units: amount, decimals: 2)) under count \(count)")
    }

    private var answerWords: Phrase? {
        if let item = DecodedItem(answer: self) {
            return item.hasUnexpectedLength ? Phrase("\(item.words), wrong length \(item.raw.count)") : item.words
        }
        if let block = try? DormitoryAnswer(data: data), control.function == ControlCode.security.function {
            return Phrase("\(block.identifier) accepted, \(block.words)")
        }
        return identifier?.words
    }

    private var refusalWords: Phrase {
        switch securityRefusal {
        case .code(let byte): return Phrase("error \(hexadecimal(UInt64(byte), digits: 2))")
        case .errors(let errors): return Phrase("errors \(hexadecimal(UInt64(errors.rawValue), digits: 4))")
        case .block(let block): return Phrase("error \(hexadecimal(UInt64(block.errorByte), digits: 2)), \(block.words)")
        case .unknown, nil: break
        }
        guard let errors = accessErrors else { return Phrase("\(data.count) bytes") }
        return errors.contains(.noSuchData) ? Phrase("no such data") : Phrase("error \(hexadecimal(UInt64(errors.rawValue), digits: 2))")
    }
}

extension DormitoryAnswer {
    fileprivate var words: Phrase {
        let (last, left) = (ScaledNumber(units: lastAmount, decimals: 2), ScaledNumber(units: balance, decimals: 2))
        return Phrase("count \(count), last \(last), left \(left), register \(ScaledNumber(units: energy, decimals: 2))")
    }
}

extension ControlCode {
    /// The name of the function.
    var functionWords: Phrase {
        switch function {
        case Self.security.function: Phrase("credit", context: "frame")
        case Self.broadcastTime.function: Phrase("set clocks", context: "frame")
        case Self.read.function: Phrase("read", context: "frame")
        case Self.readFollowUp.function: Phrase("read on", context: "frame")
        case Self.readAddress.function: Phrase("read address", context: "frame")
        case Self.write.function: Phrase("write", context: "frame")
        case Self.writeAddress.function: Phrase("write address", context: "frame")
        case Self.freeze.function: Phrase("freeze", context: "frame")
        case Self.changeBaudRate.function: Phrase("change rate", context: "frame")
        case Self.changePassword.function: Phrase("change password", context: "frame")
        case Self.clearDemand.function: Phrase("clear demand", context: "frame")
        case Self.clearMeter.function: Phrase("clear meter", context: "frame")
        case Self.clearEvents.function: Phrase("clear events", context: "frame")
        case Self.relay.function: Phrase("relay", context: "frame")
        case Self.terminalOutput.function: Phrase("terminal output", context: "frame")
        default: Phrase("function \(hexadecimal(UInt64(function), digits: 2))")
        }
    }
}

extension DataIdentifier {
    /// The number with the name that it has in the table.
    var words: Phrase {
        let number = Phrase(verbatim: "\(self)")
        return DataItem(self).map { .together([number, $0.name]) } ?? number
    }

    fileprivate var creditWords: Phrase? {
        switch self {
        case .topUp, .topUpWithOrder: Phrase("top-up")
        case .refund, .refundWithOrder: Phrase("take-back")
        case .closeAccount, .closeAccountWithOrder: Phrase("close")
        default: nil
        }
    }
}

extension DecodedItem {
    /// The item with `= value unit`, or alone for bytes whose meaning is not known.
    fileprivate var words: Phrase {
        guard let said = value.words else { return identifier.words }
        let unit = item.map { $0.unit == .credit || value == .invalid ? "" : $0.unit.rawValue } ?? ""
        let parts = [identifier.words, Phrase(verbatim: "="), said]
        return .together(unit.isEmpty ? parts : parts + [Phrase(verbatim: unit)])
    }
}

extension ItemValue {
    fileprivate var words: Phrase? {
        let text: String
        switch self {
        case .number(let number): text = "\(number)"
        case .numbers(let numbers): text = numbers.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
        case .purchaseAmount(let amount):
            text = (amount.isRefund ? "-" : "") + "\(ScaledNumber(units: amount.hundredths, decimals: 2))"
        case .digits(let said), .text(let said): text = said
        case .statusWords(let words): text = words.map { hexadecimal(UInt64($0), digits: 4) }.joined(separator: " ")
        case .date(let date, _): text = "\(date)"
        case .time(let time): text = "\(time)"
        case .dateTime(let moment): text = "\(moment)"
        case .relayOperation(let time?, _): text = "\(time)"
        case .relayOperation(nil, _): return Phrase("never")
        case .bits(let bits): return Phrase("bits \(hexadecimal(bits, digits: 4))")
        case .event(let start, let end): return Phrase("\(start.map { "\($0)" } ?? "-") to \(end.map { "\($0)" } ?? "-")")
        case .monitor(let block): return block.words
        case .wirelessPush(let push): return Phrase("left \(ScaledNumber(units: push.balance ?? 0, decimals: 2))")
        case .invalid: return Phrase("no value: the bytes are not what the item holds")
        case .unknown: return nil
        }
        return text.isEmpty ? nil : Phrase(verbatim: text)
    }
}

extension MonitorBlock {
    fileprivate var words: Phrase {
        func text(_ value: Int64?, _ decimals: Int) -> String { value.map { "\(ScaledNumber(units: $0, decimals: decimals))" } ?? "-" }
        let (register, left, count, watts) = (text(energy, 2), text(balance, 2), text(purchaseCount, 0), text(totalPower, 1))
        return relayIsClosed
            ? Phrase("register \(register), left \(left), count \(count), \(watts) W, relay closed")
            : Phrase("register \(register), left \(left), count \(count), \(watts) W, relay open")
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
    public var words: Phrase {
        // The zeros of a frame's data are the digit 3 on the wire, so that a broken frame looks like text.
        guard let start else {
            let printable = bytes.filter { (0x20...0x7E).contains($0) }
            return bytes.count >= 4 && printable.count * 10 >= bytes.count * 8
                ? Phrase("text \"\(String(decoding: printable, as: UTF8.self))\"") : Phrase("\(bytes.count) bytes of noise")
        }
        let frame = bytes[start...]
        let wrong = Self.trouble(of: frame)
        return MeterAddress(wireBytes: Array(frame.dropFirst().prefix(6))).map { Phrase("broken frame of \($0): \(wrong)") }
            ?? Phrase("broken frame: \(wrong)")
    }

    private static func trouble(of frame: ArraySlice<UInt8>) -> Phrase {
        let start = frame.startIndex
        let length = frame.count > 9 ? Frame.overhead + Int(frame[start + 9]) : .max
        guard frame.count >= length else { return Phrase("it ends after \(frame.count) bytes") }
        let last = start + length - 1
        guard frame[last] == FrameByte.end else { return Phrase("no end byte") }
        let sum = frame[..<(last - 1)].reduce(UInt8(0), &+)
        let (said, right) = (hexadecimal(UInt64(frame[last - 1]), digits: 2), hexadecimal(UInt64(sum), digits: 2))
        return Phrase("checksum \(said), should be \(right)")
    }

    private var start: Int? {
        bytes.indices.first { bytes[$0] == FrameByte.start && $0 + 7 < bytes.count && bytes[$0 + 7] == FrameByte.start }
    }
}
