/// The error byte ERR of an abnormal answer. Source: DL/T 645-2007, error information word.
public struct AccessErrors: OptionSet, Hashable, Sendable {
    /// The byte.
    public let rawValue: UInt8
    /// Takes all eight bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Another error; also an unknown function.
    public static let other = AccessErrors(rawValue: 1 << 0)
    /// The meter has no such data; dormitory meters say so for an unknown function too.
    public static let noSuchData = AccessErrors(rawValue: 1 << 1)
    /// The password is wrong, or its level is not enough.
    public static let notAuthorised = AccessErrors(rawValue: 1 << 2)
    /// The baud rate cannot be changed.
    public static let baudRateFixed = AccessErrors(rawValue: 1 << 3)
    /// There are too many year zones.
    public static let tooManyYearZones = AccessErrors(rawValue: 1 << 4)
    /// There are too many day periods.
    public static let tooManyDayPeriods = AccessErrors(rawValue: 1 << 5)
    /// There are too many tariffs.
    public static let tooManyTariffs = AccessErrors(rawValue: 1 << 6)
    /// Reserved in the standard; a dormitory meter refuses to close with it while the purchased balance is zero.
    public static let balanceZero = AccessErrors(rawValue: 1 << 7)
}

/// The two-byte error word SERR of a security answer of meters with a security chip.
public struct SecurityErrors: OptionSet, Hashable, Sendable {
    /// The two bytes, low first.
    public let rawValue: UInt16
    /// Takes all sixteen bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// Another error.
    public static let other = SecurityErrors(rawValue: 1 << 0)
    /// The purchase count was applied before; nothing moved.
    public static let repeatedTopUp = SecurityErrors(rawValue: 1 << 1)
    /// The security chip could not verify the command.
    public static let verification = SecurityErrors(rawValue: 1 << 2)
    /// The identity authentication failed.
    public static let authentication = SecurityErrors(rawValue: 1 << 3)
    /// The customer number is another one.
    public static let customerNumber = SecurityErrors(rawValue: 1 << 4)
    /// The purchase count is wrong.
    public static let purchaseCount = SecurityErrors(rawValue: 1 << 5)
    /// The balance would be above the hoard limit.
    public static let aboveHoardLimit = SecurityErrors(rawValue: 1 << 6)
}

/// What an abnormal security answer (`C3`) says; it comes in several shapes.
public enum SecurityRefusal: Hashable, Sendable {
    /// One error byte, without or with the four echoed bytes of a serial number behind it.
    case code(UInt8)
    /// The two bytes of a meter with a security chip.
    case errors(SecurityErrors)
    /// The answer block of a dormitory meter with the unchanged values; its error byte says why.
    case block(DormitoryAnswer)
    /// A shape that is not known.
    case unknown([UInt8])
}

extension Frame {
    /// The error byte of an abnormal answer other than a security one; `nil` for every other frame.
    public var accessErrors: AccessErrors? {
        guard control.isAnswer, control.isAbnormal, control.function != ControlCode.security.function else { return nil }
        guard let byte = data.first else { return [] }
        return AccessErrors(rawValue: byte)
    }

    /// What an abnormal security answer says; `nil` for every other frame.
    public var securityRefusal: SecurityRefusal? {
        guard control.isAnswer, control.isAbnormal, control.function == ControlCode.security.function else { return nil }
        switch data.count {
        case 1, 5: return .code(data[0])
        case 2: return .errors(SecurityErrors(rawValue: UInt16(data[0]) | UInt16(data[1]) << 8))
        default:
            guard let block = try? DormitoryAnswer(data: data) else { return .unknown(data) }
            return .block(block)
        }
    }

    /// The address that an answer to "read address" or "write address" carries; `nil` for every other frame.
    public var reportedAddress: MeterAddress? {
        guard control.isAnswer, !control.isAbnormal else { return nil }
        switch control.function {
        case ControlCode.readAddress.function: return MeterAddress(wireBytes: data)
        case ControlCode.writeAddress.function: return address
        default: return nil
        }
    }
}
