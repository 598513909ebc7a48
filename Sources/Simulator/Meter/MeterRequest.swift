/// A request as it reaches a meter: the plain contents of one frame.
public struct MeterRequest: Hashable, Sendable {
    /// Address field, lowest pair first.
    public var address: [UInt8]
    /// Control byte.
    public var control: UInt8
    /// Data without the offset of the wire.
    public var data: [UInt8]

    /// Makes a request.
    public init(address: [UInt8], control: UInt8, data: [UInt8]) {
        self.address = address
        self.control = control
        self.data = data
    }

    static let allNines = [UInt8](repeating: 0x99, count: 6)
    static let allWild = [UInt8](repeating: 0xAA, count: 6)

    /// True for requests that may change a meter and therefore belong into the journal.
    var mayChange: Bool { control != 0x11 && control != 0x13 && control != 0x01 }

    /// The identifier at the start of the data; missing bytes read as zero.
    var identifier: UInt32 {
        data.field(0, 4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// What a meter answers.
public struct MeterReply: Hashable, Sendable {
    /// Address field, lowest pair first.
    public var address: [UInt8]
    /// Control byte.
    public var control: UInt8
    /// Data without the offset of the wire.
    public var data: [UInt8]
    /// The relay moved: the answer waits until its coil is no longer driven.
    public var relayMoved = false

    init(address: [UInt8], control: UInt8, data: [UInt8]) {
        self.address = address
        self.control = control
        self.data = data
    }
}
