// Protects: that each data item of the office is read with the right digits, sign, length and unit.
// How: payloads written by hand from the tables of the standard and the dialect, with wrong lengths and digits.

import MeterWire
import Testing

@Suite struct DecodedItemTests {
    private func decode(_ identifier: DataIdentifier, _ hex: String) -> DecodedItem {
        DecodedItem(identifier: identifier, payload: bytesOf(hex)[...])
    }

    @Test(
        arguments: [
            (0x0000_0000, "56341200", "1234.56", DataItem.Unit.kilowattHours), (0x0000_0000, "05000080", "-0.05", .kilowattHours),
            (0x0001_3F0C, "99999999", "999999.99", .kilowattHours), (0x0003_0000, "00010080", "-1.00", .kilovarHours),
            (0x0090_0100, "25030000", "3.25", .kilowattHours), (0x0090_0101, "01000000", "0.01", .kilowattHours),
            (0x0090_0200, "25030000", "3.25", .credit), (0x0090_0201, "00000000", "0.00", .credit),
            (0x0091_0101, "00120000", "12.00", .credit), (0x0201_0300, "0522", "220.5", .volts),
            (0x0202_0100, "389080", "-9.038", .amperes), (0x0203_0000, "861700", "0.1786", .kilowatts),
            (0x0203_0100, "861780", "-0.1786", .kilowatts), (0x0206_0000, "0090", "-1.000", .none),
            (0x0280_0002, "0350", "50.03", .hertz), (0x0280_0007, "5080", "-5.0", .celsius), (0x0400_0306, "400000", "40", .none),
            (0x0400_040A, "001200", "1200", .impulsesPerKilowattHour), (0x0400_0F01, "00150000", "15.00", .kilowattHours),
            (0x0400_1001, "00100000", "10.00", .credit), (0x0400_1005, "50000000", "0.50", .credit),
            (0x0405_0101, "00550000", "0.5500", .yuanPerKilowattHour), (0x0450_0005, "00200000", "2000", .watts),
            (0x0409_0E10, "0009", "0.900", .none), (0x0409_0E11, "002000", "200.0", .watts), (0x0490_0103, "0700", "7", .none),
            (0x0490_0104, "00500000", "50.00", .credit), (0x0311_0000, "120000", "12", .none), (0x0330_0D00, "030000", "3", .none),
            (0x0335_0000, "010000", "1", .none), (0x1D00_0001, "450000", "45", .none), (0x1E00_0001, "440000", "44", .none),
            (0x0333_0201, "0700", "7", .none), (0x0333_0401, "25030000", "3.25", .credit), (0x0333_0501, "25530000", "53.25", .credit),
            (0x0333_060A, "00500200", "250.00", .credit), (0x0332_0401, "01000000", "0.01", .kilowattHours),
            (0x0335_0301, "00150000", "15.00", .credit),
        ] as [(UInt32, String, String, DataItem.Unit)])
    func numbers(identifier: UInt32, hex: String, text: String, unit: DataItem.Unit) throws {
        let item = decode(DataIdentifier(rawValue: identifier), hex)
        #expect(item.number?.description == text)
        #expect(item.item?.unit == unit)
        #expect(!item.hasUnexpectedLength)
        #expect(Array(item.raw) == bytesOf(hex))
    }

    @Test(
        arguments: [
            (.combinedEnergy, "5634120A"), (.combinedEnergy, "EEEEEEEE"), (.combinedEnergy, "FFFFFFFF"), (.voltageA, "052A"),
            (.voltageA, "0580F0"), (.remainingMoney, "000000A0"), (.combinedEnergy, ""), (.combinedEnergy, "00000000000000000000"),
            (.time, "606000"), (.date, "07300299"), (.date, "07300226"), (.statusWord3, ""), (.statusWords, "01"),
            (.combinedEnergyBlock, "010203"), (.monitorBlock, "00"), (.wirelessPush, "00"), (.meterNumber, "0A0000000000"),
            (.softwareVersion, "30317F32"), (0x1D00_FF01, "000000000000"), (0x0330_0D01, "0000"), (0x0333_0301, ""),
        ] as [(DataIdentifier, String)])
    func unreadableBytesAreKeptAndNotGuessed(identifier: DataIdentifier, hex: String) {
        let item = decode(identifier, hex)
        #expect(item.value == .invalid)
        #expect(Array(item.raw) == bytesOf(hex))
    }

    @Test func lengthThatCameDecides() {
        let long = decode(.voltageA, "05220000")
        #expect(long.number?.description == "220.5")
        #expect(long.hasUnexpectedLength)
        let short = decode(.combinedEnergy, "5634")
        #expect(short.number?.description == "34.56")
        #expect(short.hasUnexpectedLength)
        let nineBytes = decode(0x0001_0000, "999999999999999999")
        #expect(nineBytes.units == 999_999_999_999_999_999)
    }

    @Test func blocks() {
        let energies = decode(.combinedEnergyBlock, "00010000 00000000 05000080 00950000")
        #expect(energies.value == .numbers([100, 0, -5, 9_500].map { ScaledNumber(units: $0, decimals: 2) }))
        #expect(!energies.hasUnexpectedLength)
        let voltages = decode(.voltageBlock, "0522 FFFF 0000")
        #expect(voltages.value == .numbers([ScaledNumber(units: 2_205, decimals: 1), nil, ScaledNumber(units: 0, decimals: 1)]))
        #expect(!voltages.hasUnexpectedLength)
        #expect(decode(.voltageBlock, "0522").hasUnexpectedLength)
        let powers = decode(.activePowerBlock, "861700 861700 000000 000080")
        #expect(powers.value == .numbers([1_786, 1_786, 0, 0].map { ScaledNumber(units: $0, decimals: 4) }))
        #expect(
            decode(.powerFactorBlock, "0009 0009 0010 0080").value
                == .numbers([900, 900, 1_000, 0].map { ScaledNumber(units: $0, decimals: 3) }))
        #expect(decode(.combinedEnergyBlock, "0001000000").hasUnexpectedLength)
    }

    @Test func clock() throws {
        let date = try #require(MeterDate(year: 2026, month: 7, day: 30))
        #expect(decode(.date, "04300726").value == .date(date, weekday: 4))
        #expect(date.weekday == 4)
        #expect(decode(.time, "581521").value == MeterTime(hour: 21, minute: 15, second: 58).map(ItemValue.time))
        let moment = MeterDateTime(year: 2026, month: 7, day: 30, hour: 21, minute: 15, second: 58)
        #expect(decode(0x0400_010C, "58152104300726").value == moment.map(ItemValue.dateTime))
    }

    @Test func identityAndText() {
        #expect(decode(.meterNumber, "080202412200").value == .digits("002241020208"))
        #expect(decode(.communicationAddress, "180400000000").value == .digits("000000000418"))
        // Eight characters, the last first.
        #expect(decode(.softwareVersion, "31302E3256363141").value == .text("A16V2.01"))
        #expect(decode(.softwareVersion, "0000413151").value == .text("Q1A"))
        #expect(decode(0x0400_0404, "000056303232").value == .text("220V"))
    }

    @Test func statusWords() throws {
        let word = StatusWord3(rawValue: try #require(decode(.statusWord3, "5012").bits16))
        #expect(word.contains([.relayOpen, .tripCommanded, .keepPower]))
        #expect(!word.contains(.preTripAlarm))
        #expect(word.charging == .money)
        #expect(word.supply == .mains)
        #expect(StatusWord3(rawValue: 0x0104).supply == .battery)
        #expect(StatusWord3(rawValue: 0x0104).charging == .energy)
        let dormitory = DormitoryStatusWord(rawValue: try #require(decode(.statusWord3, "1904").bits16))
        #expect(dormitory == [.noMoney, .forbiddenLoad, .relayOpen, .refundMode])
        let block = decode(.statusWords, "04000000500001000200200080010000")
        #expect(block.value == .statusWords([4, 0, 0x50, 1, 2, 0x20, 0x180, 0]))
        #expect(block.hasUnexpectedLength)
        #expect(PhaseStatusWord(rawValue: 0x20) == .overload)
        #expect(StatusWord1(rawValue: 0x4004) == [.clockBatteryLow, .overdraft])
    }

    @Test func dormitoryStates() throws {
        #expect(decode(.accountState, "03").bits16.flatMap { DormitoryAccountState(rawValue: UInt8($0)) } == .refundMode)
        #expect(decode(.faults, "12").bits16.map { DormitoryFaults(rawValue: UInt8($0)) } == [.relay, .zeroBalance])
        #expect(decode(.flags, "41").bits16.map { DormitoryFlags(rawValue: UInt8($0)) } == [.keepPower, .timeControl])
    }

    @Test func purchaseRecords() throws {
        let identifier = try #require(DataIdentifier.purchaseRecord(.amount, in: .money, latest: 1))
        #expect(identifier == 0x0333_0301)
        #expect(decode(identifier, "00500000").value == .purchaseAmount(PurchaseAmount(hundredths: 5_000, isRefund: false)))
        #expect(decode(identifier, "00500080").value == .purchaseAmount(PurchaseAmount(hundredths: 5_000, isRefund: true)))
        #expect(decode(identifier, "00500090").value == .purchaseAmount(PurchaseAmount(hundredths: 90_005_000, isRefund: false)))
        #expect(decode(0x0334_0301, "00500000").value == .purchaseAmount(PurchaseAmount(hundredths: 5_000, isRefund: false)))
        let moment = MeterDateTime(year: 2026, month: 7, day: 30, hour: 21, minute: 15)
        #expect(decode(0x0333_0101, "1521300726").value == moment.map(ItemValue.dateTime))
        // Dormitory meters never write the date.
        #expect(decode(0x0333_0101, "0000000000").value == .invalid)
        #expect(DataIdentifier.purchaseRecord(.amount, in: .money, latest: 0) == nil)
        #expect(DataIdentifier.purchaseRecord(.amount, in: .money, latest: 11) == nil)
        for field in PurchaseField.allCases {
            for register in PurchaseRegister.allCases {
                let record = try #require(DataIdentifier.purchaseRecord(field, in: register, latest: 10))
                #expect(DataItem(record) != nil)
            }
        }
    }

    @Test func eventRecords() {
        let start = MeterDateTime(year: 2026, month: 7, day: 30, hour: 21, minute: 15, second: 58)
        let opened = decode(0x0330_0D01, "581521300726 000000000000" + String(repeating: "00", count: 48))
        #expect(opened.value == .event(start: start, end: nil))
        #expect(!opened.hasUnexpectedLength)
        let trip = decode(0x1D00_FF01, "581521300726 01000000" + String(repeating: "00", count: 24))
        #expect(trip.value == .relayOperation(time: start, operator: OperatorCode(rawValue: 1)))
        #expect(!trip.hasUnexpectedLength)
    }

    @Test func monitorBlock() throws {
        let hex = "56341200 0522 0000 0000 380200 000000 000000 861700 000000 000000 861700 25530000 07000000 01"
        let item = decode(.monitorBlock, hex)
        guard case .monitor(let block) = item.value else {
            Issue.record("not read as a monitor block: \(item.value)")
            return
        }
        #expect(!item.hasUnexpectedLength)
        #expect(block.energy == 123_456)
        #expect(block.voltages == [2_205, 0, 0])
        #expect(block.currents == [238, 0, 0])
        #expect(block.powers == [1_786, 0, 0])
        #expect(block.totalPower == 1_786)
        #expect(block.balance == 5_325)
        #expect(block.purchaseCount == 7)
        #expect(block.relayIsClosed)
        var damaged = bytesOf(hex)
        damaged[31] = 0xEE
        damaged[39] = 0
        let other = try #require(MonitorBlock(damaged[...]))
        #expect(other.balance == nil)
        #expect(other.energy == 123_456)
        #expect(!other.relayIsClosed)
        #expect(MonitorBlock(damaged.dropLast()) == nil)
    }

    @Test func unknownIdentifiers() {
        for identifier in [
            0x0280_22FF, 0x0000_4000, 0x0000_000D, 0x0092_0000, 0x0201_0000, 0x0201_0400, 0x0201_0101, 0x0333_0700,
            0x0333_010B, 0x0405_0140, 0x0500_0000, 0x1D00_0002, 0xFFFF_FFFF,
        ] as [DataIdentifier] {
            #expect(DataItem(identifier) == nil, "\(identifier)")
            let item = decode(identifier, "0102")
            #expect(item.value == .unknown)
            #expect(Array(item.raw) == [1, 2])
            #expect(!item.hasUnexpectedLength)
        }
    }

    @Test func onlyCompleteNormalReadAnswersAreItems() throws {
        let meter = try #require(MeterAddress("000000000418"))
        let data = DataIdentifier.voltageA.wireBytes + [0x05, 0x22]
        #expect(DecodedItem(answer: Frame(address: meter, control: .read.answer(), data: data))?.units == 2_205)
        #expect(DecodedItem(answer: Frame(address: meter, control: .read, data: data)) == nil)
        #expect(DecodedItem(answer: Frame(address: meter, control: .read.answer(moreFollows: true), data: data)) == nil)
        #expect(DecodedItem(answer: Frame(address: meter, control: .read.answer(abnormal: true), data: data)) == nil)
        #expect(DecodedItem(answer: Frame(address: meter, control: .write.answer(), data: data)) == nil)
        #expect(DecodedItem(answer: Frame(address: meter, control: .read.answer(), data: [1, 2, 3])) == nil)
    }
}
