// Protects the purse of free credit on the wire: its count in the picture, its command to the byte, and that taking out of it sets it to
// what shall be left, reckoned from the purse of that moment.
// How: sessions against a fake meter; frames written down as bytes, put together by hand from the layout of 070140FF.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct PurseProfileTests {
    private static var known: MeterMemory {
        var memory = MeterMemory()
        memory.customer = CustomerNumber("123456789012")
        return memory
    }

    private static func energy(_ hundredths: Int64) -> Credit { Credit(.energy, hundredths: hundredths) }

    @Test func thePictureTellsCountAndLastAmountOfThePurse() throws {
        var run = try SessionRun(.purse, FakeMeter(subsidy: 1_150))
        _ = run.finish()
        #expect(run.asked == ["0280002E", "00910101", "03330601", "04900104", "03350201", "03350301", "0280002E"])
        #expect(run.credit?.purse == PurseReading(count: 3, lastAmount: Self.energy(1_200)))
        #expect(run.credit?.subsidy == Self.energy(1_150))
        #expect(run.credit?.remaining == Self.energy(325 + 1_150))
        #expect(run.credit?.purchased == Self.energy(325))
    }

    @Test func aMeterWithoutPurseIsAskedOnceAndSaysSo() throws {
        var run = try SessionRun(.purse, FakeMeter(subsidy: nil))
        _ = run.finish()
        #expect(run.credit != nil && run.credit?.purse == nil)
        var again = try SessionRun(.purse, FakeMeter(subsidy: nil), memory: run.session.memory)
        _ = again.finish()
        #expect(again.asked == ["0280002E", "03330601", "04900104", "0280002E"])
    }

    @Test(arguments: ["00910101", "03350201", "03350301"])
    func aPictureWithAHoleIsNone(_ lost: String) throws {
        var run = try SessionRun(.purse)
        let outcome = run.finish(lose: [lost])
        #expect(outcome == .noAnswer("no answer in time"))
    }

    /// 10.00 for all six groups, count 4, day 1, added: the worked frame of the dialect with equal amounts and no operator.
    @Test func aGrantIsSentToTheByte() throws {
        let run = try SessionRun(.applyToPurse(.topUp(Self.energy(1_000)), count: 4), memory: Self.known)
        let frame = Hex.bytes(
            """
            FE FE FE FE 68 18 04 00 00 00 00 68 03 30 32 73 34 3A 33 33 33 33 4B 37 33 33 33 33 45 C3 AB 89 67 45
            33 43 33 33 33 43 33 33 33 43 33 33 33 43 33 33 33 43 33 33 33 43 33 33 37 33 34 34 2E 16
            """)
        #expect(run.request?.encoded() == frame)
        guard case .ask(let exchange) = run.session.step else {
            Issue.record("nothing is asked")
            return
        }
        #expect(exchange.isOrder)
    }

    @Test func takingOutSetsThePurseToWhatIsLeft() throws {
        var run = try SessionRun(
            .applyToPurse(.takeBack(Self.energy(300)), count: 5), FakeMeter(subsidy: 1_150), memory: Self.known)
        #expect(run.request?.identifier == 0x0091_0101)
        // Half a kilowatt-hour was used since the picture: what is left is reckoned from now.
        run.meter.subsidy = 1_100
        let answer = try #require(run.answer)
        let isTaken = run.session.take(answer, at: .start)
        #expect(isTaken)
        let request = try #require(run.request)
        #expect(request.identifier == 0x0701_40FF)
        #expect(Array(request.data[20..<24]) == Hex.decimal(800, 4))
        #expect(Array(request.data[44..<48]) == [0x05, 0x00, 0x01, 0x00])
    }

    @Test func moreThanThePurseHoldsIsNotSent() throws {
        var run = try SessionRun(.applyToPurse(.takeBack(Self.energy(300)), count: 5), FakeMeter(subsidy: 299), memory: Self.known)
        let outcome = run.finish()
        #expect(outcome == .notSent("the purse holds 2.99, less than the order takes out"))
        #expect(run.asked == ["00910101"])
    }

    @Test func metersThatDoNotKnowTheCommandRefuse() throws {
        var run = try SessionRun(.applyToPurse(.topUp(Self.energy(1_000)), count: 4), memory: Self.known)
        let request = try #require(run.request)
        let isTaken = run.session.take(FakeMeter.refusal(of: request, 0x01), at: .start)
        #expect(isTaken)
        #expect(run.outcome == .refused(code: 1, meaning: "the meter does not know the command"))
    }

    /// The answer to the command, with an error byte that stands there by chance: it says yes, and proves nothing.
    @Test func theErrorByteOfThePositiveAnswerIsIgnored() throws {
        var run = try SessionRun(.applyToPurse(.topUp(Self.energy(1_000)), count: 4), memory: Self.known)
        let data = Hex.bytes("FF 40 01 07") + [UInt8](repeating: 0, count: 64) + [0x5A]
        let answer = Frame(address: try #require(run.request).address, control: ControlCode(rawValue: 0x83), data: data)
        let isTaken = run.session.take(answer, at: .start)
        #expect(isTaken && run.outcome == .accepted)
    }
}
