// Protects: the layouts of the dormitory dialect, in both directions, and the shapes of its answers.
// How: the worked frames byte for byte, layouts written by hand for commands without one, round trips.

import MeterWire
import Testing

@Suite struct DormitoryFrameTests {
    private let meter: MeterAddress
    private let customer: CustomerNumber
    private let code = OperatorCode(rawValue: 0x0000_0001)
    private let parameters = DormitoryParameters(
        price: 5_500, alarm1: 10, alarm2: 5, transformerRatio: 1, overdraftLimit: 1_250, hoardLimit: 10_000, powerLimit: 2_000,
        powerFactorLimit: 900, powerStep: 2_000, subsidyMode: 1, subsidyGroup: 2, timeControl: true)
    private let parameterHex = "00550000 1000 0500 010000 50120000 00000100 002000 000900 002000 01 02 40"
    private let head = "01000000 180400000000"

    init() throws {
        meter = try #require(MeterAddress("000000000418"))
        customer = try #require(CustomerNumber("123456789012"))
    }

    private func request(_ command: DormitoryCommand, serial: SerialNumber? = nil) -> DormitoryRequest {
        DormitoryRequest(command, to: meter, operatorCode: code, serial: serial)
    }

    private func topUp(_ amount: Int64, count: Int) -> DormitoryCommand {
        .credit(CreditCommand(.topUp, customer: customer, amount: amount, count: count))
    }

    @Test func workedTopUp() throws {
        let request = request(topUp(5_000, count: 7))
        #expect(try request.frame().encoded() == WorkedFrame.topUp)
        #expect(try DormitoryRequest(#require(onlyFrame(in: WorkedFrame.topUp))) == request)
    }

    @Test func workedSubsidy() throws {
        let command = SubsidyCommand(
            customer: customer, amounts: [1_000, 1_500, 2_000, 0, 0, 0], count: 4, day: 1, addsToPurse: true)
        #expect(try request(.subsidy(command)).frame().encoded() == WorkedFrame.subsidy)
        #expect(try DormitoryRequest(#require(onlyFrame(in: WorkedFrame.subsidy))) == request(.subsidy(command)))
        var short = command
        short.amounts = [1_000, 1_500, 2_000]
        #expect(try request(.subsidy(short)).frame().encoded() == WorkedFrame.subsidy)
    }

    @Test func workedAnswer() throws {
        let frame = try #require(onlyFrame(in: WorkedFrame.topUpAnswer))
        #expect(frame.control.rawValue == 0x83)
        guard case .acceptedWithBlock(let block) = DormitoryOutcome(frame) else {
            Issue.record("not read as an accepted block")
            return
        }
        #expect(block.identifier == .topUp)
        #expect(block.customerField == [0x12, 0x00, 0x78, 0x00, 0x34, 0x04])
        #expect(block.lastAmount == 5_000)
        #expect(block.count == 7)
        #expect(block.energy == 123_456)
        #expect(block.balance == 5_325)
        #expect(block.overdraft == 0)
        #expect(block.parameters.price == 5_500)
        #expect(block.parameters.alarm1 == 10)
        #expect(block.parameters.alarm2 == 5)
        #expect(block.parameters.transformerRatio == 1)
        #expect(block.parameters.powerLimit == 2_000)
        #expect(block.parameters.powerFactorLimit == 900)
        #expect(block.parameters.powerStep == 2_000)
        #expect(block.parameters.subsidyMode == 1)
        #expect(block.parameters.subsidyGroup == 1)
        #expect(!block.parameters.timeControl)
        #expect(block.subsidyBalance == 1_200)
        #expect(block.subsidyCount == 3)
        #expect(block.subsidyDay == 1)
        #expect(block.status == [])
        #expect(block.errorByte == 0)
        #expect(block.refusal == nil)
        #expect(block.order == nil)
        #expect(block.serial == nil)
    }

    @Test func workedRefusalWithBlock() throws {
        let frame = try #require(onlyFrame(in: WorkedFrame.topUpRefused))
        guard case .refusedWithBlock(let refusal, let block) = DormitoryOutcome(frame) else {
            Issue.record("not read as a refusal with block")
            return
        }
        #expect(refusal == .purchaseCount)
        #expect(block.refusal == .purchaseCount)
        #expect(block.errorByte == 0x13)
        #expect(block.count == 5)
        #expect(block.lastAmount == 2_000)
        #expect(block.balance == 325)
    }

    @Test func commandLayouts() throws {
        let customerHex = "129078563412"
        let order = try #require(OrderNumber("2607301523590042"))
        let extended = InitialisePurseCommand.Extension(energy: 123_456, subsidyBalance: 1_200, subsidyCount: 3)
        let cases: [(DormitoryCommand, String)] = [
            (
                .credit(CreditCommand(.refund, customer: customer, amount: 325, count: 8)),
                "FF120107 \(head) \(customerHex) 25030000 0800 00"
            ),
            (.credit(CreditCommand(.close, customer: customer, amount: 0, count: 7)), "FF130107 \(head) \(customerHex) 00000000 0700 00"),
            (
                .credit(CreditCommand(.leaveRefundMode, customer: customer, amount: 0, count: 0)),
                "FF130107 \(head) \(customerHex) 00000000 FFFF 00"
            ),
            (
                .credit(CreditCommand(.topUp, customer: customer, amount: 5_000, count: 7, parameters: parameters)),
                "FF020107 \(head) \(customerHex) 00500000 0700 01 \(parameterHex)"
            ),
            (
                .credit(CreditCommand(.topUp, customer: customer, amount: 5_000, count: 7, order: order)),
                "FF150107 \(head) \(customerHex) 00500000 0700 00 4200592315300726"
            ),
            (
                .credit(CreditCommand(.refund, customer: customer, amount: 1, count: 0, parameters: parameters, order: order)),
                "FF160107 \(head) \(customerHex) 01000000 0000 01 \(parameterHex) 4200592315300726"
            ),
            (
                .credit(CreditCommand(.close, customer: customer, amount: 0, count: 7, order: order)),
                "FF170107 \(head) \(customerHex) 00000000 0700 00 4200592315300726"
            ),
            (.parameters(parameters), "FF040107 \(head) \(parameterHex)"),
            (.initialiseMeter(InitialiseMeterCommand(preset: 1_000, price: 5_500)), "FF0B0107 \(head) 00100000 00550000"),
            (.initialisePurse(InitialisePurseCommand(customer: customer, amount: 1_000)), "FF030107 \(head) \(customerHex) 00100000 0000"),
            (
                .initialisePurse(InitialisePurseCommand(customer: customer, amount: 1_000, count: 5, extended: extended)),
                "FF330107 \(head) \(customerHex) 00100000 0500 56341200 00120000 0300"
            ),
        ]
        for (command, hex) in cases {
            let frame = try request(command).frame()
            #expect(frame.data == bytesOf(hex), "\(hex)")
            #expect(frame.control == .security)
            #expect(try DormitoryRequest(frame) == request(command))
            let numbered = request(command, serial: SerialNumber(rawValue: 0x0403_0201))
            #expect(try numbered.frame().data == bytesOf(hex + "01020304"))
            #expect(try DormitoryRequest(numbered.frame()) == numbered)
        }
    }

    @Test func lengthsOfTheDialect() throws {
        let order = try #require(OrderNumber("2607301523590042"))
        let time = try #require(MeterTime(hour: 0, minute: 0))
        let zone = TariffCommand.Zone(table: 1, day: 1, month: 1)
        let lengths: [(DormitoryCommand, Int)] = [
            (topUp(5_000, count: 7), 27),
            (.credit(CreditCommand(.topUp, customer: customer, amount: 1, count: 1, parameters: parameters)), 58),
            (.credit(CreditCommand(.topUp, customer: customer, amount: 1, count: 1, order: order)), 35),
            (.credit(CreditCommand(.topUp, customer: customer, amount: 1, count: 1, parameters: parameters, order: order)), 66),
            (.parameters(parameters), 45), (.initialiseMeter(InitialiseMeterCommand(preset: 0, price: 100)), 22),
            (.initialisePurse(InitialisePurseCommand(customer: customer, amount: 0)), 26),
            (
                .initialisePurse(
                    InitialisePurseCommand(
                        customer: customer, amount: 0, extended: .init(energy: 0, subsidyBalance: 0, subsidyCount: 0))), 36
            ),
            (.subsidy(SubsidyCommand(customer: customer, amounts: [], count: 1, day: 1, addsToPurse: false)), 48),
            (.tariff(TariffCommand(zones: [zone], dayTables: 1, periods: 1, prices: [])), 41),
            (.dayTable(DayTableCommand(number: 1, periods: [.init(tariff: 1, start: time)])), 56),
        ]
        for (command, length) in lengths {
            #expect(try request(command).frame().data.count == length)
        }
    }

    @Test func tariffTables() throws {
        let zones = [TariffCommand.Zone(table: 1, day: 15, month: 3), .init(table: 2, day: 1, month: 10)]
        let tariff = TariffCommand(zones: zones, dayTables: 2, periods: 3, prices: [5_500, 3_000, 0, 0, 0, 65_535])
        let frame = try request(.tariff(tariff)).frame()
        #expect(
            frame.data
                == bytesOf("FF500107 \(head) 02 02 03 011503 020110 020110 020110 7C15 B80B 0000 0000 0000 FFFF"))
        #expect(try DormitoryRequest(frame) == request(.tariff(tariff)))
        let morning = try #require(MeterTime(hour: 6, minute: 30))
        let night = try #require(MeterTime(hour: 23, minute: 0))
        let midnight = try #require(MeterTime(hour: 0, minute: 0))
        let table = DayTableCommand(
            number: 8, periods: [.init(tariff: 4, start: midnight), .init(tariff: 1, start: morning), .init(tariff: 4, start: night)])
        let written = try request(.dayTable(table)).frame()
        let fill = String(repeating: "040023", count: 12)
        #expect(written.data == bytesOf("FF580107 \(head) 040000 013006 \(fill)"))
        #expect(try DormitoryRequest(written) == request(.dayTable(table)))
    }

    @Test func broadcastSubsidyCarriesBroadcastNumbers() throws {
        let command = SubsidyCommand(customer: .everyone, amounts: [1_000, 0, 0, 0, 0, 500], count: 1, day: 1, addsToPurse: false)
        let request = DormitoryRequest(.subsidy(command), to: .broadcast)
        let data = try request.frame().data
        #expect(Array(data[8..<20]) == [UInt8](repeating: 0x99, count: 12))
        #expect(try DormitoryRequest(request.frame()) == request)
    }

    @Test func shapesOfRefusals() throws {
        func outcome(_ hex: String) -> DormitoryOutcome? {
            DormitoryOutcome(Frame(address: meter, control: .security.answer(abnormal: true), data: bytesOf(hex)))
        }
        #expect(outcome("13") == .refused(.purchaseCount))
        #expect(outcome("12 01020304") == .refused(.customerNumber))
        #expect(outcome("2000") == .refusedByOtherDialect(.purchaseCount))
        #expect(outcome("0200") == .refusedByOtherDialect(.repeatedTopUp))
        #expect(outcome("77") == .refused(.other(0x77)))
        #expect(outcome("") == .unreadable([]))
        #expect(outcome("010203") == .unreadable([1, 2, 3]))
        let block = try #require(onlyFrame(in: WorkedFrame.topUpRefused))
        var damaged = block
        damaged.data[20] = 0xEE
        #expect(DormitoryOutcome(damaged) == .unreadable(damaged.data))
        let numbered = Frame(address: meter, control: block.control, data: block.data + [1, 2, 3, 4])
        guard case .refusedWithBlock(.purchaseCount, let answer) = DormitoryOutcome(numbered) else {
            Issue.record("a block with serial number was not read")
            return
        }
        #expect(answer.serial == SerialNumber(rawValue: 0x0403_0201))
        #expect(answer.order == nil)
    }

    @Test func blocksWithOrderNumber() throws {
        let plain = try #require(onlyFrame(in: WorkedFrame.topUpAnswer)).data
        let order = try #require(OrderNumber("2607301523590042"))
        let withOrder = try DormitoryAnswer(data: plain + order.wireBytes)
        #expect(withOrder.order == order)
        #expect(withOrder.serial == nil)
        let both = try DormitoryAnswer(data: plain + order.wireBytes + [1, 2, 3, 4])
        #expect(both.order == order)
        #expect(both.serial == SerialNumber(rawValue: 0x0403_0201))
        for count in [0, 1, 68, 70, 72, 74, 76, 78, 80, 82] {
            let data = Array((plain + [UInt8](repeating: 0, count: 20)).prefix(count))
            #expect(throws: WireError.wrongLength(count)) { try DormitoryAnswer(data: data) }
        }
        // A damaged order number is unknown, but does not take the values with it.
        #expect(try DormitoryAnswer(data: plain + [UInt8](repeating: 0xEE, count: 8)).order == nil)
    }

    @Test func shortPositiveAnswers() {
        func outcome(_ hex: String) -> DormitoryOutcome? {
            DormitoryOutcome(Frame(address: meter, control: .security.answer(), data: bytesOf(hex)))
        }
        #expect(outcome("FF040107 1000") == .accepted(.setParameters, .relayOpen))
        #expect(outcome("FF040107 0104 01020304") == .accepted(.setParameters, [.noMoney, .refundMode]))
        #expect(outcome("FF0401") == .unreadable([0xFF, 0x04, 0x01]))
        #expect(DormitoryOutcome(Frame.read(.date, from: meter)) == nil)
    }

    @Test func errorByteOfASubsidyAnswerMeansNothing() throws {
        var data = try #require(onlyFrame(in: WorkedFrame.topUpRefused)).data
        data.replaceSubrange(0..<4, with: DataIdentifier.subsidy.wireBytes)
        #expect(try DormitoryAnswer(data: data).refusal == nil)
    }

    @Test func everyErrorByteKeepsItsValue() {
        for byte in UInt8.min...UInt8.max { #expect(DormitoryRefusal(rawValue: byte).rawValue == byte) }
        #expect(DormitoryRefusal(rawValue: 0x45) == .orderUsed)
        #expect(DormitoryRefusal(rawValue: 0x00) == .other(0))
    }
}
