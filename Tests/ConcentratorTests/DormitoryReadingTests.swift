// Protects the reading of dormitory meters: the least number of exchanges for a true reading, and never a value that was not read.
// How: one session against a fake meter whose answers are put together byte by byte; what is asked is compared in order.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct DormitoryReadingTests {
    private static let block = "0280002E"
    private static let subsidy = "00910101"
    private static let overdraft = "00900201"
    private static let status = "04000503"

    private static var withoutPurse: MeterMemory {
        var memory = MeterMemory()
        memory.missing = [0x0091_0101]
        return memory
    }

    @Test func pollOfAHealthyRoomIsOneExchange() throws {
        var run = try SessionRun(.poll, FakeMeter(subsidy: nil), memory: Self.withoutPurse)
        _ = run.finish()
        #expect(run.asked == [Self.block])
        let reading = try #require(run.reading)
        #expect(reading.meter == MeterID("000000000418"))
        #expect(reading.at == Instant.start.adding(milliseconds: 100))
        #expect(reading.register == Energy(hundredths: 123_456))
        #expect(reading.remaining == Credit(.energy, hundredths: 325))
        #expect(reading.overdraft == Credit(.energy, hundredths: 0))
        #expect(reading.load == Power(watts: 272))
        #expect(reading.voltages == [2_201] && reading.currents == [1_234])
        #expect(reading.count == 6 && reading.relayClosed == true)
        #expect(reading.flags == nil && reading.powerFactor == nil)
    }

    @Test func aMeterWithoutPurseIsAskedForItOnce() throws {
        var first = try SessionRun(.poll, FakeMeter(subsidy: nil))
        _ = first.finish()
        #expect(first.asked == [Self.block, Self.subsidy])
        var second = try SessionRun(.poll, FakeMeter(subsidy: nil), memory: first.session.memory)
        _ = second.finish()
        #expect(second.asked == [Self.block])
    }

    @Test func aFullPurseIsReadEveryTimeAndAnEmptyOneRarely() throws {
        var first = try SessionRun(.poll, FakeMeter(subsidy: 500))
        _ = first.finish()
        #expect(first.reading?.remaining == Credit(.energy, hundredths: 825))
        #expect(first.reading?.subsidy == Credit(.energy, hundredths: 500))
        var second = try SessionRun(.poll, FakeMeter(subsidy: 0), memory: first.session.memory)
        _ = second.finish()
        #expect(second.asked == [Self.block, Self.subsidy])
        var third = try SessionRun(.poll, FakeMeter(subsidy: 0), memory: second.session.memory, at: .start.adding(seconds: 60))
        _ = third.finish()
        #expect(third.asked == [Self.block])
        #expect(third.reading?.subsidy == nil && third.reading?.remaining == Credit(.energy, hundredths: 325))
        var later = try SessionRun(
            .poll, FakeMeter(subsidy: 700), memory: third.session.memory, at: .start.adding(milliseconds: 4_000_000))
        _ = later.finish()
        #expect(later.asked == [Self.block, Self.subsidy])
        #expect(later.reading?.remaining == Credit(.energy, hundredths: 1_025))
    }

    @Test func atZeroTheOverdraftIsReadAndSubtracted() throws {
        let meter = FakeMeter(balance: 0, overdraft: 120, subsidy: 20)
        var run = try SessionRun(.poll, meter)
        _ = run.finish()
        #expect(run.asked == [Self.block, Self.overdraft, Self.subsidy])
        #expect(run.reading?.remaining == Credit(.energy, hundredths: -100))
        #expect(run.reading?.overdraft == Credit(.energy, hundredths: 120))
    }

    @Test func anOpenRelayIsExplainedUntilTheStatusIsClean() throws {
        let open = FakeMeter(subsidy: nil, status: 1 << 4 | 1 << 6, relay: 0)
        var first = try SessionRun(.poll, open, memory: Self.withoutPurse)
        _ = first.finish()
        #expect(first.asked == [Self.block, Self.status])
        #expect(first.reading?.relayClosed == false)
        #expect(first.reading?.flags == [.relayOpen, .remoteTrip])
        var second = try SessionRun(.poll, FakeMeter(subsidy: nil), memory: first.session.memory)
        _ = second.finish()
        #expect(second.asked == [Self.block, Self.status], "closed again: one more look, so that no old flag stays on the screen")
        #expect(second.reading?.flags == [])
        var third = try SessionRun(.poll, FakeMeter(subsidy: nil), memory: second.session.memory)
        _ = third.finish()
        #expect(third.asked == [Self.block])
    }

    @Test func everyStatusBitHasItsFlag() throws {
        var run = try SessionRun(.detail, FakeMeter(status: 0b1_0100_0101_1111))
        _ = run.finish()
        #expect(run.reading?.flags == Set(MeterFlag.allCases))
    }

    @Test func detailReadsEverythingOnce() throws {
        var run = try SessionRun(.detail, FakeMeter(subsidy: 0))
        _ = run.finish()
        #expect(run.asked == [Self.block, Self.subsidy, Self.status, "02060000"])
        #expect(run.reading?.powerFactor == 987)
        #expect(run.reading?.flags == [])
        #expect(run.reading?.at == Instant.start.adding(milliseconds: 400), "the time is that of the last byte")
    }

    @Test func moneyMetersAreReadInMoneyAndThreePhasesAsThree() throws {
        let meter = FakeMeter(subsidy: nil, voltages: [2_201, 2_188, 2_230], currents: [1_000, 2_000, 3_000])
        var run = try SessionRun(.poll, meter, of: .test(unit: .money, phases: 3), memory: Self.withoutPurse)
        _ = run.finish()
        #expect(run.reading?.remaining == Credit(.money, hundredths: 325))
        #expect(run.reading?.voltages == [2_201, 2_188, 2_230] && run.reading?.currents == [1_000, 2_000, 3_000])
    }

    @Test(arguments: [Self.block, Self.overdraft, Self.subsidy])
    func withoutAPartOfRemainingThereIsNoReading(_ lost: String) throws {
        var run = try SessionRun(.poll, FakeMeter(balance: 0))
        let outcome = run.finish(lose: [lost])
        #expect(outcome == .noAnswer("no answer in time"))
    }

    @Test(arguments: [Self.status, "02060000"])
    func aWelcomeItemThatIsLostLeavesTheRest(_ lost: String) throws {
        var run = try SessionRun(.detail)
        _ = run.finish(lose: [lost])
        #expect(run.reading?.remaining == Credit(.energy, hundredths: 325))
        #expect(lost == Self.status ? run.reading?.flags == nil : run.reading?.powerFactor == nil)
    }

    /// Answers to the block that are not to be trusted: none of them may end the waiting.
    @Test(arguments: [
        "short", "long", "letters in the energy", "letters in the balance", "relay byte 2", "another item", "another meter", "a request",
        "an error without its byte", "more to follow",
    ])
    func whatCanNotBeTrustedIsNoAnswer(_ fault: String) throws {
        var run = try SessionRun(.poll)
        let request = try #require(run.request)
        var answer = try #require(run.answer)
        switch fault {
        case "short": answer.data.removeLast()
        case "long": answer.data.append(0)
        case "letters in the energy": answer.data[4] = 0x1F
        case "letters in the balance": answer.data[4 + 31] = 0xA0
        case "relay byte 2": answer.data[4 + 39] = 2
        case "another item": answer.data[0] = 0x2F
        case "another meter": answer.address = try #require(MeterAddress("000000000419"))
        case "a request": answer.control = .read
        case "an error without its byte": answer = Frame(address: request.address, control: ControlCode(rawValue: 0xD1))
        default: answer.control = ControlCode(rawValue: 0xB1)
        }
        let before = run.session.step
        let isTaken = run.session.take(answer, at: .start)
        #expect(!isTaken)
        #expect(run.session.step == before)
        let good = try #require(run.answer)
        let goodIsTaken = run.session.take(good, at: .start)
        #expect(goodIsTaken, "the true answer behind it still counts")
    }

    @Test func aMeterWithoutTheBlockIsNotReadAsSilent() throws {
        var run = try SessionRun(.poll)
        let request = try #require(run.request)
        let isTaken = run.session.take(FakeMeter.refusal(of: request, 0x02), at: .start)
        #expect(isTaken && run.session.hasHeard)
        #expect(run.outcome == .noAnswer("the meter has no item 0280002E; is its profile right?"))
    }

    @Test func anotherErrorThanNoSuchDataIsNotRemembered() throws {
        var run = try SessionRun(.poll)
        let answer = try #require(run.answer)
        _ = run.session.take(answer, at: .start)
        let question = try #require(run.request)
        _ = run.session.take(FakeMeter.refusal(of: question, 0x01), at: .start)
        #expect(run.outcome == .noAnswer("the meter refuses item 00910101 with error 1"))
        #expect(run.session.memory.missing.isEmpty)
    }

    @Test(arguments: ["", "418", "AAAAAAAAAAAA", "999999999999", "00000000041X"])
    func anAddressThatIsNoMetersIsRefused(_ address: String) {
        #expect(Station(.test(address)) == nil)
    }
}
