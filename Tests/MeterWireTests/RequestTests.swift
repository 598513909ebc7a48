// Protects: the plain bytes of requests for which no captured frame exists, follow-up reading, and which answer belongs to which request.
// How: data written by hand from the function table of the standard; answers built and offered right and wrong.

import MeterWire
import Testing

@Suite struct RequestTests {
    private let meter: MeterAddress
    private let other: MeterAddress
    private let moment: MeterDateTime
    private let code = OperatorCode(rawValue: 0x0000_0001)

    init() throws {
        meter = try #require(MeterAddress("000000000418"))
        other = try #require(MeterAddress("000000000419"))
        moment = try #require(MeterDateTime(year: 2026, month: 7, day: 30, hour: 21, minute: 15, second: 58))
    }

    @Test func dataOfRequests() throws {
        #expect(Frame.read(0x0601_0000, blocks: 3, from: meter).data == bytesOf("00000106 03"))
        #expect(Frame.read(0x0601_0000, blocks: 3, since: moment, from: meter).data == bytesOf("00000106 03 1521300726"))
        #expect(Frame.readFollowUp(0x0601_0000, sequence: 2, from: meter).data == bytesOf("00000106 02"))
        let write = try Frame.write(
            0x0400_1001, bytesOf("00100000"), to: meter, password: Password(level: 4, packedDigits: 0x123456), operator: code)
        #expect(write.control == .write)
        #expect(write.data == bytesOf("01100004 04563412 01000000 00100000"))
        #expect(Frame.writeAddress(other).data == bytesOf("190400000000"))
        #expect(Frame.writeAddress(other).address == .wildcard)
        #expect(Frame.broadcastTime(moment, withWeekday: false).data == bytesOf("581521300726"))
        #expect(Frame.broadcastTime(moment, withWeekday: true).data == bytesOf("58152104300726"))
        #expect(Frame.broadcastTime(moment, withWeekday: true).address == .broadcast)
        #expect(Frame.changeBaudRate(to: .baud9600, at: meter).data == [0x20])
        #expect(BaudRate.allCases.map(\.bitsPerSecond) == [600, 1_200, 2_400, 4_800, 9_600, 19_200])
        let changed = try Frame.changePassword(
            from: .factory, to: Password(level: 2, packedDigits: 0x654321), at: meter)
        #expect(changed.data == bytesOf("030C0004 02000000 02214365"))
        #expect(Frame.clearDemand(at: meter, password: .factory, operator: code).data == bytesOf("02000000 01000000"))
        #expect(Frame.clearMeter(at: meter, password: .factory, operator: code).control == .clearMeter)
        #expect(Frame.clearEvents(at: meter, password: .factory, operator: code).data == bytesOf("02000000 01000000 FFFFFFFF"))
        let oneKind = Frame.clearEvents(0x0330_0D00, at: meter, password: .factory, operator: code)
        #expect(oneKind.data == bytesOf("02000000 01000000 FF0D3003"))
        #expect(Frame.selectTerminalOutput(.tariffSwitch, at: meter).data == [2])
    }

    @Test func freezeMoments() throws {
        let time = try #require(MeterTime(hour: 23, minute: 30))
        #expect(try Frame.freeze(.now, at: .broadcast).data == bytesOf("99999999"))
        #expect(try Frame.freeze(.hourly(minute: 15), at: meter).data == bytesOf("15999999"))
        #expect(try Frame.freeze(.daily(time), at: meter).data == bytesOf("30239999"))
        #expect(try Frame.freeze(.monthly(day: 1, time), at: meter).data == bytesOf("30230199"))
        #expect(throws: WireError.self) { try Frame.freeze(.hourly(minute: 60), at: meter) }
        #expect(throws: WireError.self) { try Frame.freeze(.monthly(day: 0, time), at: meter) }
    }

    @Test func refusals() {
        let most = [UInt8](repeating: 0, count: 243)
        #expect(throws: Never.self) { try Frame.write(.date, most, to: meter, password: .factory, operator: code) }
        #expect(throws: WireError.outOfRange(.data, value: 244, allowed: 0...243)) {
            try Frame.write(.date, most + [0], to: meter, password: .factory, operator: code)
        }
        #expect(throws: WireError.self) {
            try Frame.changePassword(from: .factory, to: Password(level: 10, packedDigits: 0), at: meter)
        }
    }

    @Test func standardLengths() {
        #expect(!Frame(address: meter, control: .read.answer(), data: [UInt8](repeating: 0, count: 200)).exceedsStandardLength)
        #expect(Frame(address: meter, control: .read.answer(), data: [UInt8](repeating: 0, count: 201)).exceedsStandardLength)
        #expect(!Frame(address: meter, control: .write, data: [UInt8](repeating: 0, count: 50)).exceedsStandardLength)
        #expect(Frame(address: meter, control: .write, data: [UInt8](repeating: 0, count: 51)).exceedsStandardLength)
    }

    @Test func serialNumbers() throws {
        let serial = SerialNumber(rawValue: 0x0403_0201)
        let request = Frame.read(.voltageA, from: meter).appending(serial)
        #expect(request.data == bytesOf("00010102 01020304"))
        let answer = Frame(address: meter, control: .read.answer(), data: bytesOf("00010102 0522 01020304"))
        #expect(try DecodedItem(answer: #require(answer.removing(serial)))?.units == 2_205)
        #expect(answer.removing(SerialNumber(rawValue: 1)) == nil)
        #expect(answer.isAnswer(to: request))
    }

    @Test func relayCommandWithSerialAndItsAnswers() throws {
        let serial = SerialNumber(rawValue: 0x0403_0201)
        let command = RelayCommand(.tripThenClose, validUntil: moment, operatorCode: code, parameter: 2, serial: serial)
        let frame = command.frame(to: meter)
        #expect(frame.data == bytesOf("02000000 01000000 1D02 581521300726 01020304"))
        #expect(try RelayCommand(frame) == command)
        #expect(throws: WireError.wrongLength(17)) {
            try RelayCommand(Frame(address: meter, control: .relay, data: [UInt8](repeating: 0, count: 17)))
        }
        #expect(throws: WireError.self) {
            try RelayCommand(Frame(address: meter, control: .relay, data: [UInt8](repeating: 0, count: 16)))
        }
        #expect(throws: WireError.wrongFunction(.read)) { try RelayCommand(Frame.read(.date, from: meter)) }
        func answer(_ hex: String, abnormal: Bool = false) -> RelayAnswer? {
            RelayAnswer(Frame(address: meter, control: .relay.answer(abnormal: abnormal), data: bytesOf(hex)))
        }
        #expect(answer("") == .accepted)
        #expect(answer("1A000000 5000") == .acceptedWithStatus(action: 0x1A, [.relayOpen, .remoteTrip]))
        #expect(answer("1C000000 1004 01020304") == .acceptedWithStatus(action: 0x1C, [.relayOpen, .refundMode]))
        #expect(answer("0400") == .acceptedWithData([4, 0]))
        #expect(answer("80", abnormal: true) == .refused(.balanceZero))
        #expect(answer("04", abnormal: true) == .refused(.notAuthorised))
        #expect(answer("", abnormal: true) == .refused([]))
        #expect(RelayAnswer(frame) == nil)
    }

    @Test func followUp() throws {
        let first = Frame(address: meter, control: .read.answer(moreFollows: true), data: bytesOf("00FF0000 01000000"))
        var reader = try #require(FollowUpReader(answer: first))
        let ask = Frame.readFollowUp(.combinedEnergyBlock, sequence: 1, from: meter)
        #expect(reader.step == .ask(ask))
        let second = Frame(address: meter, control: .readFollowUp.answer(moreFollows: true), data: bytesOf("00FF0000 02000000 01"))
        let third = Frame(address: meter, control: .readFollowUp.answer(), data: bytesOf("00FF0000 03000000 02"))
        #expect(second.isAnswer(to: ask))
        #expect(!third.isAnswer(to: ask))
        #expect(reader.take(third) == .unrelated)
        #expect(reader.take(second) == .ask(.readFollowUp(.combinedEnergyBlock, sequence: 2, from: meter)))
        #expect(reader.take(second) == .unrelated)
        #expect(!reader.isComplete)
        let whole = DecodedItem(identifier: .combinedEnergyBlock, payload: bytesOf("01000000 02000000 03000000")[...])
        #expect(reader.take(third) == .complete(whole))
        #expect(whole.value == .numbers([1, 2, 3].map { ScaledNumber(units: $0, decimals: 2) }))
        #expect(reader.isComplete)
        #expect(reader.take(third) == .unrelated)
        #expect(FollowUpReader(answer: second) == nil)
    }

    @Test func followUpOfTooManyPartsIsNotTakenForComplete() throws {
        let first = Frame(address: meter, control: .read.answer(moreFollows: true), data: bytesOf("00FF0000"))
        var reader = try #require(FollowUpReader(answer: first))
        var last: FollowUpReader.Step = .unrelated
        for part in 1...255 {
            let data = bytesOf("00FF0000 01000000") + [UInt8(part)]
            last = reader.take(Frame(address: meter, control: .readFollowUp.answer(moreFollows: true), data: data))
        }
        #expect(last == .tooLong)
        #expect(!reader.isComplete)
    }
}

@Suite struct AnswerMatchingTests {
    private let meter: MeterAddress
    private let other: MeterAddress

    init() throws {
        meter = try #require(MeterAddress("000000000418"))
        other = try #require(MeterAddress("000000000419"))
    }

    private func answer(_ control: UInt8, _ hex: String, from address: MeterAddress? = nil) -> Frame {
        Frame(address: address ?? meter, control: ControlCode(rawValue: control), data: bytesOf(hex))
    }

    @Test func readAnswers() {
        let request = Frame.read(.voltageA, from: meter)
        #expect(answer(0x91, "00010102 0522").isAnswer(to: request))
        #expect(answer(0xB1, "00010102 0522").isAnswer(to: request))
        #expect(answer(0xD1, "02").isAnswer(to: request))
        #expect(!answer(0x91, "00010202 0522").isAnswer(to: request))
        #expect(!answer(0x91, "000101").isAnswer(to: request))
        #expect(!answer(0x91, "00010102 0522", from: other).isAnswer(to: request))
        #expect(!answer(0xD1, "02", from: other).isAnswer(to: request))
        #expect(!answer(0x94, "").isAnswer(to: request))
        #expect(!answer(0x91, "80808080").isAnswer(to: request))
        #expect(!request.isAnswer(to: request))
        #expect(!answer(0x91, "00010102 0522").isAnswer(to: answer(0x91, "00010102 0522")))
    }

    @Test func wildcardsAndBroadcasts() throws {
        let short = try #require(MeterAddress("AAAAAAAA0418"))
        let reply = answer(0x91, "00010102 0522")
        #expect(reply.isAnswer(to: .read(.voltageA, from: .wildcard)))
        #expect(reply.isAnswer(to: .read(.voltageA, from: short)))
        #expect(!answer(0x91, "00010102 0522", from: other).isAnswer(to: .read(.voltageA, from: short)))
        #expect(answer(0x93, "180400000000").isAnswer(to: .readAddress()))
        // A meter never answers with a wildcard to a full address.
        #expect(!answer(0x91, "00010102 0522", from: .wildcard).isAnswer(to: .read(.voltageA, from: meter)))
        let parameters = Frame(address: .broadcast, control: .security, data: DataIdentifier.setParameters.wireBytes)
        #expect(answer(0x83, "FF040107 1000").isAnswer(to: parameters))
    }

    @Test func writeAddressIsAnsweredFromTheNewAddress() {
        let request = Frame.writeAddress(other, to: meter)
        #expect(answer(0x95, "", from: other).isAnswer(to: request))
        #expect(answer(0x95, "", from: other).reportedAddress == other)
        #expect(answer(0x95, "", from: other).isAnswer(to: .writeAddress(other)))
        #expect(!answer(0x94, "", from: other).isAnswer(to: request))
    }

    @Test func securityAnswers() throws {
        let request = try #require(onlyFrame(in: WorkedFrame.topUp))
        let accepted = try #require(onlyFrame(in: WorkedFrame.topUpAnswer))
        let refused = try #require(onlyFrame(in: WorkedFrame.topUpRefused))
        #expect(accepted.isAnswer(to: request))
        #expect(refused.isAnswer(to: request))
        #expect(answer(0xC3, "13").isAnswer(to: request))
        #expect(answer(0xC3, "2000").isAnswer(to: request))
        #expect(!answer(0x83, "FF400107 0000").isAnswer(to: request))
        let subsidy = try #require(onlyFrame(in: WorkedFrame.subsidy))
        #expect(!accepted.isAnswer(to: subsidy))
        #expect(!refused.isAnswer(to: subsidy))
    }

    @Test func answersWithoutIdentifier() {
        let switching = Frame(address: meter, control: .relay, data: [UInt8](repeating: 0, count: 16))
        #expect(answer(0x9C, "").isAnswer(to: switching))
        #expect(answer(0x9C, "1A000000 5000").isAnswer(to: switching))
        #expect(answer(0xDC, "04").isAnswer(to: switching))
        #expect(!answer(0x91, "00010102 0522").isAnswer(to: switching))
    }
}
