// Protects meters without prepaid items: what the standard has is read, what they lack is asked once, and orders never reach them.
// How: sessions against a fake meter from which items are taken away.
import Domain
import MeterWire
import Operations
import Testing

@testable import Concentrator

struct PlainProfileTests {
    private static let point = MeterPoint.test(profile: .plain645)

    @Test func aPollReadsRegisterLoadAndRelay() throws {
        var run = try SessionRun(.poll, FakeMeter(status: 1 << 4), of: Self.point)
        _ = run.finish()
        #expect(run.asked == ["00000000", "02030000", "04000503"])
        let reading = try #require(run.reading)
        #expect(reading.register == Energy(hundredths: 123_456) && reading.load == Power(watts: 272))
        #expect(reading.relayClosed == false && reading.flags == [.relayOpen])
        #expect(reading.remaining == nil && reading.count == nil && reading.overdraft == nil)
    }

    @Test func detailAddsVoltageCurrentAndPowerFactorOfEveryPhase() throws {
        let meter = FakeMeter(voltages: [2_201, 2_188, 2_230], currents: [1_000, 2_000, 3_000])
        var run = try SessionRun(.detail, meter, of: .test(profile: .plain645, phases: 3))
        _ = run.finish()
        #expect(run.reading?.voltages == [2_201, 2_188, 2_230] && run.reading?.currents == [1_000, 2_000, 3_000])
        #expect(run.reading?.powerFactor == 987)
        var single = try SessionRun(.detail, meter, of: Self.point)
        _ = single.finish()
        #expect(single.reading?.voltages == [2_201] && single.asked.count == 6)
    }

    @Test func aMissingStatusWordIsRememberedAndTheRelayUnknown() throws {
        var run = try SessionRun(.poll, of: Self.point)
        while let request = run.request {
            let isStatus = request.identifier == 0x0400_0503
            let answer = isStatus ? FakeMeter.refusal(of: request, 0x02) : run.answer
            _ = run.session.take(try #require(answer), at: .start)
        }
        #expect(run.reading?.register != nil && run.reading?.relayClosed == nil && run.reading?.flags == nil)
        var second = try SessionRun(.poll, of: Self.point, memory: run.session.memory)
        _ = second.finish()
        #expect(second.asked == ["00000000", "02030000"])
    }

    @Test func theRegisterMayBeNegativeAndIsNeverGuessed() throws {
        var run = try SessionRun(.poll, of: Self.point)
        let request = try #require(run.request)
        let data = Array(request.data.prefix(4)) + [0x50, 0x00, 0x00, 0x80]
        let isTaken = run.session.take(Frame(address: request.address, control: ControlCode(rawValue: 0x91), data: data), at: .start)
        #expect(isTaken)
        _ = run.finish()
        #expect(run.reading?.register == Energy(hundredths: -50))
        var lost = try SessionRun(.poll, of: Self.point)
        let outcome = lost.finish(lose: ["00000000"])
        #expect(outcome == .noAnswer("no answer in time"))
    }

    @Test(arguments: [MeterTask.credit, .apply(.topUp(Credit(.energy, hundredths: 100)), count: 1)])
    func creditIsNoMatterOfSuchAMeter(_ task: MeterTask) throws {
        let run = try SessionRun(task, of: Self.point)
        guard case .notSent = run.outcome else {
            Issue.record("\(String(describing: run.outcome))")
            return
        }
    }
}
