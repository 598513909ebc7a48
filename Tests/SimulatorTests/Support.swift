// Helpers of the simulator's tests: meters with a known load, and the requests that an office sends them.
// Requests are put together here byte by byte, so that the simulator is not asked in its own words.

@testable import Simulator

/// 15 March 2026, 12:00 in the zone of the campus.
let noon: Milliseconds = 1_773_547_200_000

/// A field with one `dorm645` meter 000000000418 of customer 123456789012 and a constant load.
final class TestMeter {
    static let address: [UInt8] = [0x18, 0x04, 0, 0, 0, 0]
    static let customer: [UInt8] = [0x12, 0x90, 0x78, 0x56, 0x34, 0x12]

    var model: MeterModel
    private(set) var now = noon

    init(
        kind: MeterKind = .dorm645, unit: AmountUnit = .energy, load: Load = .none, phases: Int = 1, quirks: Quirks = Quirks(),
        clockError: Milliseconds = 0, prepare: (inout MeterState) -> Void = { _ in }
    ) {
        let settings = MeterSettings(
            address: "000000000418", kind: kind, unit: unit, phases: phases, clockError: clockError, quirks: quirks)
        model = MeterModel(settings: settings, source: .constant(load), start: noon)
        model.state.purse.customer = Self.customer
        prepare(&model.state)
    }

    var state: MeterState { model.state }
    var purse: Purse { model.state.purse }

    func wait(_ milliseconds: Milliseconds) {
        now += milliseconds
        model.advance(to: now)
    }

    func wait(seconds: Int64) { wait(seconds * 1_000) }

    func ask(_ control: UInt8, _ data: [UInt8], to address: [UInt8] = TestMeter.address) -> MeterReply? {
        model.advance(to: now)
        return model.answer(MeterRequest(address: address, control: control, data: data))
    }

    /// Function 11; nil when the meter has no such item or stays silent.
    func read(_ identifier: UInt32) -> [UInt8]? {
        guard let reply = ask(0x11, bytes(identifier)), reply.control == 0x91 else { return nil }
        return Array(reply.data.dropFirst(4))
    }

    func topUp(_ amount: Int64, count: Int) -> MeterReply? { ask(0x03, purchase(0x0701_02FF, amount, count)) }
    func refund(_ amount: Int64, count: Int) -> MeterReply? { ask(0x03, purchase(0x0701_12FF, amount, count)) }
    func close(count: Int) -> MeterReply? { ask(0x03, purchase(0x0701_13FF, 0, count)) }
    func relay(_ command: UInt8) -> MeterReply? { ask(0x1C, relayData(command)) }
}

/// An identifier as it stands in the data, lowest byte first.
func bytes(_ identifier: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: identifier >> UInt32(8 * $0)) }
}

/// Decimal digits, lowest pair first, from text so that no code of the simulator is used.
func digits(_ value: Int64, _ count: Int) -> [UInt8] {
    let text = String(repeating: "0", count: 2 * count) + String(value)
    let tail = Array(text.suffix(2 * count))
    return stride(from: 2 * count - 2, through: 0, by: -2).map { UInt8(String(tail[$0...$0 + 1]), radix: 16) ?? 0xFF }
}

/// The short form of a top-up, refund or close, 27 bytes.
func purchase(
    _ identifier: UInt32, _ amount: Int64, _ count: Int, meter: [UInt8] = TestMeter.address, customer: [UInt8] = TestMeter.customer
) -> [UInt8] {
    let countField: [UInt8] = count == 0xFFFF ? [0xFF, 0xFF] : digits(Int64(count), 2)
    return bytes(identifier) + [1, 0, 0, 0] + meter + customer + digits(amount, 4) + countField + [0]
}

/// The parameter block, 31 bytes.
func parameterBlock(
    price: Int64 = 5_500, alarm1: Int64 = 10, alarm2: Int64 = 5, overdraft: Int64 = 0, powerLimit: Int64 = 2_000, factor: Int64 = 900,
    step: Int64 = 2_000, group: UInt8 = 1
) -> [UInt8] {
    digits(price, 4) + digits(alarm1, 2) + digits(alarm2, 2) + digits(1, 3) + digits(overdraft, 4) + digits(500, 4)
        + digits(powerLimit, 3) + digits(factor, 3) + digits(step, 3) + [0, group, 0]
}

/// Sixteen bytes with factory password and a valid-until time at the end of 2099.
func relayData(_ command: UInt8, password: [UInt8] = [0x02, 0, 0, 0]) -> [UInt8] {
    password + [0, 0, 0, 0, command, 0, 0x59, 0x59, 0x23, 0x31, 0x12, 0x99]
}

/// The error byte of an answer of either shape, 0 for a positive one.
func errorByte(_ reply: MeterReply?) -> UInt8? {
    guard let reply else { return nil }
    if reply.control & 0x40 == 0 { return 0 }
    return reply.data.count >= 69 ? reply.data[68] : reply.data.first
}

/// Bytes from text such as `68 18 04`.
func hex(_ text: String) -> [UInt8] {
    text.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}
