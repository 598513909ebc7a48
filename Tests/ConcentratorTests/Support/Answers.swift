// Answers of meters, put together byte by byte: what a profile is given in these tests does not come from the code under test.
import Domain
import MeterWire
import Operations

@testable import Concentrator

enum Hex {
    /// Bytes from pairs of digits with any spaces between them.
    static func bytes(_ text: String) -> [UInt8] {
        let digits = Array(text.filter { !$0.isWhitespace })
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }

    /// A decimal number as so many bytes of two digits, low pair first.
    static func decimal(_ value: Int64, _ count: Int) -> [UInt8] {
        var rest = value
        return (0..<count).map { _ in
            defer { rest /= 100 }
            return UInt8(rest % 10) | UInt8(rest / 10 % 10) << 4
        }
    }
}

/// What a dormitory meter of these tests holds; amounts in hundredths.
struct FakeMeter: Sendable {
    var energy: Int64 = 123_456
    var balance: Int64 = 325
    var overdraft: Int64 = 0
    var subsidy: Int64? = 0
    /// Count and amount of the last command to the purse.
    var purse: (count: Int64, amount: Int64) = (3, 1_200)
    var count: Int64 = 6
    var lastAmount: Int64 = 2_000
    var total: Int64 = 30_000
    /// Totals of older purchases, the newest first; nil for a meter without records.
    var olderTotals: [Int64]?
    var status: UInt16 = 0
    var relay: UInt8 = 1
    var customer = "12 90 78 56 34 12"
    var voltages: [Int64] = [2_201, 0, 0]
    var currents: [Int64] = [1_234, 0, 0]
    /// Tenths of a watt.
    var power: Int64 = 2_716

    /// The 40 bytes of 0280002E.
    var block: [UInt8] {
        var bytes = Hex.decimal(energy, 4)
        bytes += voltages.flatMap { Hex.decimal($0, 2) }
        bytes += currents.flatMap { Hex.decimal($0, 3) }
        bytes += Hex.decimal(power, 3) + Hex.decimal(0, 3) + Hex.decimal(0, 3) + Hex.decimal(power, 3)
        bytes += Hex.decimal(balance, 4) + Hex.decimal(count, 4)
        return bytes + [relay]
    }

    /// Which record an identifier asks for; 0 is the newest.
    private func place(_ identifier: UInt32) -> Int64 { Int64(identifier & 0xFF) - 1 }

    /// The bytes of an item, nil for one that it does not have.
    func item(_ identifier: UInt32) -> [UInt8]? {
        switch identifier {
        case 0x0280_002E: block
        case 0x0000_0000: Hex.decimal(energy, 4)
        case 0x0203_0000: Hex.decimal(power, 3)
        case 0x0201_0100, 0x0201_0200, 0x0201_0300: Hex.decimal(voltages[Int(identifier >> 8 & 3) - 1], 2)
        case 0x0202_0100, 0x0202_0200, 0x0202_0300: Hex.decimal(currents[Int(identifier >> 8 & 3) - 1], 3)
        case 0x0206_0000: Hex.decimal(987, 2)
        case 0x0090_0201: Hex.decimal(overdraft, 4)
        case 0x0091_0101: subsidy.map { Hex.decimal($0, 4) }
        case 0x0335_0201: subsidy.map { _ in Hex.decimal(purse.count, 2) }
        case 0x0335_0301: subsidy.map { _ in Hex.decimal(purse.amount, 4) }
        case 0x0400_0503: [UInt8(status & 0xFF), UInt8(status >> 8)]
        case 0x0333_0601: Hex.decimal(total, 4)
        case 0x0490_0104: Hex.decimal(lastAmount, 4)
        case 0x0450_000D: Hex.bytes(customer)
        case 0x0333_0201...0x0333_020A:
            olderTotals.map { Hex.decimal(max(0, $0.count < place(identifier) ? 0 : count - place(identifier)), 2) }
        case 0x0333_0602...0x0333_060A:
            olderTotals.map { Hex.decimal($0.count < place(identifier) ? 0 : $0[Int(place(identifier)) - 1], 4) }
        default: nil
        }
    }

    /// Answers reads, and orders by the count rule; adds a purchase to its balance and total.
    mutating func answer(_ request: Frame) -> Frame? {
        guard let identifier = request.identifier else { return nil }
        if request.control.rawValue == 0x11 {
            guard let bytes = item(identifier.rawValue) else { return Self.refusal(of: request, 0x02) }
            return Frame(address: request.address, control: ControlCode(rawValue: 0x91), data: Array(request.data.prefix(4)) + bytes)
        }
        guard request.control.rawValue == 0x03, request.data.count == 27 else { return nil }
        let asked = Int64(request.data[24] & 0x0F) + 10 * Int64(request.data[24] >> 4)
        guard asked == count || asked == count + 1 else { return Self.refusal(of: request, 0x13) }
        if asked == count + 1 {
            lastAmount = request.data[20..<24].reversed().reduce(0) { $0 * 100 + Int64($1 >> 4) * 10 + Int64($1 & 0x0F) }
            (balance, total, count) = (balance + lastAmount, total + lastAmount, asked)
        }
        return Frame(address: request.address, control: ControlCode(rawValue: 0x83), data: Array(request.data.prefix(4)) + [0, 0])
    }

    static func refusal(of request: Frame, _ error: UInt8) -> Frame {
        Frame(address: request.address, control: ControlCode(rawValue: request.control.rawValue | 0xC0), data: [error])
    }
}

extension MeterPoint {
    /// A meter of these tests: bus number and position make its address.
    static func test(
        _ address: String = "000000000418", bus: Int = 1, profile: MeterProfile = .dorm645, unit: CreditUnit = .energy, phases: Int = 1
    ) -> MeterPoint {
        MeterPoint(
            id: MeterID(address), place: .room(RoomID("3-418"), circuit: "main"),
            bus: BusID(concentrator: ConcentratorID("C1"), number: bus), profile: profile, unit: unit, phases: phases)
    }
}

extension Domain.Concentrator {
    static func test(buses: Int = 1, baud: Int = 9_600) -> Domain.Concentrator {
        let id = ConcentratorID("C1")
        let lines = (1...buses).map { Bus(id: BusID(concentrator: id, number: $0), baud: baud) }
        return Domain.Concentrator(id: id, host: "127.0.0.1", port: 1, buses: lines)
    }
}

extension Instant {
    /// A morning in these tests.
    static let start = Instant(milliseconds: 1_800_000_000_000)
}
