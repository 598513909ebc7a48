/// What a dormitory meter is asked to do. Source: dormitory dialect, request tables.
public enum DormitoryCommand: Hashable, Sendable {
    /// Top-up, refund, close, leave refund mode, with or without an order number.
    case credit(CreditCommand)
    /// Write the parameters.
    case parameters(DormitoryParameters)
    /// Initialise the whole meter.
    case initialiseMeter(InitialiseMeterCommand)
    /// Initialise the purse.
    case initialisePurse(InitialisePurseCommand)
    /// Give a subsidy.
    case subsidy(SubsidyCommand)
    /// Write the tariff set.
    case tariff(TariffCommand)
    /// Write one day table.
    case dayTable(DayTableCommand)
}

/// A prepayment request to a dormitory meter: security function 03 in the dormitory dialect.
public struct DormitoryRequest: Hashable, Sendable {
    /// The address in the frame.
    public var address: MeterAddress
    /// The meter number in the data; the same as the address, except in broadcasts.
    public var meterNumber: MeterAddress
    /// Who sends; the meter ignores it.
    public var operatorCode: OperatorCode
    /// What is asked for.
    public var command: DormitoryCommand
    /// Four bytes that the meter echoes at the end of its answer, `nil` for none.
    public var serial: SerialNumber?

    /// Makes a request to one meter.
    ///
    /// - Parameter meterNumber: `nil` for the address itself.
    public init(
        _ command: DormitoryCommand, to address: MeterAddress, meterNumber: MeterAddress? = nil,
        operatorCode: OperatorCode = .none, serial: SerialNumber? = nil
    ) {
        self.command = command
        self.address = address
        self.meterNumber = meterNumber ?? address
        self.operatorCode = operatorCode
        self.serial = serial
    }

    /// The request as a frame.
    ///
    /// - Throws: ``WireError`` for a value that the layout cannot express or that meters are known to misread; nothing is sent then.
    public func frame() throws(WireError) -> Frame {
        var writer = FieldWriter()
        writer.bytes(try identifier().wireBytes)
        writer.bytes(operatorCode.wireBytes)
        writer.bytes(meterNumber.wireBytes)
        switch command {
        case .credit(let command): try command.write(to: &writer)
        case .parameters(let parameters): try parameters.write(to: &writer)
        case .initialiseMeter(let command): try command.write(to: &writer)
        case .initialisePurse(let command): try command.write(to: &writer)
        case .subsidy(let command): try command.write(to: &writer)
        case .tariff(let command): try command.write(to: &writer)
        case .dayTable(let command): try command.write(to: &writer)
        }
        if let serial { writer.bytes(serial.wireBytes) }
        return Frame(address: address, control: .security, data: writer.data)
    }

    private func identifier() throws(WireError) -> DataIdentifier {
        switch command {
        case .credit(let command): return command.identifier
        case .parameters: return .setParameters
        case .initialiseMeter: return .initialiseMeter
        case .initialisePurse(let command): return command.extended == nil ? .initialisePurse : .initialisePurseExtended
        case .subsidy: return .subsidy
        case .tariff: return .setTariff
        case .dayTable(let command):
            guard let identifier = DataIdentifier.setDayTable(command.number) else {
                throw .outOfRange(.tableNumber, value: Int64(command.number), allowed: 1...8)
            }
            return identifier
        }
    }

    /// Reads a request frame.
    ///
    /// - Throws: ``WireError`` for another function, an unknown command, a length that the command does not have, or broken numbers.
    public init(_ frame: Frame) throws(WireError) {
        guard frame.control == .security else { throw .wrongFunction(frame.control) }
        guard let identifier = frame.identifier else { throw .wrongLength(frame.data.count) }
        let lengths = Self.payloadLengths(of: identifier)
        guard !lengths.isEmpty else { throw .unknownCommand(identifier) }
        let payloadLength = frame.data.count - Self.headLength
        let hasSerial = lengths.contains(payloadLength - 4)
        guard hasSerial || lengths.contains(payloadLength) else { throw .wrongLength(frame.data.count) }
        var reader = FieldReader(frame.data)
        _ = try reader.identifier()
        address = frame.address
        operatorCode = OperatorCode(rawValue: UInt32(truncatingIfNeeded: try reader.binary(4)))
        meterNumber = try reader.address()
        command = try Self.command(identifier, length: hasSerial ? payloadLength - 4 : payloadLength, from: &reader)
        serial = hasSerial ? SerialNumber(rawValue: UInt32(truncatingIfNeeded: try reader.binary(4))) : nil
    }

    /// Identifier, operator and meter number.
    private static let headLength = 14

    /// The lengths behind the common start that a command may have; none for an unknown command.
    private static func payloadLengths(of identifier: DataIdentifier) -> [Int] {
        let short = CreditCommand.shortLength
        let long = short + DormitoryParameters.length
        switch identifier {
        case .topUp, .refund, .closeAccount: return [short, long]
        case .topUpWithOrder, .refundWithOrder, .closeAccountWithOrder: return [short + 8, long + 8]
        case .setParameters: return [DormitoryParameters.length]
        case .initialiseMeter: return [8]
        case .initialisePurse: return [12]
        case .initialisePurseExtended: return [22]
        case .subsidy: return [34]
        case .setTariff: return [27]
        default: return dayTableNumber(of: identifier) == nil ? [] : [42]
        }
    }

    private static func dayTableNumber(of identifier: DataIdentifier) -> Int? {
        (1...8).first { DataIdentifier.setDayTable($0) == identifier }
    }

    private static func command(
        _ identifier: DataIdentifier, length: Int, from reader: inout FieldReader
    ) throws(WireError) -> DormitoryCommand {
        switch identifier {
        case .topUp: return .credit(try CreditCommand(.topUp, withOrder: false, length: length, from: &reader))
        case .refund: return .credit(try CreditCommand(.refund, withOrder: false, length: length, from: &reader))
        case .closeAccount: return .credit(try CreditCommand(.close, withOrder: false, length: length, from: &reader))
        case .topUpWithOrder: return .credit(try CreditCommand(.topUp, withOrder: true, length: length, from: &reader))
        case .refundWithOrder: return .credit(try CreditCommand(.refund, withOrder: true, length: length, from: &reader))
        case .closeAccountWithOrder: return .credit(try CreditCommand(.close, withOrder: true, length: length, from: &reader))
        case .setParameters: return .parameters(try DormitoryParameters(requestFrom: &reader))
        case .initialiseMeter: return .initialiseMeter(try InitialiseMeterCommand(from: &reader))
        case .initialisePurse: return .initialisePurse(try InitialisePurseCommand(extended: false, from: &reader))
        case .initialisePurseExtended: return .initialisePurse(try InitialisePurseCommand(extended: true, from: &reader))
        case .subsidy: return .subsidy(try SubsidyCommand(from: &reader))
        case .setTariff: return .tariff(try TariffCommand(from: &reader))
        default:
            guard let number = dayTableNumber(of: identifier) else { throw .unknownCommand(identifier) }
            return .dayTable(try DayTableCommand(number: number, from: &reader))
        }
    }
}
