/// The control byte of a DL/T 645 frame: direction, result, follow-up flag and function.
///
/// The named codes are requests of the master. Source: DL/T 645-2007, control code C.
public struct ControlCode: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    /// The byte as it stands in the frame; it is not offset by 33h.
    public let rawValue: UInt8

    /// Takes any byte; unknown functions are kept as they are.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Security authentication; carries the prepayment commands.
    public static let security = ControlCode(rawValue: 0x03)
    /// Broadcast time set; it has no answer.
    public static let broadcastTime = ControlCode(rawValue: 0x08)
    /// Read data.
    public static let read = ControlCode(rawValue: 0x11)
    /// Read the next part of an answer that did not fit in one frame.
    public static let readFollowUp = ControlCode(rawValue: 0x12)
    /// Read the address of the only meter on the line.
    public static let readAddress = ControlCode(rawValue: 0x13)
    /// Write data.
    public static let write = ControlCode(rawValue: 0x14)
    /// Write the communication address.
    public static let writeAddress = ControlCode(rawValue: 0x15)
    /// Freeze registers at a time or at once.
    public static let freeze = ControlCode(rawValue: 0x16)
    /// Change the baud rate.
    public static let changeBaudRate = ControlCode(rawValue: 0x17)
    /// Change a password.
    public static let changePassword = ControlCode(rawValue: 0x18)
    /// Clear the maximum demand.
    public static let clearDemand = ControlCode(rawValue: 0x19)
    /// Clear the meter.
    public static let clearMeter = ControlCode(rawValue: 0x1A)
    /// Clear event records.
    public static let clearEvents = ControlCode(rawValue: 0x1B)
    /// Trip, close, alarm and keep-power.
    public static let relay = ControlCode(rawValue: 0x1C)
    /// Choose the signal of the multi-function terminal.
    public static let terminalOutput = ControlCode(rawValue: 0x1D)

    /// The function number, bits 0 to 4.
    public var function: UInt8 { rawValue & 0x1F }

    /// True for a frame from the meter to the master, bit 7.
    public var isAnswer: Bool { rawValue & 0x80 != 0 }

    /// True for an answer that reports an error, bit 6.
    public var isAbnormal: Bool { rawValue & 0x40 != 0 }

    /// True when more data waits to be fetched with ``readFollowUp``, bit 5.
    public var hasFollowUp: Bool { rawValue & 0x20 != 0 }

    /// The code that a meter answers this request with.
    ///
    /// - Parameters:
    ///   - abnormal: the meter refuses.
    ///   - moreFollows: the rest is fetched with ``readFollowUp``.
    public func answer(abnormal: Bool = false, moreFollows: Bool = false) -> ControlCode {
        ControlCode(rawValue: function | 0x80 | (abnormal ? 0x40 : 0) | (moreFollows ? 0x20 : 0))
    }

    /// Two hexadecimal digits.
    public var description: String { hexadecimal(UInt64(rawValue), digits: 2) }
}
