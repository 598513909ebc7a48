// Protects the proof and the sending of orders: one picture of the credit that belongs together, an order sent to the byte, and no
// word about what became of it that was not said.
// How: sessions against a fake meter and against frames written down as bytes; the meter moves while it is read.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct CreditAndOrderTests {
    private static let topUp = OrderTask.topUp(Credit(.energy, hundredths: 5_000))

    private static var known: MeterMemory {
        var memory = MeterMemory()
        memory.customer = CustomerNumber("123456789012")
        return memory
    }

    // MARK: The picture

    @Test func thePictureHoldsEverythingThatProvesAnOrder() throws {
        var run = try SessionRun(.credit, FakeMeter(subsidy: 200))
        _ = run.finish { meter, item in
            if item == "04900104" { meter.energy += 3 }
        }
        #expect(run.asked == ["0280002E", "00910101", "03330601", "04900104", "0280002E"])
        let credit = try #require(run.credit)
        #expect(credit.count == 6)
        #expect(credit.lastAmount == Credit(.energy, hundredths: 2_000))
        #expect(credit.totalBought == Credit(.energy, hundredths: 30_000))
        #expect(credit.remaining == Credit(.energy, hundredths: 525))
        #expect(credit.subsidy == Credit(.energy, hundredths: 200))
        #expect(credit.register == Energy(hundredths: 123_456))
        #expect(credit.registerAfter == Energy(hundredths: 123_459))
        #expect(credit.at == Instant.start.adding(milliseconds: 500))
        #expect(credit.price == nil)
    }

    @Test func overdraftIsPartOfThePicture() throws {
        var run = try SessionRun(.credit, FakeMeter(balance: 0, overdraft: 45, subsidy: nil))
        _ = run.finish()
        #expect(run.asked == ["0280002E", "00900201", "00910101", "03330601", "04900104", "0280002E"])
        #expect(run.credit?.remaining == Credit(.energy, hundredths: -45))
        #expect(run.session.memory.missing == [0x0091_0101])
    }

    @Test func aPurchaseInTheMiddleBeginsThePictureAnew() throws {
        var run = try SessionRun(.credit, FakeMeter(subsidy: nil))
        var isDone = false
        _ = run.finish { meter, item in
            guard item == "04900104", !isDone else { return }
            isDone = true
            (meter.count, meter.balance, meter.total, meter.lastAmount) = (7, 5_325, 35_000, 5_000)
        }
        #expect(run.asked.count == 5 + 3, "the last block of the first picture is the first of the second")
        let credit = try #require(run.credit)
        #expect(credit.count == 7 && credit.remaining == Credit(.energy, hundredths: 5_325))
        #expect(credit.totalBought == Credit(.energy, hundredths: 35_000) && credit.lastAmount == Credit(.energy, hundredths: 5_000))
    }

    @Test func aCountThatNeverRestsGivesNoPicture() throws {
        var run = try SessionRun(.credit)
        let outcome = run.finish { meter, item in
            if item == "04900104" { meter.count += 1 }
        }
        #expect(outcome == .noAnswer("the purchase count kept changing while the credit was read"))
    }

    @Test(arguments: ["0280002E", "00910101", "03330601", "04900104"])
    func aPictureWithAHoleIsNone(_ lost: String) throws {
        var run = try SessionRun(.credit)
        let outcome = run.finish(lose: [lost])
        #expect(outcome == .noAnswer("no answer in time"))
    }

    @Test func moneyMetersAreAskedForTheirPriceOnce() throws {
        var run = try SessionRun(.credit, of: .test(unit: .money))
        _ = run.finish()
        #expect(run.asked.contains("02800020") && run.credit?.price == nil && run.credit?.remaining.unit == .money)
        var second = try SessionRun(.credit, of: .test(unit: .money), memory: run.session.memory)
        _ = second.finish()
        #expect(!second.asked.contains("02800020"))
    }

    // MARK: The order

    @Test func aTopUpIsSentToTheByte() throws {
        let run = try SessionRun(.apply(Self.topUp, count: 7), memory: Self.known)
        let frame = Hex.bytes(
            """
            FE FE FE FE 68 18 04 00 00 00 00 68 03 1B 32 35 34 3A 33 33 33 33 4B 37 33 33 33 33 45 C3 AB 89 67 45 33 83 33 33 3A 33 33
            9D 16
            """)
        #expect(run.request?.encoded() == frame)
        guard case .ask(let exchange) = run.session.step else {
            Issue.record("nothing is asked")
            return
        }
        #expect(exchange.isOrder)
    }

    @Test func aTakeBackIsARefund() throws {
        let task = MeterTask.apply(.takeBack(Credit(.energy, hundredths: 1)), count: 8)
        let run = try SessionRun(task, memory: Self.known)
        #expect(run.request?.identifier == 0x0701_12FF)
    }

    /// The worked answers of the dialect: accepted with the block, refused with the block, refused with one byte.
    @Test(arguments: [
        (
            """
            68 18 04 00 00 00 00 68 83 45 32 35 34 3A 45 33 AB 33 67 37 33 83 33 33 3A 33 89 67 45 33 58 86 33 33 33 33 33 33 33 88 33
            33 43 33 38 33 34 33 33 33 33 33 33 33 33 34 33 33 53 33 33 3C 33 33 53 33 34 33 33 45 33 33 36 33 34 34 33 33 33 76 16
            """, MeterOutcome.accepted
        ),
        (
            """
            68 18 04 00 00 00 00 68 C3 45 32 35 34 3A 45 33 AB 33 67 37 33 53 33 33 38 33 89 67 45 33 58 36 33 33 33 33 33 33 33 88 33
            33 43 33 38 33 34 33 33 33 33 33 33 33 33 34 33 33 53 33 33 3C 33 33 53 33 34 33 33 45 33 33 36 33 34 34 33 33 46 47 16
            """, .refused(code: 13, meaning: "the purchase count is neither the meter's nor the next")
        ),
        ("68 18 04 00 00 00 00 68 C3 01 64 14 16", .refused(code: 31, meaning: "the meter number is another meter's")),
        ("68 18 04 00 00 00 00 68 C3 01 DD 8D 16", .refused(code: 170, meaning: "an error without a known meaning")),
    ])
    func theMetersWordIsPassedOn(_ hex: String, _ outcome: MeterOutcome) throws {
        var run = try SessionRun(.apply(Self.topUp, count: 7), memory: Self.known)
        var parser = FrameParser()
        guard case .frame(let answer) = parser.receive(Hex.bytes(hex)).first else {
            Issue.record("the frame is not sound")
            return
        }
        let isTaken = run.session.take(answer, at: .start)
        #expect(isTaken)
        #expect(run.outcome == outcome)
    }

    @Test func anAnswerWithoutAKnownShapeIsNoAnswer() throws {
        var run = try SessionRun(.apply(Self.topUp, count: 7), memory: Self.known)
        let request = try #require(run.request)
        let odd = Frame(address: request.address, control: ControlCode(rawValue: 0x83), data: Array(request.data.prefix(4)) + [0])
        let isTaken = run.session.take(odd, at: .start)
        #expect(!isTaken && run.outcome == nil)
        run.session.giveUp("no answer in time", at: .start)
        #expect(run.outcome == .noAnswer("no answer in time"))
    }

    @Test func theCustomerNumberIsReadOnceAndAgainAfterARefusalForIt() throws {
        var run = try SessionRun(.apply(Self.topUp, count: 7))
        _ = run.finish()
        #expect(run.asked == ["0450000D", "070102FF"] && run.outcome == .accepted)
        #expect(run.session.memory.customer == CustomerNumber("123456789012"))
        var second = try SessionRun(.apply(Self.topUp, count: 8), run.meter, memory: run.session.memory)
        let request = try #require(second.request)
        let isTaken = second.session.take(FakeMeter.refusal(of: request, 0x12), at: .start)
        #expect(isTaken && second.outcome == .refused(code: 12, meaning: "the customer number is not the meter's"))
        #expect(second.session.memory.customer == nil)
    }

    @Test func withoutTheCustomerNumberNothingIsSent() throws {
        var run = try SessionRun(.apply(Self.topUp, count: 7))
        let outcome = run.finish(lose: ["0450000D"])
        #expect(outcome == .notSent("no answer in time to the question for the customer number; the order was not sent"))
        #expect(run.asked == ["0450000D"])
    }

    @Test func aMeterThatNeverHadACustomerTakesTwelveZeros() throws {
        var run = try SessionRun(.apply(Self.topUp, count: 1))
        let question = try #require(run.request)
        _ = run.session.take(FakeMeter.refusal(of: question, 0x02), at: .start)
        #expect(run.request.map { Array($0.data[14..<20]) } == [0, 0, 0, 0, 0, 0])
    }

    @Test(arguments: [
        MeterTask.apply(.topUp(Credit(.money, hundredths: 5_000)), count: 7),
        .apply(.topUp(Credit(.energy, hundredths: 0)), count: 7),
        .apply(.topUp(Credit(.energy, hundredths: -1)), count: 7),
        .apply(.topUp(Credit(.energy, hundredths: 30_000_001)), count: 7),
        .apply(.topUp(Credit(.energy, hundredths: 5_000)), count: 0),
        .apply(.topUp(Credit(.energy, hundredths: 5_000)), count: 10_000),
    ])
    func anOrderThatCanNotBeExpressedIsNotSent(_ task: MeterTask) throws {
        let run = try SessionRun(task, memory: Self.known)
        guard case .notSent = run.outcome else {
            Issue.record("\(String(describing: run.outcome))")
            return
        }
    }
}
