// Protects: the small values of the frame layer: addresses, control codes, identifiers, numbers.
// How: literals with their wire form, and refusals at the borders.

import MeterWire
import Testing

@Suite struct AddressAndCodeTests {
    @Test func addressTextAndWire() throws {
        let address = try #require(MeterAddress("558890213594"))
        #expect(address.wireBytes == [0x94, 0x35, 0x21, 0x90, 0x88, 0x55])
        #expect(MeterAddress(wireBytes: [0x94, 0x35, 0x21, 0x90, 0x88, 0x55]) == address)
        #expect(address.description == "558890213594")
        #expect(MeterAddress("000000000418")?.description == "000000000418")
    }

    @Test(arguments: [
        "", "41", "00000000041", "0000000000418", "00000000041B", "0000000004 8", "00000000041A", "A00000000418", "aaaaaaaaaaaa",
    ])
    func badAddressTexts(text: String) {
        #expect(MeterAddress(text) == nil)
    }

    @Test func badAddressBytes() {
        #expect(MeterAddress(wireBytes: [0x18, 0x04, 0, 0, 0]) == nil)
        #expect(MeterAddress(wireBytes: [0x18, 0x04, 0, 0, 0, 0, 0]) == nil)
        #expect(MeterAddress(wireBytes: [0x1B, 0x04, 0, 0, 0, 0]) == nil)
        #expect(MeterAddress(wireBytes: [0xA1, 0x04, 0, 0, 0, 0]) == nil)
        #expect(MeterAddress(wireBytes: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]) == nil)
    }

    @Test func everyByteIsJudgedByItsDigits() {
        for byte in UInt8.min...UInt8.max {
            let isGood = byte == 0xAA || (byte >> 4 <= 9 && byte & 0x0F <= 9)
            for place in 0..<6 {
                var bytes: [UInt8] = [0x12, 0x34, 0x56, 0x78, 0x90, 0x09]
                bytes[place] = byte
                #expect((MeterAddress(wireBytes: bytes) != nil) == isGood)
            }
        }
    }

    @Test func wildcardBroadcastAndAbbreviation() throws {
        let meter = try #require(MeterAddress("000000000418"))
        let other = try #require(MeterAddress("000000000518"))
        let short = try #require(MeterAddress("AAAAAAAA0418"))
        #expect(MeterAddress.wildcard.isWildcard)
        #expect(MeterAddress.wildcard == MeterAddress("AAAAAAAAAAAA"))
        #expect(MeterAddress.broadcast.isBroadcast)
        #expect(MeterAddress.broadcast == MeterAddress("999999999999"))
        #expect(!meter.isWildcard && !meter.isBroadcast && !meter.hasWildcardPairs)
        #expect(short.hasWildcardPairs && !short.isWildcard)
        #expect(short.matches(meter) && meter.matches(short))
        #expect(!short.matches(other))
        #expect(MeterAddress.wildcard.matches(other))
        #expect(!MeterAddress.broadcast.matches(meter))
        #expect(meter < other)
    }

    @Test func controlCodes() {
        #expect(ControlCode.read.answer().rawValue == 0x91)
        #expect(ControlCode.read.answer(moreFollows: true).rawValue == 0xB1)
        #expect(ControlCode.read.answer(abnormal: true).rawValue == 0xD1)
        #expect(ControlCode.security.answer(abnormal: true).rawValue == 0xC3)
        #expect(ControlCode.relay.answer().rawValue == 0x9C)
        let more = ControlCode(rawValue: 0xB2)
        #expect(more.isAnswer && more.hasFollowUp && !more.isAbnormal)
        #expect(more.function == ControlCode.readFollowUp.function)
        #expect(!ControlCode.relay.isAnswer)
    }

    @Test func identifiers() {
        let identifier: DataIdentifier = 0x0201_0100
        #expect(identifier.wireBytes == [0x00, 0x01, 0x01, 0x02])
        #expect(DataIdentifier(wireBytes: [0x00, 0x01, 0x01, 0x02]) == identifier)
        #expect(DataIdentifier(wireBytes: [0x00, 0x01, 0x01]) == nil)
        #expect(DataIdentifier("02010100") == identifier)
        #expect(DataIdentifier("0201010") == nil)
        #expect(DataIdentifier("+2010100") == nil)
        #expect(DataIdentifier("-2010100") == nil)
        #expect(DataIdentifier("0201010G") == nil)
        #expect(DataIdentifier(rawValue: 0xFF).description == "000000FF")
    }

    @Test(
        arguments: [
            (31_776, 2, "317.76"), (0, 2, "0.00"), (-5, 2, "-0.05"), (-3_250, 3, "-3.250"), (418, 0, "418"), (7, 4, "0.0007"),
        ] as [(Int64, Int, String)])
    func scaledNumbers(units: Int64, decimals: Int, text: String) {
        #expect(ScaledNumber(units: units, decimals: decimals).description == text)
    }

    @Test func customerAndOrderNumbers() throws {
        let customer = try #require(CustomerNumber("123456789012"))
        #expect(customer.wireBytes == [0x12, 0x90, 0x78, 0x56, 0x34, 0x12])
        #expect(customer.description == "123456789012")
        #expect(CustomerNumber("12345678901") == nil)
        #expect(CustomerNumber("12345678901A") == nil)
        #expect(CustomerNumber(wireBytes: [0xAA, 0, 0, 0, 0, 0]) == nil)
        let order = try #require(OrderNumber("2607301523590042"))
        #expect(order.wireBytes == [0x42, 0x00, 0x59, 0x23, 0x15, 0x30, 0x07, 0x26])
        #expect(OrderNumber(wireBytes: order.wireBytes) == order)
        #expect(OrderNumber("260730152359004") == nil)
    }

    @Test func datesAndTimes() throws {
        #expect(MeterDate(year: 2024, month: 2, day: 29) != nil)
        #expect(MeterDate(year: 2023, month: 2, day: 29) == nil)
        #expect(MeterDate(year: 2023, month: 4, day: 31) == nil)
        #expect(MeterDate(year: 2023, month: 13, day: 1) == nil)
        #expect(MeterDate(year: 1999, month: 12, day: 31) == nil)
        #expect(MeterDate(year: 2000, month: 1, day: 0) == nil)
        #expect(MeterTime(hour: 24, minute: 0) == nil)
        #expect(MeterTime(hour: 23, minute: 60) == nil)
        #expect(MeterTime(hour: 23, minute: 59, second: 60) == nil)
        // Known days of the week.
        #expect(MeterDate(year: 2000, month: 1, day: 1)?.weekday == 6)
        #expect(MeterDate(year: 2024, month: 2, day: 29)?.weekday == 4)
        #expect(MeterDate(year: 2026, month: 3, day: 1)?.weekday == 0)
        #expect(MeterDate(year: 2099, month: 12, day: 31)?.weekday == 4)
        let moment = try #require(MeterDateTime(year: 2026, month: 3, day: 1, hour: 8, minute: 5, second: 9))
        #expect(moment.wireBytes == [0x09, 0x05, 0x08, 0x01, 0x03, 0x26])
        #expect(moment.wireBytesWithWeekday == [0x09, 0x05, 0x08, 0x00, 0x01, 0x03, 0x26])
        #expect(MeterDateTime(wireBytes: moment.wireBytes) == moment)
        #expect(MeterDateTime(wireBytes: moment.wireBytesWithWeekday) == moment)
        #expect(MeterDateTime(wireBytes: moment.wireBytes.dropFirst())?.description == "2026-03-01 08:05:00")
        #expect(MeterDateTime(wireBytes: [1, 2, 3, 4]) == nil)
        #expect(MeterDateTime(wireBytes: [0x0A, 0x05, 0x08, 0x01, 0x03, 0x26]) == nil)
    }
}
