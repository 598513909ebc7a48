extension Frame {
    /// Asks for one data item.
    public static func read(_ identifier: DataIdentifier, from address: MeterAddress) -> Frame {
        Frame(address: address, control: .read, data: identifier.wireBytes)
    }

    /// Asks for the last `blocks` blocks of a load record.
    public static func read(_ identifier: DataIdentifier, blocks: UInt8, from address: MeterAddress) -> Frame {
        Frame(address: address, control: .read, data: identifier.wireBytes + [blocks])
    }

    /// Asks for `blocks` blocks of a load record from a moment on; the seconds of the moment are not sent.
    public static func read(
        _ identifier: DataIdentifier, blocks: UInt8, since moment: MeterDateTime, from address: MeterAddress
    ) -> Frame {
        Frame(address: address, control: .read, data: identifier.wireBytes + [blocks] + moment.wireBytes.dropFirst())
    }

    /// Asks for the next part of a long answer; the same number again asks for the same part again.
    ///
    /// - Parameter sequence: 1 for the first part after the answer itself, then one more each time.
    public static func readFollowUp(_ identifier: DataIdentifier, sequence: UInt8, from address: MeterAddress) -> Frame {
        Frame(address: address, control: .readFollowUp, data: identifier.wireBytes + [sequence])
    }

    /// Asks the only meter on the line for its address.
    public static func readAddress() -> Frame {
        Frame(address: .wildcard, control: .readAddress)
    }

    /// Writes a data item.
    ///
    /// - Throws: ``WireError/outOfRange(_:value:allowed:)`` for more data than a frame can hold.
    public static func write(
        _ identifier: DataIdentifier, _ data: [UInt8], to address: MeterAddress, password: Password, operator code: OperatorCode
    ) throws(WireError) -> Frame {
        let head = identifier.wireBytes + password.wireBytes + code.wireBytes
        let room = Frame.maximumDataLength - head.count
        guard data.count <= room else {
            throw .outOfRange(.data, value: Int64(data.count), allowed: 0...Int64(room))
        }
        return Frame(address: address, control: .write, data: head + data)
    }

    /// Gives a new address to the meter at `address`, or to the only one on the line.
    public static func writeAddress(_ new: MeterAddress, to address: MeterAddress = .wildcard) -> Frame {
        Frame(address: address, control: .writeAddress, data: new.wireBytes)
    }

    /// Sets the clock of every meter on the line; nobody answers.
    ///
    /// - Parameter withWeekday: dormitory meters want the form of seven bytes and misread the standard six.
    public static func broadcastTime(_ moment: MeterDateTime, withWeekday: Bool) -> Frame {
        let data = withWeekday ? moment.wireBytesWithWeekday : moment.wireBytes
        return Frame(address: .broadcast, control: .broadcastTime, data: data)
    }

    /// Freezes registers at a moment; a broadcast has no answer.
    ///
    /// - Throws: ``WireError/outOfRange(_:value:allowed:)`` for a minute or a day that does not exist.
    public static func freeze(_ moment: FreezeMoment, at address: MeterAddress) throws(WireError) -> Frame {
        Frame(address: address, control: .freeze, data: try moment.wireBytes())
    }

    /// Changes the baud rate of the port that the request comes through.
    public static func changeBaudRate(to rate: BaudRate, at address: MeterAddress) -> Frame {
        Frame(address: address, control: .changeBaudRate, data: [rate.rawValue])
    }

    /// Changes the password of the level of `new`.
    ///
    /// - Throws: ``WireError/outOfRange(_:value:allowed:)`` for a level above 9.
    public static func changePassword(
        from old: Password, to new: Password, at address: MeterAddress
    ) throws(WireError) -> Frame {
        guard new.level <= 9 else { throw .outOfRange(.data, value: Int64(new.level), allowed: 0...9) }
        let identifier = DataIdentifier(rawValue: 0x0400_0C01 + UInt32(new.level))
        return Frame(address: address, control: .changePassword, data: identifier.wireBytes + old.wireBytes + new.wireBytes)
    }

    /// Clears the maximum demand.
    public static func clearDemand(at address: MeterAddress, password: Password, operator code: OperatorCode) -> Frame {
        Frame(address: address, control: .clearDemand, data: password.wireBytes + code.wireBytes)
    }

    /// Clears the registers of the meter.
    public static func clearMeter(at address: MeterAddress, password: Password, operator code: OperatorCode) -> Frame {
        Frame(address: address, control: .clearMeter, data: password.wireBytes + code.wireBytes)
    }

    /// Clears the records of one kind of event, whose identifier ends in `FF`, or of all kinds.
    public static func clearEvents(
        _ kind: DataIdentifier = 0xFFFF_FFFF, at address: MeterAddress, password: Password, operator code: OperatorCode
    ) -> Frame {
        let oneKind = DataIdentifier(rawValue: kind.rawValue | 0xFF)
        return Frame(address: address, control: .clearEvents, data: password.wireBytes + code.wireBytes + oneKind.wireBytes)
    }

    /// Chooses the signal of the multi-function terminal.
    public static func selectTerminalOutput(_ output: TerminalOutput, at address: MeterAddress) -> Frame {
        Frame(address: address, control: .terminalOutput, data: [output.rawValue])
    }

    /// The same request with a serial number that a dormitory meter echoes at the end of its answer.
    public func appending(_ serial: SerialNumber) -> Frame {
        Frame(address: address, control: control, data: data + serial.wireBytes)
    }

    /// The answer without its serial number; `nil` when it does not end in this one.
    public func removing(_ serial: SerialNumber) -> Frame? {
        guard data.suffix(4) == serial.wireBytes[...] else { return nil }
        return Frame(address: address, control: control, data: Array(data.dropLast(4)))
    }

    /// True for data longer than the standard lets a read (200 bytes) or another function (50 bytes) carry; devices exceed it.
    public var exceedsStandardLength: Bool {
        switch control.function {
        case ControlCode.read.function, ControlCode.readFollowUp.function: data.count > 200
        default: data.count > 50
        }
    }
}

/// When registers are frozen.
public enum FreezeMoment: Hashable, Sendable {
    /// At once.
    case now
    /// Every hour at a minute.
    case hourly(minute: Int)
    /// Every day at a time; its seconds are not sent.
    case daily(MeterTime)
    /// Every month on a day at a time; its seconds are not sent.
    case monthly(day: Int, MeterTime)

    /// `mm hh DD MM`, with 99 for "every".
    func wireBytes() throws(WireError) -> [UInt8] {
        let every: UInt8 = 0x99
        switch self {
        case .now:
            return [every, every, every, every]
        case .hourly(let minute):
            guard (0...59).contains(minute) else { throw .outOfRange(.dateTime, value: Int64(minute), allowed: 0...59) }
            return [BinaryCodedDecimal.byte(minute), every, every, every]
        case .daily(let time):
            return time.wireBytes.dropFirst() + [every, every]
        case .monthly(let day, let time):
            guard (1...31).contains(day) else { throw .outOfRange(.dateTime, value: Int64(day), allowed: 1...31) }
            return time.wireBytes.dropFirst() + [BinaryCodedDecimal.byte(day), every]
        }
    }
}

/// The baud rates of a meter's port, as the baud rate word writes them.
public enum BaudRate: UInt8, Hashable, Sendable, CaseIterable {
    /// 600 bit/s.
    case baud600 = 0x02
    /// 1200 bit/s.
    case baud1200 = 0x04
    /// 2400 bit/s, the default of RS-485.
    case baud2400 = 0x08
    /// 4800 bit/s.
    case baud4800 = 0x10
    /// 9600 bit/s.
    case baud9600 = 0x20
    /// 19200 bit/s.
    case baud19200 = 0x40

    /// Bits a second.
    public var bitsPerSecond: Int {
        switch self {
        case .baud600: 600
        case .baud1200: 1200
        case .baud2400: 2400
        case .baud4800: 4800
        case .baud9600: 9600
        case .baud19200: 19_200
        }
    }
}

/// The signals of a multi-function terminal.
public enum TerminalOutput: UInt8, Hashable, Sendable, CaseIterable {
    /// Second pulses of the clock.
    case clockPulse = 0
    /// The demand period.
    case demandPeriod = 1
    /// The change of tariff.
    case tariffSwitch = 2
}
