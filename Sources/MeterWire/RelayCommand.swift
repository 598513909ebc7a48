/// What a relay command asks for: its byte N1. Source: DL/T 645-2007, control command 1C.
public enum RelayAction: UInt8, Hashable, Sendable, CaseIterable {
    /// Open the relay.
    case trip = 0x1A
    /// Permit a person to close it with the button; dormitory meters close at once.
    case permitClosing = 0x1B
    /// Close the relay.
    case close = 0x1C
    /// Open it and close it again after the time in N2.
    case tripThenClose = 0x1D
    /// Open it and permit closing after the time in N2.
    case tripThenPermitClosing = 0x1E
    /// Alarm lamp on.
    case alarmOn = 0x2A
    /// Alarm lamp off.
    case alarmOff = 0x2B
    /// Keep-power on: no trip is obeyed.
    case keepPowerOn = 0x3A
    /// Keep-power off.
    case keepPowerOff = 0x3B
}

/// A relay command with the moment until which the meter may obey it.
public struct RelayCommand: Hashable, Sendable {
    /// Who may switch; level 2 in practice.
    public var password: Password
    /// Who switches.
    public var operatorCode: OperatorCode
    /// What is asked for.
    public var action: RelayAction
    /// N2: the waiting time of ``RelayAction/tripThenClose`` in units of 5 minutes, a channel on some meters, else 0.
    public var parameter: UInt8
    /// The meter refuses when its clock is past this; dormitory meters do not look at it.
    public var validUntil: MeterDateTime
    /// Four bytes that a dormitory meter echoes, `nil` for none.
    public var serial: SerialNumber?

    /// Makes a command.
    public init(
        _ action: RelayAction, validUntil: MeterDateTime, password: Password = .factory, operatorCode: OperatorCode = .none,
        parameter: UInt8 = 0, serial: SerialNumber? = nil
    ) {
        self.action = action
        self.validUntil = validUntil
        self.password = password
        self.operatorCode = operatorCode
        self.parameter = parameter
        self.serial = serial
    }

    /// The request to one meter.
    public func frame(to address: MeterAddress) -> Frame {
        let switching = [action.rawValue, parameter] + validUntil.wireBytes
        let data = password.wireBytes + operatorCode.wireBytes + switching + (serial?.wireBytes ?? [])
        return Frame(address: address, control: .relay, data: data)
    }

    /// Reads a relay request.
    ///
    /// - Throws: ``WireError`` for another function, length, action or a moment that does not exist.
    public init(_ frame: Frame) throws(WireError) {
        guard frame.control == .relay else { throw .wrongFunction(frame.control) }
        guard frame.data.count == 16 || frame.data.count == 20 else { throw .wrongLength(frame.data.count) }
        var reader = FieldReader(frame.data)
        let level = try reader.byte()
        password = Password(level: level, packedDigits: UInt32(truncatingIfNeeded: try reader.binary(3)))
        operatorCode = OperatorCode(rawValue: UInt32(truncatingIfNeeded: try reader.binary(4)))
        let actionByte = try reader.byte()
        guard let action = RelayAction(rawValue: actionByte) else {
            throw .outOfRange(.data, value: Int64(actionByte), allowed: 0x1A...0x3B)
        }
        self.action = action
        parameter = try reader.byte()
        guard let moment = MeterDateTime(wireBytes: try reader.bytes(6)) else { throw .notDecimal(.dateTime) }
        validUntil = moment
        serial = reader.remaining == 4 ? SerialNumber(rawValue: UInt32(truncatingIfNeeded: try reader.binary(4))) : nil
    }
}

/// What a meter says to a relay command. That it was accepted does not mean that the relay has moved: read the status word.
public enum RelayAnswer: Hashable, Sendable {
    /// Accepted, nothing more is said.
    case accepted
    /// Accepted by a dormitory meter, with its status after the move.
    case acceptedWithStatus(action: UInt8, DormitoryStatusWord)
    /// Accepted, with bytes of another vendor.
    case acceptedWithData([UInt8])
    /// Refused.
    case refused(AccessErrors)

    /// Reads an answer to a relay command; `nil` for every other frame.
    public init?(_ frame: Frame) {
        guard frame.control.isAnswer, frame.control.function == ControlCode.relay.function else { return nil }
        if let errors = frame.accessErrors {
            self = .refused(errors)
            return
        }
        let data = frame.data
        switch data.count {
        case 0: self = .accepted
        case 6 where data[1...3] == [0, 0, 0], 10 where data[1...3] == [0, 0, 0]:
            let status = UInt16(data[4]) | UInt16(data[5]) << 8
            self = .acceptedWithStatus(action: data[0], DormitoryStatusWord(rawValue: status))
        default: self = .acceptedWithData(data)
        }
    }
}
