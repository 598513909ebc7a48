/// One DL/T 645-2007 frame as a value: address, control code and plain data.
///
/// On the wire: `68`, six address bytes, `68`, control code, length, data with 33h added to each byte, sum of all these bytes, `16`.
/// Source: DL/T 645-2007, frame format.
public struct Frame: Hashable, Sendable {
    /// The longest data that the length byte can state.
    public static let maximumDataLength = 255
    /// The bytes of a frame without its data.
    public static let overhead = 12

    /// The meter that is spoken to, or that answers.
    public var address: MeterAddress
    /// Direction, result and function.
    public var control: ControlCode
    /// The data without the wire's offset of 33h, at most ``maximumDataLength`` bytes.
    public var data: [UInt8]

    /// Makes a frame from its parts.
    public init(address: MeterAddress, control: ControlCode, data: [UInt8] = []) {
        self.address = address
        self.control = control
        self.data = data
    }

    /// The identifier at the start of the data, `nil` when the data is shorter than four bytes.
    ///
    /// It means something only for functions whose data begins with one: read, write, security and their normal answers.
    public var identifier: DataIdentifier? {
        guard data.count >= 4 else { return nil }
        return DataIdentifier(
            rawValue: UInt32(data[0]) | UInt32(data[1]) << 8 | UInt32(data[2]) << 16 | UInt32(data[3]) << 24)
    }

    /// The frame as it goes on the line.
    ///
    /// - Parameter preamble: how many `FE` wake the receiver first; a master sends 4. They are not part of the sum.
    /// - Returns: a well-formed frame; data beyond ``maximumDataLength`` has no place in it and is left out.
    public func encoded(preamble: Int = 4) -> [UInt8] {
        let sent = data.prefix(Self.maximumDataLength)
        let start = max(0, preamble)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(start + Self.overhead + sent.count)
        for _ in 0..<start { bytes.append(FrameByte.wakeUp) }
        bytes.append(FrameByte.start)
        for pair in 0..<6 { bytes.append(UInt8(truncatingIfNeeded: address.packed >> UInt64(8 * pair))) }
        bytes.append(FrameByte.start)
        bytes.append(control.rawValue)
        bytes.append(UInt8(sent.count))
        for byte in sent { bytes.append(byte &+ FrameByte.offset) }
        bytes.append(bytes[start...].reduce(0, &+))
        bytes.append(FrameByte.end)
        return bytes
    }
}

/// The fixed bytes of the frame format.
enum FrameByte {
    static let wakeUp: UInt8 = 0xFE
    static let start: UInt8 = 0x68
    static let end: UInt8 = 0x16
    /// What the sender adds to each data byte.
    static let offset: UInt8 = 0x33
}
