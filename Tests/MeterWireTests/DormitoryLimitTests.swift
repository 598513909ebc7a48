// Protects: that nothing is sent that a meter would misread, and that nothing misread is taken for a command.
// How: each number at its border and one beyond; wrong lengths, digits, functions.

import MeterWire
import Testing

@Suite struct DormitoryLimitTests {
    private let meter: MeterAddress
    private let customer: CustomerNumber

    init() throws {
        meter = try #require(MeterAddress("000000000418"))
        customer = try #require(CustomerNumber("123456789012"))
    }

    private func encode(_ command: DormitoryCommand) throws(WireError) {
        _ = try DormitoryRequest(command, to: meter).frame()
    }

    private func credit(_ kind: CreditCommand.Kind, _ amount: Int64, _ count: Int) -> DormitoryCommand {
        .credit(CreditCommand(kind, customer: customer, amount: amount, count: count))
    }

    @Test(arguments: [CreditCommand.Kind.topUp, .refund, .close])
    func creditBorders(kind: CreditCommand.Kind) {
        #expect(throws: Never.self) { try encode(credit(kind, 0, 0)) }
        #expect(throws: Never.self) { try encode(credit(kind, 30_000_000, 9_999)) }
        #expect(throws: WireError.outOfRange(.amount, value: 30_000_001, allowed: 0...30_000_000)) {
            try encode(credit(kind, 30_000_001, 1))
        }
        for amount in [-1, 100_000_000, .max, .min] as [Int64] {
            #expect(throws: WireError.self) { try encode(credit(kind, amount, 1)) }
        }
        for count in [-1, 10_000, 65_535, .max, .min] {
            #expect(throws: WireError.outOfRange(.purchaseCount, value: Int64(count), allowed: 0...9_999)) {
                try encode(credit(kind, 100, count))
            }
        }
    }

    @Test func magicCountIsSentOnlyWhenMeant() throws {
        #expect(throws: WireError.self) { try encode(credit(.close, 0, 0xFFFF)) }
        let frame = try DormitoryRequest(credit(.leaveRefundMode, 0, 77), to: meter).frame()
        #expect(Array(frame.data[24..<26]) == [0xFF, 0xFF])
        let order = try #require(OrderNumber("2607301523590042"))
        let withOrder = CreditCommand(.leaveRefundMode, customer: customer, amount: 0, count: 0, order: order)
        #expect(throws: WireError.orderNumberNotAllowed) { try encode(.credit(withOrder)) }
        // In a top-up these bytes are no number at all.
        var topUp = try DormitoryRequest(credit(.topUp, 100, 1), to: meter).frame()
        topUp.data.replaceSubrange(24..<26, with: [0xFF, 0xFF])
        #expect(throws: WireError.notDecimal(.purchaseCount)) { try DormitoryRequest(topUp) }
    }

    @Test func parameterBorders() {
        let good = DormitoryParameters(
            price: 100, alarm1: 9_999, alarm2: 9_999, transformerRatio: 65_535, overdraftLimit: 42_949_672, hoardLimit: 65_535,
            powerLimit: 65_535, powerFactorLimit: 65_535, powerStep: 65_535, subsidyGroup: 6)
        #expect(throws: Never.self) { try encode(.parameters(good)) }
        let changes: [(WireField, (inout DormitoryParameters) -> Void)] = [
            (.price, { $0.price = 99 }), (.price, { $0.price = 50_001 }), (.alarm1, { $0.alarm1 = 10_000 }),
            (.alarm2, { $0.alarm2 = -1 }), (.transformerRatio, { $0.transformerRatio = 65_536 }),
            (.overdraftLimit, { $0.overdraftLimit = 42_949_673 }), (.hoardLimit, { $0.hoardLimit = 65_536 }),
            (.powerLimit, { $0.powerLimit = 65_536 }), (.powerFactorLimit, { $0.powerFactorLimit = 65_536 }),
            (.powerStep, { $0.powerStep = 65_536 }), (.subsidyGroup, { $0.subsidyGroup = 7 }),
        ]
        for (field, change) in changes {
            var parameters = good
            change(&parameters)
            let error = #expect(throws: WireError.self) { try encode(.parameters(parameters)) }
            guard case .outOfRange(let refused, _, _) = error else {
                Issue.record("\(field) was refused for another reason: \(String(describing: error))")
                continue
            }
            #expect(refused == field)
            // The long form of a top-up refuses the same.
            let topUp = CreditCommand(.topUp, customer: customer, amount: 1, count: 1, parameters: parameters)
            #expect(throws: WireError.self) { try encode(.credit(topUp)) }
        }
    }

    @Test func purseAndSubsidyBorders() {
        func purse(_ amount: Int64, _ count: Int, _ extended: InitialisePurseCommand.Extension? = nil) -> DormitoryCommand {
            .initialisePurse(InitialisePurseCommand(customer: customer, amount: amount, count: count, extended: extended))
        }
        let extended = InitialisePurseCommand.Extension(energy: 99_999_999, subsidyBalance: 42_949_672, subsidyCount: 9_999)
        #expect(throws: Never.self) { try encode(purse(42_949_672, 0)) }
        #expect(throws: WireError.self) { try encode(purse(42_949_673, 0)) }
        #expect(throws: WireError.self) { try encode(purse(0, 1)) }
        #expect(throws: Never.self) { try encode(purse(0, 9_999, extended)) }
        #expect(throws: WireError.self) { try encode(purse(0, 10_000, extended)) }
        #expect(throws: WireError.self) { try encode(.initialiseMeter(InitialiseMeterCommand(preset: 0, price: 99))) }
        #expect(throws: WireError.self) { try encode(.initialiseMeter(InitialiseMeterCommand(preset: -1, price: 100))) }
        func subsidy(_ amounts: [Int64], _ count: Int, _ day: Int = 1) -> DormitoryCommand {
            .subsidy(SubsidyCommand(customer: customer, amounts: amounts, count: count, day: day, addsToPurse: true))
        }
        #expect(throws: Never.self) { try encode(subsidy([Int64](repeating: 42_949_672, count: 6), 9_999, 99)) }
        #expect(throws: WireError.self) { try encode(subsidy([Int64](repeating: 0, count: 7), 1)) }
        #expect(throws: WireError.self) { try encode(subsidy([42_949_673], 1)) }
        #expect(throws: WireError.self) { try encode(subsidy([1], 10_000)) }
        #expect(throws: WireError.self) { try encode(subsidy([1], 1, 100)) }
    }

    @Test func tableBorders() throws {
        let midnight = try #require(MeterTime(hour: 0, minute: 0))
        let noon = try #require(MeterTime(hour: 12, minute: 0))
        func table(_ number: Int, _ periods: [(Int, MeterTime)]) -> DormitoryCommand {
            .dayTable(DayTableCommand(number: number, periods: periods.map { .init(tariff: $0.0, start: $0.1) }))
        }
        #expect(throws: Never.self) { try encode(table(1, [(1, midnight), (4, noon)])) }
        #expect(throws: WireError.outOfRange(.tableNumber, value: 9, allowed: 1...8)) { try encode(table(9, [(1, midnight)])) }
        #expect(throws: WireError.self) { try encode(table(.max, [(1, midnight)])) }
        #expect(throws: WireError.badTable(.periods)) { try encode(table(1, [])) }
        #expect(throws: WireError.badTable(.periods)) { try encode(table(1, [(1, noon), (2, midnight)])) }
        #expect(throws: WireError.badTable(.periods)) { try encode(table(1, [(1, noon), (2, noon)])) }
        #expect(throws: WireError.self) { try encode(table(1, [(5, midnight)])) }
        func tariff(_ zones: [TariffCommand.Zone], _ prices: [Int64] = [5_500], tables: Int = 1, periods: Int = 1) -> DormitoryCommand {
            .tariff(TariffCommand(zones: zones, dayTables: tables, periods: periods, prices: prices))
        }
        let zone = TariffCommand.Zone(table: 1, day: 1, month: 1)
        #expect(throws: Never.self) { try encode(tariff([zone])) }
        #expect(throws: WireError.badTable(.zones)) { try encode(tariff([])) }
        #expect(throws: WireError.badTable(.zones)) { try encode(tariff([zone, zone])) }
        #expect(throws: WireError.badTable(.price)) { try encode(tariff([zone], [Int64](repeating: 1, count: 7))) }
        #expect(throws: WireError.self) { try encode(tariff([zone], [65_536])) }
        #expect(throws: WireError.self) { try encode(tariff([zone], tables: 9)) }
        #expect(throws: WireError.self) { try encode(tariff([zone], periods: 15)) }
        #expect(throws: WireError.self) { try encode(tariff([.init(table: 1, day: 32, month: 1)])) }
    }

    @Test func lengthsOutsideTheDialectAreRefused() throws {
        let frame = try #require(onlyFrame(in: WorkedFrame.topUp))
        let allowed: Set<Int> = [27, 31, 58, 62]
        for length in 0...90 where !allowed.contains(length) {
            let data = Array((frame.data + [UInt8](repeating: 0, count: 80)).prefix(length))
            #expect(throws: WireError.wrongLength(length)) {
                try DormitoryRequest(Frame(address: frame.address, control: .security, data: data))
            }
        }
    }

    @Test func shortFormWithAFlagIsRefused() throws {
        var frame = try #require(onlyFrame(in: WorkedFrame.topUp))
        frame.data[26] = 1
        #expect(throws: WireError.self) { try DormitoryRequest(frame) }
    }

    @Test func foreignFramesAreRefused() throws {
        let topUp = try #require(onlyFrame(in: WorkedFrame.topUp))
        var frame = topUp
        frame.control = .security.answer()
        #expect(throws: WireError.wrongFunction(frame.control)) { try DormitoryRequest(frame) }
        frame = topUp
        frame.data.replaceSubrange(0..<4, with: bytesOf("FF410107"))
        #expect(throws: WireError.unknownCommand(0x0701_41FF)) { try DormitoryRequest(frame) }
        frame = topUp
        frame.data[20] = 0x0A
        #expect(throws: WireError.notDecimal(.amount)) { try DormitoryRequest(frame) }
        frame = topUp
        frame.data[14] = 0xAA
        #expect(throws: WireError.notDecimal(.customerNumber)) { try DormitoryRequest(frame) }
        frame = topUp
        frame.data[8] = 0xBB
        #expect(throws: WireError.notDecimal(.meterNumber)) { try DormitoryRequest(frame) }
    }

    @Test func errorsSayWhatWasNotDone() {
        let error = WireError.outOfRange(.amount, value: 30_000_001, allowed: 0...30_000_000)
        #expect(error.description == "amount 30000001 is outside 0 to 30000000; nothing was sent")
        #expect(WireError.notDecimal(.purchaseCount).description == "purchase count is not made of decimal digits")
    }
}
