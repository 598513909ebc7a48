/// The one-shot block 0280002E of a dormitory meter: everything that changes, in one answer.
///
/// Fields that hold no decimal digits are `nil`; the raw bytes stay in the ``DecodedItem``. Source: dormitory dialect, monitor block.
public struct MonitorBlock: Hashable, Sendable {
    /// Bytes of the block after its identifier.
    public static let length = 40

    /// Energy register, hundredths of a kWh.
    public let energy: Int64?
    /// Voltages of phases A, B and C, tenths of a volt.
    public let voltages: [Int64?]
    /// Currents of phases A, B and C, thousandths of an ampere, minus for reverse flow.
    public let currents: [Int64?]
    /// Powers of phases A, B and C, tenths of a watt, minus for reverse flow.
    public let powers: [Int64?]
    /// Total power, tenths of a watt.
    public let totalPower: Int64?
    /// Purchased balance, hundredths of the site's credit unit.
    public let balance: Int64?
    /// Purchase count.
    public let purchaseCount: Int64?
    /// The relay byte: 1 closed, 0 open, which is the opposite of the bit in the status word.
    public let relayByte: UInt8

    /// True when the relay byte says closed.
    public var relayIsClosed: Bool { relayByte != 0 }

    /// Reads the bytes behind the identifier; `nil` when they are fewer than ``length``.
    public init?(_ payload: ArraySlice<UInt8>) {
        guard payload.count >= Self.length else { return nil }
        func value(_ offset: Int, _ length: Int, signed: Bool = false) -> Int64? {
            let start = payload.startIndex + offset
            return BinaryCodedDecimal.value(payload[start..<(start + length)], signed: signed)
        }
        energy = value(0, 4)
        voltages = [value(4, 2), value(6, 2), value(8, 2)]
        currents = [value(10, 3, signed: true), value(13, 3, signed: true), value(16, 3, signed: true)]
        powers = [value(19, 3, signed: true), value(22, 3, signed: true), value(25, 3, signed: true)]
        totalPower = value(28, 3, signed: true)
        balance = value(31, 4)
        purchaseCount = value(35, 4)
        relayByte = payload[payload.startIndex + 39]
    }
}

/// The status block 028011FF that one kind of WiFi meter sends by itself. Fields that hold no decimal digits are `nil`.
public struct WirelessPush: Hashable, Sendable {
    /// Bytes of the block after its identifier.
    public static let length = 65

    /// Remaining money, hundredths of a yuan.
    public let balance: Int64?
    /// Overdraft, hundredths of a yuan.
    public let overdraft: Int64?
    /// Voltages of phases A, B and C, tenths of a volt.
    public let voltages: [Int64?]
    /// Currents of phases A, B and C, thousandths of an ampere.
    public let currents: [Int64?]
    /// Powers: total, then phases A, B and C, tenths of a watt.
    public let powers: [Int64?]
    /// Power factors: total, then phases A, B and C, thousandths.
    public let powerFactors: [Int64?]
    /// Energy registers: total, then four more, hundredths of a kWh.
    public let energies: [Int64?]
    /// The status word: bit 8 relay open, bit 15 power protection.
    public let status: UInt16

    /// Reads the bytes behind the identifier; `nil` when they are fewer than ``length``.
    public init?(_ payload: ArraySlice<UInt8>) {
        guard payload.count >= Self.length else { return nil }
        func value(_ offset: Int, _ length: Int, signed: Bool = false) -> Int64? {
            let start = payload.startIndex + offset
            return BinaryCodedDecimal.value(payload[start..<(start + length)], signed: signed)
        }
        balance = value(0, 4)
        overdraft = value(4, 4)
        voltages = (0..<3).map { value(8 + 2 * $0, 2) }
        currents = (0..<3).map { value(14 + 3 * $0, 3, signed: true) }
        powers = (0..<4).map { value(23 + 3 * $0, 3, signed: true) }
        powerFactors = (0..<4).map { value(35 + 2 * $0, 2, signed: true) }
        energies = (0..<5).map { value(43 + 4 * $0, 4) }
        status = UInt16(payload[payload.startIndex + 63]) | UInt16(payload[payload.startIndex + 64]) << 8
    }
}
