/// The answer block of a dormitory meter: what it holds after a purchase command, accepted or refused.
///
/// Amounts are hundredths of the site's credit unit. Source: dormitory dialect, answer block.
public struct DormitoryAnswer: Hashable, Sendable {
    /// Bytes of the block without order and serial number.
    public static let length = 69

    /// The command that is answered.
    public let identifier: DataIdentifier
    /// The six bytes of the customer field; every second one is wrong, so they are never compared.
    public let customerField: [UInt8]
    /// Amount of the last top-up, refund or closing, hundredths.
    public let lastAmount: Int64
    /// Purchase count.
    public let count: Int
    /// Energy register, hundredths of a kWh.
    public let energy: Int64
    /// Purchased balance, hundredths.
    public let balance: Int64
    /// Overdraft used, hundredths.
    public let overdraft: Int64
    /// The parameters in force; the price is the one of the tariff that runs.
    public let parameters: DormitoryParameters
    /// Subsidy balance, hundredths.
    public let subsidyBalance: Int64
    /// Subsidy count.
    public let subsidyCount: Int
    /// Day of the month of the subsidy as it was received.
    public let subsidyDay: UInt8
    /// Status word 3.
    public let status: DormitoryStatusWord
    /// The error byte, 0 for accepted; without meaning in the answer to a subsidy.
    public let errorByte: UInt8
    /// The order number of an order variant, `nil` for a plain command.
    public let order: OrderNumber?
    /// The echoed serial number, `nil` for none.
    public let serial: SerialNumber?

    /// Why the command was refused, `nil` when it was accepted.
    public var refusal: DormitoryRefusal? {
        guard errorByte != 0, identifier != .subsidy else { return nil }
        return DormitoryRefusal(rawValue: errorByte)
    }

    /// Reads the plain data of an answer.
    ///
    /// - Throws: ``WireError`` for a length that the block does not have, or a field that is not decimal.
    public init(data: [UInt8]) throws(WireError) {
        let hasOrder = data.count == 77 || data.count == 81
        let hasSerial = data.count == 73 || data.count == 81
        guard hasOrder || hasSerial || data.count == Self.length else { throw .wrongLength(data.count) }
        var reader = FieldReader(data)
        identifier = try reader.identifier()
        customerField = Array(try reader.bytes(6))
        lastAmount = try reader.decimal(4, .amount)
        count = Int(try reader.decimal(2, .purchaseCount))
        energy = try reader.decimal(4, .energy)
        balance = try reader.decimal(4, .balance)
        overdraft = try reader.decimal(4, .overdraft)
        var parameters = try DormitoryParameters(sharedFrom: &reader)
        parameters.subsidyMode = try reader.byte()
        parameters.timeControl = DormitoryFlags(rawValue: try reader.byte()).contains(.timeControl)
        subsidyBalance = try reader.decimal(4, .subsidyBalance)
        subsidyCount = Int(try reader.decimal(2, .subsidyCount))
        subsidyDay = try reader.byte()
        parameters.subsidyGroup = try reader.byte()
        self.parameters = parameters
        status = DormitoryStatusWord(rawValue: UInt16(truncatingIfNeeded: try reader.binary(2)))
        errorByte = try reader.byte()
        order = hasOrder ? OrderNumber(wireBytes: try reader.bytes(8)) : nil
        serial = hasSerial ? SerialNumber(rawValue: UInt32(truncatingIfNeeded: try reader.binary(4))) : nil
    }
}

/// What a dormitory meter says to a prepayment request.
public enum DormitoryOutcome: Hashable, Sendable {
    /// Accepted, with the status word and nothing else.
    case accepted(DataIdentifier, DormitoryStatusWord)
    /// Accepted, with the full block. The count may be that of an earlier command: a repeat is accepted and moves nothing.
    case acceptedWithBlock(DormitoryAnswer)
    /// Refused before the purchase rules were looked at.
    case refused(DormitoryRefusal)
    /// Refused by the purchase rules, with the unchanged values.
    case refusedWithBlock(DormitoryRefusal, DormitoryAnswer)
    /// Refused by a meter of another dialect.
    case refusedByOtherDialect(SecurityErrors)
    /// An answer in a shape that this dialect does not have; what it means is not known.
    case unreadable([UInt8])

    /// Reads an answer to a security request; `nil` for every other frame.
    public init?(_ frame: Frame) {
        guard frame.control.isAnswer, frame.control.function == ControlCode.security.function else { return nil }
        if let refusal = frame.securityRefusal {
            self =
                switch refusal {
                case .code(let byte): .refused(DormitoryRefusal(rawValue: byte))
                case .errors(let errors): .refusedByOtherDialect(errors)
                case .block(let block): .refusedWithBlock(DormitoryRefusal(rawValue: block.errorByte), block)
                case .unknown(let data): .unreadable(data)
                }
            return
        }
        if let block = try? DormitoryAnswer(data: frame.data) {
            self = .acceptedWithBlock(block)
        } else if let identifier = frame.identifier, frame.data.count == 6 || frame.data.count == 10 {
            let status = UInt16(frame.data[4]) | UInt16(frame.data[5]) << 8
            self = .accepted(identifier, DormitoryStatusWord(rawValue: status))
        } else {
            self = .unreadable(frame.data)
        }
    }
}
