// Protects: that frames of real meters and of other people's programs mean here what they mean there.
// How: every row of the captured table is decoded and its values are asserted; every frame is encoded again byte for byte.

import MeterWire
import Testing

@Suite struct CapturedFrameTests {
    private func frame(_ name: String) throws -> Frame {
        let row = try #require(capturedFrames.first { $0.name == name })
        return try #require(onlyFrame(in: row.bytes))
    }

    @Test(arguments: capturedFrames)
    func isOneFrameAndEncodesToItself(row: CapturedFrame) throws {
        let frame = try #require(onlyFrame(in: row.bytes))
        let preamble = row.bytes.prefix { $0 == 0xFE }.count
        #expect(frame.encoded(preamble: preamble) == row.bytes)
        #expect(frame.control.isAnswer == !row.isFromMaster)
    }

    @Test func tableIsComplete() {
        #expect(capturedFrames.count == 35)
    }

    @Test func addressReplies() throws {
        #expect(try frame("F02").reportedAddress == MeterAddress("558890213594"))
        #expect(try frame("F02").address == MeterAddress("558890213594"))
        #expect(try frame("F43").reportedAddress == MeterAddress("002241020208"))
        #expect(try frame("F04").reportedAddress == nil)
    }

    @Test(arguments: [
        ("F04", 0x0001_0000, "2.26", DataItem.Unit.kilowattHours), ("F06", 0x0201_0100, "224.8", .volts),
        ("F08", 0x0202_0100, "0.238", .amperes), ("F10", 0x0000_0302, "0.00", .kilowattHours),
        ("F21", 0x0000_0000, "317.76", .kilowattHours),
    ])
    func registers(name: String, identifier: UInt32, text: String, unit: DataItem.Unit) throws {
        let item = try #require(DecodedItem(answer: try frame(name)))
        #expect(item.identifier.rawValue == identifier)
        #expect(item.number?.description == text)
        #expect(item.item?.unit == unit)
        #expect(!item.hasUnexpectedLength)
    }

    @Test func voltageOfThreeBytesIsReadAndFlagged() throws {
        let item = try #require(DecodedItem(answer: try frame("F24")))
        #expect(item.identifier == .voltageA)
        #expect(item.number == ScaledNumber(units: 0, decimals: 1))
        #expect(item.hasUnexpectedLength)
        #expect(try frame("F24").address == MeterAddress("000000000003"))
    }

    @Test(arguments: [
        ("F11", RelayAction.trip, "2021-07-09 23:59:59"), ("F13", .trip, "2021-07-07 18:40:02"),
        ("F14", .close, "2021-07-07 18:40:02"),
    ])
    func relayCommands(name: String, action: RelayAction, until: String) throws {
        let command = try RelayCommand(try frame(name))
        #expect(command.action == action)
        #expect(command.validUntil.description == until)
        #expect(command.password == .factory)
        #expect(command.operatorCode == .none)
        #expect(command.parameter == 0)
        #expect(command.serial == nil)
    }

    @Test func relayAnswers() throws {
        #expect(RelayAnswer(try frame("F12")) == .accepted)
        #expect(RelayAnswer(try frame("F38")) == .refused(.other))
    }

    @Test func accessErrors() throws {
        #expect(try frame("F37").accessErrors == .noSuchData)
        #expect(try frame("F38").accessErrors == .other)
        #expect(try frame("F39").accessErrors == .other)
        #expect(try frame("F39").control == ControlCode.readFollowUp.answer(abnormal: true))
        #expect(try frame("F12").accessErrors == nil)
    }

    @Test func securityErrorsOfOneByte() throws {
        #expect(try frame("F30").securityRefusal == .code(0x02))
        #expect(try frame("F31").securityRefusal == .code(0x01))
        #expect(DormitoryOutcome(try frame("F31")) == .refused(.unknownCommand))
        #expect(try frame("F30").accessErrors == nil)
    }

    @Test func heartbeat() throws {
        #expect(try frame("F32").isHeartbeat)
        #expect(try frame("F32").address == MeterAddress("250619510016"))
        #expect(try !frame("F33").isHeartbeat)
        #expect(try !frame("F04").isHeartbeat)
    }

    @Test func statusPushOfWirelessMeter() throws {
        let item = try #require(DecodedItem(answer: try frame("F33")))
        guard case .wirelessPush(let push) = item.value else {
            Issue.record("not read as a status push: \(item.value)")
            return
        }
        #expect(item.identifier == .wirelessPush)
        #expect(!item.hasUnexpectedLength)
        #expect(push.balance == 0)
        #expect(push.overdraft == 0)
        #expect(push.voltages == [2_239, 0, 0])
        #expect(push.currents == [902, 0, 0])
        #expect(push.powers == [1_786, 1_786, 0, 0])
        #expect(push.powerFactors == [900, 900, 0, 0])
        #expect(push.energies == [1_013, 1_013, 0, 0, 0])
        #expect(push.status == 0)
    }

    @Test func otherPrepayDialectIsKnownAsSuchAndNotMisread() throws {
        let expected: [(String, DataIdentifier, Int, [UInt8])] = [
            ("F34", .topUp, 0x28, [0x00, 0x00, 0x50, 0x00]), ("F35", 0x0701_08FF, 0x28, [0x00, 0x00, 0x01, 0x00]),
            ("F36", .initialisePurse, 0x18, [0x00, 0x01, 0x00, 0x00]),
        ]
        for (name, identifier, length, amount) in expected {
            let frame = try frame(name)
            #expect(frame.control == .security)
            #expect(frame.address == MeterAddress("260305510012"))
            #expect(frame.identifier == identifier)
            #expect(frame.data.count == length)
            #expect(Array(frame.data[4..<8]) == [0x11, 0x22, 0x33, 0x44])
            #expect(Array(frame.data[8..<12]) == amount)
            #expect(throws: WireError.self) { try DormitoryRequest(frame) }
        }
    }

    @Test(arguments: [
        ("F03", 0x0001_0000, "558890213594"), ("F05", 0x0201_0100, "558890213594"), ("F07", 0x0202_0100, "558890213594"),
        ("F09", 0x0000_0302, "558890213594"), ("F20", 0x0000_0000, "202107072529"), ("F23", 0x0201_0100, "AAAAAAAAAAAA"),
        ("F26", 0x0280_22FF, "202208310002"), ("F27", 0x0001_0000, "000012345678"), ("F28", 0x0701_04FF, "260305510012"),
        ("F41", 0x0400_0402, "002241020208"), ("F45", 0x0001_0000, "000000000001"),
    ])
    func readRequestsEncodeByteForByte(name: String, identifier: UInt32, address: String) throws {
        let row = try #require(capturedFrames.first { $0.name == name })
        let preamble = row.bytes.first == 0xFE ? 4 : 0
        let meter = try #require(MeterAddress(address))
        let request = Frame.read(DataIdentifier(rawValue: identifier), from: meter)
        #expect(request.encoded(preamble: preamble) == row.bytes)
        #expect(try frame(name) == request)
    }

    @Test func addressRequestEncodesByteForByte() throws {
        let row = try #require(capturedFrames.first { $0.name == "F01" })
        #expect(Frame.readAddress().encoded() == row.bytes)
        #expect(try frame("F01").address.isWildcard)
    }

    @Test func securityQueryEncodesByteForByte() throws {
        let row = try #require(capturedFrames.first { $0.name == "F29" })
        let meter = try #require(MeterAddress("260305510012"))
        let query = DataIdentifier(rawValue: 0x0781_02FF).wireBytes + OperatorCode(rawValue: 0x4433_2211).wireBytes
        #expect(Frame(address: meter, control: .security, data: query).encoded(preamble: 0) == row.bytes)
    }

    @Test(arguments: [
        ("F11", RelayAction.trip, 2021, 7, 9, 23, 59, 59), ("F13", .trip, 2021, 7, 7, 18, 40, 2),
        ("F14", .close, 2021, 7, 7, 18, 40, 2),
    ])
    func relayRequestsEncodeByteForByte(
        name: String, action: RelayAction, year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
    ) throws {
        let row = try #require(capturedFrames.first { $0.name == name })
        let meter = try #require(MeterAddress("558890213594"))
        let until = try #require(
            MeterDateTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second))
        #expect(RelayCommand(action, validUntil: until).frame(to: meter).encoded() == row.bytes)
    }
}
